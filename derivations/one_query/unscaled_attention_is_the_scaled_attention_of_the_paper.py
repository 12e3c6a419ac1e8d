"""Unscaled attention is the scaled attention of the paper.

The question divides no score by sqrt(d_k), the paper does; are these the same attention? Not in
general: the difference is V times the difference of the weights, and it vanishes where the scores
are equal, where d_k = 1, and after the query is multiplied by sqrt(d_k).

Items: A01.2
"""

from symattn.expressions.build import size, sqrt, tensor
from symattn.expressions.nodes import node_of
from symattn.models.dot_product import attention, attention_sum, attention_weights
from symattn.prover.claim import Claim, Dispute

d_k = size("d_k")
q = tensor("q", d_k)
K = tensor("K", d_k, "n")
V = tensor("V", "d_v", "n")

dispute = Dispute(
    "scaled or not",
    readings={
        "for all queries, keys and values": Claim(
            attention_sum(q, K, V),
            attention(q, K, V, tokens="columns"),
            expect="refuted",
        ),
        "the difference is V (alpha - alpha')": Claim(
            attention_sum(q, K, V) - attention(q, K, V, tokens="columns"),
            V
            @ (
                attention_weights(q, K, scale=False, tokens="columns")
                - attention_weights(q, K, tokens="columns")
            ),
        ),
        "V (alpha - alpha') = 0": Claim.from_text(
            "V @ softmax(T(K) @ q) == V @ softmax(T(K) @ q / sqrt(d_k))",
            symbols={"q": "d_k", "K": "d_k n", "V": "d_v n"},
            given=("equal(V @ (softmax(T(K) @ q) - softmax(T(K) @ q / sqrt(d_k))), zeros(d_v))",),
        ),
        "all scores are equal": Claim.from_text(
            "V @ softmax(T(K) @ q) == V @ softmax(T(K) @ q / sqrt(d_k))",
            symbols={"q": "d_k", "K": "d_k n", "V": "d_v n", "c": ""},
            given=("equal(T(K) @ q, c * ones(n))",),
        ),
        "the width d_k is 1": Claim.from_text(
            "V @ softmax(T(K) @ q) == V @ softmax(T(K) @ q / sqrt(1))",
            symbols={"q": "1", "K": "1 n", "V": "d_v n"},
        ),
        "the two weights differ by (s_i - s_j)(1 - 1/sqrt(d_k)) in their log ratios": Claim.from_text(
            "(log_softmax(s)[i] - log_softmax(s)[j])"
            " - (log_softmax(s / sqrt(d_k))[i] - log_softmax(s / sqrt(d_k))[j])"
            " == (s[i] - s[j]) * (1 - 1 / sqrt(d_k))",
            symbols={"s": "n", "q": "d_k"},
            indices={"i": "n", "j": "n"},
        ),
        "so equal weights need equal scores or d_k = 1": Claim.from_text(
            "(s[i] - s[j]) * (1 - 1 / sqrt(d_k)) == 0",
            symbols={"s": "n", "q": "d_k"},
            indices={"i": "n", "j": "n"},
            given=("equal(softmax(s), softmax(s / sqrt(d_k)))",),
        ),
        "the query is first multiplied by sqrt(d_k)": Claim(
            attention(sqrt(node_of(d_k)) * q, K, V, tokens="columns"),
            attention_sum(q, K, V),
        ),
    },
    as_written=r"A(q, K, V) = \sum_{i} \frac{exp(q.k^{<i>})}{\sum_{j} exp(q.k^{<j>})}v^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)
