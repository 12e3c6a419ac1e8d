"""A condition as alternatives, each proved to be enough for the claim.

Place: below exact_conditions.py.

Legend
  f           what is 0 in one alternative         n = k, n = m       an alternative about sizes
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from symattn.kernel.arithmetic import Arithmetic
from symattn.kernel.indices import Sort, Term
from symattn.kernel.polynomial import plus
from symattn.kernel.statement import Judgement, Statement
from symattn.kernel.terms import MINUS_ONE, add, size
from symattn.prover.exact_instances import closed
from symattn.prover.exact_proofs import follows, suffices
from symattn.prover.exact_sizes import judgement_at, statement_at
from symattn.prover.exact_solving import Solved


@dataclass(frozen=True)
class Condition:
    """One of the alternatives, all of it; for sizes from 2 on in `above`."""

    alternatives: tuple[tuple[Judgement, ...], ...]
    above: tuple[str, ...] = ()


def sizes_equated(s: Statement, f: Term) -> tuple[str, Sort] | None:
    """n and what it is equal to where f = 0 says no more than n = k or n = m."""
    arithmetic = Arithmetic(s)
    found = {}
    for m, c in arithmetic.poly(f).items():
        if m and (len(m) != 1 or m[0][0].op != "size" or m[0][1:] != (1, 0)):
            return None
        found[m[0][0].args[0] if m else ""] = Fraction(c)
    names = sorted(n for n in found if n)
    if len(names) == 2 and "" not in found and sum(found.values()) == 0:
        return names[1], names[0]
    if len(names) != 1:
        return None
    k = -found.get("", Fraction(0)) / found[names[0]]
    return (names[0], int(k)) if k.denominator == 1 and 1 <= k <= 64 else None


def enough(s: Statement, domain: Sequence[Judgement], j: Judgement, seconds: float) -> bool:
    """Whether the claim is proved where the judgement holds."""
    equated = sizes_equated(s, j.a) if j.rel == "=" else None
    if equated is None:
        return suffices(s, domain, [closed(j.rel, j.a, j.b)], seconds)
    name, sort = equated
    least = dict(s.sizes)
    new: tuple[tuple[str, int], ...] = ()
    if isinstance(sort, str):
        new = ((sort, max(least[name], least[sort])),)
    at = statement_at(s, name, sort, new)
    return follows(at, seconds, [judgement_at(c, name, sort) for c in domain])


def impossible(s: Statement, j: Judgement) -> bool:
    """Whether f = 0 for an f that is never 0, or it says that a size is less than it can be."""
    f = j.a
    if j.rel != "=":
        return False
    arithmetic = Arithmetic(s)
    minus = arithmetic.term(plus({}, arithmetic.poly(f), -1))
    if arithmetic.sign(f) == 2 or arithmetic.sign(minus) == 2:
        return True
    equated = sizes_equated(s, f)
    if equated is None or isinstance(equated[1], str):
        return False
    name, k = equated
    return bool(k < dict(s.sizes)[name])


def alternatives_of(
    s: Statement, domain: Sequence[Judgement], found: Solved, seconds: float
) -> Condition | None:
    """The factors as alternatives, if each of them is enough; with n = 1 where that is as well."""
    factors = [j for j in found.factors if not impossible(s, j)]
    if not factors or not all(enough(s, domain, j, seconds) for j in factors):
        return None
    arithmetic = Arithmetic(s)
    ones = {
        n: Judgement("=", arithmetic.term(arithmetic.poly(add(size(n), MINUS_ONE))))
        for n in found.above
    }
    one = {n: j for n, j in ones.items() if enough(s, domain, j, seconds)}
    new = [j for j in one.values() if j not in factors]
    above = tuple(n for n in found.above if n not in one)
    return Condition(tuple((j,) for j in (*new, *factors)), above)
