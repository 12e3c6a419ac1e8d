r"""Along which axis a softmax without a subscript runs: what the reader and the writer agree on.

Place: below the reader and the writer, which both import it.

Rule   Rows: the last axis. Columns: of Q K^T the last axis, of K^T Q the one before it, in both
       cases the axis of the keys; of anything else there is no default, the axis is written.
"""

from __future__ import annotations

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.nodes import Node


def bare_softmax_axis(x: Node, columns: bool) -> int | None:
    r"""The axis of \operatorname{softmax}(x) with nothing below; None if it must be written."""
    if x.rank <= 1 or not columns:
        return max(x.rank - 1, 0)
    score = _score_in(x)
    if score is None:
        return None
    left, right = (isinstance(side, N.Transpose) for side in score.args)
    if left == right:
        return None
    return x.rank - 1 if right else x.rank - 2


def _score_in(score: Node) -> Node | None:
    """The matrix product inside a scaled and shifted score."""
    x: Node = score
    while not isinstance(x, N.MatMul):
        if isinstance(x, (N.Divide, N.Add, N.Subtract, N.Negate)):
            x = x.args[0]
        elif isinstance(x, N.Multiply):
            scalar_first = isinstance(x.args[0], Node) and x.args[0].rank == 0
            x = x.args[1 if scalar_first else 0]
        else:
            return None
        if not isinstance(x, Node):
            return None
    found: Node = x
    return found
