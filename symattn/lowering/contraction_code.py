"""Sums of products as NumPy text: matmul on transposed views, never plain einsum.

Place: used by numpy_code for the operation `contract`. Measured: np.einsum without optimisation is
five times slower than matmul on the same shapes (14-17x against 3x the fused kernel).

Legend
  x, y        operands             labels   one per array axis: an Index, or a number
  batch       labels in both operands and the result, or only in one and leading
  rows, cols  labels of x alone, of y alone           inner   labels in both and not in the result
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Index
from symattn.lowering.scalar_texts import ATOM, PRODUCT, Text, axis_text, within

Labels = tuple[Any, ...]


@dataclass(frozen=True)
class Operand:
    """An array as text, with the label of each of its axes."""

    text: Text
    labels: Labels


@dataclass(frozen=True)
class Plan:
    """How one product becomes a matmul: which labels play which part."""

    x: Operand
    y: Operand
    batch: Labels
    rows: Labels
    inner: Labels
    cols: Labels

    @property
    def result(self) -> Labels:
        """The labels of the matmul's result."""
        return self.batch + self.rows + self.cols


def moved(x: Operand, target: Sequence[Any]) -> Operand:
    """x with its axes in the order of the target labels."""
    order = [x.labels.index(a) for a in target]
    r = len(order)
    if order == list(range(r)):
        return x
    if order == [1, 0]:
        text = f"{within(x.text, ATOM)}.T"
    elif order == [*range(r - 2), r - 1, r - 2]:
        text = f"np.swapaxes({x.text[0]}, -1, -2)"
    else:
        text = f"np.transpose({x.text[0]}, {tuple(order)})"
    return Operand((text, ATOM), tuple(target))


def opened(x: Operand, target: Sequence[Any]) -> Text:
    """x with its axes in the target's order and a new axis for each label it lacks."""
    x = moved(x, [a for a in target if a in x.labels])
    places = [":" if a in x.labels else "None" for a in target]
    while places and places[0] == "None":
        places.pop(0)
    if "None" not in places or not x.labels:
        return x.text
    while places[-1] == ":":
        places.pop()
    return f"{within(x.text, ATOM)}[{', '.join(places)}]", ATOM


def product_text(
    x: Operand, y: Operand, out: Labels, sizes: dict[Any, Axis], shortened: Callable[[Text], Text]
) -> Text:
    """The sum of products of two arrays, over every label that is not in the output."""
    inner = tuple(a for a in x.labels if a in y.labels and a not in out)
    if not inner:
        left, right = opened(x, out), opened(y, out)
        return f"{within(left, PRODUCT)} * {within(right, PRODUCT + 1)}", PRODUCT
    plan = min((_plan(x, y, out, inner), _plan(y, x, out, inner)), key=lambda p: p.result != out)
    if plan.rows or plan.cols or (len(inner) == 1 and not out):
        return _matmul_text(plan, out, sizes, shortened)
    texts = [within(opened(z, out + inner), PRODUCT + 1) for z in (x, y)]
    axes = tuple(range(len(out), len(out) + len(inner)))
    axis = "" if not out else f", axis={axes if len(axes) > 1 else -1}"
    return f"np.sum({' * '.join(texts)}{axis})", ATOM


def _plan(x: Operand, y: Operand, out: Labels, inner: Labels) -> Plan:
    own = [[a for a in z.labels if a in out and not isinstance(a, Index)] for z in (x, y)]
    batch: list[Any] = []
    rows: list[Any] = []
    cols: list[Any] = []
    for a in out:
        in_x, in_y = a in x.labels, a in y.labels
        alone = bool(own[0] if in_x else own[1])
        if (in_x and in_y) or (isinstance(a, Index) and alone):
            batch.append(a)
        else:
            (rows if in_x else cols).append(a)
    return Plan(x, y, tuple(batch), tuple(rows), inner, tuple(cols))


def _matmul_text(
    plan: Plan, out: Labels, sizes: dict[Any, Axis], shortened: Callable[[Text], Text]
) -> Text:
    left = shortened(_side(plan.x, plan.batch, plan.rows, plan.inner, sizes))
    right = shortened(_side(plan.y, plan.batch, plan.inner, plan.cols, sizes))
    lifted = bool(plan.batch) and not plan.rows
    dropped = bool(plan.batch) and not plan.cols
    if lifted:
        left = (f"{within(left, ATOM)}[..., None, :]", ATOM)
    if dropped:
        right = (f"{within(right, ATOM)}[..., None]", ATOM)
    text: Text = (f"{within(left, ATOM)} @ {within(right, ATOM)}", PRODUCT)
    if lifted or dropped:
        text = (f"({text[0]})[{'..., 0, :' if lifted else '..., 0'}]", ATOM)
    if len(plan.rows) > 1 or len(plan.cols) > 1:
        text = (f"np.reshape({text[0]}, {_shape(plan.result, sizes)})", ATOM)
    return moved(Operand(text, plan.result), out).text


def _side(x: Operand, batch: Labels, first: Labels, second: Labels, sizes: dict[Any, Axis]) -> Text:
    """x as (batch, first, second) with `first` and `second` merged into one axis each."""
    present = tuple(a for a in batch if a in x.labels)
    x = moved(x, (*present, *first, *second))
    if len(first) > 1 or len(second) > 1:
        groups = [*((a,) for a in present), *(g for g in (first, second) if g)]
        lengths = [_product(g, sizes) for g in groups]
        x = Operand(
            (f"np.reshape({x.text[0]}, {_tuple(lengths)})", ATOM),
            (*present, *first[:1], *second[:1]),
        )
    return opened(x, (*batch, *first[:1], *second[:1]))


def _product(labels: Labels, sizes: dict[Any, Axis]) -> str:
    return " * ".join(within(axis_text(sizes[a]), PRODUCT) for a in labels)


def _shape(labels: Labels, sizes: dict[Any, Axis]) -> str:
    return _tuple([axis_text(sizes[a])[0] for a in labels])


def _tuple(texts: list[str]) -> str:
    return f"({texts[0]},)" if len(texts) == 1 else f"({', '.join(texts)})"
