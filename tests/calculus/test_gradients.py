"""Gradients in matrix form: against the complex step of plain NumPy functions, and proved."""

import numpy as np
import pytest
from sympy import lambdify

from symattn.calculus.gradients import gradient_of
from symattn.calculus.rules import VALUES, rule_statement
from symattn.errors import BadInput, ShapeError, Unsupported
from symattn.expressions import build as B  # noqa: N812
from symattn.expressions.plain_texts import plain_text
from symattn.models.catalogue import model_named
from symattn.models.dot_product import attention
from symattn.prover.claim import Claim
from symattn.prover.settle import prove

SIZES = [
    {"n": 3, "m": 4, "d": 5, "d_k": 2, "d_v": 6, "H": 2},
    {"n": 2, "m": 3, "d": 4, "d_k": 5, "d_v": 1, "H": 3},
]
W = {"W^Q": "d d_k", "W^K": "d d_k", "W^V": "d d_v"}
SHAPES = {
    "attention": {"Q": "n d_k", "K": "m d_k", "V": "m d_v"},
    "self_attention": {"X": "n d", **W},
    "cross_attention": {"Y": "m d", "Z": "n d", **W},
    "multi_head": {
        "Q": "n d", "K": "m d", "V": "m d", **{k: f"H {v}" for k, v in W.items()}, "W^O": "H*d_v d",
    },
}  # fmt: skip


def softmax(s):
    e = np.exp(s)
    return e / e.sum(-1, keepdims=True)


def plain_attention(q, k, v):
    return softmax(q @ k.T / np.sqrt(q.shape[-1])) @ v


def plain_self(x, wq, wk, wv):
    return plain_attention(x @ wq, x @ wk, x @ wv)


def plain_cross(y, z, wq, wk, wv):
    return plain_attention(y @ wq, z @ wk, z @ wv)


def plain_heads(q, k, v, wq, wk, wv, wo):
    heads = [plain_attention(q @ wq[h], k @ wk[h], v @ wv[h]) for h in range(len(wq))]
    return np.concatenate(heads, 1) @ wo


PLAIN = {
    "attention": plain_attention, "self_attention": plain_self,
    "cross_attention": plain_cross, "multi_head": plain_heads,
}  # fmt: skip


def complex_step(f, arrays, which, step=1e-30):
    """The gradient of a scalar function by one of its arrays, one entry at a time."""
    out = np.zeros(arrays[which].shape)
    for place in np.ndindex(*out.shape):
        moved = [a.astype(complex) for a in arrays]
        moved[which][place] += 1j * step
        out[place] = f(*moved).imag / step
    return out


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("name", PLAIN)
def test_gradients_of_models_are_those_of_the_complex_step(name, sizes):
    rng = np.random.default_rng(2)
    node, shapes = model_named(name), SHAPES[name]
    arrays = [
        rng.normal(size=[eval(a, {}, dict(sizes)) for a in s.split()]) for s in shapes.values()
    ]
    symbols = [next(t for t in node.atoms(B.N.Tensor) if str(t.args[0]) == s) for s in shapes]
    c = rng.normal(size=PLAIN[name](*arrays).shape)
    C = B.tensor("C", *node.shape)
    for which, X in enumerate(symbols):
        gradient = gradient_of(B.inner(C, node), X)
        got = lambdify([*symbols, C], gradient)(*arrays, c)
        want = complex_step(lambda *a: (c * PLAIN[name](*a)).sum(), arrays, which)
        np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-11, err_msg=str(X.args[0]))


@pytest.mark.parametrize("name", VALUES)
def test_every_rule_is_proved(name):
    left, right = rule_statement(name)
    verdict = prove(Claim(left, right))
    assert verdict.word == "proved", getattr(verdict, "reason", "")


@pytest.mark.parametrize("name", VALUES)
def test_a_wrong_rule_is_not_proved(name):
    left, right = rule_statement(name)
    assert prove(Claim(left, right + right)).word != "proved"


def test_the_query_gradient_is_written_as_a_product():
    Q, K, V = B.tensor("Q", "n", "d"), B.tensor("K", "m", "d"), B.tensor("V", "m", "e")
    C = B.tensor("dO", "n", "e")
    P = "softmax(Q @ K.T / sqrt(d), 1)"
    scores = f"had({P}, dO @ V.T - new_axis(sum_axis(had({P}, dO @ V.T), 1), 1))"
    loss = B.inner(C, attention(Q, K, V))
    assert plain_text(gradient_of(loss, Q)) == f"{scores} @ K / sqrt(d)"
    assert plain_text(gradient_of(loss, K)) == f"{scores}.T @ Q / sqrt(d)"
    assert plain_text(gradient_of(loss, V)) == f"{P}.T @ dO"


def test_what_does_not_occur_has_the_gradient_zero():
    x, y = B.tensor("x", "n"), B.tensor("y", "m")
    assert gradient_of(x @ x, y) == B.zeros("m")


def test_a_name_bound_by_let_is_the_value():
    x, p = B.tensor("x", "n"), B.tensor("p", "n")
    f = B.let("p", B.exp(x), p @ p)
    assert prove(Claim(B.grad(B.exp(x) @ B.exp(x), x), gradient_of(f, x))).word == "proved"


def test_refuses_a_function_without_a_rule():
    x = B.tensor("x", "n")
    with pytest.raises(Unsupported) as caught:
        gradient_of(B.total(B.apply("abs", x)), x)
    assert "abs" in caught.value.doing
    with pytest.raises(Unsupported) as caught:
        gradient_of(B.total(B.maximum(x, 0 * x)), x)
    assert "Maximum" in caught.value.doing


def test_refuses_what_is_no_scalar_and_no_symbol():
    x = B.tensor("x", "n")
    with pytest.raises(ShapeError) as caught:
        gradient_of(x, x)
    assert "inner" in caught.value.do
    with pytest.raises(BadInput) as caught:
        gradient_of(x @ x, 2 * x)
    assert "let" in caught.value.do


def test_an_index_of_the_cotangent_is_not_captured():
    i = B.index("i", "n")
    X = B.tensor("X", "n", "m")
    inner = B.sum_over(i, B.total(B.at(X, i, ":") ** 2))
    f = B.sum_over(i, B.total(B.at(X, i, ":")) * inner)
    assert prove(Claim(B.grad(f, X), gradient_of(f, X))).word == "proved"


MODEL_GRADIENTS = [
    (name, t)
    for name in ("attention", "self_attention", "cross_attention", "causal_attention")
    for t in model_named(name).atoms(B.N.Tensor)
]


@pytest.mark.parametrize(
    "name, X", sorted(MODEL_GRADIENTS, key=lambda p: (p[0], p[1].args[0].name)), ids=str
)
def test_gradients_of_models_are_proved(name, X):
    y = model_named(name)
    f = B.inner(B.tensor("dO", *y.shape), y)
    verdict = prove(Claim(B.grad(f, X), gradient_of(f, X)))
    assert verdict.word == "proved" and not verdict.conditions
