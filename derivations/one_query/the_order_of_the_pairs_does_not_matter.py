"""The order of the pairs does not matter.

The sum runs over words, so attention knows a set of pairs of key and value and no order. Permuting
the pairs changes nothing; permuting the keys alone does, as with q = 1, k = (0, ln 2), v = (1, 0),
which gives 1/3 in one order and 2/3 in the other.

Items: A01.4
"""

from symattn.expressions.assumptions import Assumption
from symattn.expressions.build import tensor
from symattn.models.dot_product import attention_sum
from symattn.prover.claim import Claim, Dispute

q = tensor("q", "d_k")
K = tensor("K", "d_k", "n")
V = tensor("V", "d_v", "n")
P = tensor("P", "n", "n")

dispute = Dispute(
    "the order of the words",
    readings={
        "keys and values are permuted together": Claim(
            attention_sum(q, K @ P, V @ P),
            attention_sum(q, K, V),
            given=(Assumption("permutation", (P,)),),
        ),
        "only the keys are permuted": Claim(
            attention_sum(q, K @ P, V),
            attention_sum(q, K, V),
            given=(Assumption("permutation", (P,)),),
            expect="refuted",
        ),
        "two keys are exchanged and the values stay: the first order gives 1/3": Claim.from_text(
            "softmax(log([1, 2])) @ [1, 0] == 1/3", symbols={}
        ),
        "two keys are exchanged and the values stay: the second order gives 2/3": Claim.from_text(
            "softmax(log([2, 1])) @ [1, 0] == 2/3", symbols={}
        ),
    },
    as_written=r"A(q, K, V) = \sum_{i} \frac{exp(q.k^{<i>})}{\sum_{j} exp(q.k^{<j>})}v^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)
