"""Finds a point at which a statement is false: floats look, rational intervals decide.

Place: untrusted; only `kernel.witness.check_witness` makes a refutation.

Legend
  attempt     one draw of entries at one choice of sizes
  candidate   a point at which floats say that the goal is false
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from time import monotonic
from typing import Any

from symattn.kernel.intervals import Undefined
from symattn.kernel.statement import Judgement, Statement
from symattn.kernel.witness import Witness, check_witness, with_sides
from symattn.prover.refuter_sizes import size_choices
from symattn.prover.sampling import Sampler, nested
from symattn.prover.sampling_filler import Draft
from symattn.prover.sampling_numbers import FloatArithmetic, LinearArithmetic, NotLinear
from symattn.prover.sampling_tables import Table

STEPS_PER_SECOND = 200_000  # roughly, of an evaluation in floats
FIRST_ATTEMPTS, LAST_ATTEMPTS = 6, 36
SIMPLE = tuple(Fraction(n, 2) for n in (0, 2, 4, -2, 1, 6, -4))
ALONE = tuple(Fraction(n, 2) for n in (2, 4, 6, -2, 0, 1, -4))  # the only entry of a tensor


def refute(statement: Statement, budget_seconds: float = 3.0, seed: int = 0) -> Witness | None:
    """A checked witness that the statement is false, as small as was found; None if none was.

    Math: at the witness all hypotheses hold and one goal does not, by rational intervals.
    Fails: never; the time is a budget, and a true statement spends at most that.
    """
    end = monotonic() + budget_seconds
    rng = Random(seed)
    for sampler, attempt in _attempts(statement, rng, int(STEPS_PER_SECOND * budget_seconds)):
        if monotonic() > end:
            return None
        found = _attempt(statement, sampler, attempt)
        if found is not None:
            return _shrunk(statement, found, rng, min(end, monotonic() + budget_seconds / 3))
    return None


def _attempts(statement: Statement, rng: Random, most_work: int) -> Iterator[tuple[Sampler, int]]:
    """A few attempts at every choice of sizes, then more at the small ones."""
    samplers = []
    for sizes in size_choices(statement, most_work):
        samplers.append(Sampler(statement, sizes, rng))
        for attempt in range(4 if max(sizes.values(), default=0) > 8 else FIRST_ATTEMPTS):
            yield samplers[-1], attempt
    for attempt in range(FIRST_ATTEMPTS, LAST_ATTEMPTS):
        for sampler in samplers[:4]:
            yield sampler, attempt


def _attempt(statement: Statement, sampler: Sampler, attempt: int) -> Witness | None:
    drawn = sampler.draw(attempt)
    if drawn is None:
        return None
    witness, tables = drawn
    for number in _candidates(statement, witness, tables):
        checked = _checked(statement, replace(witness, goal=number))
        if checked is not None:
            return checked
    return None


def _checked(statement: Statement, witness: Witness) -> Witness | None:
    outcome = check_witness(statement, witness)
    return with_sides(witness, outcome) if outcome.word == "refuted" else None


def _candidates(statement: Statement, witness: Witness, tables: dict[str, Table]) -> Iterator[int]:
    draft = Draft(statement, witness, tables, FloatArithmetic())
    draft.compute_parts()
    for number, goal in enumerate(statement.goals):
        if false_in_float(draft, goal):
            yield number


def false_in_float(draft: Draft, goal: Judgement) -> bool:
    """Whether the goal looks false; an undefined side says nothing."""
    try:
        a, b = (draft.evaluation.value(t) for t in (goal.a, goal.b))
    except (Undefined, OverflowError, RecursionError):
        return False
    if not (abs(a) < 1e150 and abs(b) < 1e150):
        return False
    small = 1e-9 * (1 + abs(a) + abs(b))
    false = {
        "=": abs(a - b) > small,
        ">": a - b <= small,
        ">=": a - b < small,
        "!=": abs(a - b) <= small,
    }
    return bool(false[goal.rel])


# ---- shrinking ---------------------------------------------------------------------------------


def _shrunk(statement: Statement, witness: Witness, rng: Random, end: float) -> Witness:
    witness = _smaller_sizes(statement, witness, rng, end)
    if statement.hypotheses:
        witness = _plainer(statement, witness, rng, end)
    witness = _simpler_entries(statement, witness, end)
    return _explicit(statement, witness)


def _smaller_sizes(statement: Statement, witness: Witness, rng: Random, end: float) -> Witness:
    least = {n: max(k, 1) for n, k in statement.sizes}
    progress = True
    while progress:
        progress = False
        for name, size in sorted(witness.sizes.items(), key=lambda x: -x[1]):
            for smaller in sorted({least[name], (least[name] + size) // 2, size - 1}):
                if not least[name] <= smaller < size or monotonic() > end:
                    continue
                sampler = Sampler(statement, {**witness.sizes, name: smaller}, rng)
                tries = (_attempt(statement, sampler, k) for k in range(4))
                found = next((w for w in tries if w is not None), None)
                if found is not None:
                    witness, progress = found, True
                    break
    return witness


def _plainer(statement: Statement, witness: Witness, rng: Random, end: float) -> Witness:
    """The shortest of some other points at the same sizes: equations forbid changing one entry."""
    sampler = Sampler(statement, witness.sizes, rng)
    for attempt in range(18):
        if monotonic() > end:
            break
        found = _attempt(statement, sampler, attempt)
        if found is not None and len(str(found.to_json())) < len(str(witness.to_json())):
            witness = found
    return witness


def _explicit(statement: Statement, witness: Witness) -> Witness:
    """Rational values written out for the tensors that are only defined."""
    if not witness.defined:
        return witness
    tables = {n: dict(_flat(x)) for n, x in witness.entries.items()}
    draft = Draft(statement, witness, tables, LinearArithmetic())
    found: dict[str, Any] = {}
    try:
        for name in draft.definitions:
            shape = tuple(map(draft.evaluation.size, draft.axes[name]))
            table = {p: draft.entry(name, p) for p in draft.places(name)}
            found[name] = nested(table, shape)
    except (Undefined, NotLinear):
        return witness
    full = replace(witness, entries={**witness.entries, **found}, defined=())
    return _checked(statement, full) or witness


def _flat(x: Any, place: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Fraction]]:
    if not isinstance(x, tuple):
        yield place, x
        return
    for k, y in enumerate(x):
        yield from _flat(y, (*place, k))


def _with_entry(x: Any, place: tuple[int, ...], value: Fraction) -> Any:
    if not place:
        return value
    k = place[0]
    return (*x[:k], _with_entry(x[k], place[1:], value), *x[k + 1 :])


def _plain_tables(places: list[tuple[int, ...]], simple: tuple[Fraction, ...]) -> Iterator[Table]:
    """All entries the same; or all 0 but the first or the last."""
    for value in simple[:2]:
        yield dict.fromkeys(places, value)
    for k in (0, -1) if len(places) > 4 else ():
        yield {p: Fraction(int(p == places[k])) for p in places}


def _shape(x: Any) -> tuple[int, ...]:
    return (len(x), *_shape(x[0])) if isinstance(x, tuple) else ()


def _rank(x: Fraction, simple: tuple[Fraction, ...]) -> tuple[int, ...]:
    return (simple.index(x),) if x in simple else (len(simple), x.denominator, abs(x.numerator))


def _simpler_entries(statement: Statement, witness: Witness, end: float) -> Witness:
    """Every entry replaced by the simplest number with which the claim is still false."""
    for name in witness.entries:
        places = [p for p, _ in _flat(witness.entries[name])]
        if not places:
            continue
        simple = SIMPLE if len(places) > 1 else ALONE
        for table in _plain_tables(places, simple):
            entries = {**witness.entries, name: nested(table, _shape(witness.entries[name]))}
            trial = replace(witness, entries=entries)
            if monotonic() < end and _looks_false(statement, trial):
                witness = _checked(statement, trial) or witness
                break
        for place, value in product(places, simple):
            x = witness.entries[name]
            for k in place:
                x = x[k]
            if _rank(value, simple) >= _rank(x, simple):
                continue
            if monotonic() > end:
                return witness
            changed = _with_entry(witness.entries[name], place, value)
            trial = replace(witness, entries={**witness.entries, name: changed})
            if _looks_false(statement, trial):
                witness = _checked(statement, trial) or witness
    return witness


def _looks_false(statement: Statement, witness: Witness) -> bool:
    tables = {n: dict(_flat(x)) for n, x in witness.entries.items()}
    draft = Draft(statement, witness, tables, FloatArithmetic())
    draft.compute_parts()
    return false_in_float(draft, statement.goals[witness.goal])
