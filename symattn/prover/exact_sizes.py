"""A statement at other sizes: a size that is a number, another size, or one more than another.

Place: below exact_conditions.py. A statement for all sizes holds at each of them, so that what is
proved of the statement with 1 + m for n is proved of all n that are 1 + m.

Legend
  name        the size that is put in for        sort      what stands for it, in every range
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from symattn.kernel.indices import Sort, Term, free, inject, unit
from symattn.kernel.rules_indices import replaced
from symattn.kernel.statement import Hypothesis, Judgement, Statement, free_indices
from symattn.kernel.terms import make, size


def sort_at(s: Sort, name: str, sort: Sort) -> Sort:
    """The sort with another one for the name."""
    if isinstance(s, tuple):
        return (s[0], *(sort_at(part, name, sort) for part in s[1:]))
    return sort if s == name else s


def term_at(t: Term, name: str, sort: Sort) -> Term:
    """The term with the sort for the name in every range and size."""
    memo: dict[Term, Term] = {}

    def go(y: Any) -> Any:
        if not isinstance(y, Term):
            return sort_at(y, name, sort) if isinstance(y, tuple) else y
        found = memo.get(y)
        if found is None:
            if y.op == "free" and y.args[1] == name and sort == 1:
                found = unit(0, 1)  # there is no other
            elif y.op in ("bound", "free"):
                found = make(y.op, y.args[0], sort_at(y.args[1], name, sort))
            elif y.op == "size":
                found = size(sort_at(y.args[0], name, sort))
            elif y.op in ("sum", "max"):
                found = make(y.op, sort_at(y.args[0], name, sort), go(y.args[1]))
            elif y.op == "holds":
                found = make(y.op, *_parts_at(y.args, go))
            else:
                found = make(y.op, *map(go, y.args))
            memo[y] = found
        return found

    made: Term = go(t)
    return made


def _parts_at(args: tuple[Any, ...], go: Callable[[Any], Any]) -> list[Any]:
    """The parts of a comparison; a size 1 + m in it is a number and the size m."""
    kind, constant, *form = args
    parts: list[Any] = []
    for c, p in zip(form[::2], form[1::2], strict=True):
        q = go(p)
        for part in q.args if q.op == "add" else (q,):
            if part.op == "num":
                constant += c * part.args[0]
            else:
                parts += [c, part]
    return [kind, constant, *parts]


def judgement_at(j: Judgement, name: str, sort: Sort) -> Judgement:
    """The judgement at the other size."""
    return Judgement(j.rel, term_at(j.a, name, sort), term_at(j.b, name, sort))


def statement_at(
    s: Statement, name: str, sort: Sort, sizes: tuple[tuple[str, int], ...] = ()
) -> Statement:
    """The statement at the other size; `sizes` are those of the sort that are new to it."""
    return replace(
        s,
        sizes=tuple(sorted(({n: k for n, k in s.sizes if n != name} | dict(sizes)).items())),
        tensors=tuple((n, tuple(sort_at(a, name, sort) for a in axes), p)
                      for n, axes, p in s.tensors),
        bijections=tuple((n, sort_at(a, name, sort)) for n, a in s.bijections),
        hypotheses=tuple(
            Hypothesis(tuple(sort_at(a, name, sort) for a in h.sorts),
                       judgement_at(h.judgement, name, sort))
            for h in s.hypotheses
        ),
        goals=tuple(judgement_at(g, name, sort) for g in s.goals),
    )  # fmt: skip


def other(n: str) -> str:
    """The name of the size n - 1."""
    return f"{n}'"


def first_or_other(j: Judgement) -> list[Judgement]:
    """The judgement with each free index of a range 1 + m at its first place and at another."""
    found = [j]
    for i in sorted(free_indices([j.a, j.b]), key=lambda i: str(i.args[0])):
        sort = i.args[1]
        if isinstance(sort, tuple) and sort[:2] == ("+", 1) and len(sort) == 3:
            places = [inject(0, sort, unit(0, 1)), inject(1, sort, free(str(i.args[0]), sort[2]))]
            found = [
                Judgement(g.rel, replaced(g.a, i, p), replaced(g.b, i, p))
                for g in found
                for p in places
            ]
    return found
