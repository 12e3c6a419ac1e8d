"""Reverse mode on programs: the derivative of a scalar step by another, as further steps.

Place: used by the rules of Gradient and Jacobian. One rule per operation in RULES; a rule gives one
cotangent per argument. The results are ordinary steps, so derivatives of derivatives work.

Legend
  f           the scalar              x        the step the derivative is taken by
  z           a step between them     ct       the cotangent of z: df/dz, shape of z
  outer       indices f itself depends on (a Jacobian's output places): kept, never summed
  i           an index bound inside f: summed where an argument does not depend on it
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symattn.errors import Unsupported
from symattn.expressions.nodes import Index
from symattn.lowering.program import Program
from symattn.lowering.steps import ONE_AXIS, Step

Cotangents = list["Step | None"]


@dataclass(frozen=True)
class Sweep:
    """One backward sweep: the program it writes to, and the indices that are never summed."""

    program: Program
    outer: frozenset[Index]

    def fit(self, ct: Step, z: Step, x: Step) -> Step:
        """The cotangent of z summed down to the axes of its argument x."""
        p = self.program
        for i in p.ordered(set(z.over) - set(x.over) - self.outer):
            ct = p.sum_over(ct, i)
        if ct.rank > x.rank:
            ct = p.sum(ct, range(ct.rank))
        for k, axis in enumerate(x.shape):
            if axis == ONE_AXIS and ct.shape[k] != ONE_AXIS:
                ct = p.insert(p.sum(ct, (k,)), k)
        return p.stretch(ct, x.shape)


RULES: dict[str, Callable[[Sweep, Step, Step], Cotangents]] = {}


def reverse_of(*ops: str) -> Callable[..., Callable[[Sweep, Step, Step], Cotangents]]:
    """Decorate the reverse rule of these operations."""

    def enter(function: Callable[[Sweep, Step, Step], Cotangents]) -> Callable[..., Cotangents]:
        for op in ops:
            if op in RULES:
                raise TypeError(f"there already is a rule for {op}")
            RULES[op] = function
        return function

    return enter


def derivative(
    p: Program, f: Step, x: Step, fixed: frozenset[Step], outer: frozenset[Index]
) -> Step:
    """df/dx for a scalar step f.

    Math    cotangents flow from f to x through every step that reads x; `fixed` steps stop them.
    Shapes  f () over outer, x any -> shape of x over outer
    Fails   Unsupported where an operation on the way has no derivative rule.
    """
    sweep = Sweep(p, outer)
    cts: dict[Step, Step] = {f: p.number(1)}
    reached = _reaching(f, x, fixed)
    for z in [z for z in reversed(p.steps) if z in reached and z is not x]:
        ct = cts.get(z)
        if ct is None:
            continue
        if z.op not in RULES:
            raise Unsupported(
                f"derivative of {z.op}", "it has no rule", do="add one to reverse.RULES"
            )
        for a, part in zip(z.args, RULES[z.op](sweep, z, ct), strict=True):
            if a in reached and part is not None:
                cts[a] = p.add(cts[a], part) if a in cts else part
    for z, ct in cts.items():
        name = z.data[0] if z.op in ("input", "alias") else p.names.get(z)
        if name and z is not f:
            p.named(ct, f"d_{name}")
    return cts.get(x) or p.stretch(p.number(0), x.shape)


def _reaching(f: Step, x: Step, fixed: frozenset[Step]) -> set[Step]:
    """The steps between x and f: those that read x, directly or not."""
    known: dict[Step, bool] = {x: True} | {z: False for z in fixed if z is not x}

    def reads(z: Step) -> bool:
        if z not in known:
            hits = [reads(a) for a in z.args]  # every argument is visited
            known[z] = any(hits)
        return known[z]

    reads(f)
    return {z for z, yes in known.items() if yes}
