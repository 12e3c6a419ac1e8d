"""Exactly one word gives exactly its value.

In the two extreme scenarios the whole output comes from word t or from word s; can it be the same?
With all weight on one word the output is its value, so exactly when the two values are equal; and
a softmax never puts all weight on one of several words.

Items: A05.1
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"V": "d_v n"}
WORDS = {"t": "n", "s": "n"}

dispute = Dispute(
    "all weight on one word",
    readings={
        "the two outputs are equal": Claim.from_text(
            "V @ unit(t, n) == V @ unit(s, n)", symbols=SHAPES, indices=WORDS, expect="refuted"
        ),
        "they differ by the difference of the two values": Claim.from_text(
            "V @ unit(t, n) - V @ unit(s, n) == V[:, t] - V[:, s]", symbols=SHAPES, indices=WORDS
        ),
        "they are equal if the two values are": Claim.from_text(
            "V @ unit(t, n) == V @ unit(s, n)",
            symbols=SHAPES,
            indices=WORDS,
            given=("equal(V[:, t], V[:, s])",),
        ),
        "a softmax over two or more words stays below 1": Claim.from_text(
            "1 > exp(r) / (exp(r) + sum_all(exp(s)))", symbols={"r": "", "s": "n"}
        ),
    },
    as_written=r"\text{practically the entire output depends on the attention vector of word } x^{<t>}",
    source="000_188c77765dbd8ce2.txt",
)
