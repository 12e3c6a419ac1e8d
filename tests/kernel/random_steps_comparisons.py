"""Random steps for the rules about comparisons (rules_comparisons.py).

Legend
  g           the generator (random_terms.py)         k       the kernel
  s           the sort of the index that a sum binds
"""

from symattn.kernel.indices import bound
from symattn.kernel.rules_comparisons import compared, form_of
from symattn.kernel.terms import ZERO, add, delta, exp, holds, mul, num, power, shift, size, total
from tests.kernel.random_steps import context, steps
from tests.kernel.random_terms import HALF, SORTS
from tests.kernel.random_terms import theorem_about as about

SIZES = ("n", "m", "e")


def comparison(g, levels, *more):
    """A comparison of up to two indices, a size and a small number."""
    form = []
    for _ in range(g.choice((1, 1, 2))):
        form += [g.choice((1, -1, 1, -1, 2, HALF)), g.index(g.choice(SORTS), levels, 1)]
    if g.rng.random() < 0.5:
        form += [g.choice((1, -1)), size(g.choice(SIZES))]
    b = holds(g.choice(("ge", "ge", "eq")), g.choice((0, 1, -1, -2, 2)), *form, *more)
    sort = g.choice(SORTS)
    return g.choice((b, b, b, delta(g.index(sort, levels), g.index(sort, levels)), g.entry(levels)))


def fact(g, k):
    """What a premise may say about sizes."""
    a, b = (size(g.choice(SIZES)) for _ in range(2))
    c = num(g.choice((-1, 0, 1, HALF)))
    t = g.choice((add(a, mul(num(-1), b), c), add(mul(num(g.choice((-1, HALF))), a), c), mul(a, b)))
    return about(k, g.choice(("=", ">", ">=", "!=")), t)


def about_sizes(g, k):
    """A comparison of sizes, and a premise that may say the opposite."""
    a, b = (size(x) for x in g.rng.sample(SIZES, 2))
    share = g.choice((1, 1, HALF))
    first = g.choice((a, a, power(a, 2)))
    t = add(mul(num(share), first), mul(num(-share), b))
    premise = about(k, g.choice(("=", ">", ">=", "!=")), t)
    b = holds("ge", g.choice((-1, 0, 1)), 1, b, -1, a)
    return g.choice((([premise], (b, 1, int(1 / share))), ([], (b, 1))))


@steps
def comparisons_exclude(g, k):
    levels = context(g)
    if g.rng.random() < 0.3:
        return about_sizes(g, k)
    if g.rng.random() < 0.1:
        s = g.choice(SIZES)
        return [], (holds("ge", g.choice((0, 1)), 1, g.index(s, levels), -1, size(s)), 1)
    if g.rng.random() < 0.1:
        p = g.index(("*", "n", "m"), levels, 0)
        return [], (holds("ge", g.choice((0, 1)), 1, p, -1, size("n"), -1, size("m")), 1)
    b = comparison(g, levels)
    more = [comparison(g, levels) for _ in range(g.choice((0, 0, 1)))]
    if b.op == "holds" and g.rng.random() < 0.6:
        flipped = [-c if p % 2 == 0 else c for p, c in enumerate(b.args[2:])]
        more = [holds("ge", -b.args[1] - g.choice((0, 1, 2)), *flipped)]
    premises = [fact(g, k) for _ in range(g.choice((0, 0, 1)))]
    count = 1 + len(more) + len(premises)
    t = mul(b, *more)
    return premises, (t, *(g.choice((1, 1, 1, -1, 2)) for _ in range(count)))


@steps
def lesser_bound_decides(g, k):
    levels = context(g)
    return [], (comparison(g, levels), comparison(g, levels))


@steps
def equality_is_two_bounds(g, k):
    return [], (comparison(g, context(g)), g.choice((1, -1, 1, -1, 0)))


@steps
def equality_shifts_comparison(g, k):
    levels = context(g)
    return [], (comparison(g, levels), comparison(g, levels), g.choice((1, -1, 2)))


@steps
def equality_solves_index(g, k):
    levels = g.choice((("n", "n"), ("n", "m"), context(g)))
    i, j = (g.index(g.choice((*levels, "n")), levels, 0) for _ in range(2))
    form = (g.choice((0, 1, -1)), 1, i, -1, j, *g.choice(((), (), (1, size("e")))))
    e = holds(g.choice(("eq", "eq", "eq", "ge")), *form)
    p = g.choice((i, j, i, j, g.index(g.choice(SORTS), levels)))
    sort = g.choice(SORTS)
    b = holds("ge", g.choice((0, -1)), g.choice((1, -1)), p, -1, size(g.choice(SIZES)))
    below = holds("ge", 0, 1, shift(p, 1), -1, bound(0, sort)) if p.op != "unit" else num(1)
    t = g.choice((b, exp(b), total(sort, below), mul(b, total(sort, exp(below)))))
    return [], (e, t, p)


def naming(g, s, levels, kind):
    """A comparison of level 0, of sort s, with something."""
    inner = (s, *levels)
    other = g.choice((shift(g.index(g.choice(SORTS), levels), 1), g.index(g.choice(SORTS), inner)))
    c = g.choice((1, -1, -1, 1, -1, 2))
    form = [c, bound(0, s), g.choice((1, -1)), other]
    if g.rng.random() < 0.4:
        form += [g.choice((1, -1, HALF)), size(g.choice(SIZES))]
    return holds(kind, g.choice((0, 1, -1, HALF)), *form)


@steps
def sum_of_equality_is_range(g, k):
    s = g.choice(SORTS)
    b = naming(g, s, context(g), g.choice(("eq", "eq", "eq", "ge")))
    return [], (total(s, g.choice((b, b, b, exp(b)))),)


@steps
def sum_of_bound_counts(g, k):
    s, levels = g.choice(SORTS), context(g)
    t = total(s, naming(g, s, levels, g.choice(("ge", "ge", "ge", "eq"))))
    if t.op != "sum" or t.args[1].op != "holds":
        return [], (t,)
    x = form_of(t.args[1])[1]
    y = {shift(p, -1) if p.dangling else p: c for p, c in x[1].items() if p is not bound(0, s)}
    low = compared("ge", (-x[0] - 2, {p: -c for p, c in y.items()}))
    high = {**y, size(s): y.get(size(s), 0) - 1} if isinstance(s, str) else y
    top = compared("ge", (x[0] - (s if isinstance(s, int) else 0), high))
    premises = [about(k, g.choice(("=", "=", ">=")), b, ZERO) for b in (low, top)]
    return [p for p in premises if g.rng.random() < 0.8], (t,)


@steps
def choice_of_place_moves_out(g, k):
    s, levels = g.choice(SORTS), context(g)
    b = naming(g, s, levels, g.choice(("eq", "eq", "eq", "ge")))
    u = total(s, mul(b, g.entry((s, *levels))))
    t = g.choice(
        (
            exp(u),
            power(u, -1),
            mul(u, g.entry(levels)),
            total("n", mul(shift(u, 1), exp(shift(u, 1)))),
            u,
        )
    )
    return [], (t, u)
