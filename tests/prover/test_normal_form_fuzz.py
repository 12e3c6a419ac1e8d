"""Random and structured terms keep their value when they are brought into normal form.

The value is worked out in floating point by the naive evaluation of the kernel's tests, by the
kernel's own intervals, and exactly in a finite field. None of them shares code with the normal form.
"""

import itertools
import random
from fractions import Fraction
from functools import lru_cache

import pytest

from symattn.kernel.intervals import Arithmetic, Undefined
from symattn.kernel.polynomial import TooLarge
from symattn.kernel.statement import Statement
from symattn.kernel.terms import add, exp, mul, num, power, shift, size, total
from symattn.kernel.theorem import StepRefused
from symattn.kernel.witness import Point, Witness
from symattn.prover.normal_form import NormalForm
from symattn.prover.proof import OutOfBudget, Proof
from tests.kernel.random_terms import (
    ATOMS,
    HALF,
    SORTS,
    STATEMENT,
    TENSORS,
    CarefulWorld,
    Gen,
    random_world,
)
from tests.kernel.world import Uncertain
from tests.prover.field_world import FieldWorld

FREE = Statement(STATEMENT.sizes, STATEMENT.tensors, STATEMENT.functions, STATEMENT.bijections)
LARGEST = 4
PER_TERM = 5


# ---- terms -----------------------------------------------------------------------------------------


def structured(g):
    """A term of the kinds that a careless normal form gets wrong."""
    s, r = g.choice(ATOMS), g.choice(ATOMS)
    x, y = g.entry((s,), 1), g.entry((r, s), 1)
    whole, inner = total(s, x), total(r, y)
    kinds = (
        lambda: power(whole, 2),
        lambda: mul(whole, whole, g.entry(())),
        lambda: total(s, mul(x, shift(whole, 1))),
        lambda: total(s, mul(inner, power(inner, -1))),
        lambda: total(s, mul(inner, g.leaf((s,)), power(add(inner, g.leaf((s,))), -1))),
        lambda: total(s, mul(exp(x), power(shift(total(s, exp(x)), 1), -1))),
        lambda: power(power(whole, 2), HALF),
        lambda: total(s, power(power(x, 2), g.choice((HALF, -HALF)))),
        lambda: power(mul(x_of(g), x_of(g)), g.choice((HALF, -1, -HALF))),
        lambda: mul(power(add(x_of(g), num(1)), -1), power(add(x_of(g), num(g.choice((1, 2)))), -1)),
        lambda: power(mul(add(x_of(g), num(1)), add(x_of(g), num(-2))), -1),
        lambda: total(s, total(r, mul(g.boolean((r, s)), y, g.boolean((r, s))))),
        lambda: total(s, total(s, mul(g.boolean((s, s)), g.entry((s, s), 1), g.boolean((s, s))))),
        lambda: add(mul(size(s), whole), mul(num(-1), total(s, shift(whole, 1)))),
        lambda: total(r, total(s, g.tangled((s, r)))),
    )  # fmt: skip
    return g.choice(kinds)()


def x_of(g):
    return g.entry((), 1)


def term_of(seed):
    """The term of a seed: every third one is plain random, the others structured or a mixture."""
    g = Gen(seed)
    kind = seed % 3
    if kind == 0:
        return g.real((), 3)
    if kind == 1:
        return structured(g)
    return g.choice((add, mul))(structured(g), g.real((), 2))


def normal_form_of(t):
    """The normal form and the ranges that its proof took to have an element; None if too large.

    The kernel checks the proof step by step, and believes it of a claim only where the claim itself
    is about an index of such a range.
    """
    proof = Proof(FREE, (), seconds=2.0)
    try:
        n, e = NormalForm(proof).of(t)
    except (OutOfBudget, TooLarge, StepRefused):
        return None
    assert n is t or (e.rel == "=" and e.a is t and e.b is n)
    return n, e.leaves if e is not None else ()


# ---- worlds ----------------------------------------------------------------------------------------


@lru_cache(maxsize=400)
def large_world(seed):
    """Sizes 0..4, at some seeds the cutoff: as many elements as indices can stand in one product."""
    world = random_world(2 * seed)
    rng = random.Random(seed)
    sizes = {n: rng.randrange(least, LARGEST + 1) for n, least in STATEMENT.sizes}
    if seed % 4 == 0:
        sizes["n"] = LARGEST
    made = CarefulWorld(sizes, {}, functions=world.functions)
    draw = {"positive": (0.5, 1.5, 2.0), "boolean": (0.0, 1.0), "nonzero": (0.5, -1.5), "nonnegative": (0.0, 0.5, 2.0)}  # fmt: skip
    for name, axes, properties in TENSORS:
        choices = draw[properties[0]] if properties else (0.0, 0.5, -1.5, 2.0, -0.25, 1.0, 0.75)
        places = itertools.product(*(made.elements(s) for s in axes))
        made.entries[name] = {place: rng.choice(choices) for place in places}
    for m, s in enumerate(SORTS):
        if made.elements(s):
            made.frees |= {f"{name}{m}": rng.choice(made.elements(s)) for name in "ij"}
    for name, s in STATEMENT.bijections:
        order = made.elements(s)
        rng.shuffle(order)
        made.bijections[name] = dict(zip(made.elements(s), order, strict=True))
    return made


@lru_cache(maxsize=400)
def field_world(seed):
    """The same inputs as residues."""
    world = large_world(seed)
    entries = {n: {k: Fraction(x) for k, x in table.items()} for n, table in world.entries.items()}
    return FieldWorld(world.sizes, entries, world.frees, world.bijections)


def agree_in_floats(seed, t, n):
    """Whether the values agree in floating point; None where a rounding error could decide."""
    try:
        a, b = large_world(seed).value(t), large_world(seed).value(n)
    except (Uncertain, KeyError, OverflowError):
        return None
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def agree_in_field(seed, t, n):
    """Whether the values agree in the finite field; None where one of them has no meaning there."""
    try:
        a, b = field_world(seed).value(t), field_world(seed).value(n)
    except (Uncertain, KeyError, ValueError):
        return None
    return a[0] == b[0] and (None in (a[1], b[1]) or a[1] == b[1])


def agree_in_intervals(seed, t, n):
    """Whether the kernel's intervals meet; None where it sees no value."""
    world = large_world(seed)
    places = {k: _flat(world, v) for k, v in world.bijections.items()}
    entries = {name: _nested(world, axes, name) for name, axes, _ in TENSORS}
    indices = {k: _place(world, SORTS[int(k[1:])], v) for k, v in world.frees.items()}
    witness = Witness(dict(world.sizes), entries, indices, places)
    point = Point(FREE, witness, Arithmetic(80))
    try:
        a, b = point.evaluation.value(t), point.evaluation.value(n)
    except (Undefined, OverflowError, KeyError, IndexError):
        return None
    return a.lo <= b.hi and b.lo <= a.hi


def _place(world, sort, element):
    return world.elements(sort).index(element)


def _flat(world, table):
    order = list(table)
    return tuple(order.index(table[e]) for e in order)


def _nested(world, axes, name, at=()):
    if len(at) == len(axes):
        return Fraction(world.entries[name][at])
    return tuple(_nested(world, axes, name, (*at, e)) for e in world.elements(axes[len(at)]))


WAYS = {"floats": agree_in_floats, "field": agree_in_field, "intervals": agree_in_intervals}


def disagreements(seeds):
    """(term, way) pairs that disagree, and how many points each way has looked at."""
    looked, wrong = dict.fromkeys(WAYS, 0), []
    for seed in seeds:
        t = term_of(seed)
        found = normal_form_of(t)
        if found is None:
            continue
        n, leaves = found
        for w in range(PER_TERM):
            world = (seed * 7 + w) % 300
            if any(not large_world(world).elements(s) for s in leaves):
                continue
            for way, agree in WAYS.items():
                answer = agree(world, t, n)
                looked[way] += answer is not None
                if answer is False:
                    wrong.append((way, seed, t, n))
    return wrong, looked


def test_a_normal_form_keeps_the_value():
    wrong, looked = disagreements(range(400))
    assert wrong == []
    assert min(looked.values()) > 300, looked


@pytest.mark.slow
@pytest.mark.thorough
def test_normal_forms_keep_their_values_at_100000_points():
    wrong, looked = disagreements(range(1_000, 10_500))
    assert wrong == []
    assert sum(looked.values()) > 100_000, looked


def test_the_ways_to_look_can_see_a_difference():
    t = add(power(total("n", exp(x_of(Gen(1)))), 2), num(1))
    for way, agree in WAYS.items():
        answers = {agree(w, t, add(t, num(1))) for w in range(20)}
        assert False in answers, way
        assert True not in answers, way
