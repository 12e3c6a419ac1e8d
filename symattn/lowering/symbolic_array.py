"""Arrays of symbols: what the emitted source computes is rebuilt as a node, for all sizes at once.

Place: symbol_run hands these arrays to the emitted function in place of NumPy arrays, and
symbolic_numpy in place of numpy.

Legend
  node        the value of an array        shape    its sizes, SymPy integers
  gate        where an array is not -inf: a 0/1 tensor, or a condition on indices
  grid        an integer array made from arange: an expression in one index per axis
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from sympy import Basic, Eq, Float, Integer, Ne, Rational, Tuple, nsimplify, sympify
from sympy.core.symbol import Str

from symattn.errors import Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis, ConcatAxis, ProductAxis, product_axis
from symattn.expressions.nodes import Index, Node

ONE_AXIS = Axis(1)
WHOLE = Str(":")
_numbers = count()


def unsupported(what: str, why: str = "it is not modelled on arrays of symbols") -> Unsupported:
    """The error of a construct that the run on symbols would not follow faithfully."""
    return Unsupported(f"running the source on symbols: {what}", why, do="add it to symbolic_numpy")


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
        return x.node
    return N.Constant(scalar_of(x))


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
        return matrix_product(self, other)

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
        return indexed(self, places if isinstance(places, tuple) else (places,))


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
    if gate is not None and gate.stage == "scores" and (cls is N.Add or (cls is N.Subtract and gated_left)):
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
        return isinstance(factor, SymbolicArray) and self.mask is not None and factor.node == self.mask


# ---- products


def matrix_product(x: SymbolicArray, y: SymbolicArray) -> SymbolicArray:
    """x @ y as NumPy defines it, with stretched leading axes."""
    a, b = node_from(x), node_from(y)
    if max(a.rank, b.rank) <= 2 or (a.rank == b.rank and a.shape[:-2] == b.shape[:-2]):
        return SymbolicArray(N.MatMul(a, b))
    batch = max(a.rank, b.rank) - 2
    lead = [chr(ord("a") + k) for k in range(batch)]
    left, a = _batch_letters(a, lead, "xz" if a.rank > 1 else "z")
    right, b = _batch_letters(b, lead, "zy" if b.rank > 1 else "z")
    used = [c for c in lead if c in left or c in right]
    out = "".join(used) + ("x" if "x" in left else "") + ("y" if "y" in right else "")
    value: Node = N.Einsum(f"{left},{right}->{out}", a, b)
    for k, c in enumerate(lead):
        if c not in used:
            value = N.NewAxis(value, Integer(k))
    return SymbolicArray(value)


def _batch_letters(x: Node, lead: Sequence[str], own: str) -> tuple[str, Node]:
    count_own = len(own)
    letters = lead[len(lead) - (x.rank - count_own) :] if x.rank > count_own else []
    ones = [k for k in range(x.rank - count_own) if x.shape[k] == ONE_AXIS]
    if ones:
        x = N.At(x, tuple(Integer(0) if k in ones else WHOLE for k in range(x.rank)))
    return "".join(c for k, c in enumerate(letters) if k not in ones) + own, x


# ---- indexing and regrouping


def indexed(x: SymbolicArray, places: tuple[Any, ...]) -> SymbolicArray:
    """x[...] with ':' , None, '...', sizes a:b, integers and indices."""
    node = node_from(x)
    if Ellipsis in places:
        at = places.index(Ellipsis)
        missing = node.rank - sum(p is not None for p in places) + 1
        places = (*places[:at], *[slice(None)] * missing, *places[at + 1 :])
    k, picked, added = 0, [WHOLE] * node.rank, []
    out = 0
    for p in places:
        if p is None:
            added.append(out)
            out += 1
            continue
        if isinstance(p, slice):
            node = _sliced(node, k, p)
            out += 1
        else:
            picked[k] = sympify(p)
        k += 1
    if any(p != WHOLE for p in picked):
        node = N.At(node, tuple(picked))
    for k in added:
        node = N.NewAxis(node, Integer(k))
    return SymbolicArray(node)


def _sliced(x: Node, k: int, s: slice) -> Node:
    if s == slice(None):
        return x
    axis = x.shape[k]
    parts = axis.args if type(axis) is ConcatAxis else ()
    ends = [Integer(0)]
    for part in parts:
        ends.append(ends[-1] + part.size)
    start, stop = sympify(s.start or 0), axis.size if s.stop is None else sympify(s.stop)
    places = [[m for m, e in enumerate(ends) if (e - v).expand() == 0] for v in (start, stop)]
    if not all(places):
        raise unsupported(f"the slice {start}:{stop} of an axis {axis}", "it cuts a part in two")
    first, last = places[0][0], places[1][-1]
    return N.Block(x, k, first, last - first)


def regrouped(x: SymbolicArray, sizes: Sequence[Any]) -> SymbolicArray:
    """np.reshape: factors of the axes in order, grouped anew to the sizes."""
    node = node_from(x)
    factors = [
        f
        for a in node.shape
        for f in (a.args if type(a) is ProductAxis else (a,))
        if f != ONE_AXIS
    ]
    axes: list[Axis] = []
    for s in map(sympify, sizes):
        group: list[Axis] = []
        while (_size_of(group) - s).expand() != 0 and factors:
            group.append(factors.pop(0))
        if (_size_of(group) - s).expand() != 0:
            raise unsupported(f"reshape of {node.shape} to {tuple(sizes)}", "the axes do not regroup")
        axes.append(product_axis(*group) if group else ONE_AXIS)
    return SymbolicArray(N.Reshape(node, Tuple(*axes)))


def _size_of(axes: Iterable[Axis]) -> Any:
    size: Any = Integer(1)
    for a in axes:
        size = size * a.size
    return size


# ---- grids of indices


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
        condition = getattr(self.value, "is_Relational", False) or getattr(self.value, "is_Boolean", False)
        body = N.Where(self.value, N.Constant(1), N.Constant(0)) if condition else N.Position(self.value)
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
    for i in reversed([i for i in axes if i is not None]):
        body = N.Stack(i, body)
    for k, i in enumerate(axes):
        if i is None:
            body = N.NewAxis(body, Integer(k))
    return body
