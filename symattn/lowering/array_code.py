"""The NumPy text of reductions, softmax, products and rearrangements.

Place: fills the table of numpy_writer, as numpy_code does for entrywise operations.

Legend
  z           the step being written      x        its argument
  w           the writer                  k        an own axis of a step
"""

from __future__ import annotations

from typing import Any

from symattn.lowering.contraction_code import Operand, moved, product_text
from symattn.lowering.numpy_writer import Writer, code_of
from symattn.lowering.scalar_texts import (
    ATOM,
    PRODUCT,
    SUM,
    Text,
    scalar_text,
    within,
)
from symattn.lowering.steps import Step

# ---- along axes


def axis_of(z: Step, k: int) -> int:
    """The array axis of own axis k; the last one is -1."""
    return -1 if k == z.rank - 1 else len(z.over) + k


@code_of("sum", "max")
def _reduction(w: Writer, z: Step) -> Text:
    (x,) = z.args
    axes = [axis_of(x, k) for k in (z.data[0] if z.op == "sum" else z.data)]
    whole = len(axes) == x.rank and not x.over
    axis = "" if whole else f", axis={axes[0] if len(axes) == 1 else tuple(axes)}"
    return f"np.{z.op}({w.texts[x][0]}{axis})", ATOM


@code_of("sum_over")
def _sum_over(w: Writer, z: Step) -> Text:
    (x,) = z.args
    return f"np.sum({w.texts[x][0]}, axis={x.over.index(z.data[0])})", ATOM


@code_of("softmax")
def _softmax(w: Writer, z: Step) -> Text:
    x = w.atom(z.args[0])
    axis = axis_of(z, z.data[0])
    exps = w.assign("exps", f"np.exp({x} - np.max({x}, axis={axis}, keepdims=True))")
    return f"{exps} / np.sum({exps}, axis={axis}, keepdims=True)", PRODUCT


@code_of("masked_softmax")
def _masked_softmax(w: Writer, z: Step) -> Text:
    x, mask = (w.under(a, z) for a in z.args)
    axis = axis_of(z, z.data[0])
    m = mask[0] if mask[0].isidentifier() else w.assign("mask", mask[0])
    if not z.data[1]:
        w.lines.append(f"if not np.all(np.any({m} != 0, axis={axis})):")
        message = f"{w.function}: a row of {m} allows no key: undefined"
        w.lines.append(f'    raise ValueError("{message}")')
    shown = w.assign("shown", f"np.where({m} != 0, {x[0]}, -np.inf)")
    top = f"np.max({shown}, axis={axis}, keepdims=True)"
    exps = w.assign("exps", f"{m} * np.exp({shown} - {top})")
    return f"{exps} / np.sum({exps}, axis={axis}, keepdims=True)", PRODUCT


@code_of("log_sum_exp")
def _log_sum_exp(w: Writer, z: Step) -> Text:
    (a,) = z.args
    x, axis = w.atom(a), axis_of(a, z.data[0])
    top = w.assign("largest", f"np.max({x}, axis={axis}, keepdims=True)")
    total = f"np.log(np.sum(np.exp({x} - {top}), axis={axis}))"
    return f"{total} + np.squeeze({top}, axis={axis})", SUM


# ---- products and rearrangements


@code_of("contract")
def _contract(w: Writer, z: Step) -> Text:
    (x, y), (xs, ys, out, _) = z.args, z.data
    left, right = (Operand(w.texts[a], (*a.over, *own)) for a, own in ((x, xs), (y, ys)))
    sizes: dict[Any, Any] = {i: i.axis for a in z.args for i in a.over}
    sizes |= dict(zip(xs, x.shape, strict=True)) | dict(zip(ys, y.shape, strict=True))
    return product_text(left, right, (*z.over, *out), sizes, w.shortened)


@code_of("permute")
def _permute(w: Writer, z: Step) -> Text:
    return moved(w.operand(z.args[0]), (*z.over, *z.data[0])).text


@code_of("spread", "collect")
def _relabel(w: Writer, z: Step) -> Text:
    (x,) = z.args
    if z.op == "spread":
        k, i = z.data
        own: list[Any] = list(range(x.rank))
        labels, own[k] = own.copy(), i
        return moved(
            Operand(w.texts[x], (*x.over, *own)), (*z.over, *(a for a in labels if a != k))
        ).text
    i = z.data[0]
    return moved(w.operand(x), (*z.over, i, *range(x.rank))).text


@code_of("reshape")
def _reshape(w: Writer, z: Step) -> Text:
    return f"np.reshape({w.texts[z.args[0]][0]}, {w.lengths(z)})", ATOM


@code_of("insert")
def _insert(w: Writer, z: Step) -> Text:
    (x,), k = z.args, z.data[0]
    at = len(z.over) + k
    if x.op == "sum" and x.data[0] == (k,) and w.texts[x][0].startswith("np.sum("):
        inner = x.args[0]
        text = w.texts[x][0].removesuffix(")")
        axis = "" if "axis=" in text else f", axis={axis_of(inner, k)}"
        return f"{text}{axis}, keepdims=True)", ATOM
    if k == x.rank and x.rank + len(x.over) > 2:
        return f"{within(w.texts[x], ATOM)}[..., None]", ATOM
    if not x.rank and not x.over:
        return f"np.reshape({w.texts[x][0]}, (1,))", ATOM
    return f"{within(w.texts[x], ATOM)}[{', '.join([':'] * at + ['None'])}]", ATOM


@code_of("diagonal")
def _diagonal(w: Writer, z: Step) -> Text:
    first, second = (len(z.over) + k for k in z.data)
    axes = "" if (first, second) == (0, 1) else f", axis1={first}, axis2={second}"
    return f"np.diagonal({w.texts[z.args[0]][0]}{axes})", ATOM


@code_of("inverse")
def _inverse(w: Writer, z: Step) -> Text:
    return f"np.linalg.inv({w.texts[z.args[0]][0]})", ATOM


@code_of("slice")
def _slice(w: Writer, z: Step) -> Text:
    k, start, stop, _, after = z.data
    first = "" if start == 0 else scalar_text(start)[0]
    last = scalar_text(stop)[0] if after else ""
    places = [":"] * (len(z.over) + k) + [f"{first}:{last}"]
    return f"{within(w.texts[z.args[0]], ATOM)}[{', '.join(places)}]", ATOM


@code_of("pick")
def _pick(w: Writer, z: Step) -> Text:
    k, place = z.data
    places = [":"] * (len(z.over) + k) + [scalar_text(place)[0]]
    return f"{within(w.texts[z.args[0]], ATOM)}[{', '.join(places)}]", ATOM


@code_of("concat")
def _concat(w: Writer, z: Step) -> Text:
    texts = []
    for x in z.args:
        text = w.under(x, z)[0]
        texts.append(
            text if x.over == z.over else f"np.broadcast_to({text}, {w.lengths(z, x.shape)})"
        )
    return f"np.concatenate([{', '.join(texts)}], axis={axis_of(z, z.data[0])})", ATOM
