"""Congruence first: parts with a name are equal because what they are made of is equal.

Place: between the normal form and the search. A claim stated with shared parts (see
statement_of_sharing.py) is proved part by part: two parts that have the same values at a point
drawn at random are proved equal while the parts in them stay opaque, and from then on are one.

Legend
  part        a tensor with a hypothesis part[0, 1, ...] = value          like    an earlier part
  lonely      said of a part that only one side knows and that is like no other: it is opened
  places      where the earlier part has the entry of this part at 0, 1, ...: the same places in
              another order, some of them moved by a bijection of the statement
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, permutations, product
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from symattn.kernel.indices import Sort, Term, bound, image
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
MOST_AXES, MOST_PLACES = 3, 200  # of a part that is compared, and ways to compare it with another
TRIES = 2  # like parts with which a part is tried to be proved equal

Places = tuple[Term, ...]
Prove = Callable[[Judgement], Theorem | None]


class Part(NamedTuple):
    """A part by the number of its hypothesis, its axes, and the parts in its value."""

    number: int
    axes: tuple[Sort, ...]
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
        self.proof, self.parts = nf.proof, dict(parts)
        self.opened: dict[str, int] = {}
        self.equal: dict[str, Theorem] = {}
        self._statement = nf.proof.kernel.statement
        self._draft = _draft_of(self._statement)
        self._values = _values_of(self._draft, parts)
        self._both = _on_both_sides(self._statement, parts)

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
        if _backwards(like):  # bijections are better used forwards: begin with the other side
            first = _reached(self.parts, (g.b for g in self._statement.goals))
            self.parts = dict(sorted(self.parts.items(), key=lambda part: part[0] not in first))
            like = {name: self._like(name) for name in self.parts}
        wanted = {other for found in like.values() for other, _ in found}
        for name, part in self.parts.items():
            known = [(other, places) for other, places in like[name] if other in kept]
            tries = (self._proved(name, *found, prove) for found in known[:TRIES])
            fact = next((f for f in tries if f is not None), None)
            if fact is not None:
                self.equal[name] = fact
            elif name in wanted or name in self._both:
                kept.append(name)
            else:
                self.opened[name] = part.number

    def _proved(self, name: str, other: str, places: Places, prove: Prove) -> Theorem | None:
        """name[0, 1, ...] = other[places] by their values."""
        part, like = self.parts[name], self.parts[other]
        levels = [bound(k, s) for k, s in enumerate(part.axes)]
        first = self.proof.attempt("hypothesis_holds", [], part.number, *levels)
        second = self.proof.attempt("hypothesis_holds", [], like.number, *places)
        if first is None or second is None:
            return None
        middle = prove(Judgement("=", first.b, second.b))
        if middle is None:
            return None
        return self.proof.chain(first, middle, self.proof.reverse(second))

    def _like(self, name: str) -> list[tuple[str, Places]]:
        """The earlier parts that have the same values, with the places at which they do."""
        found: list[tuple[str, Places]] = []
        mine, axes = self._values.get(name), self.parts[name].axes
        for other, part in self.parts.items():
            theirs = self._values.get(other)
            if other == name or mine is None:
                break
            if theirs is None or sorted(map(str, part.axes)) != sorted(map(str, axes)):
                continue
            ways = islice(self._ways(axes, part.axes), MOST_PLACES)
            fits = (places for places in ways if self._close(mine, theirs, places))
            found += [(other, places) for places in islice(fits, 1)]
        return found

    def _ways(self, axes: Sequence[Sort], others: Sequence[Sort]) -> Iterator[Places]:
        """The ways to find places on the other axes for places on these."""
        moves = self._statement.bijections
        for order in permutations(range(len(axes))) if len(axes) <= MOST_AXES else ():
            if all(axes[k] == s for k, s in zip(order, others, strict=True)):
                plain = [bound(k, axes[k]) for k in order]
                moved = [
                    [i, *(image(f, way, i) for f, s in moves if s == i.args[1] for way in (1, -1))]
                    for i in plain
                ]
                yield from product(*moved)

    def _close(self, x: Table, y: Table, places: Places) -> bool:
        """Whether x at p is y at the places that p stands for."""
        at = self._draft.evaluation.position if self._draft else None
        return at is not None and all(
            abs(float(a) - float(y[tuple([at(i, p) for i in places])])) <= CLOSE * (1 + abs(a))
            for p, a in x.items()
        )


def _backwards(like: Mapping[str, list[tuple[str, Places]]]) -> bool:
    """Whether the places are moved by bijections backwards rather than forwards."""
    ways = [i.args[1] for found in like.values() for _, p in found for i in p if i.op == "image"]
    return bool(sum(ways) < 0)


def _reached(parts: Mapping[str, Part], terms: Iterable[Term]) -> set[str]:
    """The parts that the terms lead to."""
    found: set[str] = set()
    stack = [name for t in terms for name in names_in(t)]
    while stack:
        name = stack.pop()
        if name in parts and name not in found:
            found.add(name)
            stack += parts[name].inner
    return found


def _on_both_sides(s: Statement, parts: Mapping[str, Part]) -> set[str]:
    """The parts that both sides of a goal lead to."""
    return set().union(*(_reached(parts, [g.a]) & _reached(parts, [g.b]) for g in s.goals))


def _draft_of(s: Statement) -> Draft | None:
    """A point drawn at random, at which no bijection is its own inverse."""
    least = 3 if s.bijections else 2
    sizes = {n: max(low, least + k % 2) for k, (n, low) in enumerate(s.sizes)}
    drawn = Sampler(s, sizes, Random(0)).draw(0 if s.bijections else 1)
    if drawn is None:
        return None
    witness, tables = drawn
    tied = [h.judgement for h in s.hypotheses if not is_definition(h)]
    fixed = {n for j in tied for t in (j.a, j.b) for n in names_in(t)}
    fixed |= {n for n, _, properties in s.tensors if properties}
    rng = Random(1)
    for name in sorted(tables.keys() - fixed):
        # small numbers, so that no softmax is all at one place
        tables[name] = {p: Fraction(rng.uniform(-1, 1)) for p in sorted(tables[name])}
    return Draft(s, witness, tables, FloatArithmetic())


def _values_of(draft: Draft | None, parts: Mapping[str, Part]) -> dict[str, Table]:
    """The entries of the parts at the point; parts without values are left out."""
    found: dict[str, Table] = {}
    if draft is None:
        return found
    for name in parts:
        try:
            found[name] = {p: draft.entry(name, p) for p in draft.places(name)}
        except (Undefined, OverflowError, RecursionError):
            continue
    return found
