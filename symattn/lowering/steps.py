"""One step of a straight-line program, and what the shapes of steps have to do with each other.

Place: the floor of lowering; program makes steps and shares equal ones.

Legend
  over        the bound indices a value depends on, outermost first: the leading axes of the array
  shape       the value's own axes, which come after `over`
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Eq, Expr, Integer

from symattn.errors import ShapeError
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Index

Shape = tuple[Axis, ...]
ONE_AXIS = Axis(1)


@dataclass(frozen=True, eq=False)
class Step:
    """One array of the program: an operation, the steps it reads, and its axes."""

    op: str
    args: tuple[Step, ...]
    data: tuple[Any, ...]
    over: tuple[Index, ...]
    shape: Shape

    @property
    def rank(self) -> int:
        """How many own axes the value has."""
        return len(self.shape)


def common_shape(args: Sequence[Step]) -> Shape:
    """The own shape of an entrywise result: equal ranks, or scalars; length 1 is stretched."""
    rank = max(a.rank for a in args)
    if any(a.rank not in (0, rank) for a in args):
        raise ShapeError("lowering", "entrywise operands of different ranks")
    shape: list[Axis] = []
    for t in range(rank):
        axes = [a.shape[t] for a in args if a.rank]
        shape.append(next((a for a in axes if a != ONE_AXIS), ONE_AXIS))
    return tuple(shape)


def without_stretches(args: Sequence[Step]) -> tuple[Step, ...]:
    """The operands without repetitions that the operation makes anyway."""
    shape, out = common_shape(args), list(args)
    for t, a in enumerate(args):
        if a.op == "stretch":
            lighter = [*out[:t], a.args[0], *out[t + 1 :]]
            if common_shape(lighter) == shape:
                out = lighter
    return tuple(out)


def size_product(sizes: Iterable[Expr]) -> Expr:
    """The product of sizes."""
    result: Expr = Integer(1)
    for s in sizes:
        result = result * s
    return result


def equal(a: Any, b: Any) -> Any:
    """The condition a = b, kept as written."""
    return Eq(a, b, evaluate=False)
