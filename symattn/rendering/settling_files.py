"""Files of claims: every line answered, in order, whatever the others do.

Place: above settling and workers; `symattn settle FILE` prints what this module makes.

Legend
  line        one JSON object, number its place in the file      seconds     the budget of a claim
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from io import UnsupportedOperation
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO

from symattn.errors import BadInput
from symattn.prover.verdict import Undecided
from symattn.rendering.answers import Answer, answer_of, counts_of
from symattn.rendering.settling import (
    SECONDS,
    LineAnswer,
    answer_to_line,
    name_and_pin,
    out_of_budget,
    warm_up,
)
from symattn.rendering.workers import OVERRAN, Outcome, Workers

OPTIONS = {"shapes": "shape", "indices": "index", "functions": "function", "sizes": "size"}
MOST_JOBS, MOST_SECONDS = 64, 86_400.0


def jobs_from(text: str | None) -> int:
    """How many claims are settled at a time: half the processors where nothing is said."""
    if text is None:
        return max(1, min(MOST_JOBS, (os.cpu_count() or 1) // 2))
    if not text.isdecimal() or not 1 <= int(text) <= MOST_JOBS:
        raise BadInput(
            "reading the options", f"--jobs is {text!r}", f"it is a whole number, 1 to {MOST_JOBS}",
            "write --jobs 4, or leave it out",
        )  # fmt: skip
    return int(text)


def seconds_from(text: str | None) -> float:
    """The budget of one claim."""
    seconds = SECONDS if text is None else -1.0
    with suppress(ValueError):
        seconds = float(text) if text is not None else seconds
    if not (isfinite(seconds) and 0 < seconds <= MOST_SECONDS):
        raise BadInput(
            "reading the options", f"--budget is {text!r}",
            f"it is the seconds for each claim, above 0 and at most {MOST_SECONDS:.0f}",
            f"write --budget 5, or leave it out for {SECONDS:g}",
        )  # fmt: skip
    return seconds


def is_file_of_claims(text: str) -> bool:
    """Whether what was typed names a file, or standard input, and is no claim itself."""
    return text == "-" or text.endswith((".jsonl", ".json"))


def refuse_options_of_a_typed_claim(told: Mapping[str, Any]) -> None:
    """BadInput where an option was given that a file of claims does not take."""
    given = next((name for name, value in told.items() if value), None)
    if given is not None:
        name = OPTIONS.get(given, given)
        raise BadInput(
            "reading the options", f"--{name} was given with a file of claims",
            "each line declares its own symbols", "leave it out, or type the claim itself",
        )  # fmt: skip


def refuse_options_of_a_file(told: Mapping[str, Any]) -> None:
    """BadInput where an option was given that one typed claim does not take."""
    given = next((name for name, value in told.items() if value is not None), None)
    if given is not None:
        raise BadInput(
            "reading the options", f"--{given} was given with one claim",
            "it shares the lines of a file among processes", "leave it out, or name a file",
        )  # fmt: skip


def line_text(answer: Answer) -> str:
    """The answer to one line of a file as one line of text."""
    text = f"{answer['verdict']:<10} {answer['id']}"
    text += f"  ({answer['reason']})" if answer["reason"] else ""
    return text.encode("utf-8", "backslashreplace").decode()


def settle_lines(
    path: Path, *, jobs: int = 1, seconds: float = SECONDS
) -> Generator[LineAnswer, None, None]:
    """The answer to each line of a file of claims, in order; "-" is standard input.

    Fails    BadInput where there is no such file
    """
    with _opened(path) as lines:
        workers = Workers(answer_to_line, seconds=seconds, jobs=jobs, prepare=warm_up)
        tasks = ((line, number, seconds) for line, number in _written(lines))
        for outcome in workers.outcomes(tasks):
            yield outcome.found if not outcome.lost else _lost(outcome)


def count_lines(path: Path) -> int | None:
    """How many answers a file will have; None for standard input."""
    if str(path) == "-":
        return None
    with _opened(path) as lines:
        return sum(1 for _ in _written(lines))


def _opened(path: Path) -> BinaryIO:
    if str(path) == "-":
        with suppress(OSError, UnsupportedOperation):  # a reader of its own, as it may be left
            return os.fdopen(os.dup(sys.stdin.fileno()), "rb")
        return sys.stdin.buffer
    try:
        return path.open("rb")
    except OSError as error:
        raise BadInput(
            "reading claims", f"there is no file {path} to read: {error.strerror}",
            do="name a file of JSON lines, or - for standard input",
        ) from error  # fmt: skip


def _written(lines: BinaryIO) -> Iterator[tuple[str, int]]:
    """The lines that are not blank; a line of bytes that are no UTF-8 is no JSON."""
    for number, raw in enumerate(lines, 1):
        line = raw.decode("utf-8-sig", errors="backslashreplace").strip()
        if line:
            yield line, number


def _lost(outcome: Outcome) -> LineAnswer:
    """The answer to a line whose process did not live to give it."""
    line, number, seconds = outcome.task
    name, _ = name_and_pin(line, number)
    if outcome.lost == OVERRAN:
        return LineAnswer(
            out_of_budget(name, f"{seconds:g} s for the whole claim", outcome.seconds)
        )
    if outcome.lost.endswith("SIGKILL"):  # by the system, when it is short of memory
        why = f"its process was killed from outside ({outcome.lost})"
        return LineAnswer(out_of_budget(name, why, outcome.seconds))
    reason = f"our bug, please report: the process that worked on it ended with {outcome.lost}"
    return LineAnswer(answer_of(name, Undecided(reason, seconds=outcome.seconds)), "our bug")


def settled_counts(answers: list[LineAnswer]) -> str:
    """The last line of `symattn settle`."""
    counts = counts_of(a.answer["verdict"] for a in answers)
    went = {w: sum(a.went == w for a in answers) for w in ("unread", "differs", "our bug")}
    rest = "".join(f"  {word} {count}" for word, count in went.items() if count)
    return f"settled {len(answers)}  {counts}{rest}"


def file_exit_code(answers: list[LineAnswer]) -> int:
    """3 where we have a bug, 2 where a line was not read or there was none, 1 where one differs."""
    went = {a.went for a in answers}
    if "our bug" in went:
        return 3
    if not answers or "unread" in went:
        return 2
    return 1 if "differs" in went else 0
