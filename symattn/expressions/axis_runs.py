"""Runs of axes of two shapes that have the same places in row-major order.

Place: below the meaning of reshape, beside the comparison of axes.

Legend
  u, v        the axes of two shapes, products taken apart          run      neighbouring axes
"""

from __future__ import annotations

from sympy import Expr, Integer, Mul, expand

from symattn.expressions.axes import Axis, ConcatAxis, ProductAxis, same_axis

Run = tuple[range, range]


def size_of_axes(axes: list[Axis] | tuple[Axis, ...]) -> Expr:
    """How many entries a tensor with these axes has."""
    return Mul(*(a.size for a in axes))


def same_size(u: list[Axis] | tuple[Axis, ...], v: list[Axis] | tuple[Axis, ...]) -> bool:
    """Whether two shapes have equally many entries at all sizes."""
    return bool(expand(size_of_axes(u) - size_of_axes(v)) == 0)


def regrouping(u: list[Axis], v: list[Axis]) -> list[Run]:
    """The shortest runs of u and of v, in order, that have equally many places.

    Needs  u and v of one size; factors of length 1 may make a run with nothing
    """
    runs: list[Run] = []
    a = b = 0
    while a < len(u) or b < len(v):
        stop = _end_of_run(u, v, a, b)
        runs.append((range(a, stop[0]), range(b, stop[1])))
        a, b = stop
    return runs


def _end_of_run(u: list[Axis], v: list[Axis], a: int, b: int) -> tuple[int, int]:
    """Where the shortest runs of one size from a and b end."""
    if a < len(u) and b < len(v) and u[a] == v[b]:
        return a + 1, b + 1
    for count in range(1, len(u) + len(v) - a - b + 1):
        for left in range(count + 1):
            end, stop = a + left, b + count - left
            if end <= len(u) and stop <= len(v) and same_size(u[a:end], v[b:stop]):
                return end, stop
    return len(u), len(v)


def all_integers(axes: list[Axis]) -> bool:
    """Whether every axis has an integer size, however it is made up."""
    return all(a.size.is_Integer for a in axes)


def copies(a: Axis, axes: list[Axis]) -> bool:
    """Whether a is k equal parts, and the axes are k and those of one part: d+d against 2, d."""
    if not isinstance(a, ConcatAxis) or len(axes) < 2 or axes[0].size != Integer(len(a.args)):
        return False
    rest = tuple(axes[1:])
    return all((p.args if isinstance(p, ProductAxis) else (p,)) == rest for p in a.args)


def fitted(shape: tuple[Axis, ...], a: Axis, b: Axis) -> tuple[Axis, ...] | None:
    """The shape with a for every axis b, which is of the same size; None if b is not there."""
    if a == b or b not in shape or same_axis(a, b) is False:
        return None
    return tuple(a if x == b else x for x in shape)
