"""Indexing in the claim language: entries, slices on borders, new axes.

Place: between the integer part and the reader.

Legend
  x           the tensor that is indexed      k        an axis number
  a:b         a slice                         rest     the size of a product but its first factor
"""

from __future__ import annotations

import ast
from itertools import accumulate
from typing import Any

from sympy import Expr, Integer, Mul, cancel, denom, expand
from sympy.core.symbol import Str

from symattn.errors import NoSuchAxis, ShapeError
from symattn.expressions.assumptions import axis_of_size, shape_text
from symattn.expressions.axes import Axis, ConcatAxis, ProductAxis
from symattn.expressions.nodes import (
    At,
    Block,
    Cut,
    Einsum,
    HeadSlice,
    Index,
    Literal,
    NewAxis,
    Node,
    Permute,
    Stack,
)
from symattn.notation.python_reader_sizes import integer_of, literal_integer
from symattn.notation.python_reader_text import Reading

LETTERS = "abcdefghijklmnopqrstuvwxyz"
COLON = Str(":")


def read_subscript(reading: Reading, tree: ast.Subscript) -> Node:
    """x[i, :, a:b, None]: slices first, then entries, then the new axes."""
    x = reading.value(tree.value)
    items = list(tree.slice.elts) if isinstance(tree.slice, ast.Tuple) else [tree.slice]
    places = [t for t in items if not _is_new(t)]
    if len(places) > x.rank:
        raise ShapeError(
            f"reading {reading.part(tree)}", f"{len(places)} places are given for {x.rank} axes",
            f"{reading.part(tree.value)} has the axes {shape_text(x)}",
            "give at most one place for each axis",
        )  # fmt: skip
    kept: list[Any] = []
    for k, t in enumerate(places):
        if isinstance(t, ast.Slice):
            x = _slice(reading, t, x, k)
            kept.append(COLON)
        else:
            kept.append(_place(reading, t))
    kept += [COLON] * (x.rank - len(kept))
    if any(p is not COLON for p in kept):
        x = At(x, tuple(kept))
    return _with_new_axes(x, items)


def _is_new(tree: ast.AST) -> bool:
    return isinstance(tree, ast.Constant) and tree.value is None


def _with_new_axes(x: Node, items: list[ast.expr]) -> Node:
    position = 0
    for t in items:
        if _is_new(t):
            x = NewAxis(x, position)
        position += _is_new(t) or isinstance(t, ast.Slice)
    return x


def _place(reading: Reading, tree: ast.expr) -> Expr:
    number = literal_integer(tree)
    if number is not None and number < 0:
        raise reading.refuse(tree, "places count from 0", do="write n-1 for the last of n")
    return integer_of(reading, tree)


def _slice(reading: Reading, tree: ast.Slice, x: Node, k: int) -> Node:
    if tree.step is not None:
        raise reading.refuse(
            tree.step, "a slice has no step", do="use where or a sum over an index"
        )
    axis = x.shape[k]
    first = Integer(0) if tree.lower is None else _place(reading, tree.lower)
    last = axis.size if tree.upper is None else _place(reading, tree.upper)
    found = cut(x, k, first, last) or _entries_between(reading, x, k, first, last)
    if found is None and (first.atoms(Index) or last.atoms(Index)):
        found = Cut(x, Integer(k), first, last)
    if found is None:
        raise NoSuchAxis(
            "reading a slice",
            f"{reading.part(tree) or ':'} does not lie on borders of the axis {axis}",
            f"in {reading.text}: borders lie between the parts of a sum, the heads of a product "
            "and the places of a literal length",
            "declare the axis by its parts (n1+n2 or H*d), or assume equal(n, n1+n2)",
            length=expand(last - first),
        )  # fmt: skip
    return found


def cut(x: Node, k: int, first: Expr, last: Expr) -> Node | None:
    """x[.., first:last, ..] on axis k where both lie on borders, else None."""
    axis = x.shape[k]
    if expand(first) == 0 and expand(last - axis.size) == 0:
        return x
    if type(axis) is ConcatAxis:
        borders = [Integer(0), *accumulate(p.size for p in axis.args)]
        at = [[m for m, b in enumerate(borders) if expand(b - e) == 0] for e in (first, last)]
        if at[0] and at[1] and at[0][0] < at[1][0]:
            block: Node = Block(x, k, at[0][0], at[1][0] - at[0][0])
            return block
    if type(axis) is ProductAxis:
        rest = Mul(*(f.size for f in axis.args[1:]))
        head = cancel(first / rest)
        if expand(last - first - rest) == 0 and denom(head) == 1:
            slice_of_head: Node = HeadSlice(x, k, expand(head))
            return slice_of_head
    if isinstance(axis.size, Integer) and first.is_Integer and last.is_Integer:
        return _places_of_literal(x, k, int(first), int(last)) if first < last else None
    return None


def _entries_between(reading: Reading, x: Node, k: int, first: Expr, last: Expr) -> Node | None:
    """x[.., first:last, ..] entry by entry, if an axis is as long as that; None otherwise."""
    length = expand(last - first)
    axis = None if length.atoms(Index) or length == 0 else axis_of_size(length)
    if axis is None or x.rank > len(LETTERS):
        return None
    i = Index(reading.scope.fresh_index("p"), axis)
    places = [COLON] * k + [expand(first + i)] + [COLON] * (x.rank - k - 1)
    stacked: Node = Stack(i, At(x, tuple(places)))
    if k:
        stacked = Permute(stacked, (*range(1, k + 1), 0, *range(k + 1, x.rank)))
    return stacked


def _places_of_literal(x: Node, k: int, first: int, last: int) -> Node | None:
    """Places first .. last-1 of an axis of literal length, by a matrix of 0s and 1s."""
    length = int(x.shape[k].size)
    if last > length or (last - first) * length > 10_000:
        return None
    rows = range(first, last)
    picks = Literal(
        (Axis(len(rows)), Axis(length)), tuple(int(a == b) for a in rows for b in range(length))
    )
    letters = LETTERS[: x.rank]
    spec = f"z{letters[k]},{letters}->{letters.replace(letters[k], 'z')}"
    picked: Node = Einsum(spec, picks, x)
    return picked
