"""Rules about derivatives: the judgement "t has the partial derivative u by one tensor entry".

Place: trusted; entries of the rule table. Each docstring is the statement, then its proof.
The judgement is about t as it is written: no rule replaces t by something equal to it, because
an equation that holds at one point only (a hypothesis) says nothing about the slope there.

Legend
  D t         the derivative of t by the entry `by` = (name, index, ...), all other entries fixed
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symattn.kernel.indices import Term, check_name, sort_of
from symattn.kernel.rules_inverses import moved_by
from symattn.kernel.statement import tensors_in
from symattn.kernel.terms import (
    ZERO,
    add,
    call,
    case,
    delta,
    diff,
    exp,
    mul,
    num,
    power,
    shift,
    total,
)
from symattn.kernel.theorem import Kernel, Theorem, need, rule

Premises = Sequence[Theorem]
KNOWN_SLOPES = {
    "sin": lambda x: call("cos", x),
    "cos": lambda x: mul(num(-1), call("sin", x)),
    "erf": lambda x: mul(  # 2 / sqrt(pi) exp(-x**2), by its definition as an integral
        num(2), power(call("pi"), Fraction(-1, 2)), exp(mul(num(-1), power(x, 2)))
    ),
}


def _parts(premises: Premises, parts: Sequence[Term], by: tuple[Any, ...]) -> list[Term]:
    """The derivatives of the parts, which the first premises state in this order."""
    need(len(premises) >= len(parts), "a part has no derivative")
    for p, x in zip(premises, parts, strict=False):
        need(p.rel == "D" and p.a is x and p.by == by, "a premise is about another part")
    return [p.b for p in premises[: len(parts)]]


def _check_variable(k: Kernel, by: tuple[Any, ...]) -> None:
    check_name(by[0])
    need(by[0] not in k.inverses, "an inverse is no variable")


@rule
def derivative_of_constant(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """D t = 0 if the tensor does not occur in t, nor an inverse of a matrix that depends on it.

    Proof: t is constant.
    """
    _check_variable(k, by)
    need(moved_by(k.statement, by[0]).isdisjoint(tensors_in(t)), "the tensor occurs")
    return Theorem("D", t, ZERO, by)


@rule
def derivative_of_entry(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """D x[j] by x[i] is [j = i]. Proof: the entries are independent variables."""
    _check_variable(k, by)
    need(t.op == "entry" and t.args[0] == by[0] and len(t.args) == len(by), "another tensor")
    return Theorem("D", t, mul(*map(delta, t.args[1:], by[1:])), by)


@rule
def derivative_of_add(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """D (t + u) = D t + D u. Proof: the sum rule."""
    need(t.op == "add", "not a sum")
    return Theorem("D", t, add(*_parts(premises, t.args, by)), by)


@rule
def derivative_of_product(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """D (t u) = D t u + t D u. Proof: the product rule."""
    need(t.op == "mul", "not a product")
    slopes = _parts(premises, t.args, by)
    rows = [mul(*t.args[:m], d, *t.args[m + 1 :]) for m, d in enumerate(slopes) if d is not ZERO]
    return Theorem("D", t, add(*rows), by)


@rule
def derivative_of_power(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """D x**r = r x**(r-1) D x, if r is a natural number, or x != 0 and r whole, or x > 0.

    Proof: the power rule; x stays other than 0 (or positive) nearby, being continuous.
    """
    need(t.op == "pow", "not a power")
    x, r = t.args
    (slope,) = _parts(premises, (x,), by)
    positive = k.arithmetic.sign(x) == 2 or any(p.rel == ">" and p.a is x for p in premises)
    other = positive or any(p.rel == "!=" and p.a is x for p in premises)
    natural = r.denominator == 1 and r >= 1
    need(natural or positive or (other and r.denominator == 1), "the base is not known to fit")
    return Theorem("D", t, mul(num(r), power(x, r - 1), slope), by)


@rule
def derivative_of_exp(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """D exp(x) = exp(x) D x. Proof: the chain rule."""
    need(t.op == "exp", "not an exponential")
    return Theorem("D", t, mul(t, *_parts(premises, t.args, by)), by)


@rule
def derivative_of_log(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """D log(x) = x**-1 D x for x > 0. Proof: the chain rule."""
    need(t.op == "log", "not a logarithm")
    x = t.args[0]
    (slope,) = _parts(premises, t.args, by)
    positive = k.arithmetic.sign(x) == 2 or any(p.rel == ">" and p.a is x for p in premises)
    need(positive, "the argument is not known > 0")
    return Theorem("D", t, mul(power(x, -1), slope), by)


@rule
def derivative_of_total(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """D sum_i u(i) = sum_i D u(i). Proof: the sum rule; the sum is finite."""
    need(t.op == "sum", "not a sum")
    inner = (by[0], *(shift(i, 1) for i in by[1:]))
    (slope,) = _parts(premises, (t.args[1],), inner)
    return Theorem("D", t, total(t.args[0], slope), by, binds=((t.args[0],),))


@rule
def derivative_of_case(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """The derivative goes into the cases of an index. Proof: the index is no variable."""
    need(t.op == "case", "not a case distinction")
    s = sort_of(t.args[0])
    inner = by if isinstance(s, int) else (by[0], *(shift(i, 1) for i in by[1:]))
    slopes = _parts(premises, t.args[1:], inner)
    ranges = () if isinstance(s, int) else tuple((x,) for x in s[1:])
    return Theorem("D", t, case(t.args[0], *slopes), by, binds=ranges)


@rule
def derivative_of_call(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """D f(x) = f'(x) D x for a function whose derivative is declared. Proof: the chain rule."""
    need(t.op == "call" and len(t.args) == 2, "not a function of one argument")
    name, x = t.args
    (slope,) = _parts(premises, (x,), by)
    if name in KNOWN_SLOPES:
        return Theorem("D", t, mul(KNOWN_SLOPES[name](x), slope), by)
    arguments, declared = k.derivatives.get(name, (1, ""))
    need(arguments == 1 and declared != "", f"no derivative of {name} is declared")
    return Theorem("D", t, mul(call(declared, x), slope), by)


@rule
def derivative_of_step(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """D step(x) = 0 if x has a derivative and is not 0. Proof: x keeps its sign nearby."""
    need(t.op == "call" and t.args[0] == "step" and len(t.args) == 2, "not a step")
    x = t.args[1]
    _parts(premises, (x,), by)
    nonzero = k.arithmetic.sign(x) == 2 or any(p.rel in (">", "!=") and p.a is x for p in premises)
    need(nonzero, "the argument is not known to be other than 0")
    return Theorem("D", t, ZERO, by)


@rule
def derivative_of_derivative(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """D (D u) = D v if v is the derivative of u.

    Proof: derivatives are found from the form of u, which holds at all points nearby.
    """
    first, second = premises
    need(t.op == "diff" and first.rel == second.rel == "D", "the premises are no derivatives")
    need(first.a is t.args[0] and first.by == t.args[1:], "the first is about another term")
    need(second.a is first.b and second.by == by, "the second is about another term")
    return Theorem("D", t, second.b, by)


@rule
def derivative_is_value(k: Kernel, premises: Premises) -> Theorem:
    """The derivative as a term equals what the judgement states. Proof: by definition."""
    (p,) = premises
    need(p.rel == "D", "the premise is no derivative")
    return Theorem("=", diff(p.a, *p.by), p.b)
