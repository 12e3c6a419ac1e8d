"""What is known about signs: which bases are positive or not 0, and the theorems that say so.

Place: used by the normal form where an inverse, a root or a logarithm needs a side condition.

Legend
  x, y        a base as written and its normal form, y from x by the theorem e
  rel         ">" (positive) or "!=" (not 0)
"""

from __future__ import annotations

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Poly
from symattn.kernel.terms import instantiate, mul, num, power, shift
from symattn.kernel.theorem import Theorem
from symattn.prover.matching import match
from symattn.prover.proof import Equal, Proof
from symattn.prover.renaming import at_levels, fillings, indices_in, renamings


class Facts:
    """Theorems about signs of bases, found from their form, from hypotheses or from conditions."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        self.arithmetic = proof.kernel.arithmetic
        self._of: dict[tuple[Term, str], Theorem] = {}
        self._origins: dict[Term, list[tuple[Term, Equal]]] = {}
        self._products: dict[Term, list[tuple[Term, Equal, int]]] = {}
        self._squares: dict[Term, tuple[Term, Equal, Term]] = {}
        self._tried: set[tuple[Term, str]] = set()
        self._conditions = {(c.rel, c.a): k for k, c in enumerate(proof.kernel.conditions)}
        self.premises: list[Theorem] = []  # signs that hypotheses give
        # hypotheses of the form sum_j w_j > 0: number, variables, theorem
        self.positive_sums: list[tuple[int, tuple[Term, ...], Theorem]] = []

    def of_base(self, b: Term, rel: str) -> Theorem | None:
        """What is known about a base; > 0 serves for != 0 and >= 0."""
        return self._of.get((b, ">")) or self._of.get((b, rel))

    def sign(self, x: Term, rel: str) -> Theorem | None:
        """x > 0, x != 0 or x >= 0, from its form, its parts, or what is known."""
        known = self.of_base(x, rel)
        if known is not None:
            return known
        premises = self.premises + [f for y in _parts(x) if (f := self.of_base(y, rel)) is not None]
        if rel == ">" and self.arithmetic.sign(x) < 2 and not premises:
            return None
        return self.proof.attempt("sign_by_form", premises, x, rel)

    def learn(self, x: Term, y: Term, e: Equal) -> None:
        """Find out the sign of a base x by its form, pass it on to y, and note where y is from."""
        base = self.arithmetic.base(y)
        if y.op == "num" or self.arithmetic.sign(base) == 2 or self.of_base(base, ">"):
            return
        self._origins.setdefault(base, []).append((x, e))
        if y.op == "mul":
            for place, v in enumerate(y.args):
                if v.op not in ("num", "pow"):
                    self._products.setdefault(v, []).append((y, None, place))
        for t, link in ((x, e), (y, None)):
            fact = self.positive(t) or self.proof.attempt("sign_by_form", self.premises, t, ">=")
            if fact is not None:
                self._store(base, fact, link)
                return

    def learn_square(self, square: Term, u: Term, e: Equal) -> None:
        """Note that a square as it is written is u**2: where it is > 0, no factor of u is 0."""
        for v in (u, *(u.args if u.op == "mul" else ())):
            self._squares.setdefault(v, (square, e, u))

    def split(self, y: Term, e: Theorem) -> None:
        """Note that y = v w ..., so that a sign of y can be passed on to its factors."""
        for place, v in enumerate(e.b.args):
            if v.op != "num":
                base = self.arithmetic.base(v.args[0] if v.op == "pow" else v)
                if v.op != "pow":
                    self._products.setdefault(base, []).append((y, e, place))

    def strong(self, b: Term, rel: str) -> Theorem | None:
        """b != 0 or b > 0, if need be by a condition on the denominator or root it comes from."""
        known = self.of_base(b, rel)
        if known is not None or (b, rel) in self._tried:
            return known
        self._tried.add((b, rel))
        for x, e in ((b, None), *self._origins.get(b, ())):
            fact = self._by_condition(x, rel)
            if fact is not None:
                return self._store(b, fact, e)
        for y, whole, place in self._products.get(b, ()):
            fact = self._from_product(y, whole, place, rel)
            if fact is not None:
                return self._store(b, fact, None)
        fact = self.sign(b, rel) or self._renamed(b, rel) or self._opposite(b, rel)
        return self._store(b, fact, None) if fact is not None else None

    def _renamed(self, b: Term, rel: str) -> Theorem | None:
        """b != 0 or b > 0 because a base like it is so, at all values of its levels."""
        known = [c for c, r in self._of if r in (">", rel)] + list(self._origins)
        for c in dict.fromkeys(known) if b.dangling else ():
            for indices in renamings(c, b):
                if self.arithmetic.base(at_levels(c, indices)) is not b:
                    continue
                fact = self.strong(c, rel)
                if fact is None or fact.a is not c:
                    break
                found = self.proof.attempt("holds_at_other_indices", [fact], *indices)
                link = self.proof.attempt("equal_by_arithmetic", [], found.a, b) if found else None
                if found is not None and link is not None:
                    return self.proof.step("sign_passes_to_equal", [found, link])
        return None

    def _opposite(self, b: Term, rel: str) -> Theorem | None:
        """b != 0 because -b is known to be other than 0."""
        if b.op != "add" or rel != "!=":
            return None
        minus = self.arithmetic.term({m: -c for m, c in self.arithmetic.poly(b).items()})
        fact = self.of_base(self.arithmetic.base(minus), rel)
        if fact is None:
            return None
        twice = mul(num(-1), fact.a)
        found = self.proof.attempt("sign_by_form", [fact], twice, rel)
        link = self.proof.attempt("equal_by_arithmetic", [], twice, b)
        return self.proof.step("sign_passes_to_equal", [found, link]) if found and link else None

    def strong_term(self, x: Term) -> Theorem | None:
        """x > 0 for a factor of a product, a base or a power of one."""
        base = self.arithmetic.base(x.args[0] if x.op == "pow" else x)
        fact = self.strong(base, ">")
        return (
            fact
            if fact is None or fact.a is x
            else self.proof.attempt("sign_by_form", [fact], x, ">")
        )

    def of_written(self, x: Term, broken: bool) -> list[Theorem]:
        """x > 0 (or != 0) for x exactly as it is written."""
        found = self.positive(x) or self._by_condition(x, ">" if broken else "!=")
        return [found] if found is not None else []

    def _not_negative(self, b: Term) -> Theorem | None:
        """b >= 0 as a factor of a product that is not negative, the other factors being > 0."""
        for y, whole, place in self._products.get(b, ()):
            fact = self.of_base(self.arithmetic.base(y), ">=")
            if fact is not None and fact.a is y:
                product = self.proof.step("sign_passes_to_equal", [fact, whole]) if whole else fact
                found = self.proof.attempt("cofactor_of_positive_is_positive", [product], place)
                if found is not None:
                    return self._store(b, found, None)
        return None

    def _store(self, base: Term, fact: Theorem, link: Equal) -> Theorem:
        if link is not None:
            fact = self.proof.step("sign_passes_to_equal", [fact, link])
        self._of[base, fact.rel] = fact
        return fact

    def _from_product(self, y: Term, whole: Equal, place: int, rel: str) -> Theorem | None:
        fact = self.strong(self.arithmetic.base(y), rel)
        if fact is None or fact.a is not y:
            return None
        product = fact if whole is None else self.proof.step("sign_passes_to_equal", [fact, whole])
        if fact.rel == ">":
            others = [
                s
                for k, x in enumerate(product.a.args)
                if k != place and (s := self.sign(x, ">")) is not None
            ]
            found = self.proof.attempt(
                "cofactor_of_positive_is_positive", [product, *others], place
            )
            if found is not None:
                return found
        return self.proof.step("factor_is_not_zero", [product], place) if rel == "!=" else None

    def about(self, p: Poly, *, every: bool = False) -> tuple[list[Theorem], dict[Term, int]]:
        """The theorems, and the levels they give, for bases of p that carry marks or divide.

        Of the bases that divide, sums only; every one if clearing the sums may mark the others.
        """
        given: list[Theorem] = []
        marks: dict[Term, set[bool]] = {}
        for m in p:
            for b, e, f in m:
                if f:
                    marks.setdefault(b, set()).add(not e)
                elif e < 0 and (every or b.op == "add") and self.arithmetic.sign(b) < 2:
                    marks.setdefault(b, set()).add(True)
        for b, strongly in sorted(marks.items(), key=lambda bm: bm[0].key):
            weak = self.of_base(b, ">=") or self._not_negative(b)
            facts = [weak]
            if weak is None or (weak.rel == ">=" and True in strongly):
                facts.append(self.strong(b, ">") if weak is None else None)
                facts.append(self.strong(b, "!=") if facts[-1] is None else None)
            given += [f for f in facts if f is not None]
        return given, self.proof.kernel.known(given)

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
        for i in indices_in(body, s):
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
        return self._by_square(x) if rel == "!=" else None

    def _by_square(self, x: Term) -> Theorem | None:
        """x != 0 because a condition says that a square is positive, here or at other indices."""
        if x in self._squares or (">", power(x, 2)) in self._conditions:
            return self._not_zero(x, *self._squares.get(x, (power(x, 2), None, x)))
        for v, (written, e, u) in self._squares.items():
            for indices in fillings(v, x) if v.dangling and v.op == x.op else ():
                if self.arithmetic.base(at_levels(v, indices)) is not x:
                    continue
                fact = self._not_zero(v, written, e, u)
                if fact is None:
                    break
                found = self.proof.attempt("holds_at_other_indices", [fact], *indices)
                link = self.proof.attempt("equal_by_arithmetic", [], found.a, x) if found else None
                if found is not None and link is not None:
                    return self.proof.step("sign_passes_to_equal", [found, link])
        return None

    def _not_zero(self, x: Term, written: Term, e: Equal, u: Term) -> Theorem | None:
        """x != 0, a factor of u, as the square u**2, written in this way, is positive."""
        k = self._conditions.get((">", written))
        square: Equal = self.proof.step("condition_holds", [], k) if k is not None else None
        if square is not None and e is not None:
            square = self.proof.step("sign_passes_to_equal", [square, e])
        if square is None or square.a is not power(u, 2):
            return None
        product = self.proof.step("equal_by_arithmetic", [], square.a, mul(u, u))
        fact = self.proof.step("sign_passes_to_equal", [square, product])
        found = self.proof.step("factor_is_not_zero", [fact], 0)
        places = [k for k, v in enumerate(u.args) if v is x] if u is not x else []
        return self.proof.step("factor_is_not_zero", [found], places[0]) if places else found


def _parts(x: Term) -> list[Term]:
    """x, its factors and their bases."""
    factors = list(x.args) if x.op in ("mul", "add") else [x]
    return factors + [f.args[0] for f in factors if f.op == "pow"]
