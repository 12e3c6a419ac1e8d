"""Powers: roots of products taken apart, and what the summands of a base share taken out.

Place: part of the normal form.

Legend
  u           the power y**r            y, p      its base, in normal form, and as a polynomial
  g, v        y = g v: what all summands of y share, and the rest
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Number, Poly, plus
from symattn.kernel.polynomial import whole as whole_number
from symattn.kernel.terms import mul, num, power
from symattn.kernel.theorem import Theorem
from symattn.prover.choices import choice_moved_out
from symattn.prover.factoring import factors_of
from symattn.prover.proof import Equal

if TYPE_CHECKING:
    from symattn.prover.normal_form import Normal, NormalForm


class Powers:
    """The steps that powers need beyond arithmetic."""

    def __init__(self, nf: NormalForm) -> None:
        self.nf = nf
        self.proof = nf.proof
        self.arithmetic = nf.arithmetic
        self.facts = nf.facts

    def of(self, t: Term) -> Normal:
        """The normal form of a power."""
        nf, (x, r) = self.nf, t.args
        square = nf.roots.written(t)
        if square is not None:
            return nf.then(square, square.b)
        y, e = nf.of(x)
        f = self.proof.replaced(t, {0: e})
        u = power(y, r)
        if r.denominator == 1 and r >= 0:
            n, g = nf.tidy(u)
            return n, self.proof.chain(f, g)
        choice = choice_moved_out(nf, u, y)
        if choice is not None:
            return nf.then(self.proof.chain(f, choice), choice.b)
        self.facts.learn(x, y, e)
        p = self.arithmetic.poly(y)
        known = r.denominator == 1 and self.facts.of_base(y, "!=") is not None
        g = nf.case_of(u, y) if nf.by_signs and len(p) > 1 and not known else None
        if g is None and len(p) > 1:
            g = self.without_content(u, y, p, r) or self.factored(u, y, p, r)
        if g is None and r.denominator != 1:
            g = nf.roots.of(u, y, p)
        if g is not None:
            return nf.then(self.proof.chain(f, g), g.b)
        n, h = nf.tidy(u)
        return n, self.proof.chain(f, h)

    def without_content(self, u: Term, y: Term, p: Poly, r: Fraction) -> Equal:
        """(g v)**r = g**r v**r, g the common factor of the summands and v in its one form."""
        broken = r.denominator != 1
        e = self.split_content(y, p, whole=not broken, root=broken)
        if e is None:
            return None
        f = self.proof.replaced(u, {0: e})
        outer = power(e.b, r)
        g = self.proof.attempt("power_of_product", [], outer)
        if g is None:
            signs = [s for x in e.b.args if (s := self.facts.strong_term(x)) is not None]
            g = self.proof.attempt("power_of_product", signs, outer)
        return self.proof.chain(f, g) if g else None

    def factored(self, u: Term, y: Term, p: Poly, r: Fraction) -> Equal:
        """(f_1 f_2 ...)**r = f_1**r f_2**r ... for the irreducible factors f of y; whole r < 0."""
        found = factors_of(self.arithmetic, p) if r.denominator == 1 and r < 0 else None
        if found is None:
            return None
        parts = [self.arithmetic.term(q) for q, n in found for _ in range(n)]
        product = self.arithmetic.raised(self.arithmetic.poly(mul(*parts)), 1)
        m = min(p, key=lambda m: [(x[0].key, x[1]) for x in m])
        scale = Fraction(p[m]) / Fraction(product.get(m, 1))
        whole = mul(*parts, num(scale))
        e = self.proof.attempt("equal_by_arithmetic", [], y, whole)
        f = self.proof.replaced(u, {0: e}) if e is not None else None
        if e is None or f is None:
            return None
        self.facts.split(y, e)
        outer = power(e.b, r)
        return self.proof.chain(f, self.proof.step("power_of_product", [], outer))

    def split_content(self, y: Term, p: Poly, *, whole: bool, root: bool = False) -> Theorem | None:
        """y = g v, where g holds what all summands of y share; None if they share nothing."""
        arithmetic = self.arithmetic
        if any(f for m in p for _, _, f in m):
            return None  # the quotient would lose the marks
        content = self._shared(p, whole, root)
        v: Poly = {}
        for m, c in p.items():
            exponents = {x[0]: x[1] for x in m}
            left = [(b, exponents.pop(b, 0) - e) for b, e in content]
            factors = [arithmetic.factor(b, e, 0) for b, e in (*left, *exponents.items())]
            v = plus(v, arithmetic.expanded(x for x in factors if x is not None), c)
        # the scale is read off the quotient, so that it does not depend on what was shared
        first = min(v.items(), key=lambda mc: [(x[0].key, x[1]) for x in mc[0]])[1]
        scale = Fraction(first) if whole else abs(Fraction(first))
        if not content and scale == 1:
            return None
        v = {m: whole_number(Fraction(c) / scale) for m, c in v.items()}
        shared = [power(b, e) for b, e in content] + ([num(scale)] if scale != 1 else [])
        product = mul(*shared, arithmetic.term(v))
        given, _ = self.facts.about(arithmetic.poly(product))
        e = self.proof.attempt("equal_by_arithmetic", given, y, product)
        if e is not None and e.b.op == "mul":
            self.facts.split(y, e)
            return e
        return None

    def _shared(self, p: Poly, whole: bool, root: bool) -> list[tuple[Term, Number]]:
        """The bases with the least exponent they have in the summands of p."""
        found: list[tuple[Term, Number]] = []
        if any(f for m in p for _, _, f in m):
            return found
        for b in sorted({x[0] for m in p for x in m}, key=lambda b: b.key):
            least = min(next((e for c, e, _ in m if c is b), 0) for m in p)
            if not least or self.arithmetic.boolean(b):
                continue
            positive = self.arithmetic.sign(b) == 2 or self.facts.of_base(b, ">") is not None
            if positive or (whole and (least > 0 or self.facts.strong(b, "!=") is not None)):
                found.append((b, least))
            elif root and self.arithmetic.sign(b) == 1 and least > 0:
                found.append((b, least))
            elif root and isinstance(least, int) and least >= 2:
                found.append((b, least - least % 2))
        return found
