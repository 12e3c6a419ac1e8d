"""The softmax Jacobian is the diagonal matrix of the weights minus their outer product.

Back-propagation through scale(i) starts with the derivative of the weights by the scores. It is
J = diag(a) - a a^T: symmetric, zero on constants and on nothing else, and never negative.

Items: A12
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"s": "n", "u": "n", "a": "n"}

dispute = Dispute(
    "the derivative of the weights",
    readings={
        "J = diag(a) - a a^T": Claim.from_text(
            "jac(softmax(s), s) == diag(softmax(s)) - outer(softmax(s), softmax(s))", symbols=SHAPES
        ),
        "J is symmetric": Claim.from_text(
            "jac(softmax(s), s) == T(jac(softmax(s), s))", symbols=SHAPES
        ),
        "J 1 = 0": Claim.from_text("jac(softmax(s), s) @ ones(n) == zeros(n)", symbols=SHAPES),
        "J u is a times u without its mean, so J u = 0 for constants u only: rank n - 1": Claim.from_text(
            "(diag(softmax(s)) - outer(softmax(s), softmax(s))) @ u == softmax(s) * (u - softmax(s) @ u)",
            symbols=SHAPES,
        ),
        "u^T J u is the variance of u": Claim.from_text(
            "u @ (diag(softmax(s)) - outer(softmax(s), softmax(s))) @ u"
            " == sum(i, n, softmax(s)[i] * (u[i] - softmax(s) @ u)**2)",
            symbols=SHAPES,
        ),
        "J is not negative: u^T J u >= 0": Claim.from_text(
            "u @ jac(softmax(s), s) @ u >= 0", symbols=SHAPES
        ),
        "J = diag(a) without the outer product": Claim.from_text(
            "jac(softmax(s), s) == diag(softmax(s))", symbols=SHAPES, expect="refuted"
        ),
    },
    as_written=r"scale(i)=\frac{exp(q.k^{<i>})}{\sum_{j} exp(q.k^{<j>})}",
    source="000_188c77765dbd8ce2.txt",
)
