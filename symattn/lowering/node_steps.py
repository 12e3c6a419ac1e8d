"""From a node to steps: leaves, entrywise operations, sums along axes, indices and heads.

Place: the first half of lowering; products and rearrangements are in product_steps, derivatives in
reverse. One rule per node class in `step_rules`.

Legend
  t           the node            p        the program being made
  x, y        steps               i        a bound index, an axis of every array that depends on it
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Basic, Expr, Integer

from symattn.errors import Unsupported
from symattn.expressions import nodes as N
from symattn.expressions.axes import Axis, ConcatAxis, ProductAxis, product_axis
from symattn.expressions.nodes import Index, Node
from symattn.expressions.tables import Table
from symattn.lowering.program import Program, Step, equal

StepRule = Any  # Callable[[Any, Scope], Step]; Table wants a callable
step_rules: Table[StepRule] = Table("lowering to NumPy")
rule = step_rules.rule
PLAIN_FUNCTIONS = frozenset(
    {"exp", "log", "sqrt", "sin", "cos", "tanh", "erf", "abs", "sigmoid", "softplus"}
)


@dataclass(frozen=True)
class Scope:
    """What names mean where a node stands: tensors bound by Let, indices bound by sums."""

    program: Program
    tensors: dict[str, Step] = field(default_factory=dict)
    indices: dict[Index, Index] = field(default_factory=dict)
    memo: dict[Node, Step] = field(default_factory=dict)

    def step(self, t: Node) -> Step:
        """The step that computes the node here."""
        if t not in self.memo:
            self.memo[t] = step_rules.of(t)(t, self)
        return self.memo[t]

    def binding(self, i: Index) -> tuple[Index, Scope]:
        """The index an inner sum over i uses, and the scope inside that sum."""
        own = self.program.bind(i, self.indices.values())
        return own, replace(self, indices={**self.indices, i: own}, memo={})

    def letting(self, name: str, value: Step) -> Scope:
        """The scope in which the tensor `name` is the value."""
        return replace(self, tensors={**self.tensors, name: value}, memo={})

    def placed(self, e: Basic) -> tuple[Any, tuple[Index, ...]]:
        """An index expression or condition, with the bound indices that occur in it."""
        e = e.xreplace(dict(self.indices))
        return e, tuple(i for i in self.indices.values() if e.has(i))


# ---- leaves


@rule(N.Tensor)
def _tensor(t: Any, s: Scope) -> Step:
    name = str(t.args[0])
    return s.tensors.get(name) or s.program.make("input", data=(name,), shape=t.shape)


@rule(N.Constant)
def _constant(t: Any, s: Scope) -> Step:
    return s.program.number(t.args[0])


@rule(N.Position)
def _position(t: Any, s: Scope) -> Step:
    e, over = s.placed(t.args[0])
    return s.program.make("place", data=(e,), over=over) if over else s.program.number(e)


@rule(N.Delta)
def _delta(t: Any, s: Scope) -> Step:
    condition, over = s.placed(equal(*t.args))
    return s.program.make("mask", data=(condition,), over=over)


@rule(N.Literal)
def _literal(t: Any, s: Scope) -> Step:
    return s.program.make("literal", data=(tuple(t.args[1]),), shape=t.shape)


@rule(N.Identity)
def _identity(t: Any, s: Scope) -> Step:
    return s.program.make("eye", shape=t.shape)


@rule(N.Ones)
def _ones(t: Any, s: Scope) -> Step:
    return s.program.stretch(s.program.number(1), t.shape)


@rule(N.Zeros)
def _zeros(t: Any, s: Scope) -> Step:
    return s.program.stretch(s.program.number(0), t.shape)


@rule(N.UnitVector)
def _unit_vector(t: Any, s: Scope) -> Step:
    place, over = s.placed(t.args[0])
    return s.program.unit(place, t.shape[0], over)


@rule(N.CausalMask)
def _causal_mask(t: Any, s: Scope) -> Step:
    p = s.program
    row, column = (p.new_index(a, word) for a, word in zip(t.shape, ("row", "column"), strict=True))
    seen = p.make("mask", data=(column <= row,), over=(row, column))
    return p.collect(p.collect(p.named(seen, "causal"), column), row)


# ---- entry by entry


@rule(N.Add)
def _add(t: Any, s: Scope) -> Step:
    return s.program.add(*map(s.step, t.args))


@rule(N.Subtract)
def _subtract(t: Any, s: Scope) -> Step:
    return s.program.sub(*map(s.step, t.args))


@rule(N.Negate)
def _negate(t: Any, s: Scope) -> Step:
    return s.program.neg(s.step(t.args[0]))


@rule(N.Multiply, N.Hadamard)
def _multiply(t: Any, s: Scope) -> Step:
    x, y = map(s.step, t.args)
    p = s.program
    if _scaled_product(y, x):
        x, y = y, x
    if _scaled_product(x, y):
        return p.make("contract", (p.mul(y, x.args[0]), x.args[1]), x.data, x.shape, x.over)
    return p.mul(x, y)


@rule(N.Divide)
def _divide(t: Any, s: Scope) -> Step:
    x, y = map(s.step, t.args)
    if _scaled_product(x, y):  # scale Q, which has n d entries, and not Q K^T, which has n n
        scaled = s.program.div(x.args[0], y)
        return s.program.make("contract", (scaled, x.args[1]), x.data, x.shape, x.over)
    return s.program.div(x, y)


def _scaled_product(x: Step, y: Step) -> bool:
    large = x.op == "contract" and x.rank + len(x.over) >= 2
    return large and y.op == "number" and abs(y.data[0]) != 1


@rule(N.Power)
def _power(t: Any, s: Scope) -> Step:
    x, r = map(s.step, t.args)
    if r.op == "number":
        return s.program.power(x, r.data[0])
    return s.program.entrywise("pow", x, r)


@rule(N.Apply)
def _apply(t: Any, s: Scope) -> Step:
    name, x, p = str(t.args[0]), s.step(t.args[1]), s.program
    if name in PLAIN_FUNCTIONS:
        return p.entrywise(name, x)
    if name == "relu":
        return p.entrywise("maximum", x, p.number(0))
    if name == "silu":
        return p.mul(x, p.entrywise("sigmoid", x))
    return p.entrywise("call", x, data=(name,))


@rule(N.Maximum)
def _maximum(t: Any, s: Scope) -> Step:
    return s.program.entrywise("maximum", *map(s.step, t.args))


@rule(N.Where)
def _where(t: Any, s: Scope) -> Step:
    condition, over = s.placed(t.args[0])
    mask = s.program.make("mask", data=(condition,), over=over)
    return s.program.entrywise("select", mask, *map(s.step, t.args[1:]))


@rule(N.WhereTensor)
def _where_tensor(t: Any, s: Scope) -> Step:
    a, b, x, y = map(s.step, t.args[1:])
    test = s.program.entrywise("compare", a, b, data=(str(t.args[0]),))
    return s.program.entrywise("select", test, x, y)


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
    return s.program.make("masked_softmax", (x, mask), (k,), t.shape, name="weights")


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
