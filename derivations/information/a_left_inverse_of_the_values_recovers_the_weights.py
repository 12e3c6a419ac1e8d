"""A left inverse of the values recovers the weights.

The question asks whether the sum loses which words were important, with the values known. It does
not where M = [V; 1^T] has a left inverse G, that is rank n: then G [A; 1] is the vector of weights,
and two weightings with one output are equal.

Items: A03.1
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"V": "d_v n", "G": "n d_v+1", "a": "n", "b": "n", "s": "n"}
LEFT_INVERSE = "equal(G @ concat([V, ones(1, n)], 0), eye(n))"

dispute = Dispute(
    "are the weights lost",
    readings={
        "G applied to M alpha gives alpha": Claim.from_text(
            "G @ (concat([V, ones(1, n)], 0) @ a) == a", symbols=SHAPES, given=(LEFT_INVERSE,)
        ),
        "M alpha is the output with a 1 below it": Claim.from_text(
            "concat([V, ones(1, n)], 0) @ a == concat([V @ a, ones(1)], 0)",
            symbols=SHAPES,
            given=("equal(sum_all(a), 1)",),
        ),
        "G applied to the output of attention gives its weights": Claim.from_text(
            "G @ concat([V @ softmax(s), ones(1)], 0) == softmax(s)",
            symbols=SHAPES,
            given=(LEFT_INVERSE,),
        ),
        "necessary: a linear G that finds every a is a left inverse": Claim.from_text(
            "G @ (M @ a) == a",
            symbols={"M": "p n", "G": "n p", "a": "n"},
            for_all=("a",),
            expect="refuted",
        ),
        "a left inverse leaves no kernel: V u = 0 with sum 0 only for u = 0": Claim.from_text(
            "u == zeros(n)",
            symbols={**SHAPES, "u": "n"},
            given=(LEFT_INVERSE, "equal(V @ u, zeros(d_v))", "equal(sum_all(u), 0)"),
        ),
        "one output means one weighting": Claim.from_text(
            "a == b",
            symbols=SHAPES,
            given=(LEFT_INVERSE, "equal(V @ a, V @ b)", "simplex(a)", "simplex(b)"),
        ),
        "one output of attention means one weighting": Claim.from_text(
            "softmax(s) == softmax(r)",
            symbols={**SHAPES, "r": "n"},
            given=(LEFT_INVERSE, "equal(V @ softmax(s), V @ softmax(r))"),
        ),
        "one output for two weightings: M alpha = M beta": Claim.from_text(
            "concat([V, ones(1, n)], 0) @ a == concat([V, ones(1, n)], 0) @ b",
            symbols=SHAPES,
            given=("equal(V @ a, V @ b)", "equal(sum_all(a), 1)", "equal(sum_all(b), 1)"),
        ),
        "where M^T M is invertible its pseudoinverse is such a G": Claim.from_text(
            "(inv(T(M) @ M) @ T(M)) @ (M @ a) == a", symbols={"M": "p n", "a": "n"}
        ),
        "without any condition on the values": Claim.from_text(
            "a == b", symbols=SHAPES, given=("equal(V @ a, V @ b)", "equal(sum_all(a), sum_all(b))"),
            expect="refuted",
        ),
    },
    as_written=r"\text{Doesn't this lose information about which other words in particular are important to the word under consideration?}",
    source="000_188c77765dbd8ce2.txt",
)  # fmt: skip
