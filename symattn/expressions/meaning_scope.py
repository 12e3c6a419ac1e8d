"""What the meaning of every node rests on: sorts, places, what an index or a let name stands for.

Place: TRUSTED, below the families of meaning rules.

Legend
  i           an index (Index)          p, q     places: kernel terms that name an index
  s           a kernel sort             depth    how many kernel binders stand around a place
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from symattn.errors import Unsupported
from symattn.expressions.axes import Axis, ConcatAxis, CutAxis, ProductAxis
from symattn.expressions.nodes import Index, Node, Tensor
from symattn.expressions.tables import Table
from symattn.kernel.indices import Sort, Term, bound, free, inject, pair, part, unit
from symattn.kernel.statement import Hypothesis, Judgement
from symattn.kernel.terms import map_bound, shift, total

Places = tuple[Term, ...]
Rule = Callable[[Any, Places, "Scope"], Term]
Then = Callable[[Places, "Scope"], Term]
meaning_rules: Table[Rule] = Table("meaning")


def sort_of_axis(a: Axis) -> Sort:
    """The kernel sort of an axis: a name, an integer, a product or a sum.

    Example  >>> sort_of_axis(Axis(3))
             3
    """
    if isinstance(a, CutAxis):
        raise Unsupported(
            "the meaning of an axis", f"the length of {a} depends on an index",
            "such an axis can be summed over and picked from", "sum it, or use where(i < j, x, 0)",
        )  # fmt: skip
    if isinstance(a, ProductAxis):
        return ("*", *map(sort_of_axis, a.args))
    if isinstance(a, ConcatAxis):
        return ("+", *map(sort_of_axis, a.args))
    return int(a.size) if a.size.is_Integer else str(a.size)


@dataclass(frozen=True)
class Substituted:
    """A let name that stands for an expression, read in the scope where it was written."""

    value: Node
    scope: Scope


@dataclass(frozen=True)
class Named:
    """A let name that is a tensor of its own, because something is differentiated around it."""

    name: str
    parameters: Places
    depth: int
    depends: frozenset[str]


@dataclass(frozen=True)
class Introduced:
    """A tensor that meaning introduced: the places it depends on, outside and in its hypothesis."""

    name: str
    parameters: Places
    levels: Places
    closed: Term
    new: bool


@dataclass(frozen=True)
class Scope:
    """What indices and let names stand for, and what meaning had to introduce on the way.

    `tensors`, `hypotheses` and `inverses` are what a statement must declare besides the claim's
    own: they are shared by all the scopes inside this one.
    """

    hypotheses: list[Hypothesis] = field(default_factory=list)
    tensors: list[tuple[str, tuple[Sort, ...], tuple[str, ...]]] = field(default_factory=list)
    known: dict[Any, str] = field(default_factory=dict)
    inverses: list[tuple[str, Term]] = field(default_factory=list)
    depth: int = 0
    indices: dict[Index, tuple[Term, int]] = field(default_factory=dict)
    lets: dict[str, Substituted | Named] = field(default_factory=dict)
    variables: frozenset[str] = frozenset()  # tensors by which something around is differentiated

    def deeper(self, by: int) -> Scope:
        """The scope below some more kernel binders."""
        return replace(self, depth=self.depth + by)

    def with_index(self, i: Index, p: Term) -> Scope:
        """The scope in which the index stands for the place p."""
        return replace(self, indices={**self.indices, i: (p, self.depth)})

    def place_of(self, i: Index) -> Term:
        """What the index stands for here."""
        if i not in self.indices:
            return free(i.name, sort_of_axis(i.axis))
        p, depth = self.indices[i]
        return shift(p, self.depth - depth)

    def standing_for(self, name: str, meant: Substituted | Named) -> Scope:
        """The scope in which the tensor name is a let name."""
        return replace(self, lets={**self.lets, name: meant})

    def inside_let(self, there: Scope) -> Scope:
        """The scope `there`, where a let value was written, seen from this depth."""
        return replace(there, depth=self.depth, variables=self.variables)

    def differentiated(self, name: str) -> Scope:
        """The scope below a derivative by the tensor of this name."""
        return replace(self, variables=self.variables | {name})

    def names_in(self, x: Any) -> frozenset[str]:
        """The tensors on which the value of x depends here."""
        if isinstance(x, Tensor):
            name = str(x.args[0])
            stands = self.lets.get(name)
            if isinstance(stands, Substituted):
                return stands.scope.names_in(stands.value)
            return stands.depends | {stands.name} if stands else frozenset({name})
        return frozenset().union(*(self.names_in(a) for a in x.args))

    def refuse_under_derivative(self, x: Any, what: str) -> None:
        """Unsupported if x depends on something that is being differentiated around it."""
        moving = self.names_in(x) & self.variables
        if moving:
            raise Unsupported(
                f"the meaning of {what}", f"it depends on {min(moving)}, as the derivative does",
                do="write the derivative of this part out and prove it as a lemma",
            )  # fmt: skip

    def introduce(self, kind: str, t: Term, axes: tuple[Sort, ...]) -> Introduced:
        """A tensor that stands for something made from t, where level 0 of t is the last axis.

        It is the same tensor for the same t; its first axes are the places outside t that t uses.
        """
        own = len(axes)
        outer = sorted((d for d in t.dangling if d[0] >= own), key=lambda d: d[0])
        to = {level: own + k for k, (level, _) in enumerate(outer)}
        closed = map_bound(t, lambda m, s, d: bound(to.get(m - d, m - d) + d, s))
        new = (kind, closed) not in self.known
        if new:
            name = f"{kind}@{len(self.tensors) + 1}"
            self.known[kind, closed] = name
            self.tensors.append((name, (*(s for _, s in outer), *axes), ()))
        return Introduced(
            self.known[kind, closed], tuple(bound(level - own, s) for level, s in outer),
            tuple(bound(own + k, s) for k, (_, s) in enumerate(outer)), closed, new,
        )  # fmt: skip

    def suppose(self, sorts: tuple[Sort, ...], a: Term, b: Term) -> None:
        """Add the hypothesis a = b for all values of the dangling levels."""
        self.hypotheses.append(Hypothesis(sorts, Judgement("=", a, b)))


def meaning_of(x: Node, places: Places, scope: Scope) -> Term:
    """The entry of x at the places, as a kernel term.

    Math   a free index i is free(i.name, sort); sums are kernel binders (de Bruijn levels)
    Needs  one place for each axis of x, of the sort of that axis
    Fails  Unsupported where the kernel has no term for it
    """
    return meaning_rules.of(x)(x, places, scope)


# ---- binders and structured places


def shifted(places: Places, by: int) -> Places:
    """The places seen from `by` kernel binders further in."""
    return tuple(shift(p, by) for p in places)


def summed(sorts: list[Sort], scope: Scope, body: Then) -> Term:
    """The sum of body over indices of these sorts; body gets them and the scope inside."""
    inside = tuple(bound(len(sorts) - 1 - m, s) for m, s in enumerate(sorts))
    out = body(inside, scope.deeper(len(sorts)))
    for s in reversed(sorts):
        out = total(s, out)
    return out


def split(a: Axis, p: Term) -> Places:
    """The coordinates of a place on a product axis; on any other axis the place itself."""
    if not isinstance(a, ProductAxis):
        return (p,)
    return tuple(part(m, p) for m in range(len(a.args)))


def joint(coordinates: Places) -> Term:
    """The place with these coordinates on a product axis; one coordinate is itself."""
    return coordinates[0] if len(coordinates) == 1 else pair(*coordinates)


def nth_place(a: Axis, m: int) -> Term:
    """The m-th place of an axis of integer size."""
    if isinstance(a, ProductAxis):
        coordinates = []
        for f in reversed(a.args):
            m, rest = divmod(m, int(f.size))
            coordinates.append(nth_place(f, rest))
        return pair(*reversed(coordinates))
    if isinstance(a, ConcatAxis):
        for q, b in enumerate(a.args):
            if m < int(b.size):
                return inject(q, sort_of_axis(a), nth_place(b, m))
            m -= int(b.size)
    return unit(m, int(a.size))
