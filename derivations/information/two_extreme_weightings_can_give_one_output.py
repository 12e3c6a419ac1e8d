"""Two extreme weightings can give one output.

Can attention have the same value where practically all of it comes from word t and where
practically all comes from word t+1, with different values? With three words it can: values
0, 1, 100 and weights of 197/200 on word 0 or of 191/200 on word 1 both give 201/200.

Items: A05.2
"""

from symattn.prover.claim import Claim, Dispute

dispute = Dispute(
    "two extreme scenarios",
    readings={
        "nearly all on word 0 gives 201/200": Claim.from_text(
            "[0, 1, 100] @ [197/200, 1/200, 1/100] == 201/200", symbols={}
        ),
        "nearly all on word 1 gives 201/200": Claim.from_text(
            "[0, 1, 100] @ [89/2000, 191/200, 1/2000] == 201/200", symbols={}
        ),
        "one key matrix and the query (1, 0) give the first weights": Claim.from_text(
            "softmax(T(log([[197/200, 89/2000], [1/200, 191/200], [1/100, 1/2000]]).T) @ [1, 0])"
            " == [197/200, 1/200, 1/100]",
            symbols={},
        ),
        "the same keys and the query (0, 1) give the second weights": Claim.from_text(
            "softmax(T(log([[197/200, 89/2000], [1/200, 191/200], [1/100, 1/2000]]).T) @ [0, 1])"
            " == [89/2000, 191/200, 1/2000]",
            symbols={},
        ),
        "both outputs are equal": Claim.from_text(
            "[0, 1, 100] @ softmax(log([197/200, 1/200, 1/100]))"
            " == [0, 1, 100] @ softmax(log([89/2000, 191/200, 1/2000]))",
            symbols={},
        ),
    },
    as_written=r"\text{It's possible that } A(q, K, V) \text{ has the exact same values in both scenarios.}",
    source="000_188c77765dbd8ce2.txt",
)
