"""Terms are interned, well sorted, and moved between binders without capture."""

from fractions import Fraction

import pytest

from symattn.kernel.indices import (
    TermError,
    bound,
    check_sort,
    free,
    image,
    inject,
    pair,
    part,
    sort_of,
    unit,
)
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    case,
    delta,
    entry,
    exp,
    holds,
    instantiate,
    largest,
    less,
    make,
    mul,
    num,
    power,
    shift,
    size,
    total,
)
from tests.kernel.world import World

BOTH, PAIRS = ("+", "n", "m"), ("*", "n", "m")
I, J, M = free("i", "n"), free("j", "n"), free("k", "m")  # noqa: E741 - an index
x0 = entry("x", bound(0, "n"))


def test_equal_terms_are_one_object():
    assert add(entry("x", I), num(2)) is add(entry("x", I), num(Fraction(4, 2)))
    assert total("n", x0) is total("n", entry("x", bound(0, "n")))
    assert case(free("B", BOTH), x0, num(1)) is case(free("B", BOTH), x0, num(1))
    assert repr(power(I and entry("c"), 2)) == "pow(entry('c'), Fraction(2, 1))"


@pytest.mark.parametrize("sort", ["", 0, 5000, True, ("+", "n"), ("-", "n", "m"), ["n"], 1.5, None])
def test_what_is_no_sort_is_refused(sort):
    with pytest.raises(TermError):
        check_sort(sort)


def test_deep_sorts_are_refused():
    sort = "n"
    for _ in range(30):
        sort = ("*", sort, "n")
    with pytest.raises(TermError, match="deeply"):
        check_sort(sort)


@pytest.mark.parametrize(
    "build",
    [
        lambda: bound(-1, "n"),
        lambda: unit(3, 3),
        lambda: unit(0, "n"),
        lambda: inject(0, "n", I),
        lambda: inject(1, BOTH, I),
        lambda: pair(I),
        lambda: part(0, I),
        lambda: part(2, free("P", PAIRS)),
        lambda: image("s", 2, I),
        lambda: sort_of(ONE),
        lambda: sort_of("n"),
        lambda: entry("x", ONE),
        lambda: exp(I),
        lambda: add(ONE, I),
        lambda: mul("x", ONE),
        lambda: delta(I, M),
        lambda: less(I, M),
        lambda: holds("lt", 0),
        lambda: holds("ge", 0, 1),
        lambda: holds("ge", 0, 1, ONE),
        lambda: case(I, ONE),
        lambda: case(free("B", BOTH), ONE),
        lambda: total("m", x0),
        lambda: make("because", ONE),
        lambda: instantiate(x0, M),
        lambda: size(("-", "n", "m")),
    ],
)
def test_what_no_claim_can_mean_is_refused(build):
    with pytest.raises(TermError):
        build()


def test_indices_are_computed_where_their_form_decides():
    p = free("P", PAIRS)
    assert part(1, pair(I, M)) is M
    assert pair(part(0, p), part(1, p)) is p
    assert image("s", -1, image("s", 1, I)) is I
    assert sort_of(pair(I, M)) == PAIRS and sort_of(part(1, p)) == "m"
    assert sort_of(image("s", 1, I)) == "n"


def test_deltas_are_computed_where_their_form_decides():
    assert delta(I, I) is ONE
    assert delta(unit(0, 3), unit(2, 3)) is ZERO
    assert delta(inject(0, BOTH, I), inject(1, BOTH, M)) is ZERO
    assert delta(inject(0, BOTH, I), inject(0, BOTH, J)) is delta(I, J)
    assert delta(pair(I, M), pair(J, M)) is mul(delta(I, J), ONE)
    assert delta(image("s", 1, I), image("s", 1, J)) is delta(I, J)


def test_comparisons_are_computed_where_their_form_decides():
    assert holds("ge", -1, 1, unit(2, 3)) is ONE
    assert holds("eq", 0, 1, unit(2, 3)) is ZERO
    assert holds("ge", 0, 1, I, -1, I) is ONE
    assert holds("eq", 1) is ZERO


def test_cases_are_computed_where_their_form_decides():
    assert case(unit(1, 2), num(5), num(7)) is num(7)
    assert case(inject(0, BOTH, I), x0, ONE) is entry("x", I)


def test_sizes_of_compound_sorts_are_computed():
    assert size(3) is num(3)
    assert size(("+", "n", 2)) is add(size("n"), num(2))
    assert size(PAIRS) is mul(size("n"), size("m"))


def test_instantiation_does_not_capture():
    """sum_j A[i, j] with i := the j outside: the outer j stays outer."""
    inner = total("n", entry("A", bound(1, "n"), bound(0, "n")))
    moved = instantiate(inner, bound(0, "n"))
    assert moved is total("n", entry("A", bound(1, "n"), bound(0, "n")))
    assert instantiate(entry("A", bound(0, "n"), bound(2, "n")), J) is entry("A", J, bound(1, "n"))


def test_shift_and_back_is_the_same():
    t = total("n", mul(entry("A", bound(0, "n"), bound(1, "n")), largest("n", x0)))
    assert shift(shift(t, 2), -2) is t
    assert shift(t, 0) is t and shift(ONE, 5) is ONE
    world = World({"n": 3}, {"A": {(i, j): i + 10 * j for i in range(3) for j in range(3)}})
    world.entries["x"] = {(i,): i for i in range(3)}
    assert world.value(shift(t, 1), (0, 2)) == world.value(t, (2,))


def test_moves_go_under_cases():
    t = case(free("B", BOTH), entry("A", bound(0, "n"), bound(1, "n")), entry("x", bound(1, "n")))
    assert instantiate(t, J) is case(free("B", BOTH), entry("A", bound(0, "n"), J), entry("x", J))
    three = case(free("K", 2), x0, entry("y", bound(0, "n")))
    assert instantiate(three, J) is case(free("K", 2), entry("x", J), entry("y", J))
