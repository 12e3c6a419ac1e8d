"""What a claim says, in kernel terms: declarations, hypotheses and goals, and its fingerprint.

Place: trusted; built from a claim by `prover/statements.py`, read back by the certificate.

Legend
  rel         "=" (a = b), ">" (a > 0), ">=" (a >= 0) or "!=" (a != 0)
  sorts       of a hypothesis: level k of its judgement ranges over sorts[k]
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from symattn.kernel.indices import Sort, Term
from symattn.kernel.terms import ZERO

RELATIONS = ("=", ">", ">=", "!=")
PROPERTIES = ("positive", "nonnegative", "nonzero", "boolean")


@dataclass(frozen=True)
class Judgement:
    """a = b, or a > 0, a >= 0, a != 0 (then b is 0)."""

    rel: str
    a: Term
    b: Term = ZERO


@dataclass(frozen=True)
class Hypothesis:
    """A judgement that holds for every value of its dangling levels."""

    sorts: tuple[Sort, ...]
    judgement: Judgement


@dataclass(frozen=True)
class Statement:
    """For all sizes >= their minimum and all tensors: if the hypotheses hold, so do the goals."""

    sizes: tuple[tuple[str, int], ...] = ()  # name, least value (0 or more)
    tensors: tuple[
        tuple[str, tuple[Sort, ...], tuple[str, ...]], ...
    ] = ()  # name, axes, properties
    functions: tuple[tuple[str, int, str], ...] = ()  # name, number of arguments, derivative or ""
    bijections: tuple[tuple[str, Sort], ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    goals: tuple[Judgement, ...] = ()
    # name, matrix: here and nearby the tensor is the inverse of the matrix, whose levels 1 and 0
    # are row and column; the levels above are the first axes of the tensor
    inverses: tuple[tuple[str, Term], ...] = ()


class TermTable:
    """Terms as a list of rows [operation, argument, ...]; equal terms share one row."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self._row_of: dict[Term, int] = {}

    def row_of(self, t: Term) -> int:
        """The row of t; its parts are entered before it."""
        stack = [t]
        while stack:
            top = stack[-1]
            if top in self._row_of:
                stack.pop()
                continue
            missing = [a for a in top.args if isinstance(a, Term) and a not in self._row_of]
            if missing:
                stack.extend(reversed(missing))
                continue
            self._row_of[top] = len(self.rows)
            self.rows.append([top.op, *map(self._argument, top.args)])
            stack.pop()
        return self._row_of[t]

    def _argument(self, a: Any) -> Any:
        if isinstance(a, Term):
            return {"t": self._row_of[a]}
        if isinstance(a, Fraction):
            return f"{a.numerator}/{a.denominator}"
        if isinstance(a, tuple):
            return plain_sort(a)
        return a


def plain_sort(s: Sort) -> Any:
    """A sort as JSON: tuples become lists."""
    return [plain_sort(x) for x in s] if isinstance(s, tuple) else s


def plain_judgement(j: Judgement, table: TermTable) -> list[Any]:
    """A judgement as JSON, its terms as rows of the table."""
    return [j.rel, table.row_of(j.a), table.row_of(j.b)]


def plain_statement(s: Statement, table: TermTable) -> dict[str, Any]:
    """A statement as JSON, its terms as rows of the table."""
    plain = {
        "sizes": [list(x) for x in s.sizes],
        "tensors": [[n, [plain_sort(a) for a in axes], list(p)] for n, axes, p in s.tensors],
        "functions": [list(x) for x in s.functions],
        "bijections": [[n, plain_sort(a)] for n, a in s.bijections],
        "hypotheses": [
            [[plain_sort(a) for a in h.sorts], plain_judgement(h.judgement, table)]
            for h in s.hypotheses
        ],
        "goals": [plain_judgement(g, table) for g in s.goals],
    }
    if s.inverses:
        plain["inverses"] = [[name, table.row_of(t)] for name, t in s.inverses]
    return plain


def fingerprint(s: Statement) -> str:
    """The SHA-256 of the statement in its one canonical spelling, its terms included."""
    table = TermTable()
    plain = plain_statement(s, table)
    text = json.dumps([table.rows, plain], separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode()).hexdigest()


def subterms(terms: Iterable[Term]) -> Iterator[Term]:
    """Every term in the terms, once; always in the same order."""
    seen: set[Term] = set()
    stack = list(terms)
    while stack:
        t = stack.pop()
        if t not in seen:
            seen.add(t)
            yield t
            stack.extend(a for a in t.args if isinstance(a, Term))


def tensors_in(t: Term) -> set[str]:
    """The tensors whose entries occur in the term."""
    return {x.args[0] for x in subterms([t]) if x.op == "entry"}


def free_indices(terms: Iterable[Term]) -> set[Term]:
    """The named indices that occur in the terms."""
    return {t for t in subterms(terms) if t.op == "free"}
