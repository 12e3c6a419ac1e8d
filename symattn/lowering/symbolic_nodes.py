"""What array operations do to nodes: products with stretched axes, indexing, regrouping.

Place: below symbolic_array; each function takes nodes and gives a node.

Legend
  x, y        nodes               k        an axis number
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Integer, Tuple, sympify
from sympy.core.symbol import Str

from symattn.errors import Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis, ConcatAxis, ProductAxis, product_axis
from symattn.expressions.nodes import Node

ONE_AXIS = Axis(1)
WHOLE = Str(":")


def unsupported(what: str, why: str = "it is not modelled on arrays of symbols") -> Unsupported:
    """The error of a construct that the run on symbols would not follow faithfully."""
    return Unsupported(f"running the source on symbols: {what}", why, do="add it to symbolic_numpy")


# ---- products


def product_node(a: Node, b: Node) -> Node:
    """x @ y as NumPy defines it, with stretched leading axes."""
    if max(a.rank, b.rank) <= 2 or (a.rank == b.rank and a.shape[:-2] == b.shape[:-2]):
        product: Node = N.MatMul(a, b)
        return product
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
    return value


def _batch_letters(x: Node, lead: Sequence[str], own: str) -> tuple[str, Node]:
    count_own = len(own)
    letters = lead[len(lead) - (x.rank - count_own) :] if x.rank > count_own else []
    ones = [k for k in range(x.rank - count_own) if x.shape[k] == ONE_AXIS]
    if ones:
        x = N.At(x, tuple(Integer(0) if k in ones else WHOLE for k in range(x.rank)))
    return "".join(c for k, c in enumerate(letters) if k not in ones) + own, x


# ---- indexing and regrouping


def indexed_node(node: Node, places: tuple[Any, ...]) -> Node:
    """x[...] with ':' , None, '...', sizes a:b, integers and indices."""
    dots = [at for at, p in enumerate(places) if p is Ellipsis]
    for at in dots[:1]:
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
            picked[k] = sympify(getattr(p, "value", p))  # an index comes as a grid of no axes
        k += 1
    if any(p != WHOLE for p in picked):
        node = N.At(node, tuple(picked))
    for k in added:
        node = N.NewAxis(node, Integer(k))
    return node


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
    block: Node = N.Block(x, k, first, last - first)
    return block


def regrouped_node(node: Node, sizes: Sequence[Any]) -> Node:
    """np.reshape: factors of the axes in order, grouped anew to the sizes."""
    factors = [
        f for a in node.shape for f in (a.args if type(a) is ProductAxis else (a,)) if f != ONE_AXIS
    ]
    axes: list[Axis] = []
    for s in map(sympify, sizes):
        group: list[Axis] = []
        while (_size_of(group) - s).expand() != 0 and factors:
            group.append(factors.pop(0))
        if (_size_of(group) - s).expand() != 0:
            raise unsupported(
                f"reshape of {node.shape} to {tuple(sizes)}", "the axes do not regroup"
            )
        axes.append(product_axis(*group) if group else ONE_AXIS)
    reshaped: Node = N.Reshape(node, Tuple(*axes))
    return reshaped


def _size_of(axes: Iterable[Axis]) -> Any:
    size: Any = Integer(1)
    for a in axes:
        size = size * a.size
    return size
