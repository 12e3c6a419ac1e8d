"""From SymPy to nodes: a MatrixExpr, or a scalar with Sum and Indexed; and entries the other way.

Place: top of the expressions layer; `entry` and the printing hooks are in their own files.

Legend
  e           a SymPy expression     x, y     nodes           j        a bound symbol of a Sum
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import (
    Add,
    Indexed,
    Integer,
    KroneckerDelta,
    MatrixBase,
    MatrixSymbol,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Sum,
    Symbol,
    Trace,
)
from sympy.core.function import AppliedUndef, Function
from sympy.matrices.expressions import (
    HadamardPower,
    HadamardProduct,
    Identity,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    MatrixExpr,
    OneMatrix,
    Transpose,
    ZeroMatrix,
)

from symattn.errors import Unsupported
from symattn.expressions import build as B  # noqa: N812
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Index, Node
from symattn.expressions.sympy_entry import entry
from symattn.expressions.sympy_hooks import latex_writers

__all__ = ["entry", "from_sympy", "latex_writers"]


def from_sympy(e: Any, shapes: Mapping[str, Any] | None = None) -> Node:
    """The node of a SymPy matrix expression, or of a scalar with Sum and Indexed.

    Shapes   an IndexedBase without a shape, and a scalar tensor symbol, take theirs from `shapes`,
             a name -> list of axes; other symbols are sizes, or indices where they stand as such
    Fails    Unsupported for a construct without a node; ShapeError where shapes do not fit
    Example  >>> from sympy import MatrixSymbol
             >>> n, d = B.sizes("n d")
             >>> print(from_sympy(MatrixSymbol("Q", n, d) * MatrixSymbol("K", n, d).T))
             Q @ K.T
    """
    reading = _Reading(shapes or {})
    return reading.matrix(e) if isinstance(e, (MatrixExpr, MatrixBase)) else reading.scalar(e, {})


class _Reading:
    """One expression being read; `indices` maps bound SymPy symbols to our indices."""

    def __init__(self, shapes: Mapping[str, Any]) -> None:
        self.shapes = shapes
        self.free: dict[Symbol, Index] = {}

    # ---- matrices

    def matrix(self, e: Any) -> Node:
        """The node of a matrix expression."""
        if isinstance(e, MatrixSymbol):
            axes = self.shapes.get(e.name, e.shape)
            return B.tensor(e.name, *axes)
        if isinstance(e, MatrixBase):
            return B.literal(e.tolist())
        if isinstance(e, (MatAdd, HadamardProduct)):
            first, *rest = map(self.matrix, e.args)
            for x in rest:
                first = first + x if isinstance(e, MatAdd) else B.hadamard(first, x)
            return first
        if isinstance(e, MatMul):
            return self._product(e)
        if isinstance(e, Transpose):
            return self.matrix(e.arg).T
        if isinstance(e, Inverse):
            return B.inverse(self.matrix(e.arg))
        if isinstance(e, MatPow):
            return B.matrix_power(self.matrix(e.base), e.exp)
        if isinstance(e, HadamardPower):
            return B.power(self.matrix(e.base), self.scalar(e.exp, {}))
        if isinstance(e, Identity):
            return B.identity(e.shape[0])
        if isinstance(e, (OneMatrix, ZeroMatrix)):
            return (B.ones if isinstance(e, OneMatrix) else B.zeros)(*e.shape)
        raise _unsupported(e)

    def _product(self, e: Any) -> Node:
        """A product of matrices, its scalar factors in front."""
        factor, matrices = e.as_coeff_matrices()
        product = self.matrix(matrices[0])
        for m in matrices[1:]:
            product = product @ self.matrix(m)
        if factor == -1:
            return -product
        return product if factor == 1 else self.scalar(factor, {}) * product

    # ---- scalars

    def scalar(self, e: Any, bound: dict[Symbol, Index]) -> Node:
        """The node of a scalar; one made of numbers and sizes stays one SymPy scalar."""
        if self._is_constant(e, bound):
            return B.constant(e)
        if isinstance(e, Symbol):
            return self._symbol(e, bound)
        if isinstance(e, Add):
            first, *rest = (self.scalar(a, bound) for a in e.args)
            for x in rest:
                first = first + x
            return first
        if isinstance(e, Mul):
            first, *rest = (self.scalar(a, bound) for a in e.args)
            for x in rest:
                first = first * x
            return first
        if isinstance(e, Pow):
            base = self.scalar(e.base, bound)
            return B.constant(1) / base if e.exp == -1 else B.power(base, self.scalar(e.exp, bound))
        return self._compound(e, bound)

    def _compound(self, e: Any, bound: dict[Symbol, Index]) -> Node:
        if isinstance(e, Sum):
            return self._sum(e, bound)
        if isinstance(e, Indexed):
            return self._indexed(e, bound)
        if isinstance(e, KroneckerDelta):
            return B.delta(*(a.xreplace({**bound, **self.free}) for a in e.args))
        if isinstance(e, Trace):
            return B.trace(self.matrix(e.arg))
        if isinstance(e, (Function, AppliedUndef)) and len(e.args) == 1:
            name = {"Abs": "abs"}.get(type(e).__name__, type(e).__name__)
            return B.apply(name, self.scalar(e.args[0], bound))
        raise _unsupported(e)

    def _is_constant(self, e: Any, bound: dict[Symbol, Index]) -> bool:
        if isinstance(e, (Add, Mul, Pow)):
            return all(self._is_constant(a, bound) for a in e.args)
        if isinstance(e, Symbol):
            known = e in bound or e.name in self.shapes
            return bool(e.is_integer) and not known
        return isinstance(e, (Number, NumberSymbol))

    def _symbol(self, e: Symbol, bound: dict[Symbol, Index]) -> Node:
        if e in bound:
            return B.position(bound[e])
        return B.tensor(e.name, *self.shapes.get(e.name, ()))

    def _sum(self, e: Any, bound: dict[Symbol, Index]) -> Node:
        """The sum over each limit, the first of them innermost."""
        inside = dict(bound)
        made = []
        for j, low, high in reversed(e.limits):
            if low != 0:
                raise Unsupported(
                    "reading a Sum", f"{j} starts at {low}, and indices count from 0",
                    do="shift the index so that it starts at 0",
                )  # fmt: skip
            length = (high + 1).xreplace(inside)
            inside[j] = Index(j.name, Axis(Integer(length) if length.is_Integer else length))
            made.append(inside[j])
        body = self.scalar(e.function, inside)
        for i in reversed(made):
            body = B.sum_over(i, body)
        return body

    def _indexed(self, e: Any, bound: dict[Symbol, Index]) -> Node:
        name = str(e.base.label)
        axes = self.shapes.get(name, e.base.shape)
        if axes is None:
            raise Unsupported(
                "reading an indexed tensor", f"the shape of {name} is not known",
                do=f"give shapes={{'{name}': [...]}} or IndexedBase('{name}', shape=...)",
            )  # fmt: skip
        x = B.tensor(name, *axes)
        for place, axis in zip(e.indices, x.shape, strict=True):
            if isinstance(place, Symbol) and place not in bound:
                self.free.setdefault(place, Index(place.name, axis))
        return B.at(x, *(p.xreplace({**self.free, **bound}) for p in e.indices))


def _unsupported(e: Any) -> Unsupported:
    return Unsupported(
        "reading a SymPy expression", f"there is no node for {type(e).__name__}",
        do="write it with symattn.expressions.build",
    )  # fmt: skip
