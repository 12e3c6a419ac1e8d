"""Cotangents of entrywise operations, sums and products: rules of reverse mode.

Place: beside reverse, whose RULES it fills; a rule gives one cotangent per argument.

Legend
  z           the step            ct       its cotangent, shape of z         s    the sweep
  x, y        its arguments       k        an own axis
"""

from __future__ import annotations

from sympy import Rational, pi, sqrt

from symattn.lowering.program import Program
from symattn.lowering.reverse import Cotangents, Sweep, reverse_of
from symattn.lowering.steps import Step

# ---- entry by entry


@reverse_of("alias")
def _alias(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [ct]


@reverse_of("sign", "compare")
def _flat(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [None] * len(z.args)


@reverse_of("neg")
def _neg(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.program.neg(ct)]


@reverse_of("add")
def _add(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [s.fit(ct, z, a) for a in z.args]


@reverse_of("sub")
def _sub(s: Sweep, z: Step, ct: Step) -> Cotangents:
    x, y = z.args
    return [s.fit(ct, z, x), s.program.neg(s.fit(ct, z, y))]


@reverse_of("mul")
def _mul(s: Sweep, z: Step, ct: Step) -> Cotangents:
    x, y = z.args
    return [s.fit(s.program.mul(ct, y), z, x), s.fit(s.program.mul(ct, x), z, y)]


@reverse_of("div")
def _div(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x, y) = s.program, z.args
    part = p.div(ct, y)
    return [s.fit(part, z, x), p.neg(s.fit(p.mul(part, z), z, y))]


@reverse_of("power")
def _power(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), r = s.program, z.args, z.data[0]
    return [p.mul(p.mul(p.number(r), p.power(x, r - 1)), ct)]


@reverse_of("pow")
def _pow(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x, r) = s.program, z.args
    lower = p.entrywise("pow", x, p.sub(r, p.number(1)))
    by_exponent = p.mul(p.mul(ct, z), p.entrywise("log", x))
    return [s.fit(p.mul(ct, p.mul(r, lower)), z, x), s.fit(by_exponent, z, r)]


@reverse_of("exp", "log", "sqrt", "abs", "sin", "cos", "tanh", "erf", "sigmoid", "softplus", "call")
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


@reverse_of("maximum")
def _maximum(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x, y) = s.program, z.args
    larger = p.entrywise("compare", x, y, data=(">",))
    zero = p.number(0)
    parts = (p.entrywise("select", larger, *pair) for pair in ((ct, zero), (zero, ct)))
    return [s.fit(part, z, a) for part, a in zip(parts, z.args, strict=True)]


@reverse_of("select")
def _select(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (mask, x, y) = s.program, z.args
    zero = p.number(0)
    return [
        None,
        s.fit(p.entrywise("select", mask, ct, zero), z, x),
        s.fit(p.entrywise("select", mask, zero, ct), z, y),
    ]


# ---- sums and products


@reverse_of("contract")
def _contract(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x, y), (xs, ys, out, _) = s.program, z.args, z.data
    seen = set(ct.over) | set(x.over) | set(y.over)
    parts = []
    for a, labels, b, others in ((x, xs, y, ys), (y, ys, x, xs)):
        drop = seen - set(a.over) - s.outer
        parts.append(p.contract(ct, b, (out, others, labels), drop))
    return list(parts)


@reverse_of("sum")
def _sum(s: Sweep, z: Step, ct: Step) -> Cotangents:
    for k in z.data[0]:
        ct = s.program.insert(ct, k)
    return [s.program.stretch(ct, z.args[0].shape)]


@reverse_of("sum_over")
def _sum_over(s: Sweep, z: Step, ct: Step) -> Cotangents:
    return [ct]


@reverse_of("max")
def _max(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), k = s.program, z.args, z.data[0]
    largest = p.entrywise("compare", x, p.insert(z, k), data=("==",))
    return [p.entrywise("select", largest, p.insert(ct, k), p.number(0))]


@reverse_of("softmax")
def _softmax(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p = s.program
    return [p.mul(z, _centred(p, z, ct))]


def _centred(p: Program, z: Step, ct: Step) -> Step:
    """ct minus its mean under the weights z, along the softmax axis."""
    k = z.data[0]
    return p.sub(ct, p.named(p.insert(p.sum(p.mul(z, ct), (k,)), k), "centre"))


@reverse_of("masked_softmax")
def _masked_softmax(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x, mask), k = s.program, z.args, z.data[0]
    centred = _centred(p, z, ct)
    plain = p.make("softmax", (x,), (k,), x.shape)
    seen = p.insert(p.sum(p.mul(mask, plain), (k,)), k)
    by_mask = p.div(p.mul(plain, centred), seen)
    return [s.fit(p.mul(z, centred), z, x), s.fit(by_mask, z, mask)]


@reverse_of("log_sum_exp")
def _log_sum_exp(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p, (x,), k = s.program, z.args, z.data[0]
    weights = p.make("softmax", (x,), (k,), x.shape, name="weights")
    return [p.mul(p.insert(ct, k), weights)]


@reverse_of("inverse")
def _inverse(s: Sweep, z: Step, ct: Step) -> Cotangents:
    p = s.program
    left = p.contract(z, ct, ((2, 0), (2, 3), (0, 3)))  # z^T ct
    return [p.neg(p.contract(left, z, ((0, 3), (1, 3), (0, 1))))]
