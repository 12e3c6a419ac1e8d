"""One claim and its verdict as lines of text for a terminal.

Place: above answers; used by `symattn settle`. The statement is echoed as it was understood,
so that a claim that was read otherwise than meant is seen.
"""

from __future__ import annotations

from typing import Any

from sympy import preorder_traversal

from symattn.errors import SymattnError
from symattn.expressions.assumptions import size_substitution
from symattn.expressions.nodes import Let, Tensor, free_indices_of
from symattn.expressions.plain_texts import shape_text
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
    word, given = answer["verdict"], given_texts(claim)
    meaning = MEANING[word]
    if word == "proved" and (given or answer["conditions"]):
        meaning += " that satisfy what is said below"
    lines = [f"{word.upper()}: {meaning}"]
    if claim is not None:
        lines += [_field("claim", str(claim)), *_fields("for all", quantifier_text(claim))]
    lines += [_field("given", g) for g in given]
    lines += [_field("if", c) for c in answer["conditions"]]
    if answer["witness"] is not None:
        lines.append(_field("witness", "\n".join(witness_lines(answer["witness"]))))
    lines += _fields("exactly when", answer["holds_exactly_when"] or "")
    if answer["holds_when"]:
        lines.append(_field("holds", f"at least when {answer['holds_when']}"))
    lines += _fields("reason", answer["reason"])
    if answer["certificate"]:
        made = answer["certificate"]
        steps = f"{made['steps']} steps, {made['bytes']} bytes, replayed by the kernel alone"
        lines.append(_field("certificate", steps))
    return "\n".join(lines)


def given_texts(claim: Claim | None) -> list[str]:
    """What the claim takes as given, as it was written."""
    if claim is None:
        return []
    return list(claim.record.under) if claim.record else [str(a) for a in claim.given]


def quantifier_text(claim: Claim) -> str:
    """What the claim ranges over: its tensors with their shapes, its indices and its sizes."""
    try:
        typed = claim.typed
    except SymattnError:
        return ""
    sides = (typed.left, typed.right)
    inside = [x for side in sides for x in preorder_traversal(side)]
    declared = set(claim.record.symbols) if claim.record else set()
    let_names = {str(x.args[0]) for x in inside if isinstance(x, Let)} - declared
    nodes = {x for x in inside if isinstance(x, Tensor)}
    tensors = sorted(
        {f"{x.args[0]} {shape_text(x.shape)}" for x in nodes if str(x.args[0]) not in let_names}
    )
    indices = sorted(f"{i.name} < {i.axis}" for side in sides for i in free_indices_of(side))
    symbols = {s.name for x in nodes for axis in x.shape for s in axis.size.free_symbols}
    least = dict(typed.least)
    stands_for = {s.name: a for s, a in size_substitution(typed.given)[0].items()}
    sizes = [f"{name} = {a}" for name, a in sorted(stands_for.items())]
    free = sorted((symbols | set(least)).difference(stands_for))
    sizes += [f"{name} >= {least.get(name, 1)}" for name in free]
    parts = (", ".join(part) for part in (tensors, dict.fromkeys(indices), sizes) if part)
    return "; ".join(parts)


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


def _fields(label: str, text: str) -> list[str]:
    return [_field(label, text)] if text else []
