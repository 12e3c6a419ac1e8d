"""The writer itself: a table from node class to rule, precedence, names in force, underbraces.

Place: below the rules (latex_writer_entrywise, _products, _along, _indices), which fill the table.
A rule gives the text of a node and how tightly it holds together; a parent asks for the tightness
it needs and gets brackets where the child is looser. That is what makes the output injective:
given which name is a tensor, a size or an index, one text is the text of one node.

Legend
  level       WHERE < SUM < BIG (open sum) < LOOSE (dot) < JUXT (side by side) < TIGHT < CALL < ATOM
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sympy import Expr, Symbol

from symattn.errors import NotationError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Index, Node, free_indices_of
from symattn.expressions.tables import Table
from symattn.notation.latex_writer_names import Symbol as Spelling
from symattn.notation.latex_writer_names import symbol_of
from symattn.notation.latex_writer_scalars import (
    ATOM,
    BIG,
    CALL,
    JUXT,
    LOOSE,
    SUM,
    TIGHT,
    WHERE,
    Written,
    place,
    shifted,
    write_axis,
    write_condition,
    write_scalar,
)
from symattn.notation.styles import Style

latex_rules: Table[Callable[[Any, Any], Written]] = Table("LaTeX")
_TALL = re.compile(r"\\(frac|sum|sqrt|begin|left|underbrace)(?![A-Za-z])")
_ENDS_IN_SCRIPT = re.compile(r"(\\[A-Za-z]+|[_^][A-Za-z0-9])$")
_ENDS_IN_WORD = re.compile(
    r"\\(mathrm|text|mathit)\{[^{}]*\}'*([_^]([A-Za-z0-9]|\{([^{}]|\{[^{}]*\})*\}))*$"
)
_STARTS_WITH_WORD = re.compile(r"\\(mathrm|text|mathit|operatorname)\{")


class Writer:
    """Writes nodes in one style; keeps the names it has met, so that no two are spelled alike."""

    def __init__(
        self,
        style: Style,
        renames: Mapping[str, str] | None = None,
        named: Mapping[Node, str] | None = None,
        shapes: bool = False,
    ) -> None:
        self.style, self.renames = style, dict(renames or {})
        self.named, self.shapes = dict(named or {}), shapes
        self._letters: dict[Index, str] = {}
        self._met: dict[str, tuple[str, str]] = {}

    # ---- names

    def spelling(self, name: str, kind: str) -> Spelling:
        """The symbol of a name.

        Fails    NotationError if another name of this text is spelled the same
        """
        shown = symbol_of(self.renames.get(name, name), self.style, kind)
        text = shown.with_scripts(self.style)
        known, _ = self._met.setdefault(text, (name, kind))
        if known != name:
            raise NotationError(
                "writing LaTeX",
                f"the names {known} and {name} would both print as {text}",
                known="W_Q_1, W^Q_1 and W_1^Q are spellings of one symbol",
                do=f"rename one of them: renames={{{name!r}: ...}}",
            )
        return shown

    def name(self, name: str, kind: str = "tensor") -> str:
        """A name as LaTeX."""
        return self.spelling(name, kind).with_scripts(self.style)

    def token(self, letter: str, x: Node) -> str:
        """The letter of the tokens of x.

        Fails    NotationError if the tokens of another tensor have this letter
        """
        known, _ = self._met.setdefault(f"token {letter}", (x.args[0].name, "token"))
        if known != x.args[0].name:
            raise NotationError(
                "writing LaTeX",
                f"the tokens of {known} and of {x.args[0].name} would both print as {letter}",
                do="rename one of them, or write in rows",
            )
        return letter

    def scalar_name(self, symbol: Symbol) -> str:
        """A size or an index as LaTeX."""
        if isinstance(symbol, Index):
            return self._letters.get(symbol) or self.name(symbol.name, "index")
        return self.name(str(symbol), "size")

    # ---- scalars

    def scalar(self, x: Expr) -> Written:
        """A SymPy scalar in the letters shown."""
        return write_scalar(shifted(x, self.style.first_index), self.scalar_name)

    def place(self, x: Expr) -> str:
        """A place of an axis, as the style counts it."""
        return write_scalar(place(x, self.style.first_index), self.scalar_name)[0]

    def condition(self, c: Any) -> str:
        """A condition on indices and sizes."""
        return write_condition(c, self.style.first_index, self.scalar_name)

    def axis(self, axis: Axis) -> str:
        """The size of an axis."""
        return write_axis(axis, self.scalar_name)

    def axes(self, axes: Any) -> str:
        """The shape, as in n \\times d."""
        return r" \times ".join(map(self.axis, axes))

    def last_place(self, axis: Axis) -> str:
        """What the last place of an axis is called."""
        return write_scalar(axis.size + self.style.first_index - 1, self.scalar_name)[0]

    # ---- nodes

    def written(self, node: Node) -> Written:
        """The text of a node and how tightly it holds together."""
        if node in self.named:
            return self.named[node], TIGHT
        if not (self.shapes and node.rank and _is_plain(node)):
            return latex_rules.of(node)(self, node)
        self.shapes = False
        text = latex_rules.of(node)(self, node)[0]
        self.shapes = True
        return rf"\underbrace{{{text}}}_{{{self.axes(node.shape)}}}", TIGHT

    def text(self, node: Node, level: int = WHERE) -> str:
        """The text of a node, in brackets if it is looser than the level."""
        text, own = self.written(node)
        return text if own >= level else bracketed(text)

    def base(self, node: Node) -> str:
        """The text of a node, ready to take a superscript."""
        text, own = self.written(node)
        return text if own >= CALL else bracketed(text)

    def call(self, operator: str, *xs: Node) -> Written:
        """operator(x, y)."""
        return operator + bracketed(", ".join(self.text(x) for x in xs)), CALL

    @contextmanager
    def bound(self, index: Index, body: Node) -> Iterator[str]:
        """The letter of a bound index while its body is written; primes where it is taken."""
        taken = {self.scalar_name(i) for i in free_indices_of(body) - {index}}
        letter = self.name(index.name, "index")
        while letter in taken:
            letter += "'"
        before = self._letters.get(index)
        self._letters[index] = letter
        yield letter
        self._letters.pop(index)
        if before is not None:
            self._letters[index] = before

    def range(self, letter: str, axis: Axis) -> tuple[str, str]:
        """The bounds of a bound index, below and above."""
        if not self.style.sum_range:
            return letter, ""
        return f"{letter}={self.style.first_index}", self.last_place(axis)


def _is_plain(node: Node) -> bool:
    inner = node.args[0] if isinstance(node, (N.Transpose, N.At)) else node
    return isinstance(inner, N.Tensor)


def bracketed(text: str) -> str:
    """The text in round brackets, which grow where the text is tall."""
    return rf"\left({text}\right)" if _TALL.search(text) else f"({text})"


def squared(text: str) -> str:
    """The text in square brackets, which grow where the text is tall."""
    return rf"\left[{text}\right]" if _TALL.search(text) else f"[{text}]"


def beside(left: str, right: str) -> str:
    """Two factors side by side, with a space where TeX or the eye needs one."""
    if _STARTS_WITH_WORD.match(right) or _ENDS_IN_WORD.search(left):
        return rf"{left}\,{right}"
    return (
        f"{left} {right}" if _ENDS_IN_SCRIPT.search(left) and right[:1].isalnum() else left + right
    )


def may_stand_beside(left: str, right: str) -> bool:
    """Whether a scalar multiple can be written without a dot: not 2 3, not 2 1/2, not x 3."""
    return not (right[:1].isdigit() or (left[-1:].isdigit() and right.startswith(r"\frac")))


__all__ = [
    "ATOM", "BIG", "CALL", "JUXT", "LOOSE", "SUM", "TIGHT", "WHERE", "Writer", "Written", "beside",
    "bracketed", "latex_rules", "may_stand_beside", "squared",
]  # fmt: skip
