"""The slide is wrong, and its formulas are right.

One reply says "mathematically, it is wrong. Not typo, but wrong", another "I think Andrew's formulas are correct". Wrong: if
q = W^Q x and the weights of the head are those of the paper. Right: if q names the input of the layer, or
if W_1^Q W^Q is accepted as the head's one matrix, which is no less general where W^Q is invertible.

Items: B16, B17
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"W1": "d_h d", "W": "d d", "U": "d_h d", "x": "d", "q": "d"}

dispute = Dispute(
    "wrong or correct",
    readings={
        "wrong: q = W^Q x and the paper's weights": Claim.from_text(
            "W1 @ (W @ x) == W1 @ x", symbols=SHAPES, for_all=("x",), expect="refuted"
        ),
        "wrong: with W^Q = 2, W_1^Q = 1, x = 1 it gives 2 for 1": Claim.from_text(
            "[[1]] @ ([[2]] @ [1]) == [1]", symbols={}, expect="refuted"
        ),
        "correct: q names the input of multi-head attention": Claim.from_text(
            "W1 @ q == W1 @ x", symbols=SHAPES, given=("equal(q, x)",)
        ),
        "correct: the head's matrix is U = W_1^Q W^Q": Claim.from_text(
            "W1 @ q == U @ x", symbols=SHAPES, given=("equal(q, W @ x)", "equal(U, W1 @ W)")
        ),
        "correct: every U is such a product where W^Q is invertible": Claim.from_text(
            "(U @ inv(W)) @ (W @ x) == U @ x", symbols=SHAPES
        ),
    },
    as_written=r"\text{Not typo, but wrong, I think. --- I think Andrew's formulas are correct}",
    source="001_ec4034627d189ce8.txt",
)
