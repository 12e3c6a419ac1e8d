"""For each rule of the kernel, random steps: premises that may be false, and parameters.

Legend
  g           the generator (random_terms.py)         k       the kernel
  makers      take (g, k) and return premises and parameters
"""

from symattn.kernel.indices import INDEX_OPS, bound, image, sort_of
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    call,
    case,
    delta,
    diff,
    entry,
    exp,
    holds,
    instantiate,
    largest,
    log,
    mul,
    num,
    power,
    shift,
    size,
    total,
)
from symattn.kernel.theorem import StepRefused
from tests.kernel.random_terms import (
    ATOMS,
    EXPONENTS,
    HALF,
    PAIRS,
    PAIRS_E,
    SORTS,
    SUM,
    SUM_E,
    vector,
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
    b = g.choice((g.boolean(levels), g.boolean(levels), entry("a")))
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
def order_is_total(g, k):
    return [], two_indices(g, context(g))


@steps
def order_excludes(g, k):
    return [], (*two_indices(g, context(g)), g.choice(("less", "delta")))


@steps
def order_is_transitive(g, k):
    levels, sort = context(g), g.choice(SORTS)
    return [], tuple(g.index(sort, levels) for _ in range(3))


@steps
def comparison_or_its_negation(g, k):
    i, j = two_indices(g, context(g))
    c = [g.choice((1, -1, 2, HALF)) for _ in range(3)]
    return [], (holds(g.choice(("ge", "eq")), c[0], c[1], i, c[2], j, 1, size("e")),)


@steps
def sign_by_form(g, k):
    levels = context(g)
    x = base(g, levels)
    t = g.choice((g.real(levels), mul(x, x), power(x, g.choice(EXPONENTS)), mul(x, base(g, levels))))  # fmt: skip
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
def condition_holds(g, k):
    return [], (g.choice((0, 1)),)


@steps
def root_of_square_is_no_less(g, k):
    return [], (g.real(context(g), 1), g.choice((1, -1, 2)))


# ---- sums


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


# ---- derivatives


def by_of(g, levels=()):
    """The entry by which is derived."""
    name, axes = g.choice((("a", ()), ("p", ()), ("q", ()), ("v0", ("n",)), ("A", ("n", "n"))))
    return name, *(g.index(s, levels) for s in axes)


def slope(g, k, t, by, signs):
    """The theorem about the derivative of t by the kernel's own rules, with signs of bases."""

    def go(x, by):
        try:
            return k.apply("derivative_of_constant", [], [x, *by])
        except StepRefused:
            pass
        word = {"entry": "entry", "add": "add", "mul": "product", "pow": "power", "exp": "exp",
                "log": "log", "sum": "total", "case": "case", "call": "call"}[x.op]  # fmt: skip
        inner = (by[0], *(shift(i, g.choice((1, 1, 1, 0))) for i in by[1:]))
        under = x.op == "sum" or (x.op == "case" and sort_of(x.args[0]) != 2)
        parts = {"entry": (), "pow": x.args[:1], "sum": x.args[1:], "case": x.args[1:], "call": x.args[1:]}  # fmt: skip
        premises = [go(y, inner if under else by) for y in parts.get(x.op, x.args)]
        if x.op in ("pow", "log"):
            signs.append(about(k, g.choice(SIGNS), x.args[0]))
            premises.append(signs[-1])
        return k.apply(f"derivative_of_{word}", premises, [x, *by])

    return go(t, by)


DERIVED = {
    "derivative_of_constant": lambda g, levels, x: g.real(levels, 2, True),
    "derivative_of_entry": lambda g, levels, x: g.choice((x, g.entry(levels))),
    "derivative_of_add": lambda g, levels, x: add(x, g.real(levels, 1, True), x),
    "derivative_of_product": lambda g, levels, x: mul(x, g.real(levels, 1, True), x),
    "derivative_of_power": lambda g, levels, x: power(g.choice((x, base(g, levels), mul(x, base(g, levels)), power(x, -1))), g.choice((-1, *EXPONENTS))),
    "derivative_of_exp": lambda g, levels, x: exp(mul(x, g.entry(levels))),
    "derivative_of_log": lambda g, levels, x: log(g.choice((x, add(x, g.entry(levels)), base(g, levels), mul(x, x)))),
    "derivative_of_total": lambda g, levels, x: _summed(g, levels, x),
    "derivative_of_case": lambda g, levels, x: case(g.index(SUM_E, levels), mul(shift(x, 1), g.entry(("e", *levels))), mul(g.entry(("n", *levels)), shift(x, 1))),
    "derivative_of_call": lambda g, levels, x: _called(g, levels, x),
}  # fmt: skip


def _summed(g, levels, x):
    sort = g.choice(SORTS)
    inner = (sort, *levels)
    return total(sort, mul(g.entry(inner), g.choice((shift(x, 1), entry("v0", g.index("n", inner))))))  # fmt: skip


def _called(g, levels, x):
    return call(g.choice(("f", "sin", "cos", "g")), mul(x, g.entry(levels)))


def conclusion(name, g, k):
    """What a random step of the rule concludes, and the premises it rests on; often refused."""
    if name in STEPS:
        premises, parameters = STEPS[name](g, k)
        return premises, k.apply(name, premises, parameters)
    levels = context(g)
    by, signs = by_of(g, levels), []
    x = entry(by[0], *(g.index(sort_of(i), levels) for i in by[1:]))
    form = DERIVED.get(name) or g.choice([*DERIVED.values()])
    t = form(g, levels, x)
    if name == "derivative_of_entry":
        return [], k.apply(name, [], [t, *by])
    first = slope(g, k, t, by, signs)
    if name == "derivative_is_value":
        return signs, k.apply(name, [first], [])
    if name == "derivative_of_derivative":
        other = by_of(g, levels)
        second = slope(g, k, first.b, other, signs)
        return signs, k.apply(name, [first, second], [diff(t, *by), *other])
    return signs, first
