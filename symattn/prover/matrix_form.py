"""A polynomial of entries written with matrices: sum_k A_ik B_kj - A_ij as A (B - I).

Place: used to print conditions; nothing is decided here.

Legend
  row, column   the free indices of the polynomial
  chain         matrices in the order of the product
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symattn.kernel.arithmetic import Arithmetic
from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Monomial
from symattn.kernel.statement import Statement, free_indices
from symattn.kernel.terms import entry, num
from symattn.notation.latex_writer_terms import latex_of_term

Chain = tuple[str, ...]
Row = tuple[Fraction, str, Chain]  # number, scalar factors, matrices


def latex_of_matrix_polynomial(s: Statement, residual: Term, rows: Sequence[Term]) -> str | None:
    """The residual as a sum of matrix products, or None if it is none."""
    arithmetic = Arithmetic(s)
    ends = sorted(free_indices([residual]), key=lambda i: (i not in rows, str(i.args[0])))
    if len(ends) not in (1, 2):
        return None
    ways = [(ends[0], ends[1]), (ends[1], ends[0])] if len(ends) == 2 else [(ends[0], None)]
    readings = [x for way in ways if (x := _read(arithmetic, residual, *way)) is not None]
    return min((_factored(x) for x in readings), key=lambda t: t.count("^T"), default=None)


def _read(
    arithmetic: Arithmetic, residual: Term, start: Term, end: Term | None
) -> list[Row] | None:
    """The products as chains from one index to the other, the longest first."""
    found = []
    for m, c in arithmetic.poly(residual).items():
        row = _row(arithmetic, m, Fraction(c), start, end)
        if row is None:
            return None
        found.append(row)
    found.sort(key=lambda r: (-len(r[2]), r[2]))
    sign = -1 if found and found[0][0] < 0 else 1  # it is said to be 0: the longest gets a plus
    return [(sign * c, text, chain) for c, text, chain in found]


def _row(
    arithmetic: Arithmetic, m: Monomial, c: Fraction, start: Term, end: Term | None
) -> Row | None:
    links: list[Term] = []
    scalars = []
    for x in m:
        base = x[0]
        if not free_indices([base]):
            scalars.append(x)
            continue
        if x[1] != 1 or x[2]:
            return None
        links += _links(base)
    if any(x.op not in ("entry", "delta") for x in links):
        return None
    chain = _chain(links, start, end)
    if chain is None:
        return None
    text = latex_of_term(arithmetic.monomial_term(tuple(scalars))) if scalars else ""
    return c, text, chain


def _links(base: Term) -> list[Term]:
    """The factors below the sums at the top of a base."""
    while base.op == "sum":
        base = base.args[1]
    return list(base.args) if base.op == "mul" else [base]


def _chain(links: list[Term], start: Term, end: Term | None) -> Chain | None:
    """The matrices met on the way from the row index to the column index, each used once."""
    here: Term | None = start
    chain: list[str] = []
    left = list(links)
    while left:
        found = [x for x in left if here in _indices(x)]
        if len(found) != 1 or here is None:
            return None
        x = found[0]
        left.remove(x)
        indices = _indices(x)
        if len(indices) == 1:
            chain.append(_name(x, False))
            here = None
        elif len(indices) == 2 and indices[0] is not indices[1]:
            if x.op == "entry":
                chain.append(_name(x, indices[1] is here))
            here = indices[0] if indices[1] is here else indices[1]
        else:
            return None
    return tuple(chain) if here is end else None


def _indices(x: Term) -> tuple[Term, ...]:
    return tuple(x.args[1:] if x.op == "entry" else x.args)


def _name(x: Term, transposed: bool) -> str:
    text = latex_of_term(entry(x.args[0]))
    if not transposed:
        return text
    return f"{{{text}}}^T" if "^" in text else f"{text}^T"


def _factored(rows: list[Row]) -> str:
    """The sum with the matrices that all products start or end with taken out."""
    left: list[str] = []
    right: list[str] = []
    scalar = rows[0][1] if len({r[1] for r in rows}) == 1 and rows[0][1] else ""
    if scalar:
        rows = [(c, "", ch) for c, _, ch in rows]
    while len(rows) > 1 and all(r[2] for r in rows) and len({r[2][0] for r in rows}) == 1:
        left.append(rows[0][2][0])
        rows = [(c, t, ch[1:]) for c, t, ch in rows]
    while len(rows) > 1 and all(r[2] for r in rows) and len({r[2][-1] for r in rows}) == 1:
        right.insert(0, rows[0][2][-1])
        rows = [(c, t, ch[:-1]) for c, t, ch in rows]
    if rows[0][0] < 0 and any(r[0] > 0 for r in rows):
        rows.sort(key=lambda r: r[0] < 0)
    inner = _sum(rows)
    if not (left or right or scalar):
        return inner
    middle = inner if len(rows) == 1 else rf"\left({inner}\right)"
    if not any(chain for _, _, chain in rows) and any(text for _, text, _ in rows):
        return " ".join([middle, *([scalar] if scalar else []), *left, *right])  # numbers first
    return " ".join([*([scalar] if scalar else []), *left, middle, *right])


def _sum(rows: list[Row]) -> str:
    text, one = "", "I" if any(chain for _, _, chain in rows) else "1"
    for k, (c, scalar, chain) in enumerate(rows):
        size = abs(c)
        head = "" if size == 1 else latex_of_term(num(size)) + " "
        unit = [one] if not chain and (one == "I" or not scalar) else []
        body = " ".join([*([scalar] if scalar else []), *chain, *unit])
        sign = "-" if c < 0 else "+"
        text += (f" {sign} " if k else ("-" if c < 0 else "")) + head + body
    return text
