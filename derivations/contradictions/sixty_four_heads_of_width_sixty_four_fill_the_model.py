"""Sixty-four heads of width sixty-four fill the model.

"If we have 64 heads, the Q matrix would have {q1, ..., q64} queries": Q has a row for each word and none for a head, so
the head h of Q means nothing unless Q is defined anew as the queries of one word. And h = 64, d_k = 64,
d = 512 with h d_k = d is inconsistent by 3584; the paper has h = 8, and h = 64 needs d_k = 8.

Items: B03, S4
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition
from symattn.prover.system import System

SHAPES = {"Q": "n d_k", "W": "H d_k d", "x": "d", "R": "H d_k"}
NUMBERS = {"h": "", "k": "", "d": ""}

dispute = Dispute(
    "64 heads",
    readings={
        "row h of Q for a head h": Claim.from_text(
            "Q[h] == W[h] @ x", symbols=SHAPES, indices={"h": "H"}, expect="ill-typed"
        ),
        "Q is defined anew: the H queries of one word": Definition(
            Claim.from_text("R == tab(h, H, W[h] @ x)", symbols=SHAPES)
        ),
        "S4: h = 64, d_k = 64, d = 512 and h d_k = d": System(
            "64 heads", ["h == 64", "k == 64", "d == 512", "h * k == d"], symbols=NUMBERS
        ),
        "S4: what is left over of h d_k - d is 3584": Claim.from_text(
            "h * k - d == 3584",
            symbols=NUMBERS,
            given=("equal(h, 64)", "equal(k, 64)", "equal(d, 512)"),
        ),
        "the paper: h = 8, d_k = 64, d = 512 and h d_k = d": System(
            "8 heads",
            ["h == 8", "k == 64", "d == 512", "h * k == d"],
            symbols=NUMBERS,
            expect="proved",
        ),
        "h = 64, d = 512 and h d_k = d with d_k = 8": System(
            "64 narrow heads",
            ["h == 64", "k == 8", "d == 512", "h * k == d"],
            symbols=NUMBERS,
            expect="proved",
        ),
        "any h and d: d_k = d/h": Claim.from_text(
            "h * k == d", symbols=NUMBERS, given=("equal(k, d / h)", "positive(h)")
        ),
    },
    as_written=r"\text{if we have 64 heads, the Q matrix would have } \{q1,q2,q3,…,qh,…,q64\} \text{ queries}",
    source="001_ec4034627d189ce8.txt",
)
