"""Patterns: a hypothesis holds for all its indices, and a match says for which ones it is needed.

Place: below rewriting. Untrusted: the kernel instantiates the hypothesis itself.

Legend
  variable    a free index named "?0", "?1", ...: an index the hypothesis quantifies over
  k           how many sums stand at the top of the pattern; their levels match bound levels
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from symattn.kernel.indices import INDEX_OPS, Sort, Term, free, sort_of
from symattn.kernel.polynomial import Factor
from symattn.kernel.rules_indices import replaced
from symattn.kernel.terms import binders_of, shift

COMMUTATIVE = ("add", "mul")
MOST_UNORDERED = 6  # factors or summands that are tried in any order
Match = dict[Any, Any]  # variable -> index term; pattern level -> level of the target


def variable(number: int, s: Sort) -> Term:
    """The variable for the index that a hypothesis quantifies over at this level."""
    return free(f"?{number}", s)


def is_variable(t: Term) -> bool:
    """Whether t is a variable of a pattern."""
    return t.op == "free" and str(t.args[0]).startswith("?")


def match(p: Term, t: Term, found: Match, k: int, depth: int = 0) -> Match | None:
    """`found` extended so that the pattern p becomes t, or None."""
    if p.op == "bound":
        return _match_level(p, t, found, k, depth)
    if is_variable(p):
        if t.op not in INDEX_OPS or sort_of(t) != p.args[1]:
            return None
        if any(level < depth for level, _ in t.dangling):
            return None
        outside = shift(t, -depth)
        if p in found:
            return found if found[p] is outside else None
        return {**found, p: outside}
    if p.op != t.op or len(p.args) != len(t.args):
        return None
    if p.op in COMMUTATIVE and len(p.args) <= MOST_UNORDERED:
        return _match_unordered(p.args, t.args, found, k, depth)
    for place, (a, b) in enumerate(zip(p.args, t.args, strict=True)):
        if isinstance(a, Term) and isinstance(b, Term):
            new = match(a, b, found, k, depth + binders_of(p, place))
            if new is None:
                return None
            found = new
        elif a != b:
            return None
    return found


def _match_unordered(
    pattern: Sequence[Term], target: Sequence[Term], found: Match, k: int, depth: int
) -> Match | None:
    """The first match of factors or summands, whose order depends on the names of the indices."""
    if not pattern:
        return found
    for place, t in enumerate(target):
        new = match(pattern[0], t, found, k, depth)
        if new is not None:
            rest = [*target[:place], *target[place + 1 :]]
            whole = _match_unordered(pattern[1:], rest, new, k, depth)
            if whole is not None:
                return whole
    return None


def _match_level(p: Term, t: Term, found: Match, k: int, depth: int) -> Match | None:
    level, s = p.args
    if level < depth:
        return found if t is p else None
    own = level - depth
    if own >= k or t.op != "bound" or t.args[1] != s or t.args[0] < depth:
        return None
    target = t.args[0] - depth
    if own in found:
        return found if found[own] == target else None
    if target in [v for key, v in found.items() if isinstance(key, int)]:
        return None
    return {**found, own: target}


def match_factors(
    pattern: Sequence[Factor],
    target: Sequence[Factor],
    k: int,
    symmetric: Collection[str] = (),
    found: Match | None = None,
) -> Iterator[tuple[Match, tuple[Factor, ...]]]:
    """Ways to find the pattern's factors among the target's, with the factors left over.

    The entries of a matrix that is equal to its transpose, or minus it, match both ways.
    """
    found = found or {}
    if not pattern:
        yield found, tuple(target)
        return
    (base, e, f), *rest = pattern
    for place, (b, d, g) in enumerate(target):
        if f or g or (d != e and not _contains(d, e)):
            continue
        for new in _both_ways(base, b, found, k, symmetric):
            left = [*target[:place], *target[place + 1 :]]
            if d != e:
                left.append((b, d - e, 0))
            yield from match_factors(rest, left, k, symmetric, new)


def _contains(d: Any, e: Any) -> bool:
    return isinstance(d, int) and isinstance(e, int) and d * e > 0 and abs(d) > abs(e)


def _both_ways(
    p: Term, t: Term, found: Match, k: int, symmetric: Collection[str]
) -> Iterator[Match]:
    """Matches of p with t; a delta and a symmetric entry also with its sides exchanged."""
    new = match(p, t, found, k)
    if new is not None:
        yield new
    if p.op == t.op == "delta" or _is_mirrored(p, t, symmetric):
        first = match(p.args[-2], t.args[-1], found, k)
        second = match(p.args[-1], t.args[-2], first, k) if first is not None else None
        if second is not None:
            yield second


def _is_mirrored(p: Term, t: Term, symmetric: Collection[str]) -> bool:
    return p.op == t.op == "entry" and p.args[0] == t.args[0] in symmetric and len(t.args) == 3


def filled(t: Term, found: Match) -> Term:
    """The pattern t with the found indices for its variables."""
    for v, i in found.items():
        if not isinstance(v, int):
            t = replaced(t, v, i)
    return t


def indices_in(found: Match) -> list[Term]:
    """What a match puts for the variables."""
    return [i for v, i in found.items() if not isinstance(v, int)]
