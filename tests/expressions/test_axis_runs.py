"""Reshape keeps the row-major order of the entries, whatever the axes are made of."""

import numpy as np
import pytest

from symattn.expressions import build as b
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axis_runs import copies, regrouping
from tests.expressions.kernel_values import by_kernel

SIZES = {"n": 2, "m": 3, "H": 2, "d": 3}
LENGTHS = {"n": 2, "m": 3, "H": 2, "d": 3, "H*d": 6, "d*H": 6, "n*m": 6, "d+d": 6, "2*d": 6, "2": 2,
           "n+1": 3, "1+n": 3, "6": 6, "2+4": 6, "H*n*d": 12, "H*n": 4, "n*H*d": 12, "d+d+d": 9, "3": 3,
           "n+d": 5, "d+n": 5}  # fmt: skip
RESHAPES = [
    ("n m", "m n"), ("n m", "n*m"), ("n*m", "n m"), ("H*d", "d*H"), ("H*d", "d H"), ("H d", "d*H"),
    ("d+d", "2*d"), ("2*d", "d+d"), ("d+d", "2 d"), ("2 d", "d+d"), ("n d+d", "n 2 d"), ("d+d+d", "3 d"),
    ("n+1", "1+n"), ("n+d", "d+n"), ("n+1 m", "m n+1"), ("6", "2+4"), ("2+4", "2 3"), ("H n d", "n H*d"),
    ("H n d", "H*n d"), ("H n d", "n H d"), ("n H d", "n d H"), ("d+d n", "2*d n"), ("n+1 d", "1+n d"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), RESHAPES)
def test_reshape_is_that_of_numpy(old, new):
    x = b.tensor("x", *old.split())
    array = np.arange(np.prod([LENGTHS[a] for a in old.split()]), dtype=float) ** 2
    array = array.reshape([LENGTHS[a] for a in old.split()])
    node = N.Reshape(x, tuple(map(b.axis, new.split())))
    expected = array.reshape([LENGTHS[a] for a in new.split()])
    np.testing.assert_allclose(by_kernel(node, SIZES, {"x": array}), expected)
    back = N.Reshape(node, x.shape)
    np.testing.assert_allclose(by_kernel(back, SIZES, {"x": array}), array)


def test_runs_are_as_short_as_they_can_be():
    axes = lambda text: [b.axis(a) for a in text.split()]  # noqa: E731
    assert regrouping(axes("H n d"), axes("n H d")) == [(range(2), range(2)), (range(2, 3), range(2, 3))]  # fmt: skip
    assert regrouping(axes("2 n"), axes("n 2")) == [(range(2), range(2))]
    assert copies(b.axis("d+d"), axes("2 d")) and not copies(b.axis("d+d"), axes("d 2"))
    assert not copies(b.axis("d+n"), axes("2 d"))
