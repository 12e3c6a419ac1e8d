"""Splitting the projection gives the heads.

The reply has three steps: a linear operation dispatched to heads, independent heads, concatenation
times W_0. The column blocks of X W^Q are the queries of the heads; one head has no derivative by the
weights of another; and its "dot product" is a product of matrices, no number.

Items: B08.1, B08.2, B08.3
"""

from symattn.expressions.build import at, concat_over, delta, head_slice, index, jac, tensor
from symattn.models.dot_product import attention
from symattn.models.heads import head, multi_head_concat, multi_head_sum
from symattn.prover.claim import Claim, Dispute

X = tensor("X", "n", "d")
W = tensor("W^Q", "d", "H*d_k")
F_K = tensor("W^K", "d", "H*d_k")
F_V = tensor("W^V", "d", "H*d_v")
W_Q = tensor("W^Q", "H", "d", "d_k")
W_K = tensor("W^K", "H", "d", "d_k")
W_V = tensor("W^V", "H", "d", "d_v")
W_O = tensor("W_0", "H*d_v", "d")
h = index("h", "H")
g = index("g", "H")
i = index("i", "n")
a = index("a", "d_v")
b = index("b", "d")
c = index("c", "d_k")

dispute = Dispute(
    "three steps of multi-head attention",
    readings={
        "1. the columns of head h in X W^Q are X W_h^Q": Claim(
            head_slice(X @ W, h, 1),
            X @ head_slice(W, h, 1),
        ),
        "1. the dot product of inputs and weights is a number": Claim.from_text(
            "inner(X, W) == inner(W, X)", symbols={"X": "n d", "W": "d H*d_k"}, expect="ill-typed"
        ),
        "2. head h does not depend on the query weights of head g": Claim(
            (1 - delta(g, h)) * at(jac(head(h, (X, X, X), (W_Q, W_K, W_V)), W_Q), i, a, g, b, c),
            0,
        ),
        "2. the scale is that of the full width H d_k": Claim.from_text(
            "softmax(Q @ T(K) / sqrt(d_k), 1) == softmax(Q @ T(K) / sqrt(H * d_k), 1)",
            symbols={"Q": "n d_k", "K": "n d_k", "z": "H"},
            expect="refuted",
        ),
        "3. the concatenation times W_0 is a sum over the heads": Claim(
            multi_head_concat((X, X, X), (W_Q, W_K, W_V), W_O),
            multi_head_sum((X, X, X), (W_Q, W_K, W_V), W_O),
        ),
        "3. the dot product of the concatenation and W_0 is a number": Claim.from_text(
            "inner(C, W) == inner(W, C)",
            symbols={"C": "n H*d_v", "W": "H*d_v d"},
            expect="ill-typed",
        ),
        "many heads are one head of full width with the same matrices": Claim(
            concat_over(
                h,
                attention(
                    X @ head_slice(W, h, 1), X @ head_slice(F_K, h, 1), X @ head_slice(F_V, h, 1)
                ),
                1,
            ),
            attention(X @ W, X @ F_K, X @ F_V),
            expect="refuted",
        ),
    },
    as_written=r"\text{Concatenate outputs from all heads, and calculate the ``dot product'' of this concatenated output and } W_0",
    source="001_ec4034627d189ce8.txt",
)
