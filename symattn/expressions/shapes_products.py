"""The shape rules of products and rearrangements.

Place: a part of shapes.py.

Legend
  x, y        operands         t        the node whose shape is asked
"""

from __future__ import annotations

from typing import Any

from sympy import Expr

from symattn.errors import ShapeError, Unsupported
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis, product_axis, same_axis
from symattn.expressions.axis_runs import same_size
from symattn.expressions.comparisons import (
    axes_given,
    named_shapes,
    need_rank,
    need_same,
    need_square,
    refuse,
    shape_of,
)
from symattn.expressions.nodes import Shape, shape_rules
from symattn.expressions.plain_texts import plain_text, shape_text

rule = shape_rules.rule


@rule(N.MatMul)
def _matmul(t: Any) -> Shape:
    x, y = t.args
    if x.rank == 0 or y.rank == 0:
        raise refuse(t, "a scalar has no axis to sum over", x, y, do="use * for a scalar multiple")
    if x.rank > 2 or y.rank > 2:
        if x.rank != y.rank:
            raise refuse(
                t, f"the ranks are {x.rank} and {y.rank}: above 2 they are equal", x, y,
                do="ranks are never extended: use einsum",
            )  # fmt: skip
        for k in range(x.rank - 2):
            words = (f"axis {k} of {plain_text(x)}", f"axis {k} of {plain_text(y)}")
            need_same(t, x.shape[k], y.shape[k], words, x, y)
    inner = y.shape[-2] if y.rank > 1 else y.shape[0]
    if not same_axis(x.shape[-1], inner):  # only then are the texts worth their time
        which = "first" if y.rank <= 2 else "summed"
        words = (f"the last axis of {plain_text(x)}", f"the {which} axis of {plain_text(y)}")
        need_same(t, x.shape[-1], inner, words, x, y, do=_matmul_repair(x, y))
    columns: Shape = shape_of(y)[-1:] if y.rank > 1 else ()
    return shape_of(x)[:-1] + columns


def _matmul_repair(x: Any, y: Any) -> str:
    """The smallest change of x @ y that fits."""
    a, b = plain_text(x), plain_text(y)
    left = f"({a})" if " " in a else a
    right = f"({b})" if " " in b else b
    if y.rank >= 2 and same_axis(x.shape[-1], y.shape[-1]):
        turned = _turned(y)
        return f"{turned} has first axis {y.shape[-1]}: did you mean {left} @ {turned}?"
    if same_axis(y.shape[-1], x.shape[0]) and x.rank <= 2 and y.rank <= 2:
        return f"swap: {right} @ {left} has the matching axis {x.shape[0]}"
    if x.rank == 2 and same_axis(x.shape[0], y.shape[0]):
        turned = _turned(x)
        return f"{turned} has last axis {x.shape[0]}: did you mean {turned} @ {right}?"
    return ""


def _turned(x: Any) -> str:
    """The text of the transpose of x; a transpose is turned back instead of twice."""
    turned_back = type(x) is N.Transpose
    text = plain_text(x.args[0] if turned_back else x)
    return (f"({text})" if " " in text else text) + ("" if turned_back else ".T")


@rule(N.Einsum)
def _einsum(t: Any) -> Shape:
    inputs, output = einsum_letters(t)
    sizes: dict[str, tuple[Axis, Any]] = {}
    for letters, x in zip(inputs, t.args[1:], strict=True):
        need_rank(t, x, len(letters))
        for letter, axis in zip(letters, x.shape, strict=True):
            first, owner = sizes.setdefault(letter, (axis, x))
            words = (f"{letter} of {plain_text(owner)}", f"{letter} of {plain_text(x)}")
            need_same(t, first, axis, words, owner, x)
    unknown = [c for c in output if c not in sizes]
    if unknown:
        raise refuse(
            t, f"the output letter {unknown[0]} is in no operand", *t.args[1:], do="remove it"
        )
    return tuple(sizes[c][0] for c in output)


def einsum_letters(t: Any) -> tuple[list[str], str]:
    """The letters of each operand of an Einsum, and those of the output."""
    spec = str(t.args[0]).replace(" ", "")
    left, arrow, output = spec.partition("->")
    inputs = left.split(",")
    letters = "".join(inputs) + output
    if not arrow or (letters and not (letters.isalpha() and letters.isascii())):
        raise ShapeError(f"einsum {spec!r}", "it has no output part", do="write it as 'ij,jk->ik'")
    if len(inputs) != len(t.args) - 1:
        raise refuse(
            f"einsum {spec!r}", f"{len(inputs)} operands are named, {len(t.args) - 1} are given",
            *t.args[1:], do="give one group of letters for each operand",
        )  # fmt: skip
    if len(set(output)) < len(output):
        raise ShapeError(f"einsum {spec!r}", "an output letter is repeated", do="use diag")
    return inputs, output


@rule(N.Transpose)
def _transpose(t: Any) -> Shape:
    (x,) = t.args
    if x.rank < 2:
        raise refuse(
            t, f"{plain_text(x)} has rank {x.rank}: there are no two axes to swap", x,
            do="x @ y is the product of two vectors, outer(x, y) is x y^T; leave the transpose out",
        )  # fmt: skip
    s = shape_of(x)
    return (*s[:-2], s[-1], s[-2])


@rule(N.Permute)
def _permute(t: Any) -> Shape:
    x, order = t.args
    if sorted(map(int, order)) != list(range(x.rank)):
        raise refuse(t, f"{order} does not name each axis once", x, do="name axes 0, 1, ... once")
    return tuple(x.shape[int(k)] for k in order)


@rule(N.Inner)
def _inner(t: Any) -> Shape:
    x, y = t.args
    if x.rank != y.rank or x.rank == 0:
        raise refuse(t, "an inner product needs two tensors of equal shape", x, y, do="use *")
    for k, (a, b) in enumerate(zip(x.shape, y.shape, strict=True)):
        words = (f"axis {k} of {plain_text(x)}", f"axis {k} of {plain_text(y)}")
        need_same(t, a, b, words, x, y)
    return ()


@rule(N.Outer)
def _outer(t: Any) -> Shape:
    x, y = t.args
    need_rank(t, x, 1)
    need_rank(t, y, 1)
    return shape_of(x) + shape_of(y)


@rule(N.Kronecker)
def _kronecker(t: Any) -> Shape:
    x, y = t.args
    need_rank(t, x, 1, 2)
    need_rank(t, y, x.rank)
    return tuple(kronecker_axis(a, b) for a, b in zip(x.shape, y.shape, strict=True))


def kronecker_axis(a: Axis, b: Axis) -> Axis:
    """The axis of pairs; the other axis where one has length 1."""
    if Axis(1) in (a, b):
        return b if a == Axis(1) else a
    return product_axis(a, b)


@rule(N.Trace)
def _trace(t: Any) -> Shape:
    need_square(t, t.args[0])
    return ()


@rule(N.DiagonalMatrix)
def _diagonal_matrix(t: Any) -> Shape:
    need_rank(t, t.args[0], 1)
    return shape_of(t.args[0]) * 2


@rule(N.DiagonalOf)
def _diagonal_of(t: Any) -> Shape:
    need_square(t, t.args[0])
    return shape_of(t.args[0])[:1]


@rule(N.Inverse)
def _inverse(t: Any) -> Shape:
    need_square(t, t.args[0])
    return shape_of(t.args[0])


@rule(N.MatrixPower)
def _matrix_power(t: Any) -> Shape:
    need_square(t, t.args[0])
    if not isinstance(t.args[1], Expr) or not t.args[1].is_integer:
        raise Unsupported(
            "matrix power", f"the exponent {t.args[1]} is not an integer", do="give one"
        )
    return shape_of(t.args[0])


@rule(N.Norm)
def _norm(t: Any) -> Shape:
    return ()


@rule(N.Reshape)
def _reshape(t: Any) -> Shape:
    x, axes = t.args[0], axes_given(t, t.args[1])
    if not same_size(x.shape, axes):
        text = f"reshape({plain_text(x)}, {', '.join(map(str, axes))})"
        raise ShapeError(
            text, f"{shape_text(x.shape)} and {shape_text(axes)} are not known to be of one size",
            named_shapes(x), "give axes of the same size; to reorder axes use perm",
        )  # fmt: skip
    return axes


@rule(N.VecColumns)
def _vec_columns(t: Any) -> Shape:
    need_rank(t, t.args[0], 2)
    rows, columns = t.args[0].shape
    return (product_axis(columns, rows),)
