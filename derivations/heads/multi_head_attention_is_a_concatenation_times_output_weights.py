"""Multi-head attention is a concatenation times output weights.

The paper's definition: MultiHead(Q, K, V) = Concat(head_1, ..., head_h) W^O with head_i = Attention(Q W_i^Q, K W_i^K, V W_i^V).
It is well-typed with W_i^Q, W_i^K d by d_k, W_i^V d by d_v and W^O h d_v by d, and not with W^O d_v by d; its
4 d^2 parameters do not depend on h exactly where h d_k = d.

Items: B34
"""

from symattn.expressions.build import tensor
from symattn.models.heads import multi_head_concat
from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

Q = tensor("Q", "n", "d")
K = tensor("K", "m", "d")
V = tensor("V", "m", "d")
W_Q = tensor("W^Q", "h", "d", "d_k")
W_K = tensor("W^K", "h", "d", "d_k")
W_V = tensor("W^V", "h", "d", "d_v")
W_O = tensor("W^O", "h*d_v", "d")
Y = tensor("Y", "n", "d")

NUMBERS = {"h": "", "k": "", "d": ""}
PARAMETERS = "h * (d * k + d * k + d * k) + (h * k) * d"

dispute = Dispute(
    "the definition of multi-head attention",
    readings={
        "MultiHead(Q, K, V) = Concat(head_i) W^O": Definition(
            Claim(Y, multi_head_concat((Q, K, V), (W_Q, W_K, W_V), W_O))
        ),
        "with W^O of one head's width": Definition(
            Claim.from_text(
                "Y == concat_over(i, h, P[i], 1) @ W",
                symbols={"Y": "n d", "P": "h n d_v", "W": "d_v d"},
            ),
            expect="ill-typed",
        ),
        "h d_k = d: there are 4 d^2 parameters": Claim.from_text(
            f"{PARAMETERS} == 4 * d**2", symbols=NUMBERS, given=("equal(h * k, d)",)
        ),
        "any h and d_k: there are 4 d^2 parameters": Claim.from_text(
            f"{PARAMETERS} == 4 * d**2", symbols=NUMBERS, given=("positive(d)",), expect="refuted"
        ),
        "the difference to 4 d^2 is 4 d (h d_k - d)": Claim.from_text(
            f"{PARAMETERS} - 4 * d**2 == 4 * d * (h * k - d)", symbols=NUMBERS
        ),
        "so with 4 d^2 parameters h d_k = d": Claim.from_text(
            "h * k == d",
            symbols=NUMBERS,
            given=(f"equal({PARAMETERS}, 4 * d**2)", "positive(d)"),
        ),
    },
    as_written=r"\mathrm{MultiHead}(Q, K, V) = \mathrm{Concat}(head_1, \ldots, head_h) W^O",
    source="001_ec4034627d189ce8.txt",
)
