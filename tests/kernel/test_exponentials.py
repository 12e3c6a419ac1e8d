"""Quotients of exponentials against SymPy and floats, and their use in checking hypotheses."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
import sympy

from symattn.kernel.enclosures import Undefined
from symattn.kernel.exponentials import ExponentialArithmetic
from symattn.kernel.indices import bound, free
from symattn.kernel.statement import Hypothesis, Judgement, Statement
from symattn.kernel.terms import ZERO, add, call, entry, exp, largest, log, mul, num, power, total
from symattn.kernel.witness import Witness, check_witness

F = Fraction
A = ExponentialArithmetic()


def sympy_of(x):
    num, den = (
        sum(
            (
                sympy.Rational(c.numerator, c.denominator)
                * sympy.exp(sympy.Rational(q.numerator, q.denominator))
                for q, c in form.items()
            ),
            sympy.Integer(0),
        )
        for form in x
    )
    return num / den


def test_random_quotients_against_sympy():
    r = random.Random(0)
    for _ in range(60):
        x, y, z = (A.number(F(r.randint(-3, 3), r.randint(1, 3))) for _ in range(3))
        ex, ey = A.exp(x), A.exp(y)
        ours = A.add(
            A.mul(A.add(ex, z), A.power(A.add(ey, A.number(2)), F(-2))), A.power(A.mul(z, ey), F(3))
        )
        X, Y, Z = map(sympy_of, (x, y, z))
        theirs = (sympy.exp(X) + Z) / (sympy.exp(Y) + 2) ** 2 + (Z * sympy.exp(Y)) ** 3
        assert abs(sympy.N(sympy_of(ours) - theirs, 30)) < 1e-20
        assert A.is_zero(A.add(ours, A.mul(A.number(-1), ours)))
        assert A.log(ex) == x or x.num == A.log(ex).num


def test_rational_numbers_are_recognised():
    e = A.exp(A.number(F(1, 2)))
    two = A.mul(A.mul(A.number(2), e), A.power(e, F(-1)))
    assert A.above(two, A.number(1)) and not A.above(A.number(0), two)
    assert A.exp(two) == A.exp(A.number(2))
    assert A.largest([A.number(1), two]) == two
    assert A.power(two, F(0)) == A.number(1)


@pytest.mark.parametrize(
    "bad",
    [
        lambda e: A.power(A.number(2), F(1, 2)),
        lambda e: A.power(A.number(0), F(-1)),
        lambda e: A.power(A.number(2), F(65)),
        lambda e: A.exp(e),
        lambda e: A.exp(A.add(e, A.number(1))),
        lambda e: A.log(A.number(2)),
        lambda e: A.log(A.add(e, A.number(1))),
        lambda e: A.log(A.power(A.add(e, A.number(1)), F(-1))),
        lambda e: A.sin(A.number(0)),
        lambda e: A.cos(A.number(0)),
        lambda e: A.erf(A.number(0)),
        lambda e: A.pi(),
        lambda e: A.above(e, A.number(0)),
    ],
)
def test_what_is_not_exact_says_so(bad):
    with pytest.raises(Undefined):
        bad(A.exp(A.number(1)))


def softmax(name, i):
    """The weight at i, as a term."""
    return mul(exp(entry(name, i)), power(total("n", exp(entry(name, bound(0, "n")))), -1))


I = free("i", "n")  # noqa: E741
SAME_WEIGHTS = Hypothesis(
    ("n",), Judgement("=", softmax("x", bound(0, "n")), softmax("y", bound(0, "n")))
)
EQUAL = Judgement("=", entry("x", I), entry("y", I))


def checked(y, hypothesis=SAME_WEIGHTS):
    s = Statement(
        (("n", 1),),
        (("x", ("n",), ()), ("y", ("n",), ())),
        hypotheses=(hypothesis,),
        goals=(EQUAL,),
    )
    return check_witness(s, Witness({"n": 2}, {"x": (F(0), F(1, 2)), "y": y}, {"i": 0}))


def test_equal_weights_do_not_mean_equal_scores():
    assert checked((F(1), F(3, 2))).word == "refuted"
    assert checked((F(1), F(2))).word == "not refuted"
    assert checked((F(0), F(1, 2))).word == "not refuted"
    assert checked((F(1), F(3, 2) + F(1, 10**200))).word == "not refuted"


@pytest.mark.parametrize(
    "side",
    [
        add(call("sin", entry("x", I)), num(1)),
        log(add(entry("x", I), num(2))),
        largest("n", exp(entry("x", bound(0, "n")))),
    ],
)
def test_equations_that_no_arithmetic_settles_are_not_taken_as_true(side):
    wide = add(side, mul(num(-1), side))
    h = Hypothesis((), Judgement("=", power(add(wide, exp(num(1))), F(1, 2)), exp(num(F(1, 2)))))
    assert checked((F(1), F(1)), h).word == "not refuted"
    assert checked((F(1), F(1)), Hypothesis((), Judgement("=", ZERO, ZERO))).word == "refuted"
