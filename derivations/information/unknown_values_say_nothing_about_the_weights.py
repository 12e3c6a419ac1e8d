"""Unknown values say nothing about the weights.

If the values are not known beside the output, can the weights be found from it? Never: for every
other weighting there are values that give the same output, namely the output itself for each word.

Items: A03.4
"""

from symattn.prover.claim import Claim, Dispute

dispute = Dispute(
    "the values are not known",
    readings={
        "any other weights give this output with suitable values": Claim.from_text(
            "outer(V @ a, ones(n)) @ b == V @ a",
            symbols={"V": "d_v n", "a": "n", "b": "n"},
            given=("equal(sum_all(b), 1)",),
        ),
        "one output means one weighting": Claim.from_text(
            "a == b",
            symbols={"V": "d_v n", "U": "d_v n", "a": "n", "b": "n"},
            given=("equal(V @ a, U @ b)", "equal(sum_all(a), 1)", "equal(sum_all(b), 1)"),
            expect="refuted",
        ),
    },
    as_written=r"\text{how does this summed vector point to which words are relevant?}",
    source="000_188c77765dbd8ce2.txt",
)
