"""What occurs in a statement, and which hypotheses can define a tensor.

Place: untrusted, under sampling.py.

Legend
  definition  a hypothesis T[i, ...] = expression that is used to compute T
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from symattn.kernel.indices import Sort, Term
from symattn.kernel.interpretation import KNOWN
from symattn.kernel.statement import Hypothesis, Statement, free_indices, subterms


@dataclass(frozen=True)
class Vocabulary:
    """What occurs in a statement: tensors, free indices and functions without their derivatives."""

    tensors: dict[str, tuple[tuple[Sort, ...], tuple[str, ...]]]
    indices: dict[str, Sort]
    functions: dict[str, int]
    mentions: tuple[frozenset[str], ...]  # tensors in each hypothesis


@lru_cache(maxsize=2048)
def names_in(*terms: Term) -> tuple[frozenset[str], Mapping[str, int]]:
    """The tensors and the functions (with their numbers of arguments) in some terms."""
    tensors: set[str] = set()
    functions: dict[str, int] = {}
    for t in subterms(terms):
        if t.op in ("entry", "diff"):
            tensors.add(t.args[0] if t.op == "entry" else t.args[1])
        elif t.op == "call":
            functions[t.args[0]] = len(t.args) - 1
    return frozenset(tensors), functions


@lru_cache(maxsize=8)
def vocabulary_of(s: Statement) -> Vocabulary:
    """What occurs in the goals and hypotheses of a statement."""
    judgements = [*s.goals, *(h.judgement for h in s.hypotheses)]
    terms = [t for j in judgements for t in (j.a, j.b)]
    tensors, called = names_in(*terms)
    functions = dict(called)
    for f, arity, derivative in s.functions:
        functions.pop(derivative, None)
        functions.setdefault(f, arity)
    derived = {d for _, _, d in s.functions}
    return Vocabulary(
        {n: (axes, p) for n, axes, p in s.tensors if n in tensors},
        {i.args[0]: i.args[1] for i in free_indices(terms)},
        {f: k for f, k in functions.items() if f not in derived and f not in KNOWN},
        tuple(frozenset(names_in(h.judgement.a, h.judgement.b)[0]) for h in s.hypotheses),
    )


def _levels_of(i: Term) -> set[int]:
    return {k for k, _ in i.dangling}


def definable(h: Hypothesis) -> Iterator[tuple[str, Term]]:
    """The tensor that the hypothesis can define, where the kernel would take it so."""
    a, b = h.judgement.a, h.judgement.b
    t, u = (a, b) if a.op == "entry" else (b, a)
    if h.judgement.rel != "=" or t.op != "entry" or t.args[0] in names_in(u)[0]:
        return
    covered = set().union(*(_levels_of(i) for i in t.args[1:]), set())
    if covered == set(range(len(h.sorts))):
        yield t.args[0], t


def definitions_of(s: Statement, rng: Random | None) -> tuple[int, ...]:
    """Hypotheses that define tensors, none by itself; in random order if rng is given."""
    order = list(range(len(s.hypotheses)))
    if rng is not None:
        rng.shuffle(order)
    depends: dict[str, set[str]] = {}
    kinds: dict[str, set[Any]] = {}
    chosen = []
    for k in order:
        for name, t in definable(s.hypotheses[k]):
            j = s.hypotheses[k].judgement
            others = names_in(j.b if t is j.a else j.a)[0]
            reach = set(others)
            for n in others:
                reach |= depends.get(n, set())
            kind = tuple(
                (i.op, i.args[0]) if i.op in ("inject", "unit") else "all" for i in t.args[1:]
            )
            taken = kinds.get(name, set())
            overlaps = any(
                all("all" in (p, q) or p == q for p, q in zip(kind, old, strict=True))
                for old in taken
            )
            if name in reach or overlaps:
                continue
            kinds.setdefault(name, set()).add(kind)
            depends.setdefault(name, set()).update(reach)
            for n in depends:
                if name in depends[n]:
                    depends[n] |= reach
            chosen.append(k)
    return tuple(sorted(chosen))
