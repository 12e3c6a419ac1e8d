"""Claims about integers: powers with a symbolic exponent, and proofs by induction.

Place: beside settle.py, which tries this where an exponent is left open, or nothing else decides.

Legend
  k, m        the integer and its least value          settle    decides the claim k = m
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from symattn.errors import BadInput, CertificateError, NotationError, ShapeError, Unsupported
from symattn.expressions.meaning_powers import is_open
from symattn.kernel.indices import Term, TermError
from symattn.kernel.statement import Judgement, Statement, fingerprint, subterms
from symattn.kernel.witness import check_witness
from symattn.notation.python_reader_claims import Record
from symattn.prover.claim import Claim
from symattn.prover.refuter import refute
from symattn.prover.replayer import REPLAYER
from symattn.prover.search import attempt_proof
from symattn.prover.second_opinion import agrees_in_float
from symattn.prover.statement_of_induction import Induction, Walk, inductions_of, walks_of
from symattn.prover.statements import SORT_AT, statement_and_places, statement_of
from symattn.prover.verdict import Proved, Refuted, Undecided, Verdict

Settle = Callable[[Claim], Verdict]
INSTANCES = 4  # values of k at which a claim with open powers is looked at
READING = (Unsupported, TermError, RecursionError, ShapeError, NotationError, BadInput)


def has_open_powers(s: Statement) -> bool:
    """Whether a power with a symbolic exponent is left open in the statement."""
    return any(is_open(n) for n, *_ in (*s.tensors, *s.functions))


def is_about_powers(j: Judgement) -> bool:
    """Whether a judgement is about a power that is left open."""
    return any(_is_power(t) for t in subterms((j.a, j.b)))


def refuted_at_instance(claim: Claim, seconds: float) -> Refuted | None:
    """A refutation of the claim at one of the first values of its integers."""
    for induction, value, statement in _instances(claim):
        live, agreeing, _ = agrees_in_float(statement, budget_seconds=seconds / 4)
        if agreeing == live:
            continue
        witness = refute(statement, seconds)
        if witness is not None and check_witness(statement, witness).word == "refuted":
            return Refuted(replace(witness, sizes={**witness.sizes, induction.name: value}))
    return None


def _instances(claim: Claim) -> Iterator[tuple[Induction, int, Statement]]:
    """The claim at values of its first integer; of others too, where they are left open."""
    if claim.record is None:
        return
    for induction in inductions_of(claim.record):
        last = induction.least + INSTANCES - 1
        last = last if induction.most is None else min(last, induction.most)
        for value in range(induction.least, last + 1):
            one = Claim(record=induction.at(value))
            try:
                statement = statement_of(one)
            except READING:
                continue
            if not has_open_powers(statement):
                yield induction, value, statement
                continue
            for _, _, inner in _instances(one):
                yield induction, value, inner
        return


def proved_by_induction(claim: Claim, settle: Settle, seconds: float) -> Verdict | None:
    """PROVED for all k >= m, from the claim k = m and the step; None where that fails.

    Both certificates are replayed. A condition of the step must not depend on k: else the step
    from k to k + 1 would say nothing where the claim has no value.
    """
    if claim.record is None:
        return None
    ways: tuple[Induction | Walk, ...] = (
        *_from_zero_first(claim.record),
        *walks_of(claim.record),
    )
    for induction in ways:
        try:
            base = settle(Claim(record=induction.base))
            step = _proved_step(induction, seconds) if isinstance(base, Proved) else None
        except READING:
            continue
        if isinstance(base, Proved) and step is not None:
            doubt = doubt_at_instances(claim, seconds)
            if doubt:
                return Undecided(doubt)
            conditions = tuple(dict.fromkeys((*base.conditions, *step.conditions)))
            steps = step.steps + base.steps
            return replace(step, steps=steps, base=base, conditions=conditions)
    return None


def _from_zero_first(record: Record) -> Iterator[Induction]:
    """Each induction from k = 0, which proves more, and then from the least value of k."""
    for induction in inductions_of(record):
        if induction.least > 0:
            yield replace(induction, least=0)
        yield induction


def _proved_step(induction: Induction | Walk, seconds: float) -> Proved | None:
    claim = Claim(record=induction.step)
    statement, understood = statement_and_places(claim)
    if understood:
        return None
    attempt = attempt_proof(statement, seconds)
    if not attempt.certificate or any(_depends(c, induction.name) for c in attempt.conditions):
        return None
    try:
        answer = REPLAYER.replay(attempt.certificate)
    except CertificateError:
        return None
    if answer["fingerprint"] != fingerprint(statement_of(claim)):
        return None
    if len(answer["conditions"]) != len(attempt.conditions):
        return None
    return Proved(
        statement, attempt.certificate, tuple(answer["conditions"]), attempt.steps,
        theorem=answer["theorem"],
    )  # fmt: skip


def _depends(c: Judgement, name: str) -> bool:
    """Whether a condition has a value that depends on the integer."""
    return any(_mentions(t, name) for t in subterms((c.a, c.b)))


def _mentions(t: Term, name: str) -> bool:
    if t.op == "free":
        return True  # the index of a walk, or one that is as hard to tell
    if t.op in SORT_AT and name in str(t.args[SORT_AT[t.op]]):
        return True
    return _is_power(t)


def _is_power(t: Term) -> bool:
    return t.op in ("entry", "call", "diff") and any(
        isinstance(a, str) and is_open(a) for a in t.args
    )


def doubt_at_instances(claim: Claim, seconds: float) -> str:
    """A contradiction between a proof and floating point at the first values of k, or ""."""
    statements = [s for _, _, s in _instances(claim)] or [statement_of(claim)]
    for statement in (s for s in statements if not has_open_powers(s)):
        live, agreeing, worst = agrees_in_float(statement, budget_seconds=seconds / 4)
        if agreeing < live:
            return f"our bug, please report: proved, but floating point disagrees by {worst:.1e}"
    return ""
