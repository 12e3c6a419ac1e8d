"""Random steps of the rules about sums and maxima.

Legend
  g           the generator (random_terms.py)         k       the kernel
"""

from symattn.kernel.indices import bound
from symattn.kernel.terms import (
    ONE,
    add,
    delta,
    entry,
    largest,
    mul,
    shift,
    total,
)
from tests.kernel.random_steps import context, junk, steps
from tests.kernel.random_terms import (
    PAIRS,
    PAIRS_E,
    SORTS,
    SUM,
    SUM_E,
    vector,
)
from tests.kernel.random_terms import theorem_about as about


def nested(g, n, levels, depth=2):
    """n nested sums."""
    sorts = g.choice(([g.choice(SORTS) for _ in range(n)], [g.choice(SORTS)] * n))
    inner = (*reversed(sorts), *levels)
    t = mul(g.real(inner, 1), add(g.entry(inner), g.entry(inner)), g.boolean(inner))
    t = g.choice((t, t, g.real(inner, 2), g.entry(()), g.tangled(inner)))
    for s in reversed(sorts):
        t = total(s, t)
    return t


@steps
def sums_are_linear(g, k):
    n = g.choice((1, 2, 3))
    return [], (nested(g, n, context(g)), n)


@steps
def equal_under_sums(g, k):
    sort = g.choice(SORTS)
    levels = (sort, *context(g))
    a = g.real(levels, 1)
    b = g.choice((mul(ONE, a), add(a, entry("a")), a))
    premise = about(k, g.choice(("=", "=", ">")), a, b, leaves=g.choice(((), {"e"})))
    return [g.choice((premise, premise, junk(g, k)))], (sort,)


@steps
def sum_picks_delta(g, k):
    levels, sort = context(g), g.choice(SORTS)
    inner = (sort, *levels)
    j = g.choice((shift(g.index(sort, levels), 1), g.index(sort, inner)))
    u = g.choice((g.real(inner, 1), g.tangled(inner)))
    return [], (total(sort, mul(u, delta(bound(0, sort), j), g.entry(inner))),)


@steps
def sums_commute(g, k):
    n = g.choice((2, 3))
    order = list(range(n))
    g.rng.shuffle(order)
    return [], (nested(g, n, context(g)), *order)


@steps
def product_with_sum_nests(g, k):
    levels, sort = context(g), g.choice(SORTS)
    u = total(sort, g.real((sort, *levels), 1))
    v = g.choice((g.real(levels, 1), g.tangled(levels)))
    return [], (mul(v, u, g.entry(levels)), g.choice((1, 1, 0)))


@steps
def sum_over_parts_splits(g, k):
    levels, sort = context(g), g.choice((SUM, SUM_E, 2, 1, PAIRS))
    inner = (sort, *levels)
    return [], (total(sort, g.choice((g.real(inner), g.tangled(inner)))),)


@steps
def sum_over_pairs_nests(g, k):
    levels, sort = context(g), g.choice((PAIRS, PAIRS_E, SUM))
    inner = (sort, *levels)
    return [], (total(sort, g.choice((g.real(inner), g.tangled(inner)))),)


@steps
def sum_ignores_bijection(g, k):
    levels, sort = context(g), g.choice(("n", SUM, "m"))
    inner = (sort, *levels)
    t = total(sort, g.choice((g.real(inner), mul(vector(0, sort), g.tangled(inner)))))
    return [], (t, g.choice(("s", "r")), g.choice((1, -1)))


@steps
def largest_is_shifted(g, k):
    levels, sort = context(g), g.choice(SORTS)
    inner = (sort, *levels)
    outside, within = shift(g.real(levels, 1), 1), g.real(inner, 1)
    return [], (largest(sort, g.choice((add(outside, within), outside, mul(outside, within)))),)
