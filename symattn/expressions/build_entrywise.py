"""What users call to write leaves and entrywise operations; build.py has them all.

Place: the first half of build.py.

Legend
  x, y        nodes, or numbers and SymPy scalars
  i, j        indices or integer expressions               n, m     axes, in any spelling of axis()
"""

from __future__ import annotations

from typing import Any

from sympy import Basic, S, sympify

from symattn.errors import ShapeError
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.nodes import Node, node_of
from symattn.expressions.size_symbols import axis


def tensor(name: str, *axes: Any) -> Node:
    """A tensor symbol with these axes; without axes a scalar.

    Example  >>> tensor("Q", "n", "H*d_k").rank
             2
    """
    return node_of(N.Tensor(name, tuple(map(axis, axes))))


# ---- leaves


def constant(value: Any) -> Node:
    """A scalar of numbers and sizes, such as sqrt(d)."""
    return node_of(N.Constant(sympify(value)))


def position(expression: Any) -> Node:
    """An integer expression of indices and sizes, as a scalar."""
    return node_of(N.Position(sympify(expression)))


def literal(entries: Any) -> Node:
    """Numbers, from nested lists; a single number is a constant."""
    shape: list[int] = []
    level = entries
    while isinstance(level, (list, tuple)):
        shape.append(len(level))
        if not level:
            raise ShapeError("making a literal", "a list is empty", do="give at least one number")
        level = level[0]
    if not shape:
        return constant(entries)
    flat = [entries]
    for length in shape:
        for part in flat:
            if not isinstance(part, (list, tuple)) or len(part) != length:
                raise ShapeError(
                    "making a literal", "its rows differ in length", do="fill the rows"
                )
        flat = [x for part in flat for x in part]
    return node_of(N.Literal(tuple(map(axis, shape)), tuple(map(sympify, flat))))


def identity(n: Any) -> Node:
    """The identity matrix."""
    return node_of(N.Identity(axis(n)))


def ones(*axes: Any) -> Node:
    """The tensor with all entries 1."""
    return node_of(N.Ones(*map(axis, axes)))


def zeros(*axes: Any) -> Node:
    """The tensor with all entries 0."""
    return node_of(N.Zeros(*map(axis, axes)))


def unit(i: Any, n: Any) -> Node:
    """The vector with 1 at index i, else 0."""
    return node_of(N.UnitVector(i, axis(n)))


def delta(i: Any, j: Any) -> Node:
    """The scalar 1 if the integer expressions are equal, else 0."""
    return node_of(N.Delta(sympify(i), sympify(j)))


def causal_mask(n: Any, m: Any = None) -> Node:
    """The matrix of 1 where the column is at most the row, else 0."""
    return node_of(N.CausalMask(axis(n), axis(n if m is None else m)))


# ---- entry by entry


def apply(name: str, x: Any) -> Node:
    """The function of this name, entry by entry."""
    return node_of(N.Apply(name, node_of(x)))


def exp(x: Any) -> Node:
    """e**x, entry by entry."""
    return apply("exp", x)


def log(x: Any) -> Node:
    """The natural logarithm, entry by entry."""
    return apply("log", x)


def sqrt(x: Any) -> Node:
    """The square root, entry by entry."""
    return apply("sqrt", x)


def sin(x: Any) -> Node:
    """The sine, entry by entry."""
    return apply("sin", x)


def cos(x: Any) -> Node:
    """The cosine, entry by entry."""
    return apply("cos", x)


def tanh(x: Any) -> Node:
    """The hyperbolic tangent, entry by entry."""
    return apply("tanh", x)


def sigmoid(x: Any) -> Node:
    """1 / (1 + exp(-x)), entry by entry."""
    return apply("sigmoid", x)


def power(x: Any, r: Any) -> Node:
    """x**r, entry by entry, r a scalar."""
    return node_of(N.Power(node_of(x), node_of(r)))


def hadamard(x: Any, y: Any) -> Node:
    """The entrywise product of equal shapes."""
    return node_of(N.Hadamard(node_of(x), node_of(y)))


def maximum(x: Any, y: Any) -> Node:
    """The larger entry."""
    return node_of(N.Maximum(node_of(x), node_of(y)))


def where(c: Any, x: Any, y: Any) -> Node:
    """x where the condition on indices and sizes holds, else y."""
    condition = c if isinstance(c, Basic) else S.true if c else S.false
    return node_of(N.Where(condition, node_of(x), node_of(y)))


def where_tensor(relation: str, a: Any, b: Any, x: Any, y: Any) -> Node:
    """x where the entries of a and b are in this relation, else y."""
    return node_of(N.WhereTensor(relation, *map(node_of, (a, b, x, y))))
