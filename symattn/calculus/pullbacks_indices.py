"""Pullbacks of the operations with indices, heads and blocks.

Place: fills the table of pullbacks.py, except for the nodes that bind an index: `gradient_of`
walks into those, because the index is only known inside.

Legend
  y = op(x)   a node       c    the cotangent of y       i, j   indices       k   an axis number
"""

from __future__ import annotations

from string import ascii_lowercase
from typing import Any

from symattn.calculus.pullbacks import Pairs, pullbacks, times
from symattn.expressions import build as B  # noqa: N812
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import ConcatAxis, ProductAxis, product_axis
from symattn.expressions.nodes import Index, Node


def unused_index(name: str, axis: Any, *beside: Node) -> Index:
    """An index over the axis whose name occurs in none of the nodes beside it."""
    taken = {i.name for x in beside for i in x.atoms(Index)}
    while name in taken:
        name += "'"
    return B.index(name, axis)


@pullbacks.rule(N.At)
def _at(node: Any, c: Node) -> Pairs:
    x, places = node.args
    fixed = {k: p for k, p in enumerate(places) if str(p) != ":"}
    units = {k: B.unit(p, x.shape[k]) for k, p in fixed.items()}
    if x.rank == 1:
        return [(x, times(c, units[0]))]
    if x.rank == 2 and len(fixed) == 1:
        return [(x, B.outer(units[0], c) if 0 in fixed else B.outer(c, units[1]))]
    letters = ascii_lowercase[: x.rank]
    free = "".join(a for k, a in enumerate(letters) if k not in fixed)
    spec = ",".join([letters[k] for k in fixed] + [free] * bool(free)) + "->" + letters
    made = B.einsum(spec, *units.values(), *([c] if free else []))
    return [(x, made if free else times(c, made))]


@pullbacks.rule(N.NewAxis)
def _new_axis(node: Any, c: Node) -> Pairs:
    x, k = node.args
    return [(x, B.sum_axis(c, int(k)))]


@pullbacks.rule(N.HeadSlice)
def _head_slice(node: Any, c: Node) -> Pairs:
    x, k, i = node.args
    axis = x.shape[int(k)]
    heads = axis.args[0] if isinstance(axis, ProductAxis) else product_axis(axis)
    j = unused_index("j", heads, c, node)
    return [(x, B.concat_over(j, B.delta(j, i) * c, int(k)))]


@pullbacks.rule(N.Concat)
def _concat(node: Any, c: Node) -> Pairs:
    k, *xs = node.args
    pairs: Pairs = []
    first = 0
    for x in xs:
        axis = x.shape[int(k)]
        count = len(axis.args) if isinstance(axis, ConcatAxis) else 1
        pairs.append((x, B.block(c, int(k), first, count)))
        first += count
    return pairs


@pullbacks.rule(N.Block)
def _block(node: Any, c: Node) -> Pairs:
    x, k, first, count = node.args
    k, first, count = int(k), int(first), int(count)
    parts = x.shape[k].args

    def empty(axis: Any) -> Node:
        return B.zeros(*(axis if m == k else a for m, a in enumerate(x.shape)))

    before, after = parts[:first], parts[first + count :]
    return [(x, B.concat([*map(empty, before), c, *map(empty, after)], k))]


@pullbacks.rule(N.Where)
def _where(node: Any, c: Node) -> Pairs:
    condition, x, y = node.args
    zero = B.zeros(*c.shape)
    return [(x, B.where(condition, c, zero)), (y, B.where(condition, zero, c))]
