"""Self-, cross- and causal attention against plain loops."""

import numpy as np
import pytest
from sympy import lambdify

from symattn.expressions.build import tensor
from symattn.models.masks import causal, mask_of_past
from symattn.models.projections import project
from symattn.models.sequences import cross_attention, self_attention
from tests.models import loops
from tests.models.loops import SIZES, attend, draw

W = tensor("W^Q", "d", "d_k"), tensor("W^K", "d", "d_k"), tensor("W^V", "d", "d_v")
X, Y = tensor("X", "n", "d"), tensor("Y", "m", "d")


@pytest.fixture(params=SIZES, ids=["different", "one"])
def arrays(request):
    rng = np.random.default_rng(4)
    shapes = ("n d", "m d", "d d_k", "d d_k", "d d_v")
    return [draw(rng, request.param, *s.split()) for s in shapes]


def test_projection_in_both_conventions(arrays):
    x, _, w, *_ = arrays
    np.testing.assert_allclose(lambdify([X, W[0]], project(X, W[0]))(x, w), loops.project(x, w))
    columns = project(X.T, W[0].T, tokens="columns")
    np.testing.assert_allclose(lambdify([X, W[0]], columns)(x, w), loops.project(x, w).T)


def test_self_attention(arrays):
    x, _, *ws = arrays
    want = attend(*(loops.project(x, w) for w in ws))
    got = lambdify([X, *W], self_attention(X, *W))(x, *ws)
    np.testing.assert_allclose(got, want, rtol=1e-12)
    columns = self_attention(X.T, *(w.T for w in W), tokens="columns")
    np.testing.assert_allclose(lambdify([X, *W], columns)(x, *ws), want.T, rtol=1e-12)


def test_cross_attention(arrays):
    x, y, *ws = arrays
    want = attend(loops.project(y, ws[0]), *(loops.project(x, w) for w in ws[1:]))
    got = lambdify([Y, X, *W], cross_attention(Y, X, *W))(y, x, *ws)
    np.testing.assert_allclose(got, want, rtol=1e-12)


def test_causal_attention(arrays):
    x, _, *ws = arrays
    q, k, v = (loops.project(x, w) for w in ws)
    mask = [[j <= i for j in range(len(x))] for i in range(len(x))]
    got = lambdify([X, *W], causal(*(X @ w for w in W)))(x, *ws)
    np.testing.assert_allclose(got, attend(q, k, v, True, mask), rtol=1e-12)
    columns = causal(*((X @ w).T for w in W), tokens="columns")
    np.testing.assert_allclose(lambdify([X, *W], columns)(x, *ws), got.T, rtol=1e-12)


def test_the_causal_mask_lies_as_the_scores_do():
    assert mask_of_past(X, Y).shape == (X.shape[0], Y.shape[0])
    assert mask_of_past(X.T, Y.T, tokens="columns").shape == (Y.shape[0], X.shape[0])
