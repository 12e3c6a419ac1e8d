"""Hypotheses at work: each equation becomes a rule that replaces its heaviest product.

Place: part of the normal form. A rule only says where to use a hypothesis; the kernel
instantiates it and checks every step.

Legend
  lead        the product that is replaced        pattern     the lead, its indices variables
  k           how many sums stand at the top of the lead
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from typing import TYPE_CHECKING

from symattn.kernel.indices import Sort, Term, free
from symattn.kernel.polynomial import Factor, Monomial, Number, plus
from symattn.kernel.statement import free_indices
from symattn.kernel.terms import add, mul, num, shift
from symattn.kernel.theorem import StepRefused, Theorem
from symattn.prover.leads import defines, definition, heaviest, smaller, swaps
from symattn.prover.lemmas import lemmas_before
from symattn.prover.matching import Match, filled, indices_in, match, match_factors, variable
from symattn.prover.mirrors import opened
from symattn.prover.proof import Equal, OutOfBudget

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm

MOST_INSTANCES = 24  # of one hypothesis about signs
FUEL = 400  # how often hypotheses may be used in one proof


@dataclass(frozen=True)
class Rule:
    """One hypothesis, turned to replace its lead."""

    number: int
    variables: tuple[Term, ...]
    lead: Monomial
    factors: tuple[Factor, ...]  # of the lead, or below the sums at its top
    k: int
    both_ways: bool  # both sides have one form, as in x[i, j] = x[j, i]


class Rewriting:
    """The rules of one statement, found once and used by the normal form."""

    def __init__(self, nf: NormalForm) -> None:
        self.nf = nf
        self.proof = nf.proof
        self.fuel = FUEL
        self.entries: dict[str, list[Rule]] = {}
        self.blocks, self.products = list[Rule](), list[Rule]()
        self.lemmas: list[Theorem] = []
        self.skew: set[str] = set()  # tensors that a hypothesis says to be minus their transpose
        self._busy: set[Term] = set()

    def without(self, rule: Rule) -> Rewriting:
        """The same rules but this one; what is left of the fuel is shared."""
        other = Rewriting(self.nf)
        other.entries = {n: [r for r in rs if r is not rule] for n, rs in self.entries.items()}
        other.blocks = [r for r in self.blocks if r is not rule]
        other.products = [r for r in self.products if r is not rule]
        other.fuel = self.fuel
        other.lemmas, other.skew = self.lemmas, self.skew
        return other

    @property
    def symmetric(self) -> frozenset[str]:
        """Tensors that a hypothesis says to be symmetric."""
        return frozenset(
            name for name, rules in self.entries.items() if any(r.both_ways for r in rules)
        )

    # ---- from hypotheses to rules --------------------------------------------------------------

    def learn(self, without: frozenset[int]) -> None:
        """Turn the hypotheses, but some, into rules or facts about signs, definitions first."""
        hypotheses = enumerate(self.proof.kernel.statement.hypotheses)
        for number, h in sorted(hypotheses, key=lambda nh: not defines(nh[1].judgement)):
            if number in without:
                continue
            for lemma, sorts in lemmas_before(self.nf, number):
                self.add(lemma, sorts)
            own = tuple(variable(m, s) for m, s in enumerate(h.sorts))
            try:
                fact = self.proof.step("hypothesis_holds", [], number, *own)
            except StepRefused:
                continue  # a range may be empty: the hypothesis cannot be used
            self.nf.orders.note(fact)
            if h.judgement.rel == "=":
                self._learn_equation(number, own, fact)
                continue
            if fact.a.op == "sum" and fact.rel == ">" and own:
                self.nf.facts.positive_sums.append((number, own, fact))
            for indices in islice(self._in_sight(own), MOST_INSTANCES):
                self._learn_sign(self.proof.step("hypothesis_holds", [], number, *indices))

    def add(self, lemma: Theorem, sorts: Sequence[Sort]) -> None:
        """Use an equation that holds for all values of its levels, which range over the sorts."""
        self.lemmas.append(lemma)
        number = len(self.proof.kernel.statement.hypotheses) + len(self.lemmas) - 1
        own = tuple(variable(m, s) for m, s in enumerate(sorts))
        fact = self.fact(number, own)
        if fact is not None:
            self._learn_equation(number, own, fact)

    def fact(self, number: int, indices: Sequence[Term]) -> Theorem | None:
        """The hypothesis of this number at the indices; further numbers are those of lemmas."""
        count = len(self.proof.kernel.statement.hypotheses)
        if number < count:
            return self.proof.attempt("hypothesis_holds", [], number, *indices)
        return self.proof.attempt("holds_at_other_indices", [self.lemmas[number - count]], *indices)

    def _in_sight(self, own: tuple[Term, ...]) -> Iterator[tuple[Term, ...]]:
        """The ways to put the free indices of the goals for the variables."""
        goals = self.proof.kernel.statement.goals
        names = sorted(free_indices(t for g in goals for t in (g.a, g.b)), key=lambda i: i.key)
        return product(*([i for i in names if i.args[1] == v.args[1]] for v in own))

    def _learn_sign(self, fact: Theorem) -> None:
        self.nf.facts.premises.append(fact)
        _, e = self.nf.of(fact.a)
        if e is not None:
            self.nf.facts.premises.append(self.proof.step("sign_passes_to_equal", [fact, e]))
        self.nf.facts.note(self.nf.facts.premises[-1])

    def _learn_equation(self, number: int, own: tuple[Term, ...], fact: Theorem) -> None:
        x, y = self.nf.of(fact.a)[0], self.nf.of(fact.b)[0]
        p = plus(self.nf.arithmetic.poly(x), self.nf.arithmetic.poly(y), -1)
        lead = definition(fact, p) or heaviest(p)
        if lead is None or not lead:
            return
        self.nf.forget()  # normal forms found without the new rule are normal no longer
        both = len(p) == 2 and all(len(m) == 1 and m[0][0].op == "entry" for m in p)
        same = both and len({m[0][0].args[0] for m in p}) == 1
        if len(lead) == 1 and lead[0][1] == 1 and lead[0][0].op == "sum":
            sorts, body = opened(lead[0][0])
            (m,) = self.nf.arithmetic.poly(body)
            self.blocks.append(Rule(number, own, lead, m, len(sorts), False))
        elif len(lead) == 1 and lead[0][1] == 1 and lead[0][0].op == "entry":
            rule = Rule(number, own, lead, lead, 0, same and swaps(p))
            if rule.both_ways and len(set(p.values())) == 1:
                self.skew.add(lead[0][0].args[0])
            self.entries.setdefault(lead[0][0].args[0], []).append(rule)
        else:
            self.products.append(Rule(number, own, lead, lead, 0, False))

    # ---- use ------------------------------------------------------------------------------------

    def of_entry(self, t: Term) -> Equal:
        """An entry replaced by a hypothesis."""
        for rule in self.entries.get(t.args[0], ()):
            found = match(rule.lead[0][0], t, {}, 0)
            if found is None:
                continue
            e = self._equation(rule, found, t)
            if e is not None and not (rule.both_ways and not smaller(e.b, t)):
                return e
        return None

    def of_monomial(self, t: Term, m: Monomial, c: Number) -> Theorem | None:
        """A product with a part replaced by a hypothesis."""
        for rule in self.products:
            for found, rest in match_factors(rule.factors, m, 0, self.symmetric):
                part = self.nf.arithmetic.monomial_term(
                    tuple((self._placed(b, found), e, f) for b, e, f in rule.factors)
                )
                e = self._equation(rule, found, part)
                if e is None:
                    continue
                left = tuple(sorted(rest, key=lambda x: (x[0].key, x[1])))
                spread = mul(num(c), part, self.nf.arithmetic.monomial_term(left))
                first = self.proof.attempt("equal_by_arithmetic", [], t, spread)
                if first is not None:
                    return self.proof.chain(first, self.proof.replaced(spread, {1: e}))
        return None

    def of_block(self, u: Term, sorts: list[Sort], body: Term) -> Equal:
        """A block with some of its sums replaced by a hypothesis."""
        (m,) = self.nf.arithmetic.poly(body)
        n = len(sorts)
        for rule in self.blocks:
            if rule.k > n:
                continue
            for found, rest in match_factors(rule.factors, m, rule.k, self.symmetric):
                levels = [found.get(v) for v in range(rule.k)]
                if any(v is None or v >= n for v in levels):
                    continue
                if any(v in levels for b, _, _ in rest for v, _ in b.dangling):
                    continue
                if any(v in levels for i in indices_in(found) for v, _ in i.dangling):
                    continue
                e = self._applied(rule, u, n, [v for v in levels if v is not None])
                if e is not None:
                    return e
        return None

    def _applied(self, rule: Rule, u: Term, n: int, levels: list[int]) -> Equal:
        """The matched sums moved innermost, split off, and replaced."""
        inner = [n - 1 - v for v in reversed(levels)]
        order = [p for p in range(n) if p not in inner] + inner
        e: Equal = None
        if order != list(range(n)):
            e = self.proof.step("sums_commute", [], u, *order)
        t = e.b if e else u
        outer = []
        for _ in range(n - rule.k):
            outer.append(t.args[0])
            t = t.args[1]
        split = self.proof.step("sums_are_linear", [], t, rule.k)
        factors = split.b.args if split.b.op == "mul" else (split.b,)
        for place, x in enumerate(factors):
            found = self._replaced_sum(rule, x)
            if found is None:
                continue
            inside = self.proof.replaced(split.b, {place: found}) if len(factors) > 1 else found
            whole = self.proof.chain(split, inside)
            return self.proof.chain(e, self.proof.under(outer, whole))
        return None

    def _replaced_sum(self, rule: Rule, x: Term) -> Equal:
        """The sum x, an instance of the lead, by what the hypothesis says it equals."""
        if x.op != "sum" or x in self._busy:
            return None
        sorts, body = opened(x)
        p = self.nf.arithmetic.poly(body)
        if len(sorts) != rule.k or len(p) != 1:
            return None
        for found, rest in match_factors(rule.factors, next(iter(p)), rule.k, self.symmetric):
            inside = any(v < rule.k for i in indices_in(found) for v, _ in i.dangling)
            if rest or inside:
                continue
            outside = {v: shift(i, -rule.k) for v, i in found.items() if not isinstance(v, int)}
            e = self._equation(rule, outside, x)
            if e is not None:
                return e
        return None

    def _equation(self, rule: Rule, found: Match, t: Term) -> Equal:
        """t = the rest of the hypothesis, where t is its lead at the found indices."""
        self.fuel -= 1
        if self.fuel < 0:
            raise OutOfBudget("hypotheses were used too often")
        indices = [found.get(v, free(f"some {v.args[1]}", v.args[1])) for v in rule.variables]
        fact = self.fact(rule.number, indices)
        if fact is None:
            return None
        self._busy.add(t)
        with self.nf.without_rewriting(rule):
            x, e = self.nf.of(fact.a)
            y, f = self.nf.of(fact.b)
            target, g = self.nf.of(t)
        self._busy.discard(t)
        same = self.proof.chain(self.proof.reverse(e), fact, f)
        if same is None:
            return None
        return self._solved(t, target, g, same, x, y)

    def _solved(self, t: Term, target: Term, g: Equal, same: Theorem, x: Term, y: Term) -> Equal:
        """t = target = target - (x - y) / c, given x = y and c the factor of target in x - y."""
        arithmetic = self.nf.arithmetic
        p = plus(arithmetic.poly(x), arithmetic.poly(y), -1)
        lead = arithmetic.poly(target)
        if len(lead) != 1 or next(iter(lead)) not in p:
            return None
        ((m, own),) = lead.items()
        ratio = num(own) if p[m] == 1 else num(own * 1 / Fraction(p[m]))
        minus = mul(num(-1), ratio)
        here = add(target, mul(minus, y), mul(ratio, y))
        first = self.proof.step("equal_by_arithmetic", [], target, here)
        there = add(target, mul(minus, x), mul(ratio, y))
        inner = self.proof.replaced(there.args[1], {len(there.args[1].args) - 1: same})
        if there.args[1].op != "mul" or inner is None or inner.b is not here.args[1]:
            return None
        back = self.proof.reverse(self.proof.replaced(there, {1: inner}))
        rest = arithmetic.term(plus(lead, p, -own * 1 / Fraction(p[m])))
        last = self.proof.step("equal_by_arithmetic", [], there, rest)
        e = self.proof.chain(g, first, back, last)
        return e if e is not None and e.b is not t else None

    def _placed(self, t: Term, found: Match) -> Term:
        """The pattern t with the found indices, in the order that its factors then have."""
        there = filled(t, found)
        return self.nf.of(there)[0] if there.op == "sum" else there
