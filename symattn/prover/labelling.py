"""A fixed order for nested sums: equal sums whose indices were named differently become one term.

Place: below the normal form. It only chooses an order; the kernel's `sums_commute` proves it, so
a mistake here can lose a proof and never makes a wrong one.

Legend
  n           how many nested sums       level       de Bruijn level below the n sums, 0 innermost
  colours     level -> number; levels with different colours are told apart
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from symattn.kernel.indices import Sort, Term
from symattn.kernel.terms import binders_of

Colours = dict[int, int]
BRANCHES = 200  # how many tries a symmetric block may take


class _Painter:
    """Numbers for terms that do not change when levels of one colour are swapped."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.left = BRANCHES

    def number(self, t: Term, colours: Colours, depth: int, memo: dict[Any, int]) -> int:
        if not any(depth <= v < depth + self.n for v, _ in t.dangling):
            return t.key
        if t.op == "bound":
            return colours[t.args[0] - depth]
        key = (t, depth)
        if key not in memo:
            parts = [
                self.number(a, colours, depth + binders_of(t, p), memo)
                for p, a in enumerate(t.args)
                if isinstance(a, Term)
            ]
            if t.op in ("add", "mul", "delta", "holds"):
                parts.sort()
            memo[key] = hash((_plain_key(t), *parts))
        return memo[key]

    def picture(self, factors: Sequence[Term], colours: Colours) -> tuple[int, ...]:
        memo: dict[Any, int] = {}
        return tuple(sorted(self.number(f, colours, 0, memo) for f in factors))

    def refined(self, factors: Sequence[Term], colours: Colours) -> Colours:
        """Colours split as far as the factors tell levels apart."""
        touch = {v: [f for f in factors if any(x == v for x, _ in f.dangling)] for v in colours}
        while True:
            memo: dict[Any, int] = {}
            seen = {}
            for v, c in colours.items():
                marked = dict(colours)
                marked[v] = -7
                own: dict[Any, int] = {}
                seen[v] = (c, tuple(sorted(
                    hash((self.number(f, colours, 0, memo), self.number(f, marked, 0, own)))
                    for f in touch[v]
                )))  # fmt: skip
            ranks = {x: r for r, x in enumerate(sorted(set(seen.values())))}
            new = {v: ranks[seen[v]] + 1 for v in colours}
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


def _plain_key(t: Term) -> int:
    """The operation and the plain arguments (names, numbers, sorts) of a term, as a number."""
    plain = [repr(a) for a in t.args if not isinstance(a, Term)]
    return int.from_bytes(blake2b(repr((t.op, plain)).encode(), digest_size=7).digest(), "big")


def order_of(sorts: Sequence[Sort], factors: Sequence[Term]) -> list[int]:
    """The places of the n sums (outermost 0) in their fixed order."""
    n = len(sorts)
    painter = _Painter(n)
    names = sorted({repr(s) for s in sorts})
    first = {v: names.index(repr(sorts[n - 1 - v])) + 1 for v in range(n)}
    _, colours = painter.best(factors, first)
    return sorted(range(n), key=lambda place: colours[n - 1 - place])
