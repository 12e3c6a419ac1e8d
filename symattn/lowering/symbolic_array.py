"""Arrays of symbols: what the emitted source computes is rebuilt as a node, for all sizes at once.

Place: symbol_run hands these arrays to the emitted function in place of NumPy arrays, and
symbolic_numpy in place of numpy.

Legend
  node        the value of an array        shape    its sizes, SymPy integers
  gate        where an array is not -inf: a 0/1 tensor, or a condition on indices
  grid        an integer array made from arange: an expression in one index per axis
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Float, Integer, Rational, nsimplify, sympify

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.nodes import Node
from symattn.lowering.symbolic_nodes import indexed_node, product_node, unsupported


def scalar_of(x: Any) -> Basic:
    """A Python number or SymPy scalar exactly; a float as the simplest fraction it stands for."""
    e = sympify(x)
    return e.xreplace({f: _fraction(f) for f in e.atoms(Float)})


def _fraction(f: Float) -> Rational:
    near = Rational(str(float(f))).limit_denominator(10**6)
    return near if float(near) == float(f) else nsimplify(f, rational=True)


def node_from(x: Any) -> Node:
    """The node of an operand: an array of symbols, a test, or a number."""
    if isinstance(x, SymbolicArray):
        if x.gate is not None:
            raise unsupported("an array with -inf entries used as a number")
        node: Node = x.node
        return node
    if hasattr(x, "astype"):  # a grid of indices
        return node_from(x.astype("real"))
    constant: Node = N.Constant(scalar_of(x))
    return constant


@dataclass(frozen=True)
class SymbolicArray:
    """An array whose entries are those of a node."""

    node: Any
    gate: Any = None

    __array_ufunc__ = None  # NumPy's own arrays must not swallow it

    @property
    def shape(self) -> tuple[Any, ...]:
        """The sizes of the axes."""
        return tuple(a.size for a in self.node.shape)

    @property
    def ndim(self) -> int:
        """How many axes there are."""
        return int(self.node.rank)

    @property
    def T(self) -> SymbolicArray:  # noqa: N802 - NumPy's name
        """All axes reversed."""
        return self.transposed(range(self.ndim)[::-1])

    def astype(self, dtype: Any) -> SymbolicArray:
        """The same numbers: a run on symbols has no precision."""
        return self

    def transposed(self, order: Iterable[int]) -> SymbolicArray:
        """Axis t of the result is axis order[t]."""
        order = [k % self.ndim for k in order]
        r = self.ndim
        if order == list(range(r)):
            return self
        if order == [*range(r - 2), r - 1, r - 2]:
            return SymbolicArray(N.Transpose(node_from(self)))
        return SymbolicArray(N.Permute(node_from(self), tuple(order)))

    # ---- arithmetic

    def __neg__(self) -> SymbolicArray:
        return SymbolicArray(N.Negate(node_from(self)))

    def __add__(self, other: Any) -> SymbolicArray:
        return entrywise(N.Add, self, other)

    def __radd__(self, other: Any) -> SymbolicArray:
        return entrywise(N.Add, other, self)

    def __sub__(self, other: Any) -> SymbolicArray:
        return entrywise(N.Subtract, self, other)

    def __rsub__(self, other: Any) -> SymbolicArray:
        return entrywise(N.Subtract, other, self)

    def __mul__(self, other: Any) -> SymbolicArray:
        return entrywise(N.Multiply, self, other)

    def __rmul__(self, other: Any) -> SymbolicArray:
        return entrywise(N.Multiply, other, self)

    def __truediv__(self, other: Any) -> SymbolicArray:
        return entrywise(N.Divide, self, other)

    def __rtruediv__(self, other: Any) -> SymbolicArray:
        return entrywise(N.Divide, other, self)

    def __pow__(self, other: Any) -> SymbolicArray:
        return SymbolicArray(N.Power(node_from(self), node_from(other)))

    def __matmul__(self, other: SymbolicArray) -> SymbolicArray:
        return SymbolicArray(product_node(node_from(self), node_from(other)))

    # ---- comparisons: tests for np.where

    def __lt__(self, other: Any) -> Test:
        return Test("<", self, other)

    def __le__(self, other: Any) -> Test:
        return Test("<=", self, other)

    def __gt__(self, other: Any) -> Test:
        return Test(">", self, other)

    def __ge__(self, other: Any) -> Test:
        return Test(">=", self, other)

    def __eq__(self, other: object) -> Any:
        return Test("==", self, other)

    def __ne__(self, other: object) -> Any:
        return Test("!=", self, other)

    __hash__ = None  # type: ignore[assignment]

    # ---- indexing

    def __getitem__(self, places: Any) -> SymbolicArray:
        places = places if isinstance(places, tuple) else (places,)
        return SymbolicArray(indexed_node(node_from(self), places))


@dataclass(frozen=True)
class Test:
    """A comparison of arrays, entry by entry."""

    relation: str
    left: Any
    right: Any

    __test__ = False  # not a pytest class


# ---- lining up axes


def lined_up(*arrays: Any) -> list[Node]:
    """The nodes of entrywise operands, with leading axes of length 1 where ranks differ."""
    nodes = [node_from(x) for x in arrays]
    rank = max(x.rank for x in nodes)
    out = []
    for x in nodes:
        while 0 < x.rank < rank:
            x = N.NewAxis(x, Integer(0))
        out.append(x)
    return out


def entrywise(cls: Any, x: Any, y: Any) -> SymbolicArray:
    """A binary operation with NumPy's stretching; -inf entries pass through + and -."""
    gates = [a.gate for a in (x, y) if isinstance(a, SymbolicArray) and a.gate is not None]
    if not gates:
        return SymbolicArray(cls(*lined_up(x, y)))
    (gate,) = gates if len(gates) == 1 else (None,)
    plain = [SymbolicArray(a.node) if isinstance(a, SymbolicArray) else a for a in (x, y)]
    gated_left = isinstance(x, SymbolicArray) and x.gate is not None
    value = SymbolicArray(cls(*lined_up(*plain)), gate)
    if (
        gate is not None
        and gate.stage == "scores"
        and (cls is N.Add or (cls is N.Subtract and gated_left))
    ):
        return value
    other = plain[1] if gated_left else plain[0]
    if gate is not None and gate.stage == "exps" and cls is N.Multiply and gate.opened_by(other):
        return SymbolicArray(value.node)
    raise unsupported(f"{cls.__name__} of arrays with -inf entries")


@dataclass(frozen=True)
class Gate:
    """Which entries of an array are not -inf; after exp, the others are 0."""

    stage: str  # "scores" before exp, "exps" after
    mask: Any  # the tensor whose entries are not 0 there, or None
    choose: Callable[[Node, Any], Node]  # the array where the gate is open, else the scalar

    def opened_by(self, factor: Any) -> bool:
        """Whether multiplying by the factor already makes the closed entries 0."""
        return (
            isinstance(factor, SymbolicArray) and self.mask is not None and factor.node == self.mask
        )
