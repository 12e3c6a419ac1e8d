"""Attention inside one sequence, and from one sequence to another, with their projections.

Place: above dot_product and projections.

Legend
  X   the sequence that attends to itself          Y   the sequence that asks (the decoder)
  Z   the sequence that is asked (the encoder)     WQ, WK, WV   weights of queries, keys, values
"""

from __future__ import annotations

from symattn.expressions.nodes import Node
from symattn.models.conventions import Tokens
from symattn.models.dot_product import Scale, attention
from symattn.models.projections import project


def cross_attention(
    Y: Node,
    Z: Node,
    WQ: Node,
    WK: Node,
    WV: Node,
    *,
    scale: Scale = True,
    mask: Node | None = None,
    tokens: Tokens = "rows",
) -> Node:
    """Attention whose queries come from Y, and keys and values from Z.

    Math     rows: softmax(Y W^Q (Z W^K)^T / sqrt(d_k)) Z W^V
    Shapes   rows: Y (m d), Z (n e), WQ (d d_k), WK (e d_k), WV (e d_v) -> (m d_v);
             columns: all transposed
    Source   Vaswani et al. 2017, section 3.2.3 (encoder-decoder attention)
    """
    Q = project(Y, WQ, tokens=tokens)
    K, V = (project(Z, W, tokens=tokens) for W in (WK, WV))
    return attention(Q, K, V, scale, mask, tokens=tokens)


def self_attention(
    X: Node,
    WQ: Node,
    WK: Node,
    WV: Node,
    *,
    scale: Scale = True,
    mask: Node | None = None,
    tokens: Tokens = "rows",
) -> Node:
    """Attention of a sequence to itself.

    Math     rows: softmax(X W^Q (X W^K)^T / sqrt(d_k)) X W^V
    Shapes   rows: X (n d), WQ (d d_k), WK (d d_k), WV (d d_v) -> (n d_v); columns: all transposed
    Source   Vaswani et al. 2017, section 3.2.3 (encoder self-attention)
    """
    return cross_attention(X, X, WQ, WK, WV, scale=scale, mask=mask, tokens=tokens)
