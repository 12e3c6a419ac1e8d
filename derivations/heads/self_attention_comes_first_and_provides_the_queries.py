"""Self-attention comes first and provides the queries.

"Is there a self-attention computation happening as a first step/layer (which then provides the q's, k's and v's)?" Feeding its
output A instead of X gives other queries and another output; as a stack of layers it is true from the
second layer on, where the input is by definition the output of the layer before.

Items: B32
"""

from symattn.expressions.build import tensor
from symattn.models.sequences import self_attention
from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

X = tensor("X", "n", "d")
Y = tensor("Y", "n", "d_v")
W_Q = tensor("W^Q", "d", "d_k")
W_K = tensor("W^K", "d", "d_k")
W_V = tensor("W^V", "d", "d")
U_Q = tensor("U^Q", "d", "d_k")
U_K = tensor("U^K", "d", "d_k")
U_V = tensor("U^V", "d", "d_v")
first = self_attention(X, W_Q, W_K, W_V)

dispute = Dispute(
    "a first step of self-attention",
    readings={
        "the queries are the same": Claim(first @ U_Q, X @ U_Q, expect="refuted"),
        "the output is the same": Claim(
            self_attention(first, U_Q, U_K, U_V), self_attention(X, U_Q, U_K, U_V), expect="refuted"
        ),
        "a stack: layer 2 receives the output of layer 1": Definition(
            Claim(Y, self_attention(first, U_Q, U_K, U_V))
        ),
    },
    as_written=r"\text{is there a self-attention computation happening as a first step/layer (which then provides the q's, k's and v's that the W's are multiplied with in the multi-head step)?}",
    source="001_ec4034627d189ce8.txt",
)
