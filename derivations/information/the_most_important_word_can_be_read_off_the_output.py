"""The most important word can be read off the output.

If not all weights, is at least the word with the largest weight recoverable from the sum? No: with
values 0, 1, 3 the weights (1/5, 7/10, 1/10) and (3/5, 1/10, 3/10) both give 1, with different
largest words; any positive weights of sum 1 are weights of attention for some scores.

Items: A03.3
"""

from symattn.prover.claim import Claim, Dispute

dispute = Dispute(
    "the most important word",
    readings={
        "one output, one order of the weights": Claim.from_text(
            "(a[i] - a[j]) * (b[i] - b[j]) >= 0",
            symbols={"V": "d_v n", "a": "n", "b": "n"},
            indices={"i": "n", "j": "n"},
            given=("equal(V @ a, V @ b)", "simplex(a)", "simplex(b)"),
            expect="refuted",
        ),
        "the first weights give 1": Claim.from_text(
            "[0, 1, 3] @ [1/5, 7/10, 1/10] == 1", symbols={}
        ),
        "the second weights give 1": Claim.from_text(
            "[0, 1, 3] @ [3/5, 1/10, 3/10] == 1", symbols={}
        ),
        "in the first weights word 1 is above word 0": Claim.from_text(
            "[1/5, 7/10, 1/10][1] > [1/5, 7/10, 1/10][0]", symbols={}
        ),
        "in the second weights word 0 is above word 1": Claim.from_text(
            "[3/5, 1/10, 3/10][0] > [3/5, 1/10, 3/10][1]", symbols={}
        ),
        "positive weights of sum 1 are the softmax of their logarithms": Claim.from_text(
            "softmax(log(a)) == a",
            symbols={"a": "n"},
            given=("positive(a)", "equal(sum_all(a), 1)"),
        ),
    },
    as_written=r"\text{Doesn't this lose information about which other words in particular are important to the word under consideration?}",
    source="000_188c77765dbd8ce2.txt",
)
