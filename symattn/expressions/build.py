"""What users call to write an equation: one friendly function per node.

Place: above the nodes; wraps numbers, makes axes from names and counts negative axes from the end.

Legend
  x, y        nodes, or numbers and SymPy scalars          k        an axis number, may be negative
  i, j        indices or integer expressions               n, m     axes, in any spelling of axis()
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Expr, Integer, sympify
from sympy.core.symbol import Str

from symattn.errors import ShapeError
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.build_entrywise import (
    apply,
    causal_mask,
    constant,
    cos,
    delta,
    exp,
    hadamard,
    identity,
    literal,
    log,
    maximum,
    ones,
    position,
    power,
    sigmoid,
    sin,
    sqrt,
    tanh,
    tensor,
    unit,
    where,
    where_tensor,
    zeros,
)
from symattn.expressions.nodes import Index, Node, axis_number, node_of
from symattn.expressions.size_symbols import axis, index, size, sizes

__all__ = [
    "apply", "at", "axis", "block", "causal_mask", "concat", "concat_over", "constant", "cos",
    "delta", "diag", "diag_of", "einsum", "entry_of", "exp", "fro", "grad", "hadamard",
    "head_slice", "identity", "index", "inner", "inverse", "jac", "kron", "let", "literal",
    "log", "log_softmax", "lse", "masked_softmax", "matmul", "matrix_power", "max_axis",
    "maximum", "mean_axis", "new_axis", "norm", "ones", "outer", "permute", "position", "power",
    "reshape", "sigmoid", "sin", "size", "sizes", "softmax", "sqrt", "stack", "sum_axis",
    "sum_over", "tanh", "tensor", "total", "trace", "transpose", "unit", "vec", "where",
    "where_tensor", "zeros",
]  # fmt: skip


# ---- products and rearrangements


def matmul(x: Any, y: Any) -> Node:
    """The product of matrices and vectors, batched above rank 2."""
    return node_of(N.MatMul(node_of(x), node_of(y)))


def einsum(spec: str, *xs: Any) -> Node:
    """The sum of products that the letters name, as in NumPy."""
    return node_of(N.Einsum(spec.replace(" ", ""), *map(node_of, xs)))


def transpose(x: Any) -> Node:
    """The last two axes swapped."""
    return node_of(N.Transpose(node_of(x)))


def permute(x: Any, *order: Any) -> Node:
    """The axes in another order: output axis t is input axis order[t]."""
    numbers = order[0] if len(order) == 1 and not isinstance(order[0], int) else order
    x = node_of(x)
    return node_of(N.Permute(x, tuple(axis_number(x, k) for k in numbers)))


def inner(x: Any, y: Any) -> Node:
    """The sum of all products of entries."""
    return node_of(N.Inner(node_of(x), node_of(y)))


def outer(x: Any, y: Any) -> Node:
    """The matrix x y^T of two vectors."""
    return node_of(N.Outer(node_of(x), node_of(y)))


def kron(x: Any, y: Any) -> Node:
    """The Kronecker product."""
    return node_of(N.Kronecker(node_of(x), node_of(y)))


def trace(x: Any) -> Node:
    """The sum of the diagonal."""
    return node_of(N.Trace(node_of(x)))


def diag(v: Any) -> Node:
    """The matrix with v on the diagonal."""
    return node_of(N.DiagonalMatrix(node_of(v)))


def diag_of(x: Any) -> Node:
    """The diagonal of a matrix."""
    return node_of(N.DiagonalOf(node_of(x)))


def inverse(x: Any) -> Node:
    """The inverse of a matrix."""
    return node_of(N.Inverse(node_of(x)))


def matrix_power(x: Any, k: int) -> Node:
    """x x ... x, k times; below 0 of the inverse."""
    return node_of(N.MatrixPower(node_of(x), sympify(k)))


def norm(x: Any) -> Node:
    """The square root of the sum of all squares."""
    return node_of(N.Norm(node_of(x)))


fro = norm


def reshape(x: Any, *axes: Any) -> Node:
    """The same entries in row-major order on other axes."""
    return node_of(N.Reshape(node_of(x), tuple(map(axis, axes))))


def vec(x: Any) -> Node:
    """The columns of a matrix, one below the other."""
    return node_of(N.VecColumns(node_of(x)))


# ---- along an axis


def _along(cls: Any, x: Any, k: int) -> Node:
    x = node_of(x)
    if x.rank and not -x.rank <= int(k) < x.rank:
        return node_of(cls(x, Integer(k)))  # the shape rule says what is wrong
    return node_of(cls(x, axis_number(x, k)))


def total(x: Any, k: int | None = None) -> Node:
    """The sum along axis k, or of all entries."""
    x = node_of(x)
    if k is not None:
        return _along(N.SumAxis, x, k)
    while x.rank:
        x = _along(N.SumAxis, x, -1)
    return node_of(x)


def sum_axis(x: Any, k: int = -1) -> Node:
    """The sum along axis k, which is removed."""
    return _along(N.SumAxis, x, k)


def mean_axis(x: Any, k: int = -1) -> Node:
    """The mean along axis k, which is removed."""
    return _along(N.MeanAxis, x, k)


def max_axis(x: Any, k: int = -1) -> Node:
    """The maximum along axis k, which is removed."""
    return _along(N.MaxAxis, x, k)


def softmax(x: Any, k: int = -1) -> Node:
    """exp(x) / sum exp(x) along axis k."""
    return _along(N.Softmax, x, k)


def masked_softmax(x: Any, mask: Any, k: int = -1) -> Node:
    """m exp(x) / sum m exp(x) along axis k, for a mask m of 0s and 1s."""
    x = node_of(x)
    return node_of(N.MaskedSoftmax(x, node_of(mask), axis_number(x, k)))


def log_softmax(x: Any, k: int = -1) -> Node:
    """The logarithm of softmax along axis k."""
    return _along(N.LogSoftmax, x, k)


def lse(x: Any, k: int = -1) -> Node:
    """log sum exp along axis k, which is removed."""
    return _along(N.LogSumExp, x, k)


# ---- indices, heads and blocks


def at(x: Any, *places: Any) -> Node:
    """x with indices put in for its first axes; ':' or a full slice keeps an axis."""
    x = node_of(x)
    spelled = [Str(":") if p == ":" or p == slice(None) else sympify(p) for p in places]
    return node_of(N.At(x, (*spelled, *[Str(":")] * (x.rank - len(spelled)))))


def new_axis(x: Any, k: int) -> Node:
    """x with an axis of length 1 inserted as axis k."""
    x = node_of(x)
    return node_of(N.NewAxis(x, Integer(k if k >= 0 else k + x.rank + 1)))


def block(x: Any, k: int, first: int, count: int = 1) -> Node:
    """Some parts, next to each other, of the concatenation axis k."""
    x = node_of(x)
    return node_of(N.Block(x, axis_number(x, k), first, count))


def head_slice(x: Any, i: Any, k: int = -1) -> Node:
    """Head i on the product axis k: x[.., i*d:(i+1)*d, ..]."""
    x = node_of(x)
    return node_of(N.HeadSlice(x, axis_number(x, k), sympify(i)))


def sum_over(i: Index, x: Any) -> Node:
    """The sum of x over all values of the index i."""
    return node_of(N.SumOver(i, node_of(x)))


def stack(i: Index, x: Any) -> Node:
    """x for i = 0, 1, ... along a new first axis."""
    return node_of(N.Stack(i, node_of(x)))


def concat(xs: Iterable[Any], k: int = -1) -> Node:
    """One after the other along axis k."""
    parts: Sequence[Node] = [node_of(x) for x in xs]
    if not parts:
        raise ShapeError(
            "concat", "there is nothing to put together", do="give at least one tensor"
        )
    return node_of(N.Concat(axis_number(parts[0], k), *parts))


def concat_over(i: Index, x: Any, k: int = -1) -> Node:
    """x for i = 0, 1, ... one after the other along axis k."""
    x = node_of(x)
    return node_of(N.ConcatOver(i, x, axis_number(x, k)))


def let(name: str, value: Any, body: Any) -> Node:
    """body, in which the tensor of this name stands for value."""
    return node_of(N.Let(name, node_of(value), node_of(body)))


# ---- calculus


def grad(f: Any, x: Node) -> Node:
    """All partial derivatives of the scalar f by the entries of the tensor symbol x."""
    return node_of(N.Gradient(node_of(f), x))


def jac(y: Any, x: Node) -> Node:
    """All partial derivatives of y by the entries of the tensor symbol x."""
    return node_of(N.Jacobian(node_of(y), x))


def entry_of(x: Node, *places: Any) -> Expr:
    """The entry of x at the places, as a SymPy scalar."""
    return x[places]
