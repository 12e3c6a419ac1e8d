"""The meaning of nodes that only move entries: where the entry at a place comes from.

Place: TRUSTED; a family of meaning rules. Softmax uses the same table to look for -oo inside.

Legend
  x, y        nodes            places   where the entry is asked          i    an index
  k           an axis number
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy.core.symbol import Str

from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis, CutAxis
from symattn.expressions.comparisons import factors_of, parts_of
from symattn.expressions.meaning_conditions import is_at, place_on
from symattn.expressions.meaning_scope import (
    Named,
    Places,
    Scope,
    Substituted,
    joint,
    meaning_of,
    meaning_rules,
    shifted,
    sort_of_axis,
    split,
    summed,
)
from symattn.expressions.shapes_along import tensors_named
from symattn.expressions.tables import Table
from symattn.kernel.indices import Term, bound, inject
from symattn.kernel.terms import ZERO, case, entry, mul

Source = tuple[Any, Places, Scope]  # an entry: of which node, where, read in which scope
Reader = Callable[[Any, Places, Scope], Term]  # meaning_of, or the exponential of it
moves: Table[Callable[[Any, Places, Scope], Source]] = Table("moved entries")
gathers: Table[Callable[[Any, Places, Scope, Reader], Term]] = Table("gathered entries")
move, gather = moves.rule, gathers.rule


def read_moved(x: Any, places: Places, scope: Scope, read: Reader) -> Term | None:
    """The entry of a node that only moves entries, read by `read`; None for any other node."""
    if type(x) in MOVED:
        return read(*moves.of(x)(x, places, scope))
    if type(x) in GATHERED:
        return gathers.of(x)(x, places, scope, read)
    return None


MOVED = (
    N.Transpose,
    N.Permute,
    N.NewAxis,
    N.Cut,
    N.Stack,
    N.ConcatOver,
    N.DiagonalOf,
    N.VecColumns,
)
GATHERED = (N.At, N.HeadSlice, N.Concat, N.Block, N.Reshape, N.Literal, N.Let)


@meaning_rules.rule(*MOVED, *GATHERED)
def _moved(x: Any, places: Places, scope: Scope) -> Term:
    out = read_moved(x, places, scope, meaning_of)
    return ZERO if out is None else out


# ---- one entry stays one entry


@move(N.Transpose)
def _transpose(x: Any, places: Places, scope: Scope) -> Source:
    return x.args[0], (*places[:-2], places[-1], places[-2]), scope


@move(N.Permute)
def _permute(x: Any, places: Places, scope: Scope) -> Source:
    """x[p0, p1, ..] takes y at q with q[order[t]] = p[t]."""
    at = {int(k): p for k, p in zip(x.args[1], places, strict=True)}
    return x.args[0], tuple(at[k] for k in range(len(at))), scope


@move(N.NewAxis)
def _new_axis(x: Any, places: Places, scope: Scope) -> Source:
    k = int(x.args[1])
    return x.args[0], places[:k] + places[k + 1 :], scope


@move(N.Stack)
def _stack(x: Any, places: Places, scope: Scope) -> Source:
    return x.args[1], places[1:], scope.with_index(x.args[0], places[0])


@move(N.ConcatOver)
def _concat_over(x: Any, places: Places, scope: Scope) -> Source:
    """The entry at the pair (i, c) is the entry of the i-th body at c."""
    i, body, k = x.args[0], x.args[1], int(x.args[2])
    coordinates = split(x.shape[k], places[k])
    heads = len(factors_of(i.axis))
    place = joint(coordinates[heads:])
    inside = scope.with_index(i, joint(coordinates[:heads]))
    return body, (*places[:k], place, *places[k + 1 :]), inside


@move(N.Cut)
def _cut(x: Any, places: Places, scope: Scope) -> Source:
    """A place of the cut axis is the place of the whole one."""
    return x.args[0], places, scope


@move(N.DiagonalOf)
def _diagonal_of(x: Any, places: Places, scope: Scope) -> Source:
    return x.args[0], places * 2, scope


@move(N.VecColumns)
def _vec_columns(x: Any, places: Places, scope: Scope) -> Source:
    """The entry at the pair (column, row) is y[row, column]."""
    y = x.args[0]
    coordinates = split(x.shape[0], places[0])
    columns = len(factors_of(y.shape[1]))
    return y, (joint(coordinates[columns:]), joint(coordinates[:columns])), scope


# ---- by cases, or by a sum over the places that an integer expression may name


Then = Callable[[Term, Places, Scope], Term]


def picked(e: Any, a: Axis, places: Places, scope: Scope, then: Then) -> Term:
    """then(place that e names); where no term names it, the sum over p of [p = e] then(p)."""
    p = place_on(e, a, scope)
    if p is not None:
        return then(p, places, scope)
    return summed(
        [sort_of_axis(a.args[0] if isinstance(a, CutAxis) else a)], scope,
        lambda q, deeper: mul(is_at(q[0], e, a, deeper), then(q[0], shifted(places, 1), deeper)),
    )  # fmt: skip


@gather(N.At)
def _at(x: Any, places: Places, scope: Scope, read: Reader) -> Term:
    return _filled(x, (), places, scope, read)


def _filled(x: Any, done: Places, places: Places, scope: Scope, read: Reader) -> Term:
    """The entry of x[e, :, ...] when the places of the first axes are done."""
    y, wanted = x.args
    k = len(done)
    if k == y.rank:
        return read(y, done, scope)
    if wanted[k] == Str(":"):
        return _filled(x, (*done, places[0]), places[1:], scope, read)
    return picked(
        wanted[k], y.shape[k], (*done, *places), scope,
        lambda p, at, inner: _filled(x, (*at[:k], p), at[k:], inner, read),
    )  # fmt: skip


@gather(N.HeadSlice)
def _head_slice(x: Any, places: Places, scope: Scope, read: Reader) -> Term:
    """Head i of y at c is y at the pair (i, c)."""
    y, k, i = x.args[0], int(x.args[1]), x.args[2]

    def then(head: Term, at: Places, inner: Scope) -> Term:
        place = joint((head, *split(x.shape[k], at[k])))
        return read(y, (*at[:k], place, *at[k + 1 :]), inner)

    return picked(i, y.shape[k].args[0], places, scope, then)


@gather(N.Concat)
def _concat(x: Any, places: Places, scope: Scope, read: Reader) -> Term:
    """By the part of the joint axis in which the place lies."""
    k, operands = int(x.args[0]), x.args[1:]
    if len(operands) == 1:
        return read(operands[0], places, scope)
    bodies = []
    for y in operands:
        own = parts_of(y.shape[k])
        for m, b in enumerate(own):
            p = bound(0, sort_of_axis(b))
            place = inject(m, sort_of_axis(y.shape[k]), p) if len(own) > 1 else p
            at = shifted(places, 1)
            bodies.append(read(y, (*at[:k], place, *at[k + 1 :]), scope.deeper(1)))
    return case(places[k], *bodies)


@gather(N.Block)
def _block(x: Any, places: Places, scope: Scope, read: Reader) -> Term:
    """The place in part m is the place in part first + m of y."""
    y, k, first, count = x.args[0], int(x.args[1]), int(x.args[2]), int(x.args[3])
    whole = sort_of_axis(y.shape[k])
    if count == 1:
        return read(y, (*places[:k], inject(first, whole, places[k]), *places[k + 1 :]), scope)
    at, bodies = shifted(places, 1), []
    for m in range(count):
        place = inject(first + m, whole, bound(0, whole[first + m + 1]))
        bodies.append(read(y, (*at[:k], place, *at[k + 1 :]), scope.deeper(1)))
    return case(places[k], *bodies)


# ---- names for values


@gather(N.Let)
def _let(x: Any, places: Places, scope: Scope, read: Reader) -> Term:
    """The body, the name standing for the value as written; a tensor of its own under a derivative.

    Math  where the body differentiates something that contains the name, the name is held fixed:
          it is a new tensor P with the hypothesis P[i] = value[i]
    """
    name, value, body = str(x.args[0]), x.args[1], x.args[2]
    if not _differentiated(body, name):
        return read(body, places, scope.standing_for(name, Substituted(value, scope)))
    scope.refuse_under_derivative(value, f"let {name}")
    sorts = tuple(map(sort_of_axis, value.shape))
    levels = tuple(bound(len(sorts) - 1 - m, s) for m, s in enumerate(sorts))
    t = meaning_of(value, levels, scope.deeper(len(sorts)))
    new = scope.introduce(name, t, sorts)
    if new.new:
        outer = tuple(p.args[1] for p in new.levels)
        scope.suppose((*reversed(sorts), *outer), entry(new.name, *new.levels, *levels), new.closed)
    meant = Named(new.name, new.parameters, scope.depth, scope.names_in(value))
    return read(body, places, scope.standing_for(name, meant))


def _differentiated(x: Any, name: str) -> bool:
    """Whether a derivative inside x contains the tensor of this name."""
    if isinstance(x, N.Let) and str(x.args[0]) == name:
        return _differentiated(x.args[1], name)
    if isinstance(x, (N.Gradient, N.Jacobian)):
        return bool(tensors_named(x, name))
    return any(_differentiated(a, name) for a in x.args)
