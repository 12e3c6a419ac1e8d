"""Multi-head attention with H heads, H a symbol: by concatenation, and as a sum over the heads.

Place: above dot_product and projections.

Legend
  Q, K, V      the inputs of the layer (for self-attention all three are X)
  WQ, WK, WV   weights of all heads, first axis H            WO   output weights, heads x width
  h            the index of a head                           d_v  the width of one head's values
"""

from __future__ import annotations

from typing import Any

from symattn.expressions.build import concat_over, head_slice, sum_over
from symattn.expressions.nodes import Index, Node
from symattn.models.conventions import Tokens, check_tokens, fresh_index
from symattn.models.dot_product import Scale, attention
from symattn.models.projections import project_to_head

Inputs = tuple[Node, Node, Node]


def head(
    h: Any,
    inputs: Inputs,
    weights: Inputs,
    *,
    scale: Scale = True,
    mask: Node | None = None,
    tokens: Tokens = "rows",
) -> Node:
    """The output of head h.

    Math     head_h = Attention(Q W_h^Q, K W_h^K, V W_h^V)
    Shapes   rows: inputs (n d), (m d), (m d), weights (H d d_k), (H d d_k), (H d d_v) -> (n d_v);
             columns: inputs transposed, weights (H d_k d), (H d_k d), (H d_v d) -> (d_v n)
    Source   Vaswani et al. 2017, section 3.2.2
    """
    pairs = zip(inputs, weights, strict=True)
    Q, K, V = (project_to_head(x, W, h, tokens=tokens) for x, W in pairs)
    return attention(Q, K, V, scale, mask, tokens=tokens)


def multi_head_concat(
    inputs: Inputs,
    weights: Inputs,
    WO: Node,
    *,
    scale: Scale = True,
    mask: Node | None = None,
    tokens: Tokens = "rows",
) -> Node:
    """The heads beside each other, times the output weights.

    Math     rows: Concat(head_1, ..., head_H) W^O
    Shapes   as `head`; WO (H*d_v e) -> (n e); columns: WO (e H*d_v) -> (e n)
    Source   Vaswani et al. 2017, section 3.2.2
    """
    h = _index_of_heads(inputs, weights, WO)
    one = head(h, inputs, weights, scale=scale, mask=mask, tokens=tokens)
    if tokens == "rows":
        return concat_over(h, one, 1) @ WO
    return WO @ concat_over(h, one, 0)


def multi_head_sum(
    inputs: Inputs,
    weights: Inputs,
    WO: Node,
    *,
    scale: Scale = True,
    mask: Node | None = None,
    tokens: Tokens = "rows",
) -> Node:
    """The sum over the heads of each head times its rows of the output weights.

    Math     rows: sum_h head_h W_h^O
    Shapes   as `multi_head_concat`
    Source   Elhage et al. 2021 ("attention heads are independent and additive")
    """
    check_tokens(tokens)
    h = _index_of_heads(inputs, weights, WO)
    one = head(h, inputs, weights, scale=scale, mask=mask, tokens=tokens)
    if tokens == "rows":
        return sum_over(h, one @ head_slice(WO, h, 0))
    return sum_over(h, head_slice(WO, h, 1) @ one)


def _index_of_heads(inputs: Inputs, weights: Inputs, WO: Node) -> Index:
    return fresh_index("h", weights[0].shape[0], *inputs, *weights, WO)
