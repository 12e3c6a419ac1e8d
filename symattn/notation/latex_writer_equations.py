"""Equations and displays: a definition, rows aligned at their relation, lines that fit a slide.

Place: above latex_of; used by derivations, models' definitions and pages.

Legend
  left        LaTeX of a left side       row         the cells of one line of a display
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from sympy import preorder_traversal

from symattn.errors import BadInput
from symattn.expressions.nodes import ConcatOver, Node, axis_number
from symattn.notation.latex_writer import latex_of
from symattn.notation.latex_writer_core import Writer
from symattn.notation.latex_writer_names import escape_text, symbol_of
from symattn.notation.latex_writer_names import word as word_of
from symattn.notation.styles import Style, style_of

RELATIONS = {"=": "=", ">": ">", ">=": r"\geq", "!=": r"\neq", "<": "<", "<=": r"\leq", ":=": ":="}
WIDTH = 60  # glyphs that fit on one line of a slide
INDENT = r"\quad{} "
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[^\\]")
_SILENT = frozenset(
    r"\left \right \mathrm \text \mathit \mathbf \operatorname \, \; \quad \begin \end".split()
)
_BREAKS = (" + ", " - ", r" \odot ", r" \ast ", r" \cdot ")


def write_equation(
    left: str | Node,
    right: Node,
    style: str | Style = "vaswani",
    relation: str = "=",
    *,
    renames: Mapping[str, str] | None = None,
    named: Mapping[Node, str] | None = None,
    shapes: bool = False,
    width: int = 0,
) -> str:
    r"""An equation; a left side given as text is LaTeX and stays as it is.

    With a width, an equation of more glyphs is a display of several lines.

    Example  >>> from symattn.expressions.build import tensor
             >>> X, W = tensor("X", "n", "d"), tensor("W_Q", "d", "d_k")
             >>> write_equation("Q", X @ W)
             'Q = XW^Q'
    """
    sides = [
        x if isinstance(x, str) else latex_of(x, style, renames, named=named, shapes=shapes)
        for x in (left, right)
    ]
    text = f"{sides[0]} {RELATIONS[relation]} {sides[1]}"
    if not width or glyphs(text) <= width:
        return text
    return aligned(chain_rows(sides[0], f"{RELATIONS[relation]} {sides[1]}", "", width))


def chain_rows(left: str, right: str, reason: str, width: int) -> list[tuple[str, ...]]:
    """The lines of one step of a chain; a wide left side and what does not fit have their own."""
    if glyphs(left) > width // 2:
        first, *others = broken(left, width)
        rows: list[tuple[str, ...]] = [("", first), *(("", INDENT + line) for line in others)]
        return rows + chain_rows("", right, reason, width)
    first, *others = broken(right, max(width - glyphs(left), width // 2))
    cells = (left, first, reason_cell(reason)) if reason else (left, first)
    return [cells, *(("", INDENT + line) for line in others)]


def latex_of_call(name: str, arguments: Sequence[str], style: str | Style = "vaswani") -> str:
    r"""A named function of names, for a left side: \mathrm{Attention}(Q, K, V)."""
    s = style_of(style)
    names = [symbol_of(a, s).with_scripts(s) for a in arguments]
    called = name if len(name) == 1 else word_of(name, s)
    return f"{called}({', '.join(names)})"


def aligned(rows: Iterable[Sequence[str]]) -> str:
    r"""Rows of cells as one display that Markdown, KaTeX and LaTeX all take.

    Example  >>> aligned([("Q", "= XW^Q"), ("K", "= XW^K")])
             '\\begin{aligned}\nQ &= XW^Q\\\\\nK &= XW^K\n\\end{aligned}'
    """
    lines = [_row(cells) for cells in rows]
    return "\\begin{aligned}\n" + "\\\\\n".join(lines) + "\n\\end{aligned}"


def heads_by_name(left: str, node: Node, style: str | Style = "vaswani", name: str = "head") -> str:
    r"""left = node with each concatenated head by its name, and a line that says what a head is.

    Math     MultiHead = Concat(head_1, ..., head_H) W^O, where head_h = ...
    Fails    BadInput if nothing in the node is a concatenation over an index
    """
    joined = [x for x in preorder_traversal(node) if isinstance(x, ConcatOver)]
    if not joined:
        raise BadInput("naming the heads", "no heads are concatenated", do="use latex_of")
    s = style_of(style)
    index, body, k = joined[0].args
    writer, head = Writer(s), word_of(name, s)
    one, last = writer.name(index.name, "index"), writer.last_place(index.axis)
    ends = (f"{head}_{{{s.first_index}}}", f"{head}_{{{last}}}")
    beside = axis_number(body, k) == body.rank - 1
    heads = (
        rf"{s.concat}({ends[0]}, \ldots, {ends[1]})"
        if beside
        else rf"[{ends[0]}; \ldots; {ends[1]}]"
    )
    rows = [
        (left, f"= {latex_of(node, s, named={joined[0]: heads})}"),
        (rf"\text{{where }} {head}_{{{one}}}", f"= {latex_of(body, s)}"),
    ]
    return aligned(rows)


def _row(cells: Sequence[str]) -> str:
    text = cells[0]
    for cell in cells[1:]:
        text += (" " if text and not text.endswith(" ") else "") + "&" + cell
    return text.rstrip()


def reason_cell(reason: str) -> str:
    """The right-hand column of a step: the reason in words, escaped."""
    return rf"& \text{{{escape_text(reason)}}}" if reason else ""


def glyphs(text: str) -> int:
    """About how many glyphs wide a text is: a fraction as its wider part, a script one half."""
    width, halves, position = 0, 0, 0
    tokens = _TOKEN.findall(text)
    while position < len(tokens):
        t = tokens[position]
        position += 1
        if t == r"\frac":
            top, position = _argument(tokens, position)
            bottom, position = _argument(tokens, position)
            width += max(glyphs(top), glyphs(bottom))
        elif t in (r"\begin", r"\end"):
            _, position = _argument(tokens, position)
        elif t in "_^":
            script, position = _argument(tokens, position)
            halves += glyphs(script)
        elif t not in _SILENT and t not in "{}& \n":
            width += 3 if len(t) > 3 and t[1:] in ("exp", "log", "max", "sin", "cos", "tanh") else 1
    return width + (halves + 1) // 2


def _argument(tokens: list[str], position: int) -> tuple[str, int]:
    """The braced group or single token at the position, and the position after it."""
    if position >= len(tokens) or tokens[position] != "{":
        return "".join(tokens[position : position + 1]), position + 1
    depth, start = 0, position
    while position < len(tokens):
        depth += {"{": 1, "}": -1}.get(tokens[position], 0)
        position += 1
        if depth == 0:
            break
    return "".join(tokens[start + 1 : position - 1]), position


def broken(text: str, width: int = WIDTH) -> list[str]:
    """The text as lines of at most this width, as far as cuts before a top-level sign allow."""
    if glyphs(text) <= width:
        return [text]
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and glyphs(lines[-1]) + glyphs(piece) > width:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str) -> list[str]:
    """The text cut before every top-level sum sign; before product signs if there is none."""
    for signs in (_BREAKS[:2], _BREAKS[2:]):
        cuts = [p for p in _top_level(text) if any(text.startswith(s, p) for s in signs)]
        if cuts:
            ends = [*cuts, len(text)]
            return [text[a:b] for a, b in zip([0, *cuts], ends, strict=True)]
    return [text]


def _top_level(text: str) -> list[int]:
    r"""The positions of blanks outside all brackets, braces, environments and open sums."""
    depth, spots, position = 0, [], 0
    for t in _TOKEN.findall(text):
        if t in ("{", "(", "[") or t in (r"\begin", r"\{"):
            depth += 1
        elif t in ("}", ")", "]") or t in (r"\end", r"\}"):
            depth -= 1
        elif t == " " and depth == 0:
            spots.append(position)
        position += len(t)
    return spots
