"""What follows from hypotheses about inverses is used like a hypothesis, also inside functions."""

import pytest

from symattn.prover.claim import Claim
from symattn.prover.settle import prove
from symattn.prover.verdict import Proved, Refuted

A = {"A": "n n"}
VECTORS = {"x": "n", "y": "n"}


def verdict(text, given=(), **symbols):
    return prove(Claim.from_text(text, symbols=symbols, given=list(given)))


@pytest.mark.parametrize(
    ("text", "symbols", "given"),
    [
        ("inv(A).T == inv(A)", A, ["symmetric(A)"]),
        ("inv(A).T == -inv(A)", A, ["skew(A)"]),
        ("exp(x @ inv(A) @ y) == exp(y @ inv(A) @ x)", A | VECTORS, ["symmetric(A)"]),
        ("x @ inv(A) @ x == 0", A | VECTORS, ["skew(A)"]),
        ("inv(inv(A) + B).T == inv(inv(A) + B)", A | {"B": "n n"}, ["symmetric(A)", "symmetric(B)"]),
        ("inv(X.T @ X).T == inv(X.T @ X)", {"X": "m n"}, []),
        ("X @ inv(X.T @ X) @ X.T @ y == (y @ X) @ inv(X.T @ X) @ X.T", {"X": "m n", "y": "m"}, []),
        ("grad(x @ inv(A) @ x, A) == -outer(inv(A) @ x, inv(A) @ x)", A | VECTORS, ["symmetric(A)"]),
        ("B @ A == eye(n)", A | {"B": "n n"}, ["equal(A @ B, eye(n))"]),
        ("inv(A) == B", A | {"B": "n n"}, ["equal(A @ B, eye(n))"]),
        ("inv(A) == B", A | {"B": "n n"}, ["equal(eye(n), B @ A)"]),
        ("A @ A.T == eye(n)", A, ["equal(A.T @ A, eye(n))"]),
        ("tr(A @ A.T) == n", {"A": "m n"}, ["equal(A.T @ A, eye(n))"]),
        ("grad(tr(inv(A + B) @ B), A) == -(inv(B + A) @ B @ inv(B + A)).T", A | {"B": "n n"}, []),
        ("inv(X.T @ Y).T == inv(Y.T @ X)", {"X": "m n", "Y": "m n"}, []),
        ("exp(x @ inv(A.T) @ y) == exp(y @ inv(A) @ x)", A | VECTORS, []),
        ("inv(eye(n) + A).T @ x == inv(eye(n) - A) @ x", A | VECTORS, ["skew(A)"]),
        ("tr(inv(A - eye(n))) == -tr(inv(eye(n) + A))", A, ["skew(A)"]),
        ("exp(y @ inv(diag(x)) @ y) == exp(sum_all(y*y/x))", VECTORS, []),
        ("exp(x) == exp(y/c)", VECTORS | {"c": ""}, ["nonzero(c)", "equal(c*x, y)"]),
        ("(B - outer(B @ x - y, x)) @ x == y", VECTORS | {"B": "n n"}, ["norm(x) == 1"]),
        ("(x - y) @ (x + y) == 0", VECTORS, ["norm(x) == norm(y)"]),
        ("jac(x/norm(x), x) == eye(n) - outer(x, x)", VECTORS, ["1 == norm(x)"]),
        ("tr(A @ A.T) == 4", {"A": "m n"}, ["fro(A) == 2"]),
        ("tr(A @ inv(A.T @ A) @ A.T) == n", {"A": "m n"}, ["invertible(A.T @ A)"]),
    ],
)  # fmt: skip
def test_lemma_is_found(text, symbols, given):
    assert isinstance(verdict(text, given, **symbols), Proved)


@pytest.mark.parametrize(
    ("text", "symbols", "given"),
    [
        ("inv(A).T == inv(A)", A, ["invertible(A)"]),
        ("(x - y) @ (x - y) == 2 - x @ y", VECTORS, ["norm(x) == 1", "norm(y) == 1"]),
        ("inv(eye(n) + A).T @ x == inv(A - eye(n)) @ x", A | VECTORS, ["skew(A)"]),
        ("inv(diag(x)) @ y == x/y", VECTORS, ["nonzero(y)"]),
        ("inv(X.T @ Y).T == inv(X.T @ Y)", {"X": "m n", "Y": "m n"}, []),
        ("A @ A.T == eye(m)", {"A": "m n"}, ["equal(A.T @ A, eye(n))"]),
        ("grad(x @ inv(A) @ x, A) == outer(inv(A) @ x, inv(A) @ x)", A | VECTORS, ["symmetric(A)"]),
    ],
)  # fmt: skip
def test_near_miss_is_refuted(text, symbols, given):
    assert isinstance(verdict(text, given, **symbols), Refuted)


@pytest.mark.parametrize("name", ["f", "g"])
def test_lemma_for_sizes_that_may_be_empty(name):
    """Where n may be 0 a hypothesis is used less often; nothing false follows."""
    claim = Claim.from_text(
        f"{name} @ inv(A) @ {name} == 0", symbols=A | {name: "n"}, given=["symmetric(A)"],
        least={"n": 0},
    )  # fmt: skip
    assert not isinstance(prove(claim), Proved)
