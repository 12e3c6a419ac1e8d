"""A condition that fails for some index at every input makes the theorem one about other rows."""

import pytest

from symattn.kernel.statement import Judgement
from symattn.kernel.terms import add, entry, exp, mul, num, power
from symattn.prover import conditions as module
from symattn.prover.conditions import impossible_condition, nowhere_defined
from symattn.prover.search import attempt_proof, possible_conditions
from symattn.prover.settle import prove
from symattn.prover.statements import statement_of
from tests.prover.claim_table import row

ROWS = "sum_axis(softmax(tab(i,n,j,n,where({},S[i,j],-inf)),1),1) == ones(n)"
NEVER = [
    row("", ROWS.format("j<i"), "S:n n"),
    row("", ROWS.format("j>i"), "S:n n"),
]
SOMETIMES = [
    row("", ROWS.format("j!=i"), "S:n n"),
    row("", "sum_axis(masked_softmax(S,M,1),1) == ones(n)", "S:n m; M:n m"),
    row("", "x/x == 1", "x:n"),
    row("", "x/(x-y)-y/(x-y) == 1", "x:n; y:n"),
]


@pytest.mark.parametrize("claim", NEVER + SOMETIMES, ids=str)
def test_a_row_that_is_always_empty(claim):
    statement = statement_of(claim.claim)
    attempt = attempt_proof(statement)
    assert attempt.certificate and attempt.conditions
    found = impossible_condition(statement, attempt.conditions)
    assert (found is not None) == (claim in NEVER)
    assert found is None or "exp(S[" in found


def test_without_conditions_nothing_is_drawn(monkeypatch):
    monkeypatch.setattr(module, "Sampler", None)  # drawing would fail
    assert impossible_condition(statement_of(row("", "x == x", "x:n").claim), ()) is None


def test_a_condition_without_an_index_is_left_to_the_second_opinions(monkeypatch):
    monkeypatch.setattr(module, "Sampler", None)
    x = entry("x")
    never = Judgement("!=", add(x, mul(num(-1), x)))
    assert impossible_condition(statement_of(row("", "x == x", "x:").claim), (never,)) is None


def test_what_cannot_be_computed_speaks_against_no_condition():
    claim = statement_of(row("", "x == x", "x:n").claim)
    i = claim.goals[0].a.args[1]
    huge = exp(exp(exp(add(num(9), power(entry("x", i), 2)))))
    assert impossible_condition(claim, (Judgement(">", huge),)) is None


NOWHERE = [
    row("", "1/(x-x) == 0*x/(x-x)", "x:"),
    row("", "x*0**(-1) == 0", "x:"),
    row("", "log(-exp(x)) == log(-exp(1*x))", "x:"),
    row("", "sqrt(-1-x**2) == sqrt(-x**2-1)", "x:n"),
]
SOMEWHERE = [
    row("", "log(x) == log(1*x)", "x:n"),
    row("", "sqrt(x-y) == sqrt(-y+x)", "x:n; y:n"),
    row("", "log(x) == log(x*1)", "x:n", "positive(x)"),
    row("", "softmax(x) == softmax(x)", "x:n"),
]


@pytest.mark.parametrize("claim", NOWHERE + SOMEWHERE, ids=str)
def test_sides_that_have_a_value_nowhere(claim):
    statement = statement_of(claim.claim)
    assert nowhere_defined(statement, possible_conditions(statement)) == (claim in NOWHERE)


@pytest.mark.parametrize("claim", NOWHERE, ids=str)
def test_what_has_a_value_nowhere_is_not_proved(claim):
    assert prove(claim.claim).word == "undecided"
