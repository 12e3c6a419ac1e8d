"""Claims from the command line and from files of JSON lines, settled into answers.

Place: above the readers and the prover, below cli. A text that cannot be read is an error on the
command line, and an undecided answer in a file, whose other lines still count.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from symattn.errors import BadInput, ShapeError, SymattnError
from symattn.notation.claim_lines import record_from_options, record_of_line
from symattn.notation.latex_reader import read_latex
from symattn.prover.claim import Claim
from symattn.prover.settle import prove
from symattn.prover.verdict import IllTyped, Proved, Verdict
from symattn.rendering.answers import Answer, answer_of, counts_of, unread_answer
from symattn.rendering.docket import expected_word
from symattn.rendering.terminal import verdict_text


@dataclass(frozen=True)
class Settled:
    """The answer to a typed claim: its answer, its text, and the certificate of a proof."""

    answer: Answer
    text: str
    certificate: dict[str, Any] | None


def settle_typed(claim: str, *, latex: bool = False, **told: tuple[str, ...]) -> Settled:
    """Settle a claim typed on the command line; `told` are the options of record_from_options.

    Fails    NotationError, with a caret, for a text that cannot be read
    """
    try:
        stated = (
            _latex_claim(claim, **told)
            if latex
            else Claim.from_record(record_from_options(claim, **told))
        )
        verdict: Verdict = prove(stated)
    except ShapeError as error:
        answer = answer_of("claim", IllTyped(str(error)))
        return Settled(answer, verdict_text(answer), None)
    answer = answer_of(stated.name or "claim", verdict)
    certificate = verdict.certificate if isinstance(verdict, Proved) else None
    return Settled(answer, verdict_text(answer, stated), certificate)


def _latex_claim(text: str, **told: tuple[str, ...]) -> Claim:
    record = record_from_options("0 == 0", **told)
    equation = read_latex(text, record.symbols)
    if equation.right is None:
        raise BadInput("reading the claim", "there is no equation sign in it", do="write a = b")
    return Claim(equation.left, equation.right, as_written=text)


def settle_lines(path: Path) -> Iterator[Answer]:
    """The answer of each line of a file of claims, in order."""
    if not path.is_file():
        raise BadInput("reading claims", f"there is no file {path}")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _answer_to_line(line, number)


def _answer_to_line(line: str, number: int) -> Answer:
    name, expect = f"line {number}", ""
    try:
        told = json.loads(line)
        if isinstance(told, dict):
            name, expect = str(told.get("id", name)), str(told.get("expect", ""))
        answer = answer_of(name, prove(Claim.from_record(record_of_line(line))))
    except ShapeError as error:
        answer = answer_of(name, IllTyped(str(error)))
    except (SymattnError, json.JSONDecodeError) as error:
        answer = {**unread_answer(name, error), "unread": True}
    if expect and expected_word(expect) != answer["verdict"]:
        answer["differs"] = True
    return answer


def settled_counts(answers: list[Answer]) -> str:
    """The last line of `symattn settle`."""
    unread = sum(bool(r.get("unread")) for r in answers)
    counts = counts_of(r["verdict"] for r in answers)
    return f"settled {len(answers)}  {counts}" + (f"  not read {unread}" if unread else "")


def file_exit_code(answers: list[Answer]) -> int:
    """2 where a line was not read or there was none, 1 where a verdict differs, else 0."""
    if not answers or any(r.get("unread") for r in answers):
        return 2
    return 1 if any(r.get("differs") for r in answers) else 0
