"""Positions of indices as numbers: what a comparison of integers is made of.

Place: trusted; between the indices and the terms.

Legend
  i           an index        value, items     a form value + c p + ..., with pairs (p, c)
"""

from __future__ import annotations

from fractions import Fraction
from math import floor, gcd
from typing import Any

from symattn.kernel.indices import INDEX_OPS, Term, TermError, sort_of

Items = list[tuple[Term, Fraction]]
Position = tuple[int, list[tuple[int, str]], list[tuple[int, Term]]]


def located(i: Any) -> Position:
    """The position of an index: a number, multiples of sizes, and multiples of other positions.

    Math     a place in the second part of n + m counts from n on; (i, j) on H*d is i d + j, taken
             apart where d is a number or i is one; what is not linear stays as it is
    """
    if not isinstance(i, Term) or i.op not in INDEX_OPS:
        raise TermError(f"a comparison of indices cannot contain {i!r}")
    if i.op == "unit":
        return i.args[0], [], []
    found = None
    if i.op == "inject":
        found = _after(_length(i.args[1][1 : i.args[0] + 1]), located(i.args[2]))
    elif i.op == "pair":
        found = _paired(i)
    return found or (0, [], [(1, i)])


def _length(sorts: Any) -> Position | None:
    """How many places sorts have one after the other; None where that is not linear in sizes."""
    units, sizes = 0, list[tuple[int, str]]()
    for s in sorts:
        if isinstance(s, tuple):
            return None
        units += s if isinstance(s, int) else 0
        sizes += [(1, s)] if isinstance(s, str) else []
    return units, sizes, []


def _after(x: Position | None, y: Position) -> Position | None:
    """x + y."""
    return None if x is None else (x[0] + y[0], x[1] + y[1], x[2] + y[2])


def _paired(i: Term) -> Position | None:
    """(i_1, i_2, ...) as (i_1 s_2 + i_2) s_3 + ..., or None where that is not linear."""
    found: Position | None = (0, [], [])
    for j in i.args:
        s = sort_of(j)
        if found is None or isinstance(s, tuple):
            return None
        if isinstance(s, int):
            units, sizes, rest = found
            found = units * s, [(c * s, n) for c, n in sizes], [(c * s, k) for c, k in rest]
        elif found[1] or found[2]:
            return None
        else:
            found = 0, [(found[0], s)] if found[0] else [], []
        found = _after(found, located(j))
    return found


def coprime(kind: str, value: Fraction, items: Items) -> tuple[Fraction, Items]:
    """The form of [form >= 0] or [form = 0] with whole factors divided by what they share.

    Math     g x + v >= 0 for an integer x exactly if x + floor(v / g) >= 0; the sign of an equation
             is that of its first factor. The number of an equation may stay broken: it has no root.
    """
    if any(c.denominator != 1 for _, c in items):
        return value, items
    g = gcd(*(int(c) for _, c in items)) * (-1 if kind == "eq" and items[0][1] < 0 else 1)
    value /= g
    return value if kind == "eq" else Fraction(floor(value)), [(p, c / g) for p, c in items]
