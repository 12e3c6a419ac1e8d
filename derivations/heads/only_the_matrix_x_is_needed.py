"""Only the matrix X is needed.

"This also makes sense as to why only X matrix is needed": it is needed alone because queries, keys and values are all made
of it; the layer depends on X and on two products of weights, W^Q (W^K)^T and W^V. With another input
for the keys X is not enough.

Items: B29
"""

from symattn.expressions.build import softmax, sqrt, tensor
from symattn.expressions.nodes import node_of
from symattn.models.sequences import cross_attention, self_attention
from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

X = tensor("X", "n", "d")
Z = tensor("Z", "n", "d")
W_Q = tensor("W^Q", "d", "d_k")
W_K = tensor("W^K", "d", "d_k")
W_V = tensor("W^V", "d", "d_v")
A = tensor("A", "n", "d_v")
root = sqrt(node_of(W_Q.shape[1].size))

dispute = Dispute(
    "only X",
    readings={
        "the layer is made of X and weights": Definition(
            Claim(A, self_attention(X, W_Q, W_K, W_V))
        ),
        "it is a function of X, W^Q W^KT and W^V": Claim(
            self_attention(X, W_Q, W_K, W_V),
            softmax(X @ (W_Q @ W_K.T) @ X.T / root, 1) @ (X @ W_V),
        ),
        "X for the queries and Z for keys and values: X is enough": Claim(
            cross_attention(X, Z, W_Q, W_K, W_V),
            self_attention(X, W_Q, W_K, W_V),
            expect="refuted",
        ),
    },
    as_written=r"\text{This also makes sense as to why only X matrix is needed.}",
    source="001_ec4034627d189ce8.txt",
)
