"""False theorems that clever certificates once proved, or could hope to prove: each is refused.

Legend
  x, X        a scalar, an entry x[I]      e       a size that may be 0      S     sum_e exp(x)
"""

import io
import json
from fractions import Fraction

import pytest

from symattn.kernel.__main__ import main, serve
from symattn.kernel.certificate import Refused, certificate_text, replay
from symattn.kernel.indices import bound, free, image, inject, part, unit
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

HALF = Fraction(1, 2)
x, y = entry("x"), entry("y")
e0, n0 = bound(0, "e"), bound(0, "n")
v0 = entry("v", e0)
S = total("e", exp(v0))
RATIO = mul(S, power(S, -1))
E = free("i", "e")
TENSORS = (("x", (), ()), ("y", (), ()), ("v", ("e",), ()), ("w", ("n",), ()))
SIZES = (("e", 0), ("n", 1))


def statement(*goals, **parts):
    """A statement about x, y, v[e], w[n]."""
    return Statement(**{"sizes": SIZES, "tensors": TENSORS, "goals": goals, **parts})


def equal(a, b):
    return Judgement("=", a, b)


def refusal(claim, steps, last=None, conditions=()):
    """Why the steps do not prove the goals of the claim."""
    goals = [len(steps) - 1] * len(claim.goals) if last is None else last
    with pytest.raises(Refused) as refused:
        replay(certificate_text(claim, conditions, steps, goals))
    return str(refused.value)


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


# ---- statements that would be misread


@pytest.mark.parametrize("rel", [">", ">=", "!="])
def test_sign_is_compared_with_zero(rel):
    """x > -5 must not be used, nor printed, as x > 0."""
    below = Judgement(rel, x, num(-5))
    claim = statement(Judgement(rel, x), hypotheses=(Hypothesis((), below),))
    assert "another number than 0" in refusal(claim, [("hypothesis_holds", [], [0])])
    t = power(x, -1)
    claim = statement(equal(t, t))
    listed = (Judgement(rel, x, num(-5)),)
    assert "a condition" in refusal(claim, [("condition_holds", [], [0])], conditions=listed)


@pytest.mark.parametrize(
    "name", ["", "1", "x\n  proves 1 = 0", "x y", "a=b", "-x", "x" * 300, "x\u200b\u2028"]
)
def test_name_that_a_reader_would_misread_is_refused(name):
    goal = equal(entry(name), entry(name))
    claim = Statement(tensors=((name, (), ()),), goals=(goal,))
    assert "is no name" in refusal(claim, [("equal_by_arithmetic", [], [goal.a, goal.b])])
    i = entry("w", free(name, "n"))
    assert "is no name" in refusal(statement(equal(i, i)), [("equal_by_arithmetic", [], [i, i])])


def test_number_in_another_spelling_is_refused():
    goal = equal(num(Fraction(1, 2)), num(Fraction(1, 2)))
    text = certificate_text(
        Statement(goals=(goal,)), (), [("equal_by_arithmetic", [], [goal.a, goal.b])], [0]
    )
    assert replay(text).steps == 1
    for other in ("2/4", "+1/2", " 1/2", "1_0/20", "-1/-2", "0.5", "1e9999999", "1/02"):
        with pytest.raises(Refused):
            replay(text.replace("1/2", other))


@pytest.mark.parametrize("least", [True, "1", None])
def test_least_size_is_an_integer(least):
    t = size("n")
    data = json.loads(
        certificate_text(statement(equal(t, t)), (), [("equal_by_arithmetic", [], [t, t])], [0])
    )
    data["statement"]["sizes"][1][1] = least
    with pytest.raises(Refused, match="not an integer"):
        replay(json.dumps(data))


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity", "1.5"])
def test_number_that_is_no_integer_is_refused(constant):
    t = size("n")
    text = certificate_text(statement(equal(t, t)), (), [("equal_by_arithmetic", [], [t, t])], [0])
    with pytest.raises(Refused, match="no decimal numbers"):
        replay(text.replace('["n",1]', f'["n",{constant}]'))


def test_undeclared_size_of_an_axis_is_refused():
    for parts in (
        {"tensors": (("x", (), ()), ("u", ("z",), ()))},
        {"bijections": (("s", "z"),)},
        {"hypotheses": (Hypothesis(("z",), equal(x, x)),)},
    ):
        assert "undeclared size 'z'" in refusal(
            statement(equal(x, x), **parts), [("equal_by_arithmetic", [], [x, x])]
        )


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"sizes": (*SIZES, ("x", 1))}, "a tensor is named like a size"),
        ({"functions": (("max", 1, ""),)}, "a function is named like an operation"),
        ({"goals": (equal(entry("w", free("n", "n")), x),)}, "an index is named like"),
        ({"goals": (equal(entry("w", free("i", "n")), entry("v", E)),)}, "an index is named like"),
    ],
)
def test_two_things_of_one_name_are_refused(parts, why):
    """The printed theorem would not say which is meant."""
    claim = statement(*parts.pop("goals", (equal(x, x),)), **parts)
    assert why in refusal(claim, [])


# ---- too large to be worked out


@pytest.mark.parametrize(
    "t",
    [
        power(x, 10**12),
        power(num(2), 10**6),
        power(num(3), -(10**12)),
        mul(power(num(2), HALF), power(power(num(2), -HALF), -(10**6))),
        power(power(power(num(7), 1000), 1000), 1000),
    ],
)
def test_power_that_is_too_large_is_refused(t):
    """A forged certificate cannot make the kernel work for ever."""
    assert "equal_by_arithmetic: " in refusal(
        statement(equal(t, t)), [("equal_by_arithmetic", [], [t, ONE])]
    )


def test_squares_of_squares_are_refused():
    t = num(3)
    for _ in range(60):
        t = mul(t, t)
    assert "binary digits" in refusal(
        statement(equal(t, t)), [("equal_by_arithmetic", [], [t, ONE])]
    )


def test_pairs_of_pairs_are_refused():
    rows = [["free", "i", "n"], *(["pair", {"t": k}, {"t": k}] for k in range(40))]
    text = certificate_text(statement(equal(x, x)), (), [("equal_by_arithmetic", [], [x, x])], [0])
    with pytest.raises(Refused, match="nested too deeply"):
        replay(json.dumps({**json.loads(text), "terms": rows}))


def test_theorem_too_deep_to_print_is_refused(tmp_path, capsys):
    """It replays, but nobody could read what was proved."""
    t = x
    for _ in range(190):
        t = mul(y, add(t, y))
    goal = equal(diff(t, "w", free("i", "n")), ZERO)
    steps = [
        ("derivative_of_constant", [], [t, "w", free("i", "n")]),
        ("derivative_is_value", [0], []),
    ]
    text = certificate_text(statement(goal), (), steps, [1])
    assert replay(text).steps == 2
    path, target = tmp_path / "deep.json", io.StringIO()
    path.write_text(text)
    assert main([str(path)]) == 1
    assert "refused: maximum recursion depth" in capsys.readouterr().out
    serve(io.StringIO(text + "\n"), target)
    assert not json.loads(target.getvalue())["replayed"]
