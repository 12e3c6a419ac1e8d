"""Attention of one query and of many, against plain loops."""

import numpy as np
import pytest
from sympy import lambdify

from symattn.errors import BadInput, ShapeError
from symattn.expressions.build import tensor
from symattn.models.dot_product import attention, attention_sum, attention_weights, scores
from tests.models.loops import SIZES, attend, attend_one, draw

CASES = [(scale, sizes) for scale in (False, True) for sizes in SIZES]


def names(sizes, *tensors):
    rng = np.random.default_rng(3)
    return [draw(rng, sizes, *axes.split()) for axes in tensors]


@pytest.mark.parametrize("scale, sizes", CASES)
def test_attention_sum_is_the_sum_over_words(scale, sizes):
    q, K, V = tensor("q", "d_k"), tensor("K", "d_k", "n"), tensor("V", "d_v", "n")
    a, b, c = names(sizes, "d_k", "d_k n", "d_v n")
    got = lambdify([q, K, V], attention_sum(q, K, V, scale=scale))(a, b, c)
    np.testing.assert_allclose(got, attend_one(a, b.T, c.T, scale), rtol=1e-12)
    rows = lambdify([q, K, V], attention_sum(q, K.T, V.T, scale=scale, tokens="rows"))(a, b, c)
    np.testing.assert_allclose(rows, got, rtol=1e-12)


@pytest.mark.parametrize("scale, sizes", CASES)
def test_attention_of_many_queries(scale, sizes):
    Q, K, V = tensor("Q", "n", "d_k"), tensor("K", "m", "d_k"), tensor("V", "m", "d_v")
    a, b, c = names(sizes, "n d_k", "m d_k", "m d_v")
    got = lambdify([Q, K, V], attention(Q, K, V, scale))(a, b, c)
    want = attend(a, b, c, scale)
    np.testing.assert_allclose(got, want, rtol=1e-12)
    columns = attention(Q.T, K.T, V.T, scale, tokens="columns")
    np.testing.assert_allclose(lambdify([Q, K, V], columns)(a, b, c), want.T, rtol=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
def test_attention_with_a_mask(sizes):
    Q, K, V = tensor("Q", "n", "d_k"), tensor("K", "m", "d_k"), tensor("V", "m", "d_v")
    M = tensor("M", "n", "m")
    a, b, c = names(sizes, "n d_k", "m d_k", "m d_v")
    mask = (np.arange(sizes["n"])[:, None] + np.arange(sizes["m"]) * 2) % 3 != 1
    mask[:, 0] = True
    got = lambdify([Q, K, V, M], attention(Q, K, V, mask=M))(a, b, c, mask.astype(float))
    np.testing.assert_allclose(got, attend(a, b, c, True, mask), rtol=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
def test_attention_of_one_query_is_a_row(sizes):
    q, K, V = tensor("q", "d_k"), tensor("K", "m", "d_k"), tensor("V", "m", "d_v")
    a, b, c = names(sizes, "d_k", "m d_k", "m d_v")
    got = lambdify([q, K, V], attention(q, K, V))(a, b, c)
    np.testing.assert_allclose(got, attend_one(a, b, c, True), rtol=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
def test_scores_take_a_factor(sizes):
    Q, K = tensor("Q", "n", "d_k"), tensor("K", "m", "d_k")
    a, b = names(sizes, "n d_k", "m d_k")
    tau = tensor("tau")
    got = lambdify([Q, K, tau], scores(Q, K, scale=tau))(a, b, 0.3)
    want = [[0.3 * sum(x * y for x, y in zip(p, k, strict=True)) for k in b] for p in a]
    np.testing.assert_allclose(got, want, rtol=1e-12)


def test_a_bound_index_does_not_capture_one_of_the_keys():
    from symattn.expressions.build import at, index

    i = index("i", "n")
    K = tensor("K", "d_k", "n")
    node = attention_sum(at(K, ":", i), K, K)
    assert {str(x) for x in node.free_symbols if str(x) == "i"} or node.args[0] != i
    assert node.args[0].name != "i"


def test_refuses_keys_of_another_width():
    with pytest.raises(ShapeError) as caught:
        attention(tensor("Q", "n", "d_k"), tensor("K", "m", "d"), tensor("V", "m", "d"))
    assert "d_k" in str(caught.value)


def test_refuses_an_unknown_convention():
    with pytest.raises(BadInput) as caught:
        attention_weights(tensor("Q", "n", "d"), tensor("K", "m", "d"), tokens="diagonal")
    assert "rows" in caught.value.do
