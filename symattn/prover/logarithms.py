"""Logarithms: of products, powers, numbers and sums with a common factor.

Place: part of the normal form.

Legend
  t, u        log(x), and log(y) for the normal form y of x
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Poly, prime_powers
from symattn.kernel.terms import log, mul, num, power
from symattn.prover.factoring import factors_of
from symattn.prover.proof import Equal

if TYPE_CHECKING:
    from symattn.prover.normal_form import Normal, NormalForm


class Logarithms:
    """Normal forms of logarithms."""

    def __init__(self, nf: NormalForm) -> None:
        self.nf = nf
        self.proof = nf.proof
        self.arithmetic = nf.arithmetic
        self.facts = nf.facts

    def of(self, t: Term) -> Normal:
        """The normal form of log(x)."""
        x = t.args[0]
        y, e = self.nf.of(x)
        self.facts.learn(x, y, e)
        f = self.proof.replaced(t, {0: e})
        u = log(y)
        if y.op == "num":
            g = self._log_of_number(u)
            return (g.b, self.proof.chain(f, g)) if g else (u, f)
        if y.op == "exp":
            g = self.proof.step("log_of_exp", [], u)
        elif y.op == "mul":
            signs = [s for a in y.args if (s := self.facts.strong_term(a)) is not None]
            g = self.proof.attempt("log_of_product", signs, u)
        elif y.op == "pow":
            fact = self.facts.sign(y.args[0], ">") or self.facts.strong(y.args[0], ">")
            g = self.proof.attempt("log_of_power", [fact], u) if fact else None
        else:
            g = self._log_of_sum(u, y)
        if g is None:
            self.nf.settle_as(u)
            return u, f
        return self.nf.then(self.proof.chain(f, g), g.b)

    def _log_of_sum(self, u: Term, y: Term) -> Equal:
        """log(g v) = log(g) + log(v) for what the summands of y share."""
        p = self.arithmetic.poly(y)
        e = self.nf.powers.split_content(y, p, whole=False) if len(p) > 1 else None
        e = e or self._factored(y, p)
        f = self.proof.replaced(u, {0: e})
        if e is None or f is None:
            return None
        signs = [s for x in e.b.args if (s := self.facts.strong_term(x)) is not None]
        g = self.proof.attempt("log_of_product", signs, f.b)
        return self.proof.chain(f, g) if g is not None else None

    def _factored(self, y: Term, p: Poly) -> Equal:
        """y as the product of its irreducible factors, where all of them are positive by form."""
        found = factors_of(self.arithmetic, p)
        parts = [self.arithmetic.term(q) for q, n in found or () for _ in range(n)]
        if found is None or any(self.facts.sign(q, ">") is None for q in parts):
            return None
        product = self.arithmetic.poly(mul(*parts))
        m = min(p, key=lambda m: [(x[0].key, x[1]) for x in m])
        scale = Fraction(p[m]) / Fraction(product.get(m, 1))
        whole = mul(*([num(scale)] if scale != 1 else []), *parts)
        return self.proof.attempt("equal_by_arithmetic", [], y, whole) if scale > 0 else None

    def _log_of_number(self, u: Term) -> Equal:
        """log(p**d q**e ...) = d log(p) + e log(q) + ... for primes; nothing else has a form."""
        y = u.args[0]
        if y.args[0] <= 0:
            return None
        if y.args[0] == 1:
            return self.proof.step("log_of_power", [], u)
        rows = prime_powers(y.args[0]) or []
        factors = [power(num(p), e) for p, e in rows]
        if not factors or mul(*factors) is y:
            return None
        e: Equal = self.proof.step("equal_by_arithmetic", [], y, mul(*factors))
        e = self.proof.replaced(u, {0: e})
        if e is not None and len(factors) > 1:
            e = self.proof.chain(e, self.proof.step("log_of_product", [], e.b))
        if e is None:
            return None
        powers = {
            k: self.proof.step("log_of_power", [], a)
            for k, a in enumerate(e.b.args if e.b.op == "add" else (e.b,))
            if a.args[0].op == "pow"
        }
        f: Equal = powers.get(0) if e.b.op == "log" else self.proof.replaced(e.b, dict(powers))
        g = self.nf.tidy(f.b if f else e.b)[1]
        return self.proof.chain(e, f, g)
