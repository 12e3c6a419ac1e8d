"""Claims from the command line and from files of JSON lines, settled into answers.

Place: above the readers and the prover, below cli. A text that cannot be read is an error on the
command line, and an undecided answer in a file, whose other lines still count.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from symattn.errors import BadInput, ShapeError, SymattnError
from symattn.notation.claim_lines import record_from_options, record_of_line
from symattn.notation.latex_reader import read_latex
from symattn.notation.python_reader_claims import read_record
from symattn.prover.claim import Claim, claim_from_record
from symattn.prover.settle import prove
from symattn.prover.verdict import IllTyped, Proved, Undecided, Verdict
from symattn.rendering.answers import (
    Answer,
    answer_of,
    counts_of,
    expected_word,
    is_our_bug,
    unread_answer,
)
from symattn.rendering.terminal import verdict_text


@dataclass(frozen=True)
class Settled:
    """The answer to a typed claim: its answer, its text, and the certificate of a proof."""

    answer: Answer
    text: str
    certificate: str | None


def settle_typed(
    claim: str, *, latex: bool = False, style: str | None = None, **told: tuple[str, ...]
) -> Settled:
    """Settle a claim typed on the command line; `told` are the options of record_from_options.

    Fails    NotationError, with a caret, for a text that cannot be read
    """
    try:
        stated = _latex_claim(claim, style, **told) if latex else _typed_claim(claim, **told)
        verdict: Verdict = prove(stated)
    except ShapeError as error:
        answer = answer_of("claim", IllTyped(str(error)))
        return Settled(answer, verdict_text(answer), None)
    answer = answer_of(stated.name or "claim", verdict)
    certificate = verdict.certificate_text if isinstance(verdict, Proved) else None
    return Settled(answer, verdict_text(answer, stated), certificate)


def _typed_claim(text: str, **told: tuple[str, ...]) -> Claim:
    return claim_from_record(record_from_options(text, **told))


def _latex_claim(text: str, style: str | None, **told: tuple[str, ...]) -> Claim:
    record = record_from_options("0 == 0", **told)
    rest = read_record(record)
    equation = read_latex(
        text, record.symbols, indices=record.indices, functions=record.functions, style=style
    )
    if equation.right is None:
        raise BadInput("reading the claim", "there is no equation sign in it", do="write a = b")
    if equation.is_definition:
        raise BadInput(
            "reading the claim", "its left side is not declared, so it defines that name",
            do="declare the left side with --shape to claim the equation",
        )  # fmt: skip
    if equation.more:
        raise BadInput("reading the claim", "there are several equations", do="settle each alone")
    return Claim(
        equation.left, equation.right, equation.relation, rest.given,
        least=rest.least, functions=rest.functions, as_written=text,
    )  # fmt: skip


@dataclass(frozen=True)
class LineAnswer:
    """The answer to one line of a file, and how it went: "", "unread", "differs" or "our bug"."""

    answer: Answer
    went: str = ""


def settle_lines(path: Path) -> Iterator[LineAnswer]:
    """The answer to each line of a file of claims, in order; "-" is standard input."""
    if str(path) != "-" and not path.is_file():
        raise BadInput("reading claims", f"there is no file {path}")
    with sys.stdin if str(path) == "-" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield answer_to_line(line, number)


def answer_to_line(line: str, number: int) -> LineAnswer:
    """The answer to one JSON object; whatever goes wrong in a line stays in that line."""
    name, expect = _name_and_pin(line, number)
    try:
        answer = answer_of(name, prove(claim_from_record(record_of_line(line))))
    except ShapeError as error:
        answer = answer_of(name, IllTyped(str(error)))
    except SymattnError as error:
        return LineAnswer(unread_answer(name, error), "unread")
    except Exception as error:  # our bug; the other lines still get their answers
        reason = f"this is a bug in symattn: {type(error).__name__}: {error}"
        return LineAnswer(answer_of(name, Undecided(reason, None)), "our bug")
    if is_our_bug(answer):
        return LineAnswer(answer, "our bug")
    differs = expect and expected_word(expect) != answer["verdict"]
    return LineAnswer(answer, "differs" if differs else "")


def _name_and_pin(line: str, number: int) -> tuple[str, str]:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        told = None
    told = told if isinstance(told, dict) else {}
    return str(told.get("id", f"line {number}")), str(told.get("expect", ""))


def settled_counts(answers: list[LineAnswer]) -> str:
    """The last line of `symattn settle`."""
    counts = counts_of(a.answer["verdict"] for a in answers)
    went = {w: sum(a.went == w for a in answers) for w in ("unread", "differs", "our bug")}
    rest = "".join(f"  {word} {count}" for word, count in went.items() if count)
    return f"settled {len(answers)}  {counts}{rest}"


def typed_exit_code(answer: Answer) -> int:
    """0 if the claim is proved, 1 if it is not, 3 where symattn has a bug."""
    if is_our_bug(answer):
        return 3
    return 0 if answer["verdict"] == "proved" else 1


def file_exit_code(answers: list[LineAnswer]) -> int:
    """3 where we have a bug, 2 where a line was not read or there was none, 1 where one differs."""
    went = {a.went for a in answers}
    if "our bug" in went:
        return 3
    if not answers or "unread" in went:
        return 2
    return 1 if "differs" in went else 0
