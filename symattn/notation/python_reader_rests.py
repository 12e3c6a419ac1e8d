"""Sizes such as n - 1 and n - m, for which no axis is made: n is split as n_rest + 1 or m + n_rest.

Place: beside the reader of whole claims, which reads a claim again when an axis is missing, or when
its first or last place is better told apart.

Legend
  n           the size that is split            rest     what is left of it, a size of its own
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from sympy import Basic, Expr, Integer, Symbol, expand, preorder_traversal

from symattn.expressions.assumptions import axis_of_size
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import At, Index, UnitVector

if TYPE_CHECKING:
    from symattn.notation.python_reader_claims import Record


def with_rest(record: Record, length: Expr, least: dict[str, int]) -> Record | None:
    """The claim with one size split so that an axis has the length; None if none can be split.

    Math     n - 1 is n_rest where n = n_rest + 1; n - m is n_rest where n = m + n_rest
    """
    if length.atoms(Index):
        return None
    terms = expand(length).as_ordered_terms()
    missing = -sum((t for t in terms if t.could_extract_minus_sign()), Integer(0))
    for n in sorted(length.free_symbols, key=str):
        factor = expand(length).coeff(n)
        if not (isinstance(n, Symbol) and isinstance(factor, Integer) and factor > 0):
            continue
        if n.name not in least or _is_split(record, n.name):
            continue
        shift = -(-missing // factor) if missing.is_Integer else missing
        rest = _unused(f"{n.name}_rest", {*least, *record.symbols, *record.indices})
        made = axis_of_size(expand(length.subs(n, Symbol(rest, integer=True) + shift)))
        own = axis_of_size(shift)
        if made is None or own is None:
            continue
        short = max(0, least[n.name] - int(shift)) if shift.is_Integer else 0
        equation = f"equal({n.name}, {rest} + {own})" if shift.is_Integer else (
            f"equal({n.name}, {own} + {rest})"
        )  # fmt: skip
        dims = None if record.dims is None else (*record.dims, rest)
        return replace(
            record, under=(*record.under, equation), dims=dims, least={**record.least, rest: short}
        )
    return None


def with_ends_apart(record: Record, parts: Iterable[Basic], least: dict[str, int]) -> Record | None:
    """The claim with a size split where the first or the last place of its axis is asked for.

    Math     n = 1 + n_rest for x[0], n = n_rest + 1 for x[n-1], n = 1 + n_rest + 1 for both
    """
    ends: dict[str, set[str]] = {}
    for place, axis in (p for part in parts for p in _places(part)):
        n = axis.size
        if type(axis) is Axis and isinstance(n, Symbol) and not _is_split(record, n.name):
            found = ends.setdefault(n.name, set())
            found |= {"first"} if place == 0 else set()
            found |= {"last"} if expand(place - n + 1) == 0 else set()
    for name, asked in sorted(ends.items()):
        if len(asked) > 1 and least.get(name, 0) < 2:
            asked = {"first"}
        if asked and least.get(name, 0) >= len(asked):
            rest = _unused(f"{name}_rest", {*least, *record.symbols, *record.indices})
            first, last = ("1 + " * ("first" in asked), " + 1" * ("last" in asked))
            return replace(
                record, under=(*record.under, f"equal({name}, {first}{rest}{last})"),
                dims=None if record.dims is None else (*record.dims, rest),
                least={**record.least, rest: least[name] - len(asked)},
            )  # fmt: skip
    return None


def _places(x: Basic) -> Iterator[tuple[Expr, Axis]]:
    """Every place in x that is no whole axis, with its axis."""
    for node in preorder_traversal(x):
        if isinstance(node, At):
            pairs = zip(node.args[1], node.args[0].shape, strict=True)
            yield from ((p, axis) for p, axis in pairs if isinstance(p, Expr))
        elif isinstance(node, UnitVector):
            yield node.args[0], node.args[1]


def _is_split(record: Record, name: str) -> bool:
    return any(t.replace(" ", "").startswith(f"equal({name},") for t in record.under)


def _unused(wish: str, taken: set[str]) -> str:
    return next(n for k in count() if (n := f"{wish}{k or ''}") not in taken)
