"""Steps: step(y) by the sign, the factors and the opposite of y, where signs are told apart.

Place: part of the normal form.

Legend
  u           step(y), y in normal form       p       y as a polynomial
  mark        [b != 0], which is b b**-1; of a sum b it would have no one form
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Monomial, Number, Poly
from symattn.kernel.terms import MINUS_ONE, add, call, mul, num
from symattn.kernel.theorem import Theorem
from symattn.prover.factoring import factors_of
from symattn.prover.proof import Equal

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm


class Steps:
    """Normal forms of steps, and of products with them."""

    def __init__(self, nf: NormalForm) -> None:
        self.nf = nf
        self.proof = nf.proof
        self.arithmetic = nf.arithmetic
        self.facts = nf.facts

    def of(self, u: Term) -> Equal:
        """step(y) as simpler steps; None if there is none."""
        if u.args[0] != "step" or not self.nf.by_signs:
            return None
        y = u.args[1]
        known = self._known(u, y)
        if known is not None:
            return known
        p = self.arithmetic.poly(y)
        first = min(p, key=lambda m: [(x[0].key, x[1]) for x in m])
        growth = self._growth(u, p)
        if growth is not None:
            return growth
        turned = self.arithmetic.term({m: -c for m, c in p.items()})
        if p[first] < 0 and (len(p) == 1 or self.facts.strong(turned, "!=") is not None):
            return self.proof.attempt("step_of_opposite", [], u, turned)
        return self._of_product(u, p) if len(p) == 1 else self._of_sum(u, y, p)

    def _known(self, u: Term, y: Term) -> Equal:
        premises = []
        for z in (y, self.arithmetic.base(mul(MINUS_ONE, y))):
            fact = self.facts.sign(z, ">") or self.facts.sign(z, ">=")
            premises += [fact] if fact is not None else []
        return self.proof.attempt("step_of_known_sign", premises, u)

    def _of_product(self, u: Term, p: Poly) -> Equal:
        ((m, c),) = p.items()
        if any(f for _, _, f in m):
            return None
        if c == 1 and len(m) == 1:
            return None if m[0][1] == 1 else self.proof.attempt("step_of_power", [], u)
        factors = [num(c)] if c != 1 else []
        factors += [self.arithmetic.monomial_term((x,)) for x in m]
        return self._spread(u, [factors[0], mul(*factors[1:])])

    def _of_sum(self, u: Term, y: Term, p: Poly) -> Equal:
        e = self.nf.powers.split_content(y, p, whole=False)
        if e is not None:
            factors = e.b.args
            return self._spread(u, [mul(*factors[:-1]), factors[-1]])
        found = factors_of(self.arithmetic, p)
        if found is None:
            return None
        parts = [self.arithmetic.term(q) for q, n in found for _ in range(n)]
        m = min(p, key=lambda m: [(x[0].key, x[1]) for x in m])
        product = self.arithmetic.poly(mul(*parts))
        if m not in product:
            return None
        scale = Fraction(p[m]) / Fraction(product[m])
        first = mul(num(scale), parts[0])
        return self._spread(u, [self.arithmetic.base(first), mul(*parts[1:])])

    def _spread(self, u: Term, factors: list[Term]) -> Equal:
        """step(x y) by those of x and y."""
        e = self.proof.attempt("equal_by_arithmetic", [], u.args[1], mul(*factors))
        if e is None:
            return None
        f = self.proof.replaced(u, {1: e})
        g = self.proof.attempt("step_of_product", [], f.b if f else u)
        return self.proof.chain(f, g) if g is not None else None

    def _growth(self, u: Term, p: Poly) -> Equal:
        """step(exp(a) - exp(b)) = step(a - b)."""
        ends = grown(p)
        if ends is None:
            return None
        joined: list[Theorem] = []
        growth = self.proof.step("step_of_growth", [], *ends)
        parts = growth.a.args[1].args
        for x in (parts[0], parts[1].args[1]):
            joined.append(self.proof.step("exp_of_sum_is_product", [], x))
        minus = self.proof.replaced(parts[1], {1: joined[1]})
        whole = self.proof.replaced(growth.a.args[1], {0: joined[0], 1: minus})
        end = whole.b if whole else growth.a.args[1]
        back = self.proof.attempt("equal_by_arithmetic", [], u.args[1], end)
        if back is None:
            return None
        inside = self.proof.chain(back, self.proof.reverse(whole))
        return self.proof.chain(self.proof.replaced(u, {1: inside}), growth)

    # ---- products ------------------------------------------------------------------------------

    def lowered(self, t: Term, m: Monomial, c: Number) -> Theorem | None:
        """The product t = c m without a mark that a step in it implies."""
        for mark in m if self.nf.by_signs else ():
            step = call("step", mark[0])
            if mark[1:] != (0, 1) or not any(x[0] is step for x in m):
                continue
            gone = self.proof.step("step_excludes_zero", [], mark[0])
            rest = tuple(x for x in m if x is not mark and x[0] is not step)
            spread = mul(num(c), gone.a, self.arithmetic.monomial_term(rest))
            first = self.proof.attempt("equal_by_arithmetic", [], t, spread)
            if first is not None:
                return self.proof.chain(first, self.proof.replaced(spread, {1: gone}))
        return None


def grown(p: Poly) -> tuple[Term, Term] | None:
    """a and b where p is exp(a) - exp(b)."""
    rows = [m for m, c in sorted(p.items(), key=lambda mc: -mc[1]) if abs(c) == 1]
    if len(p) != 2 or len(rows) != 2 or sum(p.values()) != 0:
        return None
    if any(b.op != "exp" or f for m in rows for b, _, f in m):
        return None
    up, down = (add(*(mul(num(Fraction(e)), b.args[0]) for b, e, _ in m)) for m in rows)
    return up, down
