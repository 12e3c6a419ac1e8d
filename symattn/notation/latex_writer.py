"""The LaTeX of an expression: what was written, in the order written, in the notation of a style.

Place: the face of the LaTeX writer; the rules are in latex_writer_entrywise (leaves, sums,
entrywise products), _products (matrices), _along (axes), _indices (entries, sums, derivatives).
Nothing is reordered or evaluated, and the text is injective: given which name is a tensor, a size,
an index or a function, two nodes have one text only if they differ in the arithmetic of numbers
and sizes alone (1/2 as a quotient of two numbers, or as one number).
"""

from __future__ import annotations

from collections.abc import Mapping

from symattn.expressions.nodes import Node, node_of
from symattn.expressions.sympy_bridge import latex_writers
from symattn.notation import (
    latex_writer_along,
    latex_writer_entrywise,
    latex_writer_indices,
    latex_writer_products,
)
from symattn.notation.latex_writer_core import Writer, latex_rules
from symattn.notation.styles import Style, style_of

RULE_MODULES = (
    latex_writer_along, latex_writer_entrywise, latex_writer_indices, latex_writer_products,
)  # fmt: skip


def latex_of(
    node: Node,
    style: str | Style = "vaswani",
    renames: Mapping[str, str] | None = None,
    *,
    named: Mapping[Node, str] | None = None,
    shapes: bool = False,
) -> str:
    r"""The expression as LaTeX, without dollar signs and without private macros.

    `renames` replaces names (d_model by D); `named` prints a subexpression as the LaTeX given for
    it; `shapes` puts the shape below every tensor.

    Fails    NotationError where two names would be spelled alike; Unsupported for an unknown node
    Example  >>> from symattn.expressions.build import sizes, sqrt, tensor
             >>> n, m, d_k = sizes("n m d_k")
             >>> Q, K = tensor("Q", n, d_k), tensor("K", m, d_k)
             >>> latex_of(Q @ K.T / sqrt(d_k))
             '\\frac{QK^T}{\\sqrt{d_k}}'
    """
    return Writer(style_of(style), renames, named, shapes).text(node_of(node))


latex_writers[:] = [latex_of]  # sympy.latex(node) and notebooks print by this writer

__all__ = ["RULE_MODULES", "Style", "latex_of", "latex_rules"]
