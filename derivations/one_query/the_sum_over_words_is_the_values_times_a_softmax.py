"""The sum over words is the values times a softmax.

The question writes attention for one query as a sum over words, the lectures as a product of
matrices, with tokens as columns or as rows. The readings say that these are one function, and that
query and keys must have one width for any of them to mean something.

Items: A01.1
"""

from symattn.expressions.build import tensor
from symattn.models.dot_product import attention, attention_sum
from symattn.prover.claim import Claim, Dispute

q = tensor("q", "d_k")
K = tensor("K", "d_k", "n")
V = tensor("V", "d_v", "n")

dispute = Dispute(
    "the sum over words",
    readings={
        "tokens as columns: V softmax(K^T q)": Claim(
            attention_sum(q, K, V),
            attention(q, K, V, False, tokens="columns"),
        ),
        "tokens as rows: softmax(q K^T) V": Claim(
            attention_sum(q, K.T, V.T, tokens="rows"),
            attention(q, K.T, V.T, False),
        ),
        "rows and columns give the same vector": Claim(
            attention(q, K.T, V.T, False),
            attention(q, K, V, False, tokens="columns"),
        ),
        "the query has another width than the keys": Claim.from_text(
            "sum(i, n, exp(q @ K[:, i]) / sum(j, n, exp(q @ K[:, j])) * V[:, i]) == V @ softmax(T(K) @ q)",
            symbols={"q": "d_q", "K": "d_k n", "V": "d_v n"},
            expect="ill-typed",
        ),
    },
    as_written=r"A(q, K, V) = \sum_{i} \frac{exp(q.k^{<i>})}{\sum_{j} exp(q.k^{<j>})}v^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)
