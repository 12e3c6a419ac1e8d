"""One weight matrix serves all words.

"K and WV are same for all x<i>": which object is the same for every word? The weights are, and the
key matrix is for every query; the key vectors are not; and sharing the weights means that permuting
the words permutes the outputs.

Items: B02
"""

from symattn.expressions.assumptions import Assumption
from symattn.expressions.build import at, index, tensor
from symattn.models.dot_product import attention
from symattn.models.sequences import self_attention
from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition

X = tensor("X", "d", "n")
W_Q = tensor("W^Q", "d_k", "d")
W_K = tensor("W^K", "d_k", "d")
W_V = tensor("W^V", "d_v", "d")
q = tensor("q", "d_k")
k = tensor("k", "d_k")
v = tensor("v", "d_v")
Q = tensor("Q", "d_k", "n")
K = tensor("K", "d_k", "m")
V = tensor("V", "d_v", "m")
i = index("i", "n")
j = index("j", "n")

rows = tensor("X", "n", "d")
P = tensor("P", "n", "n")
U_Q = tensor("W^Q", "d", "d_k")
U_K = tensor("W^K", "d", "d_k")
U_V = tensor("W^V", "d", "d_v")

dispute = Dispute(
    "the same for all words",
    readings={
        "q_i = W^Q x_i": Definition(Claim(q, W_Q @ at(X, ":", i))),
        "k_i = W^K x_i": Definition(Claim(k, W_K @ at(X, ":", i))),
        "v_i = W^V x_i": Definition(Claim(v, W_V @ at(X, ":", i))),
        "one W^K makes the key of every word": Claim(at(W_K @ X, ":", i), W_K @ at(X, ":", i)),
        "one key matrix serves every query": Claim(
            at(attention(Q, K, V, tokens="columns"), ":", i),
            attention(at(Q, ":", i), K, V, tokens="columns"),
        ),
        "the key vectors of two words are the same": Claim(
            W_K @ at(X, ":", i), W_K @ at(X, ":", j), expect="refuted"
        ),
        "permuting the words permutes the outputs": Claim(
            self_attention(P @ rows, U_Q, U_K, U_V),
            P @ self_attention(rows, U_Q, U_K, U_V),
            given=(Assumption("permutation", (P,)),),
        ),
    },
    as_written=r"q<i> = WQ . x<i>",
    source="001_ec4034627d189ce8.txt",
)
