"""Conditions that can never hold: a denominator that is 0 for some index whatever the inputs are.

Place: below settle. A theorem "where this row of the mask is not empty" says nothing about a row
that is always empty, so it does not settle a claim about all rows.

Legend
  condition   a base of the claim that has to be other than 0, or positive
  level       the free indices of a condition, and those that dangle in it, as levels
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice
from random import Random

from symattn.kernel.guards import is_guard
from symattn.kernel.indices import Sort, Term, bound
from symattn.kernel.intervals import Undefined
from symattn.kernel.rules_indices import replaced
from symattn.kernel.statement import Judgement, Statement, free_indices
from symattn.kernel.text import text_of_open
from symattn.kernel.witness import Witness
from symattn.prover.sampling import Sampler
from symattn.prover.sampling_filler import Draft
from symattn.prover.sampling_numbers import ComplexArithmetic
from symattn.prover.sampling_tables import Table
from symattn.prover.statement_of_sharing import is_definition

Point = tuple[Witness, dict[str, Table]]
DRAWS = 6
SIZE = 3  # every size that may be 3 is 3: a row 0, a row in the middle and a last row
MOST_PLACES = 200


def impossible_condition(s: Statement, conditions: Sequence[Judgement]) -> str | None:
    """The text of a condition that fails for some index at every input that was drawn."""
    waiting = {c: opened(c.a) for c in conditions}
    if not any(sorts for _, sorts in waiting.values()):
        return None
    sampler = Sampler(s, {n: max(least, SIZE) for n, least in s.sizes}, Random(3))
    held: dict[Judgement, set[tuple[int, ...]]] = {c: set() for c in waiting}
    places: dict[Judgement, set[tuple[int, ...]]] = {}
    for attempt in range(DRAWS):
        drawn = sampler.draw(attempt)
        if drawn is None:
            continue
        for point in (drawn, *_positive(s, drawn)):
            draft = Draft(s, *point, ComplexArithmetic())
            for c, (t, sorts) in waiting.items():
                places[c] = set(islice(draft.evaluation.assignments(tuple(sorts)), MOST_PLACES))
                held[c] |= {env for env in places[c] - held[c] if _holds(draft, c.rel, t, env)}
    for c, everywhere in places.items():
        if held[c] and everywhere - held[c]:
            return text_of_open(c)
    return None


def nowhere_defined(s: Statement, conditions: Sequence[Judgement]) -> bool:
    """Whether at every input that was drawn some entry of the two sides has no value.

    A proof says "where both sides are defined"; if that is nowhere it says nothing.
    """
    if not conditions:
        return False
    comparisons = [c for c in conditions if is_guard(c.a)]
    if impossible_condition(s, comparisons) is not None:
        return True  # 1/[i = j]: no input changes it
    sides = [opened(t) for g in s.goals for t in (g.a, g.b)]
    for size in (2, 1) if any(map(is_definition, s.hypotheses)) else (SIZE, 2, 1):
        tried = 0
        sampler = Sampler(s, {n: max(least, size) for n, least in s.sizes}, Random(5))
        for attempt in range(DRAWS):
            drawn = sampler.draw(attempt)
            if drawn is None:
                continue
            tried += 1
            for point in (drawn, *_positive(s, drawn)):
                draft = Draft(s, *point, ComplexArithmetic())
                draft.compute_parts()
                if all(_has_value(draft, t, sorts) for t, sorts in sides):
                    return False
        if tried:
            return True
    return False


def _positive(s: Statement, drawn: Point) -> list[Point]:
    """The point with all entries positive, for roots and logarithms, where nothing ties them."""
    if s.hypotheses or any(p for _, _, p in s.tensors):
        return []
    witness, tables = drawn
    made = {n: {k: abs(x) or Fraction(1) for k, x in t.items()} for n, t in tables.items()}
    return [(witness, made)]


def _has_value(draft: Draft, t: Term, sorts: list[Sort]) -> bool:
    for env in islice(draft.evaluation.assignments(tuple(sorts)), MOST_PLACES):
        try:
            draft.evaluation.value(t, env)
        except Undefined:
            return False
        except (OverflowError, RecursionError, ZeroDivisionError):
            continue  # no information
    return True


def opened(t: Term) -> tuple[Term, list[Sort]]:
    """t with its free indices as further levels, and the sorts of all its levels."""
    top = max((level for level, _ in t.dangling), default=-1) + 1
    sorts: list[Sort] = [1] * top
    for level, s in t.dangling:
        sorts[level] = s
    for i in sorted(free_indices([t]), key=lambda i: i.key):
        t = replaced(t, i, bound(len(sorts), i.args[1]))
        sorts.append(i.args[1])
    return t, sorts


def _holds(draft: Draft, rel: str, t: Term, env: tuple[int, ...]) -> bool:
    try:
        x = complex(draft.evaluation.value(t, env)).real
    except (Undefined, OverflowError, RecursionError, ZeroDivisionError):
        return True  # no information against the condition
    return {">": x > 0, ">=": x >= 0, "!=": x != 0}[rel]
