"""A query consists of word vector and position encoding.

"q<i> consists of `word vector' and `position encoding'": as a sum or one below the other? The concatenation under
weights is W_e e + W_p p; the sum is the case W_e = W_p of it, and for all positions only that. A sum
needs one width. Weighted, both parts are still there: (e + p) W = e W + p W.

Items: B22, B23
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"A": "d_k d", "B": "d_k d", "C": "d_k m", "e": "d", "p": "d", "r": "m", "W": "d d_k"}

dispute = Dispute(
    "consists of word and position",
    readings={
        "as a concatenation: W [e; p] = W_e e + W_p p": Claim.from_text(
            "concat([A, C], 1) @ concat([e, r], 0) == A @ e + C @ r", symbols=SHAPES
        ),
        "as a sum: the concatenation with W_e = W_p": Claim.from_text(
            "concat([A, A], 1) @ concat([e, p], 0) == A @ (e + p)", symbols=SHAPES
        ),
        "sum and concatenation are one, for any W_e and W_p": Claim.from_text(
            "concat([A, B], 1) @ concat([e, p], 0) == A @ (e + p)",
            symbols=SHAPES,
            for_all=("p",),
            expect="refuted",
        ),
        "as a sum, with positions of another width": Claim.from_text(
            "A @ (e + r) == A @ e", symbols=SHAPES, expect="ill-typed"
        ),
        "weighted: (e + p) W = e W + p W": Claim.from_text(
            "(e + p) @ W == e @ W + p @ W", symbols=SHAPES
        ),
    },
    as_written=r"q^{<i>} \text{ is the i-th word (as a vector) in a sentence, and consists of ``word vector'' and ``position encoding''.}",
    source="001_ec4034627d189ce8.txt",
)
