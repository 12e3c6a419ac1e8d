"""Making sizes, axes and indices from what a user types.

Place: below build.py.

Legend
  n, H, d     size names
"""

from __future__ import annotations

import ast
from typing import Any

from sympy import Integer, Symbol

from symattn.errors import NotationError, ShapeError
from symattn.expressions.axes import Axis, concat_axis, product_axis
from symattn.expressions.nodes import Index


def size(name: str, least: int = 1) -> Symbol:
    """A size: an integer symbol, at least 1, or at least 0 where least is 0.

    Example  >>> size("n").is_positive
             True
    """
    if least > 0:
        return Symbol(name, integer=True, positive=True)
    return Symbol(name, integer=True, nonnegative=True)


def sizes(names: str, least: int = 1) -> tuple[Symbol, ...]:
    """Several sizes, from names with spaces between them.

    Example  >>> sizes("n d_k H")
             (n, d_k, H)
    """
    return tuple(size(name, least) for name in names.replace(",", " ").split())


def axis(x: Any) -> Axis:
    """The axis of a size symbol, an integer, or a text such as "H*d_k" or "n1+n2", order kept.

    Fails    ShapeError for a SymPy product or sum (its order is lost); NotationError for a text.
    Example  >>> print(axis("H*d_k"))
             H*d_k
    """
    if isinstance(x, Axis):
        return x
    if isinstance(x, (int, Integer, Symbol)) and not isinstance(x, bool):
        return Axis(int(x) if isinstance(x, Integer) else x)
    if isinstance(x, str):
        try:
            tree = ast.parse(x.strip(), mode="eval").body
        except SyntaxError as error:
            raise _unreadable(x, (error.offset or 1) - 1) from error
        return _axis_of(tree, x)
    raise ShapeError(
        "making an axis", f"the order of the factors or parts of {x} is lost",
        do=f"write it as text, axis('{str(x).replace(' ', '')}'), in the order that is meant",
    )  # fmt: skip


def _axis_of(tree: ast.expr, text: str) -> Axis:
    if isinstance(tree, ast.Name):
        return Axis(size(tree.id))
    if isinstance(tree, ast.Constant) and type(tree.value) is int:
        return Axis(tree.value)
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, (ast.Add, ast.Mult)):
        join = product_axis if isinstance(tree.op, ast.Mult) else concat_axis
        return join(_axis_of(tree.left, text), _axis_of(tree.right, text))
    raise _unreadable(text.strip(), tree.col_offset)


def _unreadable(text: str, position: int) -> NotationError:
    return NotationError(
        "reading an axis", f"{text!r} is not made of names and integers with * and +",
        do="write it as n, 3, H*d_k or n1+n2", text=text, position=position,
    )  # fmt: skip


def index(name: str, x: Any) -> Index:
    """An index that runs over 0 .. size-1 of the axis.

    Example  >>> index("i", "n") - index("j", "n")
             i - j
    """
    return Index(name, axis(x))
