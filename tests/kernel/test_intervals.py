"""The intervals against mpmath and python-flint, which share no code with them."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq
from mpmath import iv, mp

from symattn.kernel import enclosures
from symattn.kernel.intervals import ONE, ZERO, Arithmetic, Interval, Undefined, pi, point, rounded

F = Fraction
A = Arithmetic(80)


def ball(q: F) -> arb:
    return arb(fmpq(q.numerator, q.denominator))


def encloses(x: Interval, true: arb) -> bool:
    return not ball(x.lo) > true and not ball(x.hi) < true and true.is_finite()


@pytest.fixture(autouse=True)
def many_bits():
    before = ctx.prec
    ctx.prec = 3000
    yield
    ctx.prec = before


def numbers(seed: int, count: int, high: int = 2000) -> list[F]:
    r = random.Random(seed)
    return [F(r.randint(-high, high), r.randint(1, 97)) for _ in range(count)]


TINY = [F(1, 10**30), -F(1, 10**30), F(10**9 + 1, 10**9), F(1, 3), F(-7, 2)]


@pytest.mark.parametrize("p", [30, 80, 200])
def test_every_function_encloses_the_value_that_flint_finds(p):
    a = Arithmetic(p)
    for q in numbers(1, 60) + TINY:
        x, b = point(q), ball(q)
        assert encloses(a.exp(x), b.exp()), q
        if q > 0:
            assert encloses(a.log(x), b.log()), q
            assert encloses(a.power(x, F(1, 2)), b.sqrt()), q
            assert encloses(a.power(x, F(-2, 3)), 1 / (b * b).root(3)), q
    for q in [*numbers(2, 60, 200), *TINY, F(90), F(-300, 7)]:
        x, b = point(q), ball(q)
        assert encloses(a.sin(x), b.sin()), q
        assert encloses(a.cos(x), b.cos()), q
        if abs(q) <= 20:
            assert encloses(a.erf(x), b.erf()), q


def test_results_are_narrow():
    for q in [*numbers(3, 40, 300), F(17), F(-19)]:
        x = point(q)
        for y in (A.exp(x), A.log(point(abs(q) + 2)), A.power(point(abs(q) + 2), F(1, 3))):
            assert (y.hi - y.lo) / abs(y.lo) < F(1, 2**70)
        for y in (A.sin(x), A.cos(x), A.erf(point(q / 40))):
            assert y.hi - y.lo < F(1, 2**70)
    assert pi(80).hi - pi(80).lo < F(1, 2**78) and encloses(pi(80), arb.pi())


def test_wide_intervals_enclose_all_values_inside():
    r = random.Random(4)
    for _ in range(150):
        lo = F(r.randint(-300, 300), r.randint(1, 40))
        hi = lo + F(r.randint(1, 200), r.randint(1, 60))
        x = Interval(lo, hi)
        t = lo + (hi - lo) * F(r.randint(0, 9), 9)
        b = ball(t)
        assert encloses(A.exp(x), b.exp()) and encloses(A.sin(x), b.sin())
        assert encloses(A.cos(x), b.cos())
        for n in (2, 3, 4):
            assert encloses(A.power(x, F(n)), b**n)
        if lo > 0:
            assert encloses(A.log(x), b.log()) and encloses(A.power(x, F(-3, 2)), b**-1 / b.sqrt())
            assert encloses(A.inverse(x), 1 / b)


def test_sums_and_products_agree_with_mpmath_intervals():
    iv.prec = mp.prec = 200
    r = random.Random(5)
    for _ in range(200):
        x, y = (
            Interval(q, q + F(r.randint(0, 3), 5)) for q in (numbers(r.randint(0, 10**6), 2, 20))
        )
        mx, my = (
            iv.mpf(
                [
                    mp.mpf(z.lo.numerator) / z.lo.denominator,
                    mp.mpf(z.hi.numerator) / z.hi.denominator,
                ]
            )
            for z in (x, y)
        )
        for ours, theirs in ((A.add(x, y), mx + my), (A.mul(x, y), mx * my)):
            assert abs(float(ours.lo) - float(theirs.a)) < 1e-12
            assert abs(float(ours.hi) - float(theirs.b)) < 1e-12


def test_exact_stays_exact():
    half = point(F(1, 2))
    assert A.add(half, half) == ONE and A.mul(half, point(2)) == ONE
    assert A.power(point(F(4, 9)), F(-3, 2)) == point(F(27, 8))
    assert A.power(point(-2), F(-3)) == point(F(-1, 8))
    assert A.power(ZERO, F(1, 2)) == ZERO and A.power(point(8), F(1, 3)) == point(2)
    assert A.exp(ZERO) == ONE and A.log(ONE) == ZERO
    assert A.sin(ZERO) == ZERO and A.cos(ZERO) == ONE and A.erf(ZERO) == ZERO
    assert A.number(3).exact and A.power(point(-3), F(0)) == ONE
    long = A.mul(point(F(1, 3**2000)), point(F(1, 7**2000)))
    assert not long.exact and long.lo < F(1, 21**2000) < long.hi


@pytest.mark.parametrize(
    "bad",
    [
        lambda: A.inverse(ZERO),
        lambda: A.inverse(Interval(F(-1), F(1))),
        lambda: A.power(ZERO, F(-1)),
        lambda: A.power(ZERO, F(0)),
        lambda: A.power(point(-1), F(1, 3)),
        lambda: A.power(ZERO, F(-1, 2)),
        lambda: A.power(point(2), F(10**6)),
        lambda: A.power(point(2), F(1, 1000)),
        lambda: A.log(ZERO),
        lambda: A.log(point(-2)),
        lambda: A.log(Interval(F(-1), F(1))),
        lambda: A.exp(point(10**6)),
        lambda: A.exp(point(-(10**6))),
        lambda: A.sin(point(10**6)),
        lambda: A.erf(point(21)),
        lambda: A.largest([]),
    ],
)
def test_what_has_no_value_says_so(bad):
    with pytest.raises(Undefined):
        bad()


def test_order_and_maximum():
    x, y = Interval(F(0), F(2)), Interval(F(1), F(3))
    assert A.largest([x, y]) == Interval(F(1), F(3))
    assert not A.above(y, x) and A.above(point(3), x)
    assert A.is_zero(ZERO) and not A.is_zero(x)


def test_text():
    assert point(F(2, 3)).text() == "2/3"
    assert Interval(F(1, 3), F(1, 3) + F(1, 10**20)).text() == "0.33333333..."
    assert point(F(1, 10**400)).text() == "1E-400..."
    assert Interval(F(-1, 10**20), F(1, 10**20)).text() == "about 0"


def test_rounding_goes_outward_and_keeps_p_bits():
    for q in numbers(6, 200):
        for p in (3, 20):
            lo, hi = rounded(q, p, False), rounded(q, p, True)
            assert lo <= q <= hi
            assert hi - lo <= abs(q) * F(2, 2 ** (p - 1))


def test_roots_of_integers_are_floors():
    for k in (2, 3, 5):
        for n in [*range(200), 10**40 + 7]:
            r = enclosures.floor_root(n, k)
            assert r**k <= n < (r + 1) ** k


def test_both_ends_of_a_root_are_on_their_sides():
    for q in [abs(q) for q in numbers(8, 60)] + [F(2), F(1, 10**30)]:
        for k in (2, 3, 7):
            low, high = A._root(q, k, False), A._root(q, k, True)
            assert low**k <= q <= high**k and (low == high) is (low**k == q)


def test_the_series_themselves_enclose_without_rounding():
    for q in [abs(q) for q in numbers(9, 40, 300)]:
        for p in (10, 40):
            assert encloses(enclosures.exp_positive(q, p), ball(q).exp())
            assert encloses(enclosures.log_of(q + F(1, 7), p), (ball(q) + ball(F(1, 7))).log())
            assert encloses(enclosures.sin_of(q, p), ball(q).sin())
            assert encloses(enclosures.cos_of(q, p), ball(q).cos())
