"""The query times the weights of the head is the word times them.

The last reply says that actually q W_1^Q = x W_1^Q. With q = x it is so; with q = x W^Q it holds for
all words exactly when (W^Q - I) W_1^Q = 0, for one word when (q - x) W_1^Q = 0.

Items: B30
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Informal

SHAPES = {"W1": "d d_k", "W": "d d", "x": "d", "q": "d"}

dispute = Dispute(
    "q W_1^Q = x W_1^Q",
    readings={
        "the intuition in the self-attention lecture is correct": Informal(
            "an intuition is neither true nor false; the equation that it is drawn from is settled below"
        ),
        "q is the word": Claim.from_text(
            "q @ W1 == x @ W1", symbols=SHAPES, given=("equal(q, x)",)
        ),
        "q = x W^Q, for all words": Claim.from_text(
            "x @ W @ W1 == x @ W1", symbols=SHAPES, for_all=("x",), expect="refuted"
        ),
        "any q: the difference is (q - x) W_1^Q": Claim.from_text(
            "q @ W1 - x @ W1 == (q - x) @ W1", symbols=SHAPES
        ),
        "any q with (q - x) W_1^Q = 0": Claim.from_text(
            "q @ W1 == x @ W1", symbols=SHAPES, given=("equal((q - x) @ W1, zeros(d_k))",)
        ),
    },
    as_written=r"q^{<1>}W^{Q}_1 = x^{<1>}W^{Q}_1",
    source="001_ec4034627d189ce8.txt",
)
