"""Equations proved by multiplying with a number that is not 0, and by no other number."""

import pytest

from symattn.prover import search
from symattn.prover.multiples import proved_by_multiplying
from symattn.prover.search import attempt_proof
from symattn.prover.settle import prove
from symattn.prover.statements import statement_of
from tests.prover.claim_table import row

NUMBERS = "h:; k:; d:"
TRUE = [
    row("proved", "h*k == d", NUMBERS, "equal((h*k-d)*d,0)", "nonzero(d)"),
    row("proved", "h*k == d", NUMBERS, "equal(4*h*k*d,4*d**2)", "positive(d)"),
    row("proved", "h == k", NUMBERS, "equal(h*d,k*d)", "negative(d)"),
    row("proved", "h == k", NUMBERS, "equal(h**2,k**2)", "positive(h)", "positive(k)"),
    row("proved", "h == k", NUMBERS, "equal(h**3,k**3)", "positive(h)", "positive(k)"),
    row("proved", "h == 2", NUMBERS, "equal(h**2,4)", "positive(h)"),
    row("proved", "h == d**2", NUMBERS, "equal(k,d)", "equal(k,h/d)", "positive(d)"),
    row("proved", "x == y", "c:; x:n; y:n", "equal(c*x,c*y)", "nonzero(c)"),
    row("proved", "x == y", "c:n; x:n; y:n", "equal(c*x,c*y)", "nonzero(c)"),
    row("proved", "A == B", "c:n; A:n m; B:n m", "equal(diag(c)@A,diag(c)@B)", "positive(c)"),
]
FALSE = [
    row("refuted", "h*k == d", NUMBERS, "equal((h*k-d)*d,0)"),
    row("refuted", "h == k", NUMBERS, "equal(h**2,k**2)"),
    row("refuted", "h == k", NUMBERS, "equal(h**2,k**2)", "positive(h)"),
    row("refuted", "x == y", "c:; x:n; y:n", "equal(c*x,c*y)"),
    row("refuted", "x == y", "c:n; x:n; y:n", "equal(c@x,c@y)", "nonzero(c)"),
    row("refuted", "h == -k", NUMBERS, "equal(h*d,k*d)", "nonzero(d)"),
]


@pytest.mark.parametrize("claim", TRUE + FALSE, ids=str)
def test_numbers_other_than_zero_are_cancelled(claim):
    verdict = prove(claim.claim)
    assert verdict.word == claim.expect, verdict.reason


def test_some_of_them_need_the_multiplication(monkeypatch):
    roads = tuple(r for r in search.ROADS if r is not proved_by_multiplying)
    monkeypatch.setattr(search, "ROADS", roads)
    lost = [c for c in TRUE if not attempt_proof(statement_of(c.claim), 4.0).certificate]
    assert lost


@pytest.mark.parametrize("order", ["V@softmax(s)", "softmax(s)@T(V)"])
def test_a_hypothesis_is_used_in_whatever_order_its_factors_stand(order):
    """`V @ softmax(s) == V @ softmax(r)` was not proved from itself: the name of the index that a
    hypothesis quantifies over sorts its factors otherwise than the index of the claim does."""
    claim = row("proved", f"{order} == V@softmax(r)", "V:d n; s:n; r:n", "equal(V@softmax(s),V@softmax(r))")  # fmt: skip
    assert prove(claim.claim).word == "proved"
