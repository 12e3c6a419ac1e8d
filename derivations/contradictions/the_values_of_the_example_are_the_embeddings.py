"""The values of the example are the embeddings.

"v<i> is a positionally-encoded word-embedding vector", v<i> = x<i>, while its comment has v = W^V x: for the
words in use, the columns of X, both hold exactly where (W^V - I) X = 0.

Items: A09.1
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.system import System

SHAPES = {"W": "d d", "X": "d n", "V": "d n"}

dispute = Dispute(
    "V = X and V = W^V X",
    readings={
        "both hold for all sentences": System(
            "one V", ["V == X", "V == W @ X"], symbols=SHAPES, for_all=("X",)
        ),
        "if both hold, (W^V - I) X = 0": Claim.from_text(
            "(W - eye(d)) @ X == zeros(d, n)",
            symbols=SHAPES,
            given=("equal(V, X)", "equal(W @ X, V)"),
        ),
        "the first holds and (W^V - I) X = 0: the second holds": Claim.from_text(
            "V == W @ X",
            symbols=SHAPES,
            given=("equal(V, X)", "equal((W - eye(d)) @ X, zeros(d, n))"),
        ),
        "one word is enough to break it: W = 2, x = 1": Claim.from_text(
            "[[2]] @ [1] == [1]", symbols={}, expect="refuted"
        ),
    },
    as_written=r"v^{<i>} \text{ is a positionally-encoded word-embedding vector for each word}",
    source="000_188c77765dbd8ce2.txt",
)
