"""Fills one tensor after the other so that the hypotheses about them hold exactly.

Place: untrusted, under sampling.py.

Legend
  equation    a hypothesis "=" that defines nothing; the tensor chosen last in it is solved for
  draft       a point of which some tensors are not chosen yet
  ready       said of a hypothesis about the tensor at hand whose other tensors are chosen
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, islice, product
from random import Random
from typing import Any

from symattn.kernel.duals import Env
from symattn.kernel.exponentials import ExponentialArithmetic
from symattn.kernel.intervals import Undefined
from symattn.kernel.statement import Hypothesis, Statement
from symattn.kernel.witness import Point, Witness
from symattn.prover.sampling_linear import solved
from symattn.prover.sampling_numbers import Form, LinearArithmetic, NotLinear, Unknown
from symattn.prover.sampling_tables import (
    Table,
    chooser,
    filled,
    fits,
    special_tables,
    values_in,
)
from symattn.prover.sampling_words import Vocabulary, definable
from symattn.prover.statement_of_sharing import is_definition

TRIES, FEW = 16, 4


class Draft(Point):
    """A point whose entries are in a table; tensors that are not there are unknown."""

    def __init__(
        self, statement: Statement, witness: Witness, tables: dict[str, Table], arithmetic: Any
    ) -> None:
        super().__init__(statement, witness, arithmetic)
        self.tables = tables
        for k in witness.defined:
            self.define(statement.hypotheses[k])

    def compute_parts(self) -> None:
        """Compute the shared parts of a large claim one after the other, not one in the other."""
        for k in self.witness.defined:
            h = self.statement.hypotheses[k]
            for place in self.places(h.judgement.a.args[0]) if is_definition(h) else ():
                try:
                    self.entry(h.judgement.a.args[0], place)
                except (Undefined, OverflowError):
                    continue  # as it will be found where the entry is asked for

    def _given(self, name: str, positions: Env) -> Any:
        table = self.tables.get(name)
        if table is None:
            return Form({(name, positions): Fraction(1)})
        if positions not in table:
            raise Undefined(f"no entry {positions} of {name}")
        return table[positions]


class _Ranks(dict[Unknown, float]):
    """A random number for every unknown, always the same."""

    def __init__(self, rng: Random) -> None:
        super().__init__()
        self.rng = rng

    def __missing__(self, u: Unknown) -> float:
        self[u] = self.rng.random()
        return self[u]


def _has_equation(hypotheses: list[Hypothesis]) -> bool:
    return any(h.judgement.rel == "=" for h in hypotheses)


def _names_of(x: Any) -> set[str]:
    """The tensors of which unknown entries occur in a number."""
    return {u[0] for u in x if u is not None} if isinstance(x, Form) else set()


class Filler:
    """Chooses tables for tensors; those chosen before are in `tables`."""

    def __init__(
        self,
        statement: Statement,
        words: Vocabulary,
        witness: Witness,
        tables: dict[str, Table],
        rng: Random,
    ) -> None:
        self.statement, self.words, self.witness = statement, words, witness
        self.tables, self.rng = tables, rng
        self.depends: dict[str, set[str]] = {}
        for k in witness.defined:
            for n, _ in definable(statement.hypotheses[k]):
                self.depends.setdefault(n, set()).update(words.mentions[k] - {n})

    def table(self, name: str, shape: Env, stream: Iterator[Fraction]) -> Table | None:
        """A table of this shape with which every ready hypothesis holds; None if none is found."""
        properties = self.words.tensors[name][1]
        ready = self._ready(name)
        forms, rest = self._forms(ready, name)
        tables = self._solutions(forms, shape, properties, stream)
        tries = 1 if not rest and not properties else FEW if _has_equation(rest) else TRIES
        for table in islice(tables, tries):
            if fits(table, properties) and self._satisfied(rest, name, table):
                return table
        others = chain(self._relatives(shape), special_tables(shape, self.rng))
        for table in others if ready else ():
            if fits(table, properties) and self._satisfied(ready, name, table):
                return table
        return None

    def _solutions(
        self,
        forms: list[Form],
        shape: Env,
        properties: tuple[str, ...],
        stream: Iterator[Fraction],
    ) -> Iterator[Table]:
        """Solutions of the linear equations; after a few, with small free entries."""
        small = values_in(4, self.rng, 0)
        while True:
            for source in (stream, stream, small, small):
                choose = chooser(source, properties, self.rng)
                ranks = _Ranks(self.rng)
                values = solved(forms, choose, ranks.__getitem__)
                if values is None:
                    return
                table = filled(shape, choose)
                table.update({place: x for (_, place), x in values.items()})
                yield table

    def _ready(self, name: str) -> list[Hypothesis]:
        known = set(self.tables) | {name}
        found = []
        for k, h in enumerate(self.statement.hypotheses):
            if k in self.witness.defined:
                continue
            stack, reach = list(self.words.mentions[k]), set()
            while stack:
                n = stack.pop()
                if n not in reach:
                    reach.add(n)
                    stack.extend(self.depends.get(n, ()))
            if name in reach and {n for n in reach if n not in self.depends} <= known:
                found.append(h)
        return found

    def _differences(self, h: Hypothesis, tables: dict[str, Table]) -> Iterator[Any]:
        """The left side less the right side, wherever the hypothesis speaks."""
        arithmetic = LinearArithmetic()
        e = Draft(self.statement, self.witness, tables, arithmetic).evaluation
        for env in e.assignments(h.sorts):
            minus = arithmetic.mul(Fraction(-1), e.value(h.judgement.b, env))
            yield arithmetic.add(e.value(h.judgement.a, env), minus)

    def _forms(self, ready: list[Hypothesis], name: str) -> tuple[list[Form], list[Hypothesis]]:
        """The equations that are linear in the tensor, and all other hypotheses."""
        forms: list[Form] = []
        rest: list[Hypothesis] = []
        for h in ready:
            try:
                found = list(self._differences(h, self.tables)) if h.judgement.rel == "=" else None
            except NotLinear:
                found = None
            if found is None or any(_names_of(x) - {name} for x in found):
                rest.append(h)
                continue
            forms += [x if isinstance(x, Form) else Form({None: x} if x else {}) for x in found]
        return forms, rest

    def _satisfied(self, ready: list[Hypothesis], name: str, table: Table) -> bool:
        """Whether the ready hypotheses hold; one that is not rational is left to the check."""
        tables = {**self.tables, name: table}
        for h in ready:
            try:
                for x in self._differences(h, tables):
                    if isinstance(x, Form):
                        return False  # it depends on a tensor that is not chosen yet
                    true = {"=": x == 0, "!=": x != 0, ">": x > 0, ">=": x >= 0}[h.judgement.rel]
                    if not true:
                        return False
            except NotLinear:
                if h.judgement.rel == "=" and not self._equal_as_written(h, tables):
                    return False
            except Undefined:
                return False
        return True

    def _equal_as_written(self, h: Hypothesis, tables: dict[str, Table]) -> bool:
        """Whether an equation between quotients of exponentials holds exactly; not of sqrt(2)."""
        arithmetic = ExponentialArithmetic()
        e = Draft(self.statement, self.witness, tables, arithmetic).evaluation
        try:
            for env in e.assignments(h.sorts):
                minus = e.times(arithmetic.number(-1), e.value(h.judgement.b, env))
                if not arithmetic.is_zero(e.plus(e.value(h.judgement.a, env), minus)):
                    return False
        except Undefined:
            return False
        return True

    def _relatives(self, shape: Env) -> Iterator[Table]:
        """Tables like those of other tensors of this shape: the same, shifted, turned round."""
        for table in list(self.tables.values()):
            if set(table) != set(product(*map(range, shape))):
                continue
            places = sorted(table)
            yield {p: x + 1 for p, x in table.items()}
            yield {p: -x for p, x in table.items()}
            yield dict(zip(places, (table[p] for p in reversed(places)), strict=True))
            yield dict(table)
