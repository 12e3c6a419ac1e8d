"""The answer to one claim as plain data: the fields that a program reads.

Place: below terminal, docket and pages, which print these answers; above the verdicts.
The fields are those of the claim language, for one claim, a line of a file and a docket row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from symattn.errors import SymattnError
from symattn.prover.readings import Declined, Defined
from symattn.prover.verdict import IllTyped, Proved, Refuted, Undecided, Verdict

Answer = dict[str, Any]
WORDS = ("proved", "refuted", "ill-typed", "undecided")
NO_CLAIMS = ("definition", "informal")  # readings of the docket that claim nothing


def answer_of(name: str, verdict: Verdict | Defined | Declined) -> Answer:
    """The verdict as a JSON object, without the text of the certificate."""
    found: Answer = {"reason": "", "conditions": [], "witness": None}
    found |= {"holds_exactly_when": None, "holds_when": None, "certificate": None}
    answer: Answer = {"id": name, "verdict": verdict.word, **found}
    answer["seconds"] = round(verdict.seconds, 6)
    if isinstance(verdict, Proved):
        answer["conditions"] = [str(c) for c in verdict.conditions]
        if verdict.unused:
            answer["reason"] = "given and not needed: " + "; ".join(verdict.unused)
        answer["certificate"] = _size_of(verdict)
    elif isinstance(verdict, Refuted):
        answer["witness"] = verdict.witness.to_json()
        answer["reason"] = verdict.reason
        answer["holds_exactly_when"] = verdict.holds_exactly_when
        answer["holds_when"] = verdict.holds_when
    elif isinstance(verdict, IllTyped):
        answer["reason"] = str(verdict.report)
        answer["holds_exactly_when"] = verdict.holds_exactly_when
    elif isinstance(verdict, (Undecided, Declined)):
        answer["reason"] = str(verdict.reason)
    else:
        answer["reason"] = f"defines {verdict.shape}"
    return answer


def _size_of(verdict: Proved) -> dict[str, int]:
    return {"steps": verdict.steps, "bytes": len(verdict.certificate_text.encode())}


def unread_answer(name: str, error: SymattnError) -> Answer:
    """The answer of a claim that could not be read: undecided, with the error as its reason."""
    return answer_of(name, Undecided(f"not read: {error}", None))


def is_our_bug(answer: Answer) -> bool:
    """Whether the claim is undecided because something in symattn is wrong."""
    return str(answer["reason"]).startswith("our bug")


def counts_of(words: Iterable[str], kinds: tuple[str, ...] = WORDS) -> str:
    """How many answers there are of each kind, in one line."""
    counted = Counter(words)
    return "  ".join(f"{word} {counted[word]}" for word in kinds)


def expected_word(expect: str) -> str:
    """The verdict that a file pins; "open" and "undecided" are the same."""
    return "undecided" if expect == "open" else expect


def write_certificate(path: Path, certificate: str) -> None:
    """Write a certificate as JSON, to a temporary file first: none is ever half there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_text(certificate + "\n", encoding="utf-8")
    temporary.replace(path)
