"""The weights of the head are not yet applied to the query.

"Weights for W_1^Q are not applied to q<1> yet": is q<1> on the chart before or after the weights? Before,
q being the word, and the head then has W_1^Q x; if they had been applied, they would act twice.

Items: B13
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"W1": "d d", "x": "d", "q": "d"}

dispute = Dispute(
    "not applied yet",
    readings={
        "q is the word before the weights": Claim.from_text(
            "W1 @ q == W1 @ x", symbols=SHAPES, given=("equal(q, x)",)
        ),
        "q is the word after the weights": Claim.from_text(
            "W1 @ (W1 @ x) == W1 @ x", symbols=SHAPES, for_all=("x",), expect="refuted"
        ),
    },
    as_written=r"W_1^Q",
    source="001_ec4034627d189ce8.txt",
)
