"""Arithmetics for the searches: floats, complex numbers, and linear forms over the rationals.

Place: untrusted; a kernel Evaluation runs on any of them.

Legend
  form        a rational number plus rational multiples of unknown entries
"""

from __future__ import annotations

import cmath
import math
from fractions import Fraction
from typing import Any

from symattn.kernel.intervals import Undefined

Unknown = tuple[str, tuple[int, ...]]
HUGE = 1e200


class NotLinear(Exception):
    """The unknowns do not enter linearly, or a number is not rational."""


class FloatArithmetic:
    """Python floats; what has no value, or is not finite, raises Undefined."""

    def number(self, q: Any) -> float:
        """q as a float."""
        return float(q)

    def add(self, x: float, y: float) -> float:
        """x + y."""
        return x + y

    def mul(self, x: float, y: float) -> float:
        """x y."""
        return x * y

    def power(self, x: float, r: Fraction) -> float:
        """x**r."""
        if (r <= 0 and x == 0) or (r.denominator > 1 and x < 0):
            raise Undefined("power")
        try:
            return float(self._finite(x ** (int(r) if r.denominator == 1 else float(r))))
        except (OverflowError, ZeroDivisionError):
            raise Undefined("overflow") from None

    def exp(self, x: float) -> float:
        """e**x."""
        if x > 450:
            raise Undefined("overflow")
        return math.exp(x)

    def log(self, x: float) -> float:
        """log x."""
        if x <= 0:
            raise Undefined("log")
        return math.log(x)

    def sin(self, x: float) -> float:
        """sin x."""
        return math.sin(x)

    def cos(self, x: float) -> float:
        """cos x."""
        return math.cos(x)

    def erf(self, x: float) -> float:
        """erf x."""
        return math.erf(x)

    def pi(self) -> float:
        """pi."""
        return math.pi

    def largest(self, xs: list[float]) -> float:
        """The maximum."""
        if not xs:
            raise Undefined("maximum")
        return max(xs)

    def above(self, x: float, y: float) -> bool:
        """Whether x > y."""
        return x > y + 1e-12

    def is_zero(self, x: float) -> bool:
        """Whether x is 0."""
        return x == 0

    def _finite(self, x: Any) -> Any:
        if not -HUGE < x < HUGE:
            raise Undefined("overflow")
        return x


class ComplexArithmetic(FloatArithmetic):
    """Complex numbers near the real line, for derivatives by a complex step."""

    def number(self, q: Any) -> Any:
        """q as it is."""
        return complex(q)

    def power(self, x: Any, r: Fraction) -> Any:
        """x**r on the branch that is real for x > 0; x**r for real x = 0 needs r > 0."""
        x = complex(x)
        if (r <= 0 and x == 0) or (r.denominator > 1 and x.real <= 0 and x != 0):
            raise Undefined("power")
        try:
            return x ** (int(r) if r.denominator == 1 else float(r))
        except (OverflowError, ZeroDivisionError):
            raise Undefined("overflow") from None

    def exp(self, x: Any) -> Any:
        """e**x."""
        if complex(x).real > 450:
            raise Undefined("overflow")
        return cmath.exp(x)

    def log(self, x: Any) -> Any:
        """log x."""
        if complex(x).real <= 0:
            raise Undefined("log")
        return cmath.log(x)

    def sin(self, x: Any) -> Any:
        """sin x."""
        return cmath.sin(x)

    def cos(self, x: Any) -> Any:
        """cos x."""
        return cmath.cos(x)

    def erf(self, x: Any) -> Any:
        """erf near the real line: its value and its first-order change."""
        x = complex(x)
        slope = 2 / math.sqrt(math.pi) * math.exp(-x.real * x.real)
        return complex(math.erf(x.real), slope * x.imag)

    def largest(self, xs: list[Any]) -> Any:
        """The number with the largest real part."""
        if not xs:
            raise Undefined("maximum")
        return max(xs, key=lambda x: complex(x).real)

    def above(self, x: Any, y: Any) -> bool:
        """Whether x > y."""
        return complex(x).real > complex(y).real + 1e-12


class Form(dict[Unknown | None, Fraction]):
    """Coefficients of the unknowns; that of None is the constant."""


class LinearArithmetic:
    """Rational numbers and linear forms; anything else raises NotLinear."""

    def number(self, q: Any) -> Any:
        """q exactly; a form is a number already."""
        return q if isinstance(q, Form) else Fraction(q)

    def unknown(self, name: str, place: tuple[int, ...]) -> Form:
        """An unknown entry."""
        return Form({(name, place): Fraction(1)})

    def add(self, x: Any, y: Any) -> Any:
        """x + y."""
        if isinstance(x, Fraction) and isinstance(y, Fraction):
            return x + y
        result = Form(x if isinstance(x, Form) else {None: x})
        for u, c in (y if isinstance(y, Form) else {None: y}).items():
            result[u] = result.get(u, Fraction(0)) + c
        return self._simple(result)

    def mul(self, x: Any, y: Any) -> Any:
        """x y, of which one is a number."""
        if isinstance(x, Fraction) and isinstance(y, Fraction):
            return x * y
        if isinstance(x, Form) and isinstance(y, Form):
            raise NotLinear
        c, form = (x, y) if isinstance(x, Fraction) else (y, x)
        return self._simple(Form({u: c * d for u, d in form.items()}))

    def _simple(self, form: Form) -> Any:
        kept = Form({u: c for u, c in form.items() if c})
        return kept if any(u is not None for u in kept) else kept.get(None, Fraction(0))

    def power(self, x: Any, r: Fraction) -> Any:
        """x**r where that is rational."""
        if isinstance(x, Form):
            raise NotLinear
        if (r <= 0 and x == 0) or (r.denominator > 1 and x < 0):
            raise Undefined("power")
        n, k = r.numerator, r.denominator
        if k > 1:
            a, b = round(x.numerator ** (1 / k)), round(x.denominator ** (1 / k))
            if a**k != x.numerator or b**k != x.denominator:
                raise NotLinear
            x = Fraction(a, b)
        if abs(n) > 64:
            raise NotLinear
        return x**n

    def _only(self, x: Any, at: int, value: int) -> Fraction:
        if x != Fraction(at):
            raise NotLinear
        return Fraction(value)

    def exp(self, x: Any) -> Fraction:
        """e**0."""
        return self._only(x, 0, 1)

    def log(self, x: Any) -> Fraction:
        """log 1."""
        return self._only(x, 1, 0)

    def sin(self, x: Any) -> Fraction:
        """sin 0."""
        return self._only(x, 0, 0)

    def cos(self, x: Any) -> Fraction:
        """cos 0."""
        return self._only(x, 0, 1)

    def erf(self, x: Any) -> Fraction:
        """erf 0."""
        return self._only(x, 0, 0)

    def pi(self) -> Fraction:
        """pi is not rational."""
        raise NotLinear

    def largest(self, xs: list[Any]) -> Fraction:
        """The maximum of rational numbers."""
        if not xs:
            raise Undefined("maximum")
        if any(isinstance(x, Form) for x in xs):
            raise NotLinear
        return Fraction(max(xs))

    def above(self, x: Any, y: Any) -> bool:
        """Whether x > y."""
        if isinstance(x, Form) or isinstance(y, Form):
            raise NotLinear
        return bool(x > y)

    def is_zero(self, x: Any) -> bool:
        """Whether x is 0."""
        return bool(x == 0)
