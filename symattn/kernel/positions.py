"""Positions of indices as numbers: what a comparison of integers is made of.

Place: trusted; between the indices and the terms.

Legend
  i           an index        value, items     a form value + c p + ..., with pairs (p, c)
"""

from __future__ import annotations

from fractions import Fraction
from math import floor, gcd
from typing import Any

from symattn.kernel.indices import INDEX_OPS, Term, TermError

Items = list[tuple[Term, Fraction]]


def located(i: Any) -> tuple[int, list[str], tuple[Term, ...]]:
    """The position of an index: a number, the sizes that count before it, and what is left.

    A place in the second part of n + m counts from n on; parts of parts are not taken apart.
    """
    if not isinstance(i, Term) or i.op not in INDEX_OPS:
        raise TermError(f"a comparison of indices cannot contain {i!r}")
    units, before = 0, list[str]()
    while i.op == "inject":
        parts = i.args[1][1 : i.args[0] + 1]
        if any(isinstance(s, tuple) for s in parts):
            break
        units += sum(s for s in parts if isinstance(s, int))
        before += [s for s in parts if isinstance(s, str)]
        i = i.args[2]
    return (units + i.args[0], before, ()) if i.op == "unit" else (units, before, (i,))


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
