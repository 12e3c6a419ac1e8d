"""Equal outputs have equal weights if the values are affinely independent.

Could one summed vector come from two different weightings of the words? Not where [V; 1^T] has a
left inverse G: the chain leads from one weighting to the other through the common output A.

Items: A03.1, A05.3
"""

from symattn.expressions.assumptions import Assumption
from symattn.expressions.build import concat, identity, ones, size, tensor, total
from symattn.prover.claim import Chain

n = size("n")
V = tensor("V", "d_v", n)
G = tensor("G", n, "d_v+1")
A = tensor("A", "d_v")
a = tensor("a", n)
b = tensor("b", n)
M = concat([V, ones(1, n)], 0)

derivation = Chain(
    "equal outputs have equal weights",
    start=a,
    steps=(
        (G @ (M @ a), "G is a left inverse of M = [V; 1]"),
        (G @ concat([A, ones(1)], 0), "the weights sum to 1 and give the output A"),
        (G @ (M @ b), "so do the other weights"),
        (b, "G is a left inverse of M"),
    ),
    given=(
        Assumption("equal", (G @ M, identity(n))),
        Assumption("equal", (V @ a, A)),
        Assumption("equal", (V @ b, A)),
        Assumption("equal", (total(a), 1)),
        Assumption("equal", (total(b), 1)),
    ),
    as_written=r"\text{how does this summed vector point to which words are relevant?}",
    source="000_188c77765dbd8ce2.txt",
)
