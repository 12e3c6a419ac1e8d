"""A difference of two sides split by its degree in x: each part is 0 if it is 0 for all x.

Place: below exact_conditions.py. A part is what is left of the difference when x is put to 0, to
units and to sums of units, so that the parts follow from the claim at these values.

Legend
  p           the difference, a polynomial          part        coefficients of one degree
  way         (c, values), ...: the part is the sum of c times the difference at the values
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symattn.kernel.indices import Sort, Term
from symattn.kernel.polynomial import Monomial, Poly
from symattn.kernel.terms import MINUS_ONE, add, entry, mul, num
from symattn.prover.exact_instances import Letters, Places, Value, put, total_of, unit_at, zero
from symattn.prover.leads import names_in

MANY = 1_000  # the degree of what is no polynomial
Difference = tuple[Term, Term]  # the two sides
Way = tuple[tuple[Fraction, dict[str, Value]], ...]


@dataclass(frozen=True)
class Part:
    """What must be 0, the places in it, and how it comes from the claim at some values."""

    term: Term
    places: Places
    way: Way
    weight: Fraction = Fraction(1)
    entries: tuple[Term, ...] = ()  # the difference is the sum of weight * entries * parts


def degree_of(t: Term, x: str) -> int:
    """How often x is a factor of t; MANY where it occurs otherwise."""
    if t.op == "entry":
        return int(t.args[0] == x)
    if t.op == "sum":
        return degree_of(t.args[1], x)
    if t.op == "mul":
        return sum(degree_of(a, x) for a in t.args)
    if t.op == "pow" and t.args[1].denominator == 1 and t.args[1] > 0:
        return int(t.args[1]) * degree_of(t.args[0], x)
    return MANY if x in names_in(t) or _differentiates(t, x) else 0


def _differentiates(t: Term, x: str) -> bool:
    stack = [t]
    while stack:
        y = stack.pop()
        if y.op == "diff" and y.args[1] == x:
            return True
        stack.extend(a for a in y.args if isinstance(a, Term))
    return False


def degrees_of(p: Poly, x: str) -> set[int]:
    """The degrees in x that occur in p; MANY among them if p is no polynomial in x."""
    return {_degree(m, x) for m in p}


def _degree(m: Monomial, x: str) -> int:
    total = 0
    for b, e, _ in m:
        d = degree_of(b, x)
        total += int(e) * d if isinstance(e, int) and e > 0 else MANY * d
    return total


def split(
    part: Part,
    difference: Difference,
    x: str,
    axes: tuple[Sort, ...],
    degrees: set[int],
    letters: Letters,
) -> list[Part]:
    """The parts of each degree in x, which has the degrees 0, 1 and 2 at most.

    Fails    NoInstance where x has an axis made of parts, or a derivative by it is inside
    """
    u, v = (tuple(map(letters.place, axes)) for _ in range(2))
    at_u, at_v = unit_at(u), unit_at(v)
    half, whole, minus = Fraction(1, 2), Fraction(1), Fraction(-1)
    found: list[tuple[list[tuple[Fraction, Value]], tuple[Places, ...]]] = []
    if 2 in degrees:
        way = [(whole, total_of(at_u, at_v)), (minus, at_u), (minus, at_v)]
        found.append((way + ([(whole, zero)] if 0 in degrees else []), (u, v)))
    if 1 in degrees:
        way = [(whole, at_u)]
        if 2 in degrees:
            way = [(half, at_u), (-half, unit_at(u, -1))]
        elif 0 in degrees:
            way.append((minus, zero))
        found.append((way, (u,)))
    if 0 in degrees:
        found.append(([(whole, zero)], ()))
    return [_part(part, difference, x, way, at) for way, at in found]


def _part(
    part: Part,
    difference: Difference,
    x: str,
    way: list[tuple[Fraction, Value]],
    at: tuple[Places, ...],
) -> Part:
    """The part of the part that the way in x makes, at one place or two."""
    both = tuple((c * d, {**values, x: value}) for c, values in part.way for d, value in way)
    places = tuple(p for places in at for p in places)
    entries = (*part.entries, *(entry(x, *places) for places in at))
    weight = part.weight / 2 if len(at) == 2 else part.weight
    return Part(combined(difference, both), (*places, *part.places), both, weight, entries)


def whole_part(difference: Difference) -> Part:
    """The difference itself."""
    return Part(apart(difference), (), ((Fraction(1), {}),))


def combined(difference: Difference, way: Way) -> Term:
    """The sum of c times the difference at the values."""
    return add(*(mul(num(c), apart(at_values(difference, values))) for c, values in way))


def at_values(difference: Difference, values: dict[str, Value]) -> Difference:
    """The two sides at the values."""
    return put(difference[0], values), put(difference[1], values)


def apart(sides: Difference) -> Term:
    """a - b."""
    return add(sides[0], mul(MINUS_ONE, sides[1]))
