"""Quotients and remainders of an index of a product axis: h // d and h % d are its coordinates.

Place: TRUSTED, below the meaning of integer expressions; pure SymPy.

Legend
  h           an index below H*d        h//d     its coordinate on H        h%d     that on d
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integer, Mod, expand, floor, fraction, together

from symattn.expressions.axes import Axis, ProductAxis, product_axis
from symattn.expressions.nodes import Index


def split_at(axis: Axis, divisor: Expr) -> tuple[Axis, Axis, int] | None:
    """The head and the tail of a product axis whose tail has this size, and where it is cut."""
    factors = axis.args if isinstance(axis, ProductAxis) else ()
    for cut in range(1, len(factors)):
        tail = product_axis(*factors[cut:])
        if expand(tail.size - divisor) == 0:
            return product_axis(*factors[:cut]), tail, cut
    return None


def division_of(e: Any) -> tuple[Index, Expr] | None:
    """(h, d) where e is the floor of h/d or the remainder of h by d; None for anything else."""
    if isinstance(e, floor):
        h, d = fraction(together(e.args[0]))
    elif isinstance(e, Mod):
        h, d = e.args
    else:
        return None
    return (h, d) if isinstance(h, Index) and not d.atoms(Index) else None


def with_coordinates(e: Any) -> tuple[Any, dict[Index, tuple[Index, slice]]]:
    """e with an index for each quotient or remainder that is a coordinate, and what it stands for.

    Math     for h below H*d: h = (h//d) d + (h%d), the coordinates of h; 0 and h where h is below d
    """
    found: dict[Index, tuple[Index, slice]] = {}
    changes: dict[Any, Any] = {}
    for part in sorted(e.atoms(floor, Mod), key=str):
        division = division_of(part)
        if division is None:
            continue
        h, d = division
        if expand(h.axis.size - d) == 0:
            changes[part] = h if isinstance(part, Mod) else Integer(0)
            continue
        cut = split_at(h.axis, d)
        if cut is not None:
            head, tail, at = cut
            word, axis = ("%", tail) if isinstance(part, Mod) else ("//", head)
            index = Index(f"{h.name}{word}{d}", axis)
            found[index] = (h, slice(at, None) if isinstance(part, Mod) else slice(0, at))
            changes[part] = index
    return (e.xreplace(changes) if changes else e), found


def with_pairs(e: Any) -> tuple[Any, list[tuple[Index, Index, Index]]]:
    """e with one index (i, j) for i d + j, where j is an index below d, and what it is made of.

    Math     the place (i, j) on H*d is the i d + j-th; so no index is times a size
    """
    found: list[tuple[Index, Index, Index]] = []
    while (pair := _pair_in(e)) is not None:
        i, j, c = pair
        index = Index(f"({i.name},{j.name})", product_axis(i.axis, j.axis))
        found.append((index, i, j))
        e = expand(e - c * (i * j.axis.size + j) + c * index)
    return e, found


def _pair_in(e: Any) -> tuple[Index, Index, Expr] | None:
    """Indices i and j with c (i d + j) in e, where d is the length of j's axis and no number."""
    e = expand(e)
    indices = sorted(e.atoms(Index), key=str)
    for j in indices:
        c = e.coeff(j)
        if not c.is_number or c == 0 or j.axis.size.is_number:
            continue
        for i in indices:
            if i is not j and expand(e.coeff(i) - c * j.axis.size) == 0:
                return i, j, c
    return None
