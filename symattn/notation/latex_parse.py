r"""From text to a parse tree of bounded depth, with every fault of structure under a caret.

Place: between the grammar (latex.lark) and latex_reader.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark
from lark.exceptions import LarkError, UnexpectedToken

from symattn.errors import NotationError
from symattn.expressions.nodes import Node
from symattn.notation.latex_symbols import IN_WORDS
from symattn.notation.latex_syntax import place_of, trees_in
from symattn.notation.latex_tokens import DEEPEST, LatexLexer

_NESTING = frozenset(
    "root fraction over big brace group square absolute norm angle wrapped below above "
    "matrix".split()
)


_LONGEST_CHAIN = 250
_LARGEST = 5000


def refused(text: str, at: int, wrong: str, do: str = "") -> NotationError:
    """The error of a text that cannot be read."""
    return NotationError("reading LaTeX", wrong, do=do, text=text, position=at)


@cache
def _parser() -> Lark:
    grammar = files("symattn.notation").joinpath("latex.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=LatexLexer, propagate_positions=True)


def parse(text: str) -> Any:
    """The parse tree of a text; a fault in its structure as a NotationError with a caret."""
    try:
        return _parser().parse(text)
    except UnexpectedToken as error:
        at = int(error.token.start_pos or 0) if error.token.type != "$END" else len(text)
        expected = sorted({IN_WORDS[name] for name in error.expected if name in IN_WORDS})
        wrong = (
            f"{str(error.token)!r} does not fit here"
            if error.token.type != "$END"
            else "the text ends too early"
        )
        raise NotationError(
            "reading LaTeX", wrong, f"expected one of: {'  '.join(expected)}",
            "close all brackets and complete the formula", text=text, position=at,
        ) from None  # fmt: skip
    except LarkError as error:
        raise refused(text, 0, str(error).split("\n")[0]) from None


def check_depth(tree: Any, text: str) -> None:
    r"""Refuse a tree nested too deeply, also where no bracket shows it: \\sqrt\\sqrt\\sqrt x."""
    waiting = [(tree, 0)]
    while waiting:
        part, depth = waiting.pop()
        depth += str(part.data) in _NESTING
        if depth > DEEPEST:
            raise refused(text, place_of(part), f"nested more than {DEEPEST} deep")
        waiting += [(child, depth) for child in trees_in(part)]


def check_length(node: Node, text: str) -> None:
    """Refuse an expression too deep or too large for what computes with it.

    A definition used twice counts twice: thirty definitions that double each other are refused.
    """
    sizes: dict[Node, tuple[int, int]] = {}
    waiting = [node]
    while waiting:
        part = waiting[-1]
        below = [child for child in part.args if isinstance(child, Node)]
        missing = [child for child in below if child not in sizes]
        waiting += missing
        if missing:
            continue
        waiting.pop()
        depth = 1 + max((sizes[child][0] for child in below), default=0)
        size = 1 + sum(sizes[child][1] for child in below)
        sizes[part] = (depth, size)
        if depth > _LONGEST_CHAIN or size > _LARGEST:
            raise refused(
                text, 0, f"more than {_LARGEST} operations, or {_LONGEST_CHAIN} in a chain",
                "read it in parts",
            )  # fmt: skip
