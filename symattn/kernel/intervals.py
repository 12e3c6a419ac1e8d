"""Intervals with rational ends that certainly contain the real number they stand for.

Place: trusted, standard library only; evaluation.py computes with them at a witness.

Legend
  [lo, hi]    an interval; lo = hi is an exact rational number, and exact results stay exact
  p           how many significant bits an inexact end keeps; ends are always rounded outward
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from symattn.kernel.enclosures import (
    ONE,
    ZERO,
    Function,
    Interval,
    TooLong,
    Undefined,
    alternating,
    cos_of,
    exp_positive,
    floor_root,
    log_of,
    pi,
    point,
    rounded,
    sin_of,
)

__all__ = [
    "ONE",
    "ZERO",
    "Arithmetic",
    "Interval",
    "TooLong",
    "Undefined",
    "pi",
    "point",
    "rounded",
]

FAR = 20_000  # exp beyond this, and sin beyond a tenth of it, is refused: nobody needs its digits
EXACT_BITS = 4096  # an exact number longer than this is rounded


class Arithmetic:
    """Interval arithmetic that keeps p significant bits; every method encloses the true value.

    Fails: Undefined where a user's expression has no real value, or may have none.
    """

    def __init__(self, precision: int = 80) -> None:
        self.precision = precision

    def out(self, lo: Fraction, hi: Fraction) -> Interval:
        """[lo, hi], rounded outward unless it is one number of bearable length."""
        if lo == hi and lo.numerator.bit_length() + lo.denominator.bit_length() <= EXACT_BITS:
            return Interval(lo, hi)
        return Interval(rounded(lo, self.precision, False), rounded(hi, self.precision, True))

    def number(self, q: Fraction | int) -> Interval:
        """The exact number q."""
        return point(q)

    def add(self, x: Interval, y: Interval) -> Interval:
        """x + y."""
        return self.out(x.lo + y.lo, x.hi + y.hi)

    def mul(self, x: Interval, y: Interval) -> Interval:
        """x y."""
        if x.lo == x.hi and y.lo == y.hi:
            q = x.lo * y.lo
            return self.out(q, q)
        ends = (x.lo * y.lo, x.lo * y.hi, x.hi * y.lo, x.hi * y.hi)
        return self.out(min(ends), max(ends))

    def inverse(self, x: Interval) -> Interval:
        """1 / x."""
        if x.lo <= 0 <= x.hi:
            raise Undefined("division by 0")
        return self.out(1 / x.hi, 1 / x.lo)

    def power(self, x: Interval, r: Fraction) -> Interval:
        """x**r; for no integer r only where x > 0, or x >= 0 and r > 0; 0**0 has no value."""
        if r < 0:
            return self.inverse(self.power(x, -r))
        if r == 0:
            if x.lo <= 0 <= x.hi:
                raise Undefined("0**0")
            return ONE
        n, k = r.numerator, r.denominator
        if k > 1 and x.lo < 0:
            raise Undefined("a root of a negative number")
        if n > 512 or k > 64:
            raise Undefined("a power too high to enclose")
        x = self._whole_power(x, n)
        return x if k == 1 else self.out(self._root(x.lo, k, False), self._root(x.hi, k, True))

    def _whole_power(self, x: Interval, n: int) -> Interval:
        if n % 2 == 0 and x.lo < 0:
            x = Interval(max(Fraction(0), -x.hi), max(-x.lo, x.hi))  # |x|
        return self.out(x.lo**n, x.hi**n)

    def _root(self, q: Fraction, k: int, up: bool) -> Fraction:
        a, b = floor_root(q.numerator, k), floor_root(q.denominator, k)
        if a**k == q.numerator and b**k == q.denominator:
            return Fraction(a, b)
        w = self.precision + 8 + max(0, q.denominator.bit_length() - q.numerator.bit_length())
        r = floor_root((q.numerator << (k * w)) // q.denominator, k)
        return Fraction(r + (1 if up else 0), 1 << w)

    def exp(self, x: Interval) -> Interval:
        """e**x."""
        return self.out(self._exp(x.lo).lo, self._exp(x.hi).hi)

    def _exp(self, q: Fraction) -> Interval:
        if abs(q) > FAR:
            raise Undefined("exp of a number too large to enclose")
        e = exp_positive(abs(q), self.precision) if q else ONE
        return e if q >= 0 else Interval(1 / e.hi, 1 / e.lo)

    def log(self, x: Interval) -> Interval:
        """The natural logarithm of x."""
        if x.lo <= 0:
            raise Undefined("log of a number that is not positive")
        p = self.precision
        return ZERO if x == ONE else self.out(log_of(x.lo, p).lo, log_of(x.hi, p).hi)

    def sin(self, x: Interval) -> Interval:
        """sin x; the slope of sin is at most 1."""
        return ZERO if x == ZERO else self._by_slope(x, sin_of, Fraction(1))

    def cos(self, x: Interval) -> Interval:
        """cos x; the slope of cos is at most 1."""
        return ONE if x == ZERO else self._by_slope(x, cos_of, Fraction(1))

    def erf(self, x: Interval) -> Interval:
        """erf x = 2/sqrt(pi) (x - x**3/3 + ...); its slope is at most 2/sqrt(pi) < 8/7."""
        if max(abs(x.lo), abs(x.hi)) > 20:
            raise Undefined("erf of a number too large to enclose")
        return ZERO if x == ZERO else self._by_slope(x, self._erf_of, Fraction(8, 7))

    def _erf_of(self, q: Fraction, p: int) -> Interval:
        a = abs(q)
        s = alternating(a, a, lambda n: (2 * n + 1, (n + 1) * (2 * n + 3)), p + 6 * int(a * a))
        s = s if q >= 0 else Interval(-s.hi, -s.lo)
        return self.mul(s, self.mul(point(2), self.power(pi(p), Fraction(-1, 2))))

    def pi(self) -> Interval:
        """The number pi."""
        return pi(self.precision)

    def _by_slope(self, x: Interval, f: Function, slope: Fraction) -> Interval:
        middle = rounded((x.lo + x.hi) / 2, 2 * self.precision, True)
        if abs(middle) > FAR // 10:
            raise Undefined("a number too large to enclose its sine")
        radius = slope * max(x.hi - middle, middle - x.lo)
        y = f(middle, self.precision)
        return self.out(max(y.lo - radius, Fraction(-1)), min(y.hi + radius, Fraction(1)))

    def largest(self, xs: Iterable[Interval]) -> Interval:
        """The largest of some numbers."""
        xs = list(xs)
        if not xs:
            raise Undefined("the maximum of nothing")
        return Interval(max(x.lo for x in xs), max(x.hi for x in xs))

    def above(self, x: Interval, y: Interval) -> bool:
        """Whether x > y certainly."""
        return x.lo > y.hi

    def is_zero(self, x: Interval) -> bool:
        """Whether x is exactly 0."""
        return x.lo == 0 == x.hi
