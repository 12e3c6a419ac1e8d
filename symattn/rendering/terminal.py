"""One claim and its verdict as lines of text for a terminal.

Place: above answers; used by `symattn settle`. The statement is echoed as it was understood,
so that a claim that was read otherwise than meant is seen.
"""

from __future__ import annotations

from typing import Any

from symattn.prover.claim import Claim
from symattn.rendering.answers import Answer

MEANING = {
    "proved": "holds for all sizes and all real tensors of these shapes",
    "refuted": "exact inputs were found at which the two sides differ",
    "ill-typed": "the shapes do not fit",
    "undecided": "neither proved nor refuted",
}


def verdict_text(answer: Answer, claim: Claim | None = None) -> str:
    """The answer in full: verdict, statement, conditions or witness or reason."""
    word = answer["verdict"]
    lines = [f"{word.upper()}: {MEANING[word]}"]
    if claim is not None:
        lines += [_field("claim", statement_text(claim))]
        lines += [_field("given", g) for g in map(str, claim.given)]
    lines += [_field("if", c) for c in answer["conditions"]]
    if answer["witness"] is not None:
        lines.append(_field("witness", "\n".join(witness_lines(answer["witness"]))))
    if answer["holds_exactly_when"]:
        lines.append(_field("exactly when", answer["holds_exactly_when"]))
    if answer["reason"]:
        lines.append(_field("reason", answer["reason"]))
    if answer["certificate"]:
        made = answer["certificate"]
        lines.append(
            _field("certificate", f"{made['steps']} steps, {made['bytes']} bytes, replayed")
        )
    return "\n".join(lines)


def statement_text(claim: Claim) -> str:
    """What was settled, in the words of the expressions themselves."""
    return str(claim)


def witness_lines(witness: dict[str, Any]) -> list[str]:
    """The sizes and numbers of a witness, one line per name, and the two sides there."""
    lines = []
    for part in ("sizes", "indices", "entries", "bijections", "functions"):
        lines += [f"{name} = {_numbers(x)}" for name, x in witness.get(part, {}).items()]
    return [*lines, f"left {witness['left']}, right {witness['right']}"]


def _numbers(x: Any) -> str:
    if isinstance(x, list):
        return f"[{', '.join(map(_numbers, x))}]"
    return str(x)


def _field(label: str, text: str) -> str:
    head, *rest = text.split("\n")
    return "\n".join([f"  {label:<13}{head}", *(f"  {'':<13}{line}" for line in rest)])
