"""Exact quotients of sums of c * e**q with rational c and q: equal as written means equal.

Place: trusted, standard library only; witness.py asks it whether an equation holds exactly where
intervals cannot tell, as for the softmax of two different score vectors.

Legend
  form        {q: c}: the number c e**q + ...; no c is 0, so the empty form is 0
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from symattn.kernel.enclosures import Undefined

Form = dict[Fraction, Fraction]
ONE: Form = {Fraction(0): Fraction(1)}


class Quotient(NamedTuple):
    """num / den; den is another number than 0."""

    num: Form
    den: Form


def _product(x: Form, y: Form) -> Form:
    result: Form = {}
    for p, c in x.items():
        for q, d in y.items():
            result[p + q] = result.get(p + q, Fraction(0)) + c * d
    return {q: c for q, c in result.items() if c}


def _sum(x: Form, y: Form) -> Form:
    result = dict(x)
    for q, c in y.items():
        result[q] = result.get(q, Fraction(0)) + c
    return {q: c for q, c in result.items() if c}


class ExponentialArithmetic:
    """Exact arithmetic of such quotients; what is none raises Undefined."""

    def number(self, q: Fraction | int) -> Quotient:
        """A rational number."""
        return Quotient({Fraction(0): Fraction(q)} if q else {}, ONE)

    def add(self, x: Quotient, y: Quotient) -> Quotient:
        """x + y."""
        if x.den == y.den:
            return Quotient(_sum(x.num, y.num), x.den)
        num = _sum(_product(x.num, y.den), _product(y.num, x.den))
        return Quotient(num, _product(x.den, y.den))

    def mul(self, x: Quotient, y: Quotient) -> Quotient:
        """x y."""
        return Quotient(_product(x.num, y.num), _product(x.den, y.den))

    def power(self, x: Quotient, r: Fraction) -> Quotient:
        """x**r for whole r from -64 to 64."""
        if r.denominator > 1 or abs(r) > 64 or (r <= 0 and not x.num):
            raise Undefined("a power that is not exact")
        result = self.number(1)
        for _ in range(abs(r.numerator)):
            result = self.mul(result, x)
        return Quotient(result.den, result.num) if r < 0 else result

    def exp(self, x: Quotient) -> Quotient:
        """e**x for a rational x."""
        return Quotient({self._rational(x): Fraction(1)}, ONE)

    def log(self, x: Quotient) -> Quotient:
        """log of e**q."""
        if len(x.num) != 1 or x.den != ONE or set(x.num.values()) != {Fraction(1)}:
            raise Undefined("a logarithm that is not exact")
        return self.number(*x.num)

    def is_zero(self, x: Quotient) -> bool:
        """Whether x is 0 as written."""
        return not x.num

    def above(self, x: Quotient, y: Quotient) -> bool:
        """Whether x > y, for rational numbers."""
        return self._rational(x) > self._rational(y)

    def largest(self, xs: list[Quotient]) -> Quotient:
        """The largest of some rational numbers."""
        return max(xs, key=self._rational)

    def _rational(self, x: Quotient) -> Fraction:
        """x as a rational number: one multiple c of the denominator."""
        if not x.num:
            return Fraction(0)
        q, c = next(iter(x.den.items()))
        ratio = x.num.get(q, Fraction(0)) / c
        if x.num != {p: d * ratio for p, d in x.den.items()}:
            raise Undefined("a number that is not rational as written")
        return ratio

    def sin(self, x: Quotient) -> Any:
        """No such quotient."""
        raise Undefined("a function whose value is not exact")

    cos = erf = sin

    def pi(self) -> Any:
        """No such quotient."""
        raise Undefined("pi is not exact")
