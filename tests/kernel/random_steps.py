"""For each rule of the kernel, random steps: premises that may be false, and parameters.

Legend
  g           the generator (random_terms.py)         k       the kernel
  makers      take (g, k) and return premises and parameters
"""

from symattn.kernel.indices import INDEX_OPS
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    diff,
    entry,
    exp,
    log,
    mul,
    num,
    power,
)
from symattn.kernel.theorem import StepRefused
from tests.kernel.random_terms import (
    EXPONENTS,
    HALF,
    SORTS,
)
from tests.kernel.random_terms import theorem_about as about

STEPS = {}
SIGNS = (">", ">=", "!=")


def steps(function):
    """Enter a maker of random steps into the table, under the name of the rule."""
    STEPS[function.__name__] = function
    return function


def context(g):
    """The sorts of no, one or two binders around."""
    return tuple(g.choice(SORTS) for _ in range(g.choice((0, 0, 1, 2))))


def facts(g, k, *terms):
    """Signs of some of the terms, true or not."""
    chosen = [t for t in terms if g.rng.random() < 0.6]
    return [about(k, g.choice(SIGNS), t) for t in chosen]


def junk(g, k, rel="="):
    """1 = 0, which holds where e is empty."""
    return about(k, rel, ONE if rel == "=" else ZERO, ZERO, leaves={"e"})


def base(g, levels=()):
    """Something that rules about powers are wrong about: an entry, a sum, a product."""
    x, y = g.entry(levels), g.entry(levels)
    n = num(g.choice((-4, -1, 1, 2, 8, HALF)))
    m = g.choice((mul(x, y), mul(n, x), power(x, 2), power(x, HALF), power(x, -1)))
    return g.choice((x, x, y, add(x, y), add(x, n), m, m, g.leaf(levels), exp(x)))


def suspect(g, levels=()):
    """Two terms that are equal only under conditions, and the parts that the conditions are about."""
    x, y = base(g, levels), base(g, levels)
    r, s = g.choice(EXPONENTS), g.choice(EXPONENTS)
    z = add(x, mul(num(-1), x))
    pairs = [
        (mul(power(x, r), power(x, s)), power(x, r + s)),
        (power(power(x, r), s), power(x, r * s)),
        (power(mul(x, y), r), mul(power(x, r), power(y, r))),
        (mul(x, power(x, -1)), ONE),
        (mul(power(x, r), power(x, -r)), ONE),
        (power(x, 0), g.choice((ONE, mul(x, power(x, -1))))),
        (power(add(x, y), 2), add(power(x, 2), mul(num(2), x, y), power(y, 2))),
        (mul(add(x, y), power(add(x, y), -1)), g.choice((ONE, mul(z, power(z, -1))))),
        (add(mul(x, power(add(x, y), -1)), mul(y, power(add(x, y), -1))), ONE),
        (mul(z, power(x, -1)), ZERO),
        (power(z, r), g.choice((ZERO, ONE))),
        (mul(x, power(x, -1), x), x),
        (mul(power(x, HALF), power(x, HALF), power(x, s)), power(x, 1 + s)),
        (power(power(x, 2), HALF), g.choice((x, mul(num(-1), x), mul(x, x, power(x, -1))))),
        (mul(x, power(x, -1), power(x, HALF), power(x, HALF)), g.choice((x, mul(x, x, power(x, -1))))),
        (power(mul(num(12), x), r), mul(power(num(12), r), power(x, r))),
        (g.real(levels), g.real(levels)),
        (power(x, r), power(x, s)),
        (power(power(x, HALF), -2), power(x, -1)),
        (mul(power(x, HALF), power(x, -HALF)), ONE),
        (power(power(x, -HALF), -2), x),
        (power(mul(num(2), x), -1), mul(num(g.choice((2, HALF))), power(x, -1))),
        (power(mul(num(-4), x), HALF), mul(num(2), power(x, HALF))),
    ]  # fmt: skip
    return *g.choice(pairs), (x, y, add(x, y))


@steps
def equal_by_arithmetic(g, k):
    levels = context(g)
    a, b, parts = suspect(g, levels)
    premises = facts(g, k, *parts)
    if g.rng.random() < 0.3:
        new = g.choice((g.real(levels, 1), base(g, levels)))
        premises.append(about(k, "=", entry("a"), new))
        premises.append(about(k, "=", new, g.choice((entry("a"), new))))
        c, e = g.real(levels, 2), entry("a")
        a, b = g.choice(
            ((a, b), (c, add(c, e, mul(num(-1), new))), (mul(e, power(e, -1)), ONE), (e, new))
        )
        premises[-2:] = [about(k, "=", e, new, leaves={"e"})] if g.choice((0, 1)) else premises[-2:]
    u = g.choice((ONE, entry("b"), entry("z")))
    return premises, (mul(u, a), mul(b, u))


@steps
def equality_is_symmetric(g, k):
    a, b, _ = suspect(g, context(g))
    return [g.choice((about(k, g.choice(("=", "=", ">", "!=")), a, b), junk(g, k)))], ()


@steps
def equality_is_transitive(g, k):
    levels = context(g)
    row = [g.real(levels, 1) for _ in range(3)]
    row[1] = g.choice((row[1], add(row[0], ZERO), row[0]))
    row[2] = g.choice((row[2], mul(ONE, row[1]), row[0]))
    first = about(k, g.choice(("=", "=", "=", ">")), row[0], row[1])
    return [first, about(k, "=", g.choice((row[1], row[1], row[2])), row[2])], ()


@steps
def equals_replace_equals(g, k):
    levels = context(g)
    t = g.choice((g.real(levels), diff(g.real(levels, 1), "a")))
    bodies = [p for p, x in enumerate(t.args) if p or t.op != "case"]
    place = g.choice(bodies)
    x = t.args[place]
    if isinstance(x, (str, int, tuple)) or not hasattr(x, "dangling") or x.op in INDEX_OPS:
        raise StepRefused("no part to replace")
    other = g.choice((add(x, ZERO), mul(ONE, x), ONE, entry("a"), x))
    premise = about(k, "=", x, other, leaves=g.choice(((), {"e"})))
    return [premise], (t, place)


@steps
def exp_of_sum_is_product(g, k):
    levels = context(g)
    parts = [mul(num(g.choice((2, -1, HALF, 0))), g.real(levels, 1)) for _ in range(g.choice((0, 2, 3)))]  # fmt: skip
    return [], (exp(add(*parts)),)


@steps
def log_of_exp(g, k):
    x = g.real(context(g), 1)
    return [], (g.choice((log(exp(x)), log(x), exp(log(x)))),)


@steps
def exp_of_log(g, k):
    x = base(g, context(g))
    return facts(g, k, x), (g.choice((exp(log(x)), exp(x))),)


@steps
def log_of_product(g, k):
    levels = context(g)
    x, y = base(g, levels), base(g, levels)
    return facts(g, k, x, y), (log(mul(x, y, exp(x))),)


@steps
def log_of_power(g, k):
    x = base(g, context(g))
    return facts(g, k, x), (log(g.choice((power(x, g.choice(EXPONENTS)), ONE, x))),)


@steps
def power_of_product(g, k):
    levels = context(g)
    x, y = base(g, levels), base(g, levels)
    return facts(g, k, x, y), (power(mul(x, y), g.choice(EXPONENTS)),)


@steps
def power_of_power(g, k):
    x = base(g, context(g))
    return facts(g, k, x), (power(power(x, g.choice(EXPONENTS)), g.choice(EXPONENTS)),)
