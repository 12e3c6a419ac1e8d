"""A relation is a matrix over pairs of words.

"Andrew used `question', but it means `relation'": the relation of a sentence to itself is an n by n matrix of weights, that of
m target words to n source words is m by n; the two shapes are definitions and do not fit each other.

Items: B21
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

SHAPES = {
    "X": "n d", "Y": "m d", "A": "d d_k", "B": "d d_k", "S": "n n", "P": "m n", "R": "n m",
}  # fmt: skip

dispute = Dispute(
    "relations",
    readings={
        "among words in a single sentence": Definition(
            Claim.from_text("S == softmax((X @ A) @ T(X @ B) / sqrt(d_k), 1)", symbols=SHAPES)
        ),
        "of words in a target sentence to words in a source sentence": Definition(
            Claim.from_text("P == softmax((Y @ A) @ T(X @ B) / sqrt(d_k), 1)", symbols=SHAPES)
        ),
        "the other way round: n by m": Definition(
            Claim.from_text("R == softmax((Y @ A) @ T(X @ B) / sqrt(d_k), 1)", symbols=SHAPES),
            expect="ill-typed",
        ),
        "the relation is symmetric": Claim.from_text(
            "softmax((X @ A) @ T(X @ B), 1) == T(softmax((X @ A) @ T(X @ B), 1))",
            symbols=SHAPES,
            expect="refuted",
        ),
    },
    as_written=r"\text{For ``intuitions'', Andrews used ``question'', but it means ``relation''.}",
    source="001_ec4034627d189ce8.txt",
)
