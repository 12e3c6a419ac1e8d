"""The encoder reduces N dimensions to the number of heads.

"From N dimensional space to H (= number of heads) dimensional space, where each H is like a principal component": a head has
N/H dimensions, all heads have N, and so has the output; both say H only if N = H^2. The columns of W_h^Q
are no orthonormal eigenvectors, and attention is not linear in X as a projection on components is.

Items: B28, S5
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition
from symattn.prover.system import System

SHAPES = {
    "X": "n d", "Y": "n d", "S": "n n", "W": "d d_k", "l": "d_k", "c": "",
    "O": "n H*d_h", "P": "H n d_h", "Z": "n H",
}  # fmt: skip
NUMBERS = {"H": "", "N": "", "D": ""}

dispute = Dispute(
    "from N dimensions to H",
    readings={
        "the heads beside each other have H d_h dimensions": Definition(
            Claim.from_text("O == concat_over(h, H, P[h], 1)", symbols=SHAPES)
        ),
        "the heads beside each other have H dimensions": Definition(
            Claim.from_text("Z == concat_over(h, H, P[h], 1)", symbols=SHAPES), expect="ill-typed"
        ),
        "S5: the dimension is H, and H times it is N": System(
            "a dimension", ["D == H", "H * D == N"], symbols=NUMBERS
        ),
        "S5: the dimension is H and is N/H: then N = H^2": Claim.from_text(
            "N == H**2",
            symbols=NUMBERS,
            given=("equal(D, H)", "equal(D, N / H)", "positive(H)"),
        ),
        "S5: the dimension is H and is N/H, with N = H^2": System(
            "a dimension",
            ["D == H", "D == N / H", "N == H**2"],
            symbols=NUMBERS,
            given=("positive(H)",),
            expect="proved",
        ),
        "components: the columns of W_h^Q are orthonormal": Claim.from_text(
            "T(W) @ W == eye(d_k)", symbols=SHAPES, expect="refuted"
        ),
        "components: they are eigenvectors of X^T X": Claim.from_text(
            "(T(X) @ X) @ W == W @ diag(l)", symbols=SHAPES, expect="refuted"
        ),
        "components: attention is additive in X": Claim.from_text(
            "softmax((X + Y) @ T(X + Y), 1) @ (X + Y)"
            " == softmax(X @ T(X), 1) @ X + softmax(Y @ T(Y), 1) @ Y",
            symbols=SHAPES,
            expect="refuted",
        ),
        "components: attention is homogeneous in X": Claim.from_text(
            "softmax((c * X) @ T(c * X), 1) @ (c * X) == c * (softmax(X @ T(X), 1) @ X)",
            symbols=SHAPES,
            expect="refuted",
        ),
        "with weights that do not depend on X it is linear": Claim.from_text(
            "softmax(S, 1) @ (c * X + Y) == c * (softmax(S, 1) @ X) + softmax(S, 1) @ Y",
            symbols=SHAPES,
        ),
    },
    as_written=r"\text{reduces dimensionality of input vector from (say) N dimensional space to H (= number of heads) dimensional space. Where each H is like a principal component}",
    source="001_ec4034627d189ce8.txt",
)
