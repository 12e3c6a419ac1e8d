"""Multi-head attention, by concatenation and by sum, against plain loops."""

import numpy as np
import pytest
from sympy import lambdify

from symattn.expressions.build import permute, tensor
from symattn.models.heads import multi_head_concat, multi_head_sum
from tests.models.loops import SIZES, draw, many_heads

INPUTS = tensor("Q", "n", "d"), tensor("K", "m", "d"), tensor("V", "m", "d")
WEIGHTS = (
    tensor("W^Q", "H", "d", "d_k"),
    tensor("W^K", "H", "d", "d_k"),
    tensor("W^V", "H", "d", "d_v"),
)
OUTPUT = tensor("W^O", "H*d_v", "d")
SYMBOLS = [*INPUTS, *WEIGHTS, OUTPUT]
SHAPES = ("n d", "m d", "m d", "H d d_k", "H d d_k", "H d d_v", "H*d_v d")
FORMS = [multi_head_concat, multi_head_sum]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sizes", SIZES, ids=["different", "one"])
def test_multi_head_attention(form, sizes):
    rng = np.random.default_rng(6)
    arrays = [draw(rng, sizes, *s.split()) for s in SHAPES]
    want = many_heads(arrays[:3], arrays[3:6], arrays[6])
    got = lambdify(SYMBOLS, form(INPUTS, WEIGHTS, OUTPUT))(*arrays)
    np.testing.assert_allclose(got, want, rtol=1e-11)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sizes", SIZES, ids=["different", "one"])
def test_multi_head_attention_in_columns(form, sizes):
    rng = np.random.default_rng(7)
    arrays = [draw(rng, sizes, *s.split()) for s in SHAPES]
    columns = form(
        tuple(x.T for x in INPUTS),
        tuple(permute(w, 0, 2, 1) for w in WEIGHTS),
        OUTPUT.T,
        tokens="columns",
    )
    want = many_heads(arrays[:3], arrays[3:6], arrays[6])
    np.testing.assert_allclose(lambdify(SYMBOLS, columns)(*arrays), want.T, rtol=1e-11)


@pytest.mark.parametrize("form", FORMS)
def test_every_head_uses_the_mask(form):
    rng, sizes = np.random.default_rng(8), SIZES[0]
    M = tensor("M", "n", "m")
    arrays = [draw(rng, sizes, *s.split()) for s in SHAPES]
    mask = np.ones((3, 4), bool)
    mask[0, 1] = mask[2, 3] = mask[2, 0] = False
    got = lambdify([*SYMBOLS, M], form(INPUTS, WEIGHTS, OUTPUT, mask=M))(
        *arrays, mask.astype(float)
    )
    np.testing.assert_allclose(
        got, many_heads(arrays[:3], arrays[3:6], arrays[6], mask), rtol=1e-11
    )
