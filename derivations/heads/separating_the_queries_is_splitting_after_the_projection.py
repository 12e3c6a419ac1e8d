"""Separating the queries means splitting after the projection.

"We separate Q W^Q into small queries": does one split before or after multiplying? After: the columns of
head h of X W^Q are X times the columns of W^Q. Splitting X first is the case of a block-diagonal W^Q.

Items: B12
"""

from symattn.expressions.build import at, einsum, head_slice, identity, index, reshape, tensor
from symattn.prover.claim import Claim, Dispute

X = tensor("X", "n", "d")
W = tensor("W^Q", "d", "H*d_k")
Y = tensor("X", "n", "H*d_h")
F = tensor("W^Q", "H*d_h", "H*d_k")
U = tensor("W^Q", "H", "d_h", "d_k")
h = index("h", "H")

dispute = Dispute(
    "small queries",
    readings={
        "project, then split": Claim(head_slice(X @ W, h, 1), X @ head_slice(W, h, 1)),
        "split, then project: a block-diagonal W^Q": Claim(
            head_slice(Y, h, 1) @ at(U, h, ":", ":"),
            head_slice(
                Y @ reshape(einsum("gh,hab->gahb", identity("H"), U), "H*d_h", "H*d_k"), h, 1
            ),
        ),
        "split, then project: any W^Q": Claim(
            head_slice(Y, h, 1) @ head_slice(head_slice(F, h, 0), h, 1),
            head_slice(Y @ F, h, 1),
            expect="refuted",
        ),
    },
    as_written=r"Q\cdot W^Q",
    source="001_ec4034627d189ce8.txt",
)
