"""The exponential of an entry, where exp(-oo) = 0: what softmax and exp are made of.

Place: TRUSTED; below the families of meaning rules.

Legend
  x, y        nodes            places   where the entry is asked          c     a condition
"""

from __future__ import annotations

from typing import Any

from sympy import S

from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis
from symattn.expressions.meaning_conditions import condition, minus, opposite, scalar
from symattn.expressions.meaning_moves import read_moved
from symattn.expressions.meaning_scope import Places, Scope, Substituted, meaning_of
from symattn.kernel.indices import Term, unit
from symattn.kernel.terms import ONE, ZERO, add, call, exp, mul, num, shift


def stretched(x: Any, places: Places) -> Places:
    """The places at which an operand is read: none for a scalar, place 0 on a literal axis 1."""
    if x.rank == 0:
        return ()
    return tuple(unit(0, 1) if a == Axis(1) else p for a, p in zip(x.shape, places, strict=True))


def operand(x: Any, places: Places, scope: Scope) -> Term:
    """The entry of an operand that may be stretched."""
    return meaning_of(x, stretched(x, places), scope)


def compared(x: Any, places: Places, scope: Scope) -> Term:
    """The 0/1 value of a comparison of entries; step(t) is 1 where t > 0, else 0."""
    a, b = (operand(a, places, scope) for a in x.args[1:3])
    above, below = call("step", add(a, minus(b))), call("step", add(b, minus(a)))
    unequal = add(above, below)
    return {
        ">": above, "<": below, "!=": unequal, "<=": add(ONE, minus(above)),
        ">=": add(ONE, minus(below)), "==": add(ONE, minus(unequal)),
    }[str(x.args[0])]  # fmt: skip


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
        c = compared(x, places, scope)
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
