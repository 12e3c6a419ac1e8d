"""Comparing the axes of two operands, with an error that names the smallest repair.

Place: below the shape rules; the only place that compares sizes.

Legend
  x, y        nodes            a, b     axes            u, v     lists of axes (factors)
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integer, factor

from symattn.errors import ShapeError, TwoOrders
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis, ConcatAxis, ProductAxis, same_axis
from symattn.expressions.plain_texts import plain_text, shape_text

ONE = Axis(1)


def named_shapes(*xs: Any) -> str:
    """The operands with their shapes, each once."""
    return "   ".join(dict.fromkeys(f"{plain_text(x)} {shape_text(x.shape)}" for x in xs))


def settling_fact(a: Axis, b: Axis) -> str:
    """What would make two axes the same, in words."""
    if same_axis(a, b) is False:
        return f"no choice of sizes makes {a} and {b} the same"
    if (a.size - b.size).expand() == 0:
        if a.size.is_Integer:
            return f"both have {a.size} places, but as {a} and as {b}: use reshape"
        return f"{a} and {b} count the same number of places in another order: use reshape or perm"
    return f"not known whether {a} = {b}; substitute it if it is meant"


def refuse(doing: Any, wrong: str, *operands: Any, do: str = "") -> ShapeError:
    """The shape error of an operation, with the shapes of its operands."""
    text = doing if isinstance(doing, str) else plain_text(doing)
    return ShapeError(text, wrong, named_shapes(*operands), do)


def need_same(
    doing: Any, a: Axis, b: Axis, words: tuple[str, str], *operands: Any, do: str = ""
) -> None:
    """Raise ShapeError unless the two axes are the same as written."""
    if same_axis(a, b):
        return
    known = named_shapes(*operands)
    open_sizes = same_axis(a, b) is None and (a.size - b.size).expand() != 0
    if not do:
        do = f"say {a} = {b} (give both axes the same name)" if open_sizes else ""
    wrong = f"{words[0]} is {a} and {words[1]} is {b}"
    text = doing if isinstance(doing, str) else plain_text(doing)
    known = f"{known}; {settling_fact(a, b)}" if known else settling_fact(a, b)
    if (a.size - b.size).expand() == 0:  # no mistake: nodes.py reshapes an operand
        raise TwoOrders(text, wrong, known, do or "reshape or reorder one", axes=(a, b))
    raise ShapeError(
        text, wrong, known,
        do or ("change one of them" if same_axis(a, b) is False else "reshape or reorder one"),
        missing=(a, b) if open_sizes else None,
    )  # fmt: skip


def need_rank(node: Any, x: Any, *ranks: int) -> None:
    """Raise ShapeError unless x has one of these numbers of axes."""
    if x.rank in ranks:
        return
    wanted = " or ".join(map(str, ranks))
    more = "an index picks an axis away: x[i]" if x.rank > max(ranks) else "use new_axis"
    raise refuse(node, f"{plain_text(x)} has rank {x.rank}, not {wanted}", x, do=more)


def need_square(node: Any, x: Any) -> None:
    """Raise ShapeError unless x is a square matrix."""
    need_rank(node, x, 2)
    need_same(node, x.shape[0], x.shape[1], ("the number of rows", "that of columns"), x)


def axes_given(node: Any, axes: Any) -> N.Shape:
    """The arguments as axes; ShapeError where one is something else."""
    for a in axes:
        if not isinstance(a, Axis):
            raise ShapeError(
                f"making {type(node).__name__}", f"{a} is not an axis",
                do="wrap sizes with axis(...) from symattn.expressions.build",
            )  # fmt: skip
    return tuple(axes)


def shape_of(x: Any) -> N.Shape:
    """The shape of an operand; ShapeError where it is no node."""
    if not isinstance(x, N.Node):
        raise ShapeError(
            "making a node", f"{x} is not a tensor expression", do="wrap it with node_of"
        )
    return x.shape


def need_place(node: Any, place: Any, axis: Axis, *operands: Any) -> None:
    """Raise ShapeError unless the integer expression can be a place on this axis."""
    if isinstance(place, N.Index):
        return  # whether its range lies inside may follow from what is given: the statement asks
    if not isinstance(place, Expr) or place.is_integer is False or place.has(N.Node):
        raise refuse(node, f"{place} is not an integer expression", *operands, do="use an index")
    elif place.is_negative or (axis.size - 1 - place).is_negative:
        raise refuse(
            node, f"{place} lies outside 0..{axis.size - 1}", *operands, do="indices count from 0"
        )


def need_range(node: Any, place: Any, axis: Axis, *operands: Any) -> None:
    """Raise ShapeError if the place is an index of an axis that is neither longer nor shorter."""
    if isinstance(place, N.Index) and place.axis != axis:
        longer = factor(axis.size - place.axis.size)
        if not (longer.is_nonnegative or longer.is_nonpositive):
            words = (f"the range of the index {place}", "the axis it picks from")
            need_same(node, place.axis, axis, words, *operands)


def axis_of(node: Any, x: Any, k: Any, extra: int = 0) -> int:
    """The axis number k as an int; ShapeError unless x has that axis."""
    if not (isinstance(k, Integer) and 0 <= int(k) < x.rank + extra):
        raise refuse(
            node, f"{plain_text(x)} has no axis {k}", x,
            do=f"axes count from 0 to {x.rank + extra - 1}" if x.rank + extra else "it is a scalar",
        )  # fmt: skip
    return int(k)


def joined(node: Any, x: Any, y: Any) -> N.Shape:
    """The shape of an entrywise operation: a scalar or an axis of length 1 is stretched."""
    if x.rank == 0 or y.rank == 0:
        return y.shape if x.rank == 0 else x.shape  # type: ignore[no-any-return]
    if x.rank != y.rank:
        low, high = sorted((x, y), key=lambda z: z.rank)
        raise refuse(
            node, f"{plain_text(x)} has rank {x.rank} and {plain_text(y)} has rank {y.rank}", x, y,
            do=f"ranks are never extended: write {_extended(low, high)}",
        )  # fmt: skip
    out = []
    for k, (a, b) in enumerate(zip(x.shape, y.shape, strict=True)):
        if a != b and ONE not in (a, b):
            words = (f"axis {k} of {plain_text(x)}", f"axis {k} of {plain_text(y)}")
            need_same(node, a, b, words, x, y, do=_transposed_repair(x, y))
        out.append(b if a == ONE else a)
    return tuple(out)


def _extended(low: Any, high: Any) -> str:
    """low with the new axes that line it up with high, if its axes occur there in order."""
    places: list[str] = []
    rest = list(low.shape)
    for axis in reversed(high.shape):
        here = bool(rest) and same_axis(rest[-1], axis) is True
        places.append(":" if here else "None")
        if here:
            rest.pop()
    if rest:
        places = [":"] * low.rank + ["None"] * (high.rank - low.rank)
    return f"{plain_text(low)}[{', '.join(places if rest else reversed(places))}]"


def _transposed_repair(x: Any, y: Any) -> str:
    if x.rank == 2 and x.shape == y.shape[::-1]:
        return f"{plain_text(y)}.T has shape {shape_text(x.shape)}: did you mean {plain_text(y)}.T?"
    return ""


# ---- what axes are made of


def factors_of(axis: Axis) -> tuple[Axis, ...]:
    """The factors of a product axis, or the axis alone."""
    return axis.args if type(axis) is ProductAxis else (axis,)


def is_integer_axis(axis: Axis) -> bool:
    """Whether the axis has an integer size, however it is made up."""
    return bool(axis.size.is_Integer)


def parts_of(axis: Axis) -> tuple[Axis, ...]:
    """The parts of a concatenation axis, or the axis alone."""
    return axis.args if type(axis) is ConcatAxis else (axis,)
