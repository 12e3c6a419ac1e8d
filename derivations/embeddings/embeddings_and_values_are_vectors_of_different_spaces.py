"""Embeddings and values are vectors of different spaces.

"Such word embedding is e which exists in a different embedding space from the one where v exists": with widths d and d_v
an equation of the two has no meaning; where d_v = d it has one, and v = e exactly when (W - I) e = -W p.

Items: A17
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"W": "d d", "e": "d", "p": "d"}

dispute = Dispute(
    "two spaces",
    readings={
        "v = e with widths d_v and d": Claim.from_text(
            "W @ (e + p) == e", symbols={"W": "d_v d", "e": "d", "p": "d"}, expect="ill-typed"
        ),
        "v = e with one width": Claim.from_text(
            "W @ (e + p) == e", symbols=SHAPES, expect="refuted"
        ),
        "one width: the difference is (W - I) e + W p": Claim.from_text(
            "W @ (e + p) - e == (W - eye(d)) @ e + W @ p", symbols=SHAPES
        ),
        "one width: (W - I) e = -W p is sufficient": Claim.from_text(
            "W @ (e + p) == e", symbols=SHAPES, given=("equal((W - eye(d)) @ e, -(W @ p))",)
        ),
        "one width: (W - I) e = -W p is necessary": Claim.from_text(
            "(W - eye(d)) @ e == -(W @ p)", symbols=SHAPES, given=("equal(W @ (e + p), e)",)
        ),
    },
    as_written=r"e \text{ which exists in a different embedding space from the one where } v \text{ exists}",
    source="000_188c77765dbd8ce2.txt",
)
