"""Parallel heads are a big difference from a recurrent network.

"This is a parallel operation to distribute tasks to multiple heads (a big difference from RNN)": the output of word i is made
of X alone, whatever the outputs of the other words are; in a recurrence h_i is made of h_(i-1).

Items: B33
"""

from symattn.expressions.build import at, delta, index, jac, tensor
from symattn.models.dot_product import attention
from symattn.models.sequences import self_attention
from symattn.prover.claim import Claim, Dispute

X = tensor("X", "n", "d")
Q = tensor("Q", "n", "d_k")
K = tensor("K", "n", "d_k")
V = tensor("V", "n", "d_v")
W_Q = tensor("W^Q", "d", "d_k")
W_K = tensor("W^K", "d", "d_k")
W_V = tensor("W^V", "d", "d_v")
i = index("i", "n")
j = index("j", "n")
a = index("a", "d_v")
b = index("b", "d_k")

dispute = Dispute(
    "parallel",
    readings={
        "the output of word i is the attention of its query alone": Claim(
            at(self_attention(X, W_Q, W_K, W_V), i, ":"),
            attention(at(X, i, ":") @ W_Q, X @ W_K, X @ W_V),
        ),
        "another query j does not enter the output of word i": Claim(
            (1 - delta(i, j)) * at(jac(attention(Q, K, V), Q), i, a, j, b), 0
        ),
        "recurrence: h_2 = f(h_1 + u x_2) does not need h_1": Claim.from_text(
            "grad(f(h + u * x), h) == 0",
            symbols={"h": "", "u": "", "x": ""},
            functions={"f": "df"},
            expect="refuted",
        ),
    },
    as_written=r"\text{This is a parallel operation to distribute tasks to multiple heads to work separately. (A big difference from RNN.)}",
    source="001_ec4034627d189ce8.txt",
)
