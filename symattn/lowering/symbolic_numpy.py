"""The part of numpy that emitted source uses, on arrays of symbols.

Place: symbol_run puts SymbolicNumpy under the name `np` when it runs an emitted source. A function
that is not here is an error, so nothing that the source does can be overlooked.

Legend
  x, y        arrays of symbols         axis, axes     as in NumPy
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import E, Expr, Integer, Symbol, oo, pi, sympify

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis
from symattn.lowering.symbolic_array import (
    Gate,
    SymbolicArray,
    Test,
    entrywise,
    node_from,
    scalar_of,
)
from symattn.lowering.symbolic_grid import Grid, arange, chosen, combined, filled, gate_of
from symattn.lowering.symbolic_nodes import ONE_AXIS, WHOLE, regrouped_node, unsupported


class SymbolicNumpy:
    """numpy on arrays of symbols; `axes` maps sizes to the axes they stand for."""

    pi, e, inf = pi, E, oo

    def __init__(self, axes: dict[Expr, Axis]) -> None:
        self._axes = axes
        self._opaque = 0
        self.linalg = self

    def __getattr__(self, name: str) -> Any:
        raise unsupported(f"np.{name}")

    def _axis(self, size: Any) -> Axis:
        size = sympify(size)
        if isinstance(size, (Symbol, Integer)):
            return Axis(size)
        found = self._axes.get(size.expand())
        if found is None:
            raise unsupported(f"an axis of {size} places", "no argument has such an axis")
        return found

    # ---- making arrays

    def result_type(self, *arrays: Any) -> str:
        """One word for every precision."""
        return "real"

    def zeros(self, shape: Sequence[Any], dtype: Any = None) -> SymbolicArray:
        """All entries 0."""
        return SymbolicArray(N.Zeros(*map(self._axis, shape)))

    def ones(self, shape: Sequence[Any], dtype: Any = None) -> SymbolicArray:
        """All entries 1."""
        return SymbolicArray(N.Ones(*map(self._axis, shape)))

    def full(self, shape: Sequence[Any], value: Any, dtype: Any = None) -> SymbolicArray:
        """All entries the value."""
        return entrywise(N.Multiply, value, self.ones(shape))

    def eye(self, n: Any, dtype: Any = None) -> SymbolicArray:
        """The identity matrix."""
        return SymbolicArray(N.Identity(self._axis(n)))

    def array(self, entries: Any, dtype: Any = None) -> SymbolicArray:
        """Numbers from nested lists."""
        axes, flat = [], entries
        while isinstance(flat[0], list):
            axes.append(Axis(len(flat)))
            width = len(flat[0])
            flat = [x for row in flat for x in row]
            if isinstance(flat[0], list):
                continue
            axes.append(Axis(width))
        axes = axes or [Axis(len(flat))]
        return SymbolicArray(N.Literal(tuple(axes), tuple(map(scalar_of, flat))))

    def arange(self, n: Any) -> Grid:
        """0, 1, ..., n - 1."""
        return arange(self._axis(n))

    # ---- entry by entry

    def _apply(self, name: str, x: Any) -> SymbolicArray:
        return SymbolicArray(N.Apply(name, node_from(x)))

    def exp(self, x: Any) -> SymbolicArray:
        """e**x; entries that were -inf become 0."""
        if not isinstance(x, SymbolicArray) or x.gate is None:
            return self._apply("exp", x)
        value = N.Apply("exp", x.node)
        if x.gate.mask is None:
            return SymbolicArray(x.gate.choose(value, 0))
        return SymbolicArray(value, Gate("exps", x.gate.mask, x.gate.choose))

    def erf(self, x: Any) -> SymbolicArray:
        """The error function, of a scalar or through `vectorize`."""
        return self._apply("erf", x)

    def number(self, x: Any) -> Any:
        """float(x): 1 or 0 of a condition."""
        return x.astype("real") if isinstance(x, Grid) else x

    def log(self, x: Any) -> SymbolicArray:
        """The natural logarithm."""
        return self._apply("log", x)

    def sqrt(self, x: Any) -> SymbolicArray:
        """The square root."""
        return self._apply("sqrt", x)

    def tanh(self, x: Any) -> SymbolicArray:
        """The hyperbolic tangent."""
        return self._apply("tanh", x)

    def sin(self, x: Any) -> SymbolicArray:
        """The sine."""
        return self._apply("sin", x)

    def cos(self, x: Any) -> SymbolicArray:
        """The cosine."""
        return self._apply("cos", x)

    def abs(self, x: Any) -> SymbolicArray:
        """The absolute value."""
        return self._apply("abs", x)

    def sign(self, x: Any) -> SymbolicArray:
        """-1, 0 or 1."""
        one, zero = N.Constant(1), N.Constant(0)
        node = node_from(x)
        below = N.WhereTensor("<", node, zero, N.Negate(one), zero)
        return SymbolicArray(N.WhereTensor(">", node, zero, one, below))

    def maximum(self, x: Any, y: Any) -> SymbolicArray:
        """The larger entry."""
        return entrywise(N.Maximum, x, y)

    def logaddexp(self, x: Any, y: Any) -> SymbolicArray:
        """log(exp x + exp y)."""
        return self.log(entrywise(N.Add, self.exp(x), self.exp(y)))

    def vectorize(self, function: Any, otypes: Any = None) -> Any:
        """A function of math, named by itself, entry by entry."""
        return lambda x: self._apply(function.__name__, x)

    def logical_not(self, x: Any) -> Any:
        """The opposite of a condition on indices."""
        return combined(x, 0, lambda a, b: ~a)

    # ---- along axes

    def _reduce(self, cls: Any, x: SymbolicArray, axis: Any, keepdims: bool) -> SymbolicArray:
        node, r = node_from(x), x.ndim
        axes = range(r) if axis is None else axis if isinstance(axis, tuple) else (axis,)
        for k in sorted((a % r for a in axes), reverse=True):
            node = cls(node, k)
            node = N.NewAxis(node, k) if keepdims else node
        return SymbolicArray(node)

    def sum(self, x: SymbolicArray, axis: Any = None, keepdims: bool = False) -> SymbolicArray:
        """The sum along axes."""
        return self._reduce(N.SumAxis, x, axis, keepdims)

    def max(self, x: SymbolicArray, axis: Any = None, keepdims: bool = False) -> SymbolicArray:
        """The maximum along an axis; of an array with -inf entries an unknown tensor."""
        if x.gate is None:
            return self._reduce(N.MaxAxis, x, axis, keepdims)
        k = int(axis) % x.ndim
        self._opaque += 1
        shape = tuple(a for m, a in enumerate(x.node.shape) if m != k)
        top = N.Tensor(f"largest_{self._opaque}", shape)
        return SymbolicArray(N.NewAxis(top, k) if keepdims else top)

    def squeeze(self, x: SymbolicArray, axis: int) -> SymbolicArray:
        """An axis of length 1 removed."""
        k = axis % x.ndim
        if x.node.shape[k] != ONE_AXIS:
            raise unsupported("squeeze of an axis that is not of length 1")
        return SymbolicArray(
            N.At(node_from(x), tuple(Integer(0) if m == k else WHOLE for m in range(x.ndim)))
        )

    def any(self, x: Any, axis: Any = None) -> bool:
        """Taken to hold: the source raises where it does not."""
        return True

    all = any

    def where(self, test: Any, x: Any, y: Any) -> SymbolicArray:
        """x where the test holds, else y; -inf on one side makes a gate."""
        if not isinstance(test, (Test, Grid)):
            raise unsupported(f"where of {type(test).__name__}")
        for value, other, flipped in ((x, y, False), (y, x, True)):
            if not isinstance(other, SymbolicArray) and sympify(other) == -oo:
                plain = SymbolicArray(filled(test, value))
                return SymbolicArray(plain.node, gate_of(test, flipped))
        return SymbolicArray(chosen(test, node_from(x), node_from(y)))

    # ---- moving axes

    def transpose(self, x: SymbolicArray, axes: Sequence[int] | None = None) -> SymbolicArray:
        """Axes in another order."""
        return x.T if axes is None else x.transposed(axes)

    def swapaxes(self, x: SymbolicArray, a: int, b: int) -> SymbolicArray:
        """Two axes swapped."""
        order = list(range(x.ndim))
        order[a], order[b] = order[b], order[a]
        return x.transposed(order)

    def reshape(self, x: Any, shape: Sequence[Any]) -> SymbolicArray:
        """The same entries in row-major order."""
        return SymbolicArray(regrouped_node(node_from(x), shape))

    def broadcast_to(self, x: Any, shape: Sequence[Any]) -> SymbolicArray:
        """x repeated along axes of length 1."""
        return entrywise(N.Multiply, x, self.ones(shape))

    def concatenate(self, xs: Sequence[SymbolicArray], axis: int = 0) -> SymbolicArray:
        """One after the other."""
        return SymbolicArray(N.Concat(axis % xs[0].ndim, *map(node_from, xs)))

    def diagonal(self, x: SymbolicArray, axis1: int = 0, axis2: int = 1) -> SymbolicArray:
        """The diagonal of two axes, as a new last axis."""
        if x.ndim == 2:
            return SymbolicArray(N.DiagonalOf(node_from(x)))
        letters = [chr(ord("a") + k) for k in range(x.ndim)]
        letters[axis2] = letters[axis1]
        rest = [c for k, c in enumerate(letters) if k not in (axis1, axis2)]
        spec = f"{''.join(letters)}->{''.join(rest)}{letters[axis1]}"
        return SymbolicArray(N.Einsum(spec, node_from(x)))

    def inv(self, x: SymbolicArray) -> SymbolicArray:
        """The inverse of a matrix."""
        return SymbolicArray(N.Inverse(node_from(x)))
