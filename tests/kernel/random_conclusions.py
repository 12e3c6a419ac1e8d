"""What random steps of every rule conclude, and random derivatives by the kernel's own rules.

Legend
  g           the generator (random_terms.py)         k       the kernel
"""

import tests.kernel.random_steps_bounds
import tests.kernel.random_steps_comparisons
import tests.kernel.random_steps_functions
import tests.kernel.random_steps_signs
import tests.kernel.random_steps_steps
import tests.kernel.random_steps_sums  # noqa: F401 - imported for their entries in the table of steps
from symattn.kernel.indices import bound, sort_of
from symattn.kernel.terms import (
    add,
    call,
    case,
    diff,
    entry,
    exp,
    log,
    map_bound,
    mul,
    power,
    shift,
    total,
)
from symattn.kernel.theorem import StepRefused
from tests.kernel.random_steps import SIGNS, STEPS, base, context
from tests.kernel.random_terms import (
    EXPONENTS,
    INVERTED,
    SORTS,
    SUM_E,
)
from tests.kernel.random_terms import theorem_about as about


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
        if x.op == "entry" and x.args[0] in k.inverses:
            flip, raised = g.choice((0, 0, 1)), g.choice((1, 1, 0))
            level = {flip: bound(0, "n"), 1 - flip: bound(1, "n"), 2: shift(x.args[1], 2)}
            below = map_bound(
                k.inverses[x.args[0]], lambda m, s, d: shift(level[m - d], raised * d)
            )
            inner = (by[0], *(shift(p, g.choice((2, 2, 2, 1))) for p in by[1:]))
            return k.apply("derivative_of_inverse", [go(below, inner)], [x, *by])
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
    "derivative_of_constant": lambda g, levels, x: g.choice((g.real(levels, 2, True), _inverted(g, levels))),
    "derivative_of_entry": lambda g, levels, x: g.choice((x, g.entry(levels))),
    "derivative_of_inverse": lambda g, levels, x: g.choice((_inverted(g, levels), _inverted(g, levels), x)),
    "derivative_of_add": lambda g, levels, x: add(x, g.real(levels, 1, True), x),
    "derivative_of_product": lambda g, levels, x: mul(x, g.real(levels, 1, True), x),
    "derivative_of_power": lambda g, levels, x: power(g.choice((x, base(g, levels), mul(x, base(g, levels)), power(x, -1))), g.choice((-1, *EXPONENTS))),
    "derivative_of_exp": lambda g, levels, x: exp(mul(x, g.entry(levels))),
    "derivative_of_log": lambda g, levels, x: log(g.choice((x, add(x, g.entry(levels)), base(g, levels), mul(x, x)))),
    "derivative_of_total": lambda g, levels, x: _summed(g, levels, x),
    "derivative_of_case": lambda g, levels, x: case(g.index(SUM_E, levels), mul(shift(x, 1), g.entry(("e", *levels))), mul(g.entry(("n", *levels)), shift(x, 1))),
    "derivative_of_call": lambda g, levels, x: _called(g, levels, x),
}  # fmt: skip


def _inverted(g, levels):
    name, axes, _ = g.choice(INVERTED)
    return entry(name, *(g.index(s, levels) for s in axes))


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
