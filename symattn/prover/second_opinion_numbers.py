"""Quotients of SymPy polynomials with factored denominators: exact values of kernel terms.

Place: untrusted, under second_opinion.py; shares nothing with the kernel's normal form.

Legend
  generator   an unknown entry, exp of a monomial, a root, or a function value, as a ring variable
  base        a polynomial in a denominator; denominators are kept as products of bases
  certain     different generators are independent numbers, so that different means different
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from time import monotonic
from typing import Any, NamedTuple

from sympy import QQ, factorint
from sympy.polys.rings import ring

from symattn.kernel.intervals import Undefined
from symattn.prover.sampling_numbers import Form

MOST_TERMS = 6000


class NotExpressible(Exception):
    """The term is no quotient of such polynomials, or it takes too long."""


class FinerExponents(Exception):
    """exp of a monomial is needed with a smaller exponent; start again."""


class Quotient(NamedTuple):
    """num divided by the product of base**exponent."""

    num: Any
    den: tuple[tuple[Any, int], ...] = ()


class QuotientArithmetic:
    """Exact arithmetic; a generator for exp(monomial) stands for exp(monomial / fine[0])."""

    def __init__(self, generators: int, fine: list[int], end: float) -> None:
        names = [f"g{k}" for k in range(generators)]
        self.ring, *self.generators = ring(names, QQ)
        self.fine, self.end = fine, end
        self.known: dict[Any, Any] = {}  # what a generator stands for -> the generator
        self.roots: dict[int, tuple[int, Any]] = {}  # its number -> k and base: generator**k = base
        self.logs: dict[Any, Quotient] = {}  # a monomial that is one log -> its argument
        self.certain = True

    def generator(self, key: Any) -> Any:
        """The ring variable that stands for this."""
        if key not in self.known:
            if len(self.known) == len(self.generators):
                raise FinerExponents(len(self.generators))
            self.known[key] = self.generators[len(self.known)]
        return self.known[key]

    def number(self, q: Any) -> Quotient:
        """A rational number, or an unknown entry."""
        if isinstance(q, Form):
            (key,) = q
            return Quotient(self.generator(("entry", key)))
        q = Fraction(q)
        return Quotient(self.ring.ground_new(QQ(q.numerator, q.denominator)))

    def _checked(self, p: Any) -> Any:
        if len(p) > MOST_TERMS or monotonic() > self.end:
            raise NotExpressible
        return self._reduced(p) if self.roots else p

    def _reduced(self, p: Any) -> Any:
        """p with every root to a power below its k."""
        for at, (k, base) in self.roots.items():
            if all(m[at] < k for m in p):
                continue
            result = self.ring.zero
            for m, c in p.items():
                whole, rest = divmod(m[at], k)
                term = self.ring.from_dict({(*m[:at], rest, *m[at + 1 :]): c})
                result += term * base**whole
            return self._reduced(result)
        return p

    def _product(self, den: dict[Any, int]) -> Any:
        result = self.ring.one
        for base, n in den.items():
            result = self._checked(result * base**n)
        return result

    def add(self, x: Quotient, y: Quotient) -> Quotient:
        """x + y, over the least common product of bases."""
        if x.den == y.den:
            num = self._checked(x.num + y.num)
            return Quotient(num, x.den if num else ())
        a, b = dict(x.den), dict(y.den)
        both = {p: max(a.get(p, 0), b.get(p, 0)) for p in (*a, *b)}
        left = self._product({p: n - a.get(p, 0) for p, n in both.items()})
        right = self._product({p: n - b.get(p, 0) for p, n in both.items()})
        num = self._checked(x.num * left + y.num * right)
        return Quotient(num, tuple(both.items()) if num else ())

    def mul(self, x: Quotient, y: Quotient) -> Quotient:
        """x y, with a base cancelled where it is exactly the other numerator."""
        num = self._checked(x.num * y.num)
        if not num:
            return Quotient(num)
        den = dict(x.den)
        for p, n in y.den:
            den[p] = den.get(p, 0) + n
        for p in list(den):
            while den[p] and num == p:
                num, den[p] = self.ring.one, den[p] - 1
        return Quotient(num, tuple((p, n) for p, n in den.items() if n))

    def inverse(self, x: Quotient) -> Quotient:
        """1 / x: the numerator becomes bases, its monomial content apart."""
        if not x.num:
            raise Undefined("division by 0")
        bases: dict[Any, int] = {}
        least = tuple(map(min, zip(*x.num.keys(), strict=True)))
        factor = self.ring.one
        for at, n in enumerate(least):
            k, base = self.roots.get(at, (0, None))
            if n and base is not None and base.is_ground:
                factor *= (self.generators[at] ** (k - 1) * (QQ(1) / base.LC)) ** n
            elif n:
                bases[self.generators[at]] = n
        rest = x.num.exquo(self.ring.from_dict({least: QQ(1)}))
        leading = rest.LC
        if not rest.is_ground:
            bases[rest.monic()] = 1
        num = self._checked(self._product(dict(x.den)) * factor * (QQ(1) / leading))
        return Quotient(num, tuple(bases.items()))

    def power(self, x: Quotient, r: Fraction) -> Quotient:
        """x**r; roots are generators."""
        if r.denominator > 1:
            return self.power(self._root(x, r.denominator), Fraction(r.numerator))
        n = r.numerator
        if n < 0:
            return self.power(self.inverse(x), -r)
        if n == 0:
            return self.number(1)
        if n > 32:
            raise NotExpressible
        result = x
        for _ in range(n - 1):
            result = self.mul(result, x)
        return result

    def _root(self, x: Quotient, k: int) -> Quotient:
        if not x.num:
            return x
        if x.num.is_ground and not x.den:
            return self._root_of_number(
                Fraction(int(x.num.LC.numerator), int(x.num.LC.denominator)), k
            )
        self.certain = False
        den = self._product(dict(x.den))
        base = self._checked(x.num * den ** (k - 1))
        content = base.content()
        scale = self._root_of_number(Fraction(int(content.numerator), int(content.denominator)), k)
        base = base * (QQ(1) / content)
        g = self.generator(("root", base, k))
        self.roots[self.generators.index(g)] = (k, base)
        return self.mul(self.mul(scale, Quotient(g)), Quotient(self.ring.one, x.den))

    def _root_of_number(self, q: Fraction, k: int) -> Quotient:
        if q < 0:
            raise Undefined("a root of a negative number")
        result = self.number(1)
        for prime, n in factorint(q.numerator * q.denominator ** (k - 1)).items():
            whole, rest = divmod(n, k)
            result = self.mul(result, self.number(Fraction(int(prime)) ** whole))
            if rest:
                self.certain &= k == 2
                g = self.generator(("prime", prime, k))
                self.roots[self.generators.index(g)] = (k, self.ring.ground_new(QQ(prime)))
                result = self.mul(result, self.power(Quotient(g), Fraction(rest)))
        return self.mul(result, self.number(Fraction(1, q.denominator)))

    def _canonical(self, x: Quotient) -> tuple[Any, Any]:
        """Numerator and denominator without common factors, the denominator monic."""
        if not x.den:
            return x.num, self.ring.one
        num, den = x.num.cancel(self._product(dict(x.den)))
        return num * (QQ(1) / den.LC), den.monic()

    def exp(self, x: Quotient) -> Quotient:
        """The product of exp(monomial)**coefficient."""
        num, den = self._canonical(x)
        if den != 1:
            self.certain = False
        result = self.number(1)
        fine = lcm(self.fine[0], *(int(c.denominator) for c in num.coeffs()))
        if fine != self.fine[0]:
            self.fine[0] = fine
            raise FinerExponents(0)
        for monomial, c in num.terms():
            key = ("exp", _short(monomial), None if den == 1 else den)
            times = Fraction(int(c.numerator), int(c.denominator))
            log = self.logs.get(_short(monomial)) if den == 1 else None
            if log is not None and times.denominator == 1:
                power = self.power(log, times)
            else:
                power = self.power(Quotient(self.generator(key)), times * fine)
            result = self.mul(result, power)
        return result

    def log(self, x: Quotient) -> Quotient:
        """A generator, except of 1."""
        num, den = self._canonical(x)
        if num == den:
            return self.number(0)
        self.certain = False
        g = self.generator(("log", num, den))
        self.logs[_short(g.LM)] = x
        return Quotient(g)

    def function(self, name: str, orders: tuple[int, ...], xs: list[Quotient]) -> Quotient:
        """A generator for each derivative of a function at each argument."""
        arguments = tuple(map(self._canonical, xs))
        self.certain = False
        return Quotient(self.generator(("call", name, orders, arguments)))

    def largest(self, xs: list[Quotient]) -> Quotient:
        """No polynomial."""
        raise NotExpressible

    def above(self, x: Quotient, y: Quotient) -> bool:
        """No order of polynomials."""
        raise NotExpressible

    def is_zero(self, x: Quotient) -> bool:
        """Whether x is 0."""
        return not x.num


def _short(monomial: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    return tuple((k, n) for k, n in enumerate(monomial) if n)


def inverted(rows: list[list[complex]]) -> list[list[complex]]:
    """The inverse of a matrix of floats, by elimination; Undefined where a pivot vanishes."""
    n = len(rows)
    work = [[*row, *(complex(k == m) for m in range(n))] for k, row in enumerate(rows)]
    for k in range(n):
        best = max(range(k, n), key=lambda m: abs(work[m][k]))
        work[k], work[best] = work[best], work[k]
        pivot = work[k][k]
        if abs(pivot) < 1e-12:
            raise Undefined("a matrix has no inverse")
        work[k] = [x / pivot for x in work[k]]
        for m in range(n):
            if m != k:
                factor = work[m][k]
                work[m] = [x - factor * y for x, y in zip(work[m], work[k], strict=True)]
    return [row[n:] for row in work]
