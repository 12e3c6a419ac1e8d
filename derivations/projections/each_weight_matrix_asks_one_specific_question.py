"""Each weight matrix asks one specific question.

"W_1^Q q<i> can be viewed as one specific question, the same question for every i, given a W_j^Q": one matrix, and with the
keys' one bilinear form, serves all words; but the vectors of two words are the same only where their
difference is sent to 0 by W_j^Q.

Items: B19
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"W": "d_k d", "U": "d_k d", "Q": "d n", "K": "d m", "a": "d", "b": "d"}
WORDS = {"i": "n", "j": "n", "l": "m"}

dispute = Dispute(
    "the same question",
    readings={
        "one map for every word": Claim.from_text(
            "(W @ Q)[:, i] == W @ Q[:, i]", symbols=SHAPES, indices=WORDS
        ),
        "one bilinear form W_j^{QT} W_j^K for every word": Claim.from_text(
            "(T(W @ Q) @ (U @ K))[i, l] == Q[:, i] @ (T(W) @ U) @ K[:, l]",
            symbols=SHAPES,
            indices=WORDS,
        ),
        "one vector for every word": Claim.from_text(
            "W @ a == W @ b", symbols=SHAPES, expect="refuted"
        ),
        "one vector where q_i - q_j is sent to 0": Claim.from_text(
            "W @ a == W @ b", symbols=SHAPES, given=("equal(W @ (a - b), zeros(d_k))",)
        ),
    },
    as_written=r"\text{each W1Q*q<i>, W2Q*q<i> etc… can be viewed as a one specific question (the same question for every i, given a WjQ matrix}",
    source="001_ec4034627d189ce8.txt",
)
