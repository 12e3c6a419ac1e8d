"""Equal keys or equal values teach the query nothing.

Back-propagation is how the relations are learned; when does it learn nothing? The derivative by the
query is zero where all values are equal, where all keys are equal, and where all weight lies on one
word (which a softmax only approaches).

Items: A12
"""

from symattn.expressions.build import diag, index, jac, ones, outer, tensor, unit, zeros
from symattn.models.dot_product import attention
from symattn.prover.claim import Claim, Dispute

q = tensor("q", "d_k")
k = tensor("k", "d_k")
v = tensor("v", "d_v")
K = tensor("K", "d_k", "n")
V = tensor("V", "d_v", "n")
t = index("t", "n")
one_hot = unit(t, "n")

dispute = Dispute(
    "vanishing derivatives",
    readings={
        "all values are equal": Claim(
            jac(attention(q, K, outer(v, ones("n")), False, tokens="columns"), q),
            zeros("d_v", "d_k"),
        ),
        "all keys are equal": Claim(
            jac(attention(q, outer(k, ones("n")), V, False, tokens="columns"), q),
            zeros("d_v", "d_k"),
        ),
        "all weight is on word t": Claim(
            V @ (diag(one_hot) - outer(one_hot, one_hot)) @ K.T,
            zeros("d_v", "d_k"),
        ),
        "always": Claim(
            jac(attention(q, K, V, False, tokens="columns"), q),
            zeros("d_v", "d_k"),
            expect="refuted",
        ),
    },
    as_written=r"\sum_{i} scale(i)v^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)
