"""Sushi and pasta in one position are close.

"In the same position they will be in close proximity in X": exactly as close as their embeddings are, since the
position cancels; the values are closer than sigma times that, sigma^2 I - W^T W being C^T C. Cosines are
not carried over: opposite e = (1,0), (-1,0) become nearly parallel with p = (0,10).

Items: A15
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {
    "e": "d", "f": "d", "p": "d", "r": "d", "u": "d", "W": "d_v d", "C": "m d", "sigma": "",
}  # fmt: skip

dispute = Dispute(
    "close proximity",
    readings={
        "at one position: the distance is that of the embeddings": Claim.from_text(
            "norm((e + p) - (f + p)) == norm(e - f)", symbols=SHAPES
        ),
        "at two positions: the distance is that of the embeddings": Claim.from_text(
            "norm((e + p) - (f + r))**2 == norm(e - f)**2", symbols=SHAPES, expect="refuted"
        ),
        "any two words are close": Claim.from_text(
            "1 > norm((e + p) - (f + p))", symbols=SHAPES, expect="refuted"
        ),
        "the values differ by W (e - f)": Claim.from_text(
            "norm(W @ (e + p) - W @ (f + p)) == norm(W @ (e - f))", symbols=SHAPES
        ),
        "what is missing from sigma^2 |u|^2 in |W u|^2 is |C u|^2": Claim.from_text(
            "sigma**2 * (u @ u) - (W @ u) @ (W @ u) == (C @ u) @ (C @ u)",
            symbols=SHAPES,
            given=("equal(sigma**2 * eye(d) - T(W) @ W, T(C) @ C)",),
        ),
        "so |W u|^2 is at most sigma^2 |u|^2": Claim.from_text(
            "sigma**2 * (u @ u) >= (W @ u) @ (W @ u)",
            symbols=SHAPES,
            given=("equal(sigma**2 * eye(d) - T(W) @ W, T(C) @ C)",),
        ),
        "any W: |W u|^2 is at most the sum of all W_ij^2 times |u|^2": Claim.from_text(
            "inner(W, W) * (u @ u) >= (W @ u) @ (W @ u)", symbols=SHAPES
        ),
        "the cosine of two words is that of their embeddings": Claim.from_text(
            "((e + p) @ (f + p)) * (norm(e) * norm(f)) == (e @ f) * (norm(e + p) * norm(f + p))",
            symbols=SHAPES,
            expect="refuted",
        ),
        "(1,0) and (-1,0) have the cosine -1": Claim.from_text(
            "([1, 0] @ [-1, 0]) / (norm([1, 0]) * norm([-1, 0])) == -1", symbols={}
        ),
        "with p = (0,10) added it is 99/101": Claim.from_text(
            "([1, 10] @ [-1, 10]) / (norm([1, 10]) * norm([-1, 10])) == 99/101", symbols={}
        ),
    },
    as_written=r"\text{``sushi'' and ``pasta'' in the same position in ``i love sushi'' and ``i love pasta'' will be in close proximity in it vector space } X",
    source="000_188c77765dbd8ce2.txt",
)
