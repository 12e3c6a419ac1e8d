"""Keys and a query give the weights without the output.

Are the weights lost altogether, or lost in the sum? In the sum alone: the layer that has q and K has the
weights, whatever the values are; the values and the output do not enter.

Items: A03.5
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {
    "q": "d_k", "p": "d_k", "K": "d_k n", "L": "d_k n", "V": "d_v n", "U": "d_v n", "a": "n",
}  # fmt: skip
SAME = ("equal(q, p)", "equal(K, L)")

dispute = Dispute(
    "what is lost is lost in the sum",
    readings={
        "one query and one key matrix have one weighting": Claim.from_text(
            "softmax(T(K) @ q) == softmax(T(L) @ p)", symbols=SHAPES, given=SAME
        ),
        "with it every output of these keys is known": Claim.from_text(
            "V @ softmax(T(K) @ q) == V @ a", symbols=SHAPES, given=("equal(a, softmax(T(K) @ q))",)
        ),
        "one output, other keys: the weighting is the same": Claim.from_text(
            "softmax(T(K) @ q) == softmax(T(L) @ q)",
            symbols=SHAPES,
            given=("equal(outer(V @ ones(n), ones(n)) @ softmax(T(K) @ q),"
                   " outer(V @ ones(n), ones(n)) @ softmax(T(L) @ q))",),
            expect="refuted",
        ),
    },
    as_written=r"\text{The information about which other words in particular are important to the word under consideration has been already encoded by } q \cdot k^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)  # fmt: skip
