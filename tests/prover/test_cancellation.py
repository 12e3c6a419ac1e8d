"""Equations proved by multiplying with a matrix that has an inverse, and only by such a one."""

import numpy as np
import pytest

from symattn.kernel.indices import bound
from symattn.kernel.statement import Hypothesis, Judgement, free_indices
from symattn.kernel.terms import delta, entry, mul, total
from symattn.prover import search
from symattn.prover.cancellation import inverse_pairs, proved_by_cancellation
from symattn.prover.settle import prove
from symattn.prover.statements import statement_of
from tests.prover.claim_table import row

AFFINE = "V:d n; G:n d+1; u:n; s:n; r:n"
LEFT_INVERSE = "equal(G@concat([V,ones(1,n)],0),eye(n))"
TRUE = [
    row("proved", "inv(A@B) == inv(B)@inv(A)", "A:n n; B:n n"),
    row("proved", "T(inv(A)) == inv(T(A))", "A:n n"),
    row("proved", "inv(inv(A)) == A", "A:n n"),
    row("proved", "A@inv(eye(n)+B@A) == inv(eye(m)+A@B)@A", "A:m n; B:n m"),
    row("proved", "inv(eye(n)+outer(u,v)) == eye(n)-outer(u,v)/(1+inner(u,v))", "u:n; v:n"),
    row("proved", "x == y", "A:n n; x:n; y:n", "invertible(A)", "equal(A@x,A@y)"),
    row("proved", "x == zeros(n)", "A:n n; x:n", "invertible(A)", "equal(A@x,zeros(n))"),
    row(
        "proved",
        "u == zeros(n)",
        AFFINE,
        LEFT_INVERSE,
        "equal(V@u,zeros(d))",
        "equal(sum_all(u),0)",
    ),
    row(
        "proved",
        "u == zeros(n)",
        AFFINE,
        LEFT_INVERSE,
        "equal(concat([V,ones(1,n)],0)@u,zeros(d+1))",
    ),
    row(
        "proved",
        "softmax(s) == softmax(r)",
        AFFINE,
        LEFT_INVERSE,
        "equal(V@softmax(s),V@softmax(r))",
    ),
]
FALSE = [
    row("refuted", "inv(A@B) == inv(A)@inv(B)", "A:n n; B:n n"),
    row("refuted", "inv(A) == T(A)", "A:n n"),
    row("refuted", "x == y", "A:m n; x:n; y:n", "equal(A@x,A@y)"),
    row("refuted", "x == y", "A:m n; B:m n; x:n; y:n", "equal(A@x,A@y)", "equal(A@T(B),eye(m))"),
    row("refuted", "u == zeros(n)", AFFINE, "equal(V@u,zeros(d))", "equal(sum_all(u),0)"),
    row("refuted", "u == zeros(n)", AFFINE, LEFT_INVERSE, "equal(V@u,zeros(d))"),
]


@pytest.mark.parametrize("claim", TRUE + FALSE, ids=str)
def test_inverses(claim):
    verdict = prove(claim.claim)
    assert verdict.word == claim.expect, verdict.reason


def test_the_true_ones_hold_in_numpy():
    rng = np.random.default_rng(1)
    a, b, u, v = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal(size=3)  # fmt: skip
    inv = np.linalg.inv
    assert np.allclose(inv(a @ b), inv(b) @ inv(a)) and not np.allclose(inv(a @ b), inv(a) @ inv(b))
    assert np.allclose(inv(np.eye(3) + np.outer(u, v)), np.eye(3) - np.outer(u, v) / (1 + u @ v))
    c, d = rng.normal(size=(2, 3)), rng.normal(size=(3, 2))
    assert np.allclose(c @ inv(np.eye(3) + d @ c), inv(np.eye(2) + c @ d) @ c)


def hypothesis(left, right, sorts=("n", "n"), rel="=", other=None):
    body = mul(left, right) if right is not None else left
    other = other if other is not None else delta(bound(0, "n"), bound(1, "n"))
    return Hypothesis(sorts, Judgement(rel, total("m", body), other))


K, ROW, COLUMN = (
    bound(0, "m"),
    bound(1, "n"),
    bound(2, "n"),
)  # below the sum: levels 0 and 1 are 1 and 2


def test_a_product_that_is_the_identity_is_seen_both_ways_round():
    pairs = list(inverse_pairs((hypothesis(entry("X", ROW, K), entry("Y", K, COLUMN)),)))
    assert {(p.left, p.right, p.row) for p in pairs} == {
        (entry("X", ROW, K), entry("Y", K, COLUMN), 0), (entry("Y", K, COLUMN), entry("X", ROW, K), 1),
    }  # fmt: skip
    assert {p.number for p in pairs} == {0}


@pytest.mark.parametrize("other", [
    hypothesis(entry("X", ROW, K), entry("Y", K, COLUMN), other=entry("Z", bound(0, "n"), bound(1, "n"))),
    hypothesis(entry("X", ROW, K), entry("Y", K, COLUMN), ("n", "n", "n")),
    hypothesis(entry("X", ROW, K), entry("Y", K, COLUMN), rel=">"),
    hypothesis(entry("X", ROW, K), None),
    hypothesis(entry("X", ROW, COLUMN), entry("Y", K, COLUMN)),
])  # fmt: skip
def test_what_is_no_inverse_is_not_taken_for_one(other):
    assert list(inverse_pairs((other,))) == []


def test_without_an_inverse_there_is_nothing_to_multiply_with():
    statement = statement_of(row("", "x == y", "x:n; y:n").claim)
    (goal,) = statement.goals
    nf = search.NormalForm(search.Proof(statement))
    assert proved_by_cancellation(nf, goal.a, goal.b) is None
    assert free_indices([goal.a])
