"""The output encodes the relations from the query to the words.

"Actually A(q, K, V) is encoding the relationships from q to the words": does A determine the weights? Given V
a linear G finds all weights from A exactly where G [V; 1^T] = I; without a condition on V it does not.

Items: A07
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"V": "d_v n", "M": "p n", "G": "n p", "H": "n d_v+1", "a": "n", "b": "n", "s": "n"}

dispute = Dispute(
    "encoding the relationships",
    readings={
        "G M a = a for all a, with M = [V; 1]": Claim.from_text(
            "G @ (M @ a) == a", symbols=SHAPES, for_all=("a",), expect="refuted"
        ),
        "G [V; 1] = I: the output gives the weights": Claim.from_text(
            "H @ concat([V @ softmax(s), ones(1)], 0) == softmax(s)",
            symbols=SHAPES,
            given=("equal(H @ concat([V, ones(1, n)], 0), eye(n))",),
        ),
        "G [V; 1] = I: one output means one weighting of the words": Claim.from_text(
            "softmax(T(K) @ q) == softmax(T(K) @ r)",
            symbols={**SHAPES, "K": "d_k n", "q": "d_k", "r": "d_k"},
            given=(
                "equal(H @ concat([V, ones(1, n)], 0), eye(n))",
                "equal(V @ softmax(T(K) @ q), V @ softmax(T(K) @ r))",
            ),
        ),
        "any V: one output means one weighting": Claim.from_text(
            "a == b",
            symbols=SHAPES,
            given=("simplex(a)", "simplex(b)", "equal(V @ a, V @ b)"),
            expect="refuted",
        ),
    },
    as_written=r"A(q, K, V) \text{ is encoding the relationships from q to the words in the sentence.}",
    source="000_188c77765dbd8ce2.txt",
)
