"""Sums over the places of axes: over all of them, or those between the borders of a cut axis.

Place: TRUSTED, between the conditions and the families of meaning rules.

Legend
  a           an axis          p        a place on it, as a kernel term
"""

from __future__ import annotations

from typing import Any

from symattn.expressions.axes import Axis, CutAxis
from symattn.expressions.meaning_conditions import scalar, signed_form
from symattn.expressions.meaning_scope import Places, Scope, Then, sort_of_axis, summed
from symattn.kernel.indices import Sort, Term
from symattn.kernel.terms import holds, mul, size


def range_of(a: Axis) -> Sort:
    """The sort of the places of an axis; of a cut axis that of the whole one."""
    return sort_of_axis(a.args[0] if isinstance(a, CutAxis) else a)


def is_between(p: Term, a: Axis, scope: Scope) -> tuple[Term, ...]:
    """Factors that are 1 where a place lies between the borders of a cut axis; none for others."""
    if not isinstance(a, CutAxis):
        return ()
    whole, first, last = a.args
    (low, below), (high, above) = (signed_form(e, scope) for e in (first, last))
    guards = []
    if first != 0:
        guards.append(holds("ge", -low, 1, p, *(x for c, t in below for x in (-c, t))))
    if last != whole.size:
        guards.append(holds("ge", high - 1, -1, p, *(x for c, t in above for x in (c, t))))
    return tuple(guards)


def summed_over(axes: list[Axis] | tuple[Axis, ...], scope: Scope, body: Then) -> Term:
    """The sum of body over the places of the axes; body gets them and the scope inside."""

    def inside(at: Places, deeper: Scope) -> Term:
        guards = [g for p, a in zip(at, axes, strict=True) for g in is_between(p, a, deeper)]
        return mul(*guards, body(at, deeper))

    return summed(list(map(range_of, axes)), scope, inside)


def length_of(a: Axis, scope: Scope) -> Any:
    """How many places an axis has, as a kernel term."""
    return scalar(a.size, scope) if isinstance(a, CutAxis) else size(sort_of_axis(a))
