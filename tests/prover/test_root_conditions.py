"""A claim with roots is about the points where what is below a root is 0, too.

Legend
  x, y        scalars, or vectors of n entries
"""

import pytest

from symattn.kernel.statement import Judgement
from symattn.kernel.terms import entry
from symattn.prover.claim import Claim
from symattn.prover.root_conditions import of_roots_only, weakened
from symattn.prover.search import possible_conditions
from symattn.prover.settle import prove
from symattn.prover.statements import statement_of


def claim(text, given=(), **symbols):
    return Claim.from_text(text, symbols=symbols, given=given)


FALSE_AT_0 = [
    claim("where(x == 0, 1, 0) + abs(x) == abs(x)", x=""),
    claim("norm(x) + where(x@x == 0, 1, 0) == norm(x)", x="n"),
    claim("where(norm(x) > 0, 1, 0) == 1", x="n"),
    claim("sqrt(x) + where(x > 0, 1, 0) == sqrt(x) + 1", ["between(x, 0, 1)"], x=""),
    claim("where(relu(x) > 0, 1, 0) == where(x >= 0, 1, 0)", x=""),
    claim("where(x >= y, 1, 0) + where(y >= x, 1, 0) + abs(x - y) == 1 + abs(x - y)", x="", y=""),
    claim("where(fro(A) > 0, 1, 0) == 1", A="n,m"),
]
TRUE_AT_0 = [
    claim("norm(x)*where(x@x > 0, 1, 0) == norm(x)", x="n"),
    claim("where(x >= 0, x, -x) == abs(x)", x="n"),
    claim("sqrt(abs(x))**2 == abs(x)", x=""),
    claim("where(abs(x) > 0, 1, 0) == where(x > 0, 1, 0) + where(x < 0, 1, 0)", x=""),
]


@pytest.mark.parametrize("claim", FALSE_AT_0, ids=str)
def test_what_is_false_only_below_a_root_of_zero_is_not_proved(claim):
    assert prove(claim).word in ("refuted", "undecided")


@pytest.mark.parametrize("claim", FALSE_AT_0[1:4], ids=str)
def test_what_is_false_only_below_a_root_of_zero_is_refuted(claim):
    assert prove(claim).word == "refuted"


@pytest.mark.parametrize("claim", TRUE_AT_0, ids=str)
def test_what_is_true_below_a_root_of_zero_needs_no_condition(claim):
    verdict = prove(claim)
    assert verdict.word == "proved" and not verdict.conditions


@pytest.mark.parametrize("text", ["log(x) + sqrt(x)", "grad(sqrt(x), x)", "1/x + sqrt(x)"])
def test_a_condition_stays_strict_where_zero_has_no_value(text):
    s = statement_of(claim(f"{text} == y", x="", y=""))
    strict = Judgement(">", entry("x"))
    assert strict in possible_conditions(s)
    assert not of_roots_only(s, [strict]) and weakened(s, [strict]) == (strict,)


def test_the_condition_of_a_root_is_weakened():
    s = statement_of(claim("sqrt(x) == y", x="", y=""))
    assert weakened(s, [Judgement(">", entry("x"))]) == (Judgement(">=", entry("x")),)
