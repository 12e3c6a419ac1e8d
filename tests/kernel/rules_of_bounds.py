"""Steps of the rules about bounds: what they state, and what they must refuse.

Legend
  k           k(rule, premises, *parameters) applies a rule under the statement of test_rules.py
  X, Y        entries x[I], y[I]          x0, y0     entries at the bound index
"""

from symattn.kernel.indices import free
from symattn.kernel.terms import ONE, ZERO, add, call, entry, exp, mul, num, power, size, total
from tests.kernel.rules_of_steps import (
    MINUS,
    C,
    D,
    I,
    J,
    X,
    Y,
    gap,
    minus,
    not_one,
    step,
    weakly,
    x0,
    y0,
)  # fmt: skip

GOOD = [
    ("exp_is_above_its_tangent", lambda k: k("exp_is_above_its_tangent", [], add(X, Y))),
    *(("wave_is_bounded", lambda k, f=f, w=w: k("wave_is_bounded", [], call(f, X), w)) for f in ("sin", "cos", "erf") for w in (1, -1)),
    ("sum_is_no_less_than_term", lambda k: k("sum_is_no_less_than_term", [], total("n", exp(x0)), J)),
    ("sum_is_no_less_than_term", lambda k: k("sum_is_no_less_than_term", [], total("n", power(x0, 2)), I)),
    ("sum_is_no_less_than_largest", lambda k: k("sum_is_no_less_than_largest", [], total("n", exp(x0)))),
    ("log_is_no_less", lambda k: k("log_is_no_less", [k("sum_is_no_less_than_term", [], total("n", exp(x0)), J)], total("n", exp(x0)), entry("x", J))),
    ("log_is_no_more", lambda k: _more(k)),
    ("squares_compare", lambda k: _squares(k)),
    ("product_of_sums_of_squares", lambda k: k("product_of_sums_of_squares", [], "n", x0, mul(y0, X))),
    ("product_of_lengths", lambda k: k("product_of_lengths", [], "n", x0, y0, 1)),
    ("product_of_lengths", lambda k: k("product_of_lengths", [], "n", x0, y0, -1)),
    ("signs_give_sign", lambda k: k("signs_give_sign", [weakly(k, ZERO)], mul(step(minus(X, Y)), not_one(minus(C, Y))), minus(X, C), ONE, MINUS)),
    ("signs_give_sign", lambda k: k("signs_give_sign", [weakly(k, power(X, 2))], step(Y), add(power(X, 2), mul(num(2), Y)), num(2))),
    ("sign_by_form", lambda k: k("sign_by_form", [], mul(X, Y, Y, X), ">=")),
    ("sign_by_form", lambda k: k("sign_by_form", [], mul(D, X, X), ">=")),
]  # fmt: skip


def _more(k):
    """0 - log(x**0) >= 0 from exp(0) - x**0 = 0."""
    a = power(X, 0)
    zero = k("exp_of_sum_is_product", [], exp(ZERO))
    inner = k("equals_replace_equals", [zero], minus(exp(ZERO), a), 0)
    start = weakly(k, ZERO)
    link = k("equal_by_arithmetic", [], ZERO, inner.b)
    back = k("equality_is_symmetric", [inner])
    fact = k("sign_passes_to_equal", [start, k("equality_is_transitive", [link, back])])
    return k("log_is_no_more", [fact, k("sign_by_form", [], a, ">")], a, ZERO)


def _squares(k):
    """|x| >= x from |x|**2 - x**2 = 0."""
    root = power(power(X, 2), num(1).args[0] / 2)
    start = weakly(k, ZERO)
    link = k("equal_by_arithmetic", [], ZERO, minus(power(root, 2), power(X, 2)))
    fact = k("sign_passes_to_equal", [start, link])
    return k("squares_compare", [fact, weakly(k, root)], root, X)


def told(k, fact, t):
    """The sign of the fact, about the t that it equals."""
    return k("sign_passes_to_equal", [fact, k("equal_by_arithmetic", [], fact.a, t)])


def below_exp(k, a):
    """exp(Y) - a >= 0 for an a that is -exp(Y) or 0."""
    return told(k, weakly(k, add(exp(Y), exp(Y)) if a is not ZERO else exp(Y)), minus(exp(Y), a))


def same(k, t):
    return k("equal_by_arithmetic", [], t, t)


def square_of_x(k):
    """X**2 - 0**2 >= 0."""
    return told(k, weakly(k, power(X, 2)), minus(power(X, 2), power(ZERO, 2)))


BAD = [
    ("log_is_no_more", lambda k: k("log_is_no_more", [below_exp(k, mul(MINUS, exp(Y))), k("sign_by_form", [], exp(X), ">")], mul(MINUS, exp(Y)), Y)),
    ("log_is_no_more", lambda k: k("log_is_no_more", [below_exp(k, ZERO), weakly(k, ZERO)], ZERO, Y)),
    ("log_is_no_more", lambda k: k("log_is_no_more", [same(k, minus(exp(Y), ONE)), k("sign_by_form", [], ONE, ">")], ONE, Y)),
    ("squares_compare", lambda k: k("squares_compare", [square_of_x(k), weakly(k, exp(X))], X, ZERO)),
    ("squares_compare", lambda k: k("squares_compare", [square_of_x(k), same(k, X)], X, ZERO)),
    ("exp_is_above_its_tangent", lambda k: k("exp_is_above_its_tangent", [], I)),
    ("wave_is_bounded", lambda k: k("wave_is_bounded", [], call("f", X), 1)),
    ("wave_is_bounded", lambda k: k("wave_is_bounded", [], call("sin", X), 2)),
    ("sum_is_no_less_than_term", lambda k: k("sum_is_no_less_than_term", [], total("n", x0), I)),
    ("sum_is_no_less_than_term", lambda k: k("sum_is_no_less_than_term", [], total("n", exp(x0)), free("M", "m"))),
    ("sum_is_no_less_than_largest", lambda k: k("sum_is_no_less_than_largest", [], total("n", x0))),
    ("sum_is_no_less_than_largest", lambda k: k("sum_is_no_less_than_largest", [], total("e", size("n")))),
    ("log_is_no_less", lambda k: k("log_is_no_less", [gap(k)], X, Y)),
    ("log_is_no_more", lambda k: k("log_is_no_more", [gap(k), gap(k)], X, Y)),
    ("log_is_no_more", lambda k: k("log_is_no_more", [k("sum_is_no_less_than_term", [], total("n", exp(x0)), J), gap(k)], X, Y)),
    ("squares_compare", lambda k: k("squares_compare", [gap(k), gap(k)], X, Y)),
    ("product_of_sums_of_squares", lambda k: k("product_of_sums_of_squares", [], "m", x0, y0)),
    ("product_of_lengths", lambda k: k("product_of_lengths", [], "n", x0, y0, 2)),
    ("signs_give_sign", lambda k: k("signs_give_sign", [weakly(k, ZERO)], step(X), Y, ONE)),
    ("signs_give_sign", lambda k: k("signs_give_sign", [k("condition_holds", [], 0)], step(X), add(X, C), ONE)),
    ("signs_give_sign", lambda k: k("signs_give_sign", [weakly(k, ZERO)], step(X), mul(MINUS, X), MINUS)),
    ("sign_by_form", lambda k: k("sign_by_form", [], mul(X, X, X), ">=")),
    ("sign_by_form", lambda k: k("sign_by_form", [], mul(X, X), ">")),
]  # fmt: skip
