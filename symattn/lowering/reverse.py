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

from sympy import Rational, pi, sqrt

from symattn.errors import Unsupported
from symattn.expressions.axes import concat_axis
from symattn.expressions.nodes import Index
from symattn.lowering.program import ONE_AXIS, Program, Step

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


def _of(*ops: str) -> Callable[..., Callable[[Sweep, Step, Step], Cotangents]]:
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
            known[z] = any([reads(a) for a in z.args])
        return known[z]

    reads(f)
    return {z for z, yes in known.items() if yes}


# ---- entry by entry


@_of("alias")
def _alias(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [ct]


@_of("sign", "compare")
def _flat(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [None] * len(z.args)


@_of("neg")
def _neg(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.program.neg(ct)]


@_of("add")
def _add(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.fit(ct, z, a) for a in z.args]


@_of("sub")
def _sub(s: Sweep, z: Step, ct: Step) -> Cotangents:
    x, y = z.args
    return [s.fit(ct, z, x), s.program.neg(s.fit(ct, z, y))]


@_of("mul")
def _mul(s: Sweep, z: Step, ct: Step) -> Cotangents:
    x, y = z.args
    return [s.fit(s.program.mul(ct, y), z, x), s.fit(s.program.mul(ct, x), z, y)]


@_of("div")
def _div(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x, y) = s.program, z.args
    part = p.div(ct, y)
    return [s.fit(part, z, x), p.neg(s.fit(p.mul(part, z), z, y))]


@_of("power")
def _power(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), r = s.program, z.args, z.data[0]
    return [p.mul(p.mul(p.number(r), p.power(x, r - 1)), ct)]


@_of("pow")
def _pow(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x, r) = s.program, z.args
    lower = p.entrywise("pow", x, p.sub(r, p.number(1)))
    by_exponent = p.mul(p.mul(ct, z), p.entrywise("log", x))
    return [s.fit(p.mul(ct, p.mul(r, lower)), z, x), s.fit(by_exponent, z, r)]


@_of("exp", "log", "sqrt", "abs", "sin", "cos", "tanh", "erf", "sigmoid", "softplus", "call")
def _function(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.program.mul(ct, _slope(s.program, z, z.args[0]))]


def _slope(p: Program, z: Step, x: Step) -> Step:
    """f'(x) for z = f(x), entry by entry."""
    one = p.number(1)
    if z.op == "exp":
        return z
    if z.op in ("log", "sqrt"):
        return p.div(one, x) if z.op == "log" else p.div(p.number(Rational(1, 2)), z)
    if z.op in ("sin", "cos"):
        return p.entrywise("cos", x) if z.op == "sin" else p.neg(p.entrywise("sin", x))
    if z.op == "tanh":
        return p.sub(one, p.mul(z, z))
    if z.op == "sigmoid":
        return p.mul(z, p.sub(one, z))
    if z.op == "softplus":
        return p.entrywise("sigmoid", x)
    if z.op == "erf":
        return p.mul(p.number(2 / sqrt(pi)), p.entrywise("exp", p.neg(p.mul(x, x))))
    if z.op == "abs":
        return p.entrywise("sign", x)
    return p.entrywise("call", x, data=(f"{z.data[0]}_prime",))


@_of("maximum")
def _maximum(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x, y) = s.program, z.args
    larger = p.entrywise("compare", x, y, data=(">",))
    zero = p.number(0)
    parts = (p.entrywise("select", larger, *pair) for pair in ((ct, zero), (zero, ct)))
    return [s.fit(part, z, a) for part, a in zip(parts, z.args, strict=True)]


@_of("select")
def _select(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (mask, x, y) = s.program, z.args
    zero = p.number(0)
    return [
        None,
        s.fit(p.entrywise("select", mask, ct, zero), z, x),
        s.fit(p.entrywise("select", mask, zero, ct), z, y),
    ]


# ---- sums and products


@_of("contract")
def _contract(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x, y), (xs, ys, out, _) = s.program, z.args, z.data
    seen = set(ct.over) | set(x.over) | set(y.over)
    parts = []
    for a, labels, b, others in ((x, xs, y, ys), (y, ys, x, xs)):
        drop = seen - set(a.over) - s.outer
        parts.append(p.contract(ct, b, (out, others, labels), drop))
    return list(parts)


@_of("sum")
def _sum(s: Sweep, z: Step, ct: Step) -> Cotangents:
    for k in z.data[0]:
        ct = s.program.insert(ct, k)
    return [s.program.stretch(ct, z.args[0].shape)]


@_of("sum_over")
def _sum_over(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [ct]


@_of("max")
def _max(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), k = s.program, z.args, z.data[0]
    largest = p.entrywise("compare", x, p.insert(z, k), data=("==",))
    return [p.entrywise("select", largest, p.insert(ct, k), p.number(0))]


@_of("softmax")
def _softmax(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p = s.program
    return [p.mul(z, _centred(p, z, ct))]


def _centred(p: Program, z: Step, ct: Step) -> Step:
    """ct minus its mean under the weights z, along the softmax axis."""
    k = z.data[0]
    return p.sub(ct, p.named(p.insert(p.sum(p.mul(z, ct), (k,)), k), "centre"))


@_of("masked_softmax")
def _masked_softmax(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x, mask), k = s.program, z.args, z.data[0]
    centred = _centred(p, z, ct)
    plain = p.make("softmax", (x,), (k,), x.shape)
    seen = p.insert(p.sum(p.mul(mask, plain), (k,)), k)
    by_mask = p.div(p.mul(plain, centred), seen)
    return [s.fit(p.mul(z, centred), z, x), s.fit(by_mask, z, mask)]


@_of("log_sum_exp")
def _log_sum_exp(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), k = s.program, z.args, z.data[0]
    weights = p.make("softmax", (x,), (k,), x.shape, name="weights")
    return [p.mul(p.insert(ct, k), weights)]


@_of("inverse")
def _inverse(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p = s.program
    left = p.contract(z, ct, ((2, 0), (2, 3), (0, 3)))  # z^T ct
    return [p.neg(p.contract(left, z, ((0, 3), (1, 3), (0, 1))))]


# ---- rearrangements


@_of("stretch")
def _stretch(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.fit(ct, z, z.args[0])]


@_of("permute")
def _permute(s: Sweep, z: Step, ct: Step) -> Cotangents:
    order = z.data[0]
    return [s.program.permute(ct, [order.index(k) for k in range(len(order))])]


@_of("reshape")
def _reshape(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.program.reshape(ct, z.args[0].shape)]


@_of("insert")
def _insert(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.program.sum(ct, z.data)]


@_of("diagonal")
def _diagonal(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), (a, b) = s.program, z.args, z.data
    rest = tuple(k for k in range(x.rank) if k not in (a, b))
    eye = p.make("eye", shape=(x.shape[a], x.shape[b]))
    return [p.contract(ct, eye, ((*rest, a), (a, b), tuple(range(x.rank))))]


@_of("slice")
def _slice(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), (k, _, _, before, after) = s.program, z.args, z.data
    around: list[Step | None] = []
    for axes in (before, after):
        shape = (*ct.shape[:k], concat_axis(*axes), *ct.shape[k + 1 :]) if axes else ()
        around.append(p.stretch(p.number(0), shape) if axes else None)
    parts = [part for part in (around[0], ct, around[1]) if part is not None]
    return [p.make("concat", parts, (k,), x.shape)]


@_of("concat")
def _concat(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, k = s.program, z.data[0]
    axes = [x.shape[k] for x in z.args]
    parts: Cotangents = []
    for m, x in enumerate(z.args):
        part = p.part(ct, k, axes[:m], axes[m], axes[m + 1 :])
        parts.append(s.fit(part, z, x))
    return parts


# ---- indices


@_of("pick")
def _pick(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), (k, place) = s.program, z.args, z.data
    return [_placed(p, ct, p.unit(place, x.shape[k], ()), k, x)]


def _placed(p: Program, ct: Step, unit: Step, k: int, x: Step) -> Step:
    rest = tuple(a for a in range(x.rank) if a != k)
    return p.contract(ct, unit, (rest, (k,), tuple(range(x.rank))))


@_of("spread")
def _spread(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), (k, i) = s.program, z.args, z.data
    if i in s.outer:
        return [_placed(p, ct, p.unit(i, x.shape[k], (i,)), k, x)]
    return [p.collect_at(ct, i, k)]


@_of("collect")
def _collect(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.program.spread(ct, 0, z.data[0])]
