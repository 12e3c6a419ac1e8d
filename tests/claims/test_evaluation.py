"""The evaluator tells true from false, and draws what is given; each check has a case that fails."""

import numpy as np
import pytest

from tests.claims.draws import CHECK, RESIDUAL, NothingFits, drawn_names, drawn_sizes
from tests.claims.evaluation import judge, word_of
from tests.claims.files import as_line, claims
from tests.notation.claim_oracle import oracle


def claim(lhs, rhs, symbols, dims, **more):
    return {"id": "t", "lhs": lhs, "rhs": rhs, "symbols": symbols, "dims": dims.split(), **more}


X, A, S = {"x": ["n"]}, {"A": ["n", "n"]}, {"S": ["n", "m"]}
TRUE = [
    claim("x + x", "2*x", X, "n"),
    claim("hess(sum(i, n, f(x[i])), x)", "diag(ddf(x))", X, "n", functions={"f": ["df", "ddf"]}),
    claim("A @ A", "A", A, "n", under=["idempotent(A)", "symmetric(A)"]),
    claim("W.T @ W", "eye(d)", {"W": ["n", "d"]}, "n d", under=["equal(W.T @ W, eye(d))", "dim_less(d, n)"]),
    claim("x[D-1]", "x[H*d-1]", {"x": ["D"]}, "D H d", under=["equal(D, H*d)"]),
    claim("matpow(A, k) @ A", "matpow(A, k+1)", {**A, "k": []}, "n", under=["integer(k, 0, inf)"]),
    claim("sum_axis(softmax(where(M == 1, S, -inf), 1), 1)", "ones(n)", {**S, "M": ["n", "m"]}, "n m", under=["mask(M)"]),
    claim("jac(grad(erf(c), c), c)", "-4*c*exp(-c**2)/sqrt(pi)", {"c": []}, ""),
    claim("abs(f(x))", "f(x)", X, "n", functions={"f": []}, under=["positive_function(f)"]),
]  # fmt: skip
FALSE = [
    claim("x + x", "3*x", X, "n"),
    claim("A @ A", "A", A, "n", under=["symmetric(A)"]),
    claim("x[i]", "x[n-1-i]", X, "n", indices={"i": "n"}),
    claim("grad(A[0,0]*A[0,0], A)", "0*A", A, "n"),
    claim("n", "1", {}, "n", min_size=1),
]


@pytest.mark.parametrize("true", TRUE, ids=lambda c: c["lhs"])
def test_what_is_true_agrees(true):
    assert judge(true) == "agree"


@pytest.mark.parametrize("false", FALSE, ids=lambda c: c["lhs"])
def test_what_is_false_differs(false):
    assert judge(false) == "differ"


def test_what_is_false_only_at_size_one_is_seen_where_one_is_admitted():
    told = claim("where(n == 1, 0, 1)", "1", {}, "n")
    assert judge(told) == "agree" and judge({**told, "min_size": 1}) == "differ"


@pytest.mark.parametrize(
    "broken",
    [
        claim("log(x)", "log(x)", X, "n", under=["negative(x)"]),
        claim("x", "x", X, "n", under=["positive(x)", "negative(x)"]),
        claim("x", "x", X, "n m", under=["dim_less(n, m)", "dim_less(m, n)"]),
    ],
)
def test_what_has_no_value_is_undefined(broken):
    assert judge(broken) == "undefined"


def test_sides_of_different_shapes_are_refused():
    with pytest.raises(ValueError, match="shapes"):
        judge(claim("x", "outer(x, x)", X, "n"))
    with pytest.raises(IndexError):
        judge(claim("sum(i, n, x[i-1])", "0", X, "n"))


def test_a_difference_in_between_is_not_told():
    one = np.ones(2)
    assert [word_of(one, one + t) for t in (1e-9, 1e-5, 1e-2)] == ["agree", "", "differ"]


SHAPES = {"between": "between(a, -1, 2)", "integer": "integer(k, 2, 5)", "equal": "equal(a, b + 1)"}
ON_MATRIX = sorted((set(CHECK) | set(RESIDUAL)) - set(SHAPES))


@pytest.mark.parametrize("text", [*(f"{kind}(a)" for kind in ON_MATRIX), *SHAPES.values()])
def test_draws_hold_every_assumption(text):
    told = claim("a", "a", {"a": ["n", "n"], "b": ["n", "n"], "k": []}, "n", under=[text])
    rng = np.random.default_rng(1)
    for _ in range(5):
        names = drawn_names(told, drawn_sizes(told, rng), rng)
        assert names["a"].shape == (names["n"],) * 2 and names["n"] >= 2
        if text.startswith("equal("):
            assert np.allclose(names["a"], names["b"] + 1)


def test_an_assumption_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="not known"):
        judge(claim("x", "x", X, "n", under=["big(x)"]))


def test_assumptions_that_cannot_be_met_are_told():
    told = claim("A", "A", A, "n", under=["skew(A)", "positive(A)"])
    with pytest.raises(NothingFits):
        drawn_names(told, {"n": 3}, np.random.default_rng(0))


def test_derivatives_agree_with_differences_of_values():
    x, h = np.array([0.3, -0.7, 1.1]), 1e-5
    for text in (
        "sum_all(sqrt(x**2 + 1)*erf(x))",
        "norm(x)",
        "lse(x)",
        "sum_all(maximum(x, 0)**1.5)",
        "max_axis(x*x, 0)",
    ):
        gradient = oracle(f"grad({text}, x)", {"x": x})
        for k in range(3):
            e = h * np.eye(3)[k]
            step = (oracle(text, {"x": x + e}) - oracle(text, {"x": x - e})) / (2 * h)
            assert abs(step - gradient[k]) < 1e-8


def test_lines_are_read_with_their_family():
    found = claims()
    assert len({c["id"] for c in found}) == len(found)
    assert all("family" not in as_line(c) for c in found)


def test_a_derivative_where_there_is_no_value_is_undefined():
    told = claim("grad(sum_all(log(x)), x)", "1/x", X, "n")
    assert judge({**told, "under": ["negative(x)"]}) == "undefined"
    assert judge({**told, "under": ["positive(x)"]}) == "agree"
