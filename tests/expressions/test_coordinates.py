"""Quotients and remainders of an index are its coordinates: compared with Python's // and %."""

import numpy as np
import pytest
from sympy import Mod, floor

from symattn.errors import Unsupported
from symattn.expressions import build as b
from symattn.expressions.coordinates import with_coordinates
from tests.expressions.kernel_values import by_kernel

SIZES = {"G": 2, "g": 3, "k": 2, "n": 6}
G, g, k = (b.size(name) for name in ("G", "g", "k"))
FLAT = [
    ("G*g", lambda h: floor(h / g), lambda h: h // 3),
    ("G*g", lambda h: Mod(h, g), lambda h: h % 3),
    ("G*g", lambda h: floor(h / (G * g)), lambda h: 0),
    ("G*g", lambda h: Mod(h, G * g), lambda h: h),
    ("G*g", lambda h: 2 * floor(h / g) - Mod(h, g) + h, lambda h: 2 * (h // 3) - h % 3 + h),
    ("G*g*k", lambda h: floor(h / (g * k)), lambda h: h // 6),
    ("G*g*k", lambda h: Mod(h, g * k), lambda h: h % 6),
    ("G*g*k", lambda h: floor(h / k), lambda h: h // 2),
    ("G*2", lambda h: Mod(h, 2), lambda h: h % 2),
    ("g", lambda h: floor(h / g), lambda h: 0),
]


@pytest.mark.parametrize(("axis", "make", "expected"), FLAT, ids=range(len(FLAT)))
def test_coordinates_are_those_of_python(axis, make, expected):
    h = b.index("h", axis)
    count = int(np.prod([SIZES.get(a) or int(a) for a in axis.split("*")]))
    got = by_kernel(b.stack(h, b.position(make(h))), SIZES, {})
    np.testing.assert_allclose(got, [expected(m) for m in range(count)])


def test_a_quotient_picks_a_place_and_decides_a_condition():
    h = b.index("h", "G*g")
    y = np.array([5.0, 7.0])
    got = by_kernel(b.stack(h, b.at(b.tensor("y", "G"), floor(h / g))), SIZES, {"y": y})
    np.testing.assert_allclose(got, [5, 5, 5, 7, 7, 7])
    chosen = b.stack(h, b.where(Mod(h, g) < 1, 1, 0))
    np.testing.assert_allclose(by_kernel(chosen, SIZES, {}), [1, 0, 0, 1, 0, 0])


PAIRED = [  # axes of i, j, k; an integer expression of the three; its value
    (("H", "d", "k"), lambda i, j, k: i * b.size("d") + j, lambda i, j, k: 3 * i + j),
    (("d", "H", "k"), lambda i, j, k: 2 * (i * b.size("H") + j) - k, lambda i, j, k: 2 * (2 * i + j) - k),
    (("H", "d", "k"), lambda i, j, k: (i * b.size("d") + j) * b.size("k") + k, lambda i, j, k: (3 * i + j) * 2 + k),
]  # fmt: skip


@pytest.mark.parametrize(("axes", "make", "expected"), PAIRED, ids=range(len(PAIRED)))
def test_a_multiple_of_a_size_and_an_index_below_it_is_a_pair(axes, make, expected):
    lengths = {"H": 2, "d": 3, "k": 2, "n": 12}
    i, j, k = (b.index(name, axis) for name, axis in zip("ijk", axes, strict=True))
    y = np.arange(12.0) ** 2
    e = make(i, j, k) + 1
    picked = b.stack(i, b.stack(j, b.stack(k, b.at(b.tensor("y", "n"), e))))
    below = b.stack(i, b.stack(j, b.stack(k, b.where(e <= 4, 1, 0))))
    places = np.array(
        [[[expected(p, q, r) + 1 for r in range(lengths[axes[2]])] for q in range(lengths[axes[1]])]
         for p in range(lengths[axes[0]])]
    )  # fmt: skip
    inside = (places >= 0) & (places < 12)
    wanted = np.where(inside, y[np.clip(places, 0, 11)], 0)
    np.testing.assert_allclose(by_kernel(picked, lengths, {"y": y}), wanted)
    np.testing.assert_allclose(by_kernel(below, lengths, {}), places <= 4)


@pytest.mark.parametrize("axis", ["n", "g*G", "G+g"])
def test_other_divisions_are_left_and_have_no_meaning(axis):
    h = b.index("h", axis)
    assert with_coordinates(floor(h / g)) == (floor(h / g), {})
    with pytest.raises(Unsupported):
        by_kernel(b.stack(h, b.position(floor(h / g))), SIZES, {})
