"""The layer gives an updated X to the next layer.

"Going through a fully connected layer, we get updated X": taken literally X' = FFN(MHA(X)), which leaves out the paper's
additions and normalisations; and "into the encoder layer again" with one set of weights is not the paper,
in which each layer has its own.

Items: B09
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

SHAPES = {
    "X": "n d", "A": "n d", "W": "d m", "B": "m d", "U": "d m", "D": "m d", "eps": "", "Y": "n d",
}  # fmt: skip
NORM = "((Y - mean_axis(Y, 1)[:, None]) / sqrt(mean_axis((Y - mean_axis(Y, 1)[:, None])**2, 1) + eps)[:, None])"

dispute = Dispute(
    "the updated X",
    readings={
        "FFN(A) = relu(A W) B has the shape of X": Definition(
            Claim.from_text("Y == relu(A @ W) @ B", symbols=SHAPES)
        ),
        "X' = FFN(A), and the paper adds: FFN(X + A)": Claim.from_text(
            "relu(A @ W) @ B == relu((X + A) @ W) @ B", symbols=SHAPES, expect="refuted"
        ),
        "X' = FFN(A), and the paper adds again: Y + FFN(Y)": Claim.from_text(
            "relu(Y @ W) @ B == Y + relu(Y @ W) @ B", symbols=SHAPES, expect="refuted"
        ),
        "X' = FFN(A), and the paper normalises: LayerNorm(X + A)": Claim.from_text(
            f"let(Y, X + A, {NORM}) == X + A",
            symbols=SHAPES,
            given=("positive(eps)",),
            expect="refuted",
        ),
        "X' = FFN(A) is the whole layer of the paper": Claim.from_text(
            f"let(Y, X + A, let(Z, {NORM}, let(Y, Z + relu(Z @ W) @ B, {NORM}))) == relu(A @ W) @ B",
            symbols=SHAPES,
            given=("positive(eps)",),
            expect="refuted",
        ),
        "the next layer has the same weights": Claim.from_text(
            "relu(A @ W) @ B == relu(A @ U) @ D", symbols=SHAPES, expect="refuted"
        ),
    },
    as_written=r"\text{Then, going through a fully connected layer, we get updated X in here.}",
    source="001_ec4034627d189ce8.txt",
)
