"""The decoder asks and the encoder answers.

"q comes from a self-attention in a decoder, and k, v comes from Encoder": which way round? Queries of the
decoder Y give one output for each of its m words, so the residual fits; swapped it does not. The
encoder Z learns through keys and values only, the decoder through queries only.

Items: B24
"""

from symattn.expressions.build import (
    grad,
    hadamard,
    inner,
    new_axis,
    ones,
    size,
    sqrt,
    sum_axis,
    tensor,
)
from symattn.expressions.nodes import node_of
from symattn.models.dot_product import attention_weights
from symattn.models.sequences import cross_attention, self_attention
from symattn.prover.claim import Claim, Dispute

m = size("m")
n = size("n")
d = size("d")
d_k = size("d_k")
Y = tensor("Y", m, d)
Z = tensor("Z", n, d)
W_Q = tensor("W^Q", d, d_k)
W_K = tensor("W^K", d, d_k)
W_V = tensor("W^V", d, d)
C = tensor("C", m, d)

A = cross_attention(Y, Z, W_Q, W_K, W_V)
P = attention_weights(Y @ W_Q, Z @ W_K)
grad_weights = C @ (Z @ W_V).T
grad_scores = hadamard(P, grad_weights - new_axis(sum_axis(hadamard(P, grad_weights), 1), 1))
loss = inner(C, A)
root = sqrt(node_of(d_k))

dispute = Dispute(
    "attention between two sequences",
    readings={
        "each of the m words of the decoder has weights over the encoder": Claim(
            sum_axis(P, 1), ones(m)
        ),
        "the residual Y + A has a row for each word of the decoder": Claim(Y + A - A, Y),
        "the roles are swapped: the residual does not fit": Claim.from_text(
            "Y + softmax((Z @ A) @ T(Y @ B) / sqrt(d_k), 1) @ (Y @ C) == Y",
            symbols={"Y": "m d", "Z": "n d", "A": "d d_k", "B": "d d_k", "C": "d d"},
            expect="ill-typed",
        ),
        "with Z = Y it is self-attention": Claim(
            cross_attention(Y, Y, W_Q, W_K, W_V),
            self_attention(Y, W_Q, W_K, W_V),
        ),
        "the decoder learns through the queries": Claim(
            grad(loss, Y), grad_scores @ (Z @ W_K) @ W_Q.T / root
        ),
        "the encoder learns through keys and values": Claim(
            grad(loss, Z),
            grad_scores.T @ (Y @ W_Q) @ W_K.T / root + P.T @ C @ W_V.T,
        ),
        "the encoder learns through the values alone": Claim(
            grad(loss, Z), P.T @ C @ W_V.T, expect="refuted"
        ),
    },
    as_written=r"\text{q comes from a self-attention in a decoder, and k,v comes from Encoder}",
    source="001_ec4034627d189ce8.txt",
)
