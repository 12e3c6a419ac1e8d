"""Denominators as products of irreducible factors, so that each has one form.

Place: part of the normal form, below powers. FLINT finds the factors; the kernel multiplies them
out again and decides.

Legend
  p           a polynomial with several summands       x      one of its bases, a variable for FLINT
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from symattn.kernel.arithmetic import Arithmetic
from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Monomial, Poly, plus, whole

MOST_SUMMANDS, MOST_BASES, MOST_DEGREE = 80, 10, 24


def factors_of(arithmetic: Arithmetic, p: Poly) -> list[tuple[Poly, int]] | None:
    """The irreducible factors of p with their powers, without its number; None if it has only one.

    Needs    no marks in p; exponents that are whole and not negative, or bases that are positive
    """
    bases = sorted({x[0] for m in p for x in m}, key=lambda b: b.key)
    if len(p) < 2 or len(p) > MOST_SUMMANDS or len(bases) > MOST_BASES:
        return None
    if any(f for m in p for _, _, f in m) or any(map(arithmetic.boolean, bases)):
        return None
    fine = {b: lcm(*(Fraction(e).denominator for m in p for c, e, _ in m if c is b)) for b in bases}
    rows = [{b: int(e * fine[b]) for b, e, _ in m} for m in p]
    if any(fine[b] > 1 and arithmetic.sign(b) < 2 for b in bases):
        return None
    if any(e < 0 for row in rows for e in row.values()):
        return None
    if max(sum(row.values()) for row in rows) > MOST_DEGREE:
        return None
    table = {
        tuple(row.get(b, 0) for b in bases): Fraction(c)
        for row, c in zip(rows, p.values(), strict=True)
    }
    found = _factored(table, len(bases))
    if len(found) == 1 and found[0][1] == 1:
        return None
    return [(_poly(arithmetic, q, bases, fine), n) for q, n in found]


def quotient(arithmetic: Arithmetic, p: Poly, q: Poly) -> Poly | None:
    """w with p = q w, or None; for powers that are whole and not negative, without marks."""
    bases = sorted({x[0] for m in (*p, *q) for x in m}, key=lambda b: b.key)
    if len(bases) > MOST_BASES or max(len(p), len(q)) > MOST_SUMMANDS:
        return None
    if any(f or not isinstance(e, int) or e < 0 for m in (*p, *q) for _, e, f in m):
        return None
    context = fmpq_mpoly_ctx.get([f"x{k}" for k in range(len(bases))], Ordering.lex)
    place = {b: k for k, b in enumerate(bases)}
    sides = []
    for poly in (p, q):
        rows = {}
        for m, c in poly.items():
            row = [0] * len(bases)
            for b, e, _ in m:
                row[place[b]] = int(e)
            rows[tuple(row)] = fmpq(Fraction(c).numerator, Fraction(c).denominator)
        sides.append(context.from_dict(rows))
    whole_part, rest = divmod(sides[0], sides[1])
    if rest != 0:
        return None
    table = {
        tuple(map(int, m)): Fraction(int(c.p), int(c.q)) for m, c in whole_part.to_dict().items()
    }
    return _poly(arithmetic, table, bases, dict.fromkeys(bases, 1))


def _factored(
    table: dict[tuple[int, ...], Fraction], n: int
) -> list[tuple[dict[tuple[int, ...], Fraction], int]]:
    """The irreducible factors over the rational numbers, by FLINT."""
    context = fmpq_mpoly_ctx.get([f"x{k}" for k in range(n)], Ordering.lex)
    given = {m: fmpq(c.numerator, c.denominator) for m, c in table.items()}
    _, factors = context.from_dict(given).factor()
    return [
        (
            {tuple(map(int, m)): Fraction(int(c.p), int(c.q)) for m, c in q.to_dict().items()},
            int(k),
        )
        for q, k in factors
    ]


def _poly(
    arithmetic: Arithmetic,
    table: dict[tuple[int, ...], Fraction],
    bases: list[Term],
    fine: dict[Term, int],
) -> Poly:
    out: Poly = {}
    for exponents, c in table.items():
        factors = [
            arithmetic.factor(b, whole(Fraction(e, fine[b])), 0)
            for b, e in zip(bases, exponents, strict=True)
            if e
        ]
        m: Monomial = tuple(x for x in factors if x is not None)
        out = plus(out, {tuple(sorted(m, key=lambda x: (x[0].key, x[1]))): whole(c)})
    return out
