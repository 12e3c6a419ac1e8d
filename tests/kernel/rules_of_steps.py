"""Steps of the rules about step(x) and about maxima: what they state, and what they must refuse.

Legend
  k           k(rule, premises, *parameters) applies a rule under the statement of test_rules.py
  X, Y        entries x[I], y[I]          x0     the entry x[i] at the bound index i
  not_one     1 - step(x)
"""

from fractions import Fraction

from symattn.kernel.indices import bound, free, part
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    call,
    entry,
    exp,
    largest,
    log,
    mul,
    num,
    power,
    size,
    total,
)  # fmt: skip

I, J = free("I", "n"), free("J", "n")  # noqa: E741 - indices
X, Y, C, D = entry("x", I), entry("y", I), entry("c"), entry("d")
i0, i1 = bound(0, "n"), bound(1, "n")
x0, y0, p0 = entry("x", i0), entry("y", i0), entry("p", i0)
MINUS, HALF = num(-1), Fraction(1, 2)
BOTH, PAIRS, MAYBE = ("+", "n", "m"), ("*", "n", "m"), ("+", "n", "e")


def step(t):
    return call("step", t)


def not_one(t):
    return add(ONE, mul(MINUS, step(t)))


def minus(a, b):
    return add(a, mul(MINUS, b))


def weakly(k, t):
    """t >= 0 by its form."""
    return k("sign_by_form", [], t, ">=")


def gap(k):
    """high - low > 0, by hypothesis."""
    return k("hypothesis_holds", [], 1)


GOOD = [
    ("root_of_square_by_step", lambda k: k("root_of_square_by_step", [], power(power(X, 2), HALF))),
    ("root_of_square_by_step", lambda k: k("root_of_square_by_step", [], power(power(X, 2), Fraction(-3, 2)))),
    ("step_of_known_sign", lambda k: k("step_of_known_sign", [], step(exp(X)))),
    ("step_of_known_sign", lambda k: k("step_of_known_sign", [], step(power(X, 2)))),
    ("step_of_known_sign", lambda k: k("step_of_known_sign", [], step(num(0)))),
    ("step_of_known_sign", lambda k: k("step_of_known_sign", [], step(mul(num(-2), power(X, 2))))),
    ("step_of_known_sign", lambda k: k("step_of_known_sign", [gap(k)], step(gap(k).a))),
    ("step_of_product", lambda k: k("step_of_product", [], step(mul(X, Y, C)))),
    *(("step_of_power", lambda k, r=r: k("step_of_power", [], step(power(X, r)))) for r in (2, -2, 3, -1, HALF)),
    ("step_of_opposite", lambda k: k("step_of_opposite", [], step(minus(Y, X)), minus(X, Y))),
    ("step_excludes_zero", lambda k: k("step_excludes_zero", [], X)),
    ("no_sign_is_zero", lambda k: k("no_sign_is_zero", [], minus(X, Y), minus(Y, X))),
    ("no_step_is_zero", lambda k: k("no_step_is_zero", [], power(X, 2))),
    ("no_step_is_zero", lambda k: k("no_step_is_zero", [k("largest_is_no_less", [], largest("n", x0), I)], minus(largest("n", x0), X))),
    ("step_of_growth", lambda k: k("step_of_growth", [], X, Y)),
    ("derivative_of_step", lambda k: k("derivative_of_step", [k("derivative_of_constant", [], C, "x", I), k("condition_holds", [], 0)], step(C), "x", I)),
    ("derivative_of_step", lambda k: k("derivative_of_step", [k("derivative_of_entry", [], D, "d")], step(D), "d")),
    ("largest_of_larger", lambda k: k("largest_of_larger", [], largest("n", mul(num(HALF), add(x0, power(power(x0, 2), HALF)))), x0, ZERO)),
    ("largest_of_larger", lambda k: k("largest_of_larger", [], largest("n", power(power(x0, 2), HALF)), x0, mul(MINUS, x0))),
    ("maxima_commute", lambda k: k("maxima_commute", [], largest("n", largest("m", mul(entry("A", i1, bound(0, "m")), entry("x", i1), X))))),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, ZERO)], mul(step(X), step(mul(MINUS, X))), ONE, ONE)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, ZERO)], mul(step(minus(X, Y)), step(minus(Y, C)), not_one(minus(X, C))), ONE, ONE, MINUS)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [k("sign_by_form", [], num(2), ">")], mul(not_one(add(X, num(2))), not_one(mul(MINUS, X))), MINUS, MINUS)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, power(X, 2))], mul(step(mul(MINUS, power(X, 2))), step(Y)), ONE, ZERO)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [k("sign_by_form", [], D, ">")], not_one(D), MINUS)),
    ("largest_is_scaled", lambda k: k("largest_is_scaled", [], largest("n", mul(D, x0, num(3))), mul(D, num(3)), x0)),
    ("largest_is_scaled", lambda k: k("largest_is_scaled", [], largest("n", mul(power(C, 2), x0)), power(C, 2), x0)),
    ("largest_is_scaled", lambda k: k("largest_is_scaled", [gap(k)], largest("n", mul(gap(k).a, x0)), gap(k).a, x0)),
    ("largest_of_growth", lambda k: k("largest_of_growth", [], largest("n", exp(x0)))),
    ("largest_of_growth", lambda k: k("largest_of_growth", [], largest("n", log(p0)))),
    ("largest_of_growth", lambda k: k("largest_of_growth", [], largest("n", power(power(x0, 2), HALF)))),
    ("largest_over_parts_splits", lambda k: k("largest_over_parts_splits", [], largest(3, entry("u", bound(0, 3))))),
    ("largest_over_parts_splits", lambda k: k("largest_over_parts_splits", [], largest(1, C))),
    ("largest_over_parts_splits", lambda k: k("largest_over_parts_splits", [], largest(BOTH, mul(entry("v", bound(0, BOTH)), C)))),
    ("largest_over_pairs_nests", lambda k: k("largest_over_pairs_nests", [], largest(PAIRS, mul(entry("w", bound(0, PAIRS)), entry("x", part(0, bound(0, PAIRS))))))),
    ("largest_ignores_bijection", lambda k: k("largest_ignores_bijection", [], largest("n", mul(x0, Y)), "s", -1)),
    ("largest_is_no_less", lambda k: k("largest_is_no_less", [], largest("n", mul(x0, Y)), J)),
    ("power_of_product", lambda k: k("power_of_product", [], power(mul(power(X, 2), power(Y, -2), C), HALF))),
    ("power_of_power", lambda k: k("power_of_power", [], power(power(power(X, 2), 2), HALF))),
    ("power_of_power", lambda k: k("power_of_power", [], power(power(power(X, 2), -2), HALF))),
    ("power_of_power", lambda k: k("power_of_power", [], power(power(power(X, 2), 0), HALF))),
    ("sign_by_form", lambda k: k("sign_by_form", [], step(X), ">=")),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [], power(step(X), 2), step(X))),
    ("case_split", lambda k: k("case_split", [], exp(mul(step(X), Y)), step(X))),
]  # fmt: skip

BAD = [
    ("root_of_square_by_step", lambda k: k("root_of_square_by_step", [], power(X, HALF))),
    ("root_of_square_by_step", lambda k: k("root_of_square_by_step", [], power(power(X, 3), HALF))),
    ("root_of_square_by_step", lambda k: k("root_of_square_by_step", [], power(power(X, 2), Fraction(1, 3)))),
    ("root_of_square_by_step", lambda k: k("root_of_square_by_step", [], power(power(X, 2), 2))),
    ("step_of_known_sign", lambda k: k("step_of_known_sign", [], step(X))),
    ("step_of_known_sign", lambda k: k("step_of_known_sign", [], exp(X))),
    ("step_of_product", lambda k: k("step_of_product", [], step(add(X, Y)))),
    ("step_of_power", lambda k: k("step_of_power", [], step(power(X, 0)))),
    ("step_of_power", lambda k: k("step_of_power", [], step(X))),
    ("step_of_opposite", lambda k: k("step_of_opposite", [], step(X), X)),
    ("step_excludes_zero", lambda k: k("step_excludes_zero", [], I)),
    ("no_sign_is_zero", lambda k: k("no_sign_is_zero", [], X, Y)),
    ("no_step_is_zero", lambda k: k("no_step_is_zero", [], X)),
    ("step_of_growth", lambda k: k("step_of_growth", [], X, I)),
    ("derivative_of_step", lambda k: k("derivative_of_step", [k("derivative_of_entry", [], X, "x", I)], step(X), "x", I)),
    ("derivative_of_step", lambda k: k("derivative_of_step", [k("condition_holds", [], 0)], step(C), "c")),
    ("derivative_of_step", lambda k: k("derivative_of_step", [], X, "x", I)),
    ("maxima_commute", lambda k: k("maxima_commute", [], largest("n", x0))),
    ("largest_of_larger", lambda k: k("largest_of_larger", [], largest("n", x0), x0, y0)),
    ("largest_of_larger", lambda k: k("largest_of_larger", [], largest("e", C), C, C)),
    ("largest_of_larger", lambda k: k("largest_of_larger", [], X, C, C)),
    ("maxima_commute", lambda k: k("maxima_commute", [], largest("e", largest("n", C)))),
    ("maxima_commute", lambda k: k("maxima_commute", [], largest("n", largest("e", C)))),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, ZERO)], mul(step(X), step(mul(MINUS, X))), ONE)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, ZERO)], mul(step(X), step(mul(MINUS, X))), ZERO, ZERO)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, ZERO)], mul(step(X), step(mul(MINUS, X))), MINUS, MINUS)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, ZERO)], mul(not_one(X), step(X)), ONE, MINUS)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, ZERO)], mul(not_one(X), not_one(mul(MINUS, X))), MINUS, MINUS)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, ZERO)], mul(step(X), step(Y)), ONE, ONE)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, ZERO)], mul(step(X), step(mul(MINUS, X))), C, C)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, ZERO)], mul(step(X), C), ONE, ZERO)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, ZERO)], mul(step(X), add(C, mul(MINUS, step(X)))), ONE, MINUS)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [weakly(k, ZERO)], mul(step(X), add(ONE, step(X))), ONE, MINUS)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [k("condition_holds", [], 0)], not_one(C), MINUS)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [k("sign_by_form", [], D, ">")], add(ONE, mul(num(-2), step(D))), MINUS)),
    ("signs_exclude_each_other", lambda k: k("signs_exclude_each_other", [k("sign_by_form", [], D, ">")], add(ONE, mul(MINUS, step(D)), X), MINUS)),
    ("largest_is_scaled", lambda k: k("largest_is_scaled", [], largest("n", mul(C, x0)), C, x0)),
    ("largest_is_scaled", lambda k: k("largest_is_scaled", [], largest("n", mul(D, x0)), D, y0)),
    ("largest_is_scaled", lambda k: k("largest_is_scaled", [], largest("e", mul(D, entry("empty", bound(0, "e")))), D, entry("empty", bound(0, "e")))),
    ("largest_is_scaled", lambda k: k("largest_is_scaled", [], X, D, X)),
    ("largest_of_growth", lambda k: k("largest_of_growth", [], largest("n", log(x0)))),
    ("largest_of_growth", lambda k: k("largest_of_growth", [], largest("n", power(x0, 2)))),
    ("largest_of_growth", lambda k: k("largest_of_growth", [], largest("n", power(p0, -1)))),
    ("largest_of_growth", lambda k: k("largest_of_growth", [], largest("e", exp(entry("empty", bound(0, "e")))))),
    ("largest_of_growth", lambda k: k("largest_of_growth", [], total("n", exp(x0)))),
    ("largest_over_parts_splits", lambda k: k("largest_over_parts_splits", [], largest("n", x0))),
    ("largest_over_parts_splits", lambda k: k("largest_over_parts_splits", [], largest(MAYBE, C))),
    ("largest_over_parts_splits", lambda k: k("largest_over_parts_splits", [], X)),
    ("largest_over_pairs_nests", lambda k: k("largest_over_pairs_nests", [], largest("n", x0))),
    ("largest_over_pairs_nests", lambda k: k("largest_over_pairs_nests", [], largest(("*", "n", "e"), C))),
    ("largest_over_pairs_nests", lambda k: k("largest_over_pairs_nests", [], X)),
    ("largest_ignores_bijection", lambda k: k("largest_ignores_bijection", [], X, "s", 1)),
    ("largest_ignores_bijection", lambda k: k("largest_ignores_bijection", [], largest("m", C), "s", 1)),
    ("largest_is_no_less", lambda k: k("largest_is_no_less", [], largest("n", x0), free("M", "m"))),
    ("largest_is_no_less", lambda k: k("largest_is_no_less", [], X, I)),
    ("sign_by_form", lambda k: k("sign_by_form", [], step(X), ">")),
    ("sign_by_form", lambda k: k("sign_by_form", [], size("e"), ">")),
]  # fmt: skip
