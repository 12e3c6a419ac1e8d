"""Enclosures of exp, log, sin, cos, erf and pi at rational numbers, in scaled integers.

Place: trusted, standard library only; intervals.py builds interval arithmetic on it.

Legend
  [lo, hi]    an interval; lo = hi is an exact rational number
  p           how many significant bits an inexact end keeps
  w           bits behind the point of a scaled integer m, which stands for m / 2**w
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import NamedTuple


class Undefined(Exception):
    """No value: a user's expression has none here, or it cannot be enclosed."""


class TooLong(Undefined):
    """The value was not found within the steps allowed."""


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
        if self.lo <= 0 <= self.hi:
            return "about 0"
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


def floor_root(n: int, k: int) -> int:
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


def exp_positive(q: Fraction, p: int) -> Interval:
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


def log_of(q: Fraction, p: int) -> Interval:
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


def alternating(x: Fraction, first: Fraction, ratio: Ratio, p: int) -> Interval:
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


def sin_of(q: Fraction, p: int) -> Interval:
    """sin q."""
    s = alternating(abs(q), abs(q), lambda n: (1, (2 * n + 2) * (2 * n + 3)), p)
    return s if q >= 0 else Interval(-s.hi, -s.lo)


def cos_of(q: Fraction, p: int) -> Interval:
    """cos q."""
    return alternating(abs(q), Fraction(1), lambda n: (1, (2 * n + 1) * (2 * n + 2)), p)


@lru_cache(maxsize=64)
def pi(p: int) -> Interval:
    """The number pi = 16 atan(1/5) - 4 atan(1/239)."""

    def atan(x: Fraction) -> Interval:
        return alternating(x, x, lambda n: (2 * n + 1, 2 * n + 3), p + 8)

    a, b = atan(Fraction(1, 5)), atan(Fraction(1, 239))
    return Interval(16 * a.lo - 4 * b.hi, 16 * a.hi - 4 * b.lo)
