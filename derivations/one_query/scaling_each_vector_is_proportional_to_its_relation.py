"""Scaling each vector is proportional to how strongly it is related.

The answer says that scale(i) v_i scales each vector proportionally to how strongly it is related to
the query. The length is scaled by the weight, and a larger score has the larger weight, but the
weights are in the ratio of the exponentials of the scores, not of the scores.

Items: A10
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"s": "n", "V": "d_v n"}
WORDS = {"i": "n", "j": "n"}

dispute = Dispute(
    "scaled proportionally",
    readings={
        "the length is multiplied by the weight": Claim.from_text(
            "norm(softmax(s)[i] * V[:, i]) == softmax(s)[i] * norm(V[:, i])",
            symbols=SHAPES,
            indices={"i": "n"},
        ),
        "the weights are in the ratio of the scores": Claim.from_text(
            "softmax(s)[i] * s[j] == softmax(s)[j] * s[i]",
            symbols=SHAPES,
            indices=WORDS,
            expect="refuted",
        ),
        "the weights are in the ratio of the exponentials": Claim.from_text(
            "softmax(s)[i] / softmax(s)[j] == exp(s[i] - s[j])", symbols=SHAPES, indices=WORDS
        ),
        "a larger score has a larger weight": Claim.from_text(
            "softmax(s)[j] > softmax(s)[i]",
            symbols=SHAPES,
            indices=WORDS,
            given=("positive(s[j] - s[i])",),
        ),
    },
    as_written=r"\frac{exp(q.k^{<i>})}{\sum_{j} exp(q.k^{<j>})}v^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)
