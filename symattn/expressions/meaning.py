"""The meaning of every node: its entry at given places, as a kernel term. One rule per node.

Place: TRUSTED, between the shapes and everything that proves; this file has the leaves and
entrywise operations; meaning_exponential.py has
exp, meaning_moves.py and meaning_reshape.py the nodes that move entries, meaning_products.py those
that sum products or differentiate.

Legend
  x, y        nodes            places   where the entry is asked, one kernel term for each axis
  c           a condition      k        an axis number
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sympy import Ge, Rational

from symattn.errors import Unsupported
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis
from symattn.expressions.meaning_conditions import (
    condition,
    equal_integers,
    is_at,
    minus,
    scalar,
)
from symattn.expressions.meaning_exponential import compared, exponential, operand
from symattn.expressions.meaning_powers import integer_expression, raised
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
from symattn.kernel.indices import Sort, Term
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
)

__all__ = ["Scope", "exponential", "meaning_of", "meaning_rules", "sort_of"]

rule = meaning_rules.rule
HALF = Fraction(1, 2)


def sort_of(a: Axis) -> Sort:
    """The kernel sort of an axis: "n" for n, ("*", "H", "d") for H*d, ("+", "n", "m") for n+m."""
    return sort_of_axis(a)


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
    """x**r for a rational r; exp(r log x) for a positive constant x; else for an integer r."""
    base, r = x.args
    value = r.args[0] if isinstance(r, (N.Constant, N.Position)) else None
    t = meaning_of(base, places, scope)
    if isinstance(value, Rational):
        return power(t, Fraction(int(value.p), int(value.q)))
    if isinstance(base, N.Constant) and base.args[0].is_positive:
        return exp(mul(meaning_of(r, (), scope), log(t)))
    exponent = integer_expression(r)
    if exponent is not None:
        return raised(base, t, exponent, scope)
    raise Unsupported("the meaning of a power", f"the exponent {r} is not a rational number")


def integer_above(x: Any, y: Any, scope: Scope) -> tuple[Term, Term, Term] | None:
    """[x >= y] and both as numbers, for linear integer expressions of indices and sizes."""
    a, b = integer_expression(x), integer_expression(y)
    if a is None or b is None or (a - b).is_number:
        return None
    try:
        return condition(Ge(a, b), scope), scalar(a, scope), scalar(b, scope)
    except Unsupported:
        return None  # not linear


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
    above = integer_above(y, N.Constant(0), scope) if name == "abs" else None
    if above is not None:  # |e| = (2 [e >= 0] - 1) e
        return mul(add(mul(num(2), above[0]), num(-1)), above[1])
    t = meaning_of(y, places, scope)
    return FUNCTIONS[name](t) if name in FUNCTIONS else call(name, t)


@rule(N.Maximum)
def _maximum(x: Any, places: Places, scope: Scope) -> Term:
    """(a + b + |a - b|) / 2; of integers [a >= b] a + (1 - [a >= b]) b."""
    above = integer_above(x.args[0], x.args[1], scope)
    if above is not None:
        return _chosen(*above)
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
    return _chosen(compared(x, places, scope), *(operand(a, places, scope) for a in x.args[3:]))
