"""The arithmetic of the kernel is honest at 0, below 0 and for broken powers: random terms by brute force.

Legend
  base        one of five kinds of scalar: any number, positive, not negative, 0 or 1, not 0
"""

import itertools
import math
import random
from fractions import Fraction

import pytest

from symattn.kernel.arithmetic import Arithmetic
from symattn.kernel.polynomial import TooLarge, prime_powers
from symattn.kernel.statement import Statement
from symattn.kernel.terms import ONE, ZERO, add, entry, mul, num, power
from tests.kernel.world import Uncertain, World

X, Y, D, N, B, Z = (entry(name) for name in "xydnbz")
STATEMENT = Statement(
    tensors=(
        ("x", (), ()),
        ("y", (), ()),
        ("d", (), ("positive",)),
        ("n", (), ("nonnegative",)),
        ("b", (), ("boolean",)),
        ("z", (), ("nonzero",)),
    )
)
VALUES = {
    "x": (0.0, 1.0, -1.0, 4.0, -0.25),
    "y": (0.0, 0.5, -2.0),
    "d": (0.25, 2.0),
    "n": (0.0, 3.0),
    "b": (0.0, 1.0),
    "z": (-1.0, 2.0),
}
EXPONENTS = [Fraction(e) for e in (-2, -1, 0, 2, 3)] + [
    Fraction(1, 2),
    Fraction(-1, 2),
    Fraction(3, 2),
]
WORLDS = [
    World({}, {name: {(): v} for name, v in zip(VALUES, values, strict=True)})
    for values in itertools.product(*VALUES.values())
]


def random_term(rng, depth):
    """A term of sums, products and powers over the bases and small numbers."""
    kind = rng.choice(["leaf", "add", "mul", "mul", "pow", "pow"]) if depth else "leaf"
    if kind == "leaf":
        return rng.choice(
            [X, Y, D, N, B, X, num(rng.choice([-2, -1, 2, 3, 12])), num(Fraction(1, 2))]
        )
    if kind == "pow":
        return power(random_term(rng, depth - 1), rng.choice(EXPONENTS))
    parts = [random_term(rng, depth - 1) for _ in range(rng.choice([2, 2, 3]))]
    return (add if kind == "add" else mul)(*parts)


def same_in_all_worlds(a, b, worlds=WORLDS):
    """Whether the two terms have one value wherever floating point can tell; and how often it can."""
    told = 0
    for world in worlds:
        try:
            left, right = world.value(a), world.value(b)
        except (Uncertain, OverflowError):
            continue
        told += 1
        if not math.isclose(left, right, rel_tol=1e-6, abs_tol=1e-6):
            return False, told
    return True, told


@pytest.mark.parametrize("seed", range(150))
def test_polynomial_has_the_value_of_its_term(seed):
    rng = random.Random(seed)
    arithmetic = Arithmetic(STATEMENT)
    t = random_term(rng, 3)
    same, told = same_in_all_worlds(t, arithmetic.term(arithmetic.poly(t)), rng.sample(WORLDS, 40))
    assert same and told > 0, t


@pytest.mark.parametrize("seed", range(40))
def test_what_vanishes_is_zero_everywhere(seed):
    """Of many random pairs, those that the arithmetic calls equal have one value everywhere."""
    rng = random.Random(1000 + seed)
    arithmetic = Arithmetic(STATEMENT)
    for _ in range(60):
        a, b = random_term(rng, 2), random_term(rng, 2)
        if arithmetic.vanishes(arithmetic.poly(add(a, mul(num(-1), b))), {}):
            assert same_in_all_worlds(a, b, rng.sample(WORLDS, 60))[0], (a, b)


FACTS = [(X, 1, lambda v: v != 0), (X, 2, lambda v: v > 0), (X, -1, lambda v: v >= 0)]


@pytest.mark.parametrize(
    ("base", "level", "true"), FACTS, ids=["not 0", "positive", "not negative"]
)
def test_known_facts_are_used_only_where_they_hold(base, level, true):
    """x x**-1 and x**(1/2) x**(1/2) under each fact about x, in the worlds in which it holds."""
    rng = random.Random(level)
    arithmetic = Arithmetic(STATEMENT)
    worlds = [w for w in WORLDS if true(w.entries["x"][()])]
    found = 0
    for _ in range(2500):
        a, b = random_term(rng, 2), random_term(rng, 1)
        if arithmetic.vanishes(arithmetic.poly(add(a, mul(num(-1), b))), {base: level}):
            found += 1
            assert same_in_all_worlds(a, b, rng.sample(worlds, 40))[0], (a, b)
    assert found > 10


HALF = Fraction(1, 2)
S = add(X, Y)


@pytest.mark.parametrize(
    ("a", "b", "known"),
    [
        (mul(X, power(X, -1)), ONE, {X: 1}),
        (mul(power(X, HALF), power(X, HALF)), X, {X: 2}),
        (mul(power(X, HALF), power(X, HALF)), X, {X: -1}),
        (mul(power(X, HALF), power(X, -HALF)), ONE, {X: 2}),
        (mul(power(X, HALF), power(X, -HALF)), mul(X, power(X, -1)), {X: -1}),
        (mul(power(N, HALF), power(N, HALF)), N, {}),
        (mul(power(S, -1), S), ONE, {S: 1}),
        (add(mul(X, power(S, -1)), mul(Y, power(S, -1))), ONE, {S: 1}),
        (add(mul(X, power(S, -HALF)), mul(Y, power(S, -HALF))), power(S, HALF), {S: 2}),
        (power(B, -1), B, {}),
        (mul(Z, power(Z, -1), X), X, {Z: 1}),
        (power(mul(num(-4), D), HALF), ZERO, {}),
        (power(ZERO, -1), ZERO, {}),
        (mul(power(power(X, 2), HALF), power(power(X, 2), HALF)), power(X, 2), {}),
        (power(mul(num(8), D), HALF), mul(num(2), power(num(2), HALF), power(D, HALF)), {}),
    ],
)
def test_equal_terms_are_found_equal(a, b, known):
    arithmetic = Arithmetic(STATEMENT)
    facts = {arithmetic.base(x): level for x, level in known.items()}
    assert arithmetic.vanishes(arithmetic.poly(add(a, mul(num(-1), b))), facts)


@pytest.mark.parametrize(
    ("a", "b", "known"),
    [
        (mul(X, power(X, -1)), ONE, {}),
        (mul(X, power(X, -1)), ONE, {X: -1}),
        (mul(power(X, HALF), power(X, HALF)), X, {}),
        (mul(power(X, HALF), power(X, HALF)), X, {X: 1}),
        (mul(power(X, HALF), power(X, -HALF)), ONE, {X: -1}),
        (power(power(X, 2), HALF), X, {}),
        (add(mul(X, power(S, -HALF)), mul(Y, power(S, -HALF))), power(S, HALF), {S: 1}),
        (add(mul(X, power(S, -1)), mul(Y, power(S, -1))), ONE, {}),
    ],
)
def test_terms_that_differ_somewhere_are_not_found_equal(a, b, known):
    arithmetic = Arithmetic(STATEMENT)
    facts = {arithmetic.base(x): level for x, level in known.items()}
    assert not arithmetic.vanishes(arithmetic.poly(add(a, mul(num(-1), b))), facts)


def test_replacing_keeps_marks():
    """x := 2 y inside x x**-1 leaves [y != 0], not 1."""
    arithmetic = Arithmetic(STATEMENT)
    for t in (mul(X, power(X, -1)), mul(power(X, HALF), power(X, HALF)), power(X, -2)):
        replaced = arithmetic.replaced(arithmetic.poly(t), {X: arithmetic.poly(mul(num(2), Y))})
        twice = [World({}, {**w.entries, "x": {(): 2 * w.entries["y"][()]}}) for w in WORLDS]
        assert same_in_all_worlds(t, arithmetic.term(replaced), twice)[0]


def test_clearing_denominators_ends(monkeypatch):
    """A denominator that never goes away is given up, not cleared for ever."""
    arithmetic = Arithmetic(STATEMENT)
    monkeypatch.setattr(arithmetic, "_denominator", lambda p, known: (S, 0))
    assert not arithmetic.vanishes(arithmetic.poly(X), {})


def test_large_products_are_refused():
    arithmetic = Arithmetic(STATEMENT)
    names = [entry(f"v{k}") for k in range(12)]
    with pytest.raises(TooLarge):
        arithmetic.poly(power(add(*names), 12))


def test_numbers_are_split_into_primes():
    assert prime_powers(Fraction(12, 5)) == [(2, 2), (3, 1), (5, -1)]
    assert prime_powers(Fraction(10007 * 10009)) is None
    arithmetic = Arithmetic(STATEMENT)
    large = power(num(10007 * 10009), HALF)
    assert same_in_all_worlds(large, arithmetic.term(arithmetic.poly(large)), WORLDS[:1])[0]


def test_a_wrong_polynomial_is_seen():
    assert not same_in_all_worlds(mul(X, power(X, -1)), ONE)[0]
