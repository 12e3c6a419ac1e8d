"""Linear projections of the tokens: queries, keys and values, for one head or for head h of many.

Place: the first step of every attention model.

Legend
  X   tokens         W   weights         H   number of heads        h   a head (an Index)
"""

from __future__ import annotations

from typing import Any

from symattn.expressions.build import at
from symattn.expressions.nodes import Node
from symattn.models.conventions import Tokens, check_tokens


def project(X: Node, W: Node, *, tokens: Tokens = "rows") -> Node:
    """Every token times the weights.

    Math     rows: X W, columns: W X
    Shapes   rows: X (n d), W (d e) -> (n e); columns: W (e d), X (d n) -> (e n);
             X may be one vector
    Fails    ShapeError where the widths d are not known to be the same
    Source   Vaswani et al. 2017, section 3.2.2 (rows); Ng, course 5 week 4 (columns)
    """
    check_tokens(tokens)
    return X @ W if tokens == "rows" else W @ X


def weights_of_head(W: Node, h: Any) -> Node:
    """The matrix of head h, out of the weights of all heads.

    Math     W_h
    Shapes   W (H a b) -> (a b)
    """
    return at(W, h, ":", ":")


def project_to_head(X: Node, W: Node, h: Any, *, tokens: Tokens = "rows") -> Node:
    """Every token times the weights of head h.

    Math     rows: X W_h, columns: W_h X
    Shapes   rows: X (n d), W (H d e) -> (n e); columns: W (H e d), X (d n) -> (e n)
    Source   Vaswani et al. 2017, section 3.2.2
    """
    return project(X, weights_of_head(W, h), tokens=tokens)
