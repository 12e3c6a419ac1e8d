"""The four answers to a claim.

Place: what `prove` returns; printed by the rendering layer. A verdict is never true or false
itself: `bool` raises, because "not proved" is not "false".
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, ClassVar

from symattn.kernel.statement import Statement
from symattn.kernel.witness import Witness
from symattn.notation.latex_writer_names import escape_text
from symattn.notation.latex_writer_terms import latex_of_judgement

LONGEST = 300  # characters of a theorem that is worth showing in a notebook


class _Verdict:
    word: ClassVar[str]

    def __bool__(self) -> bool:
        raise TypeError(
            f"a verdict is not true or false: compare verdict.word (here {self.word!r}) instead"
        )

    def _latex(self) -> str:
        return rf"\text{{{self.word}}}"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self._latex()}$"


@dataclass(frozen=True)
class Proved(_Verdict):
    """The kernel replayed a certificate of this very statement in a process of its own.

    `conditions` are the denominators, roots and logarithms that had to be assumed defined;
    `unused` are equations and inequalities that were given and not needed. A proof by induction
    over an integer is two: of the step, with its certificate here, and of the first case, `base`.
    """

    word: ClassVar[str] = "proved"
    statement: Statement
    certificate_text: str = field(repr=False)
    conditions: tuple[str, ...] = ()
    steps: int = 0
    seconds: float = 0.0
    theorem: str = field(default="", repr=False)
    unused: tuple[str, ...] = ()
    base: Proved | None = None  # of a proof by induction: the first case; the rest is the step

    @property
    def certificate(self) -> dict[str, Any]:
        """The certificate as JSON data."""
        data: dict[str, Any] = json.loads(self.certificate_text)
        return data

    def _latex(self) -> str:
        goals = [latex_of_judgement(g) for g in self.statement.goals]
        shown = rf"\quad {goals[0]}" if len(goals) == 1 and len(goals[0]) <= LONGEST else ""
        return (
            rf"\text{{proved in {self.steps} steps:}}{shown}"
            if shown
            else (rf"\text{{proved in {self.steps} steps}}")
        )


@dataclass(frozen=True)
class Refuted(_Verdict):
    """Exact inputs at which the two sides certainly differ.

    `holds_exactly_when` is LaTeX: the condition that was itself proved sufficient and necessary;
    `holds_when` is one that was proved sufficient only; at most one of them is given.
    """

    word: ClassVar[str] = "refuted"
    witness: Witness
    holds_exactly_when: str | None = None
    seconds: float = 0.0
    holds_when: str | None = None
    reason: str = ""  # of a system: what is left over of its equations, or that they contradict

    def _latex(self) -> str:
        text = self.witness.describe()
        shown = f" at {escape_text(text)}" if len(text) <= LONGEST else ""
        if self.holds_exactly_when is not None:
            return rf"\text{{refuted{shown}; holds exactly when }} {self.holds_exactly_when}"
        if self.holds_when is not None:
            return rf"\text{{refuted{shown}; holds at least when }} {self.holds_when}"
        return rf"\text{{refuted{shown}}}"


@dataclass(frozen=True)
class IllTyped(_Verdict):
    """The claim has no meaning: which factor does not fit, both shapes, the smallest repair.

    `holds_exactly_when` is LaTeX: the equations between sizes with which it has one and holds.
    """

    word: ClassVar[str] = "ill-typed"
    report: str
    seconds: float = 0.0
    holds_exactly_when: str | None = None

    def _latex(self) -> str:
        return r"\text{ill-typed}"


@dataclass(frozen=True)
class Undecided(_Verdict):
    """Neither proved nor refuted: the reason, and what was left to show."""

    word: ClassVar[str] = "undecided"
    reason: str
    residual: str | None = None
    seconds: float = 0.0

    def _latex(self) -> str:
        return r"\text{undecided}"


Verdict = Proved | Refuted | IllTyped | Undecided
