"""Styles: how one school of attention writing spells what all of them mean, as frozen switches.

Place: below the LaTeX writer; a style never changes what is written, only how it is spelled.

Legend
  i           an index; shown 1 .. n where first_index is 1, although nodes count from 0
"""

from __future__ import annotations

from dataclasses import dataclass

from symattn.errors import BadInput


@dataclass(frozen=True)
class Style:
    """The switches of one notation."""

    name: str
    tokens: str  # "rows" or "columns": what x_i of a matrix would mean to a reader
    token: str  # "subscript": x_{i}; "angle": x^{\langle i\rangle} for tokens
    word: str  # the command around a word of several letters
    softmax: str  # how the operator is spelled
    concat: str
    transpose: str  # the superscript of a transposed matrix
    scripts: str  # "^_": W^Q_1; "_^": W_1^Q
    first_index: int = 1  # what the first value of an index is called
    sum_range: bool = True  # whether a sum shows its range


STYLES: dict[str, Style] = {
    s.name: s
    for s in (
        Style(
            name="vaswani", tokens="rows", token="subscript", word=r"\mathrm",
            softmax=r"\mathrm{softmax}", concat=r"\mathrm{Concat}", transpose="T", scripts="^_",
        ),
        Style(
            name="ng", tokens="columns", token="angle", word=r"\text",
            softmax=r"\text{softmax}", concat=r"\text{concat}", transpose="T", scripts="_^",
        ),
    )
}  # fmt: skip


def style_of(style: str | Style) -> Style:
    """The style of this name, or the style itself.

    Fails    BadInput for a name that is no style
    """
    if isinstance(style, Style):
        return style
    if style not in STYLES:
        raise BadInput(
            "choosing a style",
            f"there is no style {style!r}",
            known=f"the styles are {', '.join(STYLES)}",
            do=f"use one of them, such as {next(iter(STYLES))!r}",
        )
    return STYLES[style]
