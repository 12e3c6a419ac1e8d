"""Large claims with their repeated parts as tensors of their own: each part is stated once.

Place: trusted; beside statements.py. A part D that is used twice becomes a new tensor with the
assumption D = part. That changes nothing that is claimed: for all other tensors there is exactly
one such D, and every entry of D has the value that the part has there. The parts are closed (no
index, no let name), nothing is differentiated in the claim, and every entry of a part is a number.

Legend
  part        a node of the claim without its lets; equal parts are one part
  size        how many parts its meaning goes through        uses   how often meaning asks for it
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, oo

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.assumptions import Assumption
from symattn.expressions.nodes import Index, Node
from symattn.kernel.statement import Hypothesis
from symattn.prover.claim import Claim
from symattn.prover.statement_of_ranges import all_places_inside

WORD = "shared"  # the new tensors are shared@0001, shared@0002, ..., inner parts first
LARGE = 150  # the size from which a claim is stated with shared parts
LEAST = 10  # the least size of a part that is worth a name
TWICE = (N.Softmax, N.LogSoftmax, N.MaskedSoftmax, N.Maximum)  # their meaning asks twice
TWICE_APPLIED = frozenset({"abs", "relu", "silu"})
MOVES = (N.Transpose, N.Permute, N.NewAxis, N.At, N.HeadSlice, N.Block, N.Negate)  # no own value
BINDERS = (N.SumOver, N.Stack, N.ConcatOver)
FINITE = (N.Softmax, N.MaskedSoftmax, N.LogSumExp)  # numbers, also where an argument is -inf


class NotShared(Exception):
    """A claim whose parts cannot be named in this way."""


@dataclass(eq=False, slots=True)
class Part:
    """A part of a claim: its class with its arguments, or a leaf."""

    kind: Any
    args: tuple[Any, ...]  # parts, and what is no node
    open: frozenset[Index]  # the indices in it that nothing inside binds
    infinite: bool
    size: int
    uses: int = 0
    shared: bool = False

    @property
    def parts(self) -> list[Part]:
        """The arguments that are parts, as often as the meaning asks for them."""
        own = [a for a in self.args if isinstance(a, Part)]
        twice = self.kind in TWICE or (self.kind is N.Apply and str(self.args[0]) in TWICE_APPLIED)
        return own * 2 if twice else own


Scope = dict[str, Part]  # let names
Visit = tuple[int, int]  # a node and the scope in which it is read


@dataclass(frozen=True)
class SharedClaim:
    """A claim with its repeated parts named, and the size that it has without names."""

    claim: Claim
    size: int


def with_shared_parts(claim: Claim) -> SharedClaim | None:
    """The claim with its repeated parts named; None where it is small or nothing can be named."""
    claim = claim.typed
    try:
        parts = Parts(claim)
    except NotShared:
        return None
    size = sum(side.size for side in parts.sides)
    if size < LARGE:
        return None
    parts.choose()
    left, right, named = parts.built()
    values = [value for _, value in named]
    if not named or not all(all_places_inside(x, dict(claim.least)) for x in values):
        return None
    given = (*claim.given, *(Assumption("equal", pair) for pair in named))
    return SharedClaim(replace(claim, left=left, right=right, given=given), size)


def names_parts(claim: Claim) -> bool:
    """Whether the claim is one of those that with_shared_parts makes."""
    firsts = [a.args[0] for a in claim.given if a.kind == "equal"]
    return any(isinstance(x, N.Tensor) and f"{WORD}@" in str(x.args[0]) for x in firsts)


def is_definition(h: Hypothesis) -> bool:
    """Whether a hypothesis gives a part its name."""
    a = h.judgement.a
    return h.judgement.rel == "=" and a.op == "entry" and str(a.args[0]).startswith(f"{WORD}@")


class Parts:
    """The parts of the two sides of a claim; a part comes after the parts in it."""

    def __init__(self, claim: Claim) -> None:
        self.found: dict[Any, Part] = {}
        if any(least < 1 for _, least in claim.least):
            raise NotShared  # what is said of an empty tensor says nothing
        if claim.also:
            raise NotShared  # several equations are about few parts
        self.sides = [self.part_of(claim.left), self.part_of(claim.right)]

    # ---- reading

    def part_of(self, root: Node) -> Part:
        """The part that a node is, its lets replaced by their values."""
        top: Scope = {}
        made: dict[Visit, Part] = {}
        inside: dict[Visit, Scope] = {}  # the scope of the body of a let
        stack = [(root, top)]
        while stack:
            x, scope = stack[-1]
            here = (id(x), id(scope))
            waiting = [] if here in made else [
                v for v in _needed(x, scope, made, inside) if (id(v[0]), id(v[1])) not in made
            ]  # fmt: skip
            if waiting:
                stack += waiting
                continue
            stack.pop()
            if here not in made:
                made[here] = self._made(x, scope, made, inside)
        return made[id(root), id(top)]

    def _made(
        self, x: Node, scope: Scope, made: dict[Visit, Part], inside: dict[Visit, Scope]
    ) -> Part:
        if isinstance(x, N.Tensor):
            name = str(x.args[0])
            if "@" in name:
                raise NotShared
            return scope[name] if name in scope else self.part(N.Tensor, x.args)
        if isinstance(x, N.Let):
            return made[id(x.args[2]), id(inside[id(x), id(scope)])]
        if isinstance(x, (N.Gradient, N.Jacobian)):
            raise NotShared  # a name would be held fixed in a derivative
        if isinstance(x, BINDERS) and any(x.args[0] in part.open for part in scope.values()):
            raise NotShared  # the index of a let value would be bound here
        args = [made[id(a), id(scope)] if isinstance(a, Node) else a for a in x.args]
        return self.part(type(x), tuple(args))

    def part(self, kind: Any, args: tuple[Any, ...]) -> Part:
        """The one part with these arguments."""
        key = (kind, *(id(a) if isinstance(a, Part) else (type(a), a) for a in args))
        found = self.found.get(key)
        if found is None:
            parts = [a for a in args if isinstance(a, Part)]
            leaves = [a for a in args if isinstance(a, Basic)]
            free = {i for a in leaves for i in a.atoms(Index)}.union(*(a.open for a in parts))
            if kind in BINDERS:
                free.discard(args[0])
            infinite = any(a.infinite for a in parts) or any(a.has(oo, -oo) for a in leaves)
            ends = kind in FINITE or (kind is N.Apply and str(args[0]) == "exp")
            found = Part(kind, args, frozenset(free), infinite and not ends, 1)
            found.size += sum(a.size for a in found.parts)
            self.found[key] = found
        return found

    # ---- choosing and building

    def choose(self) -> None:
        """Decide which parts get a name, outer parts first."""
        for side in self.sides:
            side.uses += 1
        for part in reversed(self.found.values()):
            closed = not part.open and not part.infinite and part.kind not in MOVES
            part.shared = closed and part.uses > 1 and part.size >= LEAST
            for a in part.parts:
                a.uses += 1 if part.shared else part.uses

    def built(self) -> tuple[Node, Node, list[tuple[Node, Node]]]:
        """Both sides, and (name, value) for each part with a name, inner parts first."""
        nodes: dict[int, Node] = {}
        named: list[tuple[Node, Node]] = []
        for part in self.found.values():
            if not part.uses:
                continue
            args = [nodes[id(a)] if isinstance(a, Part) else a for a in part.args]
            node = nodes[id(part)] = part.kind(*args)
            if part.shared:
                nodes[id(part)] = N.Tensor(f"{WORD}@{len(named) + 1:04}", node.shape)
                named.append((nodes[id(part)], node))
        left, right = (nodes[id(side)] for side in self.sides)
        return left, right, named


def _needed(
    x: Node, scope: Scope, made: Mapping[Visit, Part], inside: dict[Visit, Scope]
) -> Iterable[tuple[Node, Scope]]:
    """What has to be read before x: its arguments; of a let its value, then its body."""
    if not isinstance(x, N.Let):
        return [(a, scope) for a in x.args if isinstance(a, Node)]
    name, value, body = x.args
    there = (id(value), id(scope))
    if there not in made:
        return [(value, scope)]
    deeper = inside.setdefault((id(x), id(scope)), {**scope, str(name): made[there]})
    return [(body, deeper)]
