"""Random steps of the rules about deltas, comparisons, cases and signs.

Legend
  g           the generator (random_terms.py)         k       the kernel
"""

from symattn.kernel.indices import bound, image, sort_of
from symattn.kernel.terms import (
    ONE,
    add,
    call,
    delta,
    entry,
    exp,
    holds,
    instantiate,
    map_bound,
    mul,
    num,
    power,
    shift,
    size,
    total,
)
from tests.kernel.random_steps import SIGNS, base, context, facts, steps
from tests.kernel.random_terms import (
    ATOMS,
    EXPONENTS,
    HALF,
    INVERSES,
    PAIRS,
    PAIRS_E,
    SORTS,
    SUM,
    vector,
)
from tests.kernel.random_terms import theorem_about as about


def two_indices(g, levels, sort=None):
    sort = sort or g.choice(SORTS)
    return g.index(sort, levels), g.index(sort, levels)


@steps
def delta_substitutes(g, k):
    levels = context(g)
    i, j = two_indices(g, levels)
    u = g.choice((g.real(levels), g.tangled(levels)))
    d = g.choice((delta(i, j), delta(i, j), entry("a")))
    return [], (mul(d, u, delta(i, g.index(sort_of(i), levels))), i, j)


@steps
def delta_of_pairs_is_product(g, k):
    return [], two_indices(g, context(g), g.choice((PAIRS, PAIRS_E, "n")))


@steps
def delta_moves_bijection(g, k):
    levels, sort = context(g), g.choice(("n", SUM, "m"))
    i, j = two_indices(g, levels, sort)
    name = g.choice(("s", "r")) if g.rng.random() < 0.3 else ("s" if sort == "n" else "r")
    return [], (image(name, g.choice((1, -1)), i), j)


@steps
def case_split(g, k):
    levels = context(g)
    step = call(g.choice(("step", "step", "sin")), g.entry(levels))
    b = g.choice((g.boolean(levels), g.boolean(levels), entry("a"), step))
    t = g.real(levels, 1)
    inner = total("n", mul(shift(b, 1), g.real(("n", *levels), 1)))
    if levels:
        inner = g.choice((inner, total(levels[0], mul(b if _lonely(b) else ONE, shift(b, 1)))))
    s = g.choice((exp(mul(b, t)), inner, add(t, power(b, 2)), mul(b, t, inner)))
    return [], (s, b)


def _lonely(t):
    """Whether only level 0 dangles in t, so that a sum may bind it."""
    return {level for level, _ in t.dangling} == {0}


@steps
def comparison_or_its_negation(g, k):
    i, j = two_indices(g, context(g))
    c = [g.choice((1, -1, 2, HALF)) for _ in range(3)]
    return [], (holds(g.choice(("ge", "eq")), c[0], c[1], i, c[2], j, 1, size("e")),)


@steps
def sign_by_form(g, k):
    levels = context(g)
    x = base(g, levels)
    t = g.choice((g.real(levels), mul(x, x), mul(x, x, x), power(x, g.choice(EXPONENTS)), mul(x, base(g, levels))))  # fmt: skip
    sort = g.choice(SORTS)
    summed = total(sort, g.choice((exp(g.entry((sort, *levels))), shift(t, 1))))
    return facts(g, k, x), (g.choice((t, summed, add(t, summed))), g.choice(SIGNS))


@steps
def sum_is_positive_by_one_term(g, k):
    levels, sort = context(g), g.choice(SORTS)
    inner = (sort, *levels)
    body = g.choice((power(base(g, inner), 2), g.boolean(inner), ONE, exp(g.entry(inner)), shift(power(base(g, levels), 2), 1), vector(0, sort)))  # fmt: skip
    i = g.index(g.choice((sort, sort, g.choice(SORTS))), levels)
    term = instantiate(body, i)
    return [about(k, g.choice((">", ">", ">=")), term)], (total(sort, body), i)


@steps
def weighted_sum_is_positive(g, k):
    sort = g.choice(SORTS)
    inner = (sort, *context(g))
    w = g.choice((power(base(g, inner), 2), g.boolean(inner), vector(0, sort)))
    u = g.choice((exp(g.entry(inner)), g.entry(inner), exp(vector(0, sort))))
    return [about(k, g.choice((">", ">=")), total(sort, w))], (u,)


@steps
def sign_passes_to_equal(g, k):
    levels = context(g)
    x = base(g, levels)
    y = g.choice((mul(ONE, x), base(g, levels), ONE))
    e = about(k, g.choice(("=", "=", ">")), g.choice((x, x, y)), y)
    return [about(k, g.choice((*SIGNS, "=")), x), e], ()


@steps
def factor_is_not_zero(g, k):
    levels = context(g)
    t = g.choice((mul(base(g, levels), base(g, levels)), add(base(g, levels), ONE)))
    return [about(k, g.choice(SIGNS), t)], (g.choice((0, 1)),)


@steps
def positive_is_not_negative(g, k):
    return [about(k, g.choice(SIGNS), base(g, context(g)))], (g.choice((">", ">=", "!=", "=")),)


@steps
def cofactor_of_positive_is_positive(g, k):
    levels = context(g)
    x, y = base(g, levels), base(g, levels)
    return [about(k, g.choice(SIGNS), mul(x, y)), *facts(g, k, x, y)], (g.choice((0, 1)),)


@steps
def exp_is_increasing(g, k):
    levels = context(g)
    a, b = g.entry(levels), g.entry(levels)
    c = add(b, mul(num(g.choice((-1, -1, 1))), a))
    return [about(k, g.choice((">", ">", ">=", "!=")), c)], (a, b)


@steps
def hypothesis_holds(g, k):
    number = g.choice((0, 0, 1, 2))
    sorts = (("n", "n"), ("e",), ())[number]
    levels = context(g)
    wrong = g.rng.random() < 0.2
    return [], (number, *(g.index(g.choice(ATOMS) if wrong else s, levels) for s in sorts))


@steps
def holds_at_other_indices(g, k):
    levels = context(g)
    x = g.real(levels)
    y = g.choice((g.real(levels), add(x, num(0)), mul(x, ONE), g.tangled(levels)))
    premise = about(k, "=", x, y) if g.rng.random() < 0.7 else about(k, g.choice(SIGNS), x)
    outer = context(g)
    wrong = g.rng.random() < 0.1
    return [premise], [g.index(g.choice(SORTS) if wrong else s, outer) for s in levels]


@steps
def condition_holds(g, k):
    return [], (g.choice((0, 1)),)


@steps
def root_of_square_is_no_less(g, k):
    return [], (g.real(context(g), 1), g.choice((1, -1, 2)))


@steps
def right_inverse_is_left_inverse(g, k):
    """With a declared inverse, or with the matrix A, which has this inverse in small worlds only."""
    inner, row, column = bound(0, "n"), bound(2, "n"), bound(1, "n")
    if g.choice((0, 1)):
        row, column = column, row
    name, matrix = INVERSES[1]
    at = {0: inner, 1: row}
    x = map_bound(matrix, lambda m, s, d: shift(at[m - d], d))
    pairs = [(x, entry(name, inner, column)), (entry("A", row, inner), entry("A", inner, column))]
    factors = g.choice((pairs[0], pairs[0], pairs[1]))
    one = delta(bound(1, "n"), bound(0, "n"))
    product = total("n", mul(*(factors if g.choice((0, 1)) else factors[::-1])))
    around = context(g)
    premise = about(k, "=", product, g.choice((one, one, product)))
    return [premise], two_indices(g, around, "n")
