"""Non-negative solutions of linear equations, exactly.

Place: below sign_cases. The simplex method with Bland's rule, which never runs in a circle.

Legend
  a, b        the equations a z = b, with z >= 0 wanted
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

MOST_PIVOTS = 400


def nonnegative_solution(
    a: Sequence[Sequence[Fraction]], b: Sequence[Fraction]
) -> list[Fraction] | None:
    """z >= 0 with a z = b, or None if there is none (or it takes too many steps)."""
    count, width = len(a), len(a[0]) if a else 0
    table = []
    for k, (row, right) in enumerate(zip(a, b, strict=True)):
        sign = -1 if right < 0 else 1
        unit = [Fraction(int(j == k)) for j in range(count)]
        table.append([sign * x for x in row] + unit + [sign * right])
    basis = [width + k for k in range(count)]
    for _ in range(MOST_PIVOTS):
        # the sum of the artificial variables is what is left to remove
        cost = [
            sum((table[k][j] for k in range(count) if basis[k] >= width), Fraction(0))
            for j in range(width)
        ]
        enter = next((j for j in range(width) if cost[j] > 0 and j not in basis), None)
        if enter is None:
            break
        rows = [k for k in range(count) if table[k][enter] > 0]
        if not rows:
            break
        leave = min(rows, key=lambda k: (table[k][-1] / table[k][enter], basis[k]))
        _pivot(table, leave, enter)
        basis[leave] = enter
    if any(basis[k] >= width and table[k][-1] for k in range(count)):
        return None
    z = [Fraction(0)] * width
    for k, j in enumerate(basis):
        if j < width:
            z[j] = table[k][-1]
    return z


def _pivot(table: list[list[Fraction]], leave: int, enter: int) -> None:
    scale = table[leave][enter]
    table[leave] = [x / scale for x in table[leave]]
    for k, row in enumerate(table):
        if k != leave and row[enter]:
            factor = row[enter]
            table[k] = [x - factor * y for x, y in zip(row, table[leave], strict=True)]
