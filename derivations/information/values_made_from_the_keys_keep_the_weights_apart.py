"""Values made from the keys keep the weights of two queries apart.

Keys and values are known, only the query is not: can two queries give one output with different weights?
If V = M K and M loses nothing of the keys, as in the answer's example k = v, then one output means one
K a, and (q - p) K (a - b) is a sum of (log a_i - log b_i)(a_i - b_i), each above 0 where a_i and b_i
differ. Without V = M K it can happen: keys -1, 0, 1, values 0, 1, 0 and the queries 1 and -1.

Items: A03.6, A05.6
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {
    "q": "d_k", "p": "d_k", "K": "d_k n", "V": "d_v n", "M": "d_v d_k", "G": "d_k d_v",
    "a": "n", "b": "n", "x": "", "y": "",
}  # fmt: skip
WEIGHTS = ("equal(a, softmax(T(K) @ q))", "equal(b, softmax(T(K) @ p))")

dispute = Dispute(
    "one output of two queries",
    readings={
        "V = M K, M with a left inverse: one output means one K a": Claim.from_text(
            "K @ a == K @ b",
            symbols=SHAPES,
            given=("equal(V, M @ K)", "equal(G @ M, eye(d_k))", "equal(V @ a, V @ b)"),
        ),
        "(q - p) K (a - b) is a sum over the words": Claim.from_text(
            "(q - p) @ K @ (a - b) == sum(i, n, (log(a[i]) - log(b[i])) * (a[i] - b[i]))",
            symbols=SHAPES,
            given=WEIGHTS,
        ),
        "with one K a it is 0": Claim.from_text(
            "(q - p) @ K @ (a - b) == 0", symbols=SHAPES, given=("equal(K @ a, K @ b)",)
        ),
        "where a_i is above b_i, so is its logarithm: no summand is below 0": Claim.from_text(
            "exp(x) > exp(y)", symbols=SHAPES, given=("positive(x - y)",)
        ),
        "without V = M K: the queries 1 and -1 give one output": Claim.from_text(
            "[0, 1, 0] @ softmax(T([[-1, 0, 1]]) @ [1])"
            " == [0, 1, 0] @ softmax(T([[-1, 0, 1]]) @ [-1])",
            symbols={},
        ),
        "without V = M K: the queries 1 and -1 have one weighting": Claim.from_text(
            "softmax(T([[-1, 0, 1]]) @ [1]) == softmax(T([[-1, 0, 1]]) @ [-1])",
            symbols={},
            expect="refuted",
        ),
        "with k = v and those numbers the two outputs are one": Claim.from_text(
            "[-1, 0, 1] @ softmax(T([[-1, 0, 1]]) @ [1])"
            " == [-1, 0, 1] @ softmax(T([[-1, 0, 1]]) @ [-1])",
            symbols={},
            expect="refuted",
        ),
        "with k = v, for all words: one output means one weighting": Claim.from_text(
            "softmax(T(K) @ q) == softmax(T(K) @ p)",
            symbols=SHAPES,
            given=("equal(K @ softmax(T(K) @ q), K @ softmax(T(K) @ p))",),
            expect="undecided",
        ),
    },
    as_written=r"\text{It's possible that } A(q, K, V) \text{ has the exact same values in both scenarios.}",
    source="000_188c77765dbd8ce2.txt",
)
