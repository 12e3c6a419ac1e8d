"""The meaning of every node: its entry at given places, as a kernel term. One rule per node.

Place: TRUSTED, between the shapes and everything that proves; this file has the leaves, the
entrywise operations, exp and softmax; meaning_moves.py the nodes that move entries,
meaning_products.py those that sum products or differentiate.

Legend
  x, y        nodes            places   where the entry is asked, one kernel term for each axis
  c           a condition      k        an axis number
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sympy import Rational, S

from symattn.errors import Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis
from symattn.expressions.meaning_conditions import (
    condition,
    equal_integers,
    is_at,
    minus,
    opposite,
    scalar,
)
from symattn.expressions.meaning_moves import read_moved
from symattn.expressions.meaning_scope import (
    Named,
    Places,
    Scope,
    Substituted,
    meaning_of,
    meaning_rules,
    shifted,
    sort_of_axis,
)
from symattn.kernel.indices import Sort, Term, unit
from symattn.kernel.indices import sort_of as sort_of_place
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    call,
    delta,
    entry,
    exp,
    holds,
    less,
    log,
    mul,
    num,
    power,
    shift,
)

__all__ = ["Scope", "exponential", "meaning_of", "meaning_rules", "sort_of"]

rule = meaning_rules.rule
HALF = Fraction(1, 2)


def sort_of(a: Axis) -> Sort:
    """The kernel sort of an axis: "n" for n, ("*", "H", "d") for H*d, ("+", "n", "m") for n+m."""
    return sort_of_axis(a)


def stretched(x: Any, places: Places) -> Places:
    """The places at which an operand is read: none for a scalar, place 0 on a literal axis 1."""
    if x.rank == 0:
        return ()
    return tuple(unit(0, 1) if a == Axis(1) else p for a, p in zip(x.shape, places, strict=True))


def operand(x: Any, places: Places, scope: Scope) -> Term:
    """The entry of an operand that may be stretched."""
    return meaning_of(x, stretched(x, places), scope)


# ---- leaves


@rule(N.Tensor)
def _tensor(x: Any, places: Places, scope: Scope) -> Term:
    """An entry; a let name is read where it was written, or is a tensor of its own."""
    stands = scope.lets.get(str(x.args[0]))
    if isinstance(stands, Substituted):
        return meaning_of(stands.value, places, scope.inside_let(stands.scope))
    if isinstance(stands, Named):
        return entry(stands.name, *shifted(stands.parameters, scope.depth - stands.depth), *places)
    return entry(str(x.args[0]), *places)


@rule(N.Constant, N.Position)
def _scalar(x: Any, places: Places, scope: Scope) -> Term:
    return scalar(x.args[0], scope)


@rule(N.Identity)
def _identity(x: Any, places: Places, scope: Scope) -> Term:
    return delta(*places)


@rule(N.Ones)
def _ones(x: Any, places: Places, scope: Scope) -> Term:
    return ONE


@rule(N.Zeros)
def _zeros(x: Any, places: Places, scope: Scope) -> Term:
    return ZERO


@rule(N.UnitVector)
def _unit_vector(x: Any, places: Places, scope: Scope) -> Term:
    return is_at(places[0], x.args[0], x.shape[0], scope)


@rule(N.Delta)
def _delta(x: Any, places: Places, scope: Scope) -> Term:
    return equal_integers(x.args[0], x.args[1], scope)


@rule(N.CausalMask)
def _causal_mask(x: Any, places: Places, scope: Scope) -> Term:
    """1 where column <= row: before or equal on one axis, by position on two."""
    row, column = places
    if sort_of_place(row) == sort_of_place(column):
        return add(less(column, row), delta(column, row))
    return holds("ge", 0, 1, row, -1, column)


# ---- entry by entry


@rule(N.Add)
def _add(x: Any, places: Places, scope: Scope) -> Term:
    return add(*(operand(a, places, scope) for a in x.args))


@rule(N.Subtract)
def _subtract(x: Any, places: Places, scope: Scope) -> Term:
    a, b = (operand(a, places, scope) for a in x.args)
    return add(a, minus(b))


@rule(N.Negate)
def _negate(x: Any, places: Places, scope: Scope) -> Term:
    return minus(meaning_of(x.args[0], places, scope))


@rule(N.Multiply, N.Hadamard)
def _multiply(x: Any, places: Places, scope: Scope) -> Term:
    return mul(*(operand(a, places, scope) for a in x.args))


@rule(N.Divide)
def _divide(x: Any, places: Places, scope: Scope) -> Term:
    a, b = (operand(a, places, scope) for a in x.args)
    return mul(a, power(b, -1))


@rule(N.Power)
def _power(x: Any, places: Places, scope: Scope) -> Term:
    """x**r for a rational r; for a positive constant x and any scalar r it is exp(r log x)."""
    base, r = x.args
    value = r.args[0] if isinstance(r, (N.Constant, N.Position)) else None
    t = meaning_of(base, places, scope)
    if isinstance(value, Rational):
        return power(t, Fraction(int(value.p), int(value.q)))
    if isinstance(base, N.Constant) and base.args[0].is_positive:
        return exp(mul(meaning_of(r, (), scope), log(t)))
    raise Unsupported("the meaning of a power", f"the exponent {r} is not a rational number")


def absolute(t: Term) -> Term:
    """|t| = (t^2)^(1/2)."""
    return power(power(t, 2), HALF)


FUNCTIONS: dict[str, Callable[[Term], Term]] = {
    "log": log,
    "sqrt": lambda t: power(t, HALF),
    "abs": absolute,
    "sigmoid": lambda t: power(add(ONE, exp(minus(t))), -1),
    "tanh": lambda t: add(ONE, mul(num(-2), power(add(ONE, exp(mul(num(2), t))), -1))),
    "softplus": lambda t: log(add(ONE, exp(t))),
    "silu": lambda t: mul(t, power(add(ONE, exp(minus(t))), -1)),
    "relu": lambda t: mul(num(HALF), add(t, absolute(t))),
}


@rule(N.Apply)
def _apply(x: Any, places: Places, scope: Scope) -> Term:
    """By its definition; any other name is a function of which only the statement knows."""
    name, y = str(x.args[0]), x.args[1]
    if name == "exp":
        return exponential(y, places, scope)
    t = meaning_of(y, places, scope)
    return FUNCTIONS[name](t) if name in FUNCTIONS else call(name, t)


@rule(N.Maximum)
def _maximum(x: Any, places: Places, scope: Scope) -> Term:
    """(a + b + |a - b|) / 2."""
    a, b = (operand(a, places, scope) for a in x.args)
    return mul(num(HALF), add(a, b, absolute(add(a, minus(b)))))


@rule(N.Where)
def _where(x: Any, places: Places, scope: Scope) -> Term:
    """[c] a + (1 - [c]) b."""
    c = condition(x.args[0], scope)
    return _chosen(c, *(operand(a, places, scope) for a in x.args[1:]))


def _chosen(c: Term, a: Term, b: Term) -> Term:
    if b is ZERO:
        return mul(c, a)
    return add(mul(c, a), mul(add(ONE, minus(c)), b))


@rule(N.WhereTensor)
def _where_tensor(x: Any, places: Places, scope: Scope) -> Term:
    return _chosen(_compared(x, places, scope), *(operand(a, places, scope) for a in x.args[3:]))


def _compared(x: Any, places: Places, scope: Scope) -> Term:
    """The 0/1 value of a comparison of entries; step(t) is 1 where t > 0, else 0."""
    a, b = (operand(a, places, scope) for a in x.args[1:3])
    above, below = call("step", add(a, minus(b))), call("step", add(b, minus(a)))
    unequal = add(above, below)
    return {
        ">": above, "<": below, "!=": unequal, "<=": add(ONE, minus(above)),
        ">=": add(ONE, minus(below)), "==": add(ONE, minus(unequal)),
    }[str(x.args[0])]  # fmt: skip


# ---- exp and softmax, where exp(-oo) = 0


def exponential(x: Any, places: Places, scope: Scope, by: Term = ONE, sign: int = 1) -> Term:
    """exp(by * sign * entry of x) for a positive `by`; 0 where the entry is -oo.

    Math  exp(-oo) = 0; exp(c ? a : b) = [c] exp(a) + [not c] exp(b); and where -oo may be inside,
          exp(a + b) = exp(a) exp(b)
    """

    def inside(y: Any, at: Places, there: Scope) -> Term:
        return exponential(y, at, there, shift(by, there.depth - scope.depth), sign)

    stands = scope.lets.get(str(x.args[0])) if isinstance(x, N.Tensor) else None
    if isinstance(stands, Substituted):
        return inside(stands.value, places, scope.inside_let(stands.scope))
    if isinstance(x, N.Where):
        c, no = condition(x.args[0], scope), condition(opposite(x.args[0]), scope)
        return _guarded(c, no, *(inside(a, stretched(a, places), scope) for a in x.args[1:]))
    if isinstance(x, N.WhereTensor):
        c = _compared(x, places, scope)
        no = add(ONE, minus(c))
        return _guarded(c, no, *(inside(a, stretched(a, places), scope) for a in x.args[3:]))
    if _may_be_infinite(x, scope):
        found = _exponential_of_infinite(x, places, scope, by, sign)
        if found is None:
            found = read_moved(x, places, scope, inside)
        if found is not None:
            return found
    factors = [t for t in (num(sign), by) if t is not ONE]
    return exp(mul(*factors, meaning_of(x, places, scope)))


def _guarded(c: Term, no: Term, a: Term, b: Term) -> Term:
    parts = [mul(g, t) for g, t in ((c, a), (no, b)) if t is not ZERO and g is not ZERO]
    return add(*parts)


def _may_be_infinite(x: Any, scope: Scope) -> bool:
    infinite = (S.Infinity, S.NegativeInfinity)
    values = [s.value for s in scope.lets.values() if isinstance(s, Substituted)]
    return any(v.has(*infinite) for v in (x, *values))


def _exponential_of_infinite(
    x: Any, places: Places, scope: Scope, by: Term, sign: int
) -> Term | None:
    """exp of a constant, sum, difference or positive multiple that may be -oo; else None."""
    a, b = x.args if len(x.args) == 2 else (x.args[0], None)
    if isinstance(x, N.Constant) and a * sign is S.NegativeInfinity:
        return ZERO
    if isinstance(x, N.Negate):
        return exponential(a, places, scope, by, -sign)
    if isinstance(x, (N.Add, N.Subtract)):
        other = sign if isinstance(x, N.Add) else -sign
        first = exponential(a, stretched(a, places), scope, by, sign)
        second = exponential(b, stretched(b, places), scope, by, other)
        return ZERO if ZERO in (first, second) else mul(first, second)
    if isinstance(x, (N.Multiply, N.Divide)):
        if isinstance(x, N.Multiply) and isinstance(a, N.Constant):
            a, b = b, a
        if isinstance(b, N.Constant) and b.args[0].is_positive:
            factor = scalar(b.args[0] if isinstance(x, N.Multiply) else 1 / b.args[0], scope)
            return exponential(a, places, scope, factor if by is ONE else mul(by, factor), sign)
    return None
