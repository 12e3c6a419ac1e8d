"""Both directions of a condition, proved: the claim from it, and it from the claim.

Place: below exact_conditions.py. Every answer here is that of the kernel, which replayed a
certificate of the statement in question.

Legend
  R           what is 0 where the claim holds      way     c times the claim at values, summed: R/F
  F           a factor that is never 0
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from symattn.errors import CertificateError
from symattn.kernel.indices import Term, bound
from symattn.kernel.rules_indices import replaced
from symattn.kernel.statement import Hypothesis, Judgement, Statement, fingerprint, free_indices
from symattn.kernel.terms import ZERO, add, entry, mul, num, power
from symattn.kernel.theorem import Theorem
from symattn.prover.exact_instances import (
    Value,
    closed,
    is_root_only,
    own_name,
    renamed,
    to_be_shown,
    without_names,
)
from symattn.prover.exact_lifts import Lift, Moves, lifted_theorem
from symattn.prover.exact_polynomials import Difference, Part, Way, apart
from symattn.prover.exact_sizes import first_or_other, judgement_at, other, statement_at
from symattn.prover.leads import names_in
from symattn.prover.normal_form import NormalForm, proved_equal
from symattn.prover.proof import Equal, Proof
from symattn.prover.replayer import REPLAYER
from symattn.prover.search import attempt_proof


def replays(certificate: str, s: Statement) -> bool:
    """Whether the kernel replays the certificate, and it proves this very statement."""
    try:
        answer = REPLAYER.replay(certificate)
    except CertificateError:
        return False
    return bool(answer["fingerprint"] == fingerprint(s))


def follows(s: Statement, seconds: float, allowed: Iterable[Judgement] | None = None) -> bool:
    """Whether a proof of the statement was found and replayed, with allowed conditions only."""
    attempt = attempt_proof(s, seconds)
    within = allowed is None or set(attempt.conditions) <= set(allowed)
    return bool(attempt.certificate) and within and replays(attempt.certificate, s)


def suffices(
    s: Statement, domain: Iterable[Judgement], supposed: Sequence[Hypothesis], seconds: float
) -> bool:
    """Whether the claim follows from what is supposed, wherever the claim has a value."""
    stronger = replace(s, hypotheses=(*s.hypotheses, *supposed))
    return follows(stronger, seconds, domain)


@dataclass(frozen=True)
class Residual:
    """R, and how it comes from the claim: R = factor times the part, in which u is put to i."""

    term: Term
    places: Sequence[Term]
    sides: Difference
    lifts: Sequence[Lift]
    part: Part
    equated: Sequence[tuple[Term, Term]]
    factor: Term


class Necessity:
    """The claim at values, and what follows from it for the rest."""

    def __init__(
        self, s: Statement, domain: Sequence[Judgement], names: Sequence[str], seconds: float
    ) -> None:
        self.s, self.names, self.seconds = s, list(names), seconds
        self.rest = without_names(s, names)
        self.domain = tuple(domain)
        self.allowed = [c for c in self.domain if not names_in(c.a) & set(names)]
        self._speaks: dict[tuple[Judgement, ...], bool] = {}

    def speaks(self, way: Way) -> bool:
        """Whether the claim says something at all values of the way."""
        return all(self._speaks_at(values) for _, values in way)

    def _speaks_at(self, values: dict[str, Value]) -> bool:
        shown = tuple(to_be_shown(self.s, self.domain, values))
        if shown not in self._speaks:
            self._speaks[shown] = not shown or self._shown(shown)
        return self._speaks[shown]

    def _shown(self, goals: tuple[Judgement, ...]) -> bool:
        """Whether the goals are replayed, as they are or with n = 1 + m for every range of x."""
        s, domain = replace(self.rest, goals=goals), list(self.allowed)
        if follows(s, self.seconds, domain):
            return True
        ranges = {a for n, axes, _ in self.s.tensors if n in self.names for a in axes}
        least = dict(s.sizes)
        for n in sorted(a for a in ranges if isinstance(a, str) and least[a] > 0):
            sort = ("+", 1, other(n))
            s = statement_at(s, n, sort, ((other(n), least[n] - 1),))
            domain = [judgement_at(c, n, sort) for c in domain]
        split = tuple(g for goal in s.goals for g in first_or_other(goal))
        return follows(replace(s, goals=split), self.seconds, domain)

    def gives(self, r: Residual) -> bool:
        """Whether R = F (sum of c times the difference at the values) = 0 is replayed.

        The claim is supposed of new tensors that are defined as the values, so that it is first
        brought into the form that it has for all tensors.
        """
        way = r.part.way
        if not self.speaks(way):
            return False
        s, base = self._stated(r)
        # the values were shown to lie in the claim's domain, but below a root there may be 0
        strict = [c for c in self.domain if not is_root_only(self.s, c)]
        own = [_own_condition(c, v, k) for k, (_, v) in enumerate(way) for c in strict]
        allowed = list(dict.fromkeys((*self.allowed, *own)))
        proof = Proof(s, allowed, self.seconds)
        count = len(s.hypotheses)
        general = NormalForm(proof, frozenset(range(base, count)))
        nf = NormalForm(proof, frozenset(range(base, base + len(way))))
        zeros = [
            self._zero(proof, base + k, _own(r.sides, values, k), r)
            for k, (_, values) in enumerate(way)
        ]
        whole = mul(
            r.factor, add(*(mul(num(c), z.a) for (c, _), z in zip(way, zeros, strict=True)))
        )
        form, first = general.of(whole)
        second = proved_equal(nf, r.term, form)
        last = self._emptied(proof, whole, zeros)
        if second is None or last is None:
            return False
        theorem = proof.chain(second, proof.reverse(first), last)
        made = proof.certificate([theorem] if theorem else [])
        return replays(made.text, s)

    def _stated(self, r: Residual) -> tuple[Statement, int]:
        """R = 0 from the claim of each value's own tensors, and what these are."""
        claims, tensors, meanings = [], list(self.rest.tensors), []
        axes = {n: own for n, own, _ in self.s.tensors}
        words = {n: p for n, _, p in self.s.tensors}  # shown to hold of the values
        for k, (_, values) in enumerate(r.part.way):
            claims.append(closed("=", *_own(r.sides, values, k)))
            for x, value in values.items():
                places = tuple(bound(j, sort) for j, sort in enumerate(axes[x]))
                meant = value(places)
                for u, i in r.equated:
                    meant = replaced(meant, u, i)
                own = Judgement("=", entry(own_name(x, k), *places), meant)
                meanings.append(Hypothesis(axes[x], own))
                tensors.append((own_name(x, k), axes[x], words[x]))
        before = self.rest.hypotheses
        s = replace(
            self.rest, hypotheses=(*before, *claims, *meanings), tensors=tuple(sorted(tensors)),
            goals=(Judgement("=", r.term, ZERO),),
        )  # fmt: skip
        return s, len(before)

    @staticmethod
    def _emptied(proof: Proof, whole: Term, zeros: Sequence[Theorem]) -> Equal:
        """F (sum of c times the difference) = F (sum of c 0) = 0."""
        total = whole.args[1]
        parts = total.args if len(zeros) > 1 else (total,)
        nothing = [proof.step("equals_replace_equals", [z], t, 1)
                   for z, t in zip(zeros, parts, strict=True)]  # fmt: skip
        if len(parts) > 1:
            places = range(len(parts))
            nothing = [proof.step("equals_replace_equals", nothing, total, *places)]
        inside = proof.step("equals_replace_equals", nothing, whole, 1)
        last = proof.step("equal_by_arithmetic", [], inside.b, ZERO)
        return proof.chain(inside, last)

    @staticmethod
    def _zero(proof: Proof, number: int, sides: Difference, r: Residual) -> Theorem:
        """a - b = b - b = 0 for the lifted hypothesis at its own indices."""
        names = sorted(free_indices(sides), key=lambda i: str(i.args[0]))

        def given(moves: Moves) -> Theorem:
            at = [_moved(i, moves) for i in names]
            return proof.step("hypothesis_holds", [], number, *at)

        equation = lifted_theorem(proof, given, r.lifts)
        difference = apart((equation.a, equation.b))
        same = proof.step("equals_replace_equals", [equation], difference, 0)
        zero = proof.step("equal_by_arithmetic", [], same.b, ZERO)
        return proof.step("equality_is_transitive", [same, zero])


def _own(sides: Difference, values: Mapping[str, Value], k: int) -> Difference:
    """The two sides about the k-th tensors."""
    return renamed(sides[0], values, k), renamed(sides[1], values, k)


def _own_condition(c: Judgement, values: Mapping[str, Value], k: int) -> Judgement:
    return Judgement(c.rel, *_own((c.a, c.b), values, k))


def _moved(i: Term, moves: Moves) -> Term:
    for u, j in moves:
        i = replaced(i, u, j)
    return i


def rebuilt(
    s: Statement, domain: Iterable[Judgement], residuals: Sequence[Residual], seconds: float
) -> bool:
    """Whether each goal is replayed as a - b = the sum of weight * entries * R / F over places."""
    supposed = tuple(closed("=", r.term) for r in residuals)
    stronger = replace(s, hypotheses=(*s.hypotheses, *supposed))
    base = len(s.hypotheses)
    proof = Proof(stronger, tuple(domain), seconds)
    nf = NormalForm(proof, frozenset(range(base, base + len(supposed))))
    theorems = []
    for goal in s.goals:
        own = [(k, r) for k, r in enumerate(residuals, base) if r.sides == (goal.a, goal.b)]
        if any(r.equated or r.lifts or not all(u.op == "free" for u in r.places) for _, r in own):
            return False
        theorem = _from_parts(nf, goal, own)
        if theorem is None:
            return False
        theorems.append(theorem)
    made = proof.certificate(theorems)
    return set(made.conditions) <= set(domain) and replays(made.text, stronger)


def _from_parts(
    nf: NormalForm, goal: Judgement, own: Sequence[tuple[int, Residual]]
) -> Theorem | None:
    """a = b + sum of sums of weight * entries * (1/F) * R = b + sum of sums of 0 = b."""
    proof = nf.proof
    emptied = [_emptied(proof, k, r) for k, r in own]
    first = proved_equal(nf, goal.a, add(goal.b, *(e.a for e in emptied)))
    if first is None:
        return None
    places = range(1, len(emptied) + 1)
    second = proof.step("equals_replace_equals", emptied, first.b, *places)
    third = proved_equal(nf, second.b, goal.b)
    return third and proof.step("equality_is_transitive", [first, second, third])


def _emptied(proof: Proof, number: int, r: Residual) -> Theorem:
    """The sum over all places of weight * entries * (1/F) * R, with 0 for R."""
    sorts = [u.args[1] for u in r.places]
    levels = {u: bound(len(sorts) - 1 - k, u.args[1]) for k, u in enumerate(r.places)}
    names = sorted(free_indices([r.term]), key=lambda i: str(i.args[0]))
    body = mul(num(r.part.weight), *r.part.entries, power(r.factor, -1), r.term)
    for u, level in levels.items():
        body = replaced(body, u, level)
    fact = proof.step("hypothesis_holds", [], number, *(levels.get(i, i) for i in names))
    nothing = proof.step("equals_replace_equals", [fact], body, len(body.args) - 1)
    return proof.step("equal_under_sums", [nothing], *sorts) if sorts else nothing
