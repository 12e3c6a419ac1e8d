"""Linear equations between unknown entries, solved exactly with free choices.

Place: untrusted, under sampling.py.

Legend
  form        coefficients of unknowns, and a constant under None; an equation is form = 0
  pivot       an unknown that an equation determines; the others are free
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from symattn.prover.sampling_numbers import Form, Unknown


def solved(
    forms: Iterable[Form], choose: Callable[[], Fraction], order: Callable[[Unknown], float]
) -> dict[Unknown, Fraction] | None:
    """Values of all unknowns that make every form 0, or None where there are none.

    `choose` gives the free unknowns their values; those with the lowest `order` become pivots.
    """
    rows: dict[Unknown, Form] = {}
    for form in forms:
        row = _without(form, rows)
        names = [u for u in row if u is not None]
        if not names:
            if row:
                return None
            continue
        pivot = min(names, key=order)
        scaled = Form({u: c / row[pivot] for u, c in row.items()})
        for v, other in rows.items():
            rows[v] = _without(other, {pivot: scaled})
        rows[pivot] = scaled
    values: dict[Unknown, Fraction] = {}
    for row in rows.values():
        for u in row:
            if u is not None and u not in rows and u not in values:
                values[u] = choose()
    for pivot, row in rows.items():
        rest = (c * (Fraction(1) if u is None else values[u]) for u, c in row.items() if u != pivot)
        values[pivot] = -sum(rest, Fraction(0))
    return values


def _without(form: Form, rows: dict[Unknown, Form]) -> Form:
    """The form with every pivot replaced by its row."""
    result = Form(form)
    for u in list(form):
        if u is None or u not in rows or u not in result:
            continue
        c = result[u]
        for v, d in rows[u].items():
            result[v] = result.get(v, Fraction(0)) - c * d
    return Form({u: c for u, c in result.items() if c})
