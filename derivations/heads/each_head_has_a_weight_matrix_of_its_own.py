"""Each head has a weight matrix of its own.

"For each question q_h we have a weight matrix W_h^Q": the definition of the queries of a head, for one word and for
all of them; it is well-typed, and two heads have one query only where their matrices send x to one vector.

Items: B04
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

SHAPES = {"W": "H d_k d", "X": "d n", "x": "d", "q": "d_k", "Q": "d_k n"}
HEADS = {"h": "H", "g": "H", "i": "n"}

dispute = Dispute(
    "the queries of head h",
    readings={
        "of word i: q_h = W_h x_i": Definition(
            Claim.from_text("q == W[h] @ X[:, i]", symbols=SHAPES, indices=HEADS)
        ),
        "of all words: Q_h = W_h X": Definition(
            Claim.from_text("Q == W[h] @ X", symbols=SHAPES, indices=HEADS)
        ),
        "column i of Q_h is the query of word i": Claim.from_text(
            "(W[h] @ X)[:, i] == W[h] @ X[:, i]", symbols=SHAPES, indices=HEADS
        ),
        "two heads have one query": Claim.from_text(
            "W[h] @ x == W[g] @ x", symbols=SHAPES, indices=HEADS, for_all=("x",), expect="refuted"
        ),
    },
    as_written=r"\text{for each question qh we have a weight matrix WQh}",
    source="001_ec4034627d189ce8.txt",
)
