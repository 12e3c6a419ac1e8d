"""The backward pass in rows is five matrix products.

In the paper's row form the backward pass is dV = P^T dO, dP = dO V^T, dS = P * (dP - D 1^T),
dQ = dS K / sqrt(d_k), dK = dS^T Q / sqrt(d_k). Is D the row sum of dO * O or of P * dP? Both: they are
equal, and the rows of dS sum to 0.

Items: A12
"""

from symattn.expressions.build import (
    grad,
    hadamard,
    inner,
    new_axis,
    ones,
    size,
    softmax,
    sqrt,
    sum_axis,
    tensor,
    zeros,
)
from symattn.expressions.nodes import node_of
from symattn.models.dot_product import attention, attention_weights
from symattn.prover.claim import Claim, Dispute

n = size("n")
m = size("m")
d_k = size("d_k")
Q = tensor("Q", n, d_k)
K = tensor("K", m, d_k)
V = tensor("V", m, "d_v")
S = tensor("S", n, m)
R = tensor("P", n, m)
C = tensor("dP", n, m)
grad_out = tensor("dO", n, "d_v")

out = attention(Q, K, V)
P = attention_weights(Q, K)
loss = inner(grad_out, out)
grad_weights = grad_out @ V.T
D = sum_axis(hadamard(grad_out, out), 1)
grad_scores = hadamard(P, grad_weights - new_axis(D, 1))
root = sqrt(node_of(d_k))

dispute = Dispute(
    "the backward pass in rows",
    readings={
        "dV = P^T dO": Claim(grad(loss, V), P.T @ grad_out),
        "dP = dO V^T": Claim(grad(inner(grad_out, R @ V), R), grad_weights),
        "D: the row sums of dO * O and of P * dP are equal": Claim(
            D,
            sum_axis(hadamard(P, grad_weights), 1),
        ),
        "dS = P * (dP - D 1^T)": Claim(
            grad(inner(C, softmax(S, 1)), S),
            hadamard(softmax(S, 1), C - new_axis(sum_axis(hadamard(softmax(S, 1), C), 1), 1)),
        ),
        "dQ = dS K / sqrt(d_k)": Claim(grad(loss, Q), grad_scores @ K / root),
        "dK = dS^T Q / sqrt(d_k)": Claim(grad(loss, K), grad_scores.T @ Q / root),
        "dS 1 = 0": Claim(grad_scores @ ones(m), zeros(n)),
        "dQ without the scale": Claim(grad(loss, Q), grad_scores @ K, expect="refuted"),
        "dS without D": Claim(
            grad(inner(C, softmax(S, 1)), S),
            hadamard(softmax(S, 1), C),
            expect="refuted",
        ),
    },
    as_written=r"A(q, K, V) = \sum_{i} \frac{exp(q.k^{<i>})}{\sum_{j} exp(q.k^{<j>})}v^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)
