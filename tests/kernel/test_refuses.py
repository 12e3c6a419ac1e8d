"""False theorems that clever certificates could hope to prove: each is refused.

Legend
  x, X        a scalar, an entry x[I]      e       a size that may be 0      S     sum_e exp(x)
"""

from fractions import Fraction

import pytest

from symattn.kernel.certificate import certificate_text, replay
from symattn.kernel.indices import bound, free, image, inject, part
from symattn.kernel.statement import Hypothesis, Judgement
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    call,
    delta,
    diff,
    entry,
    exp,
    holds,
    log,
    mul,
    num,
    power,
    total,
)
from tests.kernel.refusals import HALF, E, equal, n0, refusal, statement, v0, x, y

# ---- arithmetic


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (x, y),
        (ONE, ZERO),
        (power(power(x, 2), HALF), x),
        (mul(power(x, HALF), power(x, HALF)), x),
        (mul(ZERO, power(ZERO, -1)), ONE),
        (mul(x, power(x, -1)), ONE),
        (power(x, 0), mul(x, power(x, -1))),
        (mul(add(x, y), power(add(x, y), -1)), ONE),
        (power(mul(x, y), HALF), mul(power(x, HALF), power(y, HALF))),
        (power(power(x, -1), HALF), power(power(x, HALF), -1)),
        (power(mul(num(-1), x), HALF), mul(num(-1), power(x, HALF))),
        (power(num(-8), Fraction(1, 3)), num(-2)),
        (exp(log(x)), x),
        (power(power(x, 3), Fraction(1, 3)), x),
        (log(power(x, 2)), mul(num(2), log(x))),
        (delta(E, free("j", "e")), ONE),
    ],
)
def test_false_equation_is_refused(a, b):
    """Neither arithmetic nor the rules of logarithms and powers give it, in any order."""
    claim = statement(equal(a, b))
    assert "not one polynomial" in refusal(claim, [("equal_by_arithmetic", [], [a, b])])
    for name in ("exp_of_log", "log_of_power", "log_of_product", "power_of_product", "power_of_power"):  # fmt: skip
        for t in (a, b):
            assert refusal(claim, [(name, [], [t])])


def test_zero_over_zero_is_one_only_on_the_listed_condition():
    zero = add(x, mul(num(-1), x))
    t = mul(zero, power(zero, -1))
    claim = statement(equal(t, ONE))
    assert "no such condition" in refusal(claim, [("condition_holds", [], [0])])
    listed = (Judgement("!=", zero),)
    steps = [("condition_holds", [], [0]), ("equal_by_arithmetic", [0], [t, ONE])]
    assert "not one polynomial" in refusal(claim, steps, conditions=listed)


# ---- derivatives


def test_hypothesis_says_nothing_about_the_slope():
    """x = y at one point; the derivative of x - y by x is 1."""
    given = (Hypothesis((), equal(x, y)),)
    t = add(x, mul(num(-1), y))
    claim = statement(equal(diff(t, "x"), ZERO), hypotheses=given)
    known = [("hypothesis_holds", [], [0]), ("equal_by_arithmetic", [0], [t, ZERO])]
    for step in (
        ("equals_replace_equals", [1], [diff(t, "x"), 0]),
        ("derivative_of_constant", [], [t, "x"]),
        ("equal_by_arithmetic", [0, 1], [diff(t, "x"), ZERO]),
        ("derivative_is_value", [1], []),
    ):
        assert refusal(claim, [*known, step])


def test_zero_or_one_is_not_put_into_a_derivative():
    """b = 0 or 1, but D (b b) = 2 b and D b = 1."""
    b = entry("b")
    claim = statement(equal(diff(mul(b, b), "b"), diff(b, "b")), tensors=(("b", (), ("boolean",)),))
    assert "derivative" in refusal(claim, [("case_split", [], [claim.goals[0].a, b])])
    assert "polynomial" in refusal(
        claim, [("equal_by_arithmetic", [], [claim.goals[0].a, claim.goals[0].b])]
    )
    steps = [("equal_by_arithmetic", [], [mul(b, b), b])]
    assert "congruence" in refusal(
        claim, [*steps, ("equals_replace_equals", [0], [claim.goals[0].a, 0])]
    )


@pytest.mark.parametrize("wrong", [5, x])
def test_derivative_is_by_a_tensor(wrong):
    """A name that is no string could become one: "5", or the text of a term."""
    name = str(wrong)
    t = entry(name)
    claim = statement(equal(diff(t, name), ZERO), tensors=((name, (), ()),))
    assert refusal(claim, [("derivative_of_constant", [], [t, wrong])])
    fine = statement(equal(x, x))
    assert "a name is a string" in refusal(fine, [("derivative_of_constant", [], [y, wrong])])


def test_declared_function_cannot_take_a_known_name():
    for functions in ((("sin", 1, "f"),), (("exp", 1, ""),), (("log", 1, "exp"),)):
        claim = statement(equal(x, x), functions=functions)
        assert refusal(claim, [("equal_by_arithmetic", [], [x, x])])


def test_derivative_of_a_function_is_for_its_own_number_of_arguments():
    t = call("f", x)
    claim = statement(equal(x, x), functions=(("f", 2, "g"),))
    steps = [
        ("derivative_of_entry", [], [x, "x"]),
        ("derivative_of_call", [0], [t, "x"]),
    ]
    assert "no derivative" in refusal(claim, steps)


def test_positive_tensor_gives_no_more_than_its_sign():
    p = entry("p")
    claim = statement(equal(diff(log(p), "p"), power(p, -1)), tensors=(("p", (), ("positive",)),))
    steps = [
        ("derivative_of_entry", [], [p, "p"]),
        ("derivative_of_log", [0], [log(p), "p"]),
        ("derivative_is_value", [1], []),
    ]
    assert "does not prove" in refusal(claim, steps)
    steps += [
        ("equal_by_arithmetic", [], [mul(power(p, -1), ONE), power(p, -1)]),
        ("equality_is_transitive", [2, 3], []),
    ]
    assert replay(certificate_text(claim, (), steps, [4])).steps == 5


# ---- binders and structured ranges


def test_binder_captures_nothing():
    """sum_i (w_i - w_j) u: the free j below a new binder stays outside."""
    w1 = entry("w", bound(1, "n"))
    inner = total("n", mul(entry("w", n0), w1))  # level 1 of the body dangles
    steps = [("product_with_sum_nests", [], [mul(entry("w", n0), inner), 1])]
    wrong = equal(total("n", mul(entry("w", n0), inner)), total("n", total("n", ONE)))
    assert "does not prove" in refusal(statement(wrong), [*steps, ("equal_under_sums", [0], ["n"])])


def test_sums_over_other_ranges_bind_nothing_here():
    t = entry("w", n0)
    steps = [("equal_by_arithmetic", [], [t, t]), ("equal_under_sums", [0], ["e"])]
    assert "is bound by a sum over" in refusal(statement(equal(x, x)), steps)


def test_delta_on_pairs_compares_every_coordinate():
    s = ("*", "n", "n")
    p, q = free("p", s), free("q", s)
    first = delta(part(0, p), part(0, q))
    claim = statement(equal(delta(p, q), first))
    steps = [("delta_of_pairs_is_product", [], [p, q])]
    assert "does not prove" in refusal(claim, steps)
    assert "not one polynomial" in refusal(
        claim, [("equal_by_arithmetic", [], [delta(p, q), first])]
    )


def test_positions_in_parts_are_not_positions_in_the_whole():
    """The j-th of the second part is not the j-th of all."""
    s = ("+", "n", "n")
    i, j = free("i", "n"), free("j", "n")
    whole = holds("ge", 0, 1, inject(1, s, i), -1, inject(0, s, j))
    inside = holds("ge", 0, 1, i, -1, j)
    assert "not one polynomial" in refusal(
        statement(equal(whole, inside)), [("equal_by_arithmetic", [], [whole, inside])]
    )


def test_sums_over_pairs_do_not_commute_with_their_coordinates():
    s = ("*", "n", "n")
    t = total(s, entry("w", part(0, bound(0, s))))
    other = total(s, entry("w", part(1, bound(0, s))))
    claim = statement(equal(t, other))
    for step in (
        ("sums_commute", [], [t, 0]),
        ("sum_over_pairs_nests", [], [t]),
        ("equal_by_arithmetic", [], [t, other]),
    ):
        assert refusal(claim, [step])


def test_bijection_acts_on_its_own_range():
    t = total("e", v0)
    claim = statement(equal(t, t), bijections=(("s", "n"),))
    assert "no such bijection" in refusal(claim, [("sum_ignores_bijection", [], [t, "s", 1])])
    i = image("s", 1, E)
    assert "no such bijection" in refusal(claim, [("delta_moves_bijection", [], [i, E])])
