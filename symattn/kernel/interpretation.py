"""What a named function is at a witness: a known one, or a sum of c x**p exp(a x).

Place: trusted, under witness.py: a claim about every f is refuted only by giving f.

Legend
  c, p, a     a coefficient, the powers and the exponential rates of the arguments, in one summand
  orders      how often the function is differentiated by each of its arguments
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symattn.kernel.intervals import Undefined
from symattn.kernel.statement import Statement

Part = tuple[Fraction, tuple[int, ...], tuple[Fraction, ...]]
KNOWN = ("sin", "cos", "erf", "step", "pi")


@dataclass(frozen=True)
class Interpretation:
    """The function that adds up c * x**p * exp(a x) over its parts."""

    parts: tuple[Part, ...]

    def partial(self, k: int) -> Interpretation:
        """The derivative by the k-th argument."""
        found: list[Part] = []
        for c, p, a in self.parts:
            if p[k]:
                found.append((c * p[k], (*p[:k], p[k] - 1, *p[k + 1 :]), a))
            if a[k]:
                found.append((c * a[k], p, a))
        return Interpretation(tuple(found))

    def value(self, arithmetic: Any, xs: list[Any]) -> Any:
        """The value at xs."""
        result = arithmetic.number(0)
        for c, p, a in self.parts:
            exponent, y = arithmetic.number(0), arithmetic.number(c)
            for x, n, rate in zip(xs, p, a, strict=True):
                y = arithmetic.mul(y, arithmetic.power(x, Fraction(n))) if n else y
                exponent = arithmetic.add(exponent, arithmetic.mul(arithmetic.number(rate), x))
            y = arithmetic.mul(y, arithmetic.exp(exponent)) if any(a) else y
            result = arithmetic.add(result, y)
        return result

    def text(self) -> str:
        """The function in plain text, like x^2 + x + 2."""
        names = "x" if all(len(p) == 1 for _, p, _ in self.parts) else "xyzuvw"
        words = []
        for c, p, a in self.parts:
            powers = [f"{x}^{n}" if n > 1 else x for x, n in zip(names, p, strict=False) if n]
            rates = [f"{r}{x}" if r != 1 else x for x, r in zip(names, a, strict=False) if r]
            powers += [f"exp({' + '.join(rates)})"] if rates else []
            words.append(" ".join([str(c), *powers] if c != 1 or not powers else powers))
        return " + ".join(words) or "0"

    def plain(self) -> list[Any]:
        """The parts as JSON."""
        return [[str(c), list(p), list(map(str, a))] for c, p, a in self.parts]


def interpretation_from(parts: Iterable[Any]) -> Interpretation:
    """The interpretation whose `plain` this is."""
    return Interpretation(
        tuple((Fraction(c), tuple(map(int, p)), tuple(map(Fraction, a))) for c, p, a in parts)
    )


def root_of(statement: Statement, name: str) -> tuple[str, int]:
    """The function of which `name` is a declared derivative, and how often it is differentiated."""
    parents = {d: f for f, _, d in statement.functions if d}
    order = 0
    while name in parents and name not in KNOWN:
        name, order = parents[name], order + 1
        if order > len(parents):
            raise Undefined(f"{name} is its own derivative")
    return name, order


class Functions:
    """The values of the functions of a statement at a witness."""

    def __init__(
        self, statement: Statement, given: dict[str, Interpretation], arithmetic: Any
    ) -> None:
        self.statement, self.given, self.arithmetic = statement, given, arithmetic

    def __call__(self, name: str, orders: tuple[int, ...], xs: list[Any]) -> Any:
        """The partial derivative of these orders of the function, at xs."""
        name, more = root_of(self.statement, name)
        if name in KNOWN:
            return self.known(name, sum(orders) + more, xs)
        f = self.given.get(name)
        if f is None or any(len(p) != len(xs) for _, p, _ in f.parts):
            raise Undefined(f"no function {name} of {len(xs)} arguments is given")
        for k, order in enumerate((orders[0] + more, *orders[1:]) if orders else ()):
            for _ in range(order):
                f = f.partial(k)
        return f.value(self.arithmetic, xs)

    def known(self, name: str, order: int, xs: list[Any]) -> Any:
        """The derivative of this order of sin, cos, erf or step; or pi."""
        a = self.arithmetic
        if len(xs) != (0 if name == "pi" else 1):
            raise Undefined(f"{name} of {len(xs)} arguments")
        if name == "pi":
            return a.pi()
        if name == "step":
            return self._step(order, xs[0])
        if name == "erf":
            return a.erf(xs[0]) if order == 0 else self._slope_of_erf(order, xs[0])
        order += 1 if name == "cos" else 0
        y = (a.sin if order % 2 == 0 else a.cos)(xs[0])
        return a.mul(a.number(-1), y) if order % 4 in (2, 3) else y

    def _step(self, order: int, x: Any) -> Any:
        """1 where x > 0, else 0; its slope is 0, but at 0 it has none."""
        a = self.arithmetic
        zero = a.number(0)
        if not a.above(x, zero) and not a.above(zero, x) and (order or not a.is_zero(x)):
            raise Undefined("step of a number too near to 0")
        return a.number(1) if not order and a.above(x, zero) else zero

    def _slope_of_erf(self, order: int, x: Any) -> Any:
        """2/sqrt(pi) P(x) exp(-x**2), where P' - 2 x P follows P."""
        a = self.arithmetic
        p = {0: Fraction(1)}
        for _ in range(order - 1):
            following: dict[int, Fraction] = {}
            for n, c in p.items():
                following[n + 1] = following.get(n + 1, Fraction(0)) - 2 * c
                if n:
                    following[n - 1] = following.get(n - 1, Fraction(0)) + n * c
            p = following
        zero = Fraction(0)
        y = Interpretation(tuple((c, (n,), (zero,)) for n, c in p.items())).value(a, [x])
        bell = a.exp(a.mul(a.number(-1), a.mul(x, x)))
        factor = a.mul(a.number(2), a.power(a.pi(), Fraction(-1, 2)))
        return a.mul(factor, a.mul(y, bell))
