"""Every rule of the kernel: what it states is true by brute force, and its broken twins are refused.

Legend
  k           k(rule, premises, *parameters) applies a rule under STATEMENT
  X, Y        entries x[I], y[I]          I, J, L     free indices of n          C   a scalar
"""

import itertools
import math
import random
from fractions import Fraction

import pytest

from symattn.kernel import certificate  # noqa: F401 - fills the table of rules
from symattn.kernel.indices import bound, free, image, pair, part, unit
from symattn.kernel.statement import Hypothesis, Judgement, Statement
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
    largest,
    log,
    mul,
    num,
    power,
    size,
    total,
)
from symattn.kernel.theorem import RULES, Kernel, StepRefused, Theorem, rule
from tests.kernel import rules_of_bounds, rules_of_functions, rules_of_steps
from tests.kernel.world import World

BOTH, PAIRS = ("+", "n", "m"), ("*", "n", "m")
I, J, L = (free(name, "n") for name in "IJL")  # noqa: E741 - indices
P, R = free("P", PAIRS), free("R", PAIRS)
HALF = Fraction(1, 2)


def vector(name, i):
    """An entry of a vector."""
    return entry(name, i)


i0, i1 = bound(0, "n"), bound(1, "n")
X, Y, x0, y0 = entry("x", I), entry("y", I), entry("x", i0), entry("y", i0)
C, D, LOW, HIGH = entry("c"), entry("d"), entry("low"), entry("high")
MINUS = num(-1)
NEXT = holds("eq", 1, 1, J, -1, i0)  # i is J + 1
LARGEST, ADDED = largest("n", mul(x0, NEXT)), total("n", add(x0, NEXT))
NO_PLACES = holds("ge", 0, -1, size("n"))
SHIFTED = total("n", mul(x0, holds("eq", 1, 1, J, -1, i0)))  # x[J+1], or 0
STATEMENT = Statement(
    sizes=(("n", 1), ("m", 1), ("e", 0)),
    tensors=(
        ("x", ("n",), ()),
        ("y", ("n",), ()),
        ("A", ("n", "m"), ()),
        ("p", ("n",), ("positive",)),
        ("z", ("n",), ("nonzero",)),
        ("b", ("n",), ("boolean",)),
        ("q", ("n",), ()),
        ("v", (BOTH,), ()),
        ("w", (PAIRS,), ()),
        ("u", (3,), ()),
        ("c", (), ()),
        ("d", (), ("positive",)),
        ("low", (), ()),
        ("high", (), ()),
        ("empty", ("e",), ()),
        ("inv", ("n", "n"), ()),
    ),
    inverses=(("inv", add(delta(i0, i1), mul(vector("x", i1), vector("x", i0)))),),
    functions=(("f", 1, "g"), ("g", 1, "")),
    bijections=(("s", "n"),),
    hypotheses=(
        Hypothesis(("n",), Judgement("=", entry("q", i0), mul(num(2), x0))),
        Hypothesis((), Judgement(">", add(HIGH, mul(MINUS, LOW)))),
        Hypothesis(("e",), Judgement(">", entry("empty", bound(0, "e")))),
    ),
)
CONDITIONS = (Judgement("!=", C),)


class Applied:
    """A kernel under STATEMENT, as a function."""

    def __init__(self):
        self.kernel = Kernel(STATEMENT, CONDITIONS)

    def __call__(self, name, premises=(), *parameters):
        return self.kernel.apply(name, premises, parameters)


def random_world(seed):
    """Entries with zeros and negative numbers that satisfy what STATEMENT declares."""
    rng = random.Random(seed)
    world = World(
        {"n": rng.choice([1, 2, 3]), "m": rng.choice([1, 2]), "e": rng.choice([0, 1])}, {}
    )
    choose = {
        (): lambda: rng.choice([0.0, 0.5, -1.5, 2.0, -0.25]),
        ("positive",): lambda: rng.choice([0.5, 1.5, 2.0]),
        ("nonzero",): lambda: rng.choice([0.5, -1.5]),
        ("boolean",): lambda: rng.choice([0.0, 1.0]),
    }
    for name, axes, properties in STATEMENT.tensors:
        places = itertools.product(*(world.elements(s) for s in axes))
        world.entries[name] = {place: choose[properties]() for place in places}
    world.entries["c"][()] = rng.choice([0.5, -2.0])
    world.entries["q"] = {place: 2 * v for place, v in world.entries["x"].items()}
    world.inverses = STATEMENT.inverses
    world.invert()
    world.entries["high"][()] = world.entries["low"][()] + 1.25
    world.entries["empty"] = dict.fromkeys(world.entries["empty"], 1.0)
    world.frees = {name: rng.choice(world.elements("n")) for name in "IJL"}
    world.frees |= {name: rng.choice(world.elements(PAIRS)) for name in "PR"}
    shuffled = world.elements("n")
    rng.shuffle(shuffled)
    world.bijections = {"s": dict(enumerate(shuffled))}
    world.functions = {"f": lambda x: x**3, "g": lambda x: 3 * x**2}
    world.functions |= {"sin": math.sin, "cos": math.cos, "erf": math.erf, "pi": lambda: math.pi}
    world.functions["step"] = lambda x: float(x > 0)
    return world


def holds_in(world, theorem):
    """Whether the theorem is true in this world for every value of what dangles in it."""
    levels = {level: s for t in (theorem.a, theorem.b) for level, s in t.dangling}
    depth = max(levels, default=-1) + 1
    ranges = [world.elements(levels.get(level, 1)) for level in range(depth)]
    for env in itertools.product(*ranges):
        a = diff(theorem.a, *theorem.by) if theorem.rel == "D" else theorem.a
        left, right = world.value(a, env), world.value(theorem.b, env)
        close = abs(left - right) <= 1e-6 * max(1.0, abs(left), abs(right))
        true = {"=": close, "D": close, ">": left > 0, ">=": left >= -1e-12, "!=": left != 0}
        if not true[theorem.rel]:
            return False
    return True


# ---- premises

SWAP = add(X, Y), add(Y, X)


def swapped(k, a=None, b=None):
    """a + b = b + a."""
    a, b = X if a is None else a, Y if b is None else b
    return k("equal_by_arithmetic", [], add(a, b), add(b, a))


def positive(k, t):
    """t > 0, by its form."""
    return k("sign_by_form", [], t, ">")


def slope(k, t, *by):
    """D t, where t is an entry or does not depend on the tensor."""
    by = by or ("x", I)
    name = "derivative_of_entry" if t.op == "entry" and t.args[0] == by[0] else None
    return k(name or "derivative_of_constant", [], t, *by)


BY = ("x", I)
xj, yj = entry("x", J), entry("y", J)


def slope_of_product(k):
    return k("derivative_of_product", [slope(k, xj), slope(k, X), slope(k, C)], mul(xj, X, C), *BY)


def told(a, b, rel="="):
    """A premise that no rule has made."""
    return Theorem(rel, a, b)


ROW, COLUMN = bound(2, "n"), bound(1, "n")  # below a sum
UNIT = delta(i0, i1)


def unit_product(k):
    """The matrix of inv times inv is the unit matrix."""
    matrix = add(delta(i0, ROW), mul(vector("x", ROW), vector("x", i0)))
    return told(total("n", mul(matrix, entry("inv", i0, COLUMN))), UNIT)


def mixed_product(k):
    """A product of which one factor has both outer indices."""
    return told(total("n", mul(mul(vector("x", ROW), vector("x", COLUMN)), vector("y", i0))), UNIT)


def product_with_itself(k):
    """A product equation whose right side is no unit matrix."""
    t = unit_product(k).a
    return told(t, t)


def slope_of_matrix(k):
    """D of [i = j] + x[i] x[j], the matrix that the tensor inv is the inverse of."""
    x0, x1 = vector("x", i0), vector("x", i1)
    square = k("derivative_of_product", [slope(k, x1), slope(k, x0)], mul(x1, x0), *BY)
    return k(
        "derivative_of_add", [slope(k, delta(i0, i1)), square], add(delta(i0, i1), mul(x1, x0)), *BY
    )


GOOD = [
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [], power(add(X, Y), 2), add(power(X, 2), mul(num(2), X, Y), power(Y, 2)))),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [k("condition_holds", [], 0)], mul(C, power(C, -1)), ONE)),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [k("hypothesis_holds", [], 0, I)], entry("q", I), add(X, X))),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [positive(k, add(D, ONE))], mul(power(add(D, ONE), -1), add(D, ONE)), ONE)),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [], mul(power(D, HALF), power(D, HALF)), D)),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [], mul(X, power(X, -1), X), X)),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [], power(num(12), HALF), mul(num(2), power(num(3), HALF)))),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [], add(power(add(D, ONE), -1), mul(D, power(add(D, ONE), -1))), ONE)),
    ("equality_is_symmetric", lambda k: k("equality_is_symmetric", [swapped(k)])),
    ("equality_is_transitive", lambda k: k("equality_is_transitive", [swapped(k), swapped(k, Y, X)])),
    ("equals_replace_equals", lambda k: k("equals_replace_equals", [swapped(k, x0, y0)], total("n", add(x0, y0)), 1)),
    ("equals_replace_equals", lambda k: k("equals_replace_equals", [swapped(k)], exp(add(X, Y)), 0)),
    ("exp_of_sum_is_product", lambda k: k("exp_of_sum_is_product", [], exp(add(X, mul(num(2), Y), num(3))))),
    ("exp_of_sum_is_product", lambda k: k("exp_of_sum_is_product", [], exp(ZERO))),
    ("log_of_exp", lambda k: k("log_of_exp", [], log(exp(X)))),
    ("exp_of_log", lambda k: k("exp_of_log", [], exp(log(D)))),
    ("exp_of_log", lambda k: k("exp_of_log", [k("hypothesis_holds", [], 1)], exp(log(add(HIGH, mul(MINUS, LOW)))))),
    ("log_of_product", lambda k: k("log_of_product", [], log(mul(D, exp(X))))),
    ("log_of_power", lambda k: k("log_of_power", [], log(power(D, Fraction(-3, 2))))),
    ("log_of_power", lambda k: k("log_of_power", [], log(ONE))),
    ("power_of_product", lambda k: k("power_of_product", [], power(mul(D, X), HALF))),
    ("power_of_product", lambda k: k("power_of_product", [], power(mul(X, Y), -1))),
    ("power_of_power", lambda k: k("power_of_power", [], power(power(D, 2), HALF))),
    ("delta_substitutes", lambda k: k("delta_substitutes", [], mul(delta(I, J), X, total("n", mul(X, x0))), I, J)),
    ("delta_of_pairs_is_product", lambda k: k("delta_of_pairs_is_product", [], P, R)),
    ("delta_moves_bijection", lambda k: k("delta_moves_bijection", [], image("s", 1, I), J)),
    ("delta_moves_bijection", lambda k: k("delta_moves_bijection", [], image("s", -1, I), J)),
    ("case_split", lambda k: k("case_split", [], exp(mul(entry("b", I), X)), entry("b", I))),
    ("case_split", lambda k: k("case_split", [], total("n", mul(delta(I, J), x0)), delta(I, J))),
    ("comparison_or_its_negation", lambda k: k("comparison_or_its_negation", [], holds("ge", 1, 1, I, -2, J, 1, size("m")))),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [], mul(holds("ge", -1, 1, I, -1, J), holds("ge", -1, 1, J, -1, I)), 1, 1)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [], mul(delta(I, J), holds("ge", -1, 1, J, -1, I)), 1, 1)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [], holds("ge", 0, 1, I, -1, size("n")), 1)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [], holds("eq", 1, 1, free("B", BOTH)), -1)),
    ("lesser_bound_decides", lambda k: k("lesser_bound_decides", [], holds("ge", -1, 1, I, -1, L), holds("ge", -1, 1, J, -1, L))),
    ("equality_is_two_bounds", lambda k: k("equality_is_two_bounds", [], holds("eq", 1, 1, I, -1, size("m")), 1)),
    ("equality_is_two_bounds", lambda k: k("equality_is_two_bounds", [], delta(I, J), -1)),
    ("equality_shifts_comparison", lambda k: k("equality_shifts_comparison", [], holds("eq", 1, 1, I, -1, J), holds("ge", 2, 1, I), -1)),
    ("equality_solves_index", lambda k: k("equality_solves_index", [], holds("eq", 1, 1, I, -1, J), mul(X, total("n", holds("ge", -1, 1, J, -1, i0))), J)),
    ("sum_of_equality_is_range", lambda k: k("sum_of_equality_is_range", [], total("n", holds("eq", 1, 1, i0, -1, J)))),
    ("sum_of_equality_is_range", lambda k: k("sum_of_equality_is_range", [], total(2, holds("eq", 0, 1, bound(0, 2), -1, J)))),
    ("sum_of_equality_is_range", lambda k: k("sum_of_equality_is_range", [], total(BOTH, holds("eq", 0, 1, bound(0, BOTH), -1, J)))),
    ("sum_of_bound_counts", lambda k: k("sum_of_bound_counts", [k("comparisons_exclude", [], holds("ge", -2, -1, J), 1), k("comparisons_exclude", [], holds("ge", 0, 1, J, -1, size("n")), 1)], total("n", holds("ge", 0, -1, i0, 1, J)))),
    ("choice_of_place_moves_out", lambda k: k("choice_of_place_moves_out", [], exp(SHIFTED), SHIFTED)),
    ("sign_by_form", lambda k: positive(k, total("n", entry("p", i0)))),
    ("sign_by_form", lambda k: positive(k, power(D, -3))),
    ("sign_by_form", lambda k: k("sign_by_form", [], power(X, 2), ">=")),
    ("sign_by_form", lambda k: k("sign_by_form", [], mul(entry("z", I), power(entry("z", J), -1), num(-2)), "!=")),
    ("sign_by_form", lambda k: k("sign_by_form", [k("condition_holds", [], 0)], mul(C, exp(X)), "!=")),
    ("sign_by_form", lambda k: k("sign_by_form", [k("hypothesis_holds", [], 1)], mul(D, add(HIGH, mul(MINUS, LOW))), ">")),
    ("sign_by_form", lambda k: k("sign_by_form", [], add(size("n"), size("e"), delta(I, J), holds("ge", 0, 1, I, -1, J)), ">")),
    ("sign_by_form", lambda k: k("sign_by_form", [], case(free("K", 2), D, exp(X)), ">")),
    ("sum_is_positive_by_one_term", lambda k: k("sum_is_positive_by_one_term", [positive(k, exp(X))], total("n", exp(x0)), I)),
    ("weighted_sum_is_positive", lambda k: k("weighted_sum_is_positive", [positive(k, total("n", entry("p", i0)))], exp(x0))),
    ("sign_passes_to_equal", lambda k: k("sign_passes_to_equal", [positive(k, exp(add(X, Y))), k("exp_of_sum_is_product", [], exp(add(X, Y)))])),
    ("factor_is_not_zero", lambda k: k("factor_is_not_zero", [k("sign_by_form", [], mul(D, exp(X)), "!=")], 1)),
    ("positive_is_not_negative", lambda k: k("positive_is_not_negative", [positive(k, D)], ">=")),
    ("positive_is_not_negative", lambda k: k("positive_is_not_negative", [positive(k, D)], "!=")),
    ("cofactor_of_positive_is_positive", lambda k: k("cofactor_of_positive_is_positive", [positive(k, mul(D, exp(X)))], 1)),
    ("exp_is_increasing", lambda k: k("exp_is_increasing", [k("hypothesis_holds", [], 1)], LOW, HIGH)),
    ("hypothesis_holds", lambda k: k("hypothesis_holds", [], 0, J)),
    ("right_inverse_is_left_inverse", lambda k: k("right_inverse_is_left_inverse", [unit_product(k)], J, L)),
    ("condition_holds", lambda k: k("condition_holds", [], 0)),
    ("holds_at_other_indices", lambda k: k("holds_at_other_indices", [swapped(k, x0, y0)], J)),
    ("holds_at_other_indices", lambda k: k("holds_at_other_indices", [positive(k, exp(add(x0, entry("x", i1))))], i1, bound(0, "n"))),
    ("root_of_square_is_no_less", lambda k: k("root_of_square_is_no_less", [], X, 1)),
    ("root_of_square_is_no_less", lambda k: k("root_of_square_is_no_less", [], X, -1)),
    ("sums_are_linear", lambda k: k("sums_are_linear", [], total("n", total("m", mul(add(entry("x", i1), C), add(entry("A", i1, bound(0, "m")), num(2))))), 2)),
    ("sums_are_linear", lambda k: k("sums_are_linear", [], total("n", mul(num(3), C)), 1)),
    ("equal_under_sums", lambda k: k("equal_under_sums", [swapped(k, x0, y0)], "n")),
    ("sum_picks_delta", lambda k: k("sum_picks_delta", [], total("n", mul(delta(i0, J), x0, C)))),
    ("sum_picks_delta", lambda k: k("sum_picks_delta", [], total("n", delta(i0, J)))),
    ("sums_commute", lambda k: k("sums_commute", [], total("n", total("m", mul(entry("x", i1), entry("A", i1, bound(0, "m"))))), 1, 0)),
    ("product_with_sum_nests", lambda k: k("product_with_sum_nests", [], mul(X, total("n", x0), C), 1)),
    ("sum_over_parts_splits", lambda k: k("sum_over_parts_splits", [], total(BOTH, mul(entry("v", bound(0, BOTH)), C)))),
    ("sum_over_parts_splits", lambda k: k("sum_over_parts_splits", [], total(3, entry("u", bound(0, 3))))),
    ("sum_over_pairs_nests", lambda k: k("sum_over_pairs_nests", [], total(PAIRS, mul(entry("w", bound(0, PAIRS)), entry("x", part(0, bound(0, PAIRS))))))),
    ("sum_ignores_bijection", lambda k: k("sum_ignores_bijection", [], total("n", mul(x0, exp(y0))), "s", -1)),
    ("largest_is_shifted", lambda k: k("largest_is_shifted", [], largest("n", add(C, x0, mul(x0, y0))))),
    ("largest_is_shifted", lambda k: k("largest_is_shifted", [], largest("n", C))),
    ("largest_is_shifted", lambda k: k("largest_is_shifted", [], largest("n", x0))),
    ("derivative_of_constant", lambda k: k("derivative_of_constant", [], mul(Y, C), *BY)),
    ("derivative_of_entry", lambda k: k("derivative_of_entry", [], xj, *BY)),
    ("derivative_of_inverse", lambda k: k("derivative_of_inverse", [slope_of_matrix(k)], entry("inv", J, L), *BY)),
    ("derivative_of_add", lambda k: k("derivative_of_add", [slope(k, xj), slope(k, Y)], add(xj, Y), *BY)),
    ("derivative_of_product", slope_of_product),
    ("derivative_of_power", lambda k: k("derivative_of_power", [slope(k, xj)], power(xj, 3), *BY)),
    ("derivative_of_power", lambda k: k("derivative_of_power", [slope(k, C, "c"), k("condition_holds", [], 0)], power(C, -2), "c")),
    ("derivative_of_power", lambda k: k("derivative_of_power", [slope(k, D, "d")], power(D, HALF), "d")),
    ("derivative_of_exp", lambda k: k("derivative_of_exp", [slope(k, xj)], exp(xj), *BY)),
    ("derivative_of_log", lambda k: k("derivative_of_log", [slope(k, D, "d")], log(D), "d")),
    ("derivative_of_total", lambda k: k("derivative_of_total", [slope(k, x0, "x", I)], total("n", x0), *BY)),
    ("derivative_of_case", lambda k: k("derivative_of_case", [slope(k, X), slope(k, C)], case(free("K", 2), X, C), *BY)),
    ("derivative_of_case", lambda k: k("derivative_of_case", [slope(k, x0, "x", I), slope(k, C, "x", I)], case(free("B", BOTH), x0, C), *BY)),
    ("derivative_of_call", lambda k: k("derivative_of_call", [slope(k, xj)], call("f", xj), *BY)),
    ("derivative_of_call", lambda k: k("derivative_of_call", [slope(k, xj)], call("sin", xj), *BY)),
    ("derivative_of_call", lambda k: k("derivative_of_call", [slope(k, xj)], call("cos", xj), *BY)),
    ("derivative_is_value", lambda k: k("derivative_is_value", [slope_of_product(k)])),
]  # fmt: skip


def second_derivative(k):
    """D (D (x_J x_J)) by x_I and x_L."""
    square = mul(xj, xj)
    once = k("derivative_of_product", [slope(k, xj), slope(k, xj)], square, *BY)
    by = ("x", L)
    parts = []
    for row in once.b.args:
        slopes = [slope(k, f, *by) for f in row.args]
        parts.append(k("derivative_of_product", slopes, row, *by))
    twice = k("derivative_of_add", parts, once.b, *by)
    return k("derivative_of_derivative", [once, twice], diff(square, *BY), *by)


GOOD.append(("derivative_of_derivative", second_derivative))

BAD = [
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [], X, Y)),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [], mul(X, power(X, -1)), ONE)),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [], power(power(X, 2), HALF), X)),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [], mul(power(X, HALF), power(X, HALF)), X)),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [], mul(power(add(X, Y), -1), add(X, Y)), ONE)),
    ("equal_by_arithmetic", lambda k: k("equal_by_arithmetic", [], power(add(*(entry("x", free(a, "n")) for a in "abcdefghijkl")), 12), ZERO)),
    ("equality_is_symmetric", lambda k: k("equality_is_symmetric", [positive(k, D)])),
    ("equality_is_transitive", lambda k: k("equality_is_transitive", [swapped(k), swapped(k)])),
    ("equality_is_transitive", lambda k: k("equality_is_transitive", [])),
    ("equality_is_transitive", lambda k: k("equality_is_transitive", [positive(k, D)])),
    ("equals_replace_equals", lambda k: k("equals_replace_equals", [swapped(k)], total("n", add(x0, y0)), 1)),
    ("equals_replace_equals", lambda k: k("equals_replace_equals", [swapped(k)], exp(add(X, Y)), -1)),
    ("equals_replace_equals", lambda k: k("equals_replace_equals", [swapped(k)], exp(add(X, Y)))),
    ("equals_replace_equals", lambda k: k("equals_replace_equals", [k("hypothesis_holds", [], 0, I)], diff(entry("q", I), *BY), 0)),
    ("exp_of_sum_is_product", lambda k: k("exp_of_sum_is_product", [], X)),
    ("log_of_exp", lambda k: k("log_of_exp", [], log(X))),
    ("exp_of_log", lambda k: k("exp_of_log", [], exp(log(X)))),
    ("exp_of_log", lambda k: k("exp_of_log", [], exp(X))),
    ("log_of_product", lambda k: k("log_of_product", [], log(mul(D, X)))),
    ("log_of_product", lambda k: k("log_of_product", [], log(X))),
    ("log_of_power", lambda k: k("log_of_power", [], log(power(X, 2)))),
    ("log_of_power", lambda k: k("log_of_power", [], log(X))),
    ("log_of_power", lambda k: k("log_of_power", [], X)),
    ("power_of_product", lambda k: k("power_of_product", [], power(mul(X, Y), HALF))),
    ("power_of_product", lambda k: k("power_of_product", [], power(X, 2))),
    ("power_of_power", lambda k: k("power_of_power", [], power(power(X, 2), HALF))),
    ("power_of_power", lambda k: k("power_of_power", [], power(X, 2))),
    ("delta_substitutes", lambda k: k("delta_substitutes", [], mul(X, delta(I, J)), I, J)),
    ("delta_substitutes", lambda k: k("delta_substitutes", [], mul(delta(I, J), X), X, Y)),
    ("delta_of_pairs_is_product", lambda k: k("delta_of_pairs_is_product", [], I, J)),
    ("delta_moves_bijection", lambda k: k("delta_moves_bijection", [], image("t", 1, I), J)),
    ("delta_moves_bijection", lambda k: k("delta_moves_bijection", [], I, J)),
    ("case_split", lambda k: k("case_split", [], exp(X), X)),
    ("case_split", lambda k: k("case_split", [], diff(mul(entry("b", J), X), "b", J), entry("b", J))),
    ("comparison_or_its_negation", lambda k: k("comparison_or_its_negation", [], holds("eq", 1, 1, I))),
    ("comparison_or_its_negation", lambda k: k("comparison_or_its_negation", [], holds("ge", 0, HALF, I))),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [], mul(holds("ge", 0, 1, I, -1, J), holds("ge", 0, 1, J, -1, I)), 1, 1)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [], holds("ge", -1, -1, I), -1)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [], holds("ge", -1, -1, I), 1, 1)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [], holds("ge", -1, 1, P), 1)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [], holds("ge", -9, 1, size("n")), 1)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [k("hypothesis_holds", [], 1)], holds("ge", -9, 1, I), 1, 1)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [], X, 1)),
    ("lesser_bound_decides", lambda k: k("lesser_bound_decides", [], holds("ge", 0, HALF, I), holds("ge", 0, 1, I))),
    ("lesser_bound_decides", lambda k: k("lesser_bound_decides", [], delta(I, J), holds("ge", 0, 1, I))),
    ("equality_is_two_bounds", lambda k: k("equality_is_two_bounds", [], holds("ge", -1, 1, I), 1)),
    ("equality_is_two_bounds", lambda k: k("equality_is_two_bounds", [], delta(I, J), 2)),
    ("equality_is_two_bounds", lambda k: k("equality_is_two_bounds", [], holds("eq", 0, HALF, I), 1)),
    ("equality_shifts_comparison", lambda k: k("equality_shifts_comparison", [], holds("ge", -1, 1, I), delta(I, J), 1)),
    ("sum_of_equality_is_range", lambda k: k("sum_of_equality_is_range", [], total("n", holds("ge", -1, 1, i0, -1, J)))),
    ("sum_of_equality_is_range", lambda k: k("sum_of_equality_is_range", [], total("n", exp(x0)))),
    ("sum_of_equality_is_range", lambda k: k("sum_of_equality_is_range", [], total("n", holds("eq", 0, 2, i0, -1, J)))),
    ("sum_of_equality_is_range", lambda k: k("sum_of_equality_is_range", [], total("n", holds("eq", 1, 1, i0, -1, image("s", 1, i0))))),
    ("sum_of_equality_is_range", lambda k: k("sum_of_equality_is_range", [], total(PAIRS, holds("eq", 1, 1, bound(0, PAIRS), -1, J)))),
    ("equality_solves_index", lambda k: k("equality_solves_index", [], holds("ge", -1, 1, I, -1, J), holds("ge", -1, 1, J), J)),
    ("equality_solves_index", lambda k: k("equality_solves_index", [], delta(I, J), holds("ge", -1, 1, L), L)),
    ("sum_of_equality_is_range", lambda k: k("sum_of_equality_is_range", [], largest("n", holds("eq", 1, 1, i0, -1, J)))),
    ("choice_of_place_moves_out", lambda k: k("choice_of_place_moves_out", [], exp(LARGEST), LARGEST)),
    ("choice_of_place_moves_out", lambda k: k("choice_of_place_moves_out", [], exp(ADDED), ADDED)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [], holds("ge", 1, 1, I), -1)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [k("sign_by_form", [], size("n"), "!=")], NO_PLACES, 2, 1)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [k("sign_by_form", [], mul(size("n"), size("m")), ">")], NO_PLACES, 2, 1)),
    ("comparisons_exclude", lambda k: k("comparisons_exclude", [k("sign_by_form", [], mul(num(HALF), size("n")), ">")], NO_PLACES, 1, 1)),
    ("sum_of_equality_is_range", lambda k: k("sum_of_equality_is_range", [], X)),
    ("sum_of_bound_counts", lambda k: k("sum_of_bound_counts", [], total("n", holds("ge", 0, -1, i0, 1, free("K", "m"))))),
    ("sum_of_bound_counts", lambda k: k("sum_of_bound_counts", [], total("n", holds("ge", -1, 1, i0, -1, J)))),
    ("sum_of_bound_counts", lambda k: k("sum_of_bound_counts", [], X)),
    ("choice_of_place_moves_out", lambda k: k("choice_of_place_moves_out", [], diff(mul(SHIFTED, X), "x", I), SHIFTED)),
    ("choice_of_place_moves_out", lambda k: k("choice_of_place_moves_out", [], exp(X), X)),
    ("choice_of_place_moves_out", lambda k: k("choice_of_place_moves_out", [], exp(X), total("n", mul(x0, x0)))),
    ("sign_by_form", lambda k: positive(k, X)),
    ("sign_by_form", lambda k: positive(k, power(X, 2))),
    ("sign_by_form", lambda k: k("sign_by_form", [], log(D), ">=")),
    ("sign_by_form", lambda k: k("sign_by_form", [], power(X, 3), ">=")),
    ("sign_by_form", lambda k: k("sign_by_form", [], mul(X, Y), "!=")),
    ("sign_by_form", lambda k: k("sign_by_form", [], num(0), "!=")),
    ("sign_by_form", lambda k: k("sign_by_form", [], X, "!=")),
    ("sign_by_form", lambda k: positive(k, total("e", exp(entry("empty", bound(0, "e")))))),
    ("sign_by_form", lambda k: k("sign_by_form", [], X, "<")),
    ("sum_is_positive_by_one_term", lambda k: k("sum_is_positive_by_one_term", [positive(k, exp(X))], total("n", x0), I)),
    ("sum_is_positive_by_one_term", lambda k: k("sum_is_positive_by_one_term", [positive(k, exp(Y))], total("n", exp(x0)), I)),
    ("weighted_sum_is_positive", lambda k: k("weighted_sum_is_positive", [positive(k, D)], exp(x0))),
    ("weighted_sum_is_positive", lambda k: k("weighted_sum_is_positive", [Theorem(">", total("n", x0))], exp(x0))),
    ("weighted_sum_is_positive", lambda k: k("weighted_sum_is_positive", [positive(k, total("n", entry("p", i0)))], x0)),
    ("sign_passes_to_equal", lambda k: k("sign_passes_to_equal", [positive(k, D), swapped(k)])),
    ("sign_passes_to_equal", lambda k: k("sign_passes_to_equal", [swapped(k), swapped(k)])),
    ("factor_is_not_zero", lambda k: k("factor_is_not_zero", [positive(k, D)], 0)),
    ("factor_is_not_zero", lambda k: k("factor_is_not_zero", [positive(k, mul(D, D))], -1)),
    ("positive_is_not_negative", lambda k: k("positive_is_not_negative", [k("condition_holds", [], 0)], ">=")),
    ("cofactor_of_positive_is_positive", lambda k: k("cofactor_of_positive_is_positive", [positive(k, D)], 0)),
    ("cofactor_of_positive_is_positive", lambda k: k("cofactor_of_positive_is_positive", [Theorem(">", add(D, X))], 1)),
    ("cofactor_of_positive_is_positive", lambda k: k("cofactor_of_positive_is_positive", [k("sign_by_form", [], mul(power(X, 2), power(Y, 2)), ">=")], 0)),
    ("exp_is_increasing", lambda k: k("exp_is_increasing", [k("hypothesis_holds", [], 1)], HIGH, LOW)),
    ("hypothesis_holds", lambda k: k("hypothesis_holds", [], 7)),
    ("right_inverse_is_left_inverse", lambda k: k("right_inverse_is_left_inverse", [swapped(k)], J, L)),
    ("right_inverse_is_left_inverse", lambda k: k("right_inverse_is_left_inverse", [k("equality_is_symmetric", [unit_product(k)])], J, L)),
    ("right_inverse_is_left_inverse", lambda k: k("right_inverse_is_left_inverse", [unit_product(k)], J, free("M", "m"))),
    ("right_inverse_is_left_inverse", lambda k: k("right_inverse_is_left_inverse", [told(unit_product(k).a, UNIT, "D")], J, L)),
    ("right_inverse_is_left_inverse", lambda k: k("right_inverse_is_left_inverse", [told(largest(*unit_product(k).a.args), UNIT)], J, L)),
    ("right_inverse_is_left_inverse", lambda k: k("right_inverse_is_left_inverse", [told(total("n", add(*unit_product(k).a.args[1].args)), UNIT)], J, L)),
    ("right_inverse_is_left_inverse", lambda k: k("right_inverse_is_left_inverse", [mixed_product(k)], J, L)),
    ("right_inverse_is_left_inverse", lambda k: k("right_inverse_is_left_inverse", [product_with_itself(k)], J, L)),
    ("hypothesis_holds", lambda k: k("hypothesis_holds", [], -1)),
    ("hypothesis_holds", lambda k: k("hypothesis_holds", [], 0)),
    ("hypothesis_holds", lambda k: k("hypothesis_holds", [], 0, P)),
    ("hypothesis_holds", lambda k: k("hypothesis_holds", [], 2, free("E", "e"))),
    ("condition_holds", lambda k: k("condition_holds", [], 1)),
    ("holds_at_other_indices", lambda k: k("holds_at_other_indices", [swapped(k, x0, y0)], P)),
    ("holds_at_other_indices", lambda k: k("holds_at_other_indices", [swapped(k, x0, y0)])),
    ("holds_at_other_indices", lambda k: k("holds_at_other_indices", [slope(k, x0, "x", J)], J)),
    ("root_of_square_is_no_less", lambda k: k("root_of_square_is_no_less", [], X, 2)),
    ("sums_are_linear", lambda k: k("sums_are_linear", [], total("n", x0), 2)),
    ("sums_are_linear", lambda k: k("sums_are_linear", [], total("n", x0), 0)),
    ("equal_under_sums", lambda k: k("equal_under_sums", [positive(k, D)], "n")),
    ("equal_under_sums", lambda k: k("equal_under_sums", [swapped(k, x0, y0)], "m")),
    ("sum_picks_delta", lambda k: k("sum_picks_delta", [], total("n", x0))),
    ("sum_picks_delta", lambda k: k("sum_picks_delta", [], total("n", mul(delta(i0, image("s", 1, i0)), x0)))),
    ("sum_picks_delta", lambda k: k("sum_picks_delta", [], X)),
    ("sums_commute", lambda k: k("sums_commute", [], total("n", x0), 1, 0)),
    ("sums_commute", lambda k: k("sums_commute", [], total("n", total("n", x0)), 0, 0)),
    ("product_with_sum_nests", lambda k: k("product_with_sum_nests", [], mul(X, Y), 1)),
    ("product_with_sum_nests", lambda k: k("product_with_sum_nests", [], X, 0)),
    ("sum_over_parts_splits", lambda k: k("sum_over_parts_splits", [], total("n", x0))),
    ("sum_over_parts_splits", lambda k: k("sum_over_parts_splits", [], X)),
    ("sum_over_pairs_nests", lambda k: k("sum_over_pairs_nests", [], total("n", x0))),
    ("sum_over_pairs_nests", lambda k: k("sum_over_pairs_nests", [], X)),
    ("sum_ignores_bijection", lambda k: k("sum_ignores_bijection", [], total("m", entry("A", I, bound(0, "m"))), "s", 1)),
    ("largest_is_shifted", lambda k: k("largest_is_shifted", [], largest("e", C))),
    ("largest_is_shifted", lambda k: k("largest_is_shifted", [], X)),
    ("derivative_of_constant", lambda k: k("derivative_of_constant", [], mul(X, C), *BY)),
    ("derivative_of_entry", lambda k: k("derivative_of_entry", [], Y, *BY)),
    ("derivative_of_constant", lambda k: k("derivative_of_constant", [], entry("inv", J, L), *BY)),
    ("derivative_of_constant", lambda k: k("derivative_of_constant", [], X, "inv", I, J)),
    ("derivative_of_entry", lambda k: k("derivative_of_entry", [], entry("inv", J, L), "inv", I, J)),
    ("derivative_of_inverse", lambda k: k("derivative_of_inverse", [slope_of_matrix(k)], xj, *BY)),
    ("derivative_of_inverse", lambda k: k("derivative_of_inverse", [slope(k, C)], entry("inv", J, L), *BY)),
    ("derivative_of_inverse", lambda k: k("derivative_of_inverse", [slope_of_matrix(k)], entry("inv", J, free("M", "m")), *BY)),
    ("derivative_of_add", lambda k: k("derivative_of_add", [slope(k, xj)], add(xj, Y), *BY)),
    ("derivative_of_add", lambda k: k("derivative_of_add", [slope(k, Y), slope(k, xj)], add(xj, Y), *BY)),
    ("derivative_of_add", lambda k: k("derivative_of_add", [], xj, *BY)),
    ("derivative_of_product", lambda k: k("derivative_of_product", [], xj, *BY)),
    ("derivative_of_power", lambda k: k("derivative_of_power", [slope(k, xj)], power(xj, -1), *BY)),
    ("derivative_of_power", lambda k: k("derivative_of_power", [slope(k, C, "c"), k("condition_holds", [], 0)], power(C, HALF), "c")),
    ("derivative_of_power", lambda k: k("derivative_of_power", [], xj, *BY)),
    ("derivative_of_exp", lambda k: k("derivative_of_exp", [], xj, *BY)),
    ("derivative_of_log", lambda k: k("derivative_of_log", [slope(k, xj)], log(xj), *BY)),
    ("derivative_of_log", lambda k: k("derivative_of_log", [], xj, *BY)),
    ("derivative_of_total", lambda k: k("derivative_of_total", [], xj, *BY)),
    ("derivative_of_total", lambda k: k("derivative_of_total", [slope(k, x0, "x", i0)], total("n", x0), "x", i0)),
    ("derivative_of_case", lambda k: k("derivative_of_case", [], xj, *BY)),
    ("derivative_of_call", lambda k: k("derivative_of_call", [slope(k, xj)], call("g", xj), *BY)),
    ("derivative_of_call", lambda k: k("derivative_of_call", [], xj, *BY)),
    ("derivative_of_derivative", lambda k: k("derivative_of_derivative", [slope(k, xj), slope(k, xj)], diff(xj, *BY), *BY)),
    ("derivative_of_derivative", lambda k: k("derivative_of_derivative", [slope(k, xj), swapped(k)], diff(xj, *BY), *BY)),
    ("derivative_of_derivative", lambda k: k("derivative_of_derivative", [slope(k, X), slope(k, X)], diff(xj, *BY), *BY)),
    ("derivative_is_value", lambda k: k("derivative_is_value", [swapped(k)])),
    ("no_such_rule", lambda k: k("no_such_rule")),
]  # fmt: skip

for more in (rules_of_functions, rules_of_steps, rules_of_bounds):
    GOOD += more.GOOD
    BAD += more.BAD


def named(cases):
    """Test parameters with the rule's name and a number."""
    seen = {}
    for name, make in cases:
        seen[name] = seen.get(name, 0) + 1
        yield pytest.param(name, make, id=f"{name}-{seen[name]}")


@pytest.mark.parametrize(("name", "make"), list(named(GOOD)))
def test_what_a_rule_states_is_true(name, make):
    theorem = make(Applied())
    assert isinstance(theorem, Theorem)
    for seed in range(40):
        world = random_world(seed)
        world.frees |= {"K": seed % 2, "B": (0, 0) if seed % 2 else (1, 0)}
        assert holds_in(world, theorem), (seed, world)


@pytest.mark.parametrize(("name", "make"), list(named(BAD)))
def test_broken_twin_is_refused(name, make):
    with pytest.raises(StepRefused):
        make(Applied())


def test_every_rule_is_tested_in_both_ways():
    assert set(RULES) == {name for name, _ in GOOD}
    assert {name for name, _ in BAD} == set(RULES) | {"no_such_rule"}


@pytest.mark.parametrize(
    ("rel", "a", "b"),
    [
        ("=", X, Y),
        (">", X, ZERO),
        (">=", X, ZERO),
        ("!=", X, ZERO),
        ("=", x0, y0),
        ("D", mul(X, X), X),
    ],
)
def test_a_false_theorem_is_seen(rel, a, b):
    """The evaluator of this file can tell: a theorem that no rule would state fails somewhere."""
    theorem = Theorem(rel, a, b, by=("x", I) if rel == "D" else ())
    assert not all(holds_in(random_world(seed), theorem) for seed in range(40))


def test_two_rules_of_one_name_are_refused():
    with pytest.raises(TypeError, match="two rules"):
        rule(RULES["case_split"])


def test_pairs_and_units_are_elements():
    """The evaluator and the kernel agree on how elements of compound sorts are made and taken apart."""
    world = random_world(3)
    assert world.index(pair(I, free("M", "m")), ()) if world.frees.update(M=0) is None else False
    assert world.index(part(0, P), ()) == world.frees["P"][0]
    assert world.index(unit(2, 3), ()) == 2
