"""Attention in which a query sees only some of the keys.

Place: above dot_product. A mask is a matrix of 0s and 1s, not of -oo: a key that is not allowed
contributes the factor 0 to the sum under the softmax.

Legend
  M   the mask: M_ij = 1 where query i sees key j      n, m   number of queries, of keys
"""

from __future__ import annotations

from symattn.expressions.build import causal_mask
from symattn.expressions.nodes import Node
from symattn.models.conventions import Tokens, tokens_of
from symattn.models.dot_product import Scale, attention


def mask_of_past(Q: Node, K: Node, *, tokens: Tokens = "rows") -> Node:
    """The causal mask of the scores: a query sees its own position and those before it.

    Math     M_ij = [j <= i]
    Shapes   (n m), whatever the convention; transposed for columns where the keys lie in axis 0
    Source   Vaswani et al. 2017, section 3.2.3
    """
    n, m = tokens_of(Q, tokens), tokens_of(K, tokens)
    mask = causal_mask(n, m)
    return mask if tokens == "rows" else mask.T


def causal(Q: Node, K: Node, V: Node, scale: Scale = True, *, tokens: Tokens = "rows") -> Node:
    """Attention of every position to itself and to the positions before it.

    Math     A_i = sum_{j <= i} exp(s_ij) v_j / sum_{j <= i} exp(s_ij)
    Shapes   as `attention`
    Source   Vaswani et al. 2017, section 3.2.3
    """
    return attention(Q, K, V, scale, mask_of_past(Q, K, tokens=tokens), tokens=tokens)
