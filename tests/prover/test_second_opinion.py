"""The two other roads: right on true claims, against false ones, silent where they cannot tell."""

from __future__ import annotations

import math
from fractions import Fraction
from time import monotonic

import pytest
from sympy import Rational, exp, log, sqrt, symbols

from symattn.kernel import terms as T  # noqa: N812
from symattn.kernel.indices import bound, free
from symattn.kernel.intervals import Undefined
from symattn.kernel.statement import Hypothesis, Judgement, Statement
from symattn.kernel.terms import ONE, ZERO, add, call, diff, entry, mul, num, power, total
from symattn.prover.sampling_numbers import (
    ComplexArithmetic,
    FloatArithmetic,
    Form,
    LinearArithmetic,
    NotLinear,
)
from symattn.prover.second_opinion import agrees_exactly, agrees_in_float
from symattn.prover.second_opinion_numbers import (
    FinerExponents,
    NotExpressible,
    Quotient,
    QuotientArithmetic,
)

F = Fraction
HALF = F(1, 2)
x, y = entry("x"), entry("y")


def minus(t):
    return mul(num(-1), t)


def claim(
    a, b=ZERO, rel="=", sizes=(), tensors=(("x", ()), ("y", ())), hypotheses=(), functions=()
):
    tensors = tuple((n, tuple(axes), tuple(p)) for n, axes, *p in tensors)
    return Statement(
        tuple((s, 1) for s in sizes),
        tensors,
        functions,
        (),
        tuple(hypotheses),
        (Judgement(rel, a, b),),
    )


def given(rel, a, b=ZERO, sorts=()):
    return Hypothesis(tuple(sorts), Judgement(rel, a, b))


def n(level):
    return bound(level, "n")


I, J, K = (free(c, "n") for c in "ijk")  # noqa: E741


def weight(j):
    """The softmax of s at j."""
    return mul(T.exp(entry("s", j)), power(total("n", T.exp(entry("s", n(0)))), -1))


S = (("s", "n"),)
JACOBIAN = add(mul(weight(I), T.delta(I, J)), minus(mul(weight(I), weight(J))))
SCALED = mul(power(T.size("n"), -HALF), x)
LSE = T.log(total("n", T.exp(entry("s", n(0)))))
SUM_TO_1 = given("=", total("n", entry("s", n(0))), ONE)
FUNCTIONS = (("f", 1, "f'"), ("f'", 1, ""))
f = lambda t: call("f", t)  # noqa: E731

BOTH = {  # claim, exact answer, whether floats agree
    "row sums": (claim(total("n", weight(n(0))), ONE, sizes="n", tensors=S), True, True),
    "Jacobian": (claim(diff(weight(I), "s", J), JACOBIAN, sizes="n", tensors=S), True, True),
    "Jacobian, wrong": (claim(diff(weight(I), "s", J), minus(JACOBIAN), sizes="n", tensors=S), False, False),
    "second derivative": (claim(diff(diff(weight(I), "s", J), "s", K), diff(JACOBIAN, "s", K), sizes="n", tensors=S), True, True),
    "scaled": (claim(T.exp(SCALED), power(T.exp(mul(HALF_OF := power(T.size("n"), -HALF), x)), 1), sizes="n"), True, True),
    "scaled twice": (claim(T.exp(SCALED), T.exp(mul(power(T.size("n"), -HALF), SCALED)), sizes="n"), False, False),
    "exp of a half": (claim(power(T.exp(mul(num(HALF), x)), 2), T.exp(x)), True, True),
    "exp of a sum": (claim(T.exp(add(x, minus(y))), mul(T.exp(x), power(T.exp(y), -1))), True, True),
    "partial fractions": (claim(add(power(x, -1), minus(power(add(x, ONE), -1))), power(mul(x, add(x, ONE)), -1)), True, True),
    "root of a square": (claim(power(power(add(x, y), 2), HALF), add(x, y)), None, False),
    "square of a root": (claim(power(power(add(x, y), HALF), 2), add(x, y)), True, True),
    "root of a quotient": (claim(power(power(mul(x, power(y, -1)), HALF), 2), mul(x, power(y, -1))), True, True),
    "prime roots": (claim(mul(power(num(2), HALF), power(num(F(3, 2)), HALF)), power(num(3), HALF)), True, True),
    "prime roots, wrong": (claim(power(num(2), HALF), power(num(3), HALF)), False, False),
    "cube roots": (claim(power(power(num(2), F(1, 3)), -3), num(HALF)), True, True),
    "gradient of log-sum-exp": (claim(diff(LSE, "s", I), weight(I), sizes="n", tensors=S), True, True),
    "log-softmax": (claim(T.exp(add(entry("s", I), minus(LSE))), weight(I), sizes="n", tensors=S), True, True),
    "log of a product": (claim(T.log(mul(T.exp(x), T.exp(y))), add(x, y)), None, True),
    "chain rule": (claim(diff(f(power(x, 2)), "x"), mul(num(2), x, call("f'", power(x, 2))), functions=FUNCTIONS), True, True),
    "chain rule, wrong": (claim(diff(f(power(x, 2)), "x"), call("f'", power(x, 2)), functions=FUNCTIONS), None, False),
    "sine": (claim(diff(call("sin", x), "x"), call("cos", x)), True, True),
    "cosine": (claim(diff(diff(call("cos", x), "x"), "x"), minus(call("cos", x))), True, True),
    "nested exp": (claim(T.exp(power(add(x, T.exp(y)), -1)), T.exp(power(add(T.exp(y), x), -1))), True, True),
    "maximum": (claim(T.largest("n", entry("s", n(0))), T.largest("n", entry("s", n(0))), sizes="n", tensors=S), None, True),
    "sum is 1": (claim(add(total("n", entry("s", n(0))), ONE), num(2), sizes="n", tensors=S, hypotheses=[SUM_TO_1]), True, True),
    "order": (claim(power(x, 2), rel=">="), None, True),
    "order, wrong": (claim(x, rel=">"), None, False),
    "other than 0": (claim(T.exp(x), rel="!="), None, True),
    "other than 0, wrong": (claim(add(x, minus(x)), rel="!="), None, False),
    "zero over zero": (claim(power(ZERO, -1), ONE), None, None),
}  # fmt: skip


@pytest.mark.parametrize("name", BOTH)
def test_opinions(name):
    s, exact, in_float = BOTH[name]
    assert agrees_exactly(s, 20.0) is exact
    live, agreeing, worst = agrees_in_float(s, budget_seconds=20.0)
    if in_float is None:
        assert live == 0
    else:
        assert live >= 3 and (agreeing == live) is in_float
        assert (worst < 1e-6) is in_float


@pytest.mark.parametrize(
    "hypotheses",
    [
        [given("=", x, num(2)), given("=", x, num(3))],
        [given(">", x), given(">", minus(x))],
        [given("=", power(x, 2), num(-1))],
        [given("=", power(ZERO, -1), ONE)],
    ],
)
def test_contradictory_conditions_show_as_no_live_point(hypotheses):
    s = claim(x, x, hypotheses=hypotheses)
    assert agrees_in_float(s).live == 0
    assert agrees_exactly(s) is None


def test_declared_properties_are_respected():
    tensors = (("s", "n", "positive"), ("x", (), "boolean"))
    s = claim(
        add(power(power(entry("s", I), 2), HALF), power(x, 2)),
        add(entry("s", I), x),
        sizes="n",
        tensors=tensors,
    )
    live, agreeing, _ = agrees_in_float(s)
    assert live == agreeing > 3
    bad = claim(
        x,
        ONE,
        tensors=(("x", (), "positive"), ("y", ())),
        hypotheses=[given("=", x, minus(power(y, 2)))],
    )
    assert agrees_in_float(bad).live == 0


def test_no_time_means_no_answer():
    s = BOTH["row sums"][0]
    assert agrees_exactly(s, 0.0) is None
    assert agrees_in_float(s, budget_seconds=0.0).live == 0


def test_too_much_work_means_no_answer():
    t = ONE
    for _ in range(4):
        t = total("n", mul(entry("s", n(0)), entry("s", n(0)), t))
    deep = total(4096, total("n", mul(entry("s", n(0)), holds_at(bound(1, 4096)))))
    assert agrees_exactly(claim(deep, deep, sizes="n", tensors=S)) is None


def holds_at(i):
    return T.exp(T.holds("ge", -5, 1, i))


# ---- the arithmetics themselves ----------------------------------------------------------------


def sympy_of(q: Quotient, values):
    """The quotient as a SymPy number, its generators replaced."""

    def number(p):
        return sum(
            Rational(int(c.numerator), int(c.denominator))
            * math.prod(values[k] ** e for k, e in enumerate(m) if e)
            for m, c in p.terms()
        )

    result = number(q.num)
    for p, e in q.den:
        result /= number(p) ** e
    return result


def test_quotients_against_sympy_expressions():
    a = QuotientArithmetic(20, [1], monotonic() + 60)
    gx, gy = (a.number(Form({(c, ()): F(1)})) for c in "xy")
    X, Y = symbols("x y", positive=True)
    ours = a.mul(a.inverse(a.add(gx, a.exp(gy))), a.power(a.number(12), F(3, 2)))
    ours = a.add(ours, a.mul(a.log(gx), a.power(a.add(gx, gy), -HALF)))
    theirs = 12 ** Rational(3, 2) / (X + exp(Y)) + log(X) / sqrt(X + Y)
    point = {X: Rational(3, 2), Y: Rational(5, 7)}
    values = [None] * 20
    meanings = {"x": X, "y": Y}
    for key, g in a.known.items():
        at = a.generators.index(g)
        if key[0] == "entry":
            values[at] = meanings[key[1][0]]
        elif key[0] == "prime":
            values[at] = sqrt(key[1])
        else:
            values[at] = {"exp": exp(Y), "log": log(X), "root": sqrt(X + Y)}[key[0]]
    assert abs((sympy_of(ours, values) - theirs).subs(point).evalf()) < 1e-12


def test_quotients_say_what_they_cannot_do():
    a = QuotientArithmetic(2, [1], monotonic() + 60)
    gx = a.number(Form({("x", ()): F(1)}))
    for bad in (lambda: a.largest([gx]), lambda: a.above(gx, gx), lambda: a.power(gx, F(99))):
        with pytest.raises(NotExpressible):
            bad()
    with pytest.raises(Undefined):
        a.inverse(a.number(0))
    with pytest.raises(Undefined):
        a.power(a.number(-2), HALF)
    with pytest.raises(FinerExponents):
        a.exp(a.mul(a.number(HALF), gx))
    assert a.power(gx, F(0)) == a.number(1) and a.power(a.number(0), HALF) == a.number(0)
    assert a.is_zero(a.add(gx, a.mul(a.number(-1), gx)))
    assert a.log(a.number(1)) == a.number(0)
    assert a.fine == [2]
    a.exp(gx)
    with pytest.raises(FinerExponents):
        a.exp(a.power(gx, F(2)))


def test_floats_say_where_there_is_no_value():
    for a in (FloatArithmetic(), ComplexArithmetic()):
        for bad in (
            lambda a=a: a.power(a.number(0), F(-1)),
            lambda a=a: a.power(a.number(-1), HALF),
            lambda a=a: (
                a.power(a.number(1e180), F(2))
                if type(a) is FloatArithmetic
                else a.power(a.number(0), F(0))
            ),
            lambda a=a: a.exp(a.number(1000)),
            lambda a=a: a.log(a.number(0)),
            lambda a=a: a.largest([]),
        ):
            with pytest.raises(Undefined):
                bad()
        assert (
            abs(a.sin(1.0) - math.sin(1))
            + abs(a.cos(1.0) - math.cos(1))
            + abs(a.erf(1.0) - math.erf(1))
            < 1e-12
        )
        assert a.largest([1.0, 2.0]) == 2 and a.above(2.0, 1.0) and not a.above(1.0, 1.0)
        assert a.log(a.number(1)) == 0 and a.pi() == math.pi and a.is_zero(a.number(0))
    h = 1e-20
    assert (
        abs(
            ComplexArithmetic().erf(0.3 + 1j * h).imag / h
            - 2 / math.sqrt(math.pi) * math.exp(-0.09)
        )
        < 1e-12
    )


def test_linear_forms_refuse_what_is_not_linear():
    a = LinearArithmetic()
    u = Form({("x", ()): F(1)})
    for bad in (
        lambda: a.mul(u, u),
        lambda: a.power(u, F(2)),
        lambda: a.exp(u),
        lambda: a.exp(F(1)),
        lambda: a.log(F(2)),
        lambda: a.power(F(2), HALF),
        lambda: a.power(F(2), F(100)),
        lambda: a.largest([u]),
        lambda: a.above(u, F(0)),
        a.pi,
    ):
        with pytest.raises(NotLinear):
            bad()
    for bad in (lambda: a.power(F(0), F(-1)), lambda: a.largest([])):
        with pytest.raises(Undefined):
            bad()
    assert a.add(u, a.mul(F(-1), u)) == 0 and a.add(F(1), u) == {None: 1, ("x", ()): 1}
    assert a.exp(F(0)) == a.cos(F(0)) == 1 and a.log(F(1)) == a.sin(F(0)) == a.erf(F(0)) == 0
    assert a.power(F(4, 9), F(-3, 2)) == F(27, 8) and a.largest([F(1), F(2)]) == 2
    assert a.above(F(2), F(1)) and a.is_zero(F(0)) and not a.is_zero(u)
