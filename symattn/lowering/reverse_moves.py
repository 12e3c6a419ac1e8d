"""Cotangents of rearrangements and indices: rules of reverse mode.

Place: beside reverse, whose RULES it fills; a rule gives one cotangent per argument.

Legend
  z           the step            ct       its cotangent, shape of z         s    the sweep
  x, y        its arguments       k        an own axis
"""

from __future__ import annotations

from symattn.expressions.axes import concat_axis
from symattn.lowering.program import Program
from symattn.lowering.reverse import Cotangents, Sweep, reverse_of
from symattn.lowering.steps import Step

# ---- rearrangements


@reverse_of("stretch")
def _stretch(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.fit(ct, z, z.args[0])]


@reverse_of("permute")
def _permute(s: Sweep, z: Step, ct: Step) -> Cotangents:
    order = z.data[0]
    return [s.program.permute(ct, [order.index(k) for k in range(len(order))])]


@reverse_of("reshape")
def _reshape(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.program.reshape(ct, z.args[0].shape)]


@reverse_of("insert")
def _insert(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.program.sum(ct, z.data)]


@reverse_of("diagonal")
def _diagonal(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), (a, b) = s.program, z.args, z.data
    rest = tuple(k for k in range(x.rank) if k not in (a, b))
    eye = p.make("eye", shape=(x.shape[a], x.shape[b]))
    return [p.contract(ct, eye, ((*rest, a), (a, b), tuple(range(x.rank))))]


@reverse_of("slice")
def _slice(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), (k, _, _, before, after) = s.program, z.args, z.data
    around: list[Step | None] = []
    for axes in (before, after):
        shape = (*ct.shape[:k], concat_axis(*axes), *ct.shape[k + 1 :]) if axes else ()
        around.append(p.stretch(p.number(0), shape) if axes else None)
    parts = [part for part in (around[0], ct, around[1]) if part is not None]
    return [p.make("concat", parts, (k,), x.shape)]


@reverse_of("concat")
def _concat(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, k = s.program, z.data[0]
    axes = [x.shape[k] for x in z.args]
    parts: Cotangents = []
    for m, x in enumerate(z.args):
        part = p.part(ct, k, axes[:m], axes[m], axes[m + 1 :])
        parts.append(s.fit(part, z, x))
    return parts


# ---- indices


@reverse_of("pick")
def _pick(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), (k, place) = s.program, z.args, z.data
    return [_placed(p, ct, p.unit(place, x.shape[k], ()), k, x)]


def _placed(p: Program, ct: Step, unit: Step, k: int, x: Step) -> Step:
    rest = tuple(a for a in range(x.rank) if a != k)
    return p.contract(ct, unit, (rest, (k,), tuple(range(x.rank))))


@reverse_of("spread")
def _spread(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), (k, i) = s.program, z.args, z.data
    if i in s.outer:
        return [_placed(p, ct, p.unit(i, x.shape[k], (i,)), k, x)]
    return [p.collect_at(ct, i, k)]


@reverse_of("collect")
def _collect(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.program.spread(ct, 0, z.data[0])]
