"""Each query has a probability distribution over the keys.

"It's a probability distribution in k": over the keys for each query, or over the queries for each key?
The rows are positive and sum to 1, the columns do not; and a mask or dropout after the softmax breaks
the rows too, while a mask inside it does not, as long as some key is allowed.

Items: B26
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"S": "n m", "M": "n m"}

dispute = Dispute(
    "a probability distribution",
    readings={
        "the weights of a query are positive": Claim.from_text(
            "softmax(S, 1)[i, j] > 0", symbols=SHAPES, indices={"i": "n", "j": "m"}
        ),
        "the weights of a query sum to 1": Claim.from_text(
            "sum_axis(softmax(S, 1), 1) == ones(n)", symbols=SHAPES
        ),
        "the weights of a key sum to 1": Claim.from_text(
            "sum_axis(softmax(S, 1), 0) == ones(m)", symbols=SHAPES, expect="refuted"
        ),
        "S = ((ln 2, 0), (0, 0)): the column of key 0 sums to 7/6": Claim.from_text(
            "sum_axis(softmax(log([[2, 1], [1, 1]]), 1), 0) == [7/6, 5/6]", symbols={}
        ),
        "a mask inside the softmax keeps the sum": Claim.from_text(
            "sum_axis(masked_softmax(S, M, 1), 1) == ones(n)", symbols=SHAPES, given=("mask(M)",)
        ),
        "a mask after the softmax keeps the sum": Claim.from_text(
            "sum_axis(had(M, softmax(S, 1)), 1) == ones(n)",
            symbols=SHAPES,
            given=("mask(M)",),
            expect="refuted",
        ),
        "dropout with probability 1/2 keeps the sum": Claim.from_text(
            "sum_axis(2 * had(M, softmax(S, 1)), 1) == ones(n)",
            symbols=SHAPES,
            given=("mask(M)",),
            expect="refuted",
        ),
        "a row without an allowed key has a denominator of 0": Claim.from_text(
            "sum_axis(had(zeros(n, m), exp(S)), 1) == zeros(n)", symbols=SHAPES
        ),
        "the numerators of a row without an allowed key sum to 1": Claim.from_text(
            "sum_axis(had(zeros(n, m), exp(S)), 1) == ones(n)", symbols=SHAPES, expect="refuted"
        ),
        "a row without an allowed key sums to 1": Claim.from_text(
            "sum_axis(masked_softmax(S, zeros(n, m), 1), 1) == ones(n)",
            symbols=SHAPES,
            expect="undecided",
        ),
    },
    as_written=r"\text{it's a probability distribution in } k",
    source="001_ec4034627d189ce8.txt",
)
