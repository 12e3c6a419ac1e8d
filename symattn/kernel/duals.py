"""Dual numbers over any arithmetic: values with their slopes (forward-mode derivatives).

Place: trusted, under evaluation.py, which takes derivatives of terms with them.

Legend
  Dual        value + slope * e with e**2 = 0, for the derivative of that level
  orders      how often a named function is differentiated by each of its arguments
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

Env = tuple[int, ...]
Function = Callable[[str, Env, list[Any]], Any]


class Dual(NamedTuple):
    """value + slope * e; numbers of a higher level contain those of a lower one."""

    level: int
    value: Any
    slope: Any


def base_of(x: Any) -> Any:
    """The number without its slopes."""
    while isinstance(x, Dual):
        x = x.value
    return x


class Duals:
    """Arithmetic of plain and dual numbers; function(name, orders, xs) knows the named ones."""

    def __init__(self, arithmetic: Any, function: Function) -> None:
        self.arithmetic, self.function = arithmetic, function
        self.zero, self.one = arithmetic.number(0), arithmetic.number(1)

    def _parts(self, x: Any, level: int) -> tuple[Any, Any]:
        return (x.value, x.slope) if isinstance(x, Dual) and x.level == level else (x, None)

    def plus(self, x: Any, y: Any) -> Any:
        """x + y."""
        level = max(z.level if isinstance(z, Dual) else 0 for z in (x, y))
        if not level:
            return self.arithmetic.add(x, y)
        (a, b), (c, d) = self._parts(x, level), self._parts(y, level)
        slope = d if b is None else b if d is None else self.plus(b, d)
        return Dual(level, self.plus(a, c), slope)

    def times(self, x: Any, y: Any) -> Any:
        """x y."""
        level = max(z.level if isinstance(z, Dual) else 0 for z in (x, y))
        if not level:
            return self.arithmetic.mul(x, y)
        (a, b), (c, d) = self._parts(x, level), self._parts(y, level)
        terms = [self.times(u, v) for u, v in ((a, d), (b, c)) if u is not None and v is not None]
        return Dual(level, self.times(a, c), terms[0] if len(terms) == 1 else self.plus(*terms))

    def power(self, x: Any, r: Fraction) -> Any:
        """x**r."""
        if r == 1:
            return x
        if not isinstance(x, Dual):
            return self.arithmetic.power(x, r)
        inner = self.times(self.arithmetic.number(r), self.power(x.value, r - 1))
        return Dual(x.level, self.power(x.value, r), self.times(inner, x.slope))

    def exp(self, x: Any) -> Any:
        """e**x."""
        if not isinstance(x, Dual):
            return self.arithmetic.exp(x)
        e = self.exp(x.value)
        return Dual(x.level, e, self.times(e, x.slope))

    def log(self, x: Any) -> Any:
        """The natural logarithm of x."""
        if not isinstance(x, Dual):
            return self.arithmetic.log(x)
        inverse = self.power(x.value, Fraction(-1))
        return Dual(x.level, self.log(x.value), self.times(inverse, x.slope))

    def apply(self, name: str, orders: Env, xs: list[Any]) -> Any:
        """The partial derivative of these orders of a named function, at xs."""
        level = max((x.level for x in xs if isinstance(x, Dual)), default=0)
        if not level:
            return self.function(name, orders, xs)
        parts = [self._parts(x, level) for x in xs]
        values, slope = [a for a, _ in parts], self.zero
        for m, (_, b) in enumerate(parts):
            if b is not None:
                raised = tuple(n + (1 if k == m else 0) for k, n in enumerate(orders))
                slope = self.plus(slope, self.times(self.apply(name, raised, values), b))
        return Dual(level, self.apply(name, orders, values), slope)
