"""The closed list of expression nodes: SymPy objects that keep what was written.

Place: above the axes, below everything that computes with expressions. A node does nothing but
hold its arguments; its shape comes from the table in shapes.py, its meaning from meaning.py.

Legend
  x, y        nodes            i, j       indices (Index)          k    an axis number
  [..]        a shape          x[i, j]    an entry, a SymPy scalar
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Basic, Expr, Integer, Symbol, Tuple, sympify
from sympy.core.symbol import Str

from symattn.errors import TwoOrders, Unsupported
from symattn.expressions.axes import Axis
from symattn.expressions.axis_runs import fitted
from symattn.expressions.tables import Table

Shape = tuple[Axis, ...]
shape_rules: Table[Callable[[Any], Shape]] = Table("shape")
MOST_FITS = 9  # operands that are reshaped because an axis is made up in another order
entry_rules: list[Callable[[Node, tuple[Any, ...]], Expr]] = []  # filled by sympy_bridge


class Index(Symbol):
    """An integer index 0 .. size-1 of an axis; a SymPy symbol, so i - j < 20 is a condition."""

    axis: Axis

    def __new__(cls, name: str, axis: Axis) -> Index:
        self: Index = Symbol.__xnew__(cls, name, integer=True, nonnegative=True)
        self.axis = axis
        return self

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*super()._hashable_content(), self.axis)

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return ((self.name, self.axis), {})


class Node(Basic):
    """A tensor expression of any rank; never evaluated at construction."""

    _shape: Shape
    _text: tuple[str, int]  # kept by plain_texts.py

    def __new__(cls, *args: Any) -> Node:
        operands = tuple(map(_basic, args))
        for _ in range(MOST_FITS):
            node: Node = Basic.__new__(cls, *operands)
            try:
                node._shape = shape_rules.of(node)(node)
                return node
            except TwoOrders as wrong:
                operands = _fitted(operands, wrong)
        raise Unsupported(cls.__name__, "its operands do not fit in any order of their axes")

    @property
    def shape(self) -> Shape:
        """The axes of the value, in order."""
        return self._shape

    @property
    def rank(self) -> int:
        """How many axes the value has."""
        return len(self._shape)

    @property
    def T(self) -> Node:  # noqa: N802 - the field's name
        """The transpose: the last two axes swapped."""
        return _made(Transpose, self)

    def __add__(self, other: Any) -> Node:
        return _made(Add, self, node_of(other))

    def __radd__(self, other: Any) -> Node:
        return _made(Add, node_of(other), self)

    def __sub__(self, other: Any) -> Node:
        return _made(Subtract, self, node_of(other))

    def __rsub__(self, other: Any) -> Node:
        return _made(Subtract, node_of(other), self)

    def __mul__(self, other: Any) -> Node:
        return _made(Multiply, self, node_of(other))

    def __rmul__(self, other: Any) -> Node:
        return _made(Multiply, node_of(other), self)

    def __truediv__(self, other: Any) -> Node:
        return _made(Divide, self, node_of(other))

    def __rtruediv__(self, other: Any) -> Node:
        return _made(Divide, node_of(other), self)

    def __pow__(self, exponent: Any) -> Node:
        return _made(Power, self, node_of(exponent))

    def __neg__(self) -> Node:
        return _made(Negate, self)

    def __matmul__(self, other: Any) -> Node:
        return _made(MatMul, self, node_of(other))

    def __getitem__(self, indices: Any) -> Expr:
        return entry_rules[0](self, indices if isinstance(indices, tuple) else (indices,))


def _fitted(operands: tuple[Any, ...], wrong: TwoOrders) -> tuple[Any, ...]:
    """The operands, one of them reshaped so that two axes of one size are made up alike."""
    for a, b in (wrong.axes, wrong.axes[::-1]):
        for k in reversed(range(len(operands))):
            x = operands[k]
            shape = fitted(x.shape, a, b) if isinstance(x, Node) else None
            if shape is not None:
                return (*operands[:k], Reshape(x, Tuple(*shape)), *operands[k + 1 :])
    raise wrong


def _made(cls: Any, *args: Any) -> Node:
    node: Node = cls(*args)
    return node


def _basic(x: Any) -> Basic:
    if isinstance(x, str):
        return Str(x)
    if isinstance(x, (tuple, list)):
        return Tuple(*map(_basic, x))
    return x if isinstance(x, Basic) else sympify(x)


def node_of(x: Any) -> Node:
    """x itself, or the constant node of a number or SymPy scalar."""
    return x if isinstance(x, Node) else _made(Constant, x)


def _define(name: str, meaning: str) -> Any:
    return type(name, (Node,), {"__doc__": meaning, "__module__": __name__})


# ---- leaves
Tensor = _define(
    "Tensor", "(name, axes): a tensor symbol; axes is a tuple of Axis, () for a scalar."
)
Constant = _define(
    "Constant", "(value): a SymPy scalar of numbers and sizes, such as sqrt(d); also oo."
)
Literal = _define("Literal", "(axes, entries): numbers, row-major; the axes have integer sizes.")
Identity = _define("Identity", "(axis): the identity matrix.")
Ones = _define("Ones", "(*axes): all entries 1.")
Zeros = _define("Zeros", "(*axes): all entries 0.")
UnitVector = _define("UnitVector", "(i, axis): 1 at index i, else 0.")
Delta = _define("Delta", "(i, j): the scalar 1 if the integer expressions are equal, else 0.")
Position = _define(
    "Position", "(expression): an integer expression of indices and sizes, as a scalar."
)

# ---- entry by entry
Add = _define("Add", "(x, y): x + y.")
Subtract = _define("Subtract", "(x, y): x - y.")
Negate = _define("Negate", "(x): -x.")
Multiply = _define(
    "Multiply", "(x, y): entrywise product; a scalar or a length-1 axis is stretched."
)
Hadamard = _define("Hadamard", "(x, y): entrywise product of equal shapes, written with a circle.")
Divide = _define("Divide", "(x, y): entrywise quotient; stretches like Multiply.")
Power = _define("Power", "(x, r): entrywise x**r; r is a scalar node.")
Apply = _define(
    "Apply", "(name, x): a function of one argument, entry by entry: exp, log, sqrt, f, ..."
)
Maximum = _define("Maximum", "(x, y): the larger entry.")
Where = _define(
    "Where", "(c, x, y): x where c holds, else y; c is a SymPy condition on indices and sizes."
)
WhereTensor = _define(
    "WhereTensor", "(relation, a, b, x, y): x where a < b (or <=, >, >=, ==, !=), else y."
)

# ---- products and rearrangements
MatMul = _define(
    "MatMul", "(x, y): matrix and vector products, rank 1 or 2; above, batched over equal axes."
)
Einsum = _define("Einsum", "(spec, *xs): as in NumPy, with an explicit output.")
Transpose = _define("Transpose", "(x): the last two axes swapped.")
Permute = _define("Permute", "(x, order): output axis t is input axis order[t].")
Inner = _define("Inner", "(x, y): the sum of all products of entries.")
Outer = _define("Outer", "(x, y): x y^T of two vectors.")
Kronecker = _define("Kronecker", "(x, y): out[(i, k), (j, l)] = x[i, j] y[k, l].")
Trace = _define("Trace", "(x): the sum of the diagonal.")
DiagonalMatrix = _define("DiagonalMatrix", "(v): v on the diagonal, else 0.")
DiagonalOf = _define("DiagonalOf", "(x): the diagonal of a matrix.")
Inverse = _define("Inverse", "(x): the matrix inverse.")
MatrixPower = _define(
    "MatrixPower", "(x, k): x x ... x, an integer number k of times; below 0 of the inverse."
)
Norm = _define("Norm", "(x): the square root of the sum of all squares.")
Reshape = _define("Reshape", "(x, axes): the same entries in row-major order.")
VecColumns = _define("VecColumns", "(x): the columns of a matrix, one below the other.")

# ---- along an axis (k counts from 0)
SumAxis = _define("SumAxis", "(x, k): the sum along axis k, which is removed.")
MeanAxis = _define("MeanAxis", "(x, k): the mean along axis k, which is removed.")
MaxAxis = _define("MaxAxis", "(x, k): the maximum along axis k, which is removed.")
Softmax = _define("Softmax", "(x, k): exp(x) / sum exp(x) along axis k.")
MaskedSoftmax = _define(
    "MaskedSoftmax", "(x, mask, k): m exp(x) / sum m exp(x), m of 0s and 1s, along axis k."
)
LogSoftmax = _define("LogSoftmax", "(x, k): log softmax along axis k.")
LogSumExp = _define("LogSumExp", "(x, k): log sum exp along axis k, which is removed.")

# ---- indices, heads and blocks
At = _define(
    "At", "(x, places): x[i, :, a]; a place is an integer expression, or Str(':') to keep the axis."
)
NewAxis = _define("NewAxis", "(x, k): a literal axis of length 1 inserted as axis k.")
Cut = _define(
    "Cut", "(x, k, first, last): places first .. last-1 of axis k; a border is an index expression."
)
Block = _define(
    "Block", "(x, k, first, count): parts first .. first+count-1 of the concatenation axis k."
)
HeadSlice = _define(
    "HeadSlice", "(x, k, i): x[.., i*d:(i+1)*d, ..] on a product axis k = (H, d): head i."
)
SumOver = _define("SumOver", "(i, x): the sum of x over all values of the index i.")
Stack = _define("Stack", "(i, x): x for i = 0, 1, ... along a new first axis.")
Concat = _define("Concat", "(k, *xs): one after the other along axis k.")
ConcatOver = _define(
    "ConcatOver", "(i, x, k): x for i = 0, 1, ... one after the other along axis k."
)
CausalMask = _define("CausalMask", "(rows, columns): 1 where column <= row, else 0.")
Let = _define("Let", "(name, value, body): body, in which the tensor `name` stands for value.")

# ---- calculus
Gradient = _define(
    "Gradient", "(f, x): all partial derivatives of the scalar f by the tensor symbol x."
)
Jacobian = _define("Jacobian", "(y, x): all partial derivatives, shape(y) + shape(x).")

NODES: tuple[type, ...] = (
    Tensor, Constant, Literal, Identity, Ones, Zeros, UnitVector, Delta, Position,
    Add, Subtract, Negate, Multiply, Hadamard, Divide, Power, Apply, Maximum, Where, WhereTensor,
    MatMul, Einsum, Transpose, Permute, Inner, Outer, Kronecker, Trace, DiagonalMatrix, DiagonalOf,
    Inverse, MatrixPower, Norm, Reshape, VecColumns,
    SumAxis, MeanAxis, MaxAxis, Softmax, MaskedSoftmax, LogSoftmax, LogSumExp,
    At, NewAxis, Block, Cut, HeadSlice, SumOver, Stack, Concat, ConcatOver, CausalMask, Let,
    Gradient, Jacobian,
)  # fmt: skip


def free_indices_of(x: Basic) -> set[Index]:
    """The indices in x that no SumOver, Stack or ConcatOver inside x binds."""
    found: dict[int, set[Index]] = {}
    stack = [x]
    while stack:
        y = stack[-1]
        waiting = [a for a in y.args if id(a) not in found]
        if waiting and not isinstance(y, Index):
            stack += waiting
            continue
        stack.pop()
        inside = {y} if isinstance(y, Index) else set().union(*(found[id(a)] for a in y.args))
        if isinstance(y, (SumOver, Stack, ConcatOver)):
            inside.discard(y.args[0])
        found[id(y)] = inside
    return found[id(x)]


def axis_number(x: Node, k: int | Integer) -> int:
    """The axis number k of x, counted from 0; negative numbers count from the end."""
    return int(k) % x.rank if x.rank else int(k)
