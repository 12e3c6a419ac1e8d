"""The value is the word and its projection.

The answer calls v the positionally encoded word vector, its comment computes v = W^V x. Both together
hold exactly where (W^V - I) x = 0 for the words in use, for all words only if W^V = I.

Items: S1
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.system import System

SHAPES = {"W": "d d", "x": "d", "v": "d"}

dispute = Dispute(
    "v = x and v = W^V x",
    readings={
        "both hold for all words": System(
            "v twice", ["v == x", "v == W @ x"], symbols=SHAPES, for_all=("x",)
        ),
        "both hold and W^V = I": System(
            "v twice",
            ["v == x", "v == W @ x", "W == eye(d)"],
            symbols=SHAPES,
            expect="proved",
        ),
        "if both hold, then W^V x = x": Claim.from_text(
            "W @ x == x", symbols=SHAPES, given=("equal(v, x)", "equal(v, W @ x)")
        ),
        "the first holds and W^V x = x: the second holds": Claim.from_text(
            "v == W @ x", symbols=SHAPES, given=("equal(v, x)", "equal(W @ x, x)")
        ),
        "what is left over is (W^V - I) x": Claim.from_text(
            "W @ x - x == (W - eye(d)) @ x", symbols=SHAPES
        ),
    },
    as_written=r"v^{<1>} = love",
    source="000_188c77765dbd8ce2.txt",
)
