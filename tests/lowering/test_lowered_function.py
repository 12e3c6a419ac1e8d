"""lower: values against plain loops, derivatives against complex step, dtype, texts and errors."""

import zlib

import numpy as np
import pytest

from symattn.lowering.lowered_function import lower
from tests.lowering import cases
from tests.lowering.loops import Loops, free_tensors


def arrays_for(expr, sizes, dtype=float):
    """Random arrays for the free tensors of the expression."""
    out = {}
    for name, axes in free_tensors(expr).items():
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        shape = [int(a.size.subs({s: sizes[s.name] for s in a.size.free_symbols})) for a in axes]
        out[name] = rng.standard_normal(shape).astype(dtype) if shape else dtype(0.7)
    return out


def options_for(lowered, sizes):
    return {s.name: sizes[s.name] for s in lowered.sizes.keywords}


def check(expr, sizes, tolerance=1e-8):
    lowered = lower(expr)
    arrays = arrays_for(expr, sizes)
    got = lowered(*arrays.values(), **options_for(lowered, sizes))
    want = Loops(arrays, sizes).array(expr)
    assert np.shape(got) == want.shape
    scale = 1 + np.abs(want).max()
    assert np.abs(got - want).max() < tolerance * scale, lowered.source


@pytest.mark.parametrize("sizes", cases.SIZES, ids=["first", "second"])
@pytest.mark.parametrize("name", cases.FORWARD)
def test_forward_agrees_with_loops(name, sizes):
    check(cases.FORWARD[name], sizes)


@pytest.mark.parametrize("sizes", cases.SIZES, ids=["first", "second"])
@pytest.mark.parametrize("name", cases.DERIVED)
def test_derivative_agrees_with_complex_step(name, sizes):
    check(cases.DERIVED[name], sizes)
