"""The index terms at which two tensors are compared: one case per part of a structured axis.

Place: trusted; below statements.py.

Legend
  a, b        two axes of one size          leaf     makes the index term of an unstructured axis
  case        an index term for each axis of the left side, and of the right side
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import prod
from typing import Any

from sympy import Tuple

from symattn.errors import ShapeError, Unsupported
from symattn.expressions.assumptions import shape_text
from symattn.expressions.axes import Axis, ConcatAxis, ProductAxis, same_axis
from symattn.expressions.meaning_scope import nth_place
from symattn.expressions.meaning_scope import sort_of_axis as kernel_sort
from symattn.expressions.nodes import Constant, Node, Reshape
from symattn.kernel.indices import Sort, Term, inject, pair

Leaf = Callable[[Sort], Term]
Case = tuple[tuple[Term, ...], tuple[Term, ...]]
MOST_UNITS = 64  # up to so many places of all integer axes give one case each
MOST_CASES = 400


def fitted_sides(left: Node, right: Node) -> tuple[Node, Node]:
    """The sides, reshaped where an axis has one size and is made up in two ways.

    Math   the parts of a concatenation are kept: each gives a case of its own
    """
    if left.rank != right.rank:
        return left, right
    wanted = []
    for a, b in zip(left.shape, right.shape, strict=True):
        if not _comparable(a, b) and (a.size - b.size).expand() != 0:
            return left, right
        wanted.append(b if type(b) is ConcatAxis and type(a) is not ConcatAxis else a)
    return _with_axes(left, wanted), _with_axes(right, wanted)


def _with_axes(x: Node, axes: list[Axis]) -> Node:
    if all(_comparable(a, b) for a, b in zip(x.shape, axes, strict=True)):
        return x
    reshaped: Node = Reshape(x, Tuple(*axes))
    return reshaped


def cases_of(left: Node, right: Node, leaf: Leaf) -> list[Case]:
    """The places at which the sides are compared, a case for each part and each unit.

    Needs    fitted sides: equal shapes, or a number on one side, which is compared with every entry
    Fails    ShapeError naming both shapes
    """
    if left.rank != right.rank:
        if isinstance(right, Constant) or isinstance(left, Constant):
            tensor = left if isinstance(right, Constant) else right
            places = [tuple(x for x, _ in case) for case in _each(tensor.shape, tensor.shape, leaf)]
            return [(p, ()) if tensor is left else ((), p) for p in places]
        raise _different(left, right, "the sides have different numbers of axes")
    for a, b in zip(left.shape, right.shape, strict=True):
        if a != b and not _comparable(a, b):
            raise _different(left, right, f"{a} and {b} are not known to be equal", (a, b))
    return [
        (tuple(x for x, _ in case), tuple(y for _, y in case))
        for case in _each(left.shape, right.shape, leaf)
    ]


def _different(
    left: Node, right: Node, wrong: str, axes: tuple[Axis, Axis] | None = None
) -> ShapeError:
    open_sizes = axes is not None and same_axis(*axes) is None
    return ShapeError(
        "comparing the two sides", wrong,
        f"the left side is {shape_text(left)}, the right side {shape_text(right)}",
        "transpose or reshape one side, or assume the equation of sizes that is meant",
        missing=axes if open_sizes else None,
    )  # fmt: skip


def _each(left: Any, right: Any, leaf: Leaf) -> list[tuple[tuple[Term, Term], ...]]:
    """The cases of all axes; an integer axis is one leaf where its units would be too many."""
    units = prod(int(f.size) for a in left for f in _atoms(a) if f.size.is_Integer) <= MOST_UNITS
    found = [_pairs(a, b, leaf, units) for a, b in zip(left, right, strict=True)]
    count = prod(map(len, found))
    if count > MOST_CASES:
        raise Unsupported(
            "stating a claim", f"it has {count} cases, one for each part of its axes",
            f"at most {MOST_CASES} are stated", "use size symbols instead of long literal axes",
        )  # fmt: skip
    return list(product(*found))


def _atoms(axis: Axis) -> list[Axis]:
    """The unstructured axes of which an axis is made."""
    if type(axis) is Axis:
        return [axis]
    return [b for a in axis.args for b in _atoms(a)]


def _comparable(a: Axis, b: Axis) -> bool:
    if a == b:
        return True
    if a.size.is_Integer and b.size.is_Integer:
        return bool(a.size == b.size)
    both = type(a) is ConcatAxis and type(b) is ConcatAxis and len(a.args) == len(b.args)
    return both and all(_comparable(p, q) for p, q in zip(a.args, b.args, strict=True))


def _pairs(a: Axis, b: Axis, leaf: Leaf, units: bool) -> list[tuple[Term, Term]]:
    """The places of an axis, on the left and on the right."""
    if a == b:
        return [(t, t) for t in _places(a, leaf, units)]
    if a.size.is_Integer:
        return [(nth_place(a, m), nth_place(b, m)) for m in range(int(a.size))]
    parts = zip(a.args, b.args, strict=True)
    return [
        (inject(m, kernel_sort(a), x), inject(m, kernel_sort(b), y))
        for m, (p, q) in enumerate(parts)
        for x, y in _pairs(p, q, leaf, units)
    ]


def _places(axis: Axis, leaf: Leaf, units: bool) -> list[Term]:
    """The places of an axis: a leaf, units of an integer, pairs of a product, parts of a sum."""
    sort = kernel_sort(axis)
    if type(axis) is ConcatAxis:
        return [
            inject(m, sort, x) for m, p in enumerate(axis.args) for x in _places(p, leaf, units)
        ]
    if type(axis) is ProductAxis:
        return [pair(*xs) for xs in product(*(_places(f, leaf, units) for f in axis.args))]
    if isinstance(sort, int) and units:
        return [nth_place(axis, m) for m in range(sort)]
    return [leaf(sort)]
