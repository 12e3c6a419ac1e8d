"""Integer arrays made from arange, and np.where on arrays of symbols.

Place: beside symbolic_array, below symbolic_numpy.

Legend
  grid        an integer or boolean array: an expression in one index per axis
  gate        where an array is not -inf
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from sympy import Eq, Integer, Ne, Tuple

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Index, Node
from symattn.lowering.symbolic_array import (
    Gate,
    SymbolicArray,
    Test,
    lined_up,
    node_from,
    scalar_of,
)
from symattn.lowering.symbolic_nodes import ONE_AXIS, WHOLE, unsupported

_numbers = count()


@dataclass(frozen=True, eq=False)
class Grid:
    """An integer or boolean array: an expression in one index per axis (None: length 1)."""

    axes: tuple[Index | None, ...]
    value: Any

    def __getitem__(self, places: Any) -> Grid:
        places = places if isinstance(places, tuple) else (places,)
        rest, axes = list(self.axes), []
        for p in places:
            if p is not None and p != slice(None):
                raise unsupported("an index into arange")
            axes.append(None if p is None else rest.pop(0))
        return Grid((*axes, *rest), self.value)

    def __add__(self, other: Any) -> Grid:
        return combined(self, other, lambda a, b: a + b)

    def __sub__(self, other: Any) -> Grid:
        return combined(self, other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Grid:
        return combined(other, self, lambda a, b: a - b)

    def __mul__(self, other: Any) -> Grid:
        return combined(self, other, lambda a, b: a * b)

    def __floordiv__(self, other: Any) -> Grid:
        return combined(self, other, lambda a, b: a // b)

    def __mod__(self, other: Any) -> Grid:
        return combined(self, other, lambda a, b: a % b)

    def __neg__(self) -> Grid:
        return Grid(self.axes, -self.value)

    def __and__(self, other: Any) -> Grid:
        return combined(self, other, lambda a, b: a & b)

    def __or__(self, other: Any) -> Grid:
        return combined(self, other, lambda a, b: a | b)

    def __lt__(self, other: Any) -> Grid:
        return combined(self, other, lambda a, b: a < b)

    def __le__(self, other: Any) -> Grid:
        return combined(self, other, lambda a, b: a <= b)

    def __gt__(self, other: Any) -> Grid:
        return combined(self, other, lambda a, b: a > b)

    def __ge__(self, other: Any) -> Grid:
        return combined(self, other, lambda a, b: a >= b)

    def __eq__(self, other: object) -> Any:
        return combined(self, other, lambda a, b: _relation("==", a, b))

    def __ne__(self, other: object) -> Any:
        return combined(self, other, lambda a, b: _relation("!=", a, b))

    __radd__, __rmul__ = __add__, __mul__
    __hash__ = None  # type: ignore[assignment]

    def astype(self, dtype: Any) -> SymbolicArray:
        """The integers, or 1 and 0 of a condition, as an array."""
        condition = getattr(self.value, "is_Relational", False) or getattr(
            self.value, "is_Boolean", False
        )
        body = (
            N.Where(self.value, N.Constant(1), N.Constant(0))
            if condition
            else N.Position(self.value)
        )
        return SymbolicArray(stacked(self.axes, body))


def _relation(sign: str, a: Any, b: Any) -> Any:
    return (Eq if sign == "==" else Ne)(a, b)


def arange(axis: Axis) -> Grid:
    """0, 1, ... along an axis."""
    i = Index(f"a_{next(_numbers)}", axis)
    return Grid((i,), i)


def combined(x: Any, y: Any, f: Callable[[Any, Any], Any]) -> Grid:
    """Two grids or a grid and a number, with NumPy's stretching; axes that meet share an index."""
    a, b = (g if isinstance(g, Grid) else Grid((), scalar_of(g)) for g in (x, y))
    rank = max(len(a.axes), len(b.axes))
    first, second = ((None,) * (rank - len(g.axes)) + g.axes for g in (a, b))
    axes, renamed = [], {}
    for i, j in zip(first, second, strict=True):
        if i is not None and j is not None and i != j:
            if i.axis != j.axis:
                raise unsupported(f"indices along {i.axis} and {j.axis} compared place by place")
            renamed[j] = i
        axes.append(i if i is not None else j)
    return Grid(tuple(axes), f(a.value, b.value.xreplace(renamed)))


def stacked(axes: Sequence[Index | None], body: Node) -> Node:
    """The array of a scalar body: one axis per index, and axes of length 1."""
    for bound in reversed([i for i in axes if i is not None]):
        body = N.Stack(bound, body)
    for k, i in enumerate(axes):
        if i is None:
            body = N.NewAxis(body, Integer(k))
    return body


# ---- choices


def chosen(test: Any, x: Node, y: Node) -> Node:
    """The node that is x where the test holds, else y."""
    if isinstance(test, Test):
        a, b, u, v = lined_up(test.left, test.right, SymbolicArray(x), SymbolicArray(y))
        choice: Node = N.WhereTensor(test.relation, a, b, u, v)
        return choice
    if not isinstance(test, Grid):
        raise unsupported(f"where of {type(test).__name__}")
    rank = max(len(test.axes), x.rank, y.rank)
    indices = (None,) * (rank - len(test.axes)) + test.axes
    values = [_entry(v, indices, rank) for v in (x, y)]
    body: Node = N.Where(test.value, *values)
    bound = [k for k, i in enumerate(indices) if i is not None]
    kept = [k for k in range(rank) if k not in bound]
    for k in reversed(bound):
        body = N.Stack(indices[k], body)
    if body.rank < rank:
        return stacked(indices, N.Where(test.value, *values))
    order = [*bound, *kept]
    if order == list(range(rank)):
        return body
    permuted: Node = N.Permute(body, Tuple(*(order.index(k) for k in range(rank))))
    return permuted


def _entry(x: Node, indices: Sequence[Any], rank: int) -> Node:
    """x at the indices of the axes that have one; whole along the others."""
    if not x.rank:
        return x
    while x.rank < rank:
        x = N.NewAxis(x, Integer(0))
    places = [
        WHOLE if i is None else Integer(0) if x.shape[k] == ONE_AXIS else i
        for k, i in enumerate(indices)
    ]
    entry: Node = N.At(x, tuple(places))
    return entry


def filled(test: Any, value: Any) -> Node:
    """The value with the axes of the test."""
    node = node_from(value)
    if node.rank or not isinstance(test, Grid):
        return node
    return stacked(test.axes, node)


def gate_of(test: Any, flipped: bool) -> Gate:
    """Where an array chosen by the test is not -inf."""

    def choose(x: Node, other: Any) -> Node:
        sides = (N.Constant(other), x) if flipped else (x, N.Constant(other))
        return chosen(test, *sides)

    mask = None
    if isinstance(test, Test) and test.relation == "!=" and not flipped and test.right == 0:
        mask = test.left.node
    return Gate("scores", mask, choose)
