"""An index becomes an embedding, and can be found again.

The comment lists index, e, x = e + p and v = W^V x and calls all of them embeddings. From which can the index
be found? From e where the rows of E differ; from x at a known position likewise; at an unknown position
two words collide exactly where E_a - E_b = p_s - p_t; from v where W^V loses none of the differences.

Items: A14
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition, Informal

SHAPES = {
    "E": "N d", "P": "n d", "W": "d_v d", "G": "d d_v", "e": "d", "f": "d", "p": "d", "r": "d",
    "x": "d", "v": "d_v",
}  # fmt: skip
WORDS = {"a": "N", "b": "N"}
PLACES = {"a": "N", "b": "N", "s": "n", "t": "n"}

dispute = Dispute(
    "index, e, x and v",
    readings={
        "the index a extracts the embedding: E^T times one-hot is row a of E": Claim.from_text(
            "T(E) @ unit(a, N) == E[a, :]", symbols=SHAPES, indices=WORDS
        ),
        "e is added to the positional encoding": Definition(
            Claim.from_text("x == e + p", symbols=SHAPES)
        ),
        "x and W^V generate v": Definition(Claim.from_text("v == W @ x", symbols=SHAPES)),
        "e, x and v can all be regarded as embedding": Informal(
            "what may be called an embedding is a choice of words; that e and x have width d and v"
            " has width d_v is in the definitions"
        ),
        "from e: any two words have one row": Claim.from_text(
            "E[a, :] == E[b, :]", symbols=SHAPES, indices=WORDS, expect="refuted"
        ),
        "from e: orthonormal rows give the one-hot index back": Claim.from_text(
            "E @ E[a, :] == unit(a, N)",
            symbols=SHAPES,
            indices=WORDS,
            given=("equal(E @ T(E), eye(N))",),
        ),
        "from x at one position: words differ as their rows do": Claim.from_text(
            "(E[a, :] + P[t, :]) - (E[b, :] + P[t, :]) == E[a, :] - E[b, :]",
            symbols=SHAPES,
            indices=PLACES,
        ),
        "from x anywhere: if two collide, E_a - E_b = p_s - p_t": Claim.from_text(
            "E[a, :] - E[b, :] == P[s, :] - P[t, :]",
            symbols=SHAPES,
            indices=PLACES,
            given=("equal(E[a, :] + P[t, :], E[b, :] + P[s, :])",),
        ),
        "from x anywhere: if E_a - E_b = p_s - p_t, two collide": Claim.from_text(
            "E[a, :] + P[t, :] == E[b, :] + P[s, :]",
            symbols=SHAPES,
            indices=PLACES,
            given=("equal(E[a, :] - E[b, :], P[s, :] - P[t, :])",),
        ),
        "from x anywhere: E = P = (0, 1) makes word 0 at place 1 word 1 at place 0": Claim.from_text(
            "[0, 1][0] + [0, 1][1] == [0, 1][1] + [0, 1][0]", symbols={}
        ),
        "from v: W^V with a left inverse": Claim.from_text(
            "e + p == f + r",
            symbols=SHAPES,
            given=("equal(G @ W, eye(d))", "equal(W @ (e + p), W @ (f + r))"),
        ),
        "from v: any W^V": Claim.from_text(
            "e + p == f + r",
            symbols=SHAPES,
            given=("equal(W @ (e + p), W @ (f + r))",),
            expect="refuted",
        ),
    },
    as_written=r"\text{These } e, x, v \text{ can all be regarded as embedding.}",
    source="000_188c77765dbd8ce2.txt",
)
