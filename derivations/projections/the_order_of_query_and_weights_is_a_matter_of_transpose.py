"""The order of query and weights is a matter of transpose.

"The order of Q and W is different", but is it only a matter of transpose? It is where the weights are
transposed as well and the softmax runs along the other axis; with one and the same letter W it is
not, and as matrices QW and WQ need not both have a meaning.

Items: B07
"""

from symattn.expressions.build import softmax, tensor
from symattn.models.sequences import self_attention
from symattn.prover.claim import Claim, Dispute

X = tensor("X", "d", "n")
W_Q = tensor("W^Q", "d_k", "d")
W_K = tensor("W^K", "d_k", "d")
W_V = tensor("W^V", "d_v", "d")
S = tensor("S", "n", "n")

dispute = Dispute(
    "a matter of transpose",
    readings={
        "the transpose of W x is x W^T": Claim((W_Q @ X).T, X.T @ W_Q.T),
        "attention in rows with W^T is attention in columns, transposed": Claim(
            self_attention(X.T, W_Q.T, W_K.T, W_V.T),
            self_attention(X, W_Q, W_K, W_V, tokens="columns").T,
        ),
        "the softmax runs along the other axis": Claim(softmax(S, 1).T, softmax(S.T, 0)),
        "the softmax runs along the same axis": Claim(
            softmax(S, 1).T, softmax(S.T, 1), expect="refuted"
        ),
        "one letter W on both sides of one word": Claim.from_text(
            "W @ x == x @ W", symbols={"W": "d d", "x": "d"}, for_all=("x",), expect="refuted"
        ),
        "Q W = W Q as matrices, for square matrices": Claim.from_text(
            "Q @ W == W @ Q", symbols={"Q": "d d", "W": "d d"}, expect="refuted"
        ),
        "Q W = W Q as matrices, for queries of n words": Claim.from_text(
            "Q @ W == W @ Q", symbols={"Q": "n d", "W": "d d_k"}, expect="ill-typed"
        ),
    },
    as_written=r"W^Q X \text{ and } X W^Q",
    source="001_ec4034627d189ce8.txt",
)
