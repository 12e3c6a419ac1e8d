"""Named properties under which a refuted claim holds, looked at in floats and then proved.

Place: below exact_conditions.py, for claims whose exact condition was not found. A property is
tried at a few points first; one that is proved to be enough is said to be that, and no more.

Legend
  A, B        matrices          b       a vector          c       a scalar          n, m     sizes
  table       the entries of a tensor at a point; a property changes some so that it holds
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from time import perf_counter
from typing import Any

from symattn.kernel.indices import Sort, Term, bound, free
from symattn.kernel.intervals import Undefined
from symattn.kernel.polynomial import TooLarge
from symattn.kernel.statement import Judgement, Statement
from symattn.kernel.terms import MINUS_ONE, add, delta, entry, mul, num, size, total
from symattn.kernel.theorem import StepRefused
from symattn.kernel.witness import Witness
from symattn.prover.exact_alternatives import enough, impossible
from symattn.prover.exact_instances import Letters, closed
from symattn.prover.leads import names_in
from symattn.prover.proof import OutOfBudget
from symattn.prover.refuter import false_in_float
from symattn.prover.sampling import Sampler
from symattn.prover.sampling_filler import Draft
from symattn.prover.sampling_numbers import FloatArithmetic
from symattn.prover.sampling_tables import Table
from symattn.prover.search import possible_conditions

Tables = dict[str, Table]
Point = tuple[Witness, Tables]
MOST_PROOFS = 3  # that are attempted of properties that look right
DRAWS = 3


@dataclass(frozen=True)
class Property:
    """What it says, and the tables changed so that it holds, unless they are drawn so.

    `equal` are sizes that are one.
    """

    says: Judgement
    change: Callable[[Tables], None]
    equal: tuple[str, Sort] | None = None
    drawn: bool = False


def property_enough(s: Statement, names: Sequence[str], seconds: float) -> Judgement | None:
    """The first property of what is not quantified that is proved to be enough for the claim."""
    end, domain, proofs = perf_counter() + seconds, possible_conditions(s), 0
    points = points_of(s)
    for p in properties(s, names):
        left = end - perf_counter()
        if left <= 0 or proofs >= MOST_PROOFS:
            return None
        if impossible(s, p.says) or not _looks_right(s, p, points):
            continue
        proofs += 1
        try:
            if enough(s, domain, p.says, left / 2):
                return p.says
        except (OutOfBudget, StepRefused, TooLarge, RecursionError):
            continue
    return None


def _looks_right(s: Statement, p: Property, points: Sequence[Point]) -> bool:
    """Whether no goal looks false at some points where the property holds."""
    j, live = p.says, 0
    drawn_from = replace(s, hypotheses=(*s.hypotheses, closed(j.rel, j.a, j.b))) if p.drawn else s
    if p.drawn or p.equal is not None:
        points = points_of(drawn_from, p.equal)
    for witness, tables in points:
        at = dict(tables)
        if not p.drawn:
            p.change(at)
        draft = Draft(drawn_from, witness, at, FloatArithmetic())
        for goal in s.goals:
            if false_in_float(draft, goal):
                return False
            live += _has_value(draft, goal)
    return live > 0


def points_of(s: Statement, equal: tuple[str, Sort] | None = None) -> list[Point]:
    """Some points of the statement, at sizes that differ but for those that are equal."""
    sizes = {n: max(least, 2) + k % 3 for k, (n, least) in enumerate(s.sizes)}
    if equal is not None:
        n, other = equal
        sizes[n] = other if isinstance(other, int) else sizes[other]
    sampler = Sampler(s, sizes, Random(7))
    return [drawn for k in range(DRAWS) if (drawn := sampler.draw(k)) is not None]


def _has_value(draft: Draft, goal: Judgement) -> bool:
    try:
        draft.evaluation.value(goal.a)
    except (Undefined, OverflowError, RecursionError):
        return False
    return True


# ---- the properties ------------------------------------------------------------------------------


def properties(s: Statement, names: Sequence[str]) -> Iterator[Property]:
    """Properties of the sizes and of the tensors that nothing is said of, the weaker ones first."""
    given = [t for h in s.hypotheses for t in (h.judgement.a, h.judgement.b)]
    supposed = {n for t in given for n in names_in(t)}
    used = ({n for g in s.goals for t in (g.a, g.b) for n in names_in(t)} | supposed) - set(names)
    axes = {n: a for n, a, words in s.tensors if n in used and not words}
    positive = [n for n, a, words in s.tensors if n in used and words == ("positive",) and not a]
    yield from _of_equal_sizes(s)
    for n in (n for n, a in axes.items() if not a and n not in supposed):
        yield from _of_scalar(n)
    yield from (_scalar(n, 1) for n in positive if n not in supposed)
    letters = Letters.of(s)
    matrices = {n: a for n, a in axes.items() if len(a) == 2 and all(isinstance(x, str) for x in a)}
    for n, (rows, columns) in matrices.items():
        i, j = (free(letters.new(), x) for x in (rows, columns))
        if n in supposed:
            continue
        if rows == columns:
            yield from _of_square(n, i, j)
        yield from _of_matrix(n, i, j, free(letters.new(), rows))
    for p, pair in _of_pairs(matrices, letters):
        yield replace(p, drawn=True) if set(pair) & supposed else p
    for n, a in axes.items():
        if len(a) == 1 and isinstance(a[0], str) and n not in supposed:
            yield from _of_vector(n, free(letters.new(), a[0]), free(letters.new(), a[0]))
    for n, least in s.sizes:
        if least <= 1:
            yield Property(_apart(size(n), num(1)), _as_drawn, (n, 1))


def _apart(a: Term, b: Term) -> Judgement:
    return Judgement("=", add(a, mul(MINUS_ONE, b)))


def _as_drawn(tables: Tables) -> None:
    """The tables as they are."""


def _of_equal_sizes(s: Statement) -> Iterator[Property]:
    names = [n for n, _ in s.sizes]
    for k, n in enumerate(names):
        for m in names[:k]:
            yield Property(_apart(size(n), size(m)), _as_drawn, (n, m))


def _scalar(n: str, value: int) -> Property:
    def change(tables: Tables) -> None:
        tables[n] = {(): Fraction(value)}

    says = Judgement("=", add(entry(n), num(-value)) if value else entry(n))
    return Property(says, change)


def _of_scalar(n: str) -> Iterator[Property]:
    def absolute(tables: Tables) -> None:
        tables[n] = {(): abs(tables[n][()])}

    yield Property(Judgement(">=", entry(n)), absolute)
    for value in (0, 1, -1) if n.startswith(("eps", "delta", "lam")) else (1, 0, -1):
        yield _scalar(n, value)


def _mapped(n: str, f: Callable[[Table, tuple[int, ...]], Any]) -> Callable[[Tables], None]:
    """The tables with every entry of n computed from its old table."""

    def change(tables: Tables) -> None:
        old = tables[n]
        tables[n] = {place: f(old, place) for place in old}

    return change


def _of_square(n: str, i: Term, j: Term) -> Iterator[Property]:
    here, mirrored = entry(n, i, j), entry(n, j, i)
    k = bound(0, i.args[1])
    gram = total(i.args[1], mul(entry(n, k, i), entry(n, k, j)))
    yield Property(_apart(here, mirrored), _mapped(n, lambda t, p: t[p] + t[p[::-1]]))
    yield Property(Judgement("=", add(here, mirrored)), _mapped(n, lambda t, p: t[p] - t[p[::-1]]))
    rows = _mapped(n, lambda t, p: Fraction(int((p[0] + 1) % _rows(t) == p[1])))
    yield Property(_apart(gram, delta(i, j)), rows)
    yield Property(_apart(here, delta(i, j)), _mapped(n, lambda t, p: Fraction(int(p[0] == p[1]))))


def _rows(t: Table) -> int:
    return 1 + max(p[0] for p in t)


def _of_matrix(n: str, i: Term, j: Term, k: Term) -> Iterator[Property]:
    level = bound(0, j.args[1])
    row = total(j.args[1], entry(n, i, level))
    yield Property(_apart(entry(n, i, j), entry(n, k, j)), _mapped(n, lambda t, p: t[0, p[1]]))
    yield Property(_apart(row, num(1)), _mapped(n, _last_makes(1)))
    yield Property(Judgement("=", row), _mapped(n, _last_makes(0)))


def _last_makes(value: int) -> Callable[[Table, tuple[int, ...]], Any]:
    """The last entry of a row such that the row sums to the value."""

    def changed(t: Table, p: tuple[int, ...]) -> Any:
        own = [q for q in t if q[:-1] == p[:-1]]
        if p != max(own):
            return t[p]
        return value - sum(t[q] for q in own if q != p)

    return changed


def _of_pairs(
    axes: dict[str, tuple[Sort, ...]], letters: Letters
) -> Iterator[tuple[Property, tuple[str, str]]]:
    names = sorted(axes)
    for k, b in enumerate(names):
        for a in names[:k]:
            if axes[a] != axes[b]:
                continue
            i, j = (free(letters.new(), x) for x in axes[a])
            if axes[a][0] == axes[a][1]:
                yield _commuting(a, b, i, j), (a, b)
            yield Property(_apart(entry(a, i, j), entry(b, i, j)), _copied(a, b)), (a, b)


def _copied(a: str, b: str) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        tables[b] = dict(tables[a])

    return change


def _commuting(a: str, b: str, i: Term, j: Term) -> Property:
    level = bound(0, i.args[1])
    ab = total(i.args[1], mul(entry(a, i, level), entry(b, level, j)))
    ba = total(i.args[1], mul(entry(b, i, level), entry(a, level, j)))

    def change(tables: Tables) -> None:
        t = tables[a]
        n = range(_rows(t))
        tables[b] = {(p, q): t[p, q] + sum(t[p, r] * t[r, q] for r in n) for p in n for q in n}

    return Property(_apart(ab, ba), change)


def _of_vector(n: str, i: Term, k: Term) -> Iterator[Property]:
    whole = total(i.args[1], entry(n, bound(0, i.args[1])))
    yield Property(_apart(entry(n, i), entry(n, k)), _mapped(n, lambda t, p: t[(0,)]))
    yield Property(_apart(whole, num(1)), _mapped(n, _last_makes(1)))
    yield Property(Judgement("=", whole), _mapped(n, _last_makes(0)))
    yield Property(Judgement("=", entry(n, i)), _mapped(n, lambda t, p: Fraction(0)))
