"""The sum has the information if the values are known.

The comment sees how the aggregated vector would hold the information "if the different v were known outside
the layer". v = W^V x is a definition; with values made so, a left inverse of [W^V X; 1^T] finds the weights,
and without it, known values are not enough.

Items: A13
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

SHAPES = {
    "W": "d_v d", "X": "d n", "s": "n", "G": "n d_v+1", "v": "d_v", "a": "n", "b": "n",
}  # fmt: skip

dispute = Dispute(
    "values known outside the layer",
    readings={
        "v is calculated from x and W^V": Definition(
            Claim.from_text("v == W @ X[:, i]", symbols=SHAPES, indices={"i": "n"})
        ),
        "[W^V X; 1] has a left inverse: the weights are found": Claim.from_text(
            "G @ concat([(W @ X) @ softmax(s), ones(1)], 0) == softmax(s)",
            symbols=SHAPES,
            given=("equal(G @ concat([W @ X, ones(1, n)], 0), eye(n))",),
        ),
        "[W^V X; 1] has a left inverse: one sum means one weighting": Claim.from_text(
            "a == b",
            symbols=SHAPES,
            given=(
                "equal(G @ concat([W @ X, ones(1, n)], 0), eye(n))",
                "equal(W @ X @ a, W @ X @ b)",
                "simplex(a)",
                "simplex(b)",
            ),
        ),
        "the values are known and nothing more": Claim.from_text(
            "a == b",
            symbols=SHAPES,
            given=("equal(W @ X @ a, W @ X @ b)", "simplex(a)", "simplex(b)"),
            expect="refuted",
        ),
    },
    as_written=r"\text{Isn't it calculated using } x^{<i>} \text{ and the weight matrix } W^{v}",
    source="000_188c77765dbd8ce2.txt",
)
