"""Which sizes to try: small ones first, then those that the terms themselves suggest.

Place: untrusted, under refuter.py.

Legend
  work        roughly how many steps an evaluation takes at given sizes
  vertices    how many indices of one sort stand in one product: a claim that is false only for n
              distinct indices needs a size of at least n
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from math import ceil

from symattn.kernel.evaluation import REMEMBERED
from symattn.kernel.guards import is_guard
from symattn.kernel.indices import INDEX_OPS, Sort, Term, sort_of
from symattn.kernel.statement import Statement, subterms

MOST_VERTICES = 8


def terms_of(s: Statement) -> list[Term]:
    """Both sides of every goal and hypothesis."""
    judgements = [*s.goals, *(h.judgement for h in s.hypotheses)]
    return [t for j in judgements for t in (j.a, j.b)]


def count(sort: Sort, sizes: dict[str, int]) -> int:
    """How many elements a sort has."""
    if isinstance(sort, int):
        return sort
    if isinstance(sort, str):
        return sizes.get(sort, 1)
    parts = [count(x, sizes) for x in sort[1:]]
    result = 0 if sort[0] == "+" else 1
    for k in parts:
        result = result + k if sort[0] == "+" else result * k
    return result


def work(terms: list[Term], sizes: dict[str, int]) -> int:
    """Roughly how many steps the terms take, when every repeated value is remembered."""
    result = 0
    for sorts, steps in _steps_by_ranges(tuple(terms)):
        times = steps
        for sort in sorts:
            times *= max(count(sort, sizes), 1)
        result += times
    return result


@lru_cache(maxsize=4)
def _steps_by_ranges(terms: tuple[Term, ...]) -> tuple[tuple[tuple[Sort, ...], int], ...]:
    """How many steps are taken once for each element of the same ranges."""
    local: dict[Term, int] = {}

    def steps(t: Term) -> int:  # without what lies under remembered terms
        if t not in local:
            local[t] = 0
            inner = [a for a in t.args if isinstance(a, Term) and a.op not in INDEX_OPS]
            inner = [a for a in inner if not is_guard(a)]  # they save more than they cost
            local[t] = 1 + sum(1 if a.op in REMEMBERED else steps(a) for a in inner)
        return local[t]

    found: dict[tuple[Sort, ...], int] = {(): 0}
    for t in subterms(list(terms)):
        if t.op in REMEMBERED:
            sorts = [sort for _, sort in t.dangling]
            sorts += [t.args[0]] if t.op in ("sum", "max") else []
            sorts += [sort_of(a) for a in t.args[2:]] if t.op == "diff" else []
            key = tuple(sorted(sorts, key=str))
            found[key] = found.get(key, 0) + steps(t)
    found[()] += sum(steps(t) for t in terms if t.op not in REMEMBERED)
    return tuple(found.items())


def _names(sort: Sort) -> Iterator[str]:
    if isinstance(sort, str):
        yield sort
    elif isinstance(sort, tuple):
        for part in sort[1:]:
            yield from _names(part)


def _constants(terms: list[Term]) -> dict[str, set[int]]:
    """Sizes just beyond the numbers with which indices and sizes are compared."""
    found: dict[str, set[int]] = {}
    for t in subterms(terms):
        if t.op != "holds":
            continue
        bound = ceil(abs(t.args[1]))
        for p in t.args[3::2]:
            for name in _names(p.args[0] if p.op == "size" else sort_of(p)):
                found.setdefault(name, set()).update((bound + 1, bound + 2))
    return found


def _vertices(t: Term, sort: str, memo: dict[Term, int]) -> int:
    if t.op in INDEX_OPS or t.op in ("num", "size", "entry", "delta", "holds"):
        return 0
    if t not in memo:
        memo[t] = 0
        inner = [_vertices(a, sort, memo) for a in t.args if isinstance(a, Term)]
        result = sum(inner) if t.op == "mul" else max(inner, default=0)
        if t.op in ("sum", "max"):
            result += list(_names(t.args[0])).count(sort)
        if t.op == "pow" and t.args[1].denominator == 1:
            result *= min(abs(t.args[1].numerator), MOST_VERTICES)
        memo[t] = result
    return memo[t]


def size_choices(s: Statement, most_work: int = 1_000_000) -> Iterator[dict[str, int]]:
    """Sizes to try, without repetition, none too much work."""
    seen = set()
    terms = terms_of(s)
    for values in _suggestions(s, terms):
        sizes = {n: max(k, least) for (n, least), k in zip(s.sizes, values, strict=True)}
        key = tuple(sizes.values())
        if key not in seen and work(terms, sizes) <= most_work:
            seen.add(key)
            yield sizes


def _suggestions(s: Statement, terms: list[Term]) -> Iterator[list[int]]:
    """Least, twos, pairwise different, from the terms; then every size alone, growing."""
    names = [n for n, _ in s.sizes]
    m = len(names)
    yield [1] * m
    yield [2] * m
    yield [2 + k for k in range(m)]
    yield [1 + m - k for k in range(m)]
    constants = _constants(terms)
    for rest in (1, 2):
        for pick in (min, max):
            yield [pick(constants[n]) if n in constants else rest for n in names]
    yield [0] * m  # raised to the least sizes: empty axes where they are allowed
    for k in range(m):
        yield [0 if j == k else 2 for j in range(m)]
    yield [3] * m
    for values in product((1, 2), repeat=min(m, 4)):
        yield [*values, *([1] * (m - len(values)))]
    tops = [max((_vertices(t, n, {}) for t in terms), default=0) for n in names]
    yield [min(max(k, 1), MOST_VERTICES) for k in tops]
    yield [min(max(k, 1), MOST_VERTICES) + 1 for k in tops]
    for value in range(3, MOST_VERTICES + 1):
        for rest in (1, 2):
            for k in range(m):
                yield [value if j == k else rest for j in range(m)]
