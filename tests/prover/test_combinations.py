"""Equations that are sums of multiples of given ones and of their logarithms, and others near."""

from fractions import Fraction

import numpy as np
import pytest

from symattn.prover import search
from symattn.prover.combinations import multiples_of, proved_by_combination
from symattn.prover.search import attempt_proof
from symattn.prover.settle import prove
from symattn.prover.statements import statement_of
from tests.prover.claim_table import row

VECTORS, NUMBERS = "x:n; y:n", "a:; b:; c:"
AT = {"indices": {"i": "n", "j": "n"}}
EIGEN, VALUES = "A:n n; x:n; y:n; a:; b:", ("equal(A@x, a*x)", "equal(A@y, b*y)")
SAME = "equal(softmax(x), softmax(y))"
TRUE = [
    row("proved", "x[i] - x[j] == y[i] - y[j]", VECTORS, SAME, **AT),
    row("proved", "x - lse(x, 0) == y - lse(y, 0)", VECTORS, SAME),
    row("proved", "x - mean_axis(x, 0) == y - mean_axis(y, 0)", VECTORS, SAME),
    row("proved", "(x[i] - x[j]) * (1 - 1/sqrt(d)) == 0", "x:n; q:d", "equal(softmax(x), softmax(x/sqrt(d)))", **AT),
    row("proved", "a == b", NUMBERS, "equal(exp(a), exp(b))"),
    row("proved", "a == b + c", NUMBERS, "equal(exp(a), exp(b)*exp(c))"),
    row("proved", "a == b", NUMBERS, "equal(log(a), log(b))", "positive(a)", "positive(b)"),
    row("proved", "J @ x == zeros(n)", "J:n n; G:n d; V:d n; x:n", "equal(G@V@J, J)", "equal(V@J@x, zeros(d))"),
    row("proved", "x @ y == 0", EIGEN, *VALUES, "symmetric(A)", "nonzero(a - b)"),
]  # fmt: skip
FALSE = [
    row("refuted", "x == y", VECTORS, SAME),
    row("refuted", "x[i] - x[j] == 2*(y[i] - y[j])", VECTORS, SAME, **AT),
    row("refuted", "a == b", NUMBERS, "equal(a**2, b**2)"),
    row("refuted", "a == b - c", NUMBERS, "equal(exp(a), exp(b)*exp(c))"),
    row("refuted", "x - max_axis(x, 0) == y", VECTORS, SAME),
    row("refuted", "J @ x == zeros(n)", "J:n n; G:n d; V:d n; x:n", "equal(V@J@x, zeros(d))"),
    row("refuted", "x @ y == 0", EIGEN, *VALUES, "symmetric(A)"),
    row("refuted", "x @ y == 0", EIGEN, *VALUES, "nonzero(a - b)"),
]


@pytest.mark.parametrize("claim", TRUE + FALSE, ids=str)
def test_combinations(claim):
    verdict = prove(claim.claim)
    assert verdict.word == claim.expect, getattr(verdict, "reason", verdict)


def test_some_of_them_need_the_combination(monkeypatch):
    roads = tuple(r for r in search.ROADS if r is not proved_by_combination)
    monkeypatch.setattr(search, "ROADS", roads)
    assert [c for c in TRUE if not attempt_proof(statement_of(c.claim), 4.0).certificate]


def test_the_multiples_solve_the_equations():
    rng = np.random.default_rng(4)
    for _ in range(20):
        rows = [{((), k): int(c) for k, c in enumerate(rng.integers(-3, 4, 5)) if c} for _ in range(4)]  # fmt: skip
        wanted = [Fraction(int(c)) for c in rng.integers(-2, 3, 4)]
        p = {}
        for r, c in zip(rows, wanted, strict=True):
            for m, x in r.items():
                p[m] = p.get(m, 0) + c * x
        p = {m: x for m, x in p.items() if x}
        found = multiples_of(rows, p)
        again = {}
        for k, c in found.items():
            for m, x in rows[k].items():
                again[m] = again.get(m, 0) + c * x
        assert {m: x for m, x in again.items() if x} == p


def test_there_are_no_multiples_of_other_products():
    assert multiples_of([{("x",): 1}], {("y",): 1}) == {}
    assert multiples_of([], {("y",): 1}) == {}


def test_what_ties_a_defined_number_ties_what_it_is_made_of():
    """c = a + b was taken as free in a and b though b = 2 c ties them, and a proof was doubted."""
    claim = row("proved", "a + 2*b == 3*c", NUMBERS, "equal(a + b, c)", "equal(b, 2*c)").claim
    assert prove(claim).word == "proved"
