"""Attention by dot products: scores, weights, and the weighted sum of the values.

Place: used by masks, sequences and heads.

Legend
  Q, K, V   queries, keys, values (one token per row or per column)     q   one query, a vector
  n, m      number of queries, of keys                                  d_k, d_v  their widths
  M         a mask of 0s and 1s, of the shape of the scores
"""

from __future__ import annotations

from typing import Any, TypeAlias

from sympy import sqrt

from symattn.expressions.build import exp, masked_softmax, softmax, sum_over
from symattn.expressions.nodes import Node, node_of
from symattn.models.conventions import Tokens, check_tokens, fresh_index, token_at, tokens_of

Scale: TypeAlias = Any  # True, False, or the factor: a number, a SymPy scalar or a node


def attention_sum(
    q: Node, K: Node, V: Node, *, scale: Scale = False, tokens: Tokens = "columns"
) -> Node:
    """The attention of one query, written as the sum over the words.

    Math     A(q, K, V) = sum_i exp(q . k_i) / (sum_j exp(q . k_j)) v_i
    Shapes   columns: q (d_k), K (d_k n), V (d_v n) -> (d_v); rows: K (n d_k), V (n d_v)
    Source   Ng, course 5 week 4 (no scale); with scale=True the scores are divided by sqrt(d_k)
    """
    n = tokens_of(K, tokens)
    i, j = (fresh_index(name, n, q, K, V) for name in "ij")
    score_i, score_j = (_scaled(q @ token_at(K, a, tokens), q, scale) for a in (i, j))
    return sum_over(i, exp(score_i) / sum_over(j, exp(score_j)) * token_at(V, i, tokens))


def scores(Q: Node, K: Node, *, scale: Scale = True, tokens: Tokens = "rows") -> Node:
    """The score of every query against every key.

    Math     rows: Q K^T / sqrt(d_k), columns: K^T Q / sqrt(d_k)
    Shapes   rows: Q (n d_k), K (m d_k) -> (n m); columns: K (d_k m), Q (d_k n) -> (m n);
             Q may be one query (d_k), then the scores are (m)
    Needs    scale: True for 1/sqrt(d_k), False for none, or the factor itself
    Source   Vaswani et al. 2017, equation 1
    """
    check_tokens(tokens)
    return _scaled(Q @ K.T if tokens == "rows" else K.T @ Q, _query_of(Q, tokens), scale)


def attention_weights(
    Q: Node, K: Node, *, scale: Scale = True, mask: Node | None = None, tokens: Tokens = "rows"
) -> Node:
    """The softmax of the scores over the keys.

    Math     P = softmax(S); with a mask P_ij = M_ij exp(S_ij) / sum_l M_il exp(S_il)
    Shapes   as `scores`; the mask has the shape of the scores
    Fails    a query without an allowed key has no weights; claims then need `mask(M)`
    Source   Vaswani et al. 2017, section 3.2.1
    """
    s = scores(Q, K, scale=scale, tokens=tokens)
    k = s.rank - 1 if tokens == "rows" else 0
    return softmax(s, k) if mask is None else masked_softmax(s, mask, k)


def attention(
    Q: Node,
    K: Node,
    V: Node,
    scale: Scale = True,
    mask: Node | None = None,
    *,
    tokens: Tokens = "rows",
) -> Node:
    """Scaled dot-product attention.

    Math     rows: softmax(Q K^T / sqrt(d_k)) V, columns: V softmax(K^T Q / sqrt(d_k))
    Shapes   rows: Q (n d_k), K (m d_k), V (m d_v) -> (n d_v); columns: all transposed; Q may be one
             query (d_k), then the output is (d_v)
    Source   Vaswani et al. 2017, equation 1
    """
    weights = attention_weights(Q, K, scale=scale, mask=mask, tokens=tokens)
    return weights @ V if tokens == "rows" else V @ weights


def _query_of(Q: Node, tokens: Tokens) -> Node:
    return Q if tokens == "rows" or Q.rank == 1 else Q.T


def _scaled(s: Node, query: Node, scale: Scale) -> Node:
    """The scores s, divided by the root of the width of a query or times the given factor."""
    if scale is False:
        return s
    return s / sqrt(query.shape[-1].size) if scale is True else s * node_of(scale)
