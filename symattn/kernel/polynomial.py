"""Commutative arithmetic: terms as polynomials over opaque bases with rational exponents.

Place: trusted; the rule `equal_by_arithmetic` compares two polynomials, the rules about sums and
exponentials read their parts from one.

Legend
  poly        dict from monomial to rational coefficient
  monomial    tuple of (base, e, f), sorted by base: base**e, times [base != 0] if f = 1, times
              [base > 0] if f = 2. The marks keep the total functions honest: x * x**-1 is
              [x != 0], not 1, and x**(1/2) * x**(1/2) is x [x > 0].
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from symattn.kernel.indices import Term
from symattn.kernel.signs import Signs
from symattn.kernel.statement import Statement
from symattn.kernel.terms import ZERO, add, mul, num, power

Number = int | Fraction
Factor = tuple[Term, Number, int]
Monomial = tuple[Factor, ...]
Poly = dict[Monomial, Number]
UNIT: Monomial = ()
COMPOUND = frozenset({"add", "mul", "pow", "num"})  # bases whose whole powers are worked out
LIMIT = 20_000  # monomials in one polynomial, and factors in one power
BITS = 200_000  # binary digits of one coefficient


class TooLarge(Exception):
    """A polynomial with more than LIMIT monomials or BITS digits; the step is refused."""


def whole(x: Number) -> Number:
    """x as an int where it is one: ints are several times faster than fractions."""
    return x.numerator if isinstance(x, Fraction) and x.denominator == 1 else x


def plus(p: Poly, q: Poly, factor: Number = 1) -> Poly:
    """p + factor * q."""
    out = dict(p)
    for m, c in q.items():
        v = out.get(m, 0) + factor * c
        if v:
            out[m] = v
        else:
            out.pop(m, None)
    return out


class Polynomials(Signs):
    """Polynomials under the declarations of one statement."""

    def __init__(self, statement: Statement) -> None:
        super().__init__(statement)
        self._poly: dict[Term, Poly] = {}

    # ---- polynomials -----------------------------------------------------------------------

    def factor(self, base: Term, e: Number, f: int) -> Factor | None:
        """The factor in its one form, or None for 1."""
        if self.boolean(base):
            return (base, 1, 0)
        e = whole(e)
        if f == 2 and self.sign(base):
            f = 1  # not negative: > 0 is != 0
        if not isinstance(e, int) or (f == 1 and e) or (f and self.sign(base) == 2):
            f = 0  # a broken power is 0 unless base > 0 already; a power is 0 at 0 already
        return (base, e, f) if e or f else None

    def join(self, x: Factor, y: Factor) -> Factor | None:
        """The product of two factors with the same base."""
        e, f = x[1] + y[1], max(x[2], y[2])
        if isinstance(x[1], int) and isinstance(y[1], int):
            f = max(f, 1) if x[1] * y[1] < 0 else f
        elif not isinstance(x[1], int) and not isinstance(y[1], int):
            f = 2
        return self.factor(x[0], e, f)

    def times(self, a: Monomial, b: Monomial) -> tuple[Monomial, bool]:
        """The product of two monomials, and whether a factor of it must be expanded."""
        if not a or not b:
            return a or b, False
        factors = {x[0]: x for x in a}
        expand = False
        for y in b:
            x = factors.get(y[0])
            z = y if x is None else self.join(x, y)
            if z is None:
                del factors[y[0]]
                continue
            factors[y[0]] = z
            expand = expand or (x is not None and z[1] >= 1 and z[0].op in COMPOUND)
        return tuple(sorted(factors.values(), key=by_base)), expand

    def product(self, p: Poly, q: Poly) -> Poly:
        """p * q."""
        out: Poly = {}
        for a, x in p.items():
            for b, y in q.items():
                m, expand = self.times(a, b)
                if expand:
                    out = plus(out, self.expanded(m), x * y)
                    continue
                v = out.get(m, 0) + x * y
                if v:
                    out[m] = v
                else:
                    del out[m]
            if len(out) > LIMIT:
                raise TooLarge(f"more than {LIMIT} monomials")
        return out

    def expanded(self, factors: Iterable[Factor]) -> Poly:
        """The product of factors with different bases; whole powers of compound bases expand."""
        kept: list[Factor] = []
        out: Poly = {UNIT: 1}
        for base, e, f in factors:
            floor = e.numerator // e.denominator
            is_number = base.op == "num"
            if base.op not in COMPOUND or (floor < 1 and not (is_number and floor < 0)) or f:
                kept.append((base, e, f))
                continue
            if e != floor:
                kept.append((base, whole(e - floor), 0))
            if is_number:
                n = number_power(base.args[0], floor)
                out = {m: whole(c * n) for m, c in out.items()}
            else:
                out = self.product(out, self.raised(self.poly(base), floor))
        return self.product(out, {tuple(sorted(kept, key=by_base)): 1})

    def poly(self, t: Term) -> Poly:
        """t as a polynomial; operations other than + * and powers are opaque bases."""
        found = self._poly.get(t)
        if found is None:
            found = self._poly[t] = self._poly_of(t)
            if any(bits_of(c) > BITS for c in found.values()):
                raise TooLarge(f"a number of more than {BITS} binary digits")
        return found

    def _poly_of(self, t: Term) -> Poly:
        if t.op == "num":
            return {UNIT: whole(t.args[0])} if t.args[0] else {}
        if t.op == "add":
            out: Poly = {}
            for a in t.args:
                out = plus(out, self.poly(a))
            return out
        if t.op == "mul":
            out = {UNIT: 1}
            for a in t.args:
                out = self.product(out, self.poly(a))
            return out
        if t.op == "pow":
            return self.raised(self.poly(t.args[0]), whole(t.args[1]))
        return {((t, 1, 0),): 1}

    def raised(self, p: Poly, r: Number) -> Poly:
        """p**r for the total power."""
        if isinstance(r, int) and r >= 0:
            if r > LIMIT:
                raise TooLarge(f"a power above {LIMIT}")
            out: Poly = {UNIT: 1}
            for _ in range(r):
                out = self.product(out, p)
            return out
        if not p:
            return {}  # 0**r = 0 for r < 0 and for broken r
        if len(p) > 1:
            return {((self.term(p), r, 0),): 1}
        ((m, c),) = p.items()
        return self._root(m, c, r) if not isinstance(r, int) else self._inverse(m, c, r)

    def _inverse(self, m: Monomial, c: Number, r: int) -> Poly:
        factors = []
        for base, e, f in m:
            # (x**(1/2))**2 is x [x > 0]
            broken = not isinstance(e, int) and (e * r).denominator == 1
            factors.append(self.factor(base, e * r, 2 if broken else f))
        out = self.expanded(x for x in factors if x is not None)
        n = number_power(c, r)
        return {m: whole(n * v) for m, v in out.items()}

    def _root(self, m: Monomial, c: Number, r: Number) -> Poly:
        """(c m)**r for broken r: positive factors come out, the rest stays one base."""
        inside = tuple(x for x in m if self.sign(x[0]) != 2)
        if c < 0 and not inside:
            return {}  # a broken power of a negative number is 0
        factors = [self.factor(b, e * r, 0) for b, e, _ in m if self.sign(b) == 2]
        if inside:
            factors.append(self.factor(self.term({inside: 1 if c > 0 else -1}), r, 0))
        primes = prime_powers(abs(Fraction(c)))
        if primes is None:
            factors.append((num(abs(Fraction(c))), r, 0))
        else:
            factors += [(num(p), whole(e * r), 0) for p, e in primes]
        out: Poly = {UNIT: 1}
        for x in factors:
            if x is not None:
                out = self.product(out, self.expanded([x]))
        return out

    def term(self, p: Poly) -> Term:
        """The one term of a polynomial; its polynomial is p again."""
        rows = sorted(p.items(), key=lambda mc: [(x[0].key, x[1]) for x in mc[0]])
        return add(*(self.monomial_term(m, c) for m, c in rows)) if rows else ZERO

    @staticmethod
    def monomial_term(m: Monomial, c: Number = 1) -> Term:
        """c * m as a term."""
        factors = [] if c == 1 and m else [num(c)]
        for base, e, f in m:
            if f == 0:
                factors.append(power(base, e))
            else:
                half = Fraction(1, 2) if f == 2 else -1
                factors += [power(base, half), power(base, e - half)]
        return mul(*factors)

    def base(self, t: Term) -> Term:
        """t as a base: itself if opaque, else the one term of its polynomial."""
        return self.term(self.poly(t))

    def replaced(self, p: Poly, new: dict[Term, Poly]) -> Poly:
        """p with each base in `new` replaced, all at once."""
        out: Poly = {}
        for m, c in p.items():
            if not any(x[0] in new for x in m):
                out = plus(out, {m: c})
                continue
            q: Poly = {UNIT: c}
            for x in m:
                old: Poly = {(x,): 1}
                q = self.product(q, self.raised_factor(new[x[0]], x) if x[0] in new else old)
            out = plus(out, q)
        return out

    def raised_factor(self, p: Poly, x: Factor) -> Poly:
        """base**e with its mark, for base = p."""
        if x[2] == 0:
            return self.raised(p, x[1])
        half = Fraction(1, 2) if x[2] == 2 else -1
        return self.product(self.raised(p, half), self.raised(p, whole(x[1] - half)))


def bits_of(c: Number) -> int:
    """How many binary digits a number has, above and below."""
    return c.numerator.bit_length() + c.denominator.bit_length()


def number_power(c: Number, r: int) -> Fraction:
    """c**r for a whole r, unless it is too large to be worked out."""
    if bits_of(c) * abs(r) > BITS:
        raise TooLarge(f"a number of more than {BITS} binary digits")
    return Fraction(c) ** r


def by_base(x: Factor) -> tuple[int, Any]:
    """What the factors of a monomial are sorted by."""
    return (x[0].key, x[1])


def prime_powers(c: Fraction) -> list[tuple[int, int]] | None:
    """c > 0 as primes with exponents; None where a factor is too large to split."""
    out: dict[int, int] = {}
    for n, s in ((c.numerator, 1), (c.denominator, -1)):
        p = 2
        while p * p <= n:
            if p > 10_000:
                return None
            while n % p == 0:
                out[p] = out.get(p, 0) + s
                n //= p
            p += 1
        if n > 1:
            out[n] = out.get(n, 0) + s
    return sorted(out.items())
