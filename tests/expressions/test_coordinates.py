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


@pytest.mark.parametrize(("axis", "make", "expected"), FLAT, ids=lambda x: str(x))
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


@pytest.mark.parametrize("axis", ["n", "g*G", "G+g"])
def test_other_divisions_are_left_and_have_no_meaning(axis):
    h = b.index("h", axis)
    assert with_coordinates(floor(h / g)) == (floor(h / g), {})
    with pytest.raises(Unsupported):
        by_kernel(b.stack(h, b.position(floor(h / g))), SIZES, {})
