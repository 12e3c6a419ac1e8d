"""The shape rule of every node: run at construction, raises ShapeError with the smallest repair.

Place: between the nodes and everything that computes with them; fills `nodes.shape_rules`.

Legend
  x, y        operands         k        an axis number, counted from 0
  t           the node whose shape is asked
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Indexed
from sympy.logic.boolalg import Boolean

from symattn.errors import ShapeError, Unsupported
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis
from symattn.expressions.comparisons import (
    ONE,
    axes_given,
    joined,
    need_place,
    refuse,
    shape_of,
)
from symattn.expressions.nodes import Shape, shape_rules
from symattn.expressions.plain_texts import plain_text, shape_text

rule = shape_rules.rule


# ---- leaves


@rule(N.Tensor)
def _tensor(t: Any) -> Shape:
    return axes_given(t, t.args[1])


@rule(N.Constant, N.Delta, N.Position)
def _scalar(t: Any) -> Shape:
    for a in t.args:
        if isinstance(a, Expr) and a.has(Indexed):
            raise ShapeError(
                f"making {type(t).__name__}", f"{a} holds an entry as a SymPy scalar",
                do="inside an expression an entry is at(x, i)",
            )  # fmt: skip
        if not isinstance(a, Expr) or a.has(N.Node):
            raise ShapeError(
                f"making {type(t).__name__}", f"{a} is not a scalar of numbers, sizes and indices",
                do="use a node such as Add or Multiply to compute with tensors",
            )  # fmt: skip
    return ()


@rule(N.Literal)
def _literal(t: Any) -> Shape:
    axes = axes_given(t, t.args[0])
    count = 1
    for a in axes:
        if type(a) is not Axis or not a.size.is_Integer:
            raise ShapeError("making a literal", f"axis {a} is not an integer", do="give numbers")
        count *= int(a.size)
    if count != len(t.args[1]):
        raise ShapeError(
            "making a literal", f"{len(t.args[1])} entries do not fill {shape_text(axes)}",
            do=f"give {count} entries in row-major order",
        )  # fmt: skip
    return axes


@rule(N.Identity)
def _identity(t: Any) -> Shape:
    (a,) = axes_given(t, t.args)
    return (a, a)


@rule(N.Ones, N.Zeros, N.CausalMask)
def _filled(t: Any) -> Shape:
    return axes_given(t, t.args)


@rule(N.UnitVector)
def _unit_vector(t: Any) -> Shape:
    axes = axes_given(t, t.args[1:])
    need_place(t, t.args[0], axes[0])
    return axes


# ---- entry by entry


@rule(N.Add, N.Subtract, N.Multiply, N.Divide, N.Maximum)
def _entrywise(t: Any) -> Shape:
    return joined(t, *t.args)


@rule(N.Hadamard)
def _hadamard(t: Any) -> Shape:
    x, y = t.args
    if x.rank == 0 or y.rank == 0 or ONE in (*x.shape, *y.shape):
        if x.shape != y.shape:
            raise refuse(t, "a Hadamard product needs equal shapes", x, y, do="use * to stretch")
        return shape_of(x)
    return joined(t, x, y)


@rule(N.Negate)
def _negate(t: Any) -> Shape:
    return shape_of(t.args[0])


@rule(N.Apply)
def _apply(t: Any) -> Shape:
    return shape_of(t.args[1])


@rule(N.Power)
def _power(t: Any) -> Shape:
    if t.args[1].rank:
        raise Unsupported(
            plain_text(t), "only scalar exponents are handled", do="write exp(log(x) * y) for x**y"
        )
    return shape_of(t.args[0])


@rule(N.Where)
def _where(t: Any) -> Shape:
    if not isinstance(t.args[0], Boolean):
        raise ShapeError(
            "making a condition", f"{t.args[0]} is not a condition on indices and sizes",
            do="compare indices with < <= > >= Eq Ne, or entries with where_tensor",
        )  # fmt: skip
    return joined(t, t.args[1], t.args[2])


@rule(N.WhereTensor)
def _where_tensor(t: Any) -> Shape:
    if str(t.args[0]) not in ("<", "<=", ">", ">=", "==", "!="):
        raise Unsupported(
            "making a condition", f"{t.args[0]} is not a comparison", do="use < <= > >= == !="
        )
    _, a, b, x, y = t.args
    condition, value = N.Subtract(a, b), N.Add(x, y)
    return joined(t, condition, value)
