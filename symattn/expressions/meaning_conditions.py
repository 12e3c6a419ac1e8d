"""Conditions on indices and sizes as 0/1 terms, integer expressions as places, scalars of sizes.

Place: TRUSTED; the part of meaning that reads SymPy scalars.

Legend
  c           a condition               i, j     indices        n     a size
  e           an integer expression     p        a place        a     an axis
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

from sympy import Add, And, Expr, Mod, Mul, Not, Or, Pow, Rational, S, Symbol, expand, floor
from sympy import exp as sympy_exp
from sympy import log as sympy_log
from sympy.core.relational import Eq, Ge, Gt, Le, Lt, Ne, Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from symattn.errors import Unsupported
from symattn.expressions.axes import Axis, ConcatAxis, CutAxis, ProductAxis, product_axis
from symattn.expressions.coordinates import with_coordinates, with_pairs
from symattn.expressions.meaning_scope import Scope, joint, nth_place, sort_of_axis, split
from symattn.expressions.nodes import Index
from symattn.kernel.indices import Term, bound, inject, pair, part, sort_of
from symattn.kernel.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    add,
    call,
    delta,
    exp,
    holds,
    less,
    log,
    mul,
    num,
    power,
    shift,
    size,
    total,
)


def minus(t: Term) -> Term:
    """-t."""
    return mul(MINUS_ONE, t)


# ---- conditions


def condition(c: Any, scope: Scope) -> Term:
    """1 where the condition holds, else 0; a sum of positive forms where there is one."""
    if isinstance(c, BooleanTrue):
        return ONE
    if isinstance(c, BooleanFalse):
        return ZERO
    if isinstance(c, And):
        return mul(*(condition(a, scope) for a in c.args))
    if isinstance(c, Or):
        out = ZERO
        for a in c.args:
            t = condition(a, scope)
            out = t if out is ZERO else add(out, t, minus(mul(out, t)))
        return out
    if isinstance(c, Not):
        return condition(opposite(c.args[0]), scope)
    if isinstance(c, Relational):
        return _comparison(c, scope)
    raise Unsupported("the meaning of a condition", f"{c} is not a comparison of integers")


def opposite(c: Any) -> Any:
    """The condition that holds exactly where c does not, with no Not around And and Or."""
    if isinstance(c, And):
        return Or(*map(opposite, c.args))
    if isinstance(c, Or):
        return And(*map(opposite, c.args))
    return Not(c)


def _comparison(c: Any, scope: Scope) -> Term:
    a, b = c.args
    if isinstance(a, Index) and isinstance(b, Index):
        i, j = scope.place_of(a), scope.place_of(b)
        if sort_of(i) == sort_of(j):
            return _ordered(type(c), i, j)
    if isinstance(c, (Le, Lt)):
        return _comparison((Ge if isinstance(c, Le) else Gt)(b, a, evaluate=False), scope)
    if isinstance(c, Ge):
        return _holds("ge", a - b, 0, scope)
    if isinstance(c, Gt):
        return _holds("ge", a - b, -1, scope)
    if isinstance(c, Eq):
        return _holds("eq", a - b, 0, scope)
    return add(_holds("ge", a - b, -1, scope), _holds("ge", b - a, -1, scope))


def _ordered(kind: type, i: Term, j: Term) -> Term:
    """Two places of one sort: delta and less, never 1 - less."""
    forms: dict[type, list[Term]] = {
        Eq: [delta(i, j)], Ne: [less(i, j), less(j, i)],
        Lt: [less(i, j)], Le: [less(i, j), delta(i, j)],
        Gt: [less(j, i)], Ge: [less(j, i), delta(i, j)],
    }  # fmt: skip
    return add(*forms[kind])


def _holds(kind: str, e: Expr, more: int, scope: Scope) -> Term:
    """1 where the integer expression e, times its denominators, plus more is >= 0 (or = 0)."""
    e, scope = paired(*resolved(e, scope))
    constant, form = linear_form(e)
    scale = 1
    for q in (constant, *form.values()):
        scale = lcm(scale, q.denominator)
    terms: list[Any] = []
    for s, q in form.items():
        terms += [q * scale, scope.place_of(s) if isinstance(s, Index) else size(s.name)]
    return holds(kind, constant * scale + more, *terms)


def linear_form(e: Expr) -> tuple[Fraction, dict[Symbol, Fraction]]:
    """The constant and the rational factor of each index or size; Unsupported if not linear."""
    constant = Fraction(0)
    form: dict[Symbol, Fraction] = {}
    for term in Add.make_args(expand(e)):
        q, rest = term.as_coeff_Mul()
        if not isinstance(q, Rational) or not (rest is S.One or isinstance(rest, Symbol)):
            raise Unsupported(
                "the meaning of an integer expression", f"{e} is not linear in indices and sizes",
                do="compare sums of indices and sizes with rational factors",
            )  # fmt: skip
        value = Fraction(int(q.p), int(q.q))
        if rest is S.One:
            constant += value
        else:
            form[rest] = form.get(rest, Fraction(0)) + value
    return constant, form


def equal_integers(a: Expr, b: Expr, scope: Scope) -> Term:
    """1 if the two integer expressions are equal, else 0."""
    return _comparison(Eq(a, b, evaluate=False), scope)


# ---- places


def resolved(e: Any, scope: Scope) -> tuple[Any, Scope]:
    """e with quotients and remainders as indices (coordinates.py), and what these stand for."""
    if not e.has(floor, Mod):
        return e, scope
    e, found = with_coordinates(e)
    for index, (h, part_of) in found.items():
        scope = scope.with_index(index, joint(split(h.axis, scope.place_of(h))[part_of]))
    return e, scope


def place_on(e: Expr, a: Axis, scope: Scope) -> Term | None:
    """The place that the expression e names on the axis, if a kernel term says it by itself.

    Math  an index of that axis; an integer on an integer axis; i*d + c on the axis H*d is (i, c);
          n + c on the axis n+m is c in the second part
    """
    e, scope = resolved(e, scope)
    if isinstance(a, CutAxis):
        return place_on(expand(e + a.args[1]), a.args[0], scope)
    if isinstance(e, Index) and e.axis == a:
        return scope.place_of(e)
    if a.size.is_Integer and e.is_Integer and 0 <= int(e) < int(a.size):
        return nth_place(a, int(e))
    if isinstance(a, ProductAxis):
        return _pair_place(e, a, scope)
    if isinstance(a, ConcatAxis):
        offset = S.Zero
        for m, b in enumerate(a.args):
            p = place_on(expand(e - offset), b, scope)
            if p is not None:
                return inject(m, sort_of_axis(a), p)
            offset += b.size
    return None


def _pair_place(e: Expr, a: Any, scope: Scope) -> Term | None:
    """e = i*(size of the rest) + (place on the rest), for an index or integer i."""
    first, rest = a.args[0], a.args[1:]
    tail = product_axis(*rest)
    e = expand(e)
    for i in sorted(e.free_symbols, key=str):
        if isinstance(i, Index) and i.axis == first:
            q = place_on(expand(e - i * tail.size), tail, scope)
            if q is not None:
                return pair(scope.place_of(i), *split(tail, q))
    return None


def is_at(p: Term, e: Expr, a: Axis, scope: Scope) -> Term:
    """1 if the place p of the axis is the one that e names, else 0."""
    e, scope = resolved(e, scope)
    if isinstance(a, CutAxis):
        return is_at(p, expand(e + a.args[1]), a.args[0], scope)
    q = place_on(e, a, scope)
    if q is not None:
        return delta(p, q)
    if isinstance(a, ProductAxis):
        return _is_at_pair(p, e, a, scope)
    return _at_position(p, e, scope)


def _at_position(p: Term, e: Expr, scope: Scope) -> Term:
    """1 if e is the position of the place p, counted from 0, else 0."""
    constant, form = signed_form(e, scope)
    return holds("eq", -constant, 1, p, *(x for c, t in form for x in (-c, t)))


def signed_form(e: Expr, scope: Scope) -> tuple[Fraction, list[tuple[Fraction, Term]]]:
    """An integer expression as a number and multiples of places and sizes, as kernel terms."""
    e, scope = paired(*resolved(e, scope))
    constant, form = linear_form(e)
    return constant, [
        (c, scope.place_of(s) if isinstance(s, Index) else size(s.name)) for s, c in form.items()
    ]


def _is_at_pair(p: Term, e: Expr, a: Any, scope: Scope) -> Term:
    """e = i*(size of the rest) + r with a number or size expression r surely below that size."""
    tail = product_axis(*a.args[1:])
    for i in sorted(e.free_symbols, key=str):
        r = expand(e - i * tail.size)
        if isinstance(i, Index) and i.axis == a.args[0] and not r.atoms(Index):
            if r.is_nonnegative and (tail.size - 1 - r).is_nonnegative:
                rest = joint(split(a, p)[1:])
                return mul(delta(part(0, p), scope.place_of(i)), is_at(rest, r, tail, scope))
    return _at_position(p, e, scope)


def paired(e: Expr, scope: Scope) -> tuple[Expr, Scope]:
    """e with pairs of indices for i d + j (coordinates.py), and what these stand for."""
    e, found = with_pairs(e)
    for index, i, j in found:
        both = (*split(i.axis, scope.place_of(i)), *split(j.axis, scope.place_of(j)))
        scope = scope.with_index(index, joint(both))
    return e, scope


# ---- scalars


def scalar(e: Expr, scope: Scope) -> Term:
    """A SymPy scalar of numbers, sizes and indices; an index counts 0, 1, ... as a number."""
    e, scope = resolved(e, scope)
    if isinstance(e, Rational):
        return num(Fraction(int(e.p), int(e.q)))
    if isinstance(e, Index):
        p = scope.place_of(e)
        s = sort_of(p)
        return total(s, less(bound(0, s), shift(p, 1)))
    if isinstance(e, Symbol):
        return size(e.name)
    if isinstance(e, Add):
        return add(*(scalar(a, scope) for a in e.args))
    if isinstance(e, Mul):
        return mul(*(scalar(a, scope) for a in e.args))
    if isinstance(e, sympy_exp) or e is S.Exp1:
        return exp(ONE if e is S.Exp1 else scalar(e.args[0], scope))
    if isinstance(e, sympy_log):
        return log(scalar(e.args[0], scope))
    if isinstance(e, Pow) and isinstance(e.args[1], Rational):
        r = e.args[1]
        return power(scalar(e.args[0], scope), Fraction(int(r.p), int(r.q)))
    if e is S.Pi:
        return call("pi")
    raise Unsupported(
        "the meaning of a scalar", f"{e} is not made of numbers, sizes and indices",
        do="-oo may stand only where softmax or exp is taken of it",
    )  # fmt: skip
