"""Attention maps a query and a set of pairs to an output.

The reply quotes the paper: self-attention relates "different positions of a single sequence", and attention maps "a query
and a set of key-value pairs". The weights of a sequence to itself are n by n; a set has no order, and
permuting the pairs changes nothing, while permuting the values alone does.

Items: B20
"""

from symattn.expressions.assumptions import Assumption
from symattn.expressions.build import tensor
from symattn.models.dot_product import attention, attention_weights
from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

X = tensor("X", "n", "d")
A = tensor("W^Q", "d", "d_k")
B = tensor("W^K", "d", "d_k")
W = tensor("P", "n", "n")
Q = tensor("Q", "n", "d_k")
K = tensor("K", "m", "d_k")
V = tensor("V", "m", "d_v")
P = tensor("P", "m", "m")
permuted = (Assumption("permutation", (P,)),)

dispute = Dispute(
    "the paper's description",
    readings={
        "the weights relate the positions of one sequence: n by n": Definition(
            Claim(W, attention_weights(X @ A, X @ B))
        ),
        "a set of pairs: keys and values are permuted together": Claim(
            attention(Q, P @ K, P @ V), attention(Q, K, V), given=permuted
        ),
        "a set of keys and a set of values: only the values are permuted": Claim(
            attention(Q, K, P @ V), attention(Q, K, V), given=permuted, expect="refuted"
        ),
    },
    as_written=r"\text{mapping a query and a set of key-value pairs to an output, where the query, keys, values, and output are all vectors}",
    source="001_ec4034627d189ce8.txt",
)
