"""Love attends most to itself.

In the answer's example with k = v, is the word itself always the most related? Where all words have one
length it is, as v . v - v . w is then half of |v - w|^2; with w = 2v it is not.

Items: A09.4
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"v": "d", "w": "d", "s": "n"}

dispute = Dispute(
    "the word itself",
    readings={
        "for all words": Claim.from_text("v @ v >= v @ w", symbols=SHAPES, expect="refuted"),
        "the word 2 v has a larger score": Claim.from_text(
            "v @ (2 * v) > v @ v", symbols=SHAPES, given=("positive(v)",)
        ),
        "words of one length: no score is larger": Claim.from_text(
            "v @ v >= v @ w", symbols=SHAPES, given=("equal(v @ v, w @ w)",)
        ),
        "words of one length: the score is less by half the squared distance": Claim.from_text(
            "v @ v - v @ w == (v - w) @ (v - w) / 2",
            symbols=SHAPES,
            given=("equal(v @ v, w @ w)",),
        ),
        "the larger score has the larger weight": Claim.from_text(
            "softmax(s)[i] > softmax(s)[j]",
            symbols=SHAPES,
            indices={"i": "n", "j": "n"},
            given=("positive(s[i] - s[j])",),
        ),
    },
    as_written=r"\text{the word under consideration } q = v^{<1>} \text{ which corresponds with love}",
    source="000_188c77765dbd8ce2.txt",
)
