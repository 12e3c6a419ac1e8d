"""Congruence first: parts with a name are equal because what they are made of is equal.

Place: between the normal form and the search. A claim stated with shared parts (see
statement_of_sharing.py) is proved part by part: two parts that have the same values at a point
drawn at random are proved equal while the parts in them stay opaque, and from then on are one.

Legend
  part        a tensor with a hypothesis part[0, 1, ...] = value          like    an earlier part
  lonely      said of a part that only one side knows and that is like no other: it is opened
  order       which axis of the earlier part each axis of this part is
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import permutations
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from symattn.kernel.indices import Term, bound
from symattn.kernel.intervals import Undefined
from symattn.kernel.statement import Judgement, Statement
from symattn.kernel.theorem import Theorem
from symattn.prover.leads import names_in
from symattn.prover.proof import Equal
from symattn.prover.sampling import Sampler
from symattn.prover.sampling_filler import Draft
from symattn.prover.sampling_numbers import FloatArithmetic
from symattn.prover.sampling_tables import Table
from symattn.prover.statement_of_sharing import is_definition

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm

CLOSE = 1e-7  # how close values are that may be equal
MOST_AXES = 3  # of a part that is compared with others in another order of its axes

Order = tuple[int, ...]
Prove = Callable[[Judgement], Theorem | None]


class Part(NamedTuple):
    """A part by the number of its hypothesis, its axes, and the parts in its value."""

    number: int
    axes: tuple[object, ...]
    inner: frozenset[str]


def parts_of(s: Statement) -> dict[str, Part]:
    """The parts of a statement, inner parts first."""
    found: dict[str, Part] = {}
    for number, h in enumerate(s.hypotheses):
        if is_definition(h):
            inner = frozenset(names_in(h.judgement.b))
            found[h.judgement.a.args[0]] = Part(number, h.sorts, inner)
    return found


class Congruence:
    """The parts of one statement: which of them were proved equal, and which are opened."""

    def __init__(self, nf: NormalForm, parts: Mapping[str, Part]) -> None:
        self.proof, self.parts = nf.proof, parts
        self.opened: dict[str, int] = {}
        self.equal: dict[str, Theorem] = {}
        self._values = values_of(nf.proof.kernel.statement, parts)
        self._both = _on_both_sides(nf.proof.kernel.statement, parts)

    def of_entry(self, t: Term) -> Equal:
        """An entry of a part by the earlier part that is equal to it, or by its value."""
        name = t.args[0]
        if name in self.opened:
            return self.proof.attempt("hypothesis_holds", [], self.opened[name], *t.args[1:])
        fact = self.equal.get(name)
        if fact is None:
            return None
        return self.proof.attempt("holds_at_other_indices", [fact], *t.args[1:])

    def learn(self, prove: Prove) -> None:
        """Prove parts equal, inner parts first."""
        kept: list[str] = []
        like = {name: self._like(name) for name in self.parts}
        wanted = {other for found in like.values() for other, _ in found}
        for name, part in self.parts.items():
            fact = None
            for other, order in like[name]:
                if other in kept:
                    fact = self._proved(name, other, order, prove)
                    break
            if fact is not None:
                self.equal[name] = fact
            elif name in wanted or name in self._both:
                kept.append(name)
            else:
                self.opened[name] = part.number

    def _proved(self, name: str, other: str, order: Order, prove: Prove) -> Theorem | None:
        """name[0, 1, ...] = other[...] by their values."""
        part, like = self.parts[name], self.parts[other]
        levels = [bound(k, s) for k, s in enumerate(part.axes)]
        first = self.proof.attempt("hypothesis_holds", [], part.number, *levels)
        second = self.proof.attempt(
            "hypothesis_holds", [], like.number, *(levels[k] for k in order)
        )
        if first is None or second is None:
            return None
        middle = prove(Judgement("=", first.b, second.b))
        if middle is None:
            return None
        return self.proof.chain(first, middle, self.proof.reverse(second))

    def _like(self, name: str) -> list[tuple[str, Order]]:
        """The earlier parts that have the same values, with the order of axes in which they do."""
        found: list[tuple[str, Order]] = []
        mine = self._values.get(name)
        axes = self.parts[name].axes
        for other in self.parts:
            if other == name:
                break
            theirs = self._values.get(other)
            if mine is None or theirs is None or len(self.parts[other].axes) != len(axes):
                continue
            for order in permutations(range(len(axes))) if len(axes) <= MOST_AXES else ():
                fits = tuple(axes[k] for k in order) == self.parts[other].axes
                if fits and _close(mine, theirs, order):
                    found.append((other, order))
                    break
        return found


def _close(x: Table, y: Table, order: Order) -> bool:
    """Whether x at p is y at the places of p in this order."""
    return all(
        abs(float(a) - float(y[tuple(p[k] for k in order)])) <= CLOSE * (1 + abs(float(a)))
        for p, a in x.items()
    )


def _on_both_sides(s: Statement, parts: Mapping[str, Part]) -> set[str]:
    """The parts that both sides of a goal lead to."""

    def reached(t: Term) -> set[str]:
        found: set[str] = set()
        stack = list(names_in(t))
        while stack:
            name = stack.pop()
            if name in parts and name not in found:
                found.add(name)
                stack += parts[name].inner
        return found

    return set().union(*(reached(g.a) & reached(g.b) for g in s.goals))


def values_of(s: Statement, parts: Mapping[str, Part]) -> dict[str, Table]:
    """The entries of the parts at a point drawn at random; parts without values are left out."""
    sizes = {n: max(least, 2 + k % 2) for k, (n, least) in enumerate(s.sizes)}
    drawn = Sampler(s, sizes, Random(0)).draw(1)
    found: dict[str, Table] = {}
    if drawn is None:
        return found
    draft = Draft(s, *drawn, FloatArithmetic())
    for name in parts:
        try:
            found[name] = {p: draft.entry(name, p) for p in draft.places(name)}
        except (Undefined, OverflowError, RecursionError):
            continue
    return found
