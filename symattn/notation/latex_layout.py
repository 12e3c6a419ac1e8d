"""The layout of tokens: rows, alignment, punctuation and bars become separators, or nothing.

Place: between the characters (latex_tokens) and the grammar.

Rule   A comma, semicolon, new row, wide space or a word such as "where" outside all brackets ends
       an equation, unless the line goes on with a relation or a sign. A period is a product sign
       between two factors and nothing at the end of a line.
"""

from __future__ import annotations

from lark import Token

from symattn.errors import NotationError

_OPEN = frozenset(("LP", "LS", "LB", "LANGLE", "LSET", "BEGIN", "ABSOPEN", "NORMOPEN"))
_CLOSE = frozenset(("RP", "RS", "RB", "RANGLE", "RSET", "END", "ABSCLOSE", "NORMCLOSE"))
_OPERATORS = frozenset(("REL", "PLUS", "MINUS", "MULOP", "IN"))
_SEPARATORS = frozenset(("COMMA", "SEMI", "ROW", "QUAD", "CLAUSE"))
_SOFT = frozenset(("ROW", "QUAD"))
_BEFORE_FACTOR = (
    _OPEN
    | _OPERATORS
    | _SEPARATORS
    | {"SUP", "SUB", "FRAC", "SQRT", "BIG", "AMP", "MID", "LOGIC", "NOT", "IF"}
)


def arrange(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with bars paired, punctuation dropped and equations separated."""
    return _separated(_bars(_periods(_aligned(tokens))), text)


def _aligned(tokens: list[Token]) -> list[Token]:
    """Alignment marks and rows outside a matrix are no structure of the formula."""
    kept: list[Token] = []
    matrices = 0
    for token in tokens:
        matrices += (token.type == "BEGIN") - (token.type == "END")
        if token.type == "AMP" and matrices <= 0:
            continue
        if token.type in ("AMP", "ROW", "END") and matrices + (token.type == "END") > 0:
            while kept and kept[-1].type in ("COMMA", "SEMI", "PERIOD", "QUAD"):
                kept.pop()
        if token.type in ("QUAD", "CLAUSE") and matrices > 0:
            continue
        kept.append(token)
    return kept


def _periods(tokens: list[Token]) -> list[Token]:
    """A period is a product sign between factors, and otherwise punctuation."""
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        if token.type != "PERIOD":
            kept.append(token)
            continue
        after = tokens[place + 1].type if place + 1 < len(tokens) else "ROW"
        ends = after in _SEPARATORS or after in _CLOSE or after == "AMP"
        if not ends:
            kept.append(token.update("MULOP", "cdot"))
    return kept


def _bars(tokens: list[Token]) -> list[Token]:
    """A bar opens where a factor may begin, closes where one is open, and else divides."""
    kept: list[Token] = []
    opened: list[str] = []
    for token in tokens:
        kind = token.type
        if kind in ("BAR", "DOUBLEBAR"):
            pair = "NORM" if kind == "DOUBLEBAR" else "ABS"
            opens = not kept or kept[-1].type in _BEFORE_FACTOR
            if opens:
                kind = f"{pair}OPEN"
            elif opened and opened[-1] == f"{pair}OPEN":
                kind = f"{pair}CLOSE"
            else:
                kind = "MID"
            token = token.update(kind)
        if kind in _OPEN:
            opened.append(kind)
        elif kind in _CLOSE and opened:
            opened.pop()
        kept.append(token)
    return kept


def _separated(tokens: list[Token], text: str) -> list[Token]:
    """Separators outside brackets become one SEP; inside, rows of a matrix and commas stay."""
    kept: list[Token] = []
    depth = 0
    for place, token in enumerate(tokens):
        kind = token.type
        depth += (kind in _OPEN) - (kind in _CLOSE)
        if kind == "IF" and depth == 0:
            kind = "CLAUSE"
        if kind not in _SEPARATORS:
            kept.append(token)
        elif depth > 0:
            if kind in ("COMMA", "SEMI") or (kind == "ROW" and _in_matrix(tokens[:place])):
                kept.append(token)
        elif not kept or kept[-1].type == "SEP":
            continue
        elif kind in _SOFT and (kept[-1].type in _OPERATORS or _goes_on(tokens[place + 1 :])):
            continue
        else:
            kept.append(token.update("SEP"))
    while kept and kept[-1].type == "SEP":
        kept.pop()
    if not kept:
        raise NotationError(
            "reading LaTeX", "there is no formula", text=text, do="write an equation"
        )
    return kept


def _goes_on(rest: list[Token]) -> bool:
    following = next((t.type for t in rest if t.type not in _SOFT), "")
    return following in _OPERATORS


def _in_matrix(before: list[Token]) -> bool:
    opened: list[str] = []
    for token in before:
        if token.type in _OPEN:
            opened.append(token.type)
        elif token.type in _CLOSE and opened:
            opened.pop()
    return bool(opened) and opened[-1] == "BEGIN"
