"""Maxima: what does not depend on the index goes out, parts and units are taken one by one.

Place: part of the normal form.

Legend
  u           max_i y, its body y in normal form
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Monomial, Number, Poly, whole
from symattn.kernel.terms import MINUS_ONE, ZERO, add, exp, largest, mul, num, power, shift, uses
from symattn.prover.proof import Equal
from symattn.prover.renaming import images_of

if TYPE_CHECKING:
    from symattn.prover.normal_form import Normal, NormalForm

MOST_UNITS = 6


class Maxima:
    """Normal forms of maxima."""

    def __init__(self, nf: NormalForm) -> None:
        self.nf = nf
        self.proof = nf.proof
        self.arithmetic = nf.arithmetic

    def of(self, t: Term) -> Normal:
        """The normal form of max_i x(i)."""
        both = two_below(t.args[1])
        if both is not None:
            e = self.proof.attempt("largest_of_larger", [], t, *both)
            if e is not None:
                return self.nf.then(e, e.b)
        f = self.proof.replaced(t, {1: self.nf.of(t.args[1])[1]})
        u = f.b if f else t
        g = self._split(u) or self._reindexed(u)
        if g is None:
            g = self.proof.attempt("largest_is_shifted", [], u)
            g = None if g is not None and g.b is u else g
        g = g or self._scaled(u) or self._grown(u) or self._ordered(u)
        if g is None:
            self.nf.settle_as(u)
            return u, f
        return self.nf.then(self.proof.chain(f, g), g.b)

    def _split(self, u: Term) -> Equal:
        s = u.args[0]
        if isinstance(s, tuple) and s[0] == "*":
            return self.proof.attempt("largest_over_pairs_nests", [], u)
        if isinstance(s, tuple) or (isinstance(s, int) and s <= MOST_UNITS):
            return self.proof.attempt("largest_over_parts_splits", [], u)
        return None

    def _reindexed(self, u: Term) -> Equal:
        """max_i x(f(i)) = max_i x(i) where i occurs as f(i) only."""
        images = images_of(u.args[1], 0)
        name, way = images.pop() if len(images) == 1 else ("", 0)
        return self.proof.attempt("largest_ignores_bijection", [], u, name, -way) if way else None

    def _scaled(self, u: Term) -> Equal:
        """max_i c y(i) = c max_i y(i) for the largest c >= 0 that does not depend on i."""
        p = self.arithmetic.poly(u.args[1])
        if not p:
            return None
        common = self._common(list(p))
        first = min(p.items(), key=lambda mc: [(x[0].key, x[1]) for x in mc[0]])[1]
        scale = abs(Fraction(first))
        if not common and scale == 1:
            return None
        inner: Poly = {}
        for m, c in p.items():
            rest = tuple(x for x in m if x[0] not in dict(common))
            inner[rest] = whole(Fraction(c) / scale)
        outer = [power(b, e) for b, e in common] + ([num(scale)] if scale != 1 else [])
        factor = mul(*(shift(b, -1) for b in outer))
        sign = self.nf.facts.sign(factor, ">=") if self.arithmetic.sign(factor) < 1 else None
        body = self.arithmetic.term(inner)
        return self.proof.attempt("largest_is_scaled", [sign] if sign else [], u, factor, body)

    def _common(self, monomials: list[Monomial]) -> list[tuple[Term, Number]]:
        """The powers without the index that all products share and that are not negative."""
        first = {b: e for b, e, f in monomials[0] if not f and not uses(b, 0)}
        for m in monomials[1:]:
            here = {b: e for b, e, f in m if not f}
            first = {b: e for b, e in first.items() if here.get(b) == e}
        found = []
        for b, e in sorted(first.items(), key=lambda x: x[0].key):
            lowered = shift(power(b, e), -1)
            if self.arithmetic.sign(lowered) or self.nf.facts.sign(lowered, ">=") is not None:
                found.append((b, e))
        return found

    def _grown(self, u: Term) -> Equal:
        """max_i f(y(i)) = f(max_i y(i)) for an increasing f; a product of exp is one exp."""
        p = self.arithmetic.poly(u.args[1])
        if len(p) == 1 and next(iter(p.values())) == 1:
            (m,) = p
            if len(m) > 1 or (m and m[0][1] != 1):
                if m and all(b.op == "exp" for b, _, _ in m):
                    return self._one_exponential(u, m)
        return self.proof.attempt("largest_of_growth", [], u)

    def _ordered(self, u: Term) -> Equal:
        """Two maxima in the order of the names of their ranges."""
        inner = u.args[1]
        if inner.op != "max" or str(inner.args[0]) >= str(u.args[0]):
            return None
        return self.proof.attempt("maxima_commute", [], u)

    def _one_exponential(self, u: Term, m: Monomial) -> Equal:
        whole_exponent = add(*(mul(num(Fraction(e)), b.args[0]) for b, e, _ in m))
        joined = exp(whole_exponent)
        e = self.proof.step("exp_of_sum_is_product", [], joined)
        first = self.proof.attempt("equal_by_arithmetic", [], u.args[1], e.b)
        back = self.proof.chain(first, self.proof.reverse(e))
        f = self.proof.replaced(u, {1: back})
        if f is None:
            return None
        g = self.proof.attempt("largest_of_growth", [], largest(u.args[0], joined))
        return self.proof.chain(f, g) if g is not None else None


def two_below(t: Term) -> tuple[Term, Term] | None:
    """a and b where t is written as the larger of them: a maximum, relu(a), or |a|."""
    own = _below_root(t)
    if own is not None:
        return own, mul(MINUS_ONE, own)
    if t.op != "mul" or len(t.args) != 2 or t.args[0] is not num(Fraction(1, 2)):
        return None
    parts = list(t.args[1].args) if t.args[1].op == "add" else []
    root = _below_root(parts[-1]) if parts else None
    if root is None:
        return None
    if len(parts) == 2 and parts[0] is root:
        return root, ZERO
    return (parts[0], parts[1]) if len(parts) == 3 else None


def _below_root(t: Term) -> Term | None:
    """x, where t is (x**2)**(1/2)."""
    square = t.args[0] if t.op == "pow" and t.args[1] == Fraction(1, 2) else None
    found = square.args[0] if square is not None and square.op == "pow" else None
    return found if square is not None and square.args[-1] == 2 else None
