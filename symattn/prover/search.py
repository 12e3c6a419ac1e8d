"""The attempt to prove a statement: normal forms for equations, signs for inequalities.

Place: between the normal form and the verdicts. It returns a certificate, which counts for
nothing until the kernel has replayed it.

Legend
  goal        a judgement a = b, a > 0, a >= 0 or a != 0
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from symattn.kernel.declarations import step_arguments
from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Poly, TooLarge, plus
from symattn.kernel.signs import Signs
from symattn.kernel.statement import Judgement, Statement, subterms
from symattn.kernel.terms import add, mul
from symattn.kernel.text import text_of
from symattn.kernel.theorem import StepRefused, Theorem
from symattn.prover.bounds import by_growth, proved_by_bounds
from symattn.prover.cancellation import proved_by_cancellation
from symattn.prover.clearing import proved_by_clearing
from symattn.prover.combinations import proved_by_combination
from symattn.prover.congruence import Congruence, Part, parts_of
from symattn.prover.leads import names_in
from symattn.prover.multiples import proved_by_multiplying
from symattn.prover.nonnegative_sums import by_squares
from symattn.prover.normal_form import NormalForm, proved_equal
from symattn.prover.pointwise import proved_pointwise
from symattn.prover.proof import OutOfBudget, Proof
from symattn.prover.refuter_sizes import terms_of
from symattn.prover.root_conditions import of_roots_only, weakened
from symattn.prover.sign_cases import proved_by_sign_cases, proved_sign_by_cases, tells_signs
from symattn.prover.word_proofs import proved_by_words

ROADS = (
    proved_equal,
    proved_by_sign_cases,
    proved_pointwise,
    proved_by_cancellation,
    proved_by_multiplying,
    proved_by_clearing,
    proved_by_combination,
)


@dataclass(frozen=True)
class Attempt:
    """A certificate with its steps and conditions, or why there is none."""

    certificate: str = ""
    steps: int = 0
    conditions: tuple[Judgement, ...] = ()
    hypotheses: frozenset[int] = frozenset()  # those that the proof used
    reason: str = ""
    residual: str | None = None


def possible_conditions(s: Statement) -> tuple[Judgement, ...]:
    """Every base in the statement that a power, root, logarithm or slope needs defined.

    A base that is positive as soon as no range is empty is left out: to assume it other than 0
    would be to assume the size, and softmax over an empty axis is undefined.
    """
    inhabited = Signs(replace(s, sizes=tuple((n, max(1, least)) for n, least in s.sizes)))
    found: dict[Judgement, None] = {}
    for t in subterms(terms_of(s)):
        if t.op == "log" or (t.op == "pow" and t.args[1].denominator != 1):
            found[Judgement(">", t.args[0])] = None
        elif t.op == "pow" and t.args[1] < 0:
            found[Judgement("!=", t.args[0])] = None
        elif t.op == "diff":
            found |= {Judgement("!=", x): None for x in step_arguments(t)}
    return tuple(c for c in found if inhabited.sign(c.a) < 2)


def attempt_proof(statement: Statement, seconds: float = 10.0) -> Attempt:
    """Try to prove every goal within the time.

    Rewriting by hypotheses has no way back, so a second road leaves one of them out each time.
    """
    end = time.perf_counter() + seconds
    conditions = possible_conditions(statement)
    parts = parts_of(statement)
    if parts:
        told = tuple(c for c in conditions if not names_in(c.a) & set(parts))
        return _attempt(Proof(statement, told, seconds), frozenset(), parts=parts)
    equations = [k for k, h in enumerate(statement.hypotheses) if h.judgement.rel == "="]
    roads = [(frozenset[int](), False)]
    roads += [(frozenset[int](), True)] if tells_signs(statement) else []
    roads += [(frozenset({k}), False) for k in equations if len(equations) > 1]
    first: Attempt | None = None
    for without, by_signs in roads[:12]:
        left = end - time.perf_counter()
        if first is not None and left < 0.1 * seconds:
            break
        found = _attempt(Proof(statement, conditions, left), without, by_signs)
        if found.certificate and of_roots_only(statement, found.conditions):
            weak = weakened(statement, conditions)
            again = _attempt(Proof(statement, weak, left), without, by_signs)
            return again if again.certificate else found
        if found.certificate:
            return found
        if first is None and equations:
            left = end - time.perf_counter()
            by_words = _attempt(Proof(statement, conditions, left), frozenset(), words=True)
            if by_words.certificate:
                return by_words
        first = first or found
    return first or Attempt(reason="the budget ran out: time")


def _attempt(
    proof: Proof,
    without: frozenset[int],
    by_signs: bool = False,
    parts: Mapping[str, Part] | None = None,
    words: bool = False,
) -> Attempt:
    try:
        if words:
            return _written(proof, proved_by_words(proof))
        numbers = without.union(p.number for p in (parts or {}).values())
        nf = NormalForm(proof, numbers, by_signs=by_signs)
        if parts:
            nf.congruence = Congruence(nf, parts)
            nf.congruence.learn(lambda equation: proved_judgement(nf, equation))
        theorems = []
        for goal in proof.kernel.statement.goals:
            theorem = proved_judgement(nf, goal)
            if theorem is None:
                return Attempt(reason="the two sides have different normal forms"
                               if goal.rel == "=" else "the sign is not known",
                               residual=_residual(nf, goal))  # fmt: skip
            theorems.append(theorem)
        return _written(proof, theorems)
    except (OutOfBudget, TooLarge) as limit:
        return Attempt(reason=f"the budget ran out: {limit}")
    except RecursionError:
        return Attempt(reason="the budget ran out: the terms are nested too deeply")
    except StepRefused as wrong:
        return Attempt(reason=str(wrong))


def _written(proof: Proof, theorems: list[Theorem] | None) -> Attempt:
    """The certificate of these theorems about the goals."""
    if theorems is None:
        return Attempt(reason="the two sides have different normal forms")
    found = proof.certificate(theorems)
    return Attempt(found.text, found.steps, found.conditions, found.hypotheses)


def _residual(nf: NormalForm, goal: Judgement) -> str:
    x, y = nf.of(goal.a)[0], nf.of(goal.b)[0]
    text = text_of(nf.arithmetic.term(plus(nf.arithmetic.poly(x), nf.arithmetic.poly(y), -1)))
    return text if len(text) < 2_000 else text[:2_000] + " ..."


def proved_judgement(nf: NormalForm, goal: Judgement) -> Theorem | None:
    """The theorem that the goal states; None where it was not found."""
    if goal.rel == "=":
        for find in ROADS:
            theorem = find(nf, goal.a, goal.b)
            if theorem is not None:
                return theorem
        return None
    return _proved_sign(nf, goal.a, goal.rel)


def _proved_sign(nf: NormalForm, a: Term, rel: str) -> Theorem | None:
    """a > 0, a >= 0 or a != 0: by its form, by that of its normal form, or by growth of exp."""
    direct = _by_form(nf, a, rel)
    if direct is not None:
        return direct
    y, e = nf.of(a)
    for find in (_by_form, by_growth, _by_difference, by_squares, _by_clearing):
        fact = find(nf, y, rel)
        if fact is None:
            continue
        back = nf.proof.reverse(e)
        if fact.a is not y:
            link = proved_equal(nf, fact.a, a)
            return nf.proof.step("sign_passes_to_equal", [fact, link]) if link else None
        return fact if back is None else nf.proof.step("sign_passes_to_equal", [fact, back])
    return proved_sign_by_cases(nf, a, rel) or proved_by_bounds(nf, a, rel)


def _by_form(nf: NormalForm, a: Term, rel: str) -> Theorem | None:
    found = nf.proof.attempt("sign_by_form", nf.facts.premises, a, rel)
    if found is None and rel in (">", "!="):
        found = nf.facts.positive(a)
        if found is not None and found.rel == ">" and rel == "!=":
            found = nf.proof.step("positive_is_not_negative", [found], rel)
    return found if found is not None and found.rel == rel and found.a is a else None


def _by_difference(nf: NormalForm, y: Term, rel: str) -> Theorem | None:
    """y > 0 because y = p + q with p > 0 as given and q >= 0, q = |t| + t among others."""
    for p in nf.facts.premises:
        if p.rel not in (">", ">=") or (rel == ">" and p.rel != ">"):
            continue
        x, e = nf.of(p.a)
        rest = plus(nf.arithmetic.poly(y), nf.arithmetic.poly(x), -1)
        fact = nf.proof.step("sign_passes_to_equal", [p, e]) if e else p
        bounds = [b for t, way in _roots(nf, rest) if (b := _bound(nf, t, way, rest)) is not None]
        q = bounds[0] if bounds else _by_form(nf, nf.arithmetic.term(rest), ">=")
        if q is not None:
            return nf.proof.attempt("sign_by_form", [fact, q], add(fact.a, q.a), rel)
    return None


def _by_clearing(nf: NormalForm, y: Term, rel: str) -> Theorem | None:
    """y > 0 because y s > 0 by its form for a denominator s > 0 of y."""
    p = nf.arithmetic.poly(y)
    divisors = {b for m in p for b, e, _ in m if e == -1 and b.op == "add"}
    for s in sorted(divisors, key=lambda b: b.key):
        fact = nf.facts.sign(s, ">")
        if fact is None or rel not in (">", ">="):
            continue
        numerator = nf.arithmetic.term(nf.arithmetic.cleared(p, s, 1))
        positive = _by_form(nf, numerator, rel)
        given, _ = nf.facts.about(p)
        link = nf.proof.attempt("equal_by_arithmetic", [fact, *given], numerator, mul(s, y))
        if positive is not None and link is not None:
            product = nf.proof.step("sign_passes_to_equal", [positive, link])
            return nf.proof.attempt("cofactor_of_positive_is_positive", [product, fact], 1)
    return None


def _roots(nf: NormalForm, p: Poly) -> list[tuple[Term, int]]:
    """Terms t with (t**2)**(1/2) in p, each way round."""
    found = []
    for m in p:
        for base, e, _ in m:
            inner = nf.arithmetic.poly(base)
            if e == Fraction(1, 2) and len(inner) == 1:
                ((square, c),) = inner.items()
                if c == 1 and all(isinstance(d, int) and d % 2 == 0 for _, d, _ in square):
                    t = nf.arithmetic.monomial_term(tuple((b, d // 2, 0) for b, d, _ in square))
                    found += [(t, 1), (t, -1)]
    return found


def _bound(nf: NormalForm, t: Term, way: int, rest: Poly) -> Theorem | None:
    """|t| + way t >= 0, if that is the rest."""
    q = nf.proof.step("root_of_square_is_no_less", [], t, way)
    return q if nf.arithmetic.poly(nf.of(q.a)[0]) == rest else None


def polys_of(nf: NormalForm, goals: Iterable[Judgement]) -> list[Poly]:
    """The differences of the sides of equations, in normal form."""
    out = []
    for g in goals:
        x, y = nf.of(g.a)[0], nf.of(g.b)[0]
        out.append(plus(nf.arithmetic.poly(x), nf.arithmetic.poly(y), -1))
    return out
