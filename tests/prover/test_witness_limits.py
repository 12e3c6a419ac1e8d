"""A refutation that rests on a softmax over nothing is none."""

import pytest

from symattn.kernel.witness import Witness
from symattn.prover.settle import prove
from symattn.prover.statements import statement_of
from symattn.prover.witness_limits import rests_on_empty, without_empty
from tests.prover.claim_table import row

NONE = {"least": {"n": 0}}
RESTING = [
    row("", "sum_all(softmax(x)) == 1", "x:n", **NONE),
    row("", "lse(x,0) == 0", "x:n", **NONE),
    row("", "mean_axis(x,0) == 1", "x:n", **NONE),
    row("", "sum_axis(softmax(A,1),1) == ones(m)", "A:m n", **NONE),
    row("", "sum_all(softmax(reshape(x,n*m))) == 1", "x:n*m", **NONE),
]
NOT_RESTING = [
    row("", "sum_all(x) == 1", "x:n", **NONE),
    row("", "1/c == 1", "x:n; c:", **NONE),
    row("", "sum_all(softmax(concat([x,y],0))) == 2", "x:n; y:m", **NONE),
    row("", "exp(c) == 1", "x:n; c:", **NONE),
]


@pytest.mark.parametrize("claim", RESTING + NOT_RESTING, ids=str)
def test_where_a_softmax_is_over_nothing(claim):
    statement = statement_of(claim.claim)
    empty, one = Witness(sizes={"n": 0, "m": 1}), Witness(sizes={"n": 1, "m": 1})
    assert rests_on_empty(statement, empty) == (claim in RESTING)
    assert not rests_on_empty(statement, one)


def test_the_sizes_are_raised_to_1():
    statement = statement_of(row("", "x == x", "x:n; y:m", least={"n": 0, "m": 3}).claim)
    assert dict(without_empty(statement).sizes) == {"n": 1, "m": 3}


def test_a_claim_that_fails_also_without_empty_ranges_is_refuted_there():
    verdict = prove(row("", "lse(x,0) == 0", "x:n", **NONE).claim)
    assert verdict.word == "refuted" and verdict.witness.sizes["n"] >= 1
    assert prove(row("", "sum_all(softmax(x)) == 1", "x:n", **NONE).claim).word == "undecided"
    assert prove(row("", "sum_all(x) == 0*n+sum_all(x)", "x:n", **NONE).claim).word == "proved"
