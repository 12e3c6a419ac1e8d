"""A derivation as one display: a chain of equal expressions, each with its reason on the right.

Place: above the LaTeX writer; takes the parts of a chain, so it knows nothing of proofs. Whoever
calls it has had every step proved.

Legend
  start       the first expression       step        (expression, reason)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symattn.expressions.nodes import Node
from symattn.notation.latex_writer import latex_of
from symattn.notation.latex_writer_equations import (
    RELATIONS,
    WIDTH,
    aligned,
    chain_rows,
)
from symattn.notation.styles import Style


def latex_of_derivation(
    start: Node | str,
    steps: Iterable[tuple[Node | str, str]],
    style: str | Style = "vaswani",
    *,
    renames: Mapping[str, str] | None = None,
    named: Mapping[Node, str] | None = None,
    shapes: bool = False,
    width: int = WIDTH,
    relation: str = "=",
) -> str:
    r"""start = step = step as one `aligned`, the reason of each step in a column on the right.

    A line wider than `width` glyphs goes on below, cut before a top-level sum or product sign.
    A side given as text is LaTeX and stays as it is.

    Example  >>> from symattn.expressions.build import tensor
             >>> A, B = tensor("A", "n", "m"), tensor("B", "m", "d")
             >>> steps = [(B.T @ A.T, "a transpose reverses a product")]
             >>> print(latex_of_derivation((A @ B).T, steps))
             \begin{aligned}
             (AB)^T &= B^T A^T && \text{a transpose reverses a product}
             \end{aligned}
    """

    def text_of(x: Node | str) -> str:
        if isinstance(x, str):
            return x
        return latex_of(x, style, renames, named=named, shapes=shapes)

    left = text_of(start)
    rows: list[tuple[str, ...]] = []
    for expression, reason in steps:
        rows += chain_rows(left, f"{RELATIONS[relation]} {text_of(expression)}", reason, width)
        left = ""
    return aligned(rows or [(left,)])
