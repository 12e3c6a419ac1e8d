"""What a user asks: one claim, several readings of one sentence, or a chain of steps.

Place: above the readers; `statements.py` says what a claim means, `settle.py` decides it.

Legend
  left, right   the two sides          given     what the claim takes as given
  for_all       the tensors that "holds exactly when" quantifies over
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from symattn.errors import BadInput, ShapeError, Unsupported
from symattn.expressions.assumptions import Assumption
from symattn.expressions.nodes import Node, node_of
from symattn.expressions.plain_texts import plain_text
from symattn.notation.claim_lines import record_from_fields, record_of_object
from symattn.notation.python_reader_claims import Record, read_record

if TYPE_CHECKING:
    from symattn.prover.readings import Reading

EXPECTED = ("proved", "refuted", "ill-typed", "undecided")
RELATIONS = ("=", ">", ">=")


@dataclass(frozen=True)
class Claim:
    """left = right (or >, >=) for all sizes and all tensors that satisfy what is given.

    Needs    left and right: nodes, or numbers and SymPy scalars; or a record of texts, read later
    Fails    BadInput for an unknown relation or expected verdict
    Example  Claim(left=softmax(x + c), right=softmax(x), expect="proved")
    """

    left: Any = None
    right: Any = None
    relation: str = "="
    given: tuple[Assumption, ...] = ()
    for_all: tuple[str, ...] = ()
    least: Any = ()  # sizes with their least values, a mapping or pairs; 1 where not listed
    name: str = ""
    as_written: str = ""
    source: str = ""
    expect: str = "proved"
    note: str = ""
    functions: Any = ()  # opaque functions with the names of their derivatives
    record: Record | None = None
    also: tuple[tuple[Any, Any], ...] = ()  # further equations, claimed together with this one

    def __post_init__(self) -> None:
        _check_word("relation", self.relation, RELATIONS)
        _check_word("expect", self.expect, EXPECTED)
        if self.record is None:
            if self.left is None or self.right is None:
                raise BadInput("making a claim", "a side is missing", do="give left and right")
            object.__setattr__(self, "left", node_of(self.left))
            object.__setattr__(self, "right", node_of(self.right))
        for name in ("least", "functions"):
            object.__setattr__(self, name, _pairs(getattr(self, name)))
        also = tuple((node_of(a), node_of(b)) for a, b in self.also)
        object.__setattr__(self, "also", also)
        object.__setattr__(self, "given", tuple(self.given))
        object.__setattr__(self, "for_all", _names(self.for_all))
        wrong = [a for a in self.given if not isinstance(a, Assumption)]
        if wrong:
            raise BadInput(
                "making a claim", f"{wrong[0]} is not an assumption",
                do="write Assumption('equal', (a, b)), or the texts of Claim.from_text",
            )  # fmt: skip

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        symbols: Mapping[str, Any],
        given: Iterable[str] = (),
        indices: Mapping[str, str] | None = None,
        functions: Mapping[str, Any] | None = None,
        least: Any = (),
        **fields: Any,
    ) -> Claim:
        """A claim in the claim language; its mathematics is read when it is settled.

        Example  Claim.from_text("softmax(x + c) == softmax(x)", symbols={"x": "n", "c": ""})
        """
        record = record_from_fields(
            text, symbols, given=given, indices=indices or {}, functions=functions or {},
            least=dict(_pairs(least)),
        )  # fmt: skip
        return cls(record=record, **fields)

    @classmethod
    def from_record(cls, record: Record | Mapping[str, Any]) -> Claim:
        """The claim of a checked record or of a decoded JSON object."""
        return claim_from_record(record)

    @cached_property
    def typed(self) -> Claim:
        """The claim with its sides and assumptions as nodes.

        Fails    NotationError, UnknownName, ShapeError, Unsupported or BadInput from the texts
        """
        if self.record is None:
            return self
        read = read_record(self.record)
        return replace(
            self, left=read.left, right=read.right, relation=read.relation, given=read.given,
            least=read.least, functions=read.functions, record=None,
        )  # fmt: skip

    def __str__(self) -> str:
        if self.record is not None:
            return self.record.text
        sides = ((self.left, self.right), *self.also)
        return "; ".join(f"{plain_text(a)} {self.relation} {plain_text(b)}" for a, b in sides)


def claim_from_record(record: Record | Mapping[str, Any]) -> Claim:
    """The claim of a checked record, or of a decoded JSON object of the claim language.

    Fails    NotationError and UnknownName with a caret, and BadInput, at once; what is ill-typed
             or unsupported is found when the claim is settled
    """
    made = record if isinstance(record, Record) else record_of_object(record)
    rest: dict[str, Any] = dict(made.rest)
    rest["for_all"] = made.for_all
    claim = Claim(record=made, name=made.name, **rest)
    try:
        _ = claim.typed
    except (ShapeError, Unsupported):
        return claim
    return claim


@dataclass(frozen=True)
class Dispute:
    """The readings of one sentence; they may be given as sentence -> claim.

    A reading is a claim, or one of the kinds of `readings.py` that claim nothing.
    """

    name: str
    readings: Any
    as_written: str = ""
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        given = self.readings
        if isinstance(given, Mapping):
            given = [replace(claim, name=sentence) for sentence, claim in given.items()]
        made = tuple(
            replace(c, as_written=c.as_written or self.as_written, source=c.source or self.source)
            for c in given
        )
        if not made:
            raise BadInput("making a dispute", "there is no reading", do="give at least one claim")
        object.__setattr__(self, "readings", made)

    @property
    def claims(self) -> tuple[Reading, ...]:
        """The readings, in order."""
        made: tuple[Reading, ...] = self.readings
        return made


@dataclass(frozen=True)
class Chain:
    """start = step = step ..., with a reason each; every step is a claim of its own."""

    name: str
    start: Any
    steps: tuple[tuple[Any, str], ...]
    given: tuple[Assumption, ...] = ()
    for_all: tuple[str, ...] = ()
    least: Any = ()
    as_written: str = ""
    source: str = ""
    note: str = ""
    functions: Any = ()

    def __post_init__(self) -> None:
        if not self.steps:
            raise BadInput(
                "making a chain", "there is no step", do="give (expression, reason) pairs"
            )
        steps = tuple((node_of(x), str(reason)) for x, reason in self.steps)
        object.__setattr__(self, "start", node_of(self.start))
        object.__setattr__(self, "steps", steps)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """One claim for each step, named by its number and reason."""
        sides = [self.start, *(x for x, _ in self.steps)]
        return tuple(
            self._claim(a, b, f"step {k}: {reason}")
            for k, (a, b, (_, reason)) in enumerate(
                zip(sides, sides[1:], self.steps, strict=False), 1
            )
        )

    @property
    def whole(self) -> Claim:
        """The claim that the steps make together: start = the last step."""
        return self._claim(self.start, self.steps[-1][0], self.name)

    def _claim(self, left: Node, right: Node, name: str) -> Claim:
        return Claim(
            left, right, given=self.given, for_all=self.for_all, least=self.least, name=name,
            as_written=self.as_written, source=self.source, functions=self.functions,
        )  # fmt: skip


def _check_word(what: str, word: str, words: tuple[str, ...]) -> None:
    if word not in words:
        raise BadInput(
            "making a claim", f"{what} is {word!r}", f"{what} is one of {' '.join(words)}",
            "choose one of them",
        )  # fmt: skip


def _pairs(x: Any) -> tuple[tuple[str, Any], ...]:
    pairs = x.items() if isinstance(x, Mapping) else x
    return tuple((str(k), tuple(v) if isinstance(v, list) else v) for k, v in pairs)


def _names(x: Any) -> tuple[str, ...]:
    names = (x,) if isinstance(x, (str, Node)) else x
    return tuple(str(n.args[0]) if isinstance(n, Node) else str(n) for n in names)
