"""Making the steps of a program: shared where equal, numbers folded, repetitions left out.

Place: below program, which adds rearrangements, sums and products.

Legend
  i           an index bound by a sum or a stack        x, y     steps
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Expr, sympify

from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Index
from symattn.lowering.steps import Shape, Step, common_shape, without_stretches


class StepMaker:
    """The steps made so far; a step that is asked for twice is made once."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.indices: dict[Index, int] = {}
        self.names: dict[Step, str] = {}
        self._known: dict[tuple[Any, ...], Step] = {}

    # ---- indices

    def bind(self, i: Index, active: Iterable[Index] = ()) -> Index:
        """The index that stands for i; a new one where i is already bound outside."""
        while i in set(active):
            i = self.new_index(i.axis, i.name)
        self.indices.setdefault(i, len(self.indices))
        return i

    def new_index(self, axis: Axis, name: str = "i") -> Index:
        """An index nobody uses yet."""
        i = Index(f"{name}_{len(self.indices)}", axis)
        self.indices[i] = len(self.indices)
        return i

    def ordered(self, *groups: Iterable[Index]) -> tuple[Index, ...]:
        """The indices of all groups, outermost first."""
        return tuple(sorted({i for g in groups for i in g}, key=self.indices.__getitem__))

    # ---- making steps

    def make(
        self,
        op: str,
        args: Sequence[Step] = (),
        data: Sequence[Any] = (),
        shape: Shape = (),
        over: Iterable[Index] | None = None,
        name: str = "",
    ) -> Step:
        """The step with this content, made now or before."""
        where = self.ordered(*(a.over for a in args)) if over is None else self.ordered(over)
        key = (op, tuple(map(id, args)), tuple(data), where, shape)
        found = self._known.get(key)
        if found is None:
            found = Step(op, tuple(args), tuple(data), where, shape)
            self._known[key] = found
            self.steps.append(found)
        return self.named(found, name) if name else found

    def named(self, step: Step, name: str) -> Step:
        """The step, with a name to appear under unless it has one."""
        if step.op not in ("input", "number", "alias"):
            self.names.setdefault(step, name)
        return step

    def number(self, value: Any) -> Step:
        """A scalar of numbers, sizes and free indices."""
        return self.make("number", data=(sympify(value),))

    def entrywise(self, op: str, *args: Step, data: Sequence[Any] = ()) -> Step:
        """An operation entry by entry; scalars and axes of length 1 are stretched."""
        light = without_stretches(args) if len(args) > 1 else args
        return self.make(op, light, data, common_shape(light))

    def add(self, x: Step, y: Step) -> Step:
        """x + y."""
        if x is y:
            return self.mul(self.number(2), x)
        if x.op == y.op == "number":
            return self.number(x.data[0] + y.data[0])
        for a, b in ((x, y), (y, x)):
            zero = a.args[0] if a.op == "stretch" else a
            if zero.op == "number" and zero.data[0] == 0 and common_shape((a, b)) == b.shape:
                return b
        return self.entrywise("add", x, y)

    def sub(self, x: Step, y: Step) -> Step:
        """x - y."""
        return self.entrywise("sub", x, y)

    def neg(self, x: Step) -> Step:
        """-x."""
        if x.op == "number":
            return self.number(-x.data[0])
        return x.args[0] if x.op == "neg" else self.entrywise("neg", x)

    def mul(self, x: Step, y: Step) -> Step:
        """x * y, entry by entry."""
        for a, b in ((x, y), (y, x)):
            if a.op == "number" and a.data[0] == 1:
                return b
            if a.op == "number" and a.data[0] == -1:
                return self.neg(b)
        if x.op == y.op == "number":
            return self.number(x.data[0] * y.data[0])
        for a, b in ((x, y), (y, x)):
            if a.op == "number" and b.op == "mul" and b.args[0].op == "number":
                return self.mul(self.number(a.data[0] * b.args[0].data[0]), b.args[1])
        if x.op == "stretch" and common_shape((x.args[0], y)) == x.shape:
            return self.mul(x.args[0], y)
        if y.op == "stretch" and common_shape((x, y.args[0])) == y.shape:
            return self.mul(x, y.args[0])
        return self.entrywise("mul", x, y)

    def div(self, x: Step, y: Step) -> Step:
        """x / y, entry by entry."""
        if y.op == "number" and y.data[0] == 1:
            return x
        if x.op == y.op == "number" and y.data[0] != 0:
            return self.number(x.data[0] / y.data[0])
        return self.entrywise("div", x, y)

    def power(self, x: Step, exponent: Expr) -> Step:
        """x ** exponent for a number or size."""
        exponent = sympify(exponent)
        if exponent == 1:
            return x
        if exponent == 0:
            return self.stretch(self.number(1), x.shape)
        if x.op == "number" and x.data[0] != 0:
            return self.number(x.data[0] ** exponent)
        return self.entrywise("power", x, data=(exponent,))

    def stretch(self, x: Step, shape: Shape) -> Step:
        """x repeated along axes of length 1, or a scalar repeated everywhere."""
        if x.op == "stretch" and not x.args[0].rank:
            x = x.args[0]
        if x.shape == shape:
            return x
        return self.make("stretch", (x,), (), shape)
