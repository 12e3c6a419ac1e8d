"""Brackets count words and subscripts count heads.

The question fixes two sorts of index: <i> is the word, h the head. W_1^Q q<1>, W_2^Q q<2> seems to run through
both with one index; as an index over words does not pick a head, that is no statement but an error.

Items: B01
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

SHAPES = {"W": "H d_k d", "X": "n d", "q": "n H d_k"}

dispute = Dispute(
    "two sorts of index",
    readings={
        "word i and head h: W_h x_i": Definition(
            Claim.from_text("q[i, h] == W[h] @ X[i]", symbols=SHAPES, indices={"i": "n", "h": "H"})
        ),
        "one index for both: W_i x_i": Definition(
            Claim.from_text("p == W[i] @ X[i]", symbols={**SHAPES, "p": "d_k"}, indices={"i": "n"}),
            expect="ill-typed",
        ),
        "head h of word i is head h of word j": Claim.from_text(
            "W[h] @ X[i] == W[h] @ X[j]",
            symbols=SHAPES,
            indices={"h": "H", "i": "n", "j": "n"},
            expect="refuted",
        ),
    },
    as_written=r"\text{Superscript in angular brackets means the `ith' word in the input sequence}",
    source="001_ec4034627d189ce8.txt",
)
