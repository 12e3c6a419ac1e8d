r"""LaTeX text to tokens with places: fonts, spacing, sizes and environments are settled here.

Place: below the grammar, which reads the tokens; nothing here knows a declaration.

Legend
  text    the LaTeX text         at       a place in it
  want    how many single-character arguments are still taken: in x^12 the 2 is not above
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lark import Token
from lark.lexer import Lexer, LexerState

from symattn.notation import latex_symbols as L  # noqa: N812 - the tables of commands
from symattn.notation.latex_layout import arrange
from symattn.notation.latex_words import braces_at, unreadable, word_token
from symattn.notation.names import ACCENTS, GREEK

LONGEST = 4000
DEEPEST = 60
OPENING = frozenset(("LP", "LS", "LB", "LANGLE", "LSET", "BEGIN", "ABSOPEN", "NORMOPEN"))
CLOSING = frozenset(("RP", "RS", "RB", "RANGLE", "RSET", "END", "ABSCLOSE", "NORMCLOSE"))

_SPACE = re.compile(r"(?:\s|~|%[^\n]*(?:\n|$)|\\[,;:!> ]|\$+|\\[\[\]()](?=\s*\Z)|\A\s*\\[\[(])+")
_NEW_ROW = re.compile(r"\\\\\*?(?:\[[^\]a-zA-Z]*(?:pt|em|ex|mm|cm)\])?")
_PLAIN_TOKEN = re.compile(r"(?<=[A-Za-z0-9}])<[A-Za-z0-9]{1,3}>")
_COMMAND = re.compile(r"\\([A-Za-z]+)(\*?)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_LETTERS = re.compile(r"[A-Za-z]+")
_WORD = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._-]|\\[_ -])*")
_EQUALS = re.compile(r"\s*(?:\{[^{}]*\}|\{\\[a-z]+\{[^{}]*\}\})\s*\{\s*=\s*\}")


class LatexLexer(Lexer):
    """The custom lexer of the lark grammar: `lex` gives the tokens of a text."""

    __future_interface__ = 1

    def __init__(self, _configuration: Any) -> None:
        pass

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Token]:
        """The tokens of the text, laid out as equations."""
        return iter(tokens_of(lexer_state.text.text))


def tokens_of(text: str) -> list[Token]:
    """The tokens of a LaTeX display, each with its place in the text.

    Fails    NotationError for a text too long or nested too deeply, and for an unknown command
    """
    if len(text) > LONGEST:
        raise unreadable(
            text[:80], 0, f"the text has {len(text)} characters, {LONGEST} are read at most"
        )
    scanner = _Scanner(text)
    scanner.scan(len(text))
    return arrange(scanner.tokens, text)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.tokens: list[Token] = []
        self.want = 0
        self.wants: list[int] = []
        self.depth = 0
        self.commands_open: list[int] = []
        self.matrices: list[bool] = []
        self.exact = False  # inside a font command: a run of letters is one name

    def scan(self, end: int) -> None:
        while self.at < end:
            found = _SPACE.match(self.text, self.at, end)
            if found:
                self.at = found.end()
                continue
            self._one(end)

    def emit(self, kind: str, value: str, start: int, end: int) -> None:
        self.tokens.append(
            Token(
                kind, value, start_pos=start, line=1, column=start + 1, end_line=1,
                end_column=end + 1, end_pos=end,
            )
        )  # fmt: skip
        if kind in OPENING:
            self.depth += 1
            self.wants.append(max(self.want - 1, 0))
            self.want = 0
            if self.depth > DEEPEST:
                raise unreadable(self.text, start, f"nested more than {DEEPEST} deep")
        elif kind in CLOSING:
            self.depth -= 1
            self.want = self.wants.pop() if self.wants else 0
        elif kind in ("SUP", "SUB", "SQRT"):
            self.want = 1 if kind != "SQRT" else max(self.want, 1)
        elif kind == "FRAC":
            self.want = max(self.want - 1, 0) + 2
        elif self.want:
            self.want -= 1

    def _one(self, end: int) -> None:
        text, start = self.text, self.at
        character = text[start]
        if text.startswith("\\\\", start):
            spacing = _NEW_ROW.match(text, start)
            self.at = spacing.end() if spacing else start + 2
            self.emit("ROW", "\\\\", start, self.at)
        elif character == "\\":
            self._command(end)
        elif number := _NUMBER.match(text, start, end):
            one_digit = bool(self.want) and character.isdigit()
            self.at = start + 1 if one_digit else number.end()
            self.emit("NUMBER", text[start : self.at], start, self.at)
        elif letters := _LETTERS.match(text, start, end):
            self.at = start + 1 if self.want else letters.end()
            kind = "NAME" if self.exact else "WORD"
            self.emit(kind, text[start : self.at], start, self.at)
        else:
            self._character(character)

    def _character(self, character: str) -> None:
        text, start = self.text, self.at
        after_script = self._after_script()
        if text.startswith("..", start):
            self.at = start + (3 if text.startswith("...", start) else 2)
            self.emit("DOTS", "...", start, self.at)
            return
        self.at = start + 1
        if text.startswith(":=", start):
            self.at = start + 2
            self.emit("REL", "=", start, self.at)
        elif character == "<" and (after_script or _PLAIN_TOKEN.match(text, start)):
            if not after_script:  # q<i>, as people type it
                self.emit("SUP", "^", start, start)
            self.emit("LANGLE", "<", start, self.at)
        elif character == ">" and self._angle_is_open():
            self.emit("RANGLE", ">", start, self.at)
        elif character == "*" and after_script:
            self.emit("STARUP", "*", start, self.at)
        elif character in "&|.":
            self.emit({"&": "AMP", "|": "BAR", ".": "PERIOD"}[character], character, start, self.at)
        elif character in L.TOKEN_OF_CHARACTER:
            self.emit(*L.TOKEN_OF_CHARACTER[character], start, self.at)
        else:
            raise unreadable(text, start, f"{character!r} is not read in a formula")

    def _after_script(self) -> bool:
        kinds = [token.type for token in self.tokens[-2:]]
        if kinds[-1:] == ["LB"]:
            kinds.pop()
        return bool(kinds) and kinds[-1] in ("SUP", "SUB")

    def _angle_is_open(self) -> bool:
        open_ = 0
        for token in reversed(self.tokens):
            if token.type in ("SUP", "SUB"):
                break
            open_ += (token.type == "LANGLE") - (token.type == "RANGLE")
        return open_ > 0

    def _command(self, end: int) -> None:
        start = self.at
        found = _COMMAND.match(self.text, start, end)
        if not found:
            self._escaped(start)
            return
        name = found[1]
        self.at = found.end(1)
        if name in L.SPACES:
            self._skip_delimiter(name)
        elif name in ("begin", "end"):
            self._environment(name, start)
        elif name in L.IGNORED_WITH_ARGUMENT:
            self._braced(name, start)
        elif name in L.FONTS:
            self.at = found.end()
            self._font(name, start)
        elif name in L.ACCENT_COMMANDS:
            self._accent(name, start, end)
        elif name in ("stackrel", "overset") and (equals := _EQUALS.match(self.text, self.at)):
            self.at = equals.end()
            self.emit("REL", "=", start, self.at)
        else:
            self._plain_command(name, start)

    def _plain_command(self, name: str, start: int) -> None:
        if name == "sqrt":
            root = re.compile(r"\s*\[\s*\]?").match(self.text, self.at)
            if root and root[0].endswith("]"):
                self.at, root = root.end(), None
            self.emit("ROOT" if root else "SQRT", "sqrt", start, self.at)
        elif name in ("ast", "circ") and self.tokens and self.want:
            self.emit("STARUP" if name == "ast" else "CIRCUP", name, start, self.at)
        elif name == "circ" and self._after_script():
            self.emit("CIRCUP", name, start, self.at)
        elif name in ("Vert", "vert"):
            self.emit("DOUBLEBAR" if name == "Vert" else "BAR", name, start, self.at)
        elif name in L.TOKEN_OF_COMMAND:
            self.emit(*L.TOKEN_OF_COMMAND[name], start, self.at)
        elif name in GREEK or name in L.FUNCTION_COMMANDS:
            self.emit("NAME", name, start, self.at)
        else:
            raise unreadable(
                self.text, start, rf"the command \{name} is not read",
                r"write a name as \mathrm{name} or \operatorname{name}",
            )  # fmt: skip

    def _escaped(self, start: int) -> None:
        two = self.text[start : start + 2]
        self.at = start + 2
        kinds = {"\\{": "LSET", "\\}": "RSET", "\\|": "DOUBLEBAR"}
        if two not in kinds:
            raise unreadable(self.text, start, f"{two!r} is not read in a formula")
        self.emit(kinds[two], two, start, self.at)

    def _skip_delimiter(self, name: str) -> None:
        behind = re.compile(r"\s*([.<>])").match(self.text, self.at)
        if name in L.DELIMITERS and behind:
            self.at = behind.end()
            if behind[1] != ".":
                kind = "LANGLE" if behind[1] == "<" else "RANGLE"
                self.emit(kind, behind[1], self.at - 1, self.at)

    def _braced(self, name: str, start: int) -> tuple[int, int]:
        """The inside of the braces at this place, which is passed over."""
        first, last = braces_at(self.text, self.at, name)
        self.at = last + 1
        return first, last

    def _environment(self, name: str, start: int) -> None:
        inside = self._braced(name, start)
        environment = self.text[inside[0] : inside[1]].strip()
        if environment in L.DISPLAYS:
            return
        if environment not in L.MATRICES:
            raise unreadable(self.text, start, f"the environment {environment} is not read")
        if name == "begin" and environment == "array":
            self._braced(environment, start)
        self.emit("BEGIN" if name == "begin" else "END", environment, start, self.at)

    def _font(self, name: str, start: int) -> None:
        switch = name in ("rm", "bf", "sf", "it", "cal", "tt")
        opening = None if switch else re.compile(r"\s*\{").match(self.text, self.at)
        if opening is None:
            space = _SPACE.match(self.text, self.at)
            self.at = space.end() if space else self.at
            letters = _LETTERS.match(self.text, self.at)
            if letters:
                first, last = letters.start(), letters.end() if switch else letters.start() + 1
                self.at = last
                self._word(name, self.text[first:last], first, last)
            elif name in L.BOLD and self.text[self.at : self.at + 1] in ("0", "1"):
                self.at += 1
                self._word(name, self.text[self.at - 1], self.at - 1, self.at)
            return
        first, last = self._braced(name, start)
        inside = self.text[first:last]
        if _WORD.fullmatch(inside.strip()) or inside.strip() in ("0", "1"):
            lead = len(inside) - len(inside.lstrip())
            self._word(name, inside.strip(), first + lead, last)
            return
        after, exact = self.at, self.exact
        self.at, self.exact = first, name in L.UPRIGHT
        self.emit("LB", "{", start, first)
        self.scan(last)
        self.emit("RB", "}", last, last + 1)
        self.at, self.exact = after, exact

    def _word(self, font: str, word: str, start: int, end: int) -> None:
        in_matrix = any(token.type == "BEGIN" for token in self.tokens)
        self.emit(*word_token(font, word, self.text, start, in_matrix), start, end)

    def _accent(self, name: str, start: int, end: int) -> None:
        before = len(self.tokens)
        want, self.want = self.want, 1
        while len(self.tokens) == before and self.at < end:
            found = _SPACE.match(self.text, self.at, end)
            if found:
                self.at = found.end()
            elif self.text[self.at] == "{":
                first, last = self._braced(name, start)
                after, exact = self.at, self.exact
                self.at, self.exact = first, True
                self.scan(last)
                self.at, self.exact = after, exact
            else:
                self._one(end)
        self.want = max(want - 1, 0)
        made = self.tokens[before:]
        if len(made) != 1 or made[0].type not in ("NAME", "WORD"):
            raise unreadable(self.text, start, rf"\{name} is read over one name only")
        del self.tokens[before:]
        self.tokens.append(made[0].update("NAME", f"{made[0].value}_{ACCENTS[name]}"))
