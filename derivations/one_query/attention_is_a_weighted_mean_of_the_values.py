"""Attention is a weighted mean of the values.

The question calls attention a sum over softmax times value; it is a mean, with positive weights
that sum to 1, so it lies between the least and the largest value. An extreme value itself is never
reached while another value differs from it, since every word keeps a positive weight.

Items: A02, A11
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

SHAPES = {"q": "d_k", "K": "d_k n", "V": "d_v n"}

dispute = Dispute(
    "a weighted mean",
    readings={
        "aggregating the scaled vectors creates a new vector A": Definition(
            Claim.from_text(
                "A == sum(i, n, softmax(T(K) @ q)[i] * V[:, i])", symbols={**SHAPES, "A": "d_v"}
            )
        ),
        "every weight is positive": Claim.from_text(
            "softmax(T(K) @ q)[i] > 0", symbols=SHAPES, indices={"i": "n"}
        ),
        "the weights sum to 1": Claim.from_text("sum_all(softmax(T(K) @ q)) == 1", symbols=SHAPES),
        "all values are one vector v: the output is v": Claim.from_text(
            "outer(v, ones(n)) @ softmax(T(K) @ q) == v",
            symbols={"q": "d_k", "K": "d_k n", "v": "d_v"},
        ),
        "the output is above what all values are above": Claim.from_text(
            "((b + U) @ softmax(T(K) @ q))[a] > b",
            symbols={"q": "d_k", "K": "d_k n", "U": "d_v n", "b": ""},
            indices={"a": "d_v"},
            given=("positive(U)",),
        ),
        "the output is below what all values are below": Claim.from_text(
            "b > ((b - U) @ softmax(T(K) @ q))[a]",
            symbols={"q": "d_k", "K": "d_k n", "U": "d_v n", "b": ""},
            indices={"a": "d_v"},
            given=("positive(U)",),
        ),
        "the output is at most the largest value": Claim.from_text(
            "max_axis(V, 1)[a] >= (V @ softmax(T(K) @ q))[a]", symbols=SHAPES, indices={"a": "d_v"}
        ),
        "one word has the least value b: the output is still above b": Claim.from_text(
            "(exp(r) * b + exp(s) @ (b + u)) / (exp(r) + sum_all(exp(s))) > b",
            symbols={"r": "", "b": "", "s": "n", "u": "n"},
            given=("positive(u)",),
        ),
        "the output is the value of word t": Claim.from_text(
            "V @ softmax(T(K) @ q) == V[:, t]", symbols=SHAPES, indices={"t": "n"}, expect="refuted"
        ),
    },
    as_written=r"A(q, K, V) = \sum_{i} \frac{exp(q.k^{<i>})}{\sum_{j} exp(q.k^{<j>})}v^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)
