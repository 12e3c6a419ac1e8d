"""Two projections are one projection.

Is multiplying by W^Q and then by W_1^Q only another way to write one matrix? For one head it is when
the inner width m is at least d_h or d; for H heads that share W^Q when m is at least H d_h or d; with
m = 1 the heads (1, 0) and (0, 1) are impossible. The scores keep their form, and an invertible S
between the two factors cannot be seen.

Items: B05.4, B05.5
"""

from symattn.expressions.build import at, head_slice, identity, index, reshape, stack, tensor
from symattn.prover.claim import Claim, Dispute

U = tensor("U", "H", "d_h", "d")
A = tensor("W_1", "H", "d_h", "m")
W = tensor("W", "m", "d")
h = index("h", "H")

dispute = Dispute(
    "a double projection",
    readings={
        "one head, m = d_h + r: every U is a product": Claim.from_text(
            "concat([eye(d_h), zeros(d_h, r)], 1) @ concat([U, zeros(r, d)], 0) == U",
            symbols={"U": "d_h d", "z": "r"},
            least={"r": 0},
        ),
        "one head, m = d + r: every U is a product": Claim.from_text(
            "concat([U, zeros(d_h, r)], 1) @ concat([eye(d), zeros(r, d)], 0) == U",
            symbols={"U": "d_h d", "z": "r"},
            least={"r": 0},
        ),
        "H heads share W, m = H d_h: every family is a product": Claim(
            head_slice(identity("H*d_h"), h, 0) @ reshape(U, "H*d_h", "d"),
            at(U, h, ":", ":"),
        ),
        "H heads share W, m = d: every family is a product": Claim(
            at(U, h, ":", ":") @ identity("d"), at(U, h, ":", ":")
        ),
        "H heads share W: all heads together are one product of inner width m": Claim(
            reshape(stack(h, at(A, h, ":", ":") @ W), "H*d_h", "d"),
            reshape(A, "H*d_h", "m") @ W,
        ),
        "m = 1: the 2 x 2 determinant of two heads is 0": Claim.from_text(
            "(a * w[0]) * (b * w[1]) - (a * w[1]) * (b * w[0]) == 0",
            symbols={"a": "", "b": "", "w": "2"},
        ),
        "m = 1: for the heads (1, 0) and (0, 1) the determinant is 1": Claim.from_text(
            "[1, 0][0] * [0, 1][1] - [1, 0][1] * [0, 1][0] == 1", symbols={}
        ),
        "scores: two factors in query and key act as one product": Claim.from_text(
            "(A @ (W @ x)) @ (B @ (U @ y)) == x @ (T(A @ W) @ (B @ U)) @ y",
            symbols={"A": "d_h m", "W": "m d", "B": "d_h p", "U": "p d", "x": "d", "y": "d"},
        ),
        "an invertible S between the factors cannot be seen": Claim.from_text(
            "(A @ inv(S)) @ (S @ W) == A @ W", symbols={"A": "d_h m", "S": "m m", "W": "m d"}
        ),
    },
    as_written=r"W1Q*q<i>",
    source="001_ec4034627d189ce8.txt",
)
