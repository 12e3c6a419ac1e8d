"""The query learns from the covariance of values and keys.

What does back-propagation through scaling and aggregating give the query, the keys and the values?
Every derivative is computed and proved: by the query it is the covariance of values and keys under
the weights, and a scale of 1/sqrt(d_k) multiplies the derivatives by scores, query and keys.

Items: A12
"""

from symattn.expressions.build import (
    at,
    delta,
    diag,
    index,
    jac,
    outer,
    size,
    softmax,
    sqrt,
    sum_over,
    tensor,
)
from symattn.expressions.nodes import node_of
from symattn.models.dot_product import attention_sum, attention_weights
from symattn.prover.claim import Claim, Dispute

n = size("n")
d_k = size("d_k")
d_v = size("d_v")
q = tensor("q", d_k)
s = tensor("s", n)
K = tensor("K", d_k, n)
V = tensor("V", d_v, n)
i = index("i", n)
j = index("j", n)
a = index("a", d_v)
b = index("b", d_v)
c = index("c", d_k)
root = sqrt(node_of(d_k))

A = attention_sum(q, K, V)
w = attention_weights(q, K, scale=False, tokens="columns")
J = diag(w) - outer(w, w)
A_scaled = attention_sum(q, K, V, scale=True)
w_scaled = attention_weights(q, K, tokens="columns")
J_scaled = diag(w_scaled) - outer(w_scaled, w_scaled)

dispute = Dispute(
    "the derivatives of attention",
    readings={
        "by the scores: V J": Claim(
            jac(V @ softmax(s), s),
            V @ (diag(softmax(s)) - outer(softmax(s), softmax(s))),
        ),
        "by the query: V J K^T": Claim(jac(A, q), V @ J @ K.T),
        "by the query, as a covariance": Claim(
            jac(A, q),
            sum_over(i, at(w, i) * outer(at(V, ":", i) - V @ w, at(K, ":", i))),
        ),
        "by the key j: alpha_j (v_j - A) q^T": Claim(
            at(jac(A, K), a, c, j),
            at(w, j) * (at(V, a, j) - at(V @ w, a)) * at(q, c),
        ),
        "by the value j: alpha_j I": Claim(
            at(jac(A, V), a, b, j),
            at(w, j) * delta(a, b),
        ),
        "scaled, by the scores": Claim(
            jac(V @ softmax(s / root), s),
            V @ (diag(softmax(s / root)) - outer(softmax(s / root), softmax(s / root))) / root,
        ),
        "scaled, by the query": Claim(jac(A_scaled, q), V @ J_scaled @ K.T / root),
        "scaled, by the key j": Claim(
            at(jac(A_scaled, K), a, c, j),
            at(w_scaled, j) * (at(V, a, j) - at(V @ w_scaled, a)) * at(q, c) / root,
        ),
        "scaled, by the value j": Claim(
            at(jac(A_scaled, V), a, b, j),
            at(w_scaled, j) * delta(a, b),
        ),
        "by the key j without subtracting A": Claim(
            at(jac(A, K), a, c, j),
            at(w, j) * at(V, a, j) * at(q, c),
            expect="refuted",
        ),
    },
    as_written=r"\sum_{i} \frac{exp(q.k^{<i>})}{\sum_{j} exp(q.k^{<j>})}v^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)
