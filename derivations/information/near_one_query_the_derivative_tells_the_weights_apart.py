"""Near one query the derivative tells the weights apart.

If not the output, does at least its change show how the weights change? A step w of the query changes the
scores by K^T w, the weights by J K^T w, the output by V J K^T w. Where V loses nothing of the image
of J the second is found again from the third, and where V J K^T has a left inverse so is w.

Items: A03.7
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {
    "q": "d_k", "w": "d_k", "K": "d_k n", "V": "d_v n", "J": "n n", "G": "n d_v", "L": "d_k d_v",
    "D": "d_v d_k",
}  # fmt: skip

dispute = Dispute(
    "the local version",
    readings={
        "a step w of the query changes the output by V J K^T w": Claim.from_text(
            "jac(V @ softmax(T(K) @ q), q) @ w"
            " == V @ ((diag(softmax(T(K) @ q)) - outer(softmax(T(K) @ q), softmax(T(K) @ q))) @ (T(K) @ w))",
            symbols=SHAPES,
        ),
        "it changes the weights by J K^T w": Claim.from_text(
            "jac(softmax(T(K) @ q), q) @ w"
            " == (diag(softmax(T(K) @ q)) - outer(softmax(T(K) @ q), softmax(T(K) @ q))) @ (T(K) @ w)",
            symbols=SHAPES,
        ),
        "G V J = J: the change of the weights is found from that of the output": Claim.from_text(
            "G @ (V @ (J @ (T(K) @ w))) == J @ (T(K) @ w)",
            symbols=SHAPES,
            given=("equal(G @ V @ J, J)",),
        ),
        "D = V J K^T has a left inverse: no change of the output, no step": Claim.from_text(
            "w == zeros(d_k)",
            symbols=SHAPES,
            given=("equal(L @ D, eye(d_k))", "equal(D @ w, zeros(d_v))"),
        ),
        "for any values: no change of the output, no change of the weights": Claim.from_text(
            "J @ (T(K) @ w) == zeros(n)",
            symbols=SHAPES,
            given=("equal(V @ (J @ (T(K) @ w)), zeros(d_v))",),
            expect="refuted",
        ),
    },
    as_written=r"\text{how does this summed vector point to which words are relevant?}",
    source="000_188c77765dbd8ce2.txt",
)
