"""Whether what is given holds at a point, and how far a judgement is from true there, by floats.

Place: untrusted, under second_opinion.py.

Legend
  draft       a point with its numeric values
"""

from __future__ import annotations

from symattn.kernel.duals import Env
from symattn.kernel.intervals import Undefined
from symattn.kernel.statement import Judgement
from symattn.prover.sampling_filler import Draft
from symattn.prover.statement_of_sharing import is_definition


def error_of(draft: Draft, j: Judgement, env: Env) -> float:
    """How far the judgement is from true, relative to its sides; 0 where it is true."""
    a, b = (complex(draft.evaluation.value(t, env)).real for t in (j.a, j.b))
    scale = max(1.0, abs(a), abs(b))
    if not scale < 1e150:
        raise Undefined("overflow")
    far = {
        "=": abs(a - b),
        ">": max(b - a, 0.0) if a != b else scale,
        ">=": max(b - a, 0.0),
        "!=": 0.0 if abs(a - b) > 1e-12 * scale else scale,
    }
    return far[j.rel] / scale


def condition_holds(draft: Draft, c: Judgement) -> bool:
    """Whether a condition of the proof holds, for every value of its levels."""
    sorts = dict(c.a.dangling)
    ranges = tuple(sorts.get(level, 1) for level in range(max(sorts, default=-1) + 1))
    return all(error_of(draft, c, env) < 1e-9 for env in draft.evaluation.assignments(ranges))


def hypotheses_hold(draft: Draft) -> bool:
    """Whether the hypotheses and the declared properties hold, by floats; definitions do."""
    for k, h in enumerate(draft.statement.hypotheses):
        if k in draft.witness.defined and is_definition(h):
            continue
        for env in draft.evaluation.assignments(h.sorts):
            if error_of(draft, h.judgement, env) > 1e-9:
                return False
    for name, _, properties in draft.statement.tensors:
        if not properties or not (name in draft.tables or name in draft.definitions):
            continue
        for place in draft.places(name):
            x = complex(draft.entry(name, place)).real
            true = {
                "positive": x > 0,
                "nonnegative": x >= 0,
                "nonzero": x != 0,
                "boolean": x in (0, 1),
            }
            if not all(true[p] for p in properties):
                return False
    return True
