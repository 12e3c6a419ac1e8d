"""The weights learn from the loss by outer products.

"Back-propagation on the scaling and aggregation operations" must reach W^Q, W^K, W^V and the words.
With c the derivative of the loss by the output of word t and g = J V^T c / sqrt(d_k), every gradient
is written out and proved; a word is reached on three paths, as value, as key and as query.

Items: A12
"""

from symattn.expressions.build import at, delta, diag, grad, index, inner, outer, size, sqrt, tensor
from symattn.expressions.nodes import node_of
from symattn.models.dot_product import attention, attention_weights
from symattn.prover.claim import Claim, Dispute

n = size("n")
d = size("d")
d_k = size("d_k")
d_v = size("d_v")
X = tensor("X", d, n)
W_Q = tensor("W^Q", d_k, d)
W_K = tensor("W^K", d_k, d)
W_V = tensor("W^V", d_v, d)
c = tensor("c", d_v)
c_x = tensor("c", d)
t = index("t", n)
i = index("i", n)

x = at(X, ":", t)
q = W_Q @ x
K = W_K @ X
V = W_V @ X
w = attention_weights(q, K, tokens="columns")
g = (diag(w) - outer(w, w)) @ (V.T @ c) / sqrt(node_of(d_k))
loss = inner(c, attention(q, K, V, tokens="columns"))

w_x = attention_weights(x, X, tokens="columns")
g_x = (diag(w_x) - outer(w_x, w_x)) @ (X.T @ c_x) / sqrt(node_of(d))
loss_x = inner(c_x, attention(x, X, X, tokens="columns"))

dispute = Dispute(
    "the gradients of the loss",
    readings={
        "by the query weights: (K g) x_t^T": Claim(grad(loss, W_Q), outer(K @ g, x)),
        "by the key weights: q (X g)^T": Claim(grad(loss, W_K), outer(q, X @ g)),
        "by the value weights: c (X alpha)^T": Claim(grad(loss, W_V), outer(c, X @ w)),
        "by the word i: three paths": Claim(
            at(grad(loss, X), ":", i),
            at(w, i) * (W_V.T @ c) + at(g, i) * (W_K.T @ q) + delta(i, t) * (W_Q.T @ (K @ g)),
        ),
        "by the word i where q = k = v = x: the paths merge": Claim(
            at(grad(loss_x, X), ":", i),
            at(w_x, i) * c_x + at(g_x, i) * x + delta(i, t) * (X @ g_x),
        ),
        "by the word i: the value path alone": Claim(
            at(grad(loss, X), ":", i),
            at(w, i) * (W_V.T @ c),
            expect="refuted",
        ),
    },
    as_written=r"\sum_{i} scale(i)v^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)
