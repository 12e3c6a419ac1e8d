"""The slide multiplies the query, not the word, by the weights of the head.

The slide writes W_1^Q q<1>, the paper W_1^Q x<1>: a typo? If q is the word they are one thing; if
q = W^Q x they are equal for all words exactly when W_1^Q (W^Q - I) = 0, which a projector onto the
rows of W_1^Q fulfils; and with the widths of the paper the product has no meaning at all.

Items: B05.1, B05.2, B05.3
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"W1": "d_h d", "W": "d d", "x": "d", "q": "d"}

dispute = Dispute(
    "W_1^Q q or W_1^Q x",
    readings={
        "q is the word": Claim.from_text(
            "W1 @ q == W1 @ x", symbols=SHAPES, given=("equal(q, x)",)
        ),
        "q = W^Q x, for all words": Claim.from_text(
            "W1 @ W @ x == W1 @ x", symbols=SHAPES, for_all=("x",), expect="refuted"
        ),
        "q = W^Q x: the difference is W_1^Q (W^Q - I) x": Claim.from_text(
            "W1 @ W @ x - W1 @ x == W1 @ (W - eye(d)) @ x", symbols=SHAPES
        ),
        "sufficient: W_1^Q W^Q = W_1^Q": Claim.from_text(
            "W1 @ W @ x == W1 @ x", symbols=SHAPES, given=("equal(W1 @ W, W1)",)
        ),
        "necessary: the word e_j shows column j of W_1^Q (W^Q - I)": Claim.from_text(
            "W1 @ W @ unit(j, d) - W1 @ unit(j, d) == (W1 @ (W - eye(d)))[:, j]",
            symbols=SHAPES,
            indices={"j": "d"},
        ),
        "for one word: if W_1^Q sends (W^Q - I) x to 0": Claim.from_text(
            "W1 @ W @ x == W1 @ x", symbols=SHAPES, given=("equal(W1 @ (W @ x - x), zeros(d_h))",)
        ),
        "W^Q is the projector onto the rows of W_1^Q": Claim.from_text(
            "W1 @ (T(W1) @ inv(W1 @ T(W1)) @ W1) @ x == W1 @ x", symbols=SHAPES
        ),
        "W^Q has the width of a query": Claim.from_text(
            "W1 @ W @ x == W1 @ x",
            symbols={"W1": "d_h d", "W": "d_k d", "x": "d"},
            expect="ill-typed",
        ),
    },
    as_written=r"WQ1.q<1>",
    source="001_ec4034627d189ce8.txt",
)
