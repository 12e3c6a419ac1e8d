"""The position of an index is what its parts say, in every world."""

import pytest

from symattn.kernel.indices import TermError, bound, free, inject, pair, unit
from symattn.kernel.positions import located
from symattn.kernel.terms import entry
from tests.kernel.random_terms import SORTS, Gen, random_world

PAIRS = ((2, "n"), ("n", 2), (2, 2, "n"), ("n", 2, 2), (2, "m", 2), ("n", "m"), ("e", 2), (2, "e"))
PARTS = ((2, "n", "m"), ("n", 2, "e"), ("e", "n"), (2, 2))


def index_of(g):
    """An index of a plain sort, a pair or a place in a part, three deep at most."""
    kind = g.choice("plain pair pair part".split())
    if kind == "plain":
        return g.index(g.choice(SORTS), ())
    if kind == "pair":
        return pair(*(g.index(s, ()) for s in g.choice(PAIRS)))
    parts = g.choice(PARTS)
    m = g.rng.randrange(len(parts))
    return inject(m, ("+", *parts), g.index(parts[m], ()))


def value_of(world, found):
    number, sizes, rest = found
    total = number + sum(c * len(world.elements(s)) for c, s in sizes)
    return total + sum(c * world.position(i, ()) for c, i in rest)


@pytest.mark.parametrize("seed", range(300))
def test_the_position_is_the_place_in_the_order(seed):
    i = index_of(Gen(seed))
    looked = 0
    for w in range(60):
        world = random_world(w)
        try:
            position = world.position(i, ())
        except KeyError:
            continue  # an element of an empty range
        assert value_of(world, located(i)) == position, (i, world.sizes)
        looked += 1
    assert looked or "'e'" in repr(i), i  # an index of a range that is always empty here


@pytest.mark.parametrize(
    ("i", "found"),
    [
        (unit(3, 5), (3, [], [])),
        (inject(1, ("+", "n", "m"), free("j", "m")), (0, [(1, "n")], [(1, free("j", "m"))])),
        (pair(free("i", "n"), unit(1, 2)), (1, [], [(2, free("i", "n"))])),
        (pair(unit(1, 3), free("i", "n")), (0, [(1, "n")], [(1, free("i", "n"))])),
        (pair(unit(0, 3), free("i", "n")), (0, [], [(1, free("i", "n"))])),
        (
            pair(free("i", "n"), free("j", "m")),
            (0, [], [(1, pair(free("i", "n"), free("j", "m")))]),
        ),
    ],
)
def test_what_is_linear_is_taken_apart(i, found):
    assert located(i) == found


def test_what_comes_after_a_part_that_is_a_product_stays_whole():
    i = inject(1, ("+", ("*", "n", "m"), "n"), free("i", "n"))
    assert located(i) == (0, [], [(1, i)])
    j = pair(free("i", "n"), pair(free("i", "n"), free("j", "m")))
    assert located(j) == (0, [], [(1, j)])


def test_what_is_no_index_has_no_position():
    with pytest.raises(TermError):
        located(entry("a"))
    assert located(bound(0, "n")) == (0, [], [(1, bound(0, "n"))])
