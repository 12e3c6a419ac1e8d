"""The answer to one claim as plain data: the fields that a program reads.

Place: below terminal, docket and pages, which print these answers; above the verdicts.
The fields are those of the claim language, for one claim, a line of a file and a docket row.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from symattn.errors import SymattnError
from symattn.prover.verdict import IllTyped, Proved, Refuted, Undecided, Verdict

Answer = dict[str, Any]
WORDS = ("proved", "refuted", "ill-typed", "undecided")


def answer_of(name: str, verdict: Verdict) -> Answer:
    """The verdict as a JSON object, without the text of the certificate."""
    found = {"reason": "", "conditions": [], "witness": None, "holds_exactly_when": None}
    answer: Answer = {"id": name, "verdict": verdict.word, **found, "certificate": None}
    answer["seconds"] = round(float(getattr(verdict, "seconds", 0.0)), 6)
    if isinstance(verdict, Proved):
        text = json.dumps(verdict.certificate, separators=(",", ":"))
        answer["conditions"] = [str(c) for c in verdict.conditions]
        answer["certificate"] = {"steps": verdict.steps, "bytes": len(text.encode())}
    elif isinstance(verdict, Refuted):
        answer["witness"] = plain(verdict.witness)
        answer["holds_exactly_when"] = verdict.holds_exactly_when
    elif isinstance(verdict, IllTyped):
        answer["reason"] = str(verdict.report)
    elif isinstance(verdict, Undecided):
        answer["reason"] = str(verdict.reason)
    return answer


def unread_answer(name: str, error: SymattnError) -> Answer:
    """The answer of a claim that could not be read: undecided, with the error as its reason."""
    return answer_of(name, Undecided(f"not read: {error}", None))


def plain(x: Any) -> Any:
    """x as JSON data: answers become objects, fractions texts like "1/3"."""
    if x is None or isinstance(x, (bool, int, str)):
        return x
    if isinstance(x, Fraction):
        return int(x) if x.denominator == 1 else str(x)
    if isinstance(x, dict):
        return {str(k): plain(v) for k, v in x.items()}
    if is_dataclass(x) and not isinstance(x, type):
        return {f.name: plain(getattr(x, f.name)) for f in fields(x)}
    if isinstance(x, Iterable):
        return [plain(v) for v in x]
    return str(x)


def counts_of(words: Iterable[str]) -> str:
    """How many answers there are of each kind, in one line."""
    counted = Counter(words)
    return "  ".join(f"{word} {counted[word]}" for word in WORDS)


def expected_word(expect: str) -> str:
    """The verdict that a file pins; "open" and "undecided" are the same."""
    return "undecided" if expect == "open" else expect


def write_certificate(path: Path, certificate: dict[str, Any]) -> None:
    """Write a certificate as JSON, to a temporary file first: none is ever half there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_text(json.dumps(certificate, separators=(",", ":")) + "\n", encoding="utf-8")
    temporary.replace(path)
