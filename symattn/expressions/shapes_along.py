"""The shape rules of nodes that work along an axis, bind or place an index, or differentiate.

Place: the second half of shapes.py.

Legend
  x, y        operands         k        an axis number, counted from 0
  i           an index         t        the node whose shape is asked
"""

from __future__ import annotations

from typing import Any

from sympy.core.symbol import Str

from symattn.errors import ShapeError, Unsupported
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import ConcatAxis, CutAxis, ProductAxis, concat_axis, product_axis
from symattn.expressions.comparisons import (
    ONE,
    axis_of,
    joined,
    need_place,
    need_rank,
    need_same,
    refuse,
    shape_of,
)
from symattn.expressions.nodes import Shape, shape_rules
from symattn.expressions.plain_texts import plain_text, shape_text

rule = shape_rules.rule


@rule(N.SumAxis, N.MeanAxis, N.MaxAxis, N.LogSumExp)
def _reduced(t: Any) -> Shape:
    x = t.args[0]
    k = axis_of(t, x, t.args[1])
    return shape_of(x)[:k] + shape_of(x)[k + 1 :]


@rule(N.Softmax, N.LogSoftmax)
def _softmax(t: Any) -> Shape:
    axis_of(t, t.args[0], t.args[1])
    return shape_of(t.args[0])


@rule(N.MaskedSoftmax)
def _masked_softmax(t: Any) -> Shape:
    x, mask, k = t.args
    shape = joined(t, x, mask)
    axis_of(t, x, k)
    if len(shape) != x.rank or (mask.rank and mask.shape[int(k)] != shape[int(k)]):
        raise refuse(
            t, "the mask does not cover the axis of the softmax", x, mask, do="give it that axis"
        )
    return shape


@rule(N.At)
def _at(t: Any) -> Shape:
    x, places = t.args
    if len(places) != x.rank:
        raise refuse(
            t,
            f"{len(places)} places are given for {x.rank} axes",
            x,
            do="write ':' for a whole axis",
        )
    kept = []
    for place, axis in zip(places, x.shape, strict=True):
        if place == Str(":"):
            kept.append(axis)
        else:
            need_place(t, place, axis, x)
    return tuple(kept)


@rule(N.NewAxis)
def _new_axis(t: Any) -> Shape:
    k = axis_of(t, t.args[0], t.args[1], extra=1)
    s = shape_of(t.args[0])
    return (*s[:k], ONE, *s[k:])


@rule(N.Block)
def _block(t: Any) -> Shape:
    x, _, first, count = t.args
    k = axis_of(t, x, t.args[1])
    axis = x.shape[k]
    if not isinstance(axis, ConcatAxis):
        raise refuse(t, f"axis {k} of {plain_text(x)} is {axis}, with no parts", x,
                     do="declare the axis as a sum of sizes, n1+n2")  # fmt: skip
    lo, hi = int(first), int(first) + int(count)
    if not 0 <= lo < hi <= len(axis.args):
        raise refuse(t, f"{axis} has no parts {lo}..{hi - 1}", x, do="parts count from 0")
    return (*x.shape[:k], concat_axis(*axis.args[lo:hi]), *x.shape[k + 1 :])


@rule(N.Cut)
def _cut(t: Any) -> Shape:
    x, _, first, last = t.args
    k = axis_of(t, x, t.args[1])
    if isinstance(x.shape[k], CutAxis):
        raise Unsupported(plain_text(t), "it is cut twice", do="cut it once")
    return (*x.shape[:k], CutAxis(x.shape[k], first, last), *x.shape[k + 1 :])


@rule(N.HeadSlice)
def _head_slice(t: Any) -> Shape:
    x, _, i = t.args
    k = axis_of(t, x, t.args[1])
    axis = x.shape[k]
    if not isinstance(axis, ProductAxis):
        raise refuse(t, f"axis {k} of {plain_text(x)} is {axis}, with no heads", x,
                     do="declare the axis as a product of sizes, H*d")  # fmt: skip
    need_place(t, i, axis.args[0], x)
    return (*x.shape[:k], product_axis(*axis.args[1:]), *x.shape[k + 1 :])


def _need_index(t: Any, i: Any) -> None:
    if not isinstance(i, N.Index):
        raise ShapeError(plain_text(t), f"{i} is not an index", do="make one with index('i', n)")


@rule(N.SumOver)
def _sum_over(t: Any) -> Shape:
    _need_index(t, t.args[0])
    return shape_of(t.args[1])


@rule(N.Stack)
def _stack(t: Any) -> Shape:
    _need_index(t, t.args[0])
    return (t.args[0].axis, *shape_of(t.args[1]))


@rule(N.Concat)
def _concat(t: Any) -> Shape:
    number, first, *others = t.args
    k = axis_of(t, first, number)
    for x in others:
        need_rank(t, x, first.rank)
        for a in set(range(first.rank)) - {k}:
            words = (f"axis {a} of {plain_text(first)}", f"axis {a} of {plain_text(x)}")
            need_same(t, first.shape[a], x.shape[a], words, first, x)
    joint = concat_axis(*(x.shape[k] for x in t.args[1:]))
    return (*first.shape[:k], joint, *first.shape[k + 1 :])


@rule(N.ConcatOver)
def _concat_over(t: Any) -> Shape:
    i, x, number = t.args
    _need_index(t, i)
    k = axis_of(t, x, number)
    return (*x.shape[:k], product_axis(i.axis, x.shape[k]), *x.shape[k + 1 :])


@rule(N.Let)
def _let(t: Any) -> Shape:
    name, value, body = t.args
    for x in tensors_named(body, str(name)):
        if x.shape != shape_of(value):
            raise ShapeError(
                f"let {name} stand for {plain_text(value)}",
                f"{name} has shape {shape_text(x.shape)}, its value {shape_text(value.shape)}",
                do=f"declare {name} with shape {shape_text(value.shape)}",
            )  # fmt: skip
    return shape_of(body)


def tensors_named(x: Any, name: str) -> list[Any]:
    """The free tensors of this name in x."""
    if isinstance(x, N.Tensor):
        return [x] if str(x.args[0]) == name else []
    if isinstance(x, N.Let) and str(x.args[0]) == name:
        return tensors_named(x.args[1], name)
    return [y for a in x.args for y in tensors_named(a, name)]


def _need_tensor(t: Any, x: Any) -> None:
    if not isinstance(x, N.Tensor):
        raise ShapeError(
            plain_text(t), f"{plain_text(x)} is not a tensor symbol",
            do="give it a name: let('P', value, grad(f, P))",
        )  # fmt: skip


@rule(N.Gradient)
def _gradient(t: Any) -> Shape:
    f, x = t.args
    _need_tensor(t, x)
    if f.rank:
        raise refuse(t, f"{plain_text(f)} is not a scalar", f, x, do="use jac, or sum its entries")
    return shape_of(x)


@rule(N.Jacobian)
def _jacobian(t: Any) -> Shape:
    y, x = t.args
    _need_tensor(t, x)
    return shape_of(y) + shape_of(x)
