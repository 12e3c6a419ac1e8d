"""Straight-line programs: named array steps, shared where equal, with axes known by name.

Place: lowering turns a node into a Program (node_steps), differentiates it (reverse), checks it
(checks) and writes it as NumPy source (numpy_writer).

Legend
  i, j        an index bound by a sum or a stack: it becomes an axis of the arrays under it
  over        the bound indices a value depends on, outermost first: the leading axes of the array
  k           an own axis, counted from 0
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sympy import Expr, Integer

from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Index
from symattn.lowering.step_maker import StepMaker
from symattn.lowering.steps import (
    ONE_AXIS,
    Shape,
    Step,
    equal,
    size_product,
)


class Program(StepMaker):
    """A straight-line program: steps, with rearrangements, sums and products."""

    # ---- moving axes

    def permute(self, x: Step, order: Sequence[int]) -> Step:
        """Own axis t of the result is own axis order[t] of x."""
        if x.op == "permute":
            order = [x.data[0][t] for t in order]
            x = x.args[0]
        if list(order) == list(range(x.rank)):
            return x
        return self.make("permute", (x,), (tuple(order),), tuple(x.shape[t] for t in order))

    def transpose(self, x: Step) -> Step:
        """The last two own axes swapped."""
        r = x.rank
        return self.permute(x, [*range(r - 2), r - 1, r - 2])

    def reshape(self, x: Step, shape: Shape) -> Step:
        """The same entries in row-major order."""
        x = x.args[0] if x.op == "reshape" else x
        return x if x.shape == shape else self.make("reshape", (x,), (), shape)

    def insert(self, x: Step, k: int) -> Step:
        """An axis of length 1 inserted as own axis k."""
        if x.op == "number" or (x.op == "stretch" and x.args[0].op == "number"):
            scalar = x if x.op == "number" else x.args[0]
            return self.stretch(scalar, (*x.shape[:k], ONE_AXIS, *x.shape[k:]))
        return self.make("insert", (x,), (k,), (*x.shape[:k], ONE_AXIS, *x.shape[k:]))

    def spread(self, x: Step, k: int, i: Index) -> Step:
        """x at own axis k = i, for every value of the bound index i."""
        if i in x.over:
            m = self.new_index(x.shape[k], i.name)
            hit = self.make("mask", data=(equal(m, i),), over=(m, i))
            return self.weighted(self.spread(x, k, m), hit, m)
        shape = (*x.shape[:k], *x.shape[k + 1 :])
        return self.make("spread", (x,), (k, i), shape, (*x.over, i))

    def weighted(self, x: Step, weight: Step, m: Index) -> Step:
        """The sum over m of x times a scalar weight."""
        letters = tuple(range(x.rank))
        return self.contract(x, weight, (letters, (), letters), drop=(m,))

    def collect(self, x: Step, i: Index) -> Step:
        """The values for i = 0, 1, ... along a new first own axis."""
        if i not in x.over:
            return self.stretch(self.insert(x, 0), (i.axis, *x.shape))
        if x.op == "spread" and x.data == (0, i):
            return x.args[0]
        return self.make("collect", (x,), (i,), (i.axis, *x.shape), set(x.over) - {i})

    def collect_at(self, x: Step, i: Index, k: int) -> Step:
        """collect, with the new axis as own axis k."""
        first = self.collect(x, i)
        return self.permute(first, [*range(1, k + 1), 0, *range(k + 1, first.rank)])

    def unit(self, place: Expr, axis: Axis, over: Iterable[Index]) -> Step:
        """The vector that is 1 at the place and 0 elsewhere."""
        if isinstance(place, Index) and place.axis == axis and place in set(over):
            return self.spread(self.make("eye", shape=(axis, axis)), 0, place)
        m = self.new_index(axis, "m")
        hit = self.make("mask", data=(equal(m, place),), over=(*over, m))
        return self.collect(hit, m)

    def part(
        self, x: Step, k: int, before: Sequence[Axis], axis: Axis, after: Sequence[Axis]
    ) -> Step:
        """The part of own axis k that comes after the axes `before` and is as long as `axis`."""
        if not before and not after:
            return x
        start = sum((a.size for a in before), Integer(0))
        data = (k, start, start + axis.size, tuple(before), tuple(after))
        return self.make("slice", (x,), data, (*x.shape[:k], axis, *x.shape[k + 1 :]))

    # ---- reductions and products

    def sum(self, x: Step, axes: Sequence[int]) -> Step:
        """The sum along own axes, which are removed."""
        if not axes:
            return x
        kept = tuple(a for t, a in enumerate(x.shape) if t not in axes)
        if x.op == "stretch" and x.args[0].rank == 0:
            factor = self.number(size_product(x.shape[t].size for t in axes))
            return self.stretch(self.mul(factor, x.args[0]), kept)
        return self.make("sum", (x,), (tuple(sorted(axes)),), kept)

    def sum_over(self, x: Step, i: Index) -> Step:
        """The sum over all values of the bound index i."""
        if i not in x.over:
            return self.mul(self.number(i.axis.size), x)
        if x.op == "mul" and all(i in a.over and a.rank <= x.rank for a in x.args):
            a, b = x.args
            letters = tuple(range(x.rank))
            fits = all(s.shape in ((), x.shape) for s in (a, b))
            if fits and (a.rank or b.rank or len(x.over) == 1):
                labels = [letters if s.rank else () for s in (a, b)]
                return self.contract(a, b, (*labels, letters), drop=(i,))
        return self.make("sum_over", (x,), (i,), x.shape, set(x.over) - {i})

    def contract(
        self,
        x: Step,
        y: Step,
        labels: Sequence[tuple[int, ...]] = ((), (), ()),
        drop: Iterable[Index] = (),
    ) -> Step:
        """Sum of products: labels of own axes that are not in the output are summed, and `drop`."""
        out = labels[2]
        drop = set(drop)
        x, xs = self._summed_alone(x, labels[0], set(labels[1]) | set(out), drop - set(y.over))
        y, ys = self._summed_alone(y, labels[1], set(xs) | set(out), drop - set(x.over))
        for a, b, labelled in ((x, y, ys), (y, x, xs)):
            if a.op == "number" and not drop:
                return self.mul(a, self.permute(b, [labelled.index(c) for c in out]))
        for a, b, al, bl in ((x, y, xs, ys), (y, x, ys, xs)):
            picked = self._picked(a, b, al, bl, out) if not drop else None
            if picked is not None:
                return picked
        sizes = dict(zip(xs, x.shape, strict=True)) | dict(zip(ys, y.shape, strict=True))
        over = (set(x.over) | set(y.over)) - drop
        if x.op == "permute":
            xs = tuple(xs[x.data[0].index(t)] for t in range(x.rank))
            x = x.args[0]
        if y.op == "permute":
            ys = tuple(ys[y.data[0].index(t)] for t in range(y.rank))
            y = y.args[0]
        data = (xs, ys, out, self.ordered(drop & (set(x.over) | set(y.over))))
        return self.make("contract", (x, y), data, tuple(sizes[a] for a in out), over)

    def _picked(
        self, x: Step, y: Step, xs: tuple[int, ...], ys: tuple[int, ...], out: tuple[int, ...]
    ) -> Step | None:
        """The product with a column of the identity: no product, but x at that index."""
        if y.op != "spread" or y.args[0].op != "eye" or ys[0] in out or ys[0] not in xs:
            return None
        i = y.data[1]
        if i in x.over:
            return None
        k = xs.index(ys[0])
        left = [a for a in xs if a != ys[0]]
        return self.permute(self.spread(x, k, i), [left.index(a) for a in out])

    def _summed_alone(
        self, x: Step, labels: tuple[int, ...], used: set[int], drop: set[Index]
    ) -> tuple[Step, tuple[int, ...]]:
        for i in self.ordered(drop & set(x.over)):
            x = self.sum_over(x, i)
        x = self.sum(x, [t for t, a in enumerate(labels) if a not in used])
        return x, tuple(a for a in labels if a in used)
