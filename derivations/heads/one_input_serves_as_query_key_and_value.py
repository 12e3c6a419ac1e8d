"""One input serves as query, key and value.

"For self-attention, X is used for Q, K and V": are the three then equal? The inputs of the layer
are; after the projections queries and keys are equal only where X (W^Q - W^K) = 0.

Items: B10
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

SHAPES = {"X": "n d", "Q": "n d", "K": "n d", "V": "n d", "A": "d d_k", "B": "d d_k", "C": "d d_v"}

dispute = Dispute(
    "X is used for Q, K and V",
    readings={
        "the queries are X": Definition(Claim.from_text("Q == X", symbols=SHAPES)),
        "the keys are X": Definition(Claim.from_text("K == X", symbols=SHAPES)),
        "the values are X": Definition(Claim.from_text("V == X", symbols=SHAPES)),
        "then the layer is one of X alone": Claim.from_text(
            "softmax((Q @ A) @ T(K @ B) / sqrt(d_k), 1) @ (V @ C)"
            " == softmax((X @ A) @ T(X @ B) / sqrt(d_k), 1) @ (X @ C)",
            symbols=SHAPES,
            given=("equal(Q, X)", "equal(K, X)", "equal(V, X)"),
        ),
        "the projected queries and keys are equal": Claim.from_text(
            "X @ A == X @ B", symbols=SHAPES, for_all=("X",), expect="refuted"
        ),
        "they differ by X (W^Q - W^K)": Claim.from_text(
            "X @ A - X @ B == X @ (A - B)", symbols=SHAPES
        ),
        "they are equal where X (W^Q - W^K) = 0": Claim.from_text(
            "X @ A == X @ B", symbols=SHAPES, given=("equal(X @ (A - B), zeros(n, d_k))",)
        ),
    },
    as_written=r"\text{X is used for Q, K and V}",
    source="001_ec4034627d189ce8.txt",
)
