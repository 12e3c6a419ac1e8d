"""Roots: of products, taken apart into squares and the rest; of squares, by the sign of the base.

Place: part of the normal form, beside powers.

Legend
  u           the power y**r, r broken      y, p      its base, in normal form, and as a polynomial
  pieces      factors of y that are not negative; the others stay together under one root
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Poly
from symattn.kernel.terms import add, mul, num, power
from symattn.kernel.theorem import Theorem
from symattn.prover.factoring import factors_of
from symattn.prover.proof import Equal
from symattn.prover.steps import grown

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm


class Roots:
    """The steps that broken powers need beyond arithmetic."""

    def __init__(self, nf: NormalForm) -> None:
        self.nf = nf
        self.proof = nf.proof
        self.arithmetic = nf.arithmetic
        self.facts = nf.facts

    def of(self, u: Term, y: Term, p: Poly) -> Equal:
        """u as a product of simpler powers, or by the sign of what y is the square of."""
        apart = self._of_product(u, p) if len(p) == 1 else self._of_sum(u, y, p)
        return apart or self._of_square(u, y, p)

    def written(self, t: Term) -> Equal:
        """(x**2)**(n/2) as it is written, by the sign of x; only where signs are told apart."""
        x, r = t.args
        if not self.nf.by_signs or r.denominator != 2 or x.op != "pow" or x.args[1] != 2:
            return None
        y, e = self.nf.of(x.args[0])
        p = self.arithmetic.poly(y)
        square = power(y, 2)
        f = self.proof.replaced(x, {0: e})
        if self._points_back(p):  # |-y| = |y|
            turned = power(self.arithmetic.term({m: -c for m, c in p.items()}), 2)
            f = self.proof.chain(f, self.proof.step("equal_by_arithmetic", [], square, turned))
            square = turned
        self.facts.learn_square(x, square.args[0], f)
        g = self.proof.replaced(t, {0: f})
        u = power(square, r)
        split = self.nf.case_of(u, y)
        if split is not None:
            return self.proof.chain(g, split)
        root = self.proof.attempt("root_of_square_by_step", [], u)
        return self.proof.chain(g, root) if root is not None else None

    def _points_back(self, p: Poly) -> bool:
        """Whether -p is the one of p and -p that is used; exp(a) - exp(b) points as a - b does."""
        ends = grown(p)
        if ends is not None:
            p = self.arithmetic.poly(add(ends[0], mul(num(-1), ends[1])))
        first = min(p, key=lambda m: [(z[0].key, z[1]) for z in m]) if p else None
        return first is not None and p[first] < 0

    def _of_product(self, u: Term, p: Poly) -> Equal:
        """(b_1**e_1 ...)**r: even powers and what is not negative come out of the root."""
        ((m, c),) = p.items()
        open_ = [x for x in m if self.arithmetic.sign(x[0]) < 2]
        if c <= 0 or any(f for _, _, f in m) or not open_ or (len(open_) == 1 == open_[0][1]):
            return None
        pieces, rest, facts = [num(c)] if c != 1 else [], list[Term](), list[Theorem]()
        simple = True  # whether no piece is a power to be multiplied with r
        unknown = 0
        for b, e, _ in m:
            fact = self.facts.strong(b, ">") if self.arithmetic.sign(b) < 2 else None
            facts += [fact] if fact is not None else []
            if self.arithmetic.sign(b) or fact is not None or not isinstance(e, int):
                pieces.append(power(b, e))
                unknown += self.arithmetic.sign(b) < 2
                simple = simple and (e == 1 or self.arithmetic.sign(b) == 2)
                continue
            if e // 2:
                pieces.append(power(power(b, 2), e // 2))
                unknown += 1
                simple = simple and e // 2 == 1
            rest += [b] if e % 2 else []
        if simple and unknown + bool(rest) < 2:
            return None
        return self._apart(u, pieces, rest, facts)

    def _of_sum(self, u: Term, y: Term, p: Poly) -> Equal:
        """(q_1**n_1 ...)**r for the irreducible factors q of y: even powers come out."""
        found = factors_of(self.arithmetic, p)
        if found is None or all(n == 1 for _, n in found):
            return None
        if len(found) == 1 and found[0][1] == 2:
            return None
        squares = [(self.arithmetic.term(q), n // 2) for q, n in found if n > 1]
        rest = [self.arithmetic.term(q) for q, n in found if n % 2]
        pieces = [power(power(q, 2), h) for q, h in squares]
        scale = self._scale(p, mul(*pieces, *rest))
        if scale is None or (scale < 0 and not rest):
            return None
        if scale < 0:
            rest[0] = mul(num(-1), rest[0])
        pieces += [num(abs(scale))] if abs(scale) != 1 else []
        return self._apart(u, pieces, rest, [])

    def _scale(self, p: Poly, product: Term) -> Fraction | None:
        """The number c with p = c times the product."""
        q = self.arithmetic.poly(product)
        m = min(p, key=lambda m: [(x[0].key, x[1]) for x in m])
        return Fraction(p[m]) / Fraction(q[m]) if m in q else None

    def _apart(self, u: Term, pieces: list[Term], rest: list[Term], facts: list[Theorem]) -> Equal:
        """(c_1 c_2 ... d)**r = c_1**r c_2**r ... d**r, and (x**e)**r = x**(e r) in it."""
        whole = mul(*pieces, *([mul(*rest)] if rest else []))
        e: Equal = None
        if whole is not u.args[0]:
            e = self.proof.attempt("equal_by_arithmetic", [], u.args[0], whole)
            if e is None:
                return None
            e = self.proof.replaced(u, {0: e})
        last = e.b if e else u
        if len(pieces) + bool(rest) > 1:
            signs = [s for x in pieces if (s := self._sign(x, facts)) is not None]
            f = self.proof.attempt("power_of_product", signs, last)
            if f is None:
                return None
            e, last = self.proof.chain(e, f), f.b
        inner = {
            k: self.proof.attempt("power_of_power", facts, x)
            for k, x in enumerate(last.args if last.op == "mul" else (last,))
            if x.op == "pow" and x.args[0].op == "pow"
        }
        if last.op == "pow":
            return self.proof.chain(e, inner.get(0))
        return self.proof.chain(e, self.proof.replaced(last, inner))

    def _sign(self, x: Term, facts: list[Theorem]) -> Theorem | None:
        if self.arithmetic.sign(x):
            return None  # the kernel sees it
        return self.proof.attempt("sign_by_form", facts, x, ">")

    def _of_square(self, u: Term, y: Term, p: Poly) -> Equal:
        """(x**2)**(n/2) = x**n (2 step(x) - 1), where signs are told apart."""
        if not self.nf.by_signs or u.args[1].denominator != 2:
            return None
        x = self._base_of_square(p)
        if x is None:
            return None
        square = power(x, 2)
        e = self.proof.attempt("equal_by_arithmetic", [], y, square)
        if e is None:
            return None
        f = self.proof.replaced(u, {0: e})
        g = self.proof.attempt("root_of_square_by_step", [], f.b if f else u)
        return self.proof.chain(f, g) if g is not None else None

    def _base_of_square(self, p: Poly) -> Term | None:
        """x with p = x**2."""
        if len(p) == 1:
            ((m, c),) = p.items()
            plain = c == 1 and len(m) == 1 and m[0][1:] == (2, 0)
            return m[0][0] if plain else None
        found = factors_of(self.arithmetic, p)
        if found is None or len(found) != 1 or found[0][1] != 2:
            return None
        q = self.arithmetic.term(found[0][0])
        scale = self._scale(p, power(q, 2))
        if scale is None or scale <= 0:
            return None
        a, b = isqrt(scale.numerator), isqrt(scale.denominator)
        if a * a != scale.numerator or b * b != scale.denominator:
            return None
        x = self.arithmetic.poly(mul(num(Fraction(a, b)), q))
        back = self._points_back(x)
        return self.arithmetic.term({m: -c for m, c in x.items()} if back else x)
