"""From a claim to its verdict.

Place: the top of the prover. PROVED needs a certificate that the kernel process replayed, of the
statement rebuilt from the claim, and two second opinions that do not contradict it. REFUTED needs
exact inputs that the witness checker confirmed. Everything else is UNDECIDED with its reason.

Legend
  statement   what the claim says, in kernel terms
  attempt     a certificate, or why there is none
"""

from __future__ import annotations

import time
from dataclasses import dataclass, fields, replace

from symattn.errors import BadInput, CertificateError, NotationError, ShapeError, Unsupported
from symattn.kernel.indices import TermError
from symattn.kernel.statement import Judgement, Statement, fingerprint
from symattn.kernel.text import text_of_open
from symattn.kernel.witness import check_witness
from symattn.notation.python_reader_claims import least_sizes
from symattn.notation.python_reader_rests import with_ends_apart
from symattn.prover.claim import Claim
from symattn.prover.conditions import impossible_condition, nowhere_defined
from symattn.prover.exact_conditions import conditions_of
from symattn.prover.induction import (
    doubt_at_instances,
    has_open_powers,
    is_about_powers,
    proved_by_induction,
    refuted_at_instance,
)
from symattn.prover.missing_sizes import sizes_missing
from symattn.prover.refuter import refute
from symattn.prover.replayer import REPLAYER
from symattn.prover.root_conditions import false_where_zero
from symattn.prover.search import Attempt, attempt_proof, possible_conditions
from symattn.prover.second_opinion import agrees_exactly, agrees_in_float
from symattn.prover.statement_of_sharing import is_definition, names_parts, with_shared_parts
from symattn.prover.statements import statement_and_places, statement_of
from symattn.prover.system import System
from symattn.prover.system_proofs import settled_system
from symattn.prover.verdict import IllTyped, Proved, Refuted, Undecided, Verdict
from symattn.prover.wall_clock import TimeLimit, time_left, time_limit
from symattn.prover.witness_limits import beyond_range, rests_on_empty, without_empty

MOST_PARTS = 20_000  # of a claim that is tried as it is written after its parts were named
MODERATE = 1_000  # parts of a claim of which a condition may say something to a reader
AT_ZERO = "it holds where what is below a root is positive, and seems false where it is 0"
LOOKS = 4  # points at which a claim is looked at before a proof is tried


@dataclass(frozen=True)
class Budget:
    """Seconds that each part of a verdict may take."""

    proof: float = 10.0
    refutation: float = 6.0
    second_opinion: float = 2.0
    whole: float = 30.0  # a wall clock for everything together
    condition: float = 1.0  # to say when a refuted claim does hold

    @classmethod
    def within(cls, seconds: float) -> Budget:
        """The parts of one wall clock: most for the proof, and time left to say what was found."""
        return cls(0.4 * seconds, 0.2 * seconds, 0.07 * seconds, seconds, 0.07 * seconds)

    @property
    def half(self) -> Budget:
        """Half as much of every part."""
        return Budget(*(getattr(self, f.name) / 2 for f in fields(self)))


def prove(claim: Claim | System, budget: Budget | None = None) -> Verdict:
    """Settle a claim, or a system of equations, for all sizes and all tensors.

    Fails    NotationError or UnknownName where the claim is text that cannot be read
    Example  prove(Claim.from_text("softmax(x + c) == softmax(x)", symbols={"x": "n", "c": ""}))
    """
    started = time.perf_counter()
    budget = budget or Budget()
    verdict: Verdict
    try:
        with time_limit(budget.whole):
            if isinstance(claim, System):
                verdict = settled_system(claim, lambda c: _settled(c, budget), budget.proof)
            else:
                verdict = _with_missing_sizes(claim, _settled_by_ends(claim, budget), budget)
    except TimeLimit as limit:
        REPLAYER.stop()  # it may be in the middle of an answer
        verdict = Undecided(f"the budget ran out: {limit} for the whole claim")
    except MemoryError:
        verdict = Undecided("the budget ran out: memory")
    except (NotationError, BadInput):
        raise  # the claim is text that cannot be read
    except Exception as bug:
        verdict = Undecided(f"our bug, please report: {type(bug).__name__}: {str(bug)[:300]}")
    return replace(verdict, seconds=time.perf_counter() - started)


def _with_missing_sizes(claim: Claim, verdict: Verdict, budget: Budget) -> Verdict:
    """An ill-typed verdict with the size equations that the claim misses, if that is soon found."""
    if not isinstance(verdict, IllTyped):
        return verdict
    try:
        with time_limit(min(budget.condition, 0.9 * time_left())):
            found = sizes_missing(claim, lambda c: _settled(c, budget))
    except Exception:  # whatever happens in this search, the verdict stands
        REPLAYER.stop()
        return verdict
    return replace(verdict, holds_exactly_when=found)


def _settled_by_ends(claim: Claim, budget: Budget) -> Verdict:
    """The verdict on the claim; where it is undecided, with its first and last places apart."""
    verdict = _settled(claim, budget)
    if verdict.word != "undecided" or claim.record is None:
        return verdict
    try:
        typed = claim.typed
    except (ShapeError, Unsupported):
        return verdict
    apart = with_ends_apart(claim.record, (typed.left, typed.right), least_sizes(claim.record))
    if apart is None:
        return verdict
    again = _settled(replace(claim, record=apart), budget.half)
    return again if again.word in ("proved", "refuted") else verdict


def _settled(claim: Claim, budget: Budget) -> Verdict:
    """The verdict on the claim as written; a large one is stated with its parts named first."""
    try:
        stated = with_shared_parts(claim)
    except (ShapeError, Unsupported):
        stated = None  # as it is found below
    if stated is None:
        return _settled_as_stated(claim, budget)
    small = stated.size <= MOST_PARTS
    verdict = _settled_as_stated(stated.claim, budget.half if small else budget)
    if isinstance(verdict, IllTyped):
        verdict = Undecided(f"not handled: {verdict.report}")  # it has to be so as written
    if isinstance(verdict, Refuted) and stated.size <= MODERATE:
        exact, enough = _conditions(claim, statement_of(claim), budget)
        return replace(verdict, holds_exactly_when=exact, holds_when=enough)
    return _settled_as_stated(claim, budget) if verdict.word == "undecided" and small else verdict


def _settled_as_stated(claim: Claim, budget: Budget) -> Verdict:
    try:
        statement = statement_of(claim)
    except ShapeError as wrong:
        return IllTyped(str(wrong))
    except (Unsupported, TermError, RecursionError) as wrong:
        return _for_integers(claim, budget, Undecided(f"not handled: {wrong}"))
    if has_open_powers(statement):
        attempt = attempt_proof(statement, budget.proof / 2)
        if attempt.certificate:
            return _confirmed(claim, attempt, budget)
        return _for_integers(claim, budget, Undecided(attempt.reason, attempt.residual))
    # A look at a few points first: where it shows a difference, no time goes into a proof.
    live, agreeing, _ = agrees_in_float(statement, LOOKS, budget_seconds=budget.second_opinion)
    if agreeing < live:
        verdict = _refuted(claim, statement, budget)
        if isinstance(verdict, Refuted):
            return verdict
    attempt = attempt_proof(statement, budget.proof)
    if attempt.certificate:
        return _confirmed(claim, attempt, budget)
    verdict = _refuted(claim, statement, budget, attempt)
    if isinstance(verdict, Undecided):
        found = _by_induction(claim, budget)
        return verdict if found is None else found
    return verdict


def _for_integers(claim: Claim, budget: Budget, otherwise: Verdict) -> Verdict:
    """The verdict on a claim with symbolic exponents: at values of them, or by induction."""
    if names_parts(claim):
        return otherwise  # it is tried as it is written
    refuted = refuted_at_instance(claim, budget.refutation / 2)
    found = _by_induction(claim, budget) if refuted is None else refuted
    return otherwise if found is None else found


def _by_induction(claim: Claim, budget: Budget) -> Verdict | None:
    if names_parts(claim):
        return None  # it is tried as it is written
    return proved_by_induction(claim, lambda c: _settled(c, budget), budget.proof / 2)


def _refuted(
    claim: Claim, statement: Statement, budget: Budget, attempt: Attempt | None = None
) -> Verdict:
    """REFUTED with a checked witness; else UNDECIDED with the reason that the attempt gave."""
    attempt = attempt or Attempt(reason="there was no attempt at a proof")
    witness = refute(statement, budget.refutation)
    if witness is not None and rests_on_empty(statement, witness):
        witness = refute(without_empty(statement), budget.refutation)
        if witness is None:
            return Undecided("a range may be empty, where a softmax has no value", attempt.residual)
    if witness is not None and beyond_range(claim, witness):
        return Undecided("false only for an integer above the bound that was given")
    if witness is not None and check_witness(statement, witness).word == "refuted":
        exact, enough = _conditions(claim, statement, budget)
        return Refuted(witness, exact, holds_when=enough)
    return Undecided(attempt.reason + "; no counterexample was found", attempt.residual)


def _conditions(
    claim: Claim, statement: Statement, budget: Budget
) -> tuple[str | None, str | None]:
    """When a refuted claim does hold; a clock that ends this search leaves the refutation."""
    if any(map(is_definition, statement.hypotheses)):
        return None, None  # what is left of a large claim says nothing to a reader
    try:
        seconds = min(budget.condition, 0.9 * time_left())
        with time_limit(seconds):
            return conditions_of(claim, statement, seconds)
    except Exception:  # whatever happens in this search, the refutation stands
        REPLAYER.stop()  # it may be in the middle of an answer
        return None, None


def _confirmed(claim: Claim, attempt: Attempt, budget: Budget) -> Verdict:
    """PROVED, if the kernel agrees and no second opinion contradicts."""
    rebuilt, understood = statement_and_places(claim)
    try:
        answer = REPLAYER.replay(attempt.certificate)
    except CertificateError as wrong:
        return Undecided(f"our bug, please report: the kernel refused the certificate: {wrong}")
    if answer["fingerprint"] != fingerprint(rebuilt):
        return Undecided("our bug, please report: the kernel replayed another statement")
    if false_where_zero(rebuilt, attempt.conditions, budget.second_opinion):
        return _refuted(claim, rebuilt, budget, Attempt(reason=AT_ZERO))
    is_open = has_open_powers(rebuilt)  # then its tensors are not free: values of k are looked at
    doubt = (
        doubt_at_instances(claim, budget.proof / 2)
        if is_open
        else _doubt(rebuilt, budget, attempt.conditions)
    )
    if doubt:
        return Undecided(doubt)
    never = impossible_condition(rebuilt, attempt.conditions)
    if never is not None:
        return Undecided(f"it holds where defined, but for some index it never is: {never}")
    if not is_open and nowhere_defined(rebuilt, possible_conditions(rebuilt)):
        return Undecided("it holds where defined, but at all inputs tried some entry has no value")
    if len(answer["conditions"]) != len(attempt.conditions):
        return Undecided("our bug, please report: the kernel assumed other conditions")
    conditions = (*understood, *dict.fromkeys(answer["conditions"]))
    unused = tuple(
        text_of_open(h.judgement)
        for k, h in enumerate(rebuilt.hypotheses)
        if k not in attempt.hypotheses and not is_definition(h) and not is_about_powers(h.judgement)
    )
    return Proved(
        rebuilt, attempt.certificate, conditions, attempt.steps,
        theorem=answer["theorem"], unused=unused if claim.typed.given else (),
    )  # fmt: skip


def _doubt(statement: Statement, budget: Budget, conditions: tuple[Judgement, ...] = ()) -> str:
    """Why a replayed certificate is not believed, or "": what other means of computing say."""
    exact = agrees_exactly(statement, budget.second_opinion)
    if exact is False:
        return "our bug, please report: proved, but exact arithmetic at small sizes disagrees"
    live, agreeing, worst = agrees_in_float(
        statement, budget_seconds=budget.second_opinion, conditions=conditions
    )
    if agreeing < live:
        return f"our bug, please report: proved, but floating point disagrees by {worst:.1e}"
    if live == 0 and exact is not True:
        return (
            "proved, but no inputs were found that satisfy what is given, so it may say nothing: "
            "check that the assumptions and the denominators can hold together"
        )
    return ""
