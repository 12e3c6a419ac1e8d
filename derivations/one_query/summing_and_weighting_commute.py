"""Summing and weighting commute.

Aggregating the scaled vectors creates a new vector A, but is it made from values or from words? Both:
with v = W^V x the values may be made before or after the sum, and A is in the mean of the values.

Items: A11
"""

from symattn.expressions.build import at, index, softmax, sum_over, tensor
from symattn.prover.claim import Chain

X = tensor("X", "d", "n")
W = tensor("W^V", "d_v", "d")
s = tensor("s", "n")
i = index("i", "n")
scale = softmax(s)

derivation = Chain(
    "the sum and the value weights commute",
    start=sum_over(i, at(scale, i) * (W @ at(X, ":", i))),
    steps=(
        ((W @ X) @ scale, "the sum over words is a product of matrices"),
        (W @ (X @ scale), "matrix products associate"),
        (W @ sum_over(i, at(scale, i) * at(X, ":", i)), "the product is a sum over words"),
    ),
    as_written=r"\sum_{i} scale(i)v^{<i>}",
    source="000_188c77765dbd8ce2.txt",
)
