"""Which factors of a product choose a branch, so that the others need no value where they are 0.

Place: trusted, under evaluation.py.

Legend
  guard       a factor made of comparisons of indices only
  atom        one such comparison
"""

from __future__ import annotations

from symattn.kernel.indices import Term
from symattn.kernel.terms import binders_of, shift


def _atoms(t: Term) -> set[Term] | None:
    """The comparisons of which t is made, or None where t contains anything else."""
    if t.op in ("delta", "holds"):
        return {t}
    if t.op == "num":
        return set()
    if t.op not in ("add", "mul"):
        return None
    found: set[Term] = set()
    for a in t.args:
        inner = _atoms(a)
        if inner is None:
            return None
        found |= inner
    return found


def is_guard(t: Term) -> bool:
    """Whether t is made of comparisons of indices."""
    return bool(_atoms(t))


def plan_of(t: Term) -> tuple[list[Term], list[Term], bool]:
    """A product's guards, its other factors, and whether a guard that is 0 skips those.

    It does not where the others divide by the guard: delta(i, j) / delta(i, j) has no value.
    """
    guards: list[Term] = []
    rest: list[Term] = []
    atoms: set[Term] = set()
    for a in t.args:
        found = _atoms(a)
        (guards if found else rest).append(a)
        atoms |= found or set()
    return guards, rest, not any(_divides_by(a, atoms, False, 0, set()) for a in rest)


def _divides_by(
    t: Term, atoms: set[Term], under: bool, depth: int, seen: set[tuple[Term, bool, int]]
) -> bool:
    if (t, under, depth) in seen or not atoms:
        return False
    seen.add((t, under, depth))
    if under and t.op in ("delta", "holds"):
        return any(shift(a, depth) is t for a in atoms)
    under = (
        under or t.op == "log" or (t.op == "pow" and (t.args[1] < 0 or t.args[1].denominator > 1))
    )
    return any(
        _divides_by(a, atoms, under, depth + binders_of(t, p), seen)
        for p, a in enumerate(t.args)
        if isinstance(a, Term)
    )
