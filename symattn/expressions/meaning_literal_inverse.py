"""The inverse of a matrix of literal size: its adjugate divided by its determinant.

Place: TRUSTED; below the meaning of products, which leaves the inverse of other matrices open.

Legend
  y           a square matrix of size k <= LARGEST          rows, columns     what is left of them
"""

from __future__ import annotations

from typing import Any

from symattn.expressions.meaning_scope import Places, Scope, meaning_of
from symattn.kernel.indices import Sort, Term, unit
from symattn.kernel.terms import add, case, mul, num, power

LARGEST = 3


def is_small(s: Sort) -> bool:
    """Whether a square matrix over this sort has its inverse written out."""
    return isinstance(s, int) and s <= LARGEST


def determinant(y: Any, k: int, scope: Scope) -> Term:
    """det y, by its first row."""
    entries = [[meaning_of(y, (unit(i, k), unit(j, k)), scope) for j in range(k)] for i in range(k)]
    return _minor(entries, list(range(k)), list(range(k)))


def _minor(entries: list[list[Term]], rows: list[int], columns: list[int]) -> Term:
    """The determinant of these rows and columns; 1 where there are none."""
    if not rows:
        return num(1)
    summands = []
    for m, j in enumerate(columns):
        sign = [num(-1)] if m % 2 else []
        rest = [_minor(entries, rows[1:], [c for c in columns if c != j])] if rows[1:] else []
        summands.append(mul(*sign, entries[rows[0]][j], *rest))
    return add(*summands)


def literal_inverse(y: Any, k: int, places: Places, scope: Scope) -> Term:
    """The entry (-1)**(i+j) det(y without row j and column i) / det y of the inverse."""
    entries = [[meaning_of(y, (unit(i, k), unit(j, k)), scope) for j in range(k)] for i in range(k)]
    over = power(_minor(entries, list(range(k)), list(range(k))), -1)

    def at(i: int, j: int) -> Term:
        left = [[m for m in range(k) if m != gone] for gone in (j, i)]
        return mul(num((-1) ** (i + j)), _minor(entries, *left), over)

    rows = [case(places[1], *(at(i, j) for j in range(k))) for i in range(k)]
    return case(places[0], *rows)
