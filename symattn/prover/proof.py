"""The record of a proof in the making: kernel steps, numbered, and the certificate they become.

Place: the prover's only door to the kernel. Untrusted: what counts is the replay.

Legend
  Step        (term, theorem): the term equals the one that was started from, by the theorem;
              None stands for "it is the same term"
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from symattn.kernel.certificate import certificate_text
from symattn.kernel.indices import Term
from symattn.kernel.statement import Judgement, Statement
from symattn.kernel.theorem import Kernel, StepRefused, Theorem

Equal = Theorem | None


class OutOfBudget(Exception):
    """The proof takes more steps or seconds than it was given."""


@dataclass(frozen=True)
class Certificate:
    """A certificate, its steps, the conditions it was proved with, and the hypotheses it used."""

    text: str
    steps: int
    conditions: tuple[Judgement, ...]
    hypotheses: frozenset[int]


class Proof:
    """Steps under one statement and a list of conditions that may be used."""

    def __init__(
        self, statement: Statement, conditions: Sequence[Judgement] = (), seconds: float = 20.0,
        max_steps: int = 200_000,
    ) -> None:  # fmt: skip
        self.kernel = Kernel(statement, conditions)
        self.rows: list[tuple[str, list[int], tuple[Any, ...]]] = []
        self.theorems: list[Theorem] = []
        self._number: dict[int, int] = {}  # id of a theorem -> its row
        self.max_steps = max_steps
        self.deadline = time.perf_counter() + seconds

    def step(self, rule: str, premises: Sequence[Theorem] = (), *params: Any) -> Theorem:
        """Apply a rule and write the step down."""
        if len(self.rows) >= self.max_steps:
            raise OutOfBudget(f"{self.max_steps} steps")
        if len(self.rows) % 64 == 0 and time.perf_counter() > self.deadline:
            raise OutOfBudget("time")
        theorem = self.kernel.apply(rule, premises, params)
        self._number[id(theorem)] = len(self.rows)
        self.rows.append((rule, [self._number[id(p)] for p in premises], params))
        self.theorems.append(theorem)
        return theorem

    def attempt(self, rule: str, premises: Sequence[Theorem] = (), *params: Any) -> Equal:
        """The theorem, or None where the rule does not apply."""
        try:
            return self.step(rule, premises, *params)
        except StepRefused:
            return None

    def chain(self, *equations: Equal) -> Equal:
        """a = z from a = b, b = c, ...; None stands for an equation that says nothing."""
        kept = [e for e in equations if e is not None and e.a is not e.b]
        if not kept:
            return None
        return kept[0] if len(kept) == 1 else self.step("equality_is_transitive", kept)

    def reverse(self, equation: Equal) -> Equal:
        """b = a from a = b."""
        return equation and self.step("equality_is_symmetric", [equation])

    def replaced(self, t: Term, equations: dict[int, Equal]) -> Equal:
        """t with its arguments at some places replaced."""
        kept = {k: e for k, e in equations.items() if e is not None and e.a is not e.b}
        if not kept:
            return None
        return self.step("equals_replace_equals", list(kept.values()), t, *kept)

    def under(self, sorts: Sequence[Any], equation: Equal) -> Equal:
        """sum ... sum a = sum ... sum b from a = b."""
        if equation is None or equation.a is equation.b or not sorts:
            return equation
        return self.step("equal_under_sums", [equation], *sorts)

    def reflexive(self, t: Term) -> Theorem:
        """t = t."""
        return self.step("equal_by_arithmetic", [], t, t)

    def certificate(self, goals: Sequence[Theorem]) -> Certificate:
        """The certificate without the steps that were not needed."""
        wanted = {self._number[id(g)] for g in goals}
        for n in range(len(self.rows) - 1, -1, -1):
            if n in wanted:
                wanted.update(self.rows[n][1])
        order = {old: new for new, old in enumerate(sorted(wanted))}
        used = sorted({self.rows[n][2][0] for n in order if self.rows[n][0] == "condition_holds"})
        conditions = tuple(self.kernel.conditions[c] for c in used)
        rows = []
        for old in order:
            rule, ids, params = self.rows[old]
            if rule == "condition_holds":
                params = (used.index(params[0]),)
            rows.append((rule, [order[i] for i in ids], params))
        ends = [order[self._number[id(g)]] for g in goals]
        text = certificate_text(self.kernel.statement, conditions, rows, ends)
        needed = {params[0] for rule, _, params in rows if rule == "hypothesis_holds"}
        return Certificate(text, len(rows), conditions, frozenset(needed))
