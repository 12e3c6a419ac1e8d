"""Sine, cosine and erf: angles taken apart, signs taken out, squares of sines written as cosines.

Place: part of the normal form.

Legend
  u           a function of a normal argument         p       the argument as a polynomial
  grain       every angle is a whole multiple of (monomial / grain)
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Monomial, Number, Poly, TooLarge
from symattn.kernel.statement import Statement, subterms
from symattn.kernel.terms import add, call, mul, num, power
from symattn.kernel.theorem import Theorem
from symattn.prover.proof import Equal
from symattn.prover.refuter_sizes import terms_of

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm

PI: Monomial = ((call("pi"), 1, 0),)
MOST_PARTS = 10  # of one angle; each doubles what its sine becomes
FINEST = 12


class Functions:
    """Normal forms of sine, cosine and erf."""

    def __init__(self, nf: NormalForm) -> None:
        self.nf = nf
        self.proof = nf.proof
        self.arithmetic = nf.arithmetic
        self._grain = 0

    def expanded(self, u: Term) -> Equal:
        """u by a known value, with the sign of its argument out, or with its angle taken apart."""
        if u.args[0] not in ("sin", "cos", "erf") or len(u.args) != 2:
            return None
        p = self.arithmetic.poly(u.args[1])
        if not p or (set(p) == {PI} and u.args[0] != "erf"):
            known = self.proof.attempt("function_at_known_point", [], u, num(p.get(PI, 0)))
            if known is not None:
                return known
        first = min(p, key=lambda m: [(x[0].key, x[1]) for x in m]) if p else ()
        if p and p[first] < 0:
            turned = self.arithmetic.term({m: -c for m, c in p.items()})
            return self.proof.step("function_is_odd_or_even", [], u, turned)
        parts = self._parts(p) if u.args[0] != "erf" else []
        if len(parts) < 2:
            return None
        spread = add(*parts)
        e = self.proof.step("equal_by_arithmetic", [], u.args[1], spread)
        f = self.proof.replaced(u, {1: e})
        g = self.proof.step("angle_sum_expands", [], f.b if f else u)
        return self.proof.chain(f, g)

    def _parts(self, p: Poly) -> list[Term]:
        """The angle as a sum of equal pieces of its monomials; no parts where they are too many."""
        parts: list[Term] = []
        for m, c in sorted(p.items(), key=lambda mc: [(x[0].key, x[1]) for x in mc[0]]):
            if m == PI:
                parts.append(self.arithmetic.term({m: c}))
                continue
            pieces = Fraction(c) * self.grain
            if pieces.denominator != 1 or abs(pieces) > MOST_PARTS:
                return []
            unit = Fraction(1 if c > 0 else -1, self.grain)
            parts += [self.arithmetic.term({m: unit})] * abs(int(pieces))
        return parts if len(parts) <= MOST_PARTS else []

    @property
    def grain(self) -> int:
        """The common denominator of all angles in the statement; 1 where it is too large."""
        if not self._grain:
            self._grain = _common_denominator(self.nf, self.proof.kernel.statement)
        return self._grain

    def lowered(self, t: Term, m: Monomial, c: Number) -> Theorem | None:
        """The product t = c m with sin(x)**2 in it written as 1 - cos(x)**2."""
        for b, e, f in m:
            if b.op != "call" or b.args[0] != "sin" or f or not isinstance(e, int) or e < 2:
                continue
            square = self.proof.attempt("squares_of_sine_and_cosine", [], b.args[1])
            if square is None:
                return None
            rest = tuple(x for x in m if x[0] is not b)
            left = self.arithmetic.monomial_term(rest)
            spread = mul(num(c), power(b, 2), power(b, e - 2), left)
            first = self.proof.step("equal_by_arithmetic", [], t, spread)
            return self.proof.chain(first, self.proof.replaced(spread, {1: square}))
        return None


def _common_denominator(nf: NormalForm, statement: Statement) -> int:
    grain = 1
    for t in subterms(terms_of(statement)):
        if t.op == "call" and t.args[0] in ("sin", "cos") and len(t.args) == 2:
            try:
                p = nf.arithmetic.poly(t.args[1])
            except TooLarge:
                continue
            grain = lcm(grain, *(Fraction(c).denominator for m, c in p.items() if m != PI))
    return grain if grain <= FINEST else 1
