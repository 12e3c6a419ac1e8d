"""The scores encode the weights, but not the other way round.

The answer says that the products q . k already encode which words are important. The weights are a
function of the scores; the scores are known from the weights up to one constant, no better.

Items: A08
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"s": "n", "q": "d_k", "K": "d_k n", "c": ""}
WORDS = {"i": "n", "j": "n"}

dispute = Dispute(
    "encoded by the scores",
    readings={
        "the weights are a function of the scores": Claim.from_text(
            "softmax(T(K) @ q) == softmax(s)", symbols=SHAPES, given=("equal(T(K) @ q, s)",)
        ),
        "score differences are logarithms of weight ratios": Claim.from_text(
            "log(softmax(s)[i] / softmax(s)[j]) == s[i] - s[j]", symbols=SHAPES, indices=WORDS
        ),
        "equal weights have equal score differences": Claim.from_text(
            "s[i] - s[j] == r[i] - r[j]",
            symbols={**SHAPES, "r": "n"},
            indices=WORDS,
            given=("equal(softmax(s), softmax(r))",),
        ),
        "scores moved by one constant have the same weights": Claim.from_text(
            "softmax(s + c) == softmax(s)", symbols=SHAPES
        ),
        "scores moved by one constant are the same scores": Claim.from_text(
            "s + c == s", symbols=SHAPES, expect="refuted"
        ),
    },
    as_written=r"q \cdot k^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)
