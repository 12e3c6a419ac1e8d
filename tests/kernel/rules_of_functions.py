"""Steps of the rules about functions: what they state, and what they must refuse.

Legend
  k           k(rule, premises, *parameters) applies a rule under the statement of test_rules.py
  X, Y        entries x[I], y[I]
"""

from fractions import Fraction

from symattn.kernel.indices import free
from symattn.kernel.terms import ONE, ZERO, add, call, entry, mul, num, power

I = free("I", "n")  # noqa: E741 - an index
X, Y, C = entry("x", I), entry("y", I), entry("c")
MINUS = num(-1)
PI = call("pi")


def turn(p, q):
    """The number p/q as a term."""
    return num(Fraction(p, q))


def known(name, q):
    """The known value of a function at q pi."""
    return "function_at_known_point", lambda k: k(
        "function_at_known_point", [], call(name, mul(q, PI)), q
    )


GOOD = [
    ("angle_sum_expands", lambda k: k("angle_sum_expands", [], call("sin", add(X, Y, C)))),
    ("angle_sum_expands", lambda k: k("angle_sum_expands", [], call("cos", add(X, Y)))),
    ("function_is_odd_or_even", lambda k: k("function_is_odd_or_even", [], call("sin", mul(MINUS, X)), X)),
    ("function_is_odd_or_even", lambda k: k("function_is_odd_or_even", [], call("cos", add(Y, mul(MINUS, X))), add(X, mul(MINUS, Y)))),
    ("function_is_odd_or_even", lambda k: k("function_is_odd_or_even", [], call("erf", mul(num(-2), X)), mul(num(2), X))),
    ("squares_of_sine_and_cosine", lambda k: k("squares_of_sine_and_cosine", [], X)),
    *(known(name, turn(p, q)) for name in ("sin", "cos") for q in (4, 6) for p in range(-3 * q, 3 * q)),
    ("function_at_known_point", lambda k: k("function_at_known_point", [], call("erf", add(X, mul(MINUS, X))), ZERO)),
    ("derivative_of_call", lambda k: k("derivative_of_call", [k("derivative_of_entry", [], X, "x", I)], call("erf", X), "x", I)),
    ("sign_by_form", lambda k: k("sign_by_form", [], power(PI, -1), ">")),
]  # fmt: skip

BAD = [
    ("angle_sum_expands", lambda k: k("angle_sum_expands", [], call("f", add(X, Y)))),
    ("angle_sum_expands", lambda k: k("angle_sum_expands", [], call("sin", mul(X, Y)))),
    ("angle_sum_expands", lambda k: k("angle_sum_expands", [], call("sin", add(X, Y), X))),
    ("function_is_odd_or_even", lambda k: k("function_is_odd_or_even", [], call("f", mul(MINUS, X)), X)),
    ("function_is_odd_or_even", lambda k: k("function_is_odd_or_even", [], call("sin", X), X)),
    ("function_is_odd_or_even", lambda k: k("function_is_odd_or_even", [], X, mul(MINUS, X))),
    ("squares_of_sine_and_cosine", lambda k: k("squares_of_sine_and_cosine", [], I)),
    ("function_at_known_point", lambda k: k("function_at_known_point", [], call("sin", X), ZERO)),
    ("function_at_known_point", lambda k: k("function_at_known_point", [], call("f", ZERO), ZERO)),
    ("function_at_known_point", lambda k: k("function_at_known_point", [], call("erf", PI), ONE)),
    ("function_at_known_point", lambda k: k("function_at_known_point", [], call("sin", mul(turn(1, 5), PI)), turn(1, 5))),
    ("function_at_known_point", lambda k: k("function_at_known_point", [], call("sin", mul(X, PI)), X)),
    ("sign_by_form", lambda k: k("sign_by_form", [], call("pi", X), ">=")),
]  # fmt: skip
