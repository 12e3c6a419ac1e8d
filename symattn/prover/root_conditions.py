"""Conditions that roots ask for: t > 0 where t >= 0 is enough for a value, as sqrt(0) is 0.

Place: between search and settle. A proof that needs t > 0 says nothing about a point where t is 0,
and a claim with roots has a value there: so it is first proved with t >= 0, and else looked at.

Legend
  c           a condition t > 0, there for roots of t only          zero      a point where t is 0
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from symattn.kernel.indices import Term, bound
from symattn.kernel.statement import Hypothesis, Judgement, Statement
from symattn.kernel.terms import entry
from symattn.prover.conditions import opened
from symattn.prover.leads import names_in
from symattn.prover.second_opinion import agrees_in_float

POINTS = 4


def of_roots_only(s: Statement, conditions: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The conditions t > 0 without which everything has a value where t = 0."""
    strict: set[Term] = set()
    stack = [(t, False) for j in (*s.goals, *(h.judgement for h in s.hypotheses))
             for t in (j.a, j.b)]  # fmt: skip
    seen = set(stack)
    while stack:
        t, varied = stack.pop()
        if t.op == "log" or (t.op == "pow" and (t.args[1] < 0 or varied)):
            strict.add(t.args[0])
        inner = [(a, varied or t.op == "diff") for a in t.args if isinstance(a, Term)]
        stack += [x for x in inner if x not in seen]
        seen.update(inner)
    return tuple(c for c in conditions if c.rel == ">" and c.a not in strict)


def weakened(s: Statement, conditions: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The conditions with t >= 0 for t > 0 where that is enough for a value."""
    listed = tuple(conditions)
    weak = set(of_roots_only(s, listed))
    return tuple(Judgement(">=", c.a) if c in weak else c for c in listed)


def false_where_zero(s: Statement, conditions: Iterable[Judgement], seconds: float) -> bool:
    """Whether the claim looks false at a point where t is 0 for a condition t > 0 of roots."""
    for c in of_roots_only(s, conditions):
        for zero in _zeros(s, c):
            there = replace(s, hypotheses=(*s.hypotheses, *zero))
            live, agreeing, _ = agrees_in_float(there, POINTS, seconds)
            if agreeing < live:
                return True
    return False


def _zeros(s: Statement, c: Judgement) -> Iterator[list[Hypothesis]]:
    """t = 0; and the tensors in t are 0."""
    t, sorts = opened(c.a)
    yield [Hypothesis(tuple(sorts), Judgement("=", t))]
    names = names_in(c.a)
    yield [
        Hypothesis(axes, Judgement("=", entry(n, *(bound(k, a) for k, a in enumerate(axes)))))
        for n, axes, _ in s.tensors
        if n in names
    ]
