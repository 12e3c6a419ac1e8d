"""Ill-typed claims: which sizes would have to be equal, and whether the claim then holds."""

import pytest

from symattn.errors import ShapeError
from symattn.prover import settle
from symattn.prover.claim import Claim
from symattn.prover.missing_sizes import sizes_missing
from symattn.prover.settle import Budget, prove
from symattn.prover.verdict import Proved, Undecided
from symattn.rendering.answers import answer_of
from tests.prover.claim_table import symbols_of

PATIENT = Budget(condition=20.0)  # a busy machine changes no pinned condition

MISSING = {
    ("A@B == T(T(B)@T(A))", "A:n m; B:k l"): "m = k",
    ("x@y == y@x", "x:n; y:m"): "n = m",
    ("tr(A@B) == tr(B@A)", "A:n m; B:m k"): "n = k",
    ("X@W + Y@W == (X+Y)@W", "X:n d; Y:m d; W:d k"): "n = m",
    ("X@W == X@W", "X:n D; W:H*d k"): "D = Hd",
    ("A == T(A)", "A:n m"): r"n = m \text{ and } A - A^T = 0",
    ("W1@W@x == W1@x", "W1:h d; W:k d; x:d"): r"d = k \text{ and } W_1 \left(W - I\right) = 0",
    ("Q@W == W@Q", "Q:n d; W:d k"): r"k = n \text{ and } n = d \text{ and } Q W - W Q = 0",
}
NOTHING = [
    ("x@y == y@x + 1/sum_all(x)", "x:n; y:m"),  # ill-typed, and false with n = m
    ("x + y == y + x", "x:2; y:3"),  # no choice of sizes
    ("x@A == x", "x:n; A:n n m"),  # it is no matter of sizes
]


def claim_of(text, symbols):
    return Claim.from_text(text, symbols=symbols_of(symbols))


@pytest.mark.parametrize("key", MISSING, ids=lambda k: k[0])
def test_the_sizes_that_are_missing(key):
    verdict = prove(claim_of(*key), PATIENT)
    assert (verdict.word, verdict.holds_exactly_when) == ("ill-typed", MISSING[key])
    assert answer_of("a", verdict)["holds_exactly_when"] == MISSING[key]


@pytest.mark.parametrize("key", NOTHING)
def test_where_nothing_is_missing_or_not_enough(key):
    verdict = prove(claim_of(*key), PATIENT)
    assert verdict.word == "ill-typed"
    assert verdict.holds_exactly_when is None or r"\text{ and }" in verdict.holds_exactly_when


def test_what_is_not_settled_then_is_not_said():
    claim = claim_of("x@y == y@x", "x:n; y:m")
    assert sizes_missing(claim, lambda c: Undecided("no")) is None
    seen = []
    assert sizes_missing(claim, lambda c: seen.append(c) or Proved(None, "")) == "n = m"
    assert [c.record.under for c in seen] == [("equal(n, m)",)]


def test_shape_errors_name_the_sizes_only_where_they_can_be_equal():
    with pytest.raises(ShapeError) as error:
        _ = claim_of("x@y == 0", "x:n; y:m").typed
    assert [str(a) for a in error.value.missing] == ["n", "m"]
    with pytest.raises(ShapeError) as error:
        _ = claim_of("x@y == 0", "x:2; y:3").typed
    assert error.value.missing is None


def test_whatever_goes_wrong_the_claim_stays_ill_typed(monkeypatch):
    def fail(*args):
        raise KeyError("x")

    monkeypatch.setattr(settle, "sizes_missing", fail)
    verdict = prove(claim_of("x@y == y@x", "x:n; y:m"), PATIENT)
    assert (verdict.word, verdict.holds_exactly_when) == ("ill-typed", None)
