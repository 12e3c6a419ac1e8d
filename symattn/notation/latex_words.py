r"""Words in a font command, and braces: \text{where}, \mathbf{1}, \mathrm{head}.

Place: below latex_tokens.
"""

from __future__ import annotations

import re

from symattn.errors import NotationError
from symattn.notation.latex_symbols import BOLD, CLAUSES, CONDITIONS, OTHERWISES

_OPENING = re.compile(r"\s*\{")


def unreadable(text: str, at: int, wrong: str, do: str = "") -> NotationError:
    """The error of characters that cannot be read."""
    return NotationError("reading LaTeX", wrong, do=do, text=text, position=at)


def braces_at(text: str, at: int, name: str) -> tuple[int, int]:
    """Where the inside of the braces behind a command begins and ends.

    Fails    NotationError if there is no brace, or none that closes it
    """
    opening = _OPENING.match(text, at)
    if not opening:
        raise unreadable(text, at, rf"\{name} needs an argument in braces")
    depth, at = 1, opening.end()
    while depth and at < len(text):
        depth += (text[at] == "{") - (text[at] == "}")
        at += 2 if text[at] == "\\" else 1
    if depth:
        raise unreadable(text, opening.end() - 1, "the brace is not closed", "add a }")
    return opening.end(), at - 1


def word_token(font: str, word: str, text: str, at: int, in_matrix: bool) -> tuple[str, str]:
    """The kind and the value of a word in a font: a name, a number, a clause, a condition.

    Fails    NotationError for prose
    """
    plain = word.replace("\\", "").rstrip(".,").strip()
    if plain in CONDITIONS and in_matrix:
        return "IF", plain
    if plain.lower() in OTHERWISES:
        return "OTHERWISE", plain
    if plain.lower() in CLAUSES:
        return "CLAUSE", plain
    if plain in ("0", "1"):
        return ({"0": "ZEROS", "1": "ONES"}[plain] if font in BOLD else "NUMBER"), plain
    if plain == "R" and font in ("mathbb", "mathds"):
        return "REALS", "R"
    if " " in plain:
        raise unreadable(text, at, f"the words {plain!r} are not part of a formula")
    return "NAME", plain.replace("-", "_")
