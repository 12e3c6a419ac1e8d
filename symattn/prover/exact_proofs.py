"""Both directions of a condition, proved: the claim from it, and it from the claim.

Place: below exact_conditions.py. Every answer here is that of the kernel, which replayed a
certificate of the statement in question.

Legend
  R           what is 0 where the claim holds      way     c times the claim at values, summed: R/F
  F           a factor that is never 0
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from symattn.errors import CertificateError
from symattn.kernel.indices import Term, bound
from symattn.kernel.rules_indices import mentions, replaced
from symattn.kernel.statement import Hypothesis, Judgement, Statement, fingerprint, free_indices
from symattn.kernel.terms import ZERO, add, mul, num, power
from symattn.kernel.theorem import Theorem
from symattn.prover.exact_instances import Value, closed, instance, to_be_shown, without_names
from symattn.prover.exact_polynomials import Difference, Part, Way, apart, at_values
from symattn.prover.leads import names_in
from symattn.prover.normal_form import NormalForm, proved_equal
from symattn.prover.proof import Proof
from symattn.prover.replayer import REPLAYER
from symattn.prover.search import attempt_proof, possible_conditions


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
    part: Part
    equated: Sequence[tuple[Term, Term]]
    factor: Term


def without_derivatives(s: Statement, seconds: float) -> Statement:
    """The claim with its derivatives worked out; itself where there are none, or it fails."""
    sides = [t for g in s.goals for t in (g.a, g.b)]
    if not any(mentions(t, "diff") for t in sides):
        return s
    nf = NormalForm(Proof(s, possible_conditions(s), seconds))
    plain = [nf.of(t)[0] for t in sides]
    same = tuple(Judgement("=", t, u) for t, u in zip(sides, plain, strict=True) if t is not u)
    if not follows(replace(s, goals=same), seconds, ()):
        return s
    pairs = zip(s.goals, plain[::2], plain[1::2], strict=True)
    return replace(s, goals=tuple(Judgement(g.rel, a, b) for g, a, b in pairs))


class Necessity:
    """The claim at values, and what follows from it for the rest."""

    def __init__(
        self, s: Statement, domain: Sequence[Judgement], names: Sequence[str], seconds: float
    ) -> None:
        self.s, self.names, self.seconds = s, list(names), seconds
        self.rest = without_names(s, names)
        self.domain = tuple(domain)
        self.allowed = [c for c in self.domain if not names_in(c.a) & set(names)]
        self._speaks: dict[tuple[Term, ...], bool] = {}

    def speaks(self, way: Way) -> bool:
        """Whether the claim says something at all values of the way."""
        return all(self._speaks_at(values) for _, values in way)

    def _speaks_at(self, values: dict[str, Value]) -> bool:
        at = instance(self.s, values)
        key = tuple(t for g in at.goals for t in (g.a, g.b))
        if key not in self._speaks:
            shown = to_be_shown(self.s, self.domain, at, values)
            goals = replace(self.rest, goals=tuple(shown))
            self._speaks[key] = not shown or follows(goals, self.seconds, self.allowed)
        return self._speaks[key]

    def gives(self, r: Residual) -> bool:
        """Whether R = F (sum of c times the difference at the values) = 0 is replayed."""
        way = r.part.way
        if not self.speaks(way):
            return False
        instances = [at_values(r.sides, values) for _, values in way]
        given = tuple(closed("=", a, b) for a, b in instances)
        goal = Judgement("=", r.term, ZERO)
        s = replace(self.rest, hypotheses=(*self.rest.hypotheses, *given), goals=(goal,))
        base = len(self.rest.hypotheses)
        proof = Proof(s, self.allowed, self.seconds)
        nf = NormalForm(proof, frozenset(range(base, base + len(given))))
        zeros = [self._zero(proof, base + k, pair, r.equated) for k, pair in enumerate(instances)]
        parts = [mul(num(c), z.a) for (c, _), z in zip(way, zeros, strict=True)]
        whole = mul(r.factor, add(*parts))
        first = proved_equal(nf, r.term, whole)
        if first is None:
            return False
        nothing = [proof.step("equals_replace_equals", [z], t, 1)
                   for z, t in zip(zeros, parts, strict=True)]  # fmt: skip
        total = add(*parts)
        emptied = (
            nothing[0] if len(parts) == 1
            else proof.step("equals_replace_equals", nothing, total, *range(len(parts)))
        )  # fmt: skip
        inside = proof.step("equals_replace_equals", [emptied], whole, 1)
        last = proof.step("equal_by_arithmetic", [], inside.b, ZERO)
        theorem = proof.step("equality_is_transitive", [first, inside, last])
        made = proof.certificate([theorem])
        return set(made.conditions) <= set(self.allowed) and replays(made.text, s)

    def _zero(
        self, proof: Proof, number: int, sides: Difference, equated: Sequence[tuple[Term, Term]]
    ) -> Theorem:
        """a - b = b - b = 0 by the hypothesis, at its own indices, some of which are equated."""
        names = sorted(free_indices(sides), key=lambda i: str(i.args[0]))
        at = [_moved(i, equated) for i in names]
        equation = proof.step("hypothesis_holds", [], number, *at)
        difference = apart((equation.a, equation.b))
        same = proof.step("equals_replace_equals", [equation], difference, 0)
        zero = proof.step("equal_by_arithmetic", [], same.b, ZERO)
        return proof.step("equality_is_transitive", [same, zero])


def _moved(i: Term, equated: Sequence[tuple[Term, Term]]) -> Term:
    for u, j in equated:
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
        if any(r.equated or not all(u.op == "free" for u in r.places) for _, r in own):
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
