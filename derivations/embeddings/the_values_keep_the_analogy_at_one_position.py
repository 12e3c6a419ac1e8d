"""The values keep the analogy of the embeddings at one position.

The comment says that v is not an embedding in which king - man = queen - woman stands. At one
position, or without positions, it stands for v whenever it stands for e, since v is an affine image
of e; at four positions it stands exactly where W(p_a - p_b - p_c + p_d) = 0.

Items: A16.1, A16.2
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {
    "W": "d_v d", "k": "d", "m": "d", "q": "d", "w": "d", "p": "d", "b": "d_v",
    "pa": "d", "pb": "d", "pc": "d", "pd": "d",
}  # fmt: skip
ANALOGY = ("equal(k, m + q - w)",)

dispute = Dispute(
    "king - man = queen - woman",
    readings={
        "all words at one position": Claim.from_text(
            "W @ (k + p) - W @ (m + p) == W @ (q + p) - W @ (w + p)", symbols=SHAPES, given=ANALOGY
        ),
        "both differences are W (e_k - e_m)": Claim.from_text(
            "W @ (k + p) - W @ (m + p) == W @ (k - m)", symbols=SHAPES
        ),
        "king - man + woman = queen, for any affine map": Claim.from_text(
            "(W @ k + b) - (W @ m + b) + (W @ w + b) == W @ q + b", symbols=SHAPES, given=ANALOGY
        ),
        "words at four positions": Claim.from_text(
            "W @ (k + pa) - W @ (m + pb) == W @ (q + pc) - W @ (w + pd)",
            symbols=SHAPES,
            given=ANALOGY,
            expect="refuted",
        ),
        "the difference at four positions": Claim.from_text(
            "(W @ (k + pa) - W @ (m + pb)) - (W @ (q + pc) - W @ (w + pd)) == W @ (pa - pb - pc + pd)",
            symbols=SHAPES,
            given=ANALOGY,
        ),
        "king and man at one position, queen and woman at another": Claim.from_text(
            "W @ (k + pa) - W @ (m + pa) == W @ (q + pc) - W @ (w + pc)",
            symbols=SHAPES,
            given=ANALOGY,
        ),
        "king and queen at one position, man and woman at another": Claim.from_text(
            "W @ (k + pa) - W @ (m + pb) == W @ (q + pa) - W @ (w + pb)",
            symbols=SHAPES,
            given=ANALOGY,
        ),
        "positions 0, 1, 3, 7 with W = 1 differ by 3": Claim.from_text(
            "[[1]] @ ([0] - [1] - [3] + [7]) == [3]", symbols={}
        ),
    },
    as_written=r"king - man = queen - woman",
    source="000_188c77765dbd8ce2.txt",
)
