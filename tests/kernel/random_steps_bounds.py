"""Random steps of the rules about bounds.

Legend
  g           the generator (random_terms.py)         k       the kernel
"""

from symattn.kernel.terms import ONE, add, call, entry, exp, mul, num, power, shift, total
from tests.kernel.random_steps import base, context, steps
from tests.kernel.random_steps_steps import minus, step
from tests.kernel.random_terms import HALF, SORTS
from tests.kernel.random_terms import theorem_about as about

WEAK = (">=", ">=", ">", "!=")


def apart(a, b):
    return add(a, minus(b))


@steps
def exp_is_above_its_tangent(g, k):
    return [], (g.real(context(g), 1),)


@steps
def wave_is_bounded(g, k):
    return [], (call(g.choice(("sin", "cos", "erf", "f", "g")), base(g, context(g))), g.choice((1, -1, 2)))  # fmt: skip


def summed(g, levels):
    """A sum, often of terms that are not negative."""
    sort = g.choice((*levels[:1], g.choice(SORTS)))
    u = base(g, (sort, *levels))
    return total(sort, g.choice((u, exp(u), power(u, 2), power(u, 2), shift(ONE, 1))))


@steps
def sum_is_no_less_than_term(g, k):
    levels = context(g)
    t = summed(g, levels)
    return [], (t, g.index(g.choice((t.args[0], t.args[0], g.choice(SORTS))), levels))


@steps
def sum_is_no_less_than_largest(g, k):
    return [], (summed(g, context(g)),)


@steps
def log_is_no_less(g, k):
    levels = context(g)
    a, b = base(g, levels), g.choice((base(g, levels), num(g.choice((-1, 0, 1, 2)))))
    gap = g.choice((apart(a, exp(b)), apart(a, exp(b)), a, power(b, 2)))
    return [about(k, g.choice(WEAK), gap)], (a, b)


@steps
def log_is_no_more(g, k):
    levels = context(g)
    a, b = base(g, levels), g.choice((base(g, levels), num(g.choice((-1, 0, 1, 2)))))
    gap = g.choice((apart(exp(b), a), apart(exp(b), a), b))
    return [about(k, g.choice(WEAK), gap), about(k, g.choice((">", ">=", "!=")), g.choice((a, a, b, ONE)))], (a, b)  # fmt: skip


@steps
def squares_compare(g, k):
    levels = context(g)
    a, b = base(g, levels), base(g, levels)
    gap = g.choice((apart(power(a, 2), power(b, 2)),) * 3 + (power(b, 2),))
    return [about(k, g.choice(WEAK), gap), about(k, g.choice(WEAK), g.choice((a, a, b)))], (a, b)


def two_of_one_sort(g):
    levels = context(g)
    sort = g.choice((*levels[:1], g.choice(SORTS)))
    u = g.entry((sort, *levels))
    v = g.choice((u, ONE, minus(u), g.entry((sort, *levels)), shift(entry("a"), 1)))
    return sort, u, v


@steps
def product_of_sums_of_squares(g, k):
    return [], two_of_one_sort(g)


@steps
def product_of_lengths(g, k):
    return [], (*two_of_one_sort(g), g.choice((1, -1, 2)))


@steps
def signs_give_sign(g, k):
    levels = context(g)
    x, y = base(g, levels), base(g, levels)
    arguments = g.choice(((x, minus(x)), (x, y), (x,), (x, add(y, minus(x)))))
    signs = [g.rng.random() < 0.6 for _ in arguments]
    guards = [step(t) if s else add(ONE, minus(step(t))) for t, s in zip(arguments, signs, strict=True)]  # fmt: skip
    numbers = [num((1 if s else -1) * g.choice((0, 1, 1, 2, HALF))) for s in signs]
    if g.rng.random() < 0.2:
        numbers[0] = g.choice((num(1), num(-1), x))
    whole = add(*map(mul, numbers, arguments))
    more = g.choice((num(0), power(y, 2), ONE, y))
    rest = g.choice((more, more, power(y, 2)))
    q = g.choice((add(whole, more), add(whole, more), y))
    fact = about(k, g.choice(WEAK), k.arithmetic.base(rest))
    return [fact], (mul(*guards), q, *numbers)
