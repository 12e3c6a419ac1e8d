"""The key of the same word has a strong relationship.

"Which k<i> W_h^K has a strong relationship with a given q<i> W_h^Q": with one i on both sides that is the diagonal of the
scores, n numbers, and between two sequences no statement at all; meant is k<j>, for all j.

Items: B25
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"Q": "n d", "K": "n d", "L": "m d", "A": "d d_k", "B": "d d_k"}
WORDS = {"i": "n", "j": "n", "l": "m"}

dispute = Dispute(
    "k<i> and q<i>",
    readings={
        "one i: the diagonal of the scores": Claim.from_text(
            "diagv((Q @ A) @ T(K @ B))[i] == (Q[i, :] @ A) @ (K[i, :] @ B)",
            symbols=SHAPES,
            indices=WORDS,
        ),
        "meant: k<j> for all j, row i of the scores": Claim.from_text(
            "((Q @ A) @ T(L @ B))[i, l] == (Q[i, :] @ A) @ (L[l, :] @ B)",
            symbols=SHAPES,
            indices=WORDS,
        ),
        "the diagonal says all": Claim.from_text(
            "((Q @ A) @ T(K @ B))[i, j] == (Q[i, :] @ A) @ (K[i, :] @ B)",
            symbols=SHAPES,
            indices=WORDS,
            expect="refuted",
        ),
        "one i between n queries and m keys": Claim.from_text(
            "((Q @ A) @ T(L @ B))[i, l] == (Q[i, :] @ A) @ (L[i, :] @ B)",
            symbols=SHAPES,
            indices=WORDS,
            expect="ill-typed",
        ),
    },
    as_written=r"\text{which } k^{<i>}W_h^K \text{ has a strong relationship with a given } q^{<i>}W_h^Q",
    source="001_ec4034627d189ce8.txt",
)
