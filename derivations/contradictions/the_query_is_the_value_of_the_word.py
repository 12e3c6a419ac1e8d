"""The query is the value of the word.

The example sets q = v<1>; with q = W^Q x and v = W^V x the widths must agree first, and then it holds for
all words exactly when W^Q = W^V, for this word when (W^Q - W^V) x = 0.

Items: A09.2
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.system import System

SHAPES = {"A": "d_k d", "B": "d_k d", "x": "d", "q": "d_k", "v": "d_k"}
PROJECTED = ("equal(q, A @ x)", "equal(v, B @ x)")

dispute = Dispute(
    "q = v, q = W^Q x and v = W^V x",
    readings={
        "queries and values have widths of their own": Claim.from_text(
            "q == v", symbols={"q": "d_k", "v": "d_v"}, expect="ill-typed"
        ),
        "q = v, q = W^Q x and v = W^V x for all words": System(
            "one vector", ["q == v", "q == A @ x", "v == B @ x"], symbols=SHAPES, for_all=("x",)
        ),
        "q = v and the projections: then (W^Q - W^V) x = 0": Claim.from_text(
            "(A - B) @ x == zeros(d_k)",
            symbols=SHAPES,
            given=("equal(A @ x, v)", "equal(B @ x, v)"),
        ),
        "(W^Q - W^V) x = 0 and the projections: then q = v": Claim.from_text(
            "q == v", symbols=SHAPES, given=(*PROJECTED, "equal((A - B) @ x, zeros(d_k))")
        ),
        "what is left over is (W^Q - W^V) x": Claim.from_text(
            "q - v == (A - B) @ x", symbols=SHAPES, given=PROJECTED
        ),
    },
    as_written=r"q = v^{<1>}",
    source="000_188c77765dbd8ce2.txt",
)
