"""Theorems, and the table of rules that make them.

Place: trusted. A rule is a function (kernel, premises, *parameters) -> Theorem, named by the
sentence it stands for; `Kernel.apply` is the only way to a theorem.

Legend
  rel         "=", ">", ">=", "!=" as in statements; "D": a has the derivative b by the entry `by`
  leaves      the possibly empty sorts of which a theorem's derivation has used an element
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from symattn.kernel.arithmetic import Arithmetic
from symattn.kernel.indices import Sort, Term, TermError, sort_of
from symattn.kernel.polynomial import TooLarge
from symattn.kernel.statement import Judgement, Statement, free_indices
from symattn.kernel.terms import ZERO

NOTHING: frozenset[Sort] = frozenset()


class StepRefused(Exception):
    """A rule does not apply: the certificate proves nothing."""


@dataclass(frozen=True, slots=True)
class Theorem:
    """A judgement that follows from the hypotheses, for every value of what dangles in it."""

    rel: str
    a: Term
    b: Term = ZERO
    by: tuple[Any, ...] = ()
    binds: tuple[tuple[Sort, ...], ...] = ()  # for each premise: the ranges it now stands under
    leaves: frozenset[Sort] = NOTHING


Rule = Callable[..., Theorem]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Enter a rule into the table under its own name; a name is never used twice."""
    name = function.__name__
    if name in RULES:
        raise TypeError(f"there are two rules named {name}")
    RULES[name] = function
    return function


def need(condition: bool, why: str) -> None:
    """Refuse the step unless the condition holds."""
    if not condition:
        raise StepRefused(why)


class Kernel:
    """The rules under one statement and the conditions it is proved with."""

    def __init__(self, statement: Statement, conditions: Sequence[Judgement] = ()) -> None:
        self.statement = statement
        self.conditions = tuple(conditions)
        self.arithmetic = Arithmetic(statement)
        self.may_be_empty = any(least < 1 for _, least in statement.sizes)
        self.derivatives = {name: (n, d) for name, n, d in statement.functions}
        self.bijections = dict(statement.bijections)
        self.inverses = dict(statement.inverses)

    def apply(self, name: str, premises: Sequence[Theorem], params: Sequence[Any]) -> Theorem:
        """The theorem of a rule; StepRefused if the rule is unknown or does not apply."""
        function = RULES.get(name)
        if function is None:
            raise StepRefused(f"there is no rule {name!r}")
        try:
            theorem = function(self, premises, *params)
        except (TermError, TooLarge, TypeError, ValueError, IndexError, AttributeError, KeyError,
                ZeroDivisionError, OverflowError, RecursionError) as wrong:  # fmt: skip
            raise StepRefused(f"{name}: {wrong}") from wrong
        return self._with_leaves(theorem, premises) if self.may_be_empty else theorem

    def _with_leaves(self, t: Theorem, premises: Sequence[Theorem]) -> Theorem:
        """Carry along every possibly empty sort of which the derivation used an element.

        An element of an empty sort proves anything; only a theorem about such an element, or one
        under a sum over the sort, may use it.
        """
        ranges = dict(enumerate(t.binds))
        inner = [p.leaves.difference(ranges.get(m, ())) for m, p in enumerate(premises)]
        own = [self.open_sorts(y) for y in (t.a, t.b, *t.by[1:])]
        return Theorem(t.rel, t.a, t.b, t.by, (), t.leaves.union(*inner, *own))

    def open_sorts(self, t: Term) -> set[Sort]:
        """The possibly empty sorts of the indices that are free in t."""
        found = {s for _, s in t.dangling} | {sort_of(i) for i in free_indices([t])}
        return {s for s in found if not self.arithmetic.inhabited(s)}

    def needs_element(self, s: Sort) -> None:
        """Refuse unless the sort has an element at every admitted size."""
        need(self.arithmetic.inhabited(s), f"the range {s} may be empty")

    def known(self, premises: Sequence[Theorem]) -> dict[Term, int]:
        """What the premises say about bases: 2 for > 0, 1 for != 0, -1 for >= 0."""
        said: dict[Term, set[str]] = {}
        for p in premises:
            if p.rel in (">", "!=", ">="):
                said.setdefault(self.arithmetic.base(p.a), set()).add(p.rel)
        return {base: _level(rels) for base, rels in said.items()}


def _level(rels: set[str]) -> int:
    if ">" in rels or rels >= {">=", "!="}:
        return 2
    return 1 if "!=" in rels else -1
