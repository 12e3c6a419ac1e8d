"""From a node to steps: sums and softmax along an axis, indices, heads and blocks, Let.

Place: beside node_steps, whose table it fills.

Legend
  t           the node            s        the scope: program, names and bound indices
  x           a step              k        an own axis                    i   a bound index
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integer

from symattn.errors import Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis, ConcatAxis, ProductAxis, product_axis
from symattn.expressions.nodes import Index
from symattn.lowering.node_steps import Scope, rule
from symattn.lowering.program import Program
from symattn.lowering.steps import Step, equal

# ---- along an axis


@rule(N.SumAxis)
def _sum_axis(t: Any, s: Scope) -> Step:
    return s.program.sum(s.step(t.args[0]), (int(t.args[1]),))


@rule(N.MeanAxis)
def _mean_axis(t: Any, s: Scope) -> Step:
    x, k = s.step(t.args[0]), int(t.args[1])
    mean = s.program.div(s.program.sum(x, (k,)), s.program.number(x.shape[k].size))
    return s.program.named(mean, "mean")


@rule(N.MaxAxis)
def _max_axis(t: Any, s: Scope) -> Step:
    x, k = s.step(t.args[0]), int(t.args[1])
    return s.program.make("max", (x,), (k,), (*x.shape[:k], *x.shape[k + 1 :]), name="largest")


@rule(N.Softmax)
def _softmax(t: Any, s: Scope) -> Step:
    x = s.program.named(s.step(t.args[0]), "scores")
    return s.program.make("softmax", (x,), (int(t.args[1]),), x.shape, name="weights")


@rule(N.MaskedSoftmax)
def _masked_softmax(t: Any, s: Scope) -> Step:
    x, mask, k = s.step(t.args[0]), s.step(t.args[1]), int(t.args[2])
    s.program.named(x, "scores")
    s.program.named(mask, "mask")
    sure = isinstance(t.args[1], N.CausalMask)  # key 0 is always allowed
    return s.program.make("masked_softmax", (x, mask), (k, sure), t.shape, name="weights")


@rule(N.LogSumExp)
def _log_sum_exp(t: Any, s: Scope) -> Step:
    return log_sum_exp(s.program, s.step(t.args[0]), int(t.args[1]))


@rule(N.LogSoftmax)
def _log_softmax(t: Any, s: Scope) -> Step:
    x, k = s.step(t.args[0]), int(t.args[1])
    return s.program.sub(x, s.program.insert(log_sum_exp(s.program, x, k), k))


def log_sum_exp(p: Program, x: Step, k: int) -> Step:
    """log sum exp along own axis k, which is removed."""
    p.named(x, "scores")
    return p.make("log_sum_exp", (x,), (k,), (*x.shape[:k], *x.shape[k + 1 :]), name="log_total")


# ---- indices, heads and blocks


def at_place(p: Program, x: Step, k: int, place: Any, over: tuple[Index, ...]) -> Step:
    """x at the place on own axis k; the place may depend on bound indices."""
    if over == (place,) and place.axis == x.shape[k]:
        return p.spread(x, k, place)
    shape = (*x.shape[:k], *x.shape[k + 1 :])
    if not over:
        return p.make("pick", (x,), (k, place), shape)
    m = p.new_index(x.shape[k], "m")
    hit = p.make("mask", data=(equal(m, place),), over=(*over, m))
    return p.weighted(p.spread(x, k, m), hit, m)


@rule(N.At)
def _at(t: Any, s: Scope) -> Step:
    x = s.step(t.args[0])
    for k, place in reversed(list(enumerate(t.args[1]))):
        if isinstance(place, (Expr, Integer)):
            x = at_place(s.program, x, k, *s.placed(place))
    return x


@rule(N.NewAxis)
def _new_axis(t: Any, s: Scope) -> Step:
    return s.program.insert(s.step(t.args[0]), int(t.args[1]))


@rule(N.HeadSlice)
def _head_slice(t: Any, s: Scope) -> Step:
    x, k = s.step(t.args[0]), int(t.args[1])
    axis = x.shape[k]
    if type(axis) is not ProductAxis:
        raise Unsupported("lowering a head slice", f"the axis {axis} is not a product", do="use At")
    heads, width = axis.args[0], product_axis(*axis.args[1:])
    split = s.program.reshape(x, (*x.shape[:k], heads, width, *x.shape[k + 1 :]))
    return at_place(s.program, split, k, *s.placed(t.args[2]))


@rule(N.Block)
def _block(t: Any, s: Scope) -> Step:
    x, (k, first, count) = s.step(t.args[0]), (int(a) for a in t.args[1:])
    whole = x.shape[k]
    if type(whole) is ConcatAxis:
        before, after = whole.args[:first], whole.args[first + count :]
    else:
        ends = (first, int(whole.size) - first - count)
        before, after = ((Axis(e),) if e else () for e in ends)
    return s.program.part(x, k, before, t.shape[k], after)


@rule(N.Cut)
def _cut(t: Any, s: Scope) -> Step:
    raise Unsupported(
        "lowering a slice", f"the length of {t} depends on an index", do="sum over an index instead"
    )


@rule(N.SumOver)
def _sum_over(t: Any, s: Scope) -> Step:
    i, inside = s.binding(t.args[0])
    return s.program.sum_over(inside.step(t.args[1]), i)


@rule(N.Stack)
def _stack(t: Any, s: Scope) -> Step:
    i, inside = s.binding(t.args[0])
    return s.program.collect(inside.step(t.args[1]), i)


@rule(N.ConcatOver)
def _concat_over(t: Any, s: Scope) -> Step:
    i, inside = s.binding(t.args[0])
    k = int(t.args[2])
    heads = s.program.named(inside.step(t.args[1]), "heads")
    return s.program.reshape(s.program.collect_at(heads, i, k), t.shape)


@rule(N.Concat)
def _concat(t: Any, s: Scope) -> Step:
    xs = [s.step(x) for x in t.args[1:]]
    return s.program.make("concat", xs, (int(t.args[0]),), t.shape, name="joined")


@rule(N.Let)
def _let(t: Any, s: Scope) -> Step:
    name, value, body = t.args
    text = str(getattr(name, "name", name))
    return s.letting(text, alias(s.program, s.step(value), text)).step(body)


def alias(p: Program, x: Step, name: str) -> Step:
    """The value under a name of its own: a derivative by the name sees only uses of the name."""
    return p.make("alias", (x,), (name, f"use {len(p.steps)}"), x.shape)
