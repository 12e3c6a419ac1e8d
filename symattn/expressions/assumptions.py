"""Assumptions: what a claim takes as given, as data; their statement is in prover/statements.py.

Place: above the nodes; the readers and the Python interface make assumptions, claims hold them.

Legend
  A           a square matrix      K     a matrix      x, y, z, M    a tensor with at least one axis
  n, m        sizes                f     the name of an opaque function
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sympy import Basic, Expr, Integer, Symbol, expand, sympify
from sympy.core.symbol import Str

from symattn.errors import BadInput, ShapeError
from symattn.expressions.axes import (
    Axis,
    ConcatAxis,
    CutAxis,
    ProductAxis,
    concat_axis,
    product_axis,
    same_axis,
)
from symattn.expressions.nodes import Index, Node, node_of
from symattn.expressions.plain_texts import plain_text

# kind -> the type of each argument; the table is closed
KINDS: Mapping[str, tuple[str, ...]] = {
    "symmetric": ("square",), "skew": ("square",), "posdef": ("square",),
    "invertible": ("square",), "orthogonal": ("square",), "permutation": ("square",),
    "idempotent": ("square",),
    "positive": ("tensor",), "negative": ("tensor",), "nonzero": ("tensor",),
    "between": ("tensor", "tensor", "tensor"),
    "integer": ("size", "whole", "whole or nothing"),
    "simplex": ("rows",), "onehot": ("rows",), "centered": ("rows",), "unit_rows": ("rows",),
    "mask": ("rows",), "equal_row_norms": ("matrix",), "equal_rows": ("matrix",),
    "positive_function": ("name",),
    "dim_less": ("size", "size"), "dim_at_least": ("size", "whole"),
    "equal": ("side", "side"),
}  # fmt: skip


@dataclass(frozen=True)
class Assumption:
    """One thing a claim takes as given: a kind of the closed table KINDS and its arguments.

    Fails    BadInput for an unknown kind or a wrong argument; ShapeError for a wrong shape
    """

    kind: str
    args: tuple[Any, ...]

    def __post_init__(self) -> None:
        doing = f"making the assumption {self.kind}"
        if self.kind not in KINDS:
            near = get_close_matches(self.kind, KINDS, 1)
            raise BadInput(
                doing, f"there is no assumption {self.kind!r}",
                "assumptions are " + " ".join(KINDS),
                f"did you mean {near[0]}?" if near else "write it as an equation: equal(a, b)",
            )  # fmt: skip
        types = KINDS[self.kind]
        args = tuple(self.args) + (None,) * (
            types[-1] == "whole or nothing" and len(self.args) == 2
        )
        if len(args) != len(types):
            raise BadInput(
                doing, f"{len(args)} arguments were given", f"{self.kind} takes {len(types)}",
                f"write {self.kind}({', '.join(types)})",
            )  # fmt: skip
        if self.kind == "equal" and all(map(_is_size, args)):
            types = ("size", "size")
        object.__setattr__(
            self, "args", tuple(_argument(doing, t, a) for t, a in zip(types, args, strict=True))
        )
        if self.kind == "equal":
            _check_sides(doing, *self.args)

    def __str__(self) -> str:
        return f"{self.kind}({', '.join(plain_text(a) for a in self.args if a is not None)})"


def _is_size(x: Any) -> bool:
    """Whether a side of an equation is a size: an axis, or an expression of size symbols."""
    whole = isinstance(x, Expr) and x.is_integer is True and not x.atoms(Index)
    return isinstance(x, (Axis, int)) or whole


def _argument(doing: str, kind: str, x: Any) -> Any:
    if kind == "name":
        if isinstance(x, (str, Str)):
            return str(x)
        raise BadInput(doing, f"{x} is not the name of a function", do="give the name as a text")
    if kind == "whole or nothing" and x is None:
        return None
    if kind.startswith("whole"):
        value = sympify(x)
        if isinstance(value, Integer):
            return int(value)
        raise BadInput(doing, f"{x} is not an integer", do="give an integer")
    if kind == "size" or (kind == "side" and isinstance(x, Axis)):
        return _size_argument(doing, x)
    node = node_of(x)
    ranks = {"square": (2,), "matrix": (2,), "rows": range(1, 9)}.get(kind, range(9))
    if node.rank not in ranks:
        raise ShapeError(
            doing, f"{plain_text(node)} has {node.rank} axes", f"the argument is a {kind}",
            "give a tensor with " + ("two axes" if 2 in ranks and 1 not in ranks else "an axis"),
        )  # fmt: skip
    if kind == "square" and same_axis(*node.shape) is not True:
        raise ShapeError(
            doing, f"{plain_text(node)} is {shape_text(node)}, which is not known to be square",
            do=f"give a square matrix, or the fact equal({node.shape[0]}, {node.shape[1]})",
        )  # fmt: skip
    return node


def _size_argument(doing: str, x: Any) -> Any:
    if isinstance(x, Axis):
        return x
    if isinstance(x, (int, Symbol, Integer)) and not isinstance(x, Index):
        return Axis(x)
    if isinstance(x, Expr) and not x.atoms(Index):
        return x  # such as n - 1: no axis has this size, but it can be compared
    raise BadInput(doing, f"{x} is not a size", do="give a size such as n or H*d")


def _check_sides(doing: str, a: Any, b: Any) -> None:
    if isinstance(a, Node) != isinstance(b, Node):
        raise BadInput(
            doing,
            f"{plain_text(a)} and {plain_text(b)} are not of one kind",
            do="compare two tensors or two sizes",
        )
    if isinstance(a, Node) and a.rank and b.rank and a.rank != b.rank:
        raise ShapeError(
            doing, f"the sides have the shapes {shape_text(a)} and {shape_text(b)}",
            do="give both sides the same shape",
        )  # fmt: skip


def shape_text(x: Node) -> str:
    """The shape of x as users write it: [n, H*d]."""
    return "[" + ", ".join(map(str, x.shape)) + "]"


# ---- sizes that are equal to others --------------------------------------------------------------


def size_of(x: Any) -> Expr:
    """The number that an axis or a size expression stands for."""
    return x.size if isinstance(x, Axis) else sympify(x)


def is_size_equation(a: Assumption) -> bool:
    """Whether the assumption equates two sizes."""
    return a.kind == "equal" and not isinstance(a.args[0], Node)


def size_substitution(given: Iterable[Assumption]) -> tuple[dict[Symbol, Axis], list[Assumption]]:
    """What each size stands for by the size equations, and the equations that fix no size.

    Math     equal(d_model, H*d) makes d_model the axis of pairs (H, d); the order is kept
    """
    found: dict[Symbol, Axis] = {}
    left: list[Assumption] = []
    for equation in filter(is_size_equation, given):
        a, b = (with_sizes(x, found) for x in equation.args)
        solved = _solved(a, b)
        if solved is None:
            left.append(equation)
            continue
        symbol, axis = solved
        found = {s: axis_with_sizes(x, {symbol: axis}) for s, x in found.items()} | {symbol: axis}
    return found, left


def _solved(a: Any, b: Any) -> tuple[Symbol, Axis] | None:
    """A size symbol and the axis it is equal to; None if the equation fixes none."""
    for x, y in ((a, b), (b, a)):
        if isinstance(x, Axis) and isinstance(y, Axis) and isinstance(x.size, Symbol):
            if type(x) is Axis and x.size not in y.size.free_symbols:
                return x.size, y
    difference = expand(size_of(a) - size_of(b))
    for s in sorted(difference.free_symbols, key=str):
        factor = difference.coeff(s)
        if factor in (1, -1) and s not in (difference - factor * s).free_symbols:
            axis = axis_of_size(-factor * (difference - factor * s))
            if axis is not None:
                return s, axis
    return None


def axis_of_size(size: Expr) -> Axis | None:
    """An axis of this size: a sum of products of size symbols; None for n - 1, n/2 and the like."""
    parts = []
    for term in expand(size).as_ordered_terms():
        number, rest = term.as_coeff_Mul()
        factors = [b for f in rest.as_ordered_factors() if f != 1 for b in _repeated(f)]
        whole = isinstance(number, Integer) and number >= 1
        if not whole or not all(isinstance(f, Symbol) for f in factors):
            return None
        axes = [Axis(f) for f in factors]
        parts.append(product_axis(*([Axis(number)] if number != 1 or not axes else []), *axes))
    return concat_axis(*parts)


def _repeated(f: Expr) -> list[Expr]:
    base, exponent = f.as_base_exp()
    small = isinstance(exponent, Integer) and 1 <= exponent <= 8
    return [base] * int(exponent) if small else [f]


def axis_with_sizes(axis: Axis, found: Mapping[Symbol, Axis]) -> Axis:
    """The axis with what its size symbols stand for."""
    if type(axis) is ProductAxis:
        return product_axis(*(axis_with_sizes(f, found) for f in axis.args))
    if type(axis) is ConcatAxis:
        return concat_axis(*(axis_with_sizes(p, found) for p in axis.args))
    if type(axis) is CutAxis:
        whole, *borders = axis.args
        return CutAxis(axis_with_sizes(whole, found), *(with_sizes(e, found) for e in borders))
    return found.get(axis.args[0], axis)


def with_sizes(x: Any, found: Mapping[Symbol, Axis]) -> Any:
    """The expression, condition, axis or size with what its size symbols stand for."""
    if not found or not isinstance(x, Basic):
        return x
    if isinstance(x, Axis):
        return axis_with_sizes(x, found)
    if isinstance(x, Index):
        axis = axis_with_sizes(x.axis, found)
        return x if axis == x.axis else Index(x.name, axis)
    if isinstance(x, Symbol):
        return found[x].size if x in found else x
    if not x.args:
        return x
    args = [with_sizes(a, found) for a in x.args]
    return x if all(a is b for a, b in zip(args, x.args, strict=True)) else x.func(*args)
