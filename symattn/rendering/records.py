"""The answer to one claim as plain data: the fields that a program reads.

Place: below terminal, docket and pages, which print these records; above the verdicts.
The fields are those of the claim language, for one claim, a line of a file and a docket row.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from symattn.errors import SymattnError
from symattn.prover.verdict import IllTyped, Proved, Refuted, Undecided, Verdict

Record = dict[str, Any]
WORDS = ("proved", "refuted", "ill-typed", "undecided")


def record_of(name: str, verdict: Verdict) -> Record:
    """The verdict as a JSON object, without the text of the certificate."""
    found = {"reason": "", "conditions": [], "witness": None, "holds_exactly_when": None}
    record: Record = {"id": name, "verdict": verdict.word, **found, "certificate": None}
    record["seconds"] = round(float(getattr(verdict, "seconds", 0.0)), 6)
    if isinstance(verdict, Proved):
        text = json.dumps(verdict.certificate, separators=(",", ":"))
        record["conditions"] = [str(c) for c in verdict.conditions]
        record["certificate"] = {"steps": verdict.steps, "bytes": len(text.encode())}
    elif isinstance(verdict, Refuted):
        record["witness"] = plain(verdict.witness)
        record["holds_exactly_when"] = verdict.holds_exactly_when
    elif isinstance(verdict, IllTyped):
        record["reason"] = str(verdict.report)
    elif isinstance(verdict, Undecided):
        record["reason"] = str(verdict.reason)
    return record


def unread_record(name: str, error: SymattnError) -> Record:
    """The record of a claim that could not be read: undecided, with the error as its reason."""
    return record_of(name, Undecided(f"not read: {error}", None))


def plain(x: Any) -> Any:
    """x as JSON data: records become objects, fractions texts like "1/3"."""
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
