"""The attempt to prove a statement: normal forms for equations, signs for inequalities.

Place: between the normal form and the verdicts. It returns a certificate, which counts for
nothing until the kernel has replayed it.

Legend
  goal        a judgement a = b, a > 0, a >= 0 or a != 0
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Monomial, Poly, TooLarge, plus
from symattn.kernel.signs import Signs
from symattn.kernel.statement import Judgement, Statement
from symattn.kernel.terms import add, exp, mul
from symattn.kernel.text import text_of
from symattn.kernel.theorem import StepRefused, Theorem
from symattn.prover.normal_form import NormalForm, proved_equal
from symattn.prover.proof import OutOfBudget, Proof


@dataclass(frozen=True)
class Attempt:
    """A certificate with its steps and conditions, or why there is none."""

    certificate: str = ""
    steps: int = 0
    conditions: tuple[Judgement, ...] = ()
    reason: str = ""
    residual: str | None = None


def possible_conditions(s: Statement) -> tuple[Judgement, ...]:
    """Every base in the statement that a power, root or logarithm needs defined.

    A base that is positive as soon as no range is empty is left out: to assume it other than 0
    would be to assume the size, and softmax over an empty axis is undefined.
    """
    inhabited = Signs(replace(s, sizes=tuple((n, max(1, least)) for n, least in s.sizes)))
    found: dict[Judgement, None] = {}
    seen: set[Term] = set()
    stack = [t for j in (*s.goals, *(h.judgement for h in s.hypotheses)) for t in (j.a, j.b)]
    while stack:
        t = stack.pop()
        if t in seen:
            continue
        seen.add(t)
        if t.op == "log" or (t.op == "pow" and t.args[1].denominator != 1):
            found[Judgement(">", t.args[0])] = None
        elif t.op == "pow" and t.args[1] < 0:
            found[Judgement("!=", t.args[0])] = None
        stack.extend(a for a in t.args if isinstance(a, Term))
    return tuple(c for c in found if inhabited.sign(c.a) < 2)


def attempt_proof(statement: Statement, seconds: float = 10.0) -> Attempt:
    """Try to prove every goal within the time."""
    proof = Proof(statement, possible_conditions(statement), seconds)
    try:
        nf = NormalForm(proof)
        theorems = []
        for goal in statement.goals:
            theorem = _proved(nf, goal)
            if theorem is None:
                return Attempt(reason="the two sides have different normal forms"
                               if goal.rel == "=" else "the sign is not known",
                               residual=_residual(nf, goal))  # fmt: skip
            theorems.append(theorem)
        text, steps, conditions = proof.certificate(theorems)
    except OutOfBudget as limit:
        return Attempt(reason=f"the budget ran out: {limit}")
    except TooLarge as limit:
        return Attempt(reason=f"the budget ran out: {limit}")
    except RecursionError:
        return Attempt(reason="the budget ran out: the terms are nested too deeply")
    except StepRefused as wrong:
        return Attempt(reason=str(wrong))
    return Attempt(text, steps, conditions)


def _residual(nf: NormalForm, goal: Judgement) -> str:
    x, y = nf.of(goal.a)[0], nf.of(goal.b)[0]
    text = text_of(nf.arithmetic.term(plus(nf.arithmetic.poly(x), nf.arithmetic.poly(y), -1)))
    return text if len(text) < 2_000 else text[:2_000] + " ..."


def _proved(nf: NormalForm, goal: Judgement) -> Theorem | None:
    if goal.rel == "=":
        return proved_equal(nf, goal.a, goal.b)
    return _proved_sign(nf, goal.a, goal.rel)


def _proved_sign(nf: NormalForm, a: Term, rel: str) -> Theorem | None:
    """a > 0, a >= 0 or a != 0: by its form, by that of its normal form, or by growth of exp."""
    direct = _by_form(nf, a, rel)
    if direct is not None:
        return direct
    y, e = nf.of(a)
    for fact in (_by_form(nf, y, rel), _by_growth(nf, y, rel)):
        if fact is None:
            continue
        back = nf.proof.reverse(e)
        if fact.a is not y:
            link = proved_equal(nf, fact.a, a)
            return nf.proof.step("sign_passes_to_equal", [fact, link]) if link else None
        return fact if back is None else nf.proof.step("sign_passes_to_equal", [fact, back])
    return None


def _by_form(nf: NormalForm, a: Term, rel: str) -> Theorem | None:
    found = nf.proof.attempt("sign_by_form", nf.facts.premises, a, rel)
    if found is None and rel in (">", "!="):
        found = nf.facts.positive(a)
        if found is not None and found.rel == ">" and rel == "!=":
            found = nf.proof.step("positive_is_not_negative", [found], rel)
    return found if found is not None and found.rel == rel and found.a is a else None


def _by_growth(nf: NormalForm, y: Term, rel: str) -> Theorem | None:
    """c (exp(b) - exp(a)) > 0 where c > 0 and a hypothesis says b - a > 0."""
    p = nf.arithmetic.poly(y)
    if rel not in (">", ">=") or len(p) != 2:
        return None
    (up, c), (down, d) = sorted(p.items(), key=lambda mc: -mc[1])
    if c + d != 0 or c <= 0:
        return None
    common, b, a = _exponents(nf, up, down)
    if common is None:
        return None
    for premise in nf.facts.premises:
        growth = nf.proof.attempt("exp_is_increasing", [premise], a, b)
        if growth is None:
            continue
        whole = mul(nf.arithmetic.monomial_term(common, c), growth.a)
        return nf.proof.attempt("sign_by_form", [growth], whole, rel)
    return None


def _exponents(
    nf: NormalForm, up: Monomial, down: Monomial
) -> tuple[Monomial | None, Term, Term]:
    """The factors that two products share, and the exponents of what is left of each."""
    shared = tuple(x for x in up if x in down)
    rest = [[x for x in m if x not in shared] for m in (up, down)]
    if any(x[0].op != "exp" for m in rest for x in m):
        return None, exp(add()), exp(add())
    b, a = (
        add(*(mul(nf.arithmetic.term({(): e}), base.args[0]) for base, e, _ in m)) for m in rest
    )
    return shared, b, a


def polys_of(nf: NormalForm, goals: Iterable[Judgement]) -> list[Poly]:
    """The differences of the sides of equations, in normal form."""
    out = []
    for g in goals:
        x, y = nf.of(g.a)[0], nf.of(g.b)[0]
        out.append(plus(nf.arithmetic.poly(x), nf.arithmetic.poly(y), -1))
    return out
