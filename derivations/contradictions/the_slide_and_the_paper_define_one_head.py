"""The slide and the paper define one head.

The slide's head uses W_1^Q q with q = W^Q x (keys likewise), the paper's W_1^Q x: the blue boxes and the
teal equations together. The queries agree for all words exactly when W_1^Q (W^Q - I) = 0; for the
scores it is enough that the product of query and key matrices agrees.

Items: S3
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.system import System

SHAPES = {
    "A": "d_h d", "W": "d d", "B": "d_h d", "U": "d d", "x": "d", "y": "d", "X": "d n",
    "q": "d", "k": "d", "s": "d_h",
}  # fmt: skip

dispute = Dispute(
    "the slide's head and the paper's",
    readings={
        "q = W^Q x, and the head's query is both W_1^Q q and W_1^Q x, for all words": System(
            "one query",
            ["q == W @ x", "s == A @ q", "s == A @ x"],
            symbols=SHAPES,
            for_all=("x",),
        ),
        "what is left over of the queries is W_1^Q (W^Q - I) x": Claim.from_text(
            "A @ (W @ x) - A @ x == A @ (W - eye(d)) @ x", symbols=SHAPES
        ),
        "q = W^Q x, k = W^K y, and the score is that of both, for all words": System(
            "one score",
            ["q == W @ x", "k == U @ y", "(A @ q) @ (B @ k) == (A @ x) @ (B @ y)"],
            symbols=SHAPES,
            for_all=("x", "y"),
        ),
        "the scores agree if the products of the matrices do": Claim.from_text(
            "x @ (T(W) @ T(A) @ B @ U) @ y == x @ (T(A) @ B) @ y",
            symbols=SHAPES,
            given=("equal(T(W) @ T(A) @ B @ U, T(A) @ B)",),
        ),
        "then the weights agree too": Claim.from_text(
            "softmax(T(X) @ (T(U) @ T(B) @ A @ W) @ x) == softmax(T(X) @ (T(B) @ A) @ x)",
            symbols=SHAPES,
            given=("equal(T(U) @ T(B) @ A @ W, T(B) @ A)",),
        ),
        "the two ways to write the score are one": Claim.from_text(
            "(A @ (W @ x)) @ (B @ (U @ y)) == x @ (T(W) @ T(A) @ B @ U) @ y", symbols=SHAPES
        ),
    },
    as_written=r"W_1^Q q^{<1>}",
    source="001_ec4034627d189ce8.txt",
)
