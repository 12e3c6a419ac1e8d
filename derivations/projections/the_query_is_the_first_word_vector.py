"""The query is the first word vector.

"q<1> is same as the first word vector in X" is a definition in the reply; in the lecture q = W^Q x. Under
the lecture's naming it holds for all words exactly when W^Q = I, for one word when W^Q x = x.

Items: B11
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

SHAPES = {"W": "d d", "x": "d", "q": "d", "X": "d n"}

dispute = Dispute(
    "q is the word",
    readings={
        "q is defined as the word": Definition(
            Claim.from_text("q == X[:, i]", symbols=SHAPES, indices={"i": "n"})
        ),
        "q is defined as the word: its queries are the word's": Claim.from_text(
            "W @ q == W @ X[:, i]", symbols=SHAPES, indices={"i": "n"}, given=("equal(q, X[:, i])",)
        ),
        "q = W^Q x, for all words": Claim.from_text(
            "W @ x == x", symbols=SHAPES, for_all=("x",), expect="refuted"
        ),
        "q = W^Q x: the difference is (W^Q - I) x": Claim.from_text(
            "W @ x - x == (W - eye(d)) @ x", symbols=SHAPES
        ),
        "q = W^Q x and W^Q x = x": Claim.from_text(
            "q == x", symbols=SHAPES, given=("equal(q, W @ x)", "equal(W @ x, x)")
        ),
    },
    as_written=r"q^{<1>}",
    source="001_ec4034627d189ce8.txt",
)
