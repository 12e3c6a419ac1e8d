"""What is known about signs: which bases are positive or not 0, and the theorems that say so.

Place: used by the normal form where an inverse, a root or a logarithm needs a side condition.

Legend
  x, y        a base as written and its normal form, y from x by the theorem e
  rel         ">" (positive) or "!=" (not 0)
"""

from __future__ import annotations

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Poly
from symattn.kernel.terms import bound, instantiate, mul, shift
from symattn.kernel.theorem import Theorem
from symattn.prover.matching import match
from symattn.prover.proof import Equal, Proof


class Facts:
    """Theorems about signs of bases, found from their form, from hypotheses or from conditions."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        self.arithmetic = proof.kernel.arithmetic
        self._of: dict[tuple[Term, str], Theorem] = {}
        self._conditions = {(c.rel, c.a): k for k, c in enumerate(proof.kernel.conditions)}
        self.premises: list[Theorem] = []  # signs that hypotheses give
        # hypotheses of the form sum_j w_j > 0: number, variables, theorem
        self.positive_sums: list[tuple[int, tuple[Term, ...], Theorem]] = []

    def of_base(self, b: Term, rel: str) -> Theorem | None:
        """What is known about a base; > 0 serves for != 0."""
        return self._of.get((b, ">")) or (self._of.get((b, "!=")) if rel == "!=" else None)

    def sign(self, x: Term, rel: str) -> Theorem | None:
        """x > 0 or x != 0, from its form, its parts, or what is known."""
        known = self.of_base(x, rel)
        if known is not None:
            return known
        premises = self.premises + [
            f for y in _parts(x) if (f := self.of_base(y, rel)) is not None
        ]
        if rel == ">" and self.arithmetic.sign(x) < 2 and not premises:
            return None
        return self.proof.attempt("sign_by_form", premises, x, rel)

    def learn(self, x: Term, y: Term, e: Equal, *, whole: bool) -> None:
        """Find out that the base x is not 0 (whole powers) or positive, and pass it on to y."""
        base = self.arithmetic.base(y)
        rel = "!=" if whole else ">"
        if self.of_base(base, rel) or self.arithmetic.sign(base) == 2 or y.op == "num":
            return
        fact = self.positive(x)
        if fact is None and e is not None:
            fact = self.positive(y)
            if fact is not None:
                self._of[base, fact.rel] = fact
                return
        if fact is None:
            fact = self._by_condition(x, rel)
        if fact is None:
            return
        self._of[x, fact.rel] = fact
        if e is not None:
            fact = self.proof.step("sign_passes_to_equal", [fact, e])
        self._of[base, fact.rel] = fact
        self._to_factors(base, fact)

    def _to_factors(self, base: Term, fact: Theorem) -> None:
        """A product that is not 0 has no factor 0."""
        p = self.arithmetic.poly(base)
        if len(p) != 1 or fact.a.op != "mul":
            return
        for place, x in enumerate(fact.a.args):
            b = x.args[0] if x.op == "pow" else x
            if x.op != "num" and self.arithmetic.sign(b) < 2 and x is b:
                self._of.setdefault((b, "!="), self.proof.step("factor_is_not_zero", [fact], place))

    def pass_to_factor(self, y: Term, e: Theorem, place: int) -> None:
        """From y = c * v, with y known, to the factor v at this place."""
        v = e.b.args[place]
        base = self.arithmetic.base(v)
        for rel in (">", "!="):
            fact = self._of.get((self.arithmetic.base(y), rel))
            if fact is None or self.of_base(base, rel) or fact.a is not e.a:
                continue
            product = self.proof.step("sign_passes_to_equal", [fact, e])
            new: Theorem | None = None
            if rel == ">":
                others = [
                    s
                    for k, x in enumerate(e.b.args)
                    if k != place and (s := self.sign(x, ">")) is not None
                ]
                new = self.proof.attempt(
                    "cofactor_of_positive_is_positive", [product, *others], place
                )
            if new is None:
                new = self.proof.step("factor_is_not_zero", [product], place)
            self._of[base, new.rel] = new

    def about(self, p: Poly, denominators: bool = False) -> tuple[list[Theorem], dict[Term, int]]:
        """The theorems, and the levels they give, for bases of p that carry marks or divide."""
        given, known = [], {}
        for b in {x[0] for m in p for x in m if x[2] or x[1] < 0}:
            fact = self.of_base(b, "!=")
            if fact is None and self.arithmetic.sign(b) < 2 and any(
                x[0] is b and x[2] for m in p for x in m
            ):
                fact = self.sign(b, ">") or self.sign(b, "!=")
                if fact is not None:
                    self._of[b, fact.rel] = fact
            if fact is not None:
                given.append(fact)
                known[b] = 2 if fact.rel == ">" else 1
        return given, known

    # ---- how a sign is found -------------------------------------------------------------------

    def positive(self, x: Term) -> Theorem | None:
        """x > 0 from its form, or as a sum of masked weights."""
        direct = self.sign(x, ">")
        if direct is not None:
            return direct
        if x.op == "sum":
            return self._sum_by_one_term(x) or self._sum_by_weights(x)
        return None

    def _sum_by_one_term(self, x: Term) -> Theorem | None:
        """A sum of terms >= 0 is positive if one of them is: try the indices in sight."""
        s, body = x.args
        if self.arithmetic.sign(body) < 1:
            return None
        for i in _indices(body, s):
            term = instantiate(body, i)
            if self.arithmetic.sign(term) == 2:
                fact = self.proof.step("sign_by_form", [], term, ">")
                return self.proof.attempt("sum_is_positive_by_one_term", [fact], x, i)
        return None

    def _sum_by_weights(self, x: Term) -> Theorem | None:
        """sum_j w_j u_j > 0 where a hypothesis says sum_j w_j > 0 and u_j > 0 by form."""
        s, body = x.args
        factors = body.args if body.op == "mul" else (body,)
        for number, own, fact in self.positive_sums:
            if fact.a.args[0] != s:
                continue
            for w in factors:
                found = match(fact.a.args[1], w, {}, 1)
                if found is not None:
                    indices = [shift(found[v], -1) for v in own if v in found]
                    sure = self._weighted(number, indices, w, factors, x)
                    if sure is not None:
                        return sure
        return None

    def _weighted(
        self, number: int, indices: list[Term], w: Term, factors: tuple[Term, ...], x: Term
    ) -> Theorem | None:
        h = self.proof.attempt("hypothesis_holds", [], number, *indices)
        if h is None or h.a.args[1] is not w:
            return None
        u = mul(*(f for f in factors if f is not w))
        found = self.proof.attempt("weighted_sum_is_positive", [h], u)
        if found is None:
            return None
        e = self.proof.attempt("equal_by_arithmetic", [], found.a.args[1], x.args[1])
        under = self.proof.under([x.args[0]], e)
        if e is None or under is None or under.a is under.b:
            return found if found.a is x else None
        return self.proof.step("sign_passes_to_equal", [found, under])

    def note(self, fact: Theorem) -> None:
        """Remember a sign under the one form of its base."""
        self._of[self.arithmetic.base(fact.a), fact.rel] = fact

    def _by_condition(self, x: Term, rel: str) -> Theorem | None:
        for r in (rel, ">"):
            k = self._conditions.get((r, x))
            if k is not None:
                return self.proof.step("condition_holds", [], k)
        return None


def _parts(x: Term) -> list[Term]:
    """x, its factors and their bases."""
    factors = list(x.args) if x.op in ("mul", "add") else [x]
    return factors + [f.args[0] for f in factors if f.op == "pow"]


def _indices(body: Term, s: object) -> list[Term]:
    """The indices of this sort, other than the one bound here, that occur in the body."""
    found: list[Term] = []
    stack = [body]
    seen: set[Term] = set()
    while stack:
        t = stack.pop()
        if t in seen:
            continue
        seen.add(t)
        if t.op == "free" and t.args[1] == s:
            found.append(t)
        stack.extend(a for a in t.args if isinstance(a, Term))
    found += [bound(level - 1, s) for level, x in sorted(body.dangling) if level and x == s]
    return found


