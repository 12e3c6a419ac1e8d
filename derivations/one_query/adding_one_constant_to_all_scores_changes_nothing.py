"""Adding one constant to all scores changes nothing.

The formula of the question shows the scores only through a quotient of exponentials, so how much of
them does it use? Only their differences: one constant added to all scores, or one vector added to
all keys, leaves the attention as it is.

Items: A01.3
"""

from symattn.expressions.build import ones, outer, tensor
from symattn.models.dot_product import attention_sum
from symattn.prover.claim import Claim, Dispute

q = tensor("q", "d_k")
c = tensor("c", "d_k")
K = tensor("K", "d_k", "n")
V = tensor("V", "d_v", "n")

dispute = Dispute(
    "a constant in the scores",
    readings={
        "one number is added to all scores": Claim.from_text(
            "V @ softmax(T(K) @ q + b) == V @ softmax(T(K) @ q)",
            symbols={"q": "d_k", "K": "d_k n", "V": "d_v n", "b": ""},
        ),
        "one vector is added to all keys": Claim(
            attention_sum(q, K + outer(c, ones("n")), V),
            attention_sum(q, K, V),
        ),
        "a number of its own is added to each score": Claim.from_text(
            "V @ softmax(T(K) @ q + b) == V @ softmax(T(K) @ q)",
            symbols={"q": "d_k", "K": "d_k n", "V": "d_v n", "b": "n"},
            expect="refuted",
        ),
    },
    as_written=r"A(q, K, V) = \sum_{i} \frac{exp(q.k^{<i>})}{\sum_{j} exp(q.k^{<j>})}v^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)
