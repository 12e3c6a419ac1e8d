"""Random kernel terms, and random worlds in which to evaluate them.

Legend
  g           the generator              levels    the sorts of the binders around, innermost first
  e           a size that may be 0       n, m      sizes of at least 1, different in most worlds
"""

import itertools
import math
import random
from fractions import Fraction
from functools import lru_cache

from symattn.kernel.indices import bound, free, image, inject, pair, part, unit
from symattn.kernel.statement import Hypothesis, Judgement, Statement
from symattn.kernel.terms import (
    add,
    call,
    case,
    delta,
    diff,
    entry,
    exp,
    holds,
    largest,
    less,
    log,
    mul,
    num,
    power,
    size,
    total,
)
from symattn.kernel.theorem import Theorem
from tests.kernel.world import STEP, Uncertain, World

HALF = Fraction(1, 2)
SUM, SUM_E, PAIRS, PAIRS_E = ("+", "n", "m"), ("+", "e", "n"), ("*", "n", "m"), ("*", "n", "e")
ATOMS = ("n", "m", "e", 2)
SORTS = (*ATOMS, 1, SUM, SUM_E, PAIRS, PAIRS_E)
PROPERTIES = ((), (), ("positive",), ("nonnegative",), ("nonzero",), ("boolean",))
SCALARS = tuple((f"{'abpqzt'[k]}", (), p) for k, p in enumerate(PROPERTIES))
VECTORS = tuple(
    (f"{'v' if not p else p[0][:3]}{m}", (s,), p)
    for m, s in enumerate(SORTS)
    for p in ((), ("positive",), ("boolean",))
)
MATRICES = (("A", ("n", "n"), ()), ("B", ("n", "m"), ()), ("C", ("e", "n"), ("positive",)))
TENSORS = SCALARS + VECTORS + MATRICES
SMALL, ROW, COLUMN = num(Fraction(1, 13)), bound(1, "n"), bound(0, "n")
AROUND = entry("R", bound(0, "n"), bound(2, "n"), bound(1, "n"))
INVERSES = (
    ("R", add(delta(ROW, COLUMN), mul(SMALL, entry("A", ROW, COLUMN), entry("v0", bound(2, "n"))))),
    ("S", add(delta(ROW, COLUMN), mul(SMALL, total("n", AROUND)))),
)
INVERTED = (("R", ("n", "n", "n"), ()), ("S", ("n", "n"), ()))
STATEMENT = Statement(
    sizes=(("n", 1), ("m", 1), ("e", 0)),
    tensors=TENSORS + INVERTED,
    inverses=INVERSES,
    functions=(("f", 1, "g"), ("g", 1, "")),
    bijections=(("s", "n"), ("r", SUM)),
    hypotheses=(
        Hypothesis(
            ("n", "n"),
            Judgement("=", entry("A", bound(0, "n"), bound(1, "n")), entry("v0", bound(1, "n"))),
        ),
        Hypothesis(("e",), Judgement("=", num(1), num(0))),
        Hypothesis((), Judgement(">", entry("a"))),
    ),
)
EXPONENTS = (-2, -1, 0, 2, 3, HALF, -HALF, Fraction(1, 3), Fraction(3, 2))
NUMBERS = (0, 1, -1, 2, HALF, -HALF, 3, 4, Fraction(2, 3))


class Gen:
    """Random indices and terms."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.choice = self.rng.choice

    def index(self, sort, levels=(), depth=2):
        """An index of this sort."""
        near = [bound(v, s) for v, s in enumerate(levels) if s == sort]
        named = free(f"{self.choice('ij')}{SORTS.index(sort)}", sort)
        kind = self.choice("bbbfms" if depth else "bf")
        if kind == "b" and near:
            return self.choice(near)
        if kind == "m" and isinstance(sort, tuple) and sort[0] == "+":
            m = self.rng.randrange(len(sort) - 1)
            return inject(m, sort, self.index(sort[m + 1], levels, depth - 1))
        if kind == "m" and isinstance(sort, tuple):
            return pair(*(self.index(s, levels, depth - 1) for s in sort[1:]))
        if kind == "s" and sort in ("n", SUM):
            name = "s" if sort == "n" else "r"
            return image(name, self.choice((1, -1)), self.index(sort, levels, depth - 1))
        if kind == "m" and sort == "n":
            return part(0, self.index(self.choice((PAIRS, PAIRS_E)), levels, depth - 1))
        if isinstance(sort, int):
            return unit(self.rng.randrange(sort), sort)
        return self.choice(near) if near and self.rng.random() < 0.7 else named

    def entry(self, levels=(), depth=2):
        """A tensor entry."""
        name, axes, _ = self.choice(TENSORS if self.rng.random() < 0.7 else SCALARS)
        return entry(name, *(self.index(s, levels, depth) for s in axes))

    def boolean(self, levels=()):
        """A delta, a comparison or a 0/1 entry."""
        sort = self.choice(SORTS)
        i, j = self.index(sort, levels), self.index(sort, levels)
        kind = self.choice("dloh")
        if kind == "d":
            return delta(i, j)
        if kind == "l":
            return less(i, j)
        if kind == "o":
            return entry("t")
        numbers = [self.choice((1, -1, 2)) for _ in range(3)]
        word = self.choice(("ge", "eq"))
        return holds(word, numbers[0], numbers[1], i, -numbers[2], j, 1, size("e"))

    def leaf(self, levels=()):
        """A number, a size, an entry or a 0/1 term."""
        kind = self.rng.random()
        if kind < 0.2:
            return num(self.choice(NUMBERS))
        if kind < 0.3:
            return size(self.choice(SORTS))
        return self.boolean(levels) if kind < 0.45 else self.entry(levels)

    def tangled(self, levels):
        """A sum whose body uses its own index and every index around."""
        sort = self.choice((*levels[:1], self.choice(SORTS)))
        return total(sort, mul(*map(vector, range(len(levels) + 1), (sort, *levels))))

    def real(self, levels=(), depth=2, smooth=False):
        """A term of real value; a smooth one has no maxima, and no functions but smooth ones."""
        if depth == 0 or self.rng.random() < 0.15:
            return self.leaf(levels)
        kinds = ["add", "add", "mul", "mul", "pow", "pow", "exp", "sum", "sum", "log", "case", "call"]  # fmt: skip
        kind = self.choice(kinds if smooth else [*kinds, "max"])

        def inner(*more):
            return self.real((*more, *levels), depth - 1, smooth)

        if kind in ("add", "mul"):
            parts = [inner() for _ in range(self.choice((2, 2, 3)))]
            return add(*parts) if kind == "add" else mul(*parts)
        if kind == "pow":
            return power(inner(), self.choice(EXPONENTS))
        if kind in ("exp", "log"):
            return exp(mul(num(HALF), inner())) if kind == "exp" else log(inner())
        if kind in ("sum", "max"):
            sort = self.choice(SORTS)
            return (total if kind == "sum" else largest)(sort, inner(sort))
        if kind == "call":
            return call(self.choice(("f", "g", "sin", "cos", "erf")), inner())
        sort = self.choice((SUM, SUM_E, 2))
        bodies = [inner(*(() if sort == 2 else (s,))) for s in (sort[1:] if sort != 2 else (0, 1))]
        return case(self.index(sort, levels), *bodies)


def vector(level, sort):
    """An entry of the plain vector over this sort, at a bound index."""
    return entry(f"v{SORTS.index(sort)}", bound(level, sort))


@lru_cache(maxsize=400)
def random_world(seed):
    """Sizes 0..3 and entries with zeros and negative numbers, as STATEMENT declares them.

    For odd seeds the hypotheses of STATEMENT hold.
    """
    rng = random.Random(seed)
    sizes = {"n": rng.choice((1, 2, 3)), "m": rng.choice((1, 2)), "e": rng.choice((0, 0, 1, 2))}
    world = CarefulWorld(sizes, {})
    choices = {
        (): (0.0, 0.5, -1.5, 2.0, -0.25, 1.0),
        ("positive",): (0.5, 1.5, 2.0),
        ("nonnegative",): (0.0, 0.5, 2.0),
        ("nonzero",): (0.5, -1.5),
        ("boolean",): (0.0, 1.0),
    }
    for name, axes, properties in TENSORS:
        places = itertools.product(*(world.elements(s) for s in axes))
        world.entries[name] = {place: rng.choice(choices[properties]) for place in places}
    for m, s in enumerate(SORTS):
        if world.elements(s):
            world.frees |= {f"{name}{m}": rng.choice(world.elements(s)) for name in "ij"}
    for name, s in STATEMENT.bijections:
        shuffled = world.elements(s)
        rng.shuffle(shuffled)
        world.bijections[name] = dict(zip(world.elements(s), shuffled, strict=True))
    world.functions = {"f": lambda x: x**3 / 4, "g": lambda x: 3 * x**2 / 4}
    world.functions |= {"sin": math.sin, "cos": math.cos, "erf": math.erf, "pi": lambda: math.pi}
    world.functions["step"] = lambda x: float(x > 0)
    if seed % 2:
        world.entries["a"][()] = abs(world.entries["a"][()]) or 1.0
        x = world.entries["v0"]
        world.entries["A"] = {(i, j): x[(j,)] for i, j in world.entries["A"]}
    world.inverses = INVERSES
    world.invert()
    return world


class CarefulWorld(World):
    """A world that says so where floats cannot tell a number from 0."""

    moving = False  # whether an entry is being moved to find a slope

    def value(self, t, env=()):
        """The value; what is as small as rounding errors is 0."""
        try:
            x = super().value(t, env)
        except OverflowError:
            raise Uncertain from None
        if abs(x) > 1e6 or (1e-11 < abs(x) < 1e-5 and not self.moving):
            raise Uncertain
        return 0.0 if abs(x) <= 1e-11 else x

    def invert(self, moved=None):
        """Small entries are no doubt about a matrix that is near the identity."""
        moving, self.moving = self.moving, True
        super().invert(moved)
        self.moving = moving

    def slope(self, t, env):
        """A derivative from two steps, which must agree."""
        moving, self.moving = self.moving, True
        try:
            coarse = super().slope(t, env)
            self.step /= 3
            fine = super().slope(t, env)
        finally:
            self.step, self.moving = STEP, moving
        if abs(coarse - fine) > 1e-6 * max(1.0, abs(coarse)):
            raise Uncertain
        return fine


def true_in(world, theorem):
    """Whether a theorem holds in a world, for every value of what dangles in it.

    A theorem that used an element of an empty range says nothing.
    """
    if any(not world.elements(s) for s in theorem.leaves):
        return True
    a = diff(theorem.a, *theorem.by) if theorem.rel == "D" else theorem.a
    dangling = a.dangling | theorem.b.dangling
    levels = dict(dangling)
    if len(levels) < len(dangling):
        raise Uncertain  # one level with two sorts stands for two indices
    depth = max(levels, default=-1) + 1
    ranges = [world.elements(levels.get(level, 1)) for level in range(depth)]
    for env in itertools.product(*ranges):
        left, right = world.value(a, env), world.value(theorem.b, env)
        near = abs(left - right) <= 1e-5 * max(1.0, abs(left), abs(right))
        verdict = {"=": near, "D": near, ">": left > 0, ">=": left >= 0, "!=": left != 0}
        if not verdict[theorem.rel]:
            return False
    return True


def theorem_about(kernel, rel, a, b=None, by=(), leaves=()):
    """A premise that no rule has made; it is used only in the worlds in which it is true."""
    t = Theorem(rel, a, num(0) if b is None else b, by)
    own = [kernel.open_sorts(y) for y in (t.a, t.b, *by[1:])]
    return Theorem(t.rel, t.a, t.b, t.by, (), frozenset(leaves).union(*own))
