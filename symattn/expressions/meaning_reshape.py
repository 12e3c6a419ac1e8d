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
from symattn.expressions.axis_runs import all_integers, copies, regrouping
from symattn.expressions.comparisons import factors_of
from symattn.expressions.meaning_moves import Reader, gather
from symattn.expressions.meaning_scope import (
    Places,
    Scope,
    joint,
    nth_place,
    shifted,
    sort_of_axis,
    split,
    summed,
)
from symattn.kernel.indices import Term, bound, inject, unit
from symattn.kernel.terms import case, holds, mul

Found = Callable[[Places, Scope], Term]


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
    """The entry of y at the same position in row-major order, run by run (axis_runs.py)."""
    y = x.args[0]
    while isinstance(y, N.Reshape):  # a reshape of a reshape keeps the order too
        y = y.args[0]
    old = [f for a in y.shape for f in factors_of(a)]
    new = [f for a in x.shape for f in factors_of(a)]
    at = tuple(q for a, p in zip(x.shape, places, strict=True) for q in split(a, p))
    runs = regrouping(old, new)

    def rest(done: Places, number: int, at: Places, inner: Scope) -> Term:
        if number == len(runs):
            return read(y, _regrouped(y.shape, done), inner)
        here, there = [old[m] for m in runs[number][0]], [new[m] for m in runs[number][1]]
        own = tuple(at[m] for m in runs[number][1])

        def onwards(found: Places, deeper: Scope) -> Term:
            by = deeper.depth - inner.depth
            return rest((*shifted(done, by), *found), number + 1, shifted(at, by), deeper)

        return _same_position(here, there, own, inner, onwards)

    return rest((), 0, at, scope)


def _same_position(
    old: list[Axis],
    new: list[Axis],
    at: Places,
    scope: Scope,
    then: Callable[[Places, Scope], Term],
) -> Term:
    """then(places on the old axes that come at the position of the places `at` on the new ones).

    Math   where no case distinction says it: the sum over all old places p of [p = at] then(p)
    """
    if old == new:
        return then(at, scope)
    if all_integers(old + new):
        return by_values(new, at, scope, lambda m, inner: then(_coordinates(old, m), inner))
    if len(old) == 1 and copies(old[0], new):
        s = sort_of_axis(old[0])
        part = joint(at[1:])
        return case(at[0], *(then((inject(m, s, part),), scope) for m in range(len(old[0].args))))
    if len(new) == 1 and copies(new[0], old):
        bodies = []
        for m, a in enumerate(new[0].args):
            inside = split(a, bound(0, sort_of_axis(a)))
            bodies.append(then((unit(m, len(new[0].args)), *inside), scope.deeper(1)))
        return case(at[0], *bodies)
    sorts = list(map(sort_of_axis, old))
    return summed(sorts, scope, lambda ps, inner: mul(
        holds("eq", 0, 1, joint(ps), -1, joint(shifted(at, len(sorts)))), then(ps, inner)
    ))  # fmt: skip


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
