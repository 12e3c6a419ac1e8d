"""The meaning of reshape and of literals: integer axes are taken case by case.

Place: TRUSTED; a family of meaning rules.

Legend
  a, p        an axis and a place on it         then     what is read at a position
  m           a position 0, 1, ... in row-major order
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Any

from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis, ConcatAxis
from symattn.expressions.comparisons import factors_of, regrouping
from symattn.expressions.meaning_moves import Reader, gather
from symattn.expressions.meaning_scope import (
    Places,
    Scope,
    joint,
    nth_place,
    shifted,
    sort_of_axis,
    split,
)
from symattn.kernel.indices import Term, bound
from symattn.kernel.terms import case


def by_value(a: Axis, p: Term, scope: Scope, then: Callable[[int, Scope], Term]) -> Term:
    """then(the position of p), by cases on a place of an integer axis."""
    if isinstance(a, ConcatAxis):
        starts = accumulate((int(b.size) for b in a.args), initial=0)
        bodies = [
            by_value(
                b, bound(0, sort_of_axis(b)), scope.deeper(1),
                lambda m, inner, start=start: then(start + m, inner),  # type: ignore[misc]
            )
            for b, start in zip(a.args, starts, strict=False)
        ]  # fmt: skip
        return case(p, *bodies)
    if a.size == 1:
        return then(0, scope)
    return case(p, *(then(m, scope) for m in range(int(a.size))))


def by_values(
    axes: list[Axis], at: Places, scope: Scope, then: Callable[[int, Scope], Term]
) -> Term:
    """then(the row-major position of the places), by cases on places of integer axes."""
    if not axes:
        return then(0, scope)
    rest = 1
    for a in axes[1:]:
        rest *= int(a.size)

    def inner(m: int, deeper: Scope) -> Term:
        others = shifted(at[1:], deeper.depth - scope.depth)
        return by_values(axes[1:], others, deeper, lambda r, last: then(m * rest + r, last))

    return by_value(axes[0], at[0], scope, inner)


@gather(N.Literal)
def _literal(x: Any, places: Places, scope: Scope, read: Reader) -> Term:
    entries = x.args[1]
    return by_values(
        list(x.shape), places, scope, lambda m, inner: read(N.Constant(entries[m]), (), inner)
    )


@gather(N.Reshape)
def _reshape(x: Any, places: Places, scope: Scope, read: Reader) -> Term:
    """The coordinates in row-major order, regrouped; integer axes by their position."""
    y = x.args[0]
    old = [f for a in y.shape for f in factors_of(a)]
    new = [f for a in x.shape for f in factors_of(a)]
    at = tuple(q for a, p in zip(x.shape, places, strict=True) for q in split(a, p))
    runs = regrouping(old, new) or []

    def rest(done: Places, number: int, at: Places, inner: Scope) -> Term:
        if number == len(runs):
            return read(y, _regrouped(y.shape, done), inner)
        here, there = runs[number]
        if [old[m] for m in here] == [new[m] for m in there]:
            return rest((*done, *(at[m] for m in there)), number + 1, at, inner)

        def positioned(m: int, deeper: Scope) -> Term:
            by = deeper.depth - inner.depth
            found = _coordinates([old[q] for q in here], m)
            return rest((*shifted(done, by), *found), number + 1, shifted(at, by), deeper)

        return by_values([new[m] for m in there], tuple(at[m] for m in there), inner, positioned)

    return rest((), 0, at, scope)


def _coordinates(axes: list[Axis], m: int) -> Places:
    """The places on integer axes that row-major position m names."""
    out: list[Term] = []
    for a in reversed(axes):
        m, r = divmod(m, int(a.size))
        out.append(nth_place(a, r))
    return tuple(reversed(out))


def _regrouped(shape: N.Shape, coordinates: Places) -> Places:
    """The coordinates of all factors, joined axis by axis."""
    out, start = [], 0
    for a in shape:
        stop = start + len(factors_of(a))
        out.append(joint(coordinates[start:stop]))
        start = stop
    return tuple(out)
