"""Sizes such as n - 1 and n - m, for which no axis is made: n is split as n_rest + 1 or m + n_rest.

Place: beside the reader of whole claims, which reads a claim again when an axis is missing.

Legend
  n           the size that is split            rest     what is left of it, a size of its own
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from sympy import Expr, Integer, Symbol, expand

from symattn.expressions.assumptions import axis_of_size
from symattn.expressions.nodes import Index

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


def _is_split(record: Record, name: str) -> bool:
    return any(t.replace(" ", "").startswith(f"equal({name},") for t in record.under)


def _unused(wish: str, taken: set[str]) -> str:
    return next(n for k in count() if (n := f"{wish}{k or ''}") not in taken)
