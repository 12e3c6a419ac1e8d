"""The query is the word and its projection.

One reply says that q is the word vector, the same reply that q<3>, k<3> are weighted, q = W^Q x. Both
together hold exactly where (W^Q - I) x = 0, for all words only if W^Q = I.

Items: B15, S2
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.system import System

SHAPES = {"W": "d d", "x": "d", "q": "d"}

dispute = Dispute(
    "q = x and q = W^Q x",
    readings={
        "both hold for all words": System(
            "q twice", ["q == x", "q == W @ x"], symbols=SHAPES, for_all=("x",)
        ),
        "both hold and W^Q = I": System(
            "q twice",
            ["q == x", "q == W @ x", "W == eye(d)"],
            symbols=SHAPES,
            expect="proved",
        ),
        "if both hold, then W^Q x = x": Claim.from_text(
            "W @ x == x", symbols=SHAPES, given=("equal(q, x)", "equal(q, W @ x)")
        ),
        "the first holds and W^Q x = x: the second holds": Claim.from_text(
            "q == W @ x", symbols=SHAPES, given=("equal(q, x)", "equal(W @ x, x)")
        ),
        "what is left over is (W^Q - I) x": Claim.from_text(
            "W @ x - x == (W - eye(d)) @ x", symbols=SHAPES
        ),
    },
    as_written=r"q^{<1>}",
    source="001_ec4034627d189ce8.txt",
)
