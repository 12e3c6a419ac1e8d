r"""Values while a formula is read: a node, how a vector stands, and things without a size yet.

Place: below the building of terms.

Rule   A product is left-associative. Two vectors: a \cdot b is the dot product; side by side, the
       one that is written transposed decides between dot product and outer product.

Legend
  lying     the vector is written transposed: x^T
  loose     1, I or b 1^T, whose size the other operand gives
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Expr, Rational, nan, oo, zoo

from symattn.errors import ShapeError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Node
from symattn.notation.latex_scope import Scope

Shape = tuple[Axis, ...]


@dataclass(frozen=True)
class Loose:
    """A value whose size is not written: `fit` makes it of a given shape, or gives None."""

    words: str
    rank: int
    fit: Callable[[Shape], Node | None]


@dataclass(frozen=True)
class Value:
    """A node at a place in the text; bare: a function without brackets round its argument."""

    node: Node | None
    at: int
    lying: bool = False
    loose: Loose | None = None
    bare: bool = False

    @property
    def rank(self) -> int:
        """The number of axes, known also of a loose value."""
        return self.loose.rank if self.loose else self.node.rank if self.node is not None else 0


def ones_of(at: int) -> Value:
    """The vector 1 of a length that is not written."""
    return Value(
        None, at, loose=Loose("the vector 1", 1, lambda s: N.Ones(*s) if len(s) == 1 else None)
    )


def identity_of(at: int) -> Value:
    """The identity of a size that is not written."""

    def fit(shape: Shape) -> Node | None:
        square = len(shape) == 2 and shape[0] == shape[1]
        return N.Identity(shape[0]) if square else None

    return Value(None, at, loose=Loose("the identity", 2, fit))


def node_in(value: Value, scope: Scope) -> Node:
    """The node of a value that must have its size here."""
    if value.node is None:
        words = value.loose.words if value.loose else "this"
        raise scope.refuse(
            value.at, f"the size of {words} is not known here",
            do=r"write it below: \mathbf{1}_{n}, I_{n}",
        )  # fmt: skip
    return value.node


def fitted(value: Value, shape: Shape, scope: Scope) -> Value:
    """The value, of this shape if its own is not written; 0 becomes zeros."""
    if value.loose is None:
        return value
    node = value.loose.fit(shape)
    if node is None:
        raise scope.misfit(
            value.at,
            ShapeError("reading LaTeX", f"{value.loose.words} does not fit {_words(shape)}"),
        )
    return Value(node, value.at, value.lying)


def _words(shape: Shape) -> str:
    return f"[{', '.join(map(str, shape))}]"


def constant_in(value: Value) -> Expr | None:
    """The number of a constant value, else None."""
    if isinstance(value.node, N.Constant):
        return value.node.args[0]
    return None


def _number_in(node: Node) -> Expr | None:
    return node.args[0] if isinstance(node, (N.Constant, N.Position)) else None


def folded(cls: Any, at: int, scope: Scope, *operands: Value) -> Value:
    """A scalar operation on constants as one constant, where it has a finite value; else a node."""
    nodes = [node_in(v, scope) for v in operands]
    numbers = [_number_in(node) for node in nodes]
    if all(n is not None for n in numbers):
        result = _compute(cls, numbers)
        places = any(n.atoms(N.Index) for n in numbers if n is not None)
        if result is not None and not places:
            return Value(N.Constant(result), at)
        if result is not None and result.is_integer and cls is not N.Power:
            return Value(N.Position(result) if result.atoms(N.Index) else N.Constant(result), at)
    lying = any(v.lying for v in operands if v.rank == 1)
    below = nodes[-1].shape
    square = cls is N.Divide and len(below) == 2 and below[0] == below[1]
    if square and (nodes[0].rank == 0 or scope.text[at : at + 1] == "/"):
        raise scope.refuse(
            at, "dividing by a square matrix can be read in two ways",
            "entry by entry, or by its inverse", r"write B^{-1} for the inverse",
        )  # fmt: skip
    return Value(scope.make(at, cls, *nodes), at, lying)


def _compute(cls: Any, numbers: list[Any]) -> Basic | None:
    if any(n.has(oo, -oo, zoo, nan) for n in numbers) and cls is not N.Negate:
        return None
    if cls is N.Divide:
        quotient: Basic | None = numbers[0] / numbers[1] if numbers[1].is_zero is False else None
        return quotient
    if cls is N.Power:
        return _power(*numbers)
    operations: dict[Any, Callable[..., Basic]] = {
        N.Add: lambda a, b: a + b, N.Subtract: lambda a, b: a - b,
        N.Multiply: lambda a, b: a * b, N.Negate: lambda a: -a,
    }  # fmt: skip
    operation = operations.get(cls)
    return operation(*numbers) if operation else None


def _power(base: Expr, exponent: Expr) -> Basic | None:
    small = isinstance(exponent, Rational) and abs(exponent.p) <= 16 and exponent.q <= 16
    short = all(abs(n.p) < 10**9 and n.q < 10**9 for n in base.atoms(Rational))
    if not small or not short or base.is_zero is not False or base.is_negative:
        return None
    result: Basic = base**exponent
    return result


def product(a: Value, b: Value, sign: str, scope: Scope) -> Value:
    """a times b, where sign is juxt, cdot, times or ast.

    Fails    NotationError for two vectors that can be read in two ways; ShapeError
    """
    if a.loose or b.loose:
        return _loose_product(a, b, scope)
    if a.rank == 0 or b.rank == 0:
        return replace(folded(N.Multiply, a.at, scope, a, b), lying=a.lying or b.lying)
    if a.rank == b.rank == 1:
        return _vectors(a, b, sign, scope)
    node = scope.make(b.at, N.MatMul, node_in(a, scope), node_in(b, scope))
    if a.rank == 1:
        return Value(node, a.at, a.lying)
    return Value(node, a.at, b.lying if b.rank == 1 else False)


def _vectors(a: Value, b: Value, sign: str, scope: Scope) -> Value:
    upright_first = (not a.lying and b.lying) if scope.columns else (a.lying and not b.lying)
    x, y = node_in(a, scope), node_in(b, scope)
    if a.lying != b.lying:
        if upright_first:
            if sign == "cdot":
                raise scope.refuse(
                    b.at, "a dot product of a vector and a transposed one",
                    do=r"write q \cdot k, or leave out the dot for the outer product",
                )  # fmt: skip
            return Value(scope.make(b.at, N.Outer, x, y), a.at)
        return Value(scope.make(b.at, N.MatMul, x, y), a.at)
    if sign == "cdot":
        return Value(scope.make(b.at, N.MatMul, x, y), a.at)
    raise scope.refuse(
        b.at, "two vectors side by side have no product",
        do=r"write \cdot for the dot product, \odot entry by entry, or a transpose",
    )  # fmt: skip


def _loose_product(a: Value, b: Value, scope: Scope) -> Value:
    if a.loose and b.loose:
        raise scope.refuse(
            a.at, "neither factor has a size here", do=r"write \mathbf{1}_{n}, I_{n}"
        )
    if b.loose:
        x = node_in(a, scope)
        if x.rank == 0:
            return _scaled(x, b, scope, a.at)
        if b.rank == 1 and x.rank == 1 and b.lying != a.lying:
            if scope.columns is b.lying:
                return Value(None, a.at, loose=_repeated(x, b.loose.words, second=True))
        last = (x.shape[-1],) * b.rank
        return product(a, fitted(b, last, scope), "cdot", scope)
    y = node_in(b, scope)
    if y.rank == 0:
        return _scaled(y, a, scope, a.at)
    if a.rank == 1 and y.rank == 1 and a.lying != b.lying and scope.columns is b.lying:
        return Value(None, a.at, loose=_repeated(y, "1", second=False))
    first = y.shape[-2] if y.rank > 1 else y.shape[0]
    return product(fitted(a, (first,) * a.rank, scope), b, "cdot", scope)


def _scaled(x: Node, loose: Value, scope: Scope, at: int) -> Value:
    inner = loose.loose
    if inner is None:
        raise scope.refuse(at, "this has no size")

    def fit(shape: Shape) -> Node | None:
        node = inner.fit(shape)
        return N.Multiply(x, node) if node is not None else None

    return Value(None, at, loose.lying, Loose(f"a multiple of {inner.words}", inner.rank, fit))


def _repeated(x: Node, words: str, second: bool) -> Loose:
    """x 1^T (second) or 1 x^T, of a length that is not written."""

    def fit(shape: Shape) -> Node | None:
        if len(shape) != 2 or shape[0 if second else 1] != x.shape[0]:
            return None
        ones = N.Ones(shape[1 if second else 0])
        outer: Node = N.Outer(x, ones) if second else N.Outer(ones, x)
        return outer

    return Loose(f"the product with {words}", 2, fit)


def sum_of(cls: Any, a: Value, b: Value, scope: Scope) -> Value:
    """a plus or minus b; a loose one takes the shape of the other."""
    if a.loose and not b.loose:
        a = fitted(a, node_in(b, scope).shape, scope)
    elif b.loose and not a.loose:
        b = fitted(b, node_in(a, scope).shape, scope)
    if a.rank == b.rank == 1 and a.lying != b.lying:
        raise scope.refuse(b.at, "one vector of this sum is transposed and the other is not")
    return folded(cls, b.at, scope, a, b)


def turned(value: Value, at: int, scope: Scope) -> Value:
    """The transpose: of a vector, the vector written the other way."""
    if value.rank == 1:
        return replace(value, lying=not value.lying)
    if isinstance(value.node, (N.Constant, N.Position)):
        raise scope.refuse(
            at, "a number has no transpose", do=r"write \mathbf{1} for a vector of ones"
        )
    if value.rank == 0 or (value.loose and value.loose.words == "the identity"):
        return value
    return Value(scope.make(at, N.Transpose, node_in(value, scope)), value.at)
