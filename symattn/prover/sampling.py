"""Points at which all hypotheses of a statement hold exactly.

Place: untrusted; the refuter and the second opinions look at claims at these points.

Legend
  definition  a hypothesis T[i, ...] = expression that is used to compute T
  attempt     a number; it varies the style of the entries and the order in which they are chosen
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from random import Random
from typing import Any

from symattn.kernel.duals import Env
from symattn.kernel.interpretation import Interpretation
from symattn.kernel.intervals import Undefined
from symattn.kernel.statement import Statement
from symattn.kernel.witness import Point, Witness
from symattn.prover.sampling_filler import Filler
from symattn.prover.sampling_numbers import LinearArithmetic, NotLinear
from symattn.prover.sampling_tables import Table, values_in
from symattn.prover.sampling_words import definable, definitions_of, vocabulary_of
from symattn.prover.statement_of_sharing import is_definition

F0, F1 = Fraction(0), Fraction(1)
UNARY = (
    Interpretation(((F1, (2,), (F0,)), (F1, (1,), (F0,)), (Fraction(2), (0,), (F0,)))),
    Interpretation(((F1, (0,), (F1,)), (F1, (1,), (F0,)))),
    Interpretation(((F1, (3,), (F0,)), (Fraction(-1), (1,), (F0,)), (F1, (0,), (F0,)))),
    Interpretation(((F1, (0,), (F1,)),)),
    Interpretation(((F1, (0,), (Fraction(-1),)), (F1, (0,), (F0,)))),
)


def nested(table: Table, shape: Env) -> Any:
    """The table as tuples in tuples."""
    if not shape:
        return table[()]
    rows: list[Table] = [{} for _ in range(shape[0])]
    for place, x in table.items():
        rows[place[0]][place[1:]] = x
    return tuple(nested(row, shape[1:]) for row in rows)


def _positions(counts: dict[str, int], attempt: int, rng: Random) -> dict[str, int]:
    """Values of the free indices: different ones, then the first, the last, then any."""
    found = {}
    for m, (name, n) in enumerate(sorted(counts.items())):
        k = (m, 0, n - 1, (n - 1) * (m % 2))[attempt] if attempt < 4 else rng.randrange(n)
        found[name] = k % n
    return found


MOST_ENTRIES = 20_000  # of one point, all tensors together


class Sampler:
    """Draws points of a statement at given sizes."""

    def __init__(self, statement: Statement, sizes: dict[str, int], rng: Random) -> None:
        self.statement, self.sizes, self.rng = statement, sizes, rng
        self.words = vocabulary_of(statement)

    def draw(self, attempt: int) -> tuple[Witness, dict[str, Table]] | None:
        """A point, without its goal; None where this attempt finds none.

        The first attempts use distinct entries other than 0, later ones smaller and sparser ones.
        """
        try:
            return self._draw(attempt)
        except (Undefined, NotLinear, RecursionError):
            return None

    def _draw(self, attempt: int) -> tuple[Witness, dict[str, Table]] | None:
        rng, s = self.rng, self.statement
        style = (0, 1, 0, 2, 1, 3)[attempt % 6]
        defined = definitions_of(s, rng if attempt % 3 == 2 else None)
        shell = Point(s, Witness(self.sizes), LinearArithmetic()).evaluation
        counts = {n: shell.size(sort) for n, sort in self.words.indices.items()}
        if not all(counts.values()):
            return None
        indices = _positions(counts, attempt, rng)
        witness = Witness(self.sizes, {}, indices, self._bijections(shell, attempt), {}, defined)
        witness.functions.update(self._functions(attempt))
        tables: dict[str, Table] = {}
        stream = values_in(style, rng, attempt)
        if any(map(is_definition, s.hypotheses)):  # many layers: small numbers, that exp can take
            stream = (x / 4 for x in stream)
        fill = Filler(s, self.words, witness, tables, rng)
        shapes = {n: tuple(map(shell.size, axes)) for n, (axes, _) in self.words.tensors.items()}
        if sum(map(prod, shapes.values())) > MOST_ENTRIES:
            return None
        for name in self._order(defined, attempt):
            table = fill.table(name, shapes[name], stream)
            if table is None:
                return None
            tables[name] = table
        entries = {n: nested(tables[n], shapes[n]) for n in self.words.tensors if n in tables}
        witness.entries.update(entries)
        return witness, tables

    def _bijections(self, shell: Any, attempt: int) -> dict[str, tuple[int, ...]]:
        found = {}
        for name, sort in self.statement.bijections:
            n = shell.size(sort)
            s = [(k + 1) % n for k in range(n)]
            if attempt:
                self.rng.shuffle(s)
            found[name] = tuple(s)
        return found

    def _functions(self, attempt: int) -> dict[str, Interpretation]:
        found = {}
        for k, (name, arity) in enumerate(sorted(self.words.functions.items())):
            f = UNARY[(attempt + k) % len(UNARY)]
            if arity != 1:
                powers = [tuple(int(m == n) * (1 + m) for m in range(arity)) for n in range(arity)]
                parts = [(Fraction(n + 1), p, (F0,) * arity) for n, p in enumerate(powers)]
                parts.append((F1, (1,) * arity, (F0,) * arity))
                f = Interpretation(tuple(parts))
            found[name] = f
        return found

    def _order(self, defined: tuple[int, ...], attempt: int) -> list[str]:
        """Tensors that no definition gives; those in equations last, in varying order."""
        given: set[str] = set()
        for k in defined:
            for name, t in definable(self.statement.hypotheses[k]):
                whole = not any(i.op in ("inject", "unit", "free") for i in t.args[1:])
                given |= {name} if whole else set()
        names = [n for n in sorted(self.words.tensors) if n not in given]
        weight = {
            n: sum(n in m for k, m in enumerate(self.words.mentions) if k not in defined)
            for n in names
        }
        if attempt % 2:
            self.rng.shuffle(names)
        elif attempt:
            names.reverse()
        return sorted(names, key=lambda n: (weight[n] > 0, attempt % 2 == 0 and "@" in n))
