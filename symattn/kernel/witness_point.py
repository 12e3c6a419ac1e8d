"""A point at which a claim may be false, and the values that terms have there.

Place: trusted, standard library only; witness.py checks with it whether a claim is false.

Legend
  witness     sizes, rational entries, positions of free indices, bijections, functions, definitions
  point       a witness with its statement, ready to evaluate terms

A hypothesis T[i, ...] = expression (or the other way round) may define T: then T has the value of
the expression, exactly, even where that is no rational number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Any

from symattn.kernel.duals import Env
from symattn.kernel.enclosures import Undefined
from symattn.kernel.evaluation import Evaluation
from symattn.kernel.indices import Term
from symattn.kernel.interpretation import Functions, Interpretation, interpretation_from
from symattn.kernel.statement import Hypothesis, Statement

Nested = Any  # a Fraction, or a tuple of Nested: one level for each axis


@dataclass(frozen=True)
class Witness:
    """Where a claim is false; `left` and `right` are for the reader, not for the check."""

    sizes: dict[str, int] = field(default_factory=dict)
    entries: dict[str, Nested] = field(default_factory=dict)
    indices: dict[str, int] = field(default_factory=dict)
    bijections: dict[str, tuple[int, ...]] = field(default_factory=dict)
    functions: dict[str, Interpretation] = field(default_factory=dict)
    defined: tuple[int, ...] = ()
    goal: int = 0
    left: str = ""
    right: str = ""

    def describe(self) -> str:
        """One line for a reader, like n=1, x=[2]: left 2, right 1; without auxiliary tensors."""
        words = [f"{n}={k}" for n, k in self.sizes.items()]
        words += [f"{n}={k}" for n, k in self.indices.items()]
        words += [f"{n}={_text(x)}" for n, x in self.entries.items() if not {"'", "@"} & set(n)]
        words += [f"{n}=({', '.join(map(str, s))})" for n, s in self.bijections.items()]
        words += [f"{n}(x)={f.text()}" for n, f in self.functions.items()]
        return f"{', '.join(words) or 'always'}: left {self.left}, right {self.right}"

    def to_json(self) -> dict[str, Any]:
        """The witness as plain JSON; rational numbers are strings."""
        return {
            "sizes": dict(self.sizes),
            "entries": {n: _plain(x) for n, x in self.entries.items()},
            "indices": dict(self.indices),
            "bijections": {n: list(s) for n, s in self.bijections.items()},
            "functions": {n: f.plain() for n, f in self.functions.items()},
            "defined": list(self.defined),
            "goal": self.goal,
            "left": self.left,
            "right": self.right,
        }


def witness_from(data: dict[str, Any]) -> Witness:
    """The witness whose `to_json` this is."""
    return Witness(
        {str(n): int(k) for n, k in data["sizes"].items()},
        {str(n): _nested(x) for n, x in data["entries"].items()},
        {str(n): int(k) for n, k in data["indices"].items()},
        {str(n): tuple(map(int, s)) for n, s in data["bijections"].items()},
        {str(n): interpretation_from(f) for n, f in data["functions"].items()},
        tuple(map(int, data["defined"])),
        int(data["goal"]),
        str(data["left"]),
        str(data["right"]),
    )


def _text(x: Nested) -> str:
    """Nested lists; five and more equal neighbours are counted: [0 x 20, 1]."""
    if not isinstance(x, tuple):
        return str(x)
    words: list[str] = []
    for y, group in groupby(x):
        n = len(list(group))
        words += [f"{_text(y)} x {n}"] if n > 4 else [_text(y)] * n
    return f"[{', '.join(words)}]"


def _plain(x: Nested) -> Any:
    return [_plain(y) for y in x] if isinstance(x, tuple) else str(x)


def _nested(x: Any) -> Nested:
    return tuple(map(_nested, x)) if isinstance(x, list) else Fraction(x)


class Refused(Exception):
    """The witness is not a point of the statement."""


class Point:
    """A statement at a witness: entries, definitions and the evaluation of terms.

    The numbers are those of `arithmetic`; `definitions` maps a tensor to its defined positions.
    """

    kind = Evaluation

    def __init__(
        self, statement: Statement, witness: Witness, arithmetic: Any, steps: int = 1_000_000
    ) -> None:
        self.statement, self.witness = statement, witness
        self.axes = {name: axes for name, axes, _ in statement.tensors}
        self.definitions: dict[str, dict[Env, tuple[Term, Env]]] = {}
        self._running: set[tuple[str, Env]] = set()
        self._found: dict[tuple[str, Env], Any] = {}
        self.evaluation = self.kind(
            arithmetic,
            witness.sizes,
            self.entry,
            Functions(statement, witness.functions, arithmetic),
            witness.indices,
            witness.bijections,
            steps,
        )
        self.evaluation.inverses = dict(statement.inverses)

    def entry(self, name: str, positions: Env) -> Any:
        """The entry of a tensor: given, or by its definition."""
        key = (name, positions)
        if key in self._found:
            return self._found[key]
        definition = self.definitions.get(name, {}).get(positions)
        if definition is not None:
            if key in self._running:
                raise Undefined(f"{name} is defined by itself")
            self._running.add(key)
            try:
                x = self.evaluation.value(*definition)
            finally:
                self._running.discard(key)
        else:
            x = self.evaluation.arithmetic.number(self._given(name, positions))
        self._found[key] = x
        return x

    def _given(self, name: str, positions: Env) -> Fraction:
        x = self.witness.entries.get(name)
        for k in positions:
            if not isinstance(x, tuple) or not 0 <= k < len(x):
                raise Undefined(f"no entry {list(positions)} of {name} is given")
            x = x[k]
        if not isinstance(x, Fraction):
            raise Undefined(f"{name}{list(positions)} is not one number")
        return x

    def define(self, h: Hypothesis) -> None:
        """Use T[i, ...] = expression as the definition of T; every entry has at most one."""
        t, u = h.judgement.a, h.judgement.b
        t, u = (t, u) if t.op == "entry" else (u, t)
        if h.judgement.rel != "=" or t.op != "entry":
            raise Refused("a hypothesis does not define a tensor")
        table = self.definitions.setdefault(t.args[0], {})
        for env in self.evaluation.assignments(h.sorts):
            place = tuple([self.evaluation.position(i, env) for i in t.args[1:]])
            if place in table:
                raise Refused(f"{t.args[0]}{list(place)} is defined twice")
            table[place] = (u, env)

    def places(self, name: str) -> Iterator[Env]:
        """All positions of a tensor."""
        yield from self.evaluation.assignments(self.axes[name])
