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

from sympy import Basic, false, true

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.nodes import Index, Node
from symattn.expressions.tables import Table
from symattn.lowering.program import Program
from symattn.lowering.softmax_steps import softmax_of_quotient
from symattn.lowering.steps import Step, equal

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
    weights = softmax_of_quotient(s.program, x, y)
    if weights is not None:
        return weights
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
    if condition in (true, false):
        return s.program.stretch(s.step(t.args[1 if condition == true else 2]), t.shape)
    mask = s.program.make("mask", data=(condition,), over=over)
    return s.program.entrywise("select", mask, *map(s.step, t.args[1:]))


@rule(N.WhereTensor)
def _where_tensor(t: Any, s: Scope) -> Step:
    a, b, x, y = map(s.step, t.args[1:])
    test = s.program.entrywise("compare", a, b, data=(str(t.args[0]),))
    return s.program.entrywise("select", test, x, y)
