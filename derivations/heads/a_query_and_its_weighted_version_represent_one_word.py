"""A query and its weighted version represent one word.

"Both represent one word in a sentence": can the word be found again from q W_h^Q? From one narrow head it
cannot, (1,0) and (1,5) have one image under W_h = (1,0)^T; from all heads together it can, exactly
where [W_1 .. W_H] has rank d, that is a right inverse.

Items: B27
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"W": "d d_k", "x": "d", "y": "d", "u": "d"}
ALL_HEADS = {"W": "d H*d_k", "G": "H*d_k d", "x": "d"}

dispute = Dispute(
    "representing one word",
    readings={
        "one head: words with one image are one word": Claim.from_text(
            "x == y", symbols=SHAPES, given=("equal(x @ W, y @ W)",), expect="refuted"
        ),
        "one head: W_h = (1,0)^T has one image for (1,0) and (1,5)": Claim.from_text(
            "[1, 0] @ [[1], [0]] == [1, 5] @ [[1], [0]]", symbols={}
        ),
        "what W_h sends to 0 cannot be seen": Claim.from_text(
            "(x + u) @ W == x @ W", symbols=SHAPES, given=("equal(u @ W, zeros(d_k))",)
        ),
        "all heads: a right inverse of [W_1 .. W_H] finds the word": Claim.from_text(
            "(x @ W) @ G == x", symbols=ALL_HEADS, given=("equal(W @ G, eye(d))",)
        ),
    },
    as_written=r"q^{<i>}W_h^Q",
    source="001_ec4034627d189ce8.txt",
)
