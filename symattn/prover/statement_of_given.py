"""What the assumptions of a claim become while it is stated: properties, hypotheses, new tensors.

Place: trusted; below statement_of_assumptions.py, which fills it.

Legend
  a, b        two sides of a hypothesis          level    a quantified index of a hypothesis
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sympy import Expr

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import ConcatAxis
from symattn.expressions.meaning_scope import Scope, meaning_of
from symattn.expressions.meaning_scope import sort_of_axis as kernel_sort
from symattn.expressions.nodes import Node
from symattn.kernel.indices import Sort, Term, bound, free
from symattn.kernel.statement import Hypothesis, Judgement
from symattn.kernel.terms import MINUS_ONE, ZERO, add, make, mul
from symattn.prover.statement_of_cases import cases_of, fitted_sides

ACCESS = (N.Tensor, N.Transpose, N.Permute)


@dataclass
class Given:
    """What the assumptions of a claim become."""

    scope: Scope
    used: set[str]  # every name in use, so that new ones are new
    least: dict[str, int] = field(default_factory=dict)
    properties: dict[str, list[str]] = field(default_factory=dict)
    hypotheses: list[Hypothesis] = field(default_factory=list)
    tensors: list[Node] = field(default_factory=list)
    bijections: list[tuple[str, Sort]] = field(default_factory=list)
    understood: list[str] = field(default_factory=list)  # facts that places inside their axes need

    def name(self, wish: str) -> str:
        """The wished name, or the name with a number where it is in use."""
        found, number = wish, 0
        while found in self.used:
            number += 1
            found = f"{wish}_{number}"
        self.used.add(found)
        return found

    def has(self, x: Node, *words: str) -> bool:
        """Note properties of a tensor symbol; False if x is none, so that they must be stated."""
        if not isinstance(x, N.Tensor):
            return False
        known = self.properties.setdefault(str(x.args[0]), [])
        known.extend(w for w in words if w not in known)
        return True

    def state(self, rel: str, a: Node, b: Any = 0) -> None:
        """The hypothesis that a = b at all places, or that a - b > 0, >= 0, != 0."""
        a, other = fitted_sides(a, N.node_of(b))
        for sorts, left, right in hypothesis_places(a, other):
            terms = meaning_of(a, left, self.scope), meaning_of(other, right, self.scope)
            self.hypotheses.append(Hypothesis(sorts, judgement(rel, *terms)))

    def compare_sizes(self, rel: str, a: Expr, b: Expr) -> None:
        """The hypothesis that two sizes are equal, or that a - b > 0 or >= 0."""
        self.state(rel, N.Constant(a), N.Constant(b))


def judgement(rel: str, a: Term, b: Term) -> Judgement:
    """a = b, or a - b > 0, >= 0, != 0."""
    if rel == "=":
        return Judgement("=", a, b)
    return Judgement(rel, a if b == ZERO else add(a, mul(MINUS_ONE, b)))


def hypothesis_places(a: Node, b: Node) -> list[tuple[tuple[Sort, ...], Any, Any]]:
    """The places of a hypothesis: a quantified level for each axis.

    Where neither side is a tensor symbol, an axis made of parts gives a hypothesis for each part.
    """
    tensor = a if a.rank >= b.rank else b
    plain = any(_is_access(x) for x in (a, b)) or not any(
        type(s) is ConcatAxis for s in tensor.shape
    )
    if (plain and a.shape == b.shape) or not a.rank or not b.rank:  # a scalar is every entry
        sorts = tuple(map(kernel_sort, tensor.shape))
        places = tuple(bound(k, s) for k, s in enumerate(sorts))
        return [(sorts, places if a.rank else (), places if b.rank else ())]
    count = iter(range(1000))
    out = []
    for left, right in cases_of(a, b, lambda sort: free(f"?{next(count)}", sort)):
        out.append(_quantified(left, right))
    return out


def _is_access(x: Node) -> bool:
    return isinstance(x, N.Tensor) or (isinstance(x, ACCESS) and _is_access(x.args[0]))


def _quantified(left: Any, right: Any) -> tuple[tuple[Sort, ...], Any, Any]:
    """The places with a level for each of their named indices."""
    sorts: list[Sort] = []
    levels: dict[Term, Term] = {}

    def level(t: Any) -> Any:
        if not isinstance(t, Term):
            return t
        if t.op != "free":
            return make(t.op, *map(level, t.args))
        if t not in levels:
            levels[t] = bound(len(sorts), t.args[1])
            sorts.append(t.args[1])
        return levels[t]

    places = tuple(map(level, left)), tuple(map(level, right))
    return tuple(sorts), *places
