"""The blue boxes line up with the teal equations.

The slide calls the head "your normal self attention that you saw previously". In form it is: with W^Q W_1^Q, W^K W_1^K,
W^V W_1^V for its weights. It is the paper's head on x only under a condition: W^Q W_1^Q = W_1^Q and so on,
or, enough for the weights, W^Q W_1^Q (W^K W_1^K)^T = W_1^Q (W_1^K)^T.

Items: B06
"""

from symattn.expressions.assumptions import Assumption
from symattn.expressions.build import tensor
from symattn.models.sequences import self_attention
from symattn.prover.claim import Claim, Dispute

X = tensor("X", "n", "d")
W_Q = tensor("W^Q", "d", "d")
W_K = tensor("W^K", "d", "d")
W_V = tensor("W^V", "d", "d")
A = tensor("W_1^Q", "d", "d_k")
B = tensor("W_1^K", "d", "d_k")
C = tensor("W_1^V", "d", "d_v")
D = tensor("D", "d", "d_k")
E = tensor("E", "d", "d_k")
F = tensor("F", "d", "d_v")

slide = self_attention(X, W_Q @ A, W_K @ B, W_V @ C)
paper = self_attention(X, A, B, C)

dispute = Dispute(
    "the slide's head and self-attention",
    readings={
        "it is self-attention, for some weights D, E, F": Claim(
            slide,
            self_attention(X, D, E, F),
            given=(
                Assumption("equal", (D, W_Q @ A)),
                Assumption("equal", (E, W_K @ B)),
                Assumption("equal", (F, W_V @ C)),
            ),
        ),
        "it is the self-attention with the weights of the head": Claim(
            slide, paper, expect="refuted"
        ),
        "it is if W^Q, W^K and W^V change nothing before the head's weights": Claim(
            slide,
            paper,
            given=(
                Assumption("equal", (W_Q @ A, A)),
                Assumption("equal", (W_K @ B, B)),
                Assumption("equal", (W_V @ C, C)),
            ),
        ),
        "it is if the products of query and key weights agree, and the values": Claim(
            slide,
            paper,
            given=(
                Assumption("equal", (W_Q @ A @ B.T @ W_K.T, A @ B.T)),
                Assumption("equal", (W_V @ C, C)),
            ),
        ),
    },
    as_written=r"\text{the equations in blue boxes doesn't line up with equations highlighted with teal above}",
    source="001_ec4034627d189ce8.txt",
)
