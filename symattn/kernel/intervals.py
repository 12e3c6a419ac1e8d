"""Intervals with rational ends that certainly contain the real number they stand for.

Place: trusted, standard library only; evaluation.py computes with them at a witness.

Legend
  [lo, hi]    an interval; lo = hi is an exact rational number, and exact results stay exact
  p           how many significant bits an inexact end keeps; ends are always rounded outward
  w           bits behind the point of a scaled integer m, which stands for m / 2**w
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import NamedTuple

FAR = 20_000  # exp beyond this, and sin beyond a tenth of it, is refused: nobody needs its digits
EXACT_BITS = 4096  # an exact number longer than this is rounded


class Undefined(Exception):  # noqa: N818
    """No value: a user's expression has none here, or it cannot be enclosed."""


class Interval(NamedTuple):
    """All real numbers from lo to hi."""

    lo: Fraction
    hi: Fraction

    @property
    def exact(self) -> bool:
        """Whether it is one rational number."""
        return self.lo == self.hi

    def text(self) -> str:
        """The exact number if it is short, else eight digits of the middle, marked as rounded."""
        if self.exact and self.lo.numerator.bit_length() + self.lo.denominator.bit_length() <= 80:
            return str(self.lo)
        middle = (self.lo + self.hi) / 2
        with localcontext(prec=8):
            return f"{Decimal(middle.numerator) / Decimal(middle.denominator)}..."


def point(q: Fraction | int) -> Interval:
    """The exact number q."""
    q = Fraction(q)
    return Interval(q, q)


ZERO, ONE = point(0), point(1)


def rounded(q: Fraction, p: int, up: bool) -> Fraction:
    """q with p significant bits, not below q if up, else not above."""
    n, d = q.numerator, q.denominator
    shift = n.bit_length() - d.bit_length() - p
    scaled, rest = divmod(n << -shift, d) if shift < 0 else divmod(n, d << shift)
    scaled += 1 if up and rest else 0
    return Fraction(scaled << shift) if shift >= 0 else Fraction(scaled, 1 << -shift)


def _floor_root(n: int, k: int) -> int:
    """The largest integer whose k-th power is at most n >= 0."""
    if k == 2:
        return isqrt(n)
    if n < 2:
        return n
    r = 1 << -(-n.bit_length() // k)
    while True:  # Newton from above decreases until it is there
        better = ((k - 1) * r + n // r ** (k - 1)) // k
        if better >= r:
            return r
        r = better


# ---- scaled integers: a pair (low, high) holds a number between low / 2**w and high / 2**w ------


def _scaled(q: Fraction, w: int) -> tuple[int, int]:
    low, rest = divmod(q.numerator << w, q.denominator)
    return low, low + (1 if rest else 0)


def _unscaled(low: int, high: int, w: int) -> Interval:
    return Interval(Fraction(low, 1 << w), Fraction(high, 1 << w))


def _exp_positive(q: Fraction, p: int) -> Interval:
    """exp q for 0 <= q <= FAR: Taylor at q / 2**k <= 1/16, then k squarings."""
    k = int(q).bit_length() + 4
    w = p + 2 * k + 16
    low_y, high_y = _scaled(q / (1 << k), w)
    low = low_t = high = high_t = 1 << w
    n = 1
    while high_t > 1:
        low_t = (low_t * low_y >> w) // n
        high_t = -((-high_t * high_y >> w) // n)
        low, high, n = low + low_t, high + high_t, n + 1
    high += 2  # the rest is less than the last term, which is at most 1
    for _ in range(k):
        low, high = low * low >> w, -(-high * high >> w)
    return _unscaled(low, high, w)


def _atanh(z: Fraction, w: int) -> tuple[int, int]:
    """atanh z = z + z**3/3 + z**5/5 + ... for 0 <= z <= 1/3."""
    low_z, high_z = _scaled(z, w)
    low_s, high_s = low_z * low_z >> w, -(-high_z * high_z >> w)
    low, high, n = low_z, high_z, 1
    while high_z > 1:
        n += 2
        low_z, high_z = low_z * low_s >> w, -(-high_z * high_s >> w)
        low, high = low + low_z // n, high - (-high_z // n)
    return low, high + 1  # the rest is less than the last power, which is at most 1


def _log_of(q: Fraction, p: int) -> Interval:
    """log q for q > 0: q = 2**e m with m near 1, and log m = 2 atanh((m-1)/(m+1))."""
    e = q.numerator.bit_length() - q.denominator.bit_length()
    m = q / Fraction(2) ** e
    if m > Fraction(4, 3):
        e, m = e + 1, m / 2
    elif m < Fraction(2, 3):
        e, m = e - 1, m * 2
    w = p + e.bit_length() + 16
    z = (m - 1) / (m + 1)
    low, high = _atanh(abs(z), w)
    low, high = (low, high) if z >= 0 else (-high, -low)
    low_two, high_two = _atanh(Fraction(1, 3), w)
    low_two, high_two = (e * low_two, e * high_two) if e >= 0 else (e * high_two, e * low_two)
    return _unscaled(2 * (low + low_two), 2 * (high + high_two), w)


Function = Callable[[Fraction, int], Interval]  # argument, p -> an enclosure
Ratio = Callable[[int], tuple[int, int]]  # n -> (a, b): term n+1 is term n times x**2 a/b


def _alternating(x: Fraction, first: Fraction, ratio: Ratio, p: int) -> Interval:
    """first - first x**2 r(0) + first x**4 r(0) r(1) - ... for x, first >= 0."""
    w = p + 8 * int(x) + 32
    low_t, high_t = _scaled(first, w)
    low_s, high_s = _scaled(x * x, w)
    low, high, n, sign = low_t, high_t, 0, 1
    while True:
        a, b = ratio(n)
        low_t = (low_t * low_s * a >> w) // b
        high_t = -((-high_t * high_s * a >> w) // b)
        n, sign = n + 1, -sign
        step = (low_t, high_t) if sign > 0 else (-high_t, -low_t)
        low, high = low + step[0], high + step[1]
        a, b = ratio(n)
        if high_t <= 1 and x * x * a <= b:  # the rest alternates and shrinks
            return _unscaled(low - 2, high + 2, w)


def _sin_of(q: Fraction, p: int) -> Interval:
    s = _alternating(abs(q), abs(q), lambda n: (1, (2 * n + 2) * (2 * n + 3)), p)
    return s if q >= 0 else Interval(-s.hi, -s.lo)


def _cos_of(q: Fraction, p: int) -> Interval:
    return _alternating(abs(q), Fraction(1), lambda n: (1, (2 * n + 1) * (2 * n + 2)), p)


@lru_cache(maxsize=64)
def pi(p: int) -> Interval:
    """The number pi = 16 atan(1/5) - 4 atan(1/239)."""

    def atan(x: Fraction) -> Interval:
        return _alternating(x, x, lambda n: (2 * n + 1, 2 * n + 3), p + 8)

    a, b = atan(Fraction(1, 5)), atan(Fraction(1, 239))
    return Interval(16 * a.lo - 4 * b.hi, 16 * a.hi - 4 * b.lo)


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
        a, b = _floor_root(q.numerator, k), _floor_root(q.denominator, k)
        if a**k == q.numerator and b**k == q.denominator:
            return Fraction(a, b)
        w = self.precision + 8 + max(0, q.denominator.bit_length() - q.numerator.bit_length())
        r = _floor_root((q.numerator << (k * w)) // q.denominator, k)
        return Fraction(r + (1 if up else 0), 1 << w)

    def exp(self, x: Interval) -> Interval:
        """e**x."""
        return self.out(self._exp(x.lo).lo, self._exp(x.hi).hi)

    def _exp(self, q: Fraction) -> Interval:
        if abs(q) > FAR:
            raise Undefined("exp of a number too large to enclose")
        e = _exp_positive(abs(q), self.precision) if q else ONE
        return e if q >= 0 else Interval(1 / e.hi, 1 / e.lo)

    def log(self, x: Interval) -> Interval:
        """The natural logarithm of x."""
        if x.lo <= 0:
            raise Undefined("log of a number that is not positive")
        p = self.precision
        return ZERO if x == ONE else self.out(_log_of(x.lo, p).lo, _log_of(x.hi, p).hi)

    def sin(self, x: Interval) -> Interval:
        """sin x; the slope of sin is at most 1."""
        return ZERO if x == ZERO else self._by_slope(x, _sin_of, Fraction(1))

    def cos(self, x: Interval) -> Interval:
        """cos x; the slope of cos is at most 1."""
        return ONE if x == ZERO else self._by_slope(x, _cos_of, Fraction(1))

    def erf(self, x: Interval) -> Interval:
        """erf x = 2/sqrt(pi) (x - x**3/3 + ...); its slope is at most 2/sqrt(pi) < 8/7."""
        if max(abs(x.lo), abs(x.hi)) > 20:
            raise Undefined("erf of a number too large to enclose")
        return ZERO if x == ZERO else self._by_slope(x, self._erf_of, Fraction(8, 7))

    def _erf_of(self, q: Fraction, p: int) -> Interval:
        a = abs(q)
        s = _alternating(a, a, lambda n: (2 * n + 1, (n + 1) * (2 * n + 3)), p + 6 * int(a * a))
        s = s if q >= 0 else Interval(-s.hi, -s.lo)
        return self.mul(s, self.mul(point(2), self.power(pi(p), Fraction(-1, 2))))

    def pi(self) -> Interval:
        """The number pi."""
        return pi(self.precision)

    def _by_slope(self, x: Interval, f: Function, slope: Fraction) -> Interval:
        middle, radius = (x.lo + x.hi) / 2, (x.hi - x.lo) / 2 * slope
        if abs(middle) > FAR // 10:
            raise Undefined("a number too large to enclose its sine")
        y = f(rounded(middle, 2 * self.precision, True), self.precision)
        radius += abs(middle) / (1 << (2 * self.precision - 2))  # the rounding of the middle
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
