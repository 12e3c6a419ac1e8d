"""Claims from the command line and from files of JSON lines, settled into answers.

Place: above the readers and the prover, below cli. A text that cannot be read is an error on the
command line, and an undecided answer in a file, whose other lines still count.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass

from symattn.errors import BadInput, ShapeError, SymattnError
from symattn.notation.claim_lines import record_from_options, record_of_line
from symattn.notation.latex_reader import read_latex
from symattn.notation.python_reader_claims import read_record
from symattn.prover.claim import Claim, claim_from_record
from symattn.prover.settle import Budget, prove
from symattn.prover.verdict import IllTyped, Proved, Undecided, Verdict
from symattn.prover.wall_clock import TimeLimit, time_limit
from symattn.rendering.answers import (
    Answer,
    answer_of,
    expected_word,
    is_our_bug,
    unread_answer,
)
from symattn.rendering.terminal import verdict_text

SECONDS = 10.0  # the budget of a claim
WRITTEN_ID = re.compile(r'"id"\s*:\s*("(?:[^"\\\x00-\x1f]|\\["\\/bfnrt])*")')


@dataclass(frozen=True)
class Settled:
    """The answer to a typed claim: its answer, its text, and the certificate of a proof."""

    answer: Answer
    text: str
    certificate: str | None


def settle_typed(
    claim: str,
    *,
    latex: bool = False,
    style: str | None = None,
    seconds: float = SECONDS,
    **told: tuple[str, ...],
) -> Settled:
    """Settle a claim typed on the command line; `told` are the options of record_from_options.

    Fails    NotationError, with a caret, for a text that cannot be read
    """
    try:
        stated = _latex_claim(claim, style, **told) if latex else _typed_claim(claim, **told)
        verdict: Verdict = prove(stated, Budget.within(seconds))
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
        least=rest.least, functions=rest.functions, as_written=text, for_all=record.for_all,
    )  # fmt: skip


@dataclass(frozen=True)
class LineAnswer:
    """The answer to one line of a file, and how it went: "", "unread", "differs" or "our bug"."""

    answer: Answer
    went: str = ""


def answer_to_line(line: str, number: int, seconds: float = SECONDS) -> LineAnswer:
    """The answer to one JSON object; whatever goes wrong in a line stays in that line."""
    started = time.perf_counter()
    name, expect = name_and_pin(line, number)
    try:
        with time_limit(seconds):
            claim = claim_from_record(record_of_line(line))
        left = max(seconds - (time.perf_counter() - started), 0.01)
        answer = answer_of(name, prove(claim, Budget.within(left)))
    except ShapeError as error:
        answer = answer_of(name, IllTyped(str(error)))
    except SymattnError as error:
        return LineAnswer(unread_answer(name, error), "unread")
    except RecursionError:
        deep = BadInput("reading a claim", "it is nested too deeply", do="split the claim")
        return LineAnswer(unread_answer(name, deep), "unread")
    except (TimeLimit, MemoryError) as limit:
        return LineAnswer(out_of_budget(name, str(limit) or "memory", seconds))
    except Exception as error:  # our bug; the other lines still get their answers
        reason = f"this is a bug in symattn: {type(error).__name__}: {error}"
        return LineAnswer(answer_of(name, Undecided(reason, None)), "our bug")
    answer["seconds"] = round(time.perf_counter() - started, 6)
    if is_our_bug(answer):
        return LineAnswer(answer, "our bug")
    differs = expect and expected_word(expect) != answer["verdict"]
    return LineAnswer(answer, "differs" if differs else "")


def out_of_budget(name: str, what: str, seconds: float) -> Answer:
    """The answer of a claim that took more than it was given."""
    return answer_of(name, Undecided(f"the budget ran out: {what}", seconds=seconds))


def name_and_pin(line: str, number: int) -> tuple[str, str]:
    """The id of a line, also of one that is not JSON, and the verdict that it pins."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        seen = WRITTEN_ID.search(line)
        told = {"id": json.loads(seen[1])} if seen else None
    told = told if isinstance(told, dict) else {}
    return str(told.get("id", f"line {number}")), str(told.get("expect", ""))


def typed_exit_code(answer: Answer) -> int:
    """0 if the claim is proved, 1 if it is not, 3 where symattn has a bug."""
    if is_our_bug(answer):
        return 3
    return 0 if answer["verdict"] == "proved" else 1


def warm_up() -> None:
    """Settle a small claim, so that the first claim of a process does not pay for its start."""
    for side in ("softmax(x)", "2*x"):
        record = record_from_options(f"softmax(1*x) == {side}", shapes=("x=n",))
        prove(claim_from_record(record), Budget.within(SECONDS))
