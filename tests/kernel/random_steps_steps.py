"""Random steps of the rules about step(x) and about maxima.

Legend
  g           the generator (random_terms.py)         k       the kernel
"""

from symattn.kernel.terms import (
    ONE,
    add,
    call,
    entry,
    exp,
    largest,
    log,
    mul,
    num,
    power,
    shift,
    total,
)
from tests.kernel.random_steps import base, context, facts, steps
from tests.kernel.random_terms import EXPONENTS, HALF, SORTS, SUM, vector
from tests.kernel.random_terms import theorem_about as about

MINUS = num(-1)


def step(t):
    return call("step", t)


def minus(t):
    return mul(MINUS, t)


@steps
def root_of_square_by_step(g, k):
    t = power(base(g, context(g)), g.choice((2, 2, 2, 3, HALF)))
    return [], (power(t, g.choice((HALF, -HALF, 3 * HALF, 2, HALF / 2))),)


@steps
def step_of_known_sign(g, k):
    levels = context(g)
    x = g.choice((base(g, levels), power(base(g, levels), 2), mul(base(g, levels), MINUS)))
    premises = facts(g, k, x, k.arithmetic.base(minus(x)))
    return premises, (step(g.choice((x, x, minus(power(base(g, levels), 2))))),)


@steps
def step_of_product(g, k):
    levels = context(g)
    parts = [base(g, levels) for _ in range(g.choice((2, 2, 3)))]
    return [], (step(g.choice((mul(*parts), mul(*parts), add(*parts)))),)


@steps
def step_of_power(g, k):
    return [], (step(power(base(g, context(g)), g.choice((*EXPONENTS, 4 * HALF / 3)))),)


@steps
def step_of_opposite(g, k):
    x = base(g, context(g))
    return [], (step(mul(num(g.choice((-1, -1, 1, -2))), x)), x)


@steps
def step_excludes_zero(g, k):
    return [], (base(g, context(g)),)


@steps
def no_sign_is_zero(g, k):
    x = base(g, context(g))
    return [], (x, mul(num(g.choice((-1, -1, 1))), x))


@steps
def no_step_is_zero(g, k):
    levels = context(g)
    x = g.choice((base(g, levels), power(base(g, levels), 2)))
    return facts(g, k, x), (x,)


@steps
def largest_of_larger(g, k):
    sort = g.choice(SORTS)
    inner = (sort, *context(g))
    a, b = base(g, inner), g.choice((base(g, inner), num(0)))
    gap = add(a, minus(b))
    body = mul(num(HALF), add(a, b, power(power(gap, 2), HALF)))
    return [], (largest(sort, g.choice((body, body, a, add(a, b)))), a, b)


@steps
def maxima_commute(g, k):
    levels = context(g)
    outer = g.choice((*levels[:1], g.choice(SORTS)))
    inner = g.choice((outer, g.choice(SORTS)))
    body = g.choice((g.tangled((inner, outer, *levels)), g.real((inner, outer, *levels), 1)))
    nested = g.choice((largest(inner, body), largest(inner, body), total(inner, body)))
    return [], (largest(outer, nested),)


@steps
def derivative_of_step(g, k):
    levels = context(g)
    x = g.choice((entry("a"), entry("b"), add(entry("a"), num(g.choice((1, -1, 2))))))
    slope = about(k, g.choice(("D", "D", "D", "=")), x, ONE, ("a",))
    if x is entry("b"):
        slope = about(k, "D", x, num(0), ("a",))
    return [slope, *facts(g, k, x), *facts(g, k, base(g, levels))], (step(x), "a")


@steps
def step_of_growth(g, k):
    levels = context(g)
    return [], (g.entry(levels), g.entry(levels))


@steps
def signs_exclude_each_other(g, k):
    levels = context(g)
    x, y = base(g, levels), base(g, levels)
    arguments = g.choice(((x, minus(x)), (x, y, minus(add(x, y))), (x,), (x, add(y, minus(x)), minus(y)), (x, x)))  # fmt: skip
    signs = [g.rng.random() < 0.6 for _ in arguments]
    other = g.choice((step(y), add(ONE, step(x)), add(y, minus(step(x)))))
    guards = [step(t) if s else add(ONE, minus(step(t))) for t, s in zip(arguments, signs, strict=True)]  # fmt: skip
    if g.rng.random() < 0.2:
        wrong = g.choice((add(y, minus(step(x))), add(ONE, mul(y, step(x)))))
        return [about(k, ">=", num(0))], (mul(step(x), wrong), num(1), num(-1))
    numbers = [num((1 if s else -1) * g.choice((0, 1, 1, 1, 2, HALF))) for s in signs]
    if g.rng.random() < 0.2:
        numbers[0] = g.choice((num(1), num(-1), x))
    whole = add(*map(mul, numbers, arguments))
    if g.rng.random() < 0.2:
        guards.append(other)
        numbers.append(num(g.choice((-1, 0))))
    rest = k.arithmetic.base(minus(whole))
    fact = about(k, g.choice((">", ">=", ">=", "!=")), g.choice((rest, rest, power(y, 2), num(0))))
    return [fact], (mul(*guards), *numbers)


@steps
def largest_is_scaled(g, k):
    levels = context(g)
    sort = g.choice((*levels[:1], g.choice(SORTS)))
    u, c = g.entry((sort, *levels)), base(g, levels)
    body = mul(g.choice((shift(c, 1), shift(c, 1), c)), g.choice((u, u, u, ONE)))
    return facts(g, k, c), (largest(sort, body), c, u)


@steps
def largest_of_growth(g, k):
    sort = g.choice(SORTS)
    u = base(g, (sort, *context(g)))
    body = g.choice((exp(u), log(u), power(u, g.choice(EXPONENTS)), u))
    return [], (largest(sort, body),)


@steps
def largest_over_parts_splits(g, k):
    sort = g.choice(SORTS)
    return [], (largest(sort, g.real((sort, *context(g)), 1)),)


@steps
def largest_over_pairs_nests(g, k):
    sort = g.choice(SORTS)
    return [], (largest(sort, g.real((sort, *context(g)), 1)),)


@steps
def largest_ignores_bijection(g, k):
    levels, sort = context(g), g.choice(("n", SUM, "m", "e"))
    inner = (sort, *levels)
    t = largest(sort, g.choice((g.real(inner), mul(vector(0, sort), g.tangled(inner)))))
    return [], (t, g.choice(("s", "r")), g.choice((1, -1)))


@steps
def largest_is_no_less(g, k):
    levels, sort = context(g), g.choice(SORTS)
    i = g.index(g.choice((sort, sort, g.choice(SORTS))), levels)
    return [], (largest(sort, g.real((sort, *levels), 1)), i)
