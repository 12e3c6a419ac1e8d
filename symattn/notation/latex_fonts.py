r"""One letter in two fonts, as a symbol: two things or one? Not guessed.

Place: between the tokens and the reader.

Rule   Fonts are no part of a name. So a text that writes both Q and \mathbf{Q} as symbols is
       refused; what stands above and below (the Q of W^{\mathbf{Q}}) may be in any font.
"""

from __future__ import annotations

from lark import Token

from symattn.errors import NotationError
from symattn.notation.latex_tokens import CLOSING, OPENING, tokens_of


def check_fonts(text: str, known: frozenset[str]) -> None:
    """Refuse a text with a declared letter written both plain and in a font of its own."""
    plain: dict[str, int] = {}
    dressed: dict[str, int] = {}
    for token in _outside_scripts(tokens_of(text)):
        letters = [str(token)] if token.type == "NAME" else list(token)
        for letter in letters:
            if len(letter) == 1 and letter in known:
                found = dressed if token.type == "NAME" else plain
                found.setdefault(letter, token.start_pos or 0)
    for letter in sorted(set(plain) & set(dressed)):
        raise NotationError(
            "reading LaTeX", f"{letter} is written in two fonts: one symbol or two?",
            do="write it in one font, or give one of them another name",
            text=text, position=max(plain[letter], dressed[letter]),
        )  # fmt: skip


def _outside_scripts(tokens: list[Token]) -> list[Token]:
    found: list[Token] = []
    depth = 0
    script_at: int | None = None
    before = ""
    for token in tokens:
        if before in ("SUP", "SUB") and script_at is None:
            script_at = depth
        depth += (token.type in OPENING) - (token.type in CLOSING)
        if script_at is None and token.type in ("NAME", "WORD"):
            found.append(token)
        if script_at is not None and depth <= script_at:
            script_at = None
        before = token.type
    return found
