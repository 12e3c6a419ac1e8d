"""What the kernel says of a system: nothing was lost by solving it, and that it contradicts itself.

Place: beside settle.py, which asks for these once it knows the verdict on what is left over.

Legend
  a = b       an equation of the system          d      a - b, which the others make other than 0
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symattn.errors import ShapeError, Unsupported
from symattn.expressions.nodes import Constant
from symattn.kernel.indices import Term, TermError, free
from symattn.kernel.polynomial import TooLarge
from symattn.kernel.statement import Judgement, Statement
from symattn.kernel.terms import MINUS_ONE, ONE, ZERO, add, mul, power
from symattn.kernel.text import text_of
from symattn.kernel.theorem import StepRefused, Theorem
from symattn.prover.claim import Claim
from symattn.prover.exact_conditions import exactly_when
from symattn.prover.exact_proofs import follows, replays
from symattn.prover.normal_form import NormalForm
from symattn.prover.proof import OutOfBudget, Proof
from symattn.prover.search import proved_judgement
from symattn.prover.statements import statement_of
from symattn.prover.system import System
from symattn.prover.verdict import IllTyped, Proved, Refuted, Undecided, Verdict


def solved_rightly(system: System, seconds: float) -> bool:
    """Whether the equations give what is left over, and this with the definitions gives them."""
    left, defined = system.left_over, system.definitions
    forth = not left or follows(statement_of(system.claim_of(left, system.written)), seconds)
    back = system.claim_of(system.written, (*defined, *left))
    return forth and follows(statement_of(back), seconds)


def contradiction(system: System, seconds: float) -> int | None:
    """The steps of a replayed proof that the equations together give 0 = 1; None if none."""
    claim = system.claim_of([(Constant(0), Constant(1))], system.written)
    try:
        s = statement_of(claim)
        found = _absurd(s, seconds)
    except (ShapeError, Unsupported, TermError, OutOfBudget, TooLarge, StepRefused, RecursionError):
        return None
    if found is None:
        return None
    certificate, steps = found
    return steps if replays(certificate, s) else None


def _absurd(s: Statement, seconds: float) -> tuple[str, int] | None:
    for number, h in enumerate(s.hypotheses):
        if h.judgement.rel != "=":
            continue
        proof = Proof(s, (), seconds)
        nf = NormalForm(proof, frozenset({number}))
        places = [free(f"?{k}", sort) for k, sort in enumerate(h.sorts)]
        equation = proof.step("hypothesis_holds", [], number, *places)
        apart = _apart(nf, equation)
        if apart is not None:
            made = proof.certificate([_zero_is_one(nf, equation, apart)])
            if not made.conditions:
                return made.text, made.steps
    return None


def _difference(equation: Theorem) -> Term:
    return add(equation.a, mul(MINUS_ONE, equation.b))


def _apart(nf: NormalForm, equation: Theorem) -> Theorem | None:
    """d != 0 by the other equations."""
    return proved_judgement(nf, Judgement("!=", _difference(equation)))


def _zero_is_one(nf: NormalForm, equation: Theorem, apart: Theorem) -> Theorem:
    """0 = 0 d**-1 = d d**-1 = 1, as d = a - b = b - b = 0."""
    proof, d = nf.proof, apart.a
    same = proof.step("equals_replace_equals", [equation], d, 0)
    none = proof.step(
        "equality_is_transitive", [same, proof.step("equal_by_arithmetic", [], same.b, ZERO)]
    )
    ratio = mul(d, power(d, -1))
    one = proof.step("equal_by_arithmetic", [apart], ratio, ONE)
    nothing = proof.step("equals_replace_equals", [none], ratio, 0)
    zero = proof.step("equal_by_arithmetic", [], nothing.b, ZERO)
    back = proof.step("equality_is_symmetric", [zero])
    again = proof.step("equality_is_symmetric", [nothing])
    return proof.step("equality_is_transitive", [back, again, one])


def settled_system(system: System, settle: Callable[[Claim], Verdict], seconds: float) -> Verdict:
    """The verdict on a system: that on what is left over, with the residual or contradiction."""
    try:
        claim = system.typed
    except ShapeError as wrong:
        return IllTyped(str(wrong))
    except Unsupported as wrong:
        return Undecided(f"not handled: {wrong}")
    verdict = settle(claim)
    if isinstance(verdict, Refuted):
        steps = contradiction(system, seconds)
        if steps is not None:
            sides = _sides_in_numbers(claim, seconds)
            why = f"inconsistent: the equations together give {sides}, and so 0 = 1"
            why += f" ({steps} steps, replayed by the kernel alone)"
            return replace(verdict, reason=why, holds_exactly_when=None, holds_when=None)
    if not isinstance(verdict, (Proved, Refuted)):
        return verdict
    if not solved_rightly(system, seconds):
        return Undecided("solving the equations for the unknowns was not confirmed")
    if isinstance(verdict, Refuted):
        left = exactly_when(replace(claim, for_all=()), statement_of(claim), seconds, names=())
        shown = left or str(claim)
        return replace(verdict, reason=f"consistent only where {shown}")
    return verdict


def _sides_in_numbers(claim: Claim, seconds: float) -> str:
    """The first equation whose sides come out as different numbers, or the first of all."""
    nf = NormalForm(Proof(statement_of(claim), (), seconds))
    goals = nf.proof.kernel.statement.goals
    texts = [[text_of(nf.of(t)[0]) for t in (g.a, g.b)] for g in goals]
    a, b = next((pair for pair in texts if all(_is_number(t) for t in pair)), texts[0])
    return f"{a} = {b}"


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace("/", "").isdigit()
