"""The chart of multi-head attention is correct.

"In this sense, Andrew's chart for multi-head attention is correct, assuming that my chart is correct": it is where q
stands for the word, as the reply says; where q = W^Q x it is correct for all words exactly when
W_1^Q (W^Q - I) = 0.

Items: B14
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"W1": "d_h d", "W": "d d", "x": "d", "q": "d"}

dispute = Dispute(
    "the chart",
    readings={
        "assuming the reply's chart, q = x: W_1^Q q is the paper's W_1^Q x": Claim.from_text(
            "W1 @ q == W1 @ x", symbols=SHAPES, given=("equal(q, x)",)
        ),
        "assuming the lecture's q = W^Q x": Claim.from_text(
            "W1 @ (W @ x) == W1 @ x", symbols=SHAPES, for_all=("x",), expect="refuted"
        ),
        "q = W^Q x and W_1^Q (W^Q - I) = 0": Claim.from_text(
            "W1 @ q == W1 @ x",
            symbols=SHAPES,
            given=("equal(q, W @ x)", "equal(W1 @ W, W1)"),
        ),
    },
    as_written=r"\text{In this sense, Andew's chart for multi-head attention is correct.}",
    source="001_ec4034627d189ce8.txt",
)
