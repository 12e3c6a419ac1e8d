"""Places that may lie outside their axis: shown to lie inside, or made a fact of the claim.

Place: trusted; below statements.py. `x[1]` asks for two places, `x[t+1]` for t+1 below n; where
the place is chosen by a sum or a condition it has to be inside for every choice.

Legend
  e           an integer expression of indices and sizes       i      an index, 0 <= i < size
  guards      expressions known to be >= 0 here, from where(c, x, y)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from sympy import And, Basic, Eq, Expr, Ge, Gt, Integer, Le, Lt, Ne, Not, Symbol, expand, false
from sympy.core.symbol import Str

from symattn.errors import Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.assumptions import Assumption, is_size_equation, size_of
from symattn.expressions.axes import Axis, ConcatAxis, concat_axis
from symattn.expressions.comparisons import need_range
from symattn.expressions.coordinates import with_coordinates
from symattn.expressions.nodes import Index, Node
from symattn.prover.claim import Claim
from symattn.prover.statement_of_assumptions import add_assumption
from symattn.prover.statement_of_given import Given

MOST_TERMS = 200  # of a place that is shown to lie inside


@dataclass(frozen=True)
class Around:
    """What is known at a place in an expression."""

    guards: tuple[Expr, ...] = ()
    chosen: bool = False  # inside a sum, a stack, a condition or the value of a let


def add_ranges(given: Given, part: Any, assumptions: Iterable[Assumption] = ()) -> None:
    """Make the places in an expression lie inside their axes, by facts about indices and sizes.

    Fails    Unsupported where a place that a sum or a condition chooses may lie outside; ShapeError
             where it is an index of an axis that has nothing to do with this one
    """
    known = tuple(facts_given(assumptions))
    for place, axis, around in _places(part, Around(known)):
        for e in (place, axis.size - 1 - place):
            if not _is_nonnegative(e, around.guards, given.least):
                _suppose(given, place, axis, e, around)


def facts_given(assumptions: Iterable[Assumption]) -> Iterator[Expr]:
    """Expressions of sizes and free indices that are >= 0 by what is given."""
    for a in assumptions:
        if a.kind == "dim_less":
            yield expand(size_of(a.args[1]) - size_of(a.args[0]) - 1)
        elif a.kind == "dim_at_least":
            yield expand(size_of(a.args[0]) - a.args[1])
        elif a.kind == "equal" and isinstance(a.args[0], N.Where):
            if a.args[0].args[1:] == (N.Constant(1), N.Constant(0)) and a.args[1] == N.Constant(1):
                yield from _guards(a.args[0].args[0])
        elif is_size_equation(a):
            difference = expand(size_of(a.args[0]) - size_of(a.args[1]))
            yield from (difference, -difference)
        elif a.kind == "equal" and isinstance(a.args[0], N.Where):
            condition, *values = a.args[0].args
            if [*values, a.args[1]] == [N.Constant(1), N.Constant(0), N.Constant(1)]:
                yield from _guards(condition)  # a free index below n - 1


def facts_of_splits(stands_for: Mapping[Symbol, Axis], claim: Claim) -> Iterator[str]:
    """What is understood where n was split as k + n_rest to make an axis of n - k: n >= k.

    Only a claim that is read splits sizes; nothing is said where n >= k is given.
    """
    facts = tuple(facts_given(claim.given))
    least = dict(claim.least)
    for n, axis in stands_for.items():
        parts = axis.args if type(axis) is ConcatAxis else ()
        rest = [p.size for p in parts if str(p.size).startswith(f"{n}_rest")]
        if len(rest) != 1:
            continue
        k = expand(axis.size - rest[0])
        given = any(expand(rest[0] - f).is_nonnegative for f in facts if f.has(rest[0]))
        if not given and not (k.is_Integer and k <= least.get(n.name, 1)):
            yield f"{n} >= {k}"


def all_places_inside(part: Any, least: dict[str, int]) -> bool:
    """Whether every place in an expression lies inside its axis, whatever is around it."""
    return all(
        _is_nonnegative(e, around.guards, least)
        for place, axis, around in _places(part, Around())
        for e in (place, axis.size - 1 - place)
    )


def _suppose(given: Given, place: Expr, axis: Axis, e: Expr, around: Around) -> None:
    need_range(f"picking the place {place}", place, axis)
    if around.chosen or e.is_negative:
        raise Unsupported(
            "stating a claim", f"the place {place} may lie outside the axis {axis}",
            "every place that a sum or a condition chooses has to be inside",
            "shorten the sum, or write where(condition, inside, outside)",
        )  # fmt: skip
    if isinstance(place, Integer) and type(axis) is Axis and isinstance(axis.size, Symbol):
        name = axis.size.name
        given.least[name] = max(given.least.get(name, 1), int(place) + 1)
        given.understood.append(f"{name} >= {int(place) + 1}")
        return
    given.understood.append(f"{place} >= 0" if e == place else f"{place} < {axis.size}")
    inside = N.Where(Ge(e, 0), N.Constant(1), N.Constant(0))
    add_assumption(given, Assumption("equal", (inside, N.Constant(1))))


def _places(x: Any, around: Around) -> Iterator[tuple[Expr, Axis, Around]]:
    """Every place in x with its axis and what is known there."""
    if isinstance(x, N.Where):
        condition, yes, no = x.args
        for c, branch in ((condition, yes), (Not(condition), no)):
            if c != false:
                guards = around.guards + tuple(_guards(c))
                yield from _places(branch, Around(guards, True))
        return
    if isinstance(x, N.At):
        for place, axis in zip(x.args[1], x.args[0].shape, strict=True):
            if not isinstance(place, Str):
                yield place, axis, around
    if isinstance(x, N.Cut):
        borders = concat_axis(x.args[0].shape[int(x.args[1])], Axis(1))
        yield from ((e, borders, around) for e in x.args[2:])
    if isinstance(x, N.UnitVector):
        yield x.args[0], x.args[1], around
    if isinstance(x, N.HeadSlice):
        yield x.args[2], x.args[0].shape[int(x.args[1])].args[0], around
    if isinstance(x, N.SumOver | N.Stack | N.ConcatOver | N.Let):
        around = replace(around, chosen=True)
    for a in x.args if isinstance(x, Basic) else ():
        if isinstance(a, Node):
            yield from _places(a, around)


def _guards(c: Any) -> Iterator[Expr]:
    """Expressions that are >= 0 where the condition holds; not all of them, perhaps none."""
    if isinstance(c, And):
        for a in c.args:
            yield from _guards(a)
    elif isinstance(c, (Lt, Gt)):
        yield c.gts - c.lts - 1
    elif isinstance(c, (Le, Ge)):
        yield c.gts - c.lts
    elif isinstance(c, Eq):
        yield from (c.lhs - c.rhs, c.rhs - c.lhs)
    elif isinstance(c, Ne):
        for e in (c.lhs - c.rhs, c.rhs - c.lhs):
            if _is_nonnegative(e, (), {}):
                yield e - 1


def _is_nonnegative(e: Expr, guards: tuple[Expr, ...], least: dict[str, int]) -> bool:
    """Whether e >= 0 follows from the ranges of its indices, alone or after up to two guards.

    Math     e - g >= 0 and g >= 0 give e >= 0
    """
    e, guards = with_coordinates(e)[0], tuple(with_coordinates(g)[0] for g in guards)
    candidates = [e, *(e - g for g in guards), *(e - g - h for g, h in combinations(guards, 2))]
    return any(_is_nonnegative_alone(expand(c), least) for c in candidates)


def _is_nonnegative_alone(e: Expr, least: dict[str, int]) -> bool:
    for i in sorted(e.atoms(Index), key=str):
        slope = expand(e.coeff(i))
        rest = expand(e - slope * i)
        if rest.has(i):
            return False
        if _has_sign(slope, 1, least):
            e = rest
        elif _has_sign(slope, -1, least):
            e = expand(rest + slope * (i.axis.size - 1))
        else:
            return False
    return _has_sign(e, 1, least)


def _has_sign(e: Expr, sign: int, least: dict[str, int]) -> bool:
    """Whether sign * e is a sum of products >= 0, counting each size from its least value."""
    if e.atoms(Index) or len(e.args) > MOST_TERMS:
        return all(_has_sign_alone(t, sign) for t in e.as_ordered_terms())
    moved = {s: s + least.get(s.name, 1) for s in e.free_symbols}
    return all(
        _has_sign_alone(t, sign)
        for t in expand(e.subs(moved, simultaneous=True)).as_ordered_terms()
    )


def _has_sign_alone(term: Expr, sign: int) -> bool:
    number, rest = term.as_coeff_Mul()
    factors = rest.as_ordered_factors()
    whole = all(isinstance(f.as_base_exp()[0], Symbol) for f in factors if f != 1)
    powers = all(
        isinstance(f.as_base_exp()[1], Integer) and f.as_base_exp()[1] >= 0 for f in factors
    )
    return bool(whole and powers and number * sign >= 0)
