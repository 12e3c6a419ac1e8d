"""Axes: the sizes of a tensor, with the structure that lets heads and blocks stay visible.

Place: below the nodes. An axis is atomic (one size), a product (heads x width, the last factor
runs fastest) or a concatenation (blocks in order).

Legend
  n, H, d     sizes: SymPy integer symbols, or positive integers
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Basic, Expr, Integer, Mul, Symbol, expand

from symattn.errors import ShapeError, Unsupported


class Axis(Basic):
    """One axis with one size, a symbol or a positive integer."""

    def __new__(cls, size: Any) -> Axis:
        if isinstance(size, int):
            size = Integer(size)
        if not (isinstance(size, Integer) and size >= 1) and not isinstance(size, Symbol):
            raise ShapeError(
                "making an axis", f"{size} is not a size symbol or a positive integer",
                do="use size('n'), an integer, or a product or sum of such sizes",
            )  # fmt: skip
        axis: Axis = Basic.__new__(cls, size)
        return axis

    @property
    def size(self) -> Expr:
        """How long the axis is."""
        return self.args[0]

    def __str__(self) -> str:
        return str(self.args[0])


class ProductAxis(Axis):
    """The axis of pairs (i, j, ...) in row-major order, of size n_1 n_2 ...; never nested."""

    def __new__(cls, *factors: Axis) -> Axis:
        _refuse_cut(factors)
        axis: ProductAxis = Basic.__new__(cls, *factors)
        return axis

    @property
    def size(self) -> Expr:
        """The product of the sizes."""
        return Mul(*(f.size for f in self.args))

    def __str__(self) -> str:
        return "*".join(f"({f})" if isinstance(f, ConcatAxis) else str(f) for f in self.args)


class ConcatAxis(Axis):
    """The axis of n_1 + n_2 + ... places: one part after the other; never nested."""

    def __new__(cls, *parts: Axis) -> Axis:
        _refuse_cut(parts)
        axis: ConcatAxis = Basic.__new__(cls, *parts)
        return axis

    @property
    def size(self) -> Expr:
        """The sum of the sizes."""
        return Add(*(p.size for p in self.args))

    def __str__(self) -> str:
        return "+".join(map(str, self.args))


def _refuse_cut(axes: tuple[Axis, ...]) -> None:
    cut = next((a for a in axes if isinstance(a, CutAxis)), None)
    if cut is not None:
        raise Unsupported(
            "making an axis", f"the length of {cut} depends on an index",
            "such an axis can be summed over and picked from", "sum it, or use where(i < j, x, 0)",
        )  # fmt: skip


class CutAxis(Axis):
    """The places first .. last-1 of an axis, where a border has an index: a prefix x[:i+1].

    It can be summed and picked from, so softmax and products have it; no other axis is made of it.
    """

    def __new__(cls, whole: Axis, first: Expr, last: Expr) -> CutAxis:
        axis: CutAxis = Basic.__new__(cls, whole, first, last)
        return axis

    @property
    def size(self) -> Expr:
        """How many places lie between the borders."""
        return expand(self.args[2] - self.args[1])

    def __str__(self) -> str:
        return f"{self.args[1]}:{self.args[2]} of {self.args[0]}"


def product_axis(*factors: Axis) -> Axis:
    """The product of axes, flattened; one factor is itself, factors of length 1 stay."""
    flat = [g for f in factors for g in (f.args if type(f) is ProductAxis else (f,))]
    return flat[0] if len(flat) == 1 else ProductAxis(*flat)


def concat_axis(*parts: Axis) -> Axis:
    """The concatenation of axes, flattened; one part is itself."""
    flat = [q for p in parts for q in (p.args if type(p) is ConcatAxis else (p,))]
    return flat[0] if len(flat) == 1 else ConcatAxis(*flat)


def same_axis(a: Axis, b: Axis) -> bool | None:
    """True if the axes are the same as written, False if never of one size, None if not known."""
    if a == b:
        return True
    difference = (a.size - b.size).expand()
    if difference.is_zero is False or (difference.is_number and difference != 0):
        return False
    return None
