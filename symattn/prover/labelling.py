"""A fixed order for nested sums: equal sums whose indices were named differently become one term.

Place: below the normal form. It only chooses an order; the kernel's `sums_commute` proves it, so
a mistake here can lose a proof and never makes a wrong one.

Legend
  n           how many nested sums       level       de Bruijn level below the n sums, 0 innermost
  colours     level -> number; levels with different colours are told apart
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

from symattn.kernel.indices import Sort, Term
from symattn.kernel.terms import binders_of

Colours = dict[int, int]
BRANCHES = 200  # how many tries a symmetric block may take


class _Painter:
    """Numbers for terms that do not change when levels of one colour are swapped.

    Sums inside a factor are seen as sets of indices, not as a sequence: their own order was chosen
    under other names for the outer indices and must not decide the order of those.
    """

    def __init__(self, n: int, symmetric: Collection[str] = ()) -> None:
        self.n = n
        self.symmetric = symmetric
        self.left = BRANCHES
        self._memo: dict[Any, int] = {}

    def number(self, t: Term, env: tuple[int, ...]) -> int:
        """A number for t, in which level v has the colour env[v]."""
        if not t.dangling:
            return t.key
        if t.op == "bound":
            v = t.args[0]
            return env[v] if v < len(env) else hash((-1, v - len(env)))
        key = (t, tuple([env[v] if v < len(env) else v - len(env) for v, _ in sorted(
            t.dangling, key=lambda d: d[0])]))  # fmt: skip
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._number(t, env)
        return found

    def _number(self, t: Term, env: tuple[int, ...]) -> int:
        if t.op == "sum":
            return self._number_of_sum(t, env)
        parts = []
        for place, a in enumerate(t.args):
            if isinstance(a, Term):
                inner = (_plain_key(t),) if binders_of(t, place) else ()
                parts.append(self.number(a, inner + env))
        mirrored = t.op == "entry" and len(parts) == 2 and t.args[0] in self.symmetric
        if mirrored or t.op in ("add", "mul", "delta", "holds"):
            parts.sort()
        return hash((_plain_key(t), *parts))

    def _number_of_sum(self, t: Term, env: tuple[int, ...]) -> int:
        sorts = []
        while t.op == "sum":
            sorts.append(t.args[0])
            t = t.args[1]
        factors = t.args if t.op == "mul" else (t,)
        first = {len(sorts) - 1 - k: _word(repr(s)) for k, s in enumerate(sorts)}
        own = self.refined(factors, first, env) if len(sorts) > 1 else first
        inside = tuple(own[v] for v in range(len(sorts))) + env
        return hash((7, *sorted(own.values()), *sorted(self.number(f, inside) for f in factors)))

    def picture(self, factors: Sequence[Term], colours: Colours) -> tuple[int, ...]:
        env = tuple(colours[v] for v in range(len(colours)))
        return tuple(sorted(self.number(f, env) for f in factors))

    def refined(
        self, factors: Sequence[Term], colours: Colours, outer: tuple[int, ...] = ()
    ) -> Colours:
        """Colours split as far as the factors tell levels apart."""
        touch = {v: [f for f in factors if any(x == v for x, _ in f.dangling)] for v in colours}
        while True:
            env = tuple(colours[v] for v in range(len(colours))) + outer
            seen = {}
            for v, c in colours.items():
                marked = (*env[:v], -7, *env[v + 1 :])
                rows = [hash((self.number(f, env), self.number(f, marked))) for f in touch[v]]
                seen[v] = (c, tuple(sorted(rows)))
            new = _ranked(seen) if not outer else {v: hash(x) for v, x in seen.items()}
            if len(set(new.values())) == len(set(colours.values())):
                return new
            colours = new

    def best(self, factors: Sequence[Term], colours: Colours) -> tuple[Any, Colours]:
        """The least picture with all levels told apart, and its colours."""
        colours = self.refined(factors, colours)
        cells: dict[int, list[int]] = {}
        for v, c in colours.items():
            cells.setdefault(c, []).append(v)
        tied = [cells[c] for c in sorted(cells) if len(cells[c]) > 1]
        if not tied or self.left <= 0:
            return self.picture(factors, colours), colours
        found: list[tuple[Any, Colours]] = []
        tried: list[int] = []
        for v in sorted(tied[0]):
            if any(self._twins(factors, colours, v, w) for w in tried):
                continue
            tried.append(v)
            self.left -= 1
            split = {w: 2 * c + (w == v) for w, c in colours.items()}
            found.append(self.best(factors, split))
        return min(found, key=lambda x: x[0])

    def _twins(self, factors: Sequence[Term], colours: Colours, v: int, w: int) -> bool:
        apart = {x: 2 * len(colours) * c + 2 * x for x, c in colours.items()}
        swapped = {**apart, v: apart[w], w: apart[v]}
        near = [f for f in factors if any(x in (v, w) for x, _ in f.dangling)]
        return self.picture(near, apart) == self.picture(near, swapped)


def _ranked(seen: dict[int, Any]) -> Colours:
    ranks = {x: r for r, x in enumerate(sorted(set(seen.values())))}
    return {v: ranks[x] + 1 for v, x in seen.items()}


@cache
def _word(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=7).digest(), "big")


def _plain_key(t: Term) -> int:
    """The operation and the plain arguments (names, numbers, sorts) of a term, as a number."""
    plain = [repr(a) for a in t.args if not isinstance(a, Term)]
    return _word(repr((t.op, plain)))


def order_of(
    sorts: Sequence[Sort], factors: Sequence[Term], symmetric: Collection[str] = ()
) -> list[int]:
    """The places of the n sums (outermost 0) in their fixed order.

    The two indices of a matrix that is equal to its transpose (or minus it) are not told apart.
    """
    n = len(sorts)
    painter = _Painter(n, symmetric)
    names = sorted({repr(s) for s in sorts})
    first = {v: names.index(repr(sorts[n - 1 - v])) + 1 for v in range(n)}
    others = [
        f for f in factors if f.op != "holds"
    ]  # these decide, comparisons only where they tie
    _, colours = painter.best(factors, painter.refined(others, first))
    return sorted(range(n), key=lambda place: colours[n - 1 - place])
