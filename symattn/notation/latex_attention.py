r"""Attention(Q, K, V) where no equation defines it: scaled dot-product attention.

Place: fills the table of latex_functions.

Source   Vaswani et al. 2017, equation 1; with a fourth argument, added to the scores
"""

from __future__ import annotations

from typing import Any

from sympy import Integer, sqrt

from symattn.errors import ShapeError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import same_axis
from symattn.notation.latex_functions import Call, handler
from symattn.notation.latex_values import Value, folded, node_in, product, sum_of, turned


@handler("Attention", "Attn", "attention")
def _attention(call: Call) -> Value:
    """Scaled dot-product attention; rows or columns as the shapes say, else as the style says."""
    values = call.arguments(3, 4)
    q, k, v = (node_in(x, call.scope) for x in values[:3])
    if min(k.rank, v.rank) != 2 or not 1 <= q.rank <= 2:
        raise call.scope.misfit(call.at, ShapeError(
            "reading LaTeX", "Attention takes a query or a matrix of queries, and matrices K and V",
            do="give the shapes of one head",
        ))  # fmt: skip
    rows = _all_same((q.shape[-1], k.shape[1]), (k.shape[0], v.shape[0]))
    columns = _all_same((q.shape[0], k.shape[0]), (k.shape[1], v.shape[1]))
    if rows and columns and call.scope.columns:
        raise call.scope.refuse(
            call.at, "the arguments of Attention fit as rows and as columns",
            do="give a definition of Attention, or read with rows",
        )  # fmt: skip
    return _attention_of(call, values, columns and not rows)


def _all_same(*pairs: tuple[Any, Any]) -> bool:
    return all(same_axis(a, b) for a, b in pairs)


def _attention_of(call: Call, values: list[Value], columns: bool) -> Value:
    scope, at = call.scope, call.at
    q, k, v, *mask = (Value(x.node, x.at) for x in values)
    width = node_in(q, scope).shape[0 if columns else -1].size
    score = product(turned(k, at, scope), q, "cdot", scope) if columns else (
        product(q, turned(k, at, scope), "cdot", scope))  # fmt: skip
    scaled = folded(N.Divide, at, scope, score, Value(N.Constant(sqrt(width)), at))
    if mask:
        scaled = sum_of(N.Add, scaled, mask[0], scope)
    node = node_in(scaled, scope)
    axis = node.rank - 2 if columns and node.rank == 2 else node.rank - 1
    weights = Value(scope.make(at, N.Softmax, node, Integer(axis)), at)
    return product(v, weights, "cdot", scope) if columns else product(weights, v, "cdot", scope)
