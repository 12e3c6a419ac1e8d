"""Readings of a sentence that are no claims: a definition, and what says nothing definite.

Place: beside claim; a dispute may hold these among its claims. Neither is ever called proved: a
definition is checked to have a meaning, an informal sentence is declined with the reason.

Legend
  equation    symbol = what it stands for, as a claim that nobody tries to prove
  reason      why the sentence states nothing that could be proved or refuted
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sympy import preorder_traversal

from symattn.errors import BadInput, ShapeError
from symattn.expressions.nodes import At, Node, Tensor
from symattn.expressions.plain_texts import plain_text, shape_text
from symattn.prover.claim import Claim
from symattn.prover.statements import statement_of
from symattn.prover.system import System
from symattn.prover.verdict import IllTyped

DEFINED = ("definition", "ill-typed")


@dataclass(frozen=True)
class Defined:
    """The definition has a meaning: both sides have this shape."""

    word: ClassVar[str] = "definition"
    shape: str
    seconds: float = 0.0


@dataclass(frozen=True)
class Declined:
    """The sentence states nothing definite, for this reason."""

    word: ClassVar[str] = "informal"
    reason: str
    seconds: float = 0.0


@dataclass(frozen=True)
class Definition:
    """What a symbol stands for; there is nothing to prove, but it must have a meaning.

    Needs    an equation whose left side is a tensor symbol, or a part of one, new on its right
    Fails    BadInput for any other equation, when the definition is looked at
    Example  Definition(Claim.from_text("q == W @ x", symbols={"q": "k", "W": "k d", "x": "d"}))
    """

    equation: Claim
    name: str = ""
    as_written: str = ""
    source: str = ""
    expect: str = "definition"

    def __post_init__(self) -> None:
        if self.expect not in DEFINED:
            raise BadInput(
                "making a definition", f"expect is {self.expect!r}",
                f"expect is one of {' '.join(DEFINED)}", "a definition is not proved",
            )  # fmt: skip

    @property
    def verdict(self) -> Defined | IllTyped:
        """That both sides have one shape, or which do not fit."""
        try:
            typed = self.equation.typed
            _check_new(typed)
            statement_of(typed)
        except ShapeError as wrong:
            return IllTyped(str(wrong))
        return Defined(f"{plain_text(typed.left)} {shape_text(typed.left.shape)}")

    def __str__(self) -> str:
        return str(self.equation)


@dataclass(frozen=True)
class Informal:
    """A sentence that cannot be settled, as written, and why.

    Fails    BadInput without a reason
    Example  Informal("the intention of a speaker is no statement about an equation")
    """

    reason: str
    name: str = ""
    as_written: str = ""
    source: str = ""
    expect: ClassVar[str] = "informal"

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise BadInput("declining a sentence", "there is no reason", do="say why")

    @property
    def verdict(self) -> Declined:
        """The refusal, with its reason."""
        return Declined(self.reason)

    def __str__(self) -> str:
        return self.reason


Reading = Claim | System | Definition | Informal


def _check_new(equation: Claim) -> None:
    """BadInput unless the equation gives a meaning to a symbol that is not used in it."""
    head = equation.left.args[0] if isinstance(equation.left, At) else equation.left
    if equation.relation != "=" or not isinstance(head, Tensor):
        raise BadInput(
            "reading a definition", f"{equation} does not define a symbol",
            do="write symbol == what it stands for",
        )  # fmt: skip
    if head.args[0] in _names_in(equation.right):
        raise BadInput(
            "reading a definition", f"{head.args[0]} stands on both sides of {equation}",
            do="define it by other symbols, or make a claim of the equation",
        )  # fmt: skip


def _names_in(x: Node) -> set[object]:
    return {t.args[0] for t in preorder_traversal(x) if isinstance(t, Tensor)}
