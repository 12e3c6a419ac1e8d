"""The nearest word stays the nearest.

Word analogies are read off by the nearest vector or the largest cosine; does v = W e keep those? A
multiple of an orthogonal W keeps cosines and the order of distances; W = diag(1/100, 1) does not.

Items: A16.4
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"W": "d_v d", "U": "d d", "c": "", "x": "d", "y": "d"}
ROTATION = ("orthogonal(U)", "positive(c)")

dispute = Dispute(
    "nearest words",
    readings={
        "any W keeps cosines": Claim.from_text(
            "((W @ x) @ (W @ y)) * norm(x) * norm(y) == (x @ y) * norm(W @ x) * norm(W @ y)",
            symbols=SHAPES,
            expect="refuted",
        ),
        "W = c U keeps inner products up to c^2": Claim.from_text(
            "((c * U) @ x) @ ((c * U) @ y) == c**2 * (x @ y)", symbols=SHAPES, given=ROTATION
        ),
        "W = c U keeps lengths up to c": Claim.from_text(
            "norm((c * U) @ x) == c * norm(x)", symbols=SHAPES, given=ROTATION
        ),
        "W = c U keeps squared distances up to c^2": Claim.from_text(
            "((c * U) @ x - (c * U) @ y) @ ((c * U) @ x - (c * U) @ y) == c**2 * ((x - y) @ (x - y))",
            symbols=SHAPES,
            given=ROTATION,
        ),
        "before W = diag(1/100, 1) the word (0, 1) is nearer to 0 than (3, 0)": Claim.from_text(
            "[3, 0] @ [3, 0] > [0, 1] @ [0, 1]", symbols={}
        ),
        "after W = diag(1/100, 1) the word (3, 0) is nearer to 0 than (0, 1)": Claim.from_text(
            "([[1/100, 0], [0, 1]] @ [0, 1]) @ ([[1/100, 0], [0, 1]] @ [0, 1])"
            " > ([[1/100, 0], [0, 1]] @ [3, 0]) @ ([[1/100, 0], [0, 1]] @ [3, 0])",
            symbols={},
        ),
    },
    as_written=r"king - man = queen - woman",
    source="000_188c77765dbd8ce2.txt",
)
