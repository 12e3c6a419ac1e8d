"""Ranges without an element prove nothing, however the element is hidden.

Legend
  x, X        a scalar, an entry x[I]      e       a size that may be 0      S     sum_e exp(x)
"""

import pytest

from symattn.kernel.certificate import certificate_text, replay
from symattn.kernel.indices import bound, free, unit
from symattn.kernel.statement import Hypothesis, Judgement, Statement
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    case,
    delta,
    diff,
    entry,
    exp,
    largest,
    log,
    mul,
    num,
    power,
    total,
)
from symattn.kernel.theorem import Kernel, StepRefused
from tests.kernel.refusals import RATIO, E, S, e0, equal, refusal, statement, v0, x, y


def softmax_sums_to_one(*middle, last):
    """Steps that use an element of e to prove S > 0 and then hide it."""
    return [
        ("sign_by_form", [], [exp(v0), ">"]),
        ("sum_is_positive_by_one_term", [0], [S, e0]),
        ("equal_by_arithmetic", [1], [RATIO, ONE]),
        *middle,
    ], last


# ---- ranges without an element


def test_element_of_an_empty_range_is_refused():
    steps, last = softmax_sums_to_one(last=[2])
    assert "range may be empty" in refusal(statement(equal(RATIO, ONE)), steps, last)


def test_empty_range_cannot_be_hidden_under_another_sum():
    """sum over 1 of S/S is S/S; the sum over 1 does not make e have an element."""
    steps, last = softmax_sums_to_one(
        ("equal_under_sums", [2], [1]),
        ("sum_over_parts_splits", [], [total(1, RATIO)]),
        ("sum_over_parts_splits", [], [total(1, ONE)]),
        ("equality_is_symmetric", [4], []),
        ("equality_is_transitive", [6, 3, 5], []),
        last=[7],
    )
    assert "range may be empty" in refusal(statement(equal(RATIO, ONE)), steps, last)


@pytest.mark.parametrize("hide", ["sum", "max"])
def test_empty_range_cannot_be_hidden_by_replacement(hide):
    make = total if hide == "sum" else largest
    steps, last = softmax_sums_to_one(
        ("equals_replace_equals", [2], [make("n", RATIO), 1]), last=[3]
    )
    goal = equal(make("n", RATIO), make("n", ONE))
    assert "range may be empty" in refusal(statement(goal), steps, last)


@pytest.mark.parametrize("place", [1, 2])
def test_empty_range_cannot_be_hidden_in_a_case(place):
    """Only the part over e may use that e has an element, though both bind an index."""
    k = free("k", ("+", "e", "n"))
    bodies = [ONE, ONE]
    bodies[place - 1] = RATIO
    steps, last = softmax_sums_to_one(
        ("equals_replace_equals", [2], [case(k, *bodies), place]), last=[3]
    )
    claim = statement(equal(case(k, *bodies), case(k, ONE, ONE)))
    if place == 2:
        assert "range may be empty" in refusal(claim, steps, last)
    else:
        assert replay(certificate_text(claim, (), steps, last)).steps == 4


def test_slope_in_a_case_cannot_hide_an_empty_range():
    """Premises about one part of a case may not be used in another."""
    k = free("k", ("+", "e", "n"))
    t = case(k, ONE, log(add(x, S)))
    inner = [
        ("sign_by_form", [], [exp(v0), ">"]),
        ("sum_is_positive_by_one_term", [0], [S, e0]),
        ("derivative_of_constant", [], [S, "x"]),
        ("derivative_of_log", [2, 1], [log(S), "x"]),
        ("derivative_of_constant", [], [ONE, "x"]),
        ("derivative_of_case", [4, 3], [case(k, ONE, log(S)), "x"]),
        ("derivative_is_value", [5], []),
    ]
    goal = equal(diff(case(k, ONE, log(S)), "x"), case(k, ZERO, mul(power(S, -1), ZERO)))
    assert "range may be empty" in refusal(statement(goal), inner)
    assert "another part" in refusal(
        statement(equal(t, t)), [*inner[:5], ("derivative_of_case", [4, 3], [t, "x"])]
    )


def test_positive_term_must_be_an_element_of_the_range():
    """sum over e of 1 is not positive because 1 is."""
    count = total("e", ONE)
    claim = statement(Judgement(">", count))
    one = ("sign_by_form", [], [ONE, ">"])
    for i in (unit(0, 1), free("i", "n")):
        assert "is not the range" in refusal(
            claim, [one, ("sum_is_positive_by_one_term", [0], [count, i])]
        )
    for i in (E, e0):
        assert "range may be empty" in refusal(
            claim, [one, ("sum_is_positive_by_one_term", [0], [count, i])]
        )


def test_theorem_about_an_element_may_use_it():
    """For all i in e: v[i] S/S = v[i]."""
    i = entry("v", E)
    steps = [
        ("sign_by_form", [], [exp(i), ">"]),
        ("sum_is_positive_by_one_term", [0], [S, E]),
        ("equal_by_arithmetic", [1], [mul(i, RATIO), i]),
    ]
    assert replay(certificate_text(statement(equal(mul(i, RATIO), i)), (), steps, [2])).steps == 3


def test_hypothesis_about_an_empty_range_says_nothing():
    given = (Hypothesis(("e",), equal(ONE, ZERO)),)
    claim = statement(equal(x, y), hypotheses=given)
    for i in (E, e0):
        assert "may be empty" in refusal(claim, [("hypothesis_holds", [], [0, i])])
    assert "one index for each range" in refusal(claim, [("hypothesis_holds", [], [0])])


def test_hypothesis_about_a_named_index_of_an_empty_range_stays_with_it():
    """1 = 0 if i is in e: nothing about x and y."""
    given = (Hypothesis((), equal(mul(delta(E, E), entry("v", E)), num(5))),)
    claim = statement(equal(x, y), hypotheses=given)
    steps = [
        ("hypothesis_holds", [], [0]),
        ("equal_by_arithmetic", [], [add(x, mul(num(0), entry("v", E))), x]),
        ("equal_by_arithmetic", [], [x, add(x, mul(num(0), entry("v", E)))]),
        ("equality_is_transitive", [2, 1], []),
    ]
    same = statement(equal(x, x), hypotheses=given)
    assert "range may be empty" in refusal(same, steps)
    assert "does not prove" in refusal(claim, steps)


def test_maximum_over_an_empty_range_is_unknown():
    t = largest("e", x)
    claim = statement(equal(t, x))
    assert "may be empty" in refusal(claim, [("largest_is_shifted", [], [t])])


def test_compound_ranges_are_empty_where_their_parts_are():
    for s, fine in ((("*", "n", "e"), False), (("+", "n", "e"), True), (("+", "e", "e"), False)):
        count = total(s, ONE)
        claim = statement(Judgement(">", count))
        steps = [("sign_by_form", [], [count, ">"])]
        if fine:
            assert replay(certificate_text(claim, (), steps, [0])).steps == 1
        else:
            assert "not known" in refusal(claim, steps)


def test_the_largest_of_no_numbers_is_not_reordered():
    """Two largest of no numbers are two unknown numbers."""
    s = Statement(sizes=(("e", 0),), tensors=(("x", ("e",), ()),), bijections=(("sigma", "e"),))
    t = largest("e", entry("x", bound(0, "e")))
    with pytest.raises(StepRefused, match="may be empty"):
        Kernel(s).apply("largest_ignores_bijection", [], (t, "sigma", 1))
