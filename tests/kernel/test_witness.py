"""Values of terms at a witness against plain NumPy loops, and what the check refuses."""

from __future__ import annotations

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from numpy.testing import assert_allclose

from symattn.kernel.guards import is_guard
from symattn.kernel.indices import bound, free, image, inject, pair, part, unit
from symattn.kernel.interpretation import Interpretation, interpretation_from, root_of
from symattn.kernel.intervals import Arithmetic, TooLong, Undefined
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
    less,
    log,
    mul,
    num,
    power,
    size,
    total,
)  # fmt: skip
from symattn.kernel.witness import Outcome, Point, Witness, check_witness, with_sides, witness_from

F = Fraction
HALF = F(1, 2)
N, M, D = 3, 2, 2
RNG = np.random.default_rng(0)
X = RNG.integers(-4, 5, (N, M)) / 2.0
V = RNG.integers(1, 9, (N,)) / 4.0
PRODUCT = ("*", "n", "m")
JOINED = ("+", "m", 2, "n")
P = RNG.integers(-4, 5, (N * M,)) / 2.0
C = RNG.integers(-4, 5, (M + 2 + N,)) / 2.0
SHUFFLE = (2, 0, 1)


def exact(a):
    return tuple(map(exact, a)) if np.ndim(a) else F(float(a))


def statement(
    *goals,
    hypotheses=(),
    tensors=(),
    functions=(),
    sizes=(("n", 1), ("m", 0)),
    bijections=(("s", "n"),),
):
    known = (
        ("X", ("n", "m"), ()),
        ("V", ("n",), ("positive",)),
        ("P", (PRODUCT,), ()),
        ("C", (JOINED,), ()),
        ("c", (), ()),
        *tensors,
    )
    return Statement(sizes, known, functions, bijections, tuple(hypotheses), goals)


def witness(**changes):
    entries = {"X": exact(X), "V": exact(V), "P": exact(P), "C": exact(C), "c": F(3, 2)}
    entries.update(changes.pop("entries", {}))
    base = {
        "sizes": {"n": N, "m": M},
        "entries": entries,
        "indices": {"i": 1, "k": 0, "p": 4, "q": 5},
        "bijections": {"s": SHUFFLE},
    }
    return Witness(**{**base, **changes})


def value(t, **changes):
    x = Point(statement(), witness(**changes), Arithmetic(64)).evaluation.value(t)
    assert x.lo <= x.hi
    assert x.hi - x.lo < F(1, 2**40)
    return float(x.lo)


def n_(level):
    return bound(level, "n")


def m_(level):
    return bound(level, "m")


I, K = free("i", "n"), free("k", "m")  # noqa: E741
FI, FK = 1, 0


def test_sums_over_every_kind_of_sort():
    assert value(total("n", total("m", entry("X", n_(1), m_(0))))) == X.sum()
    flat = bound(0, PRODUCT)
    t = total(PRODUCT, mul(entry("P", flat), entry("X", part(0, flat), part(1, flat))))
    assert value(t) == sum(P[M * i + k] * X[i, k] for i in range(N) for k in range(M))
    t = total("n", total("m", mul(entry("P", pair(n_(1), m_(0))), entry("X", n_(1), m_(0)))))
    assert value(t) == sum(P[M * i + k] * X[i, k] for i in range(N) for k in range(M))
    assert value(total(3, entry("C", inject(1, JOINED, unit(1, 2))))) == 3 * C[M + 1]
    assert value(total("n", entry("C", inject(2, JOINED, n_(0))))) == C[M + 2 :].sum()
    assert value(total(JOINED, entry("C", bound(0, JOINED)))) == C.sum()
    assert value(total("m", num(5)), sizes={"n": N, "m": 0}) == 0


def test_three_coordinates_of_a_product():
    cube = ("*", "n", "m", "n")
    x = bound(0, cube)
    weights = [mul(num(10**e), holds_position(part(k, x))) for k, e in ((0, 4), (1, 2), (2, 0))]
    t = total(cube, mul(entry("V", part(2, x)), entry("V", part(0, x)), add(*weights)))
    expected = sum(
        V[c] * V[a] * (10**4 * a + 100 * b + c)
        for a in range(N)
        for b in range(M)
        for c in range(N)
    )
    assert_allclose(value(t), expected)


def holds_position(i):
    """The position of an index as a sum of comparisons: i >= 1, i >= 2."""
    return add(*(holds("ge", -k, 1, i) for k in (1, 2)))


def test_sizes_cases_comparisons_and_bijections():
    assert value(size(("*", "n", ("+", "m", 2)))) == N * (M + 2)
    t = total(JOINED, case(bound(0, JOINED), entry("X", I, m_(0)), num(7), entry("V", n_(0))))
    assert value(t) == X[FI].sum() + 14 + V.sum()
    two = bound(0, 2)
    assert value(total(2, case(two, num(5), entry("c")))) == 5 + 1.5
    t = total("n", mul(less(n_(0), I), entry("V", n_(0))))
    assert value(t) == V[:FI].sum()
    t = total("n", mul(holds("eq", 1, 1, n_(0), -1, size("n")), entry("V", n_(0))))
    assert value(t) == V[N - 1]
    assert value(total("n", mul(delta(n_(0), I), entry("V", n_(0))))) == V[FI]
    assert value(entry("V", image("s", 1, I))) == V[SHUFFLE[FI]]
    assert value(entry("V", image("s", -1, I))) == V[SHUFFLE.index(FI)]
    assert value(delta(I, image("s", 1, I))) == 0
    assert value(mul(num(2), delta(I, I))) == 2


def softmax_term(i, j):
    inner = exp(entry("X", i if i.op == "free" else bound(i.args[0] + 1, "n"), m_(0)))
    return mul(exp(entry("X", i, j)), power(total("m", inner), -1))


def softmax(x):
    e = np.exp(x)
    return e / e.sum(-1, keepdims=True)


def test_exp_log_powers_and_maximum():
    assert_allclose(value(softmax_term(I, K)), softmax(X)[FI, FK])
    assert_allclose(value(log(total("m", exp(entry("X", I, m_(0)))))), np.log(np.exp(X[FI]).sum()))
    assert_allclose(value(power(entry("V", I), F(-3, 2))), V[FI] ** -1.5)
    assert value(largest("n", entry("V", n_(0)))) == V.max()


def test_derivatives_against_complex_step():
    def f(x):
        return (softmax(x)[:, 0] ** 2 * np.log(V) * np.exp(x[:, 1])).sum() ** 3

    body = mul(
        power(softmax_term(n_(0), free("k", "m")), 2),
        log(entry("V", n_(0))),
        exp(entry("X", n_(0), free("l", "m"))),
    )
    t = power(total("n", body), 3)
    for i in range(N):
        for k in range(M):
            z = X.astype(complex)
            z[i, k] += 1e-30j
            ours = value(
                diff(t, "X", free("a", "n"), free("b", "m")),
                indices={"k": 0, "l": 1, "a": i, "b": k},
            )
            assert_allclose(ours, f(z).imag / 1e-30, rtol=1e-10)


def test_second_derivatives_and_mixed_ones():
    c = entry("c")
    x = 1.5
    assert value(diff(diff(power(c, 3), "c"), "c")) == 6 * x
    assert_allclose(
        value(diff(diff(exp(power(c, 2)), "c"), "c")), (2 + 4 * x * x) * math.exp(x * x)
    )
    assert_allclose(value(diff(diff(log(c), "c"), "c")), -1 / x**2)
    v = entry("V", I)
    t = mul(power(c, 2), v, add(c, v))
    assert value(diff(diff(t, "c"), "V", I)) == 3 * x**2 + 4 * x * V[FI]
    assert value(diff(diff(t, "V", I), "c")) == 3 * x**2 + 4 * x * V[FI]
    assert value(diff(mul(c, diff(mul(c, c), "c")), "c")) == 4 * x
    assert value(diff(v, "c")) == 0
    assert value(diff(total("n", power(entry("V", n_(0)), 2)), "V", I)) == 2 * V[FI]


def test_derivative_of_a_maximum():
    t = largest("n", mul(entry("c"), entry("V", n_(0))))
    assert value(diff(t, "c")) == V.max()
    with pytest.raises(Undefined):
        value(diff(t, "c"), entries={"V": (F(1), F(2), F(2))})


SQUARE = interpretation_from([["1", [2], ["0"]], ["2", [1], ["0"]], ["3", [0], ["1/2"]]])


def square(x):
    return x * x + 2 * x + 3 * math.exp(x / 2)


def test_functions_and_their_derivatives():
    c, x = entry("c"), 1.5
    declared = (("f", 1, "g"), ("g", 1, ""))
    assert_allclose(at(call("f", c)), square(x))
    assert_allclose(at(call("g", c)), 2 * x + 2 + 1.5 * math.exp(x / 2))
    assert_allclose(
        at(diff(call("f", power(c, 2)), "c")), 2 * x * (2 * x * x + 2 + 1.5 * math.exp(x * x / 2))
    )
    assert_allclose(at(diff(call("g", c), "c")), 2 + 0.75 * math.exp(x / 2))
    assert root_of(statement(functions=declared), "g") == ("f", 1)
    for name, f in (("sin", math.sin), ("cos", math.cos), ("erf", math.erf)):
        assert_allclose(at(call(name, c)), f(x))
    derivatives = {
        ("sin", 1): math.cos(x), ("sin", 2): -math.sin(x), ("sin", 3): -math.cos(x), ("sin", 4): math.sin(x),
        ("cos", 1): -math.sin(x), ("cos", 2): -math.cos(x),
        ("erf", 1): 2 / math.sqrt(math.pi) * math.exp(-x * x),
        ("erf", 2): -4 * x / math.sqrt(math.pi) * math.exp(-x * x),
        ("erf", 3): (8 * x * x - 4) / math.sqrt(math.pi) * math.exp(-x * x),
    }  # fmt: skip
    for (name, order), expected in derivatives.items():
        t = call(name, c)
        for _ in range(order):
            t = diff(t, "c")
        assert_allclose(at(t), expected)
    assert_allclose(at(call("pi")), math.pi)
    minus = add(c, num(F(-3, 2)))
    assert at(call("step", c)) == 1 and at(call("step", mul(num(-1), c))) == 0
    assert at(call("step", minus)) == 0 and at(diff(call("step", c), "c")) == 0
    with pytest.raises(Undefined):
        at(diff(call("step", minus), "c"))
    with pytest.raises(Undefined):
        at(call("step", add(power(num(2), HALF), mul(num(-2), power(num(2), -HALF)))))
    assert is_guard(delta(I, free("j", "n"))) and not is_guard(c)
    two = call("h", c, entry("V", I))
    assert_allclose(at(two), 2 * x * V[FI] ** 3)
    assert_allclose(at(diff(two, "c")), 2 * V[FI] ** 3)
    assert_allclose(at(diff(diff(two, "V", I), "c")), 6 * V[FI] ** 2)


def at(t):
    s = statement(functions=(("f", 1, "g"), ("g", 1, ""), ("sin", 1, "cos")))
    h = Interpretation(((F(2), (1, 3), (F(0), F(0))),))
    w = witness(functions={"f": SQUARE, "h": h})
    return float(Point(s, w, Arithmetic(64)).evaluation.value(t).lo)


@pytest.mark.parametrize(
    "t",
    [
        power(add(entry("c"), num(F(-3, 2))), -1),
        log(mul(num(-1), entry("c"))),
        power(mul(num(-1), entry("c")), HALF),
        mul(ZERO, power(ZERO, -1)),
        mul(ZERO, power(add(ONE, num(-1)), -1)),
        mul(delta(I, free("j", "n")), power(delta(I, free("j", "n")), -1)),
        mul(delta(I, free("j", "n")), log(total("m", mul(delta(I, free("j", "n")), entry("c"))))),
        diff(power(power(add(entry("c"), num(F(-3, 2))), 2), HALF), "c"),
        largest("z", entry("c")),
        entry("unknown"),
        entry("c", I),
        entry("V"),
        entry("V", free("nowhere", "n")),
        entry("V", image("unknown", 1, I)),
        size("unknown"),
        call("unknown", entry("c")),
        call("f", entry("c"), entry("c")),
        call("sin"),
        call("own", entry("c")),
    ],
)
def test_what_has_no_value_is_undefined(t):
    s = statement(functions=(("own", 1, "own"),))
    sizes = {"n": N, "m": M, "z": 0}
    w = witness(functions={"f": SQUARE}, sizes=sizes, indices={"i": 1, "j": 2})
    with pytest.raises(Undefined):
        Point(s, w, Arithmetic(64)).evaluation.value(t)


B = (bound(0, 4096), bound(1, 4096))


@pytest.mark.parametrize(
    "t",
    [
        total(4096, total(4096, case(B[0], *[delta(*B)] * 4096))),
        total(4096, holds("ge", 1, 1, B[0])),
    ],
)
def test_a_long_evaluation_ends(t):
    with pytest.raises(TooLong):
        Point(statement(), witness(), Arithmetic(64), 3000).evaluation.value(t)
    assert (
        "steps"
        in check_witness(
            statement(Judgement("=", total(4096, total(4096, delta(*B))), ONE)),
            witness(),
            steps=3000,
        ).reason
    )


def test_a_factor_that_is_no_comparison_hides_nothing():
    mixed = add(delta(I, free("j", "n")), mul(num(-1), entry("c")))
    t = mul(mixed, power(add(entry("c"), num(F(-3, 2))), -1))
    with pytest.raises(Undefined):
        value(t, indices={"i": 1, "j": 2}, entries={})
    assert value(mul(mixed, num(2)), indices={"i": 1, "j": 1}) == -1


def test_a_branch_that_was_not_chosen_is_not_evaluated():
    other = free("j", "n")
    bad = power(add(entry("c"), num(F(-3, 2))), -1)
    chosen = delta(I, other)
    where = add(mul(chosen, bad), mul(add(ONE, mul(num(-1), chosen)), num(7)))
    assert value(where, indices={"i": 1, "j": 2}) == 7
    with pytest.raises(Undefined):
        value(where, indices={"i": 1, "j": 1})
    skipped = total(
        "n", mul(delta(I, other), power(total("n", mul(delta(n_(0), other), entry("c"))), -1))
    )
    assert value(skipped, indices={"i": 1, "j": 2}) == 0
    hidden = total("n", mul(delta(n_(0), I), delta(n_(0), other), bad))
    assert value(hidden, indices={"i": 1, "j": 2}) == 0


def test_sums_skip_what_outer_comparisons_exclude():
    body = mul(
        *(add(ONE, mul(num(-1), delta(n_(a), n_(b)))) for a in range(3) for b in range(a)),
        *(entry("V", n_(a)) for a in range(3)),
    )
    t = total("n", total("n", total("n", body)))
    assert_allclose(value(t), 6 * V.prod())


# ---- the check ---------------------------------------------------------------------------------

SQRT = Judgement("=", power(power(entry("c"), 2), HALF), entry("c"))


def checked(judgement, hypotheses=(), tensors=(), **changes):
    return check_witness(
        statement(judgement, hypotheses=hypotheses, tensors=tensors), witness(**changes)
    )


def test_an_equation_is_refuted_by_disjoint_intervals():
    out = checked(SQRT, entries={"c": F(-2)})
    assert (out.word, out.left.lo, out.right.lo) == ("refuted", 2, -2)
    assert checked(SQRT).word == "not refuted"
    root = power(num(2), HALF)
    assert checked(Judgement("=", mul(root, root), num(2))).word == "not refuted"
    near = add(root, num(F(1, 10**30)))
    assert checked(Judgement("=", root, near)).word == "refuted"
    assert checked(Judgement("=", entry("c"), power(ZERO, -1))).word == "undefined"
    assert (
        checked(SQRT, tensors=(("never used", ("n",), ("positive",)),), entries={"c": F(-2)}).word
        == "refuted"
    )


@pytest.mark.parametrize(
    ("rel", "a", "word"),
    [
        (">", 0, "refuted"), (">", -1, "refuted"), (">", 1, "not refuted"),
        (">=", 0, "not refuted"), (">=", -1, "refuted"), ("!=", 0, "refuted"), ("!=", 1, "not refuted"),
    ],
)  # fmt: skip
def test_orders(rel, a, word):
    assert checked(Judgement(rel, entry("c")), entries={"c": F(a)}).word == word


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sizes": {"n": 0, "m": 2}}, "size n"),
        ({"sizes": {"n": 3}}, "size m"),
        ({"bijections": {"s": (0, 0, 1)}}, "bijection"),
        ({"bijections": {}}, "bijection"),
        ({"entries": {"c": F(-2), "V": (F(1), F(0), F(1))}}, "positive"),
        ({"sizes": {"n": 10**9, "m": 10**9}}, "too large"),
        ({"goal": 1}, "no such goal"),
        ({"goal": -1}, "no such goal"),
        ({"defined": (0,)}, "no such hypothesis"),
    ],
)
def test_a_point_outside_the_claim_refutes_nothing(changes, reason):
    out = checked(SQRT, **{"entries": {"c": F(-2)}, **changes})
    assert out.word == "not refuted" and reason in out.reason


@pytest.mark.parametrize(
    ("properties", "x", "fits"),
    [
        ("nonnegative", 0, True), ("nonnegative", -1, False), ("nonzero", -1, True), ("nonzero", 0, False),
        ("boolean", 1, True), ("boolean", HALF, False), ("positive", 1, True), ("unheard of", 1, False),
    ],
)  # fmt: skip
def test_declared_properties_are_checked(properties, x, fits):
    out = checked(SQRT, tensors=(("t", (), (properties,)),), entries={"c": F(-2), "t": F(x)})
    assert (out.word == "refuted") is fits


def given(rel, a, b=ZERO, sorts=()):
    return Hypothesis(sorts, Judgement(rel, a, b))


@pytest.mark.parametrize(
    ("h", "holds_"),
    [
        (given("=", total("n", entry("V", n_(0))), num(exact(V.sum()))), True),
        (given("=", total("n", entry("V", n_(0))), num(0)), False),
        (given("=", power(num(2), HALF), mul(num(2), power(num(2), -HALF))), False),
        (given("=", entry("V", n_(0)), entry("V", n_(0)), ("n",)), True),
        (given("=", entry("X", n_(0), m_(1)), num(1), ("n", "m")), False),
        (given(">", entry("V", n_(0)), ZERO, ("n",)), True),
        (given(">", entry("c")), False),
        (given(">=", ZERO), True),
        (given(">", ZERO), False),
        (given("!=", entry("c")), True),
        (given("!=", ZERO), False),
        (given("=", power(ZERO, -1)), False),
    ],
)
def test_hypotheses_hold_certainly_or_nothing_is_refuted(h, holds_):
    out = checked(SQRT, [h], entries={"c": F(-2)})
    assert (out.word == "refuted") is holds_


T = (("t", ("n",), ("positive",)),)


def test_a_hypothesis_may_define_a_tensor_with_irrational_entries():
    h = given("=", entry("t", n_(0)), exp(entry("X", n_(0), unit_of_m())), ("n",))
    goal = Judgement("=", total("n", entry("t", n_(0))), num(3))
    out = checked(goal, [h], T, defined=(0,), indices={"k": 1})
    assert out.word == "refuted"
    assert_allclose(float(out.left.lo), np.exp(X[:, 1]).sum())
    other_way = given("=", h.judgement.b, h.judgement.a, ("n",))
    assert checked(goal, [other_way], T, defined=(0,), indices={"k": 1}).word == "refuted"
    assert checked(goal, [h], T, indices={"k": 1}).word == "undefined"
    negative = given(
        "=", entry("t", n_(0)), mul(num(-1), exp(entry("X", n_(0), unit_of_m()))), ("n",)
    )
    assert "positive" in checked(goal, [negative], T, defined=(0,), indices={"k": 1}).reason


def unit_of_m():
    return free("k", "m")


def test_a_defined_tensor_is_held_fixed_in_derivatives():
    h = given("=", entry("t", n_(0)), mul(entry("c"), entry("c")), ("n",))
    goal = Judgement(
        "=", diff(mul(entry("c"), entry("t", I)), "c"), mul(num(3), entry("c"), entry("c"))
    )
    out = checked(goal, [h], T, defined=(0,))
    assert out.word == "refuted" and out.left.lo == F(9, 4)


@pytest.mark.parametrize(
    ("hypotheses", "defined", "reason"),
    [
        ([given(">", entry("c"))], (0,), "does not define"),
        ([given("=", exp(ZERO), mul(ONE, ONE))], (0,), "does not define"),
        ([given("=", entry("c"), num(1))], (0, 0), "used twice"),
        ([given("=", entry("c"), num(1)), given("=", entry("c"), num(2))], (0, 1), "defined twice"),
        ([given("=", entry("c"), entry("X", n_(0), K), ("n",))], (0,), "defined twice"),
        ([given("=", entry("c"), add(entry("c"), ONE))], (0,), "by itself"),
        ([given("=", entry("V", bound(0, JOINED)), ONE, (JOINED,))], (0,), "outside"),
    ],
)
def test_bad_definitions_are_refused(hypotheses, defined, reason):
    out = checked(SQRT, hypotheses, defined=defined, entries={"c": F(-2)})
    assert out.word != "refuted" and reason in out.reason


def test_json_and_text():
    f = Interpretation(
        (
            (F(1), (2,), (F(0),)),
            (F(-1), (1,), (F(1),)),
            (F(2), (0,), (F(3),)),
            (F(2), (0,), (F(0),)),
        )
    )
    w = Witness(
        {"n": 2},
        {"X": ((F(1, 2), F(0)),), "c": F(2), "z": (F(0),) * 6, "inverse@1": F(3)},
        {"i": 1},
        {"s": (1, 0)},
        {"f": f},
        (1,),
        2,
    )
    assert witness_from(json.loads(json.dumps(w.to_json()))) == w
    out = check_witness(
        Statement((), (("c", (), ()),), goals=(SQRT,)), Witness(entries={"c": F(-1)})
    )
    assert with_sides(w, out).describe() == (
        "n=2, i=1, X=[[1/2, 0]], c=2, z=[0 x 6], s=(1, 0), f(x)=x^2 + -1 x exp(x) + 2 exp(3x) + 2: left 1, right -1"
    )
    assert with_sides(w, Outcome("undefined", 0)) is w
    assert Interpretation(()).text() == "0"
    assert Witness(left="1", right="0").describe() == "always: left 1, right 0"


def test_a_term_too_deep_is_undefined_and_no_crash():
    t = entry("c")
    for _ in range(3000):
        t = add(t, ONE)
    assert checked(Judgement("=", t, ZERO)).word == "undefined"
