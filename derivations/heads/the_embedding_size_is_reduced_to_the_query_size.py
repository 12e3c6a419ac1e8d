"""The embedding size is reduced to the query size.

"In the paper, there's a dimension reduction step": in each head X W_h^Q is a product of inner width d_k, and d - d_k
independent directions of a word are not seen; but no step of its own stands before the heads, and
all heads together, H d_k = d with [W_1 .. W_H] invertible, reduce nothing.

Items: B18
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {
    "X": "n d", "x": "d", "W": "d d_k", "G": "d_k d", "R": "d r", "U": "r d_k", "V": "d d_k",
    "S": "d d", "w": "d", "c": "m", "u": "d",
}  # fmt: skip
ALL_HEADS = {"W": "d H*d_k", "G": "H*d_k d", "x": "d"}
PLACES = {"i": "n", "k": "n", "j": "m", "l": "m"}

dispute = Dispute(
    "a dimension reduction",
    readings={
        "one head, G W = I: the words x (I - W G) are sent to 0": Claim.from_text(
            "(x @ (eye(d) - W @ G)) @ W == zeros(d_k)",
            symbols=SHAPES,
            given=("equal(G @ W, eye(d_k))",),
        ),
        "one head: I - W G is a projector": Claim.from_text(
            "(eye(d) - W @ G) @ (eye(d) - W @ G) == eye(d) - W @ G",
            symbols=SHAPES,
            given=("equal(G @ W, eye(d_k))",),
        ),
        "one head: it projects onto d - d_k directions": Claim.from_text(
            "tr(eye(d) - W @ G) == d - d_k", symbols=SHAPES, given=("equal(G @ W, eye(d_k))",)
        ),
        "d_k = 1: all 2 x 2 determinants of X w c^T are 0": Claim.from_text(
            "outer(X @ w, c)[i, j] * outer(X @ w, c)[k, l]"
            " == outer(X @ w, c)[i, l] * outer(X @ w, c)[k, j]",
            symbols=SHAPES,
            indices=PLACES,
        ),
        "a separate reduction R before the paper's W_h^Q": Claim.from_text(
            "(X @ R) @ W == X @ W", symbols=SHAPES, expect="ill-typed"
        ),
        "a separate reduction R before a narrower matrix gives any W_h^Q": Claim.from_text(
            "(X @ R) @ U == X @ V", symbols=SHAPES, for_all=("X",), expect="refuted"
        ),
        "all heads: [W_1 .. W_H] with a right inverse loses nothing": Claim.from_text(
            "(x @ W) @ G == x", symbols=ALL_HEADS, given=("equal(W @ G, eye(d))",)
        ),
        "all heads, H d_k = d: a square invertible matrix loses nothing": Claim.from_text(
            "(x @ S) @ inv(S) == x", symbols=SHAPES
        ),
    },
    as_written=r"\text{in the paper, there's a dimension reduction step where the embeddings matrix is reduced from embedding size to query size}",
    source="001_ec4034627d189ce8.txt",
)
