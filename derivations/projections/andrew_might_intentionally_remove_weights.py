"""Andrew might intentionally remove weights.

Two sentences speak of a speaker and his time and are declined. What can be settled is what removing the weights would do:
with W^Q = I the head's query is the one of the word itself, and otherwise the weights can be seen.

Items: B35
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Informal

SHAPES = {"W1": "d_h d", "W": "d d", "x": "d"}

dispute = Dispute(
    "intentions",
    readings={
        "I suppose Andrew might intentionally remove weights": Informal(
            "the intention of a speaker is not stated by any equation"
        ),
        "Even Andrew, it is difficult to go in detail with a limited time": Informal(
            "how much can be explained in a limited time is not stated by any equation"
        ),
        "without weights, W^Q = I: the head sees the word": Claim.from_text(
            "W1 @ (W @ x) == W1 @ x", symbols=SHAPES, given=("equal(W, eye(d))",)
        ),
        "with weights it sees the word as well": Claim.from_text(
            "W1 @ (W @ x) == W1 @ x", symbols=SHAPES, for_all=("x",), expect="refuted"
        ),
    },
    as_written=r"\text{I suppose Andrew might intentionally remove weights, since it is not major part of his ``intuition'' talk.}",
    source="001_ec4034627d189ce8.txt",
)
