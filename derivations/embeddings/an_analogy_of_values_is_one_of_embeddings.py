"""An analogy of the values is one of the embeddings.

The converse: if king - man = queen - woman stands for v, does it stand for e? Only where W loses
nothing of the difference: with a left inverse of W it does, with W = (1 0) it need not.

Items: A16.3
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"W": "d_v d", "G": "d d_v", "k": "d", "m": "d", "q": "d", "w": "d"}
IN_VALUES = ("equal(W @ k, W @ m + W @ q - W @ w)",)

dispute = Dispute(
    "from the values back to the embeddings",
    readings={
        "for every W": Claim.from_text(
            "k - m == q - w", symbols=SHAPES, given=IN_VALUES, expect="refuted"
        ),
        "W sends the defect of the analogy to 0": Claim.from_text(
            "W @ (k - m - q + w) == zeros(d_v)", symbols=SHAPES, given=IN_VALUES
        ),
        "a left inverse of W brings the defect back": Claim.from_text(
            "G @ (W @ (k - m - q + w)) == k - m - q + w",
            symbols=SHAPES,
            given=("equal(G @ W, eye(d))",),
        ),
        "W = (1 0) sends the analogy of (0,1), (0,0), (0,0), (0,0) to 0": Claim.from_text(
            "[[1, 0]] @ ([0, 1] - [0, 0] - [0, 0] + [0, 0]) == [0]", symbols={}
        ),
    },
    as_written=r"king - man = queen - woman",
    source="000_188c77765dbd8ce2.txt",
)
