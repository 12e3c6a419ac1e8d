"""The summed vector points to the relevant words, or a kernel vector says why not.

"How does this summed vector point to which words are relevant?" Constructively: values (0,0), (1,0), (0,1)
are affinely independent, and the inverse of [V; 1^T] prints the weights; values 0, 1, 3 are not, and
u = (2, -3, 1) is what can be added to the weights unseen.

Items: A04
"""

from symattn.prover.claim import Claim, Dispute

dispute = Dispute(
    "reading the weights off the output",
    readings={
        "values (0,0), (1,0), (0,1): this G is a left inverse of [V; 1]": Claim.from_text(
            "[[-1, -1, 1], [1, 0, 0], [0, 1, 0]] @ [[0, 1, 0], [0, 0, 1], [1, 1, 1]] == eye(3)",
            symbols={},
        ),
        "so G gives the weights back": Claim.from_text(
            "[[-1, -1, 1], [1, 0, 0], [0, 1, 0]] @ ([[0, 1, 0], [0, 0, 1], [1, 1, 1]] @ a) == a",
            symbols={"a": "3"},
        ),
        "any independent values: the pseudoinverse of M = [V; 1] is such a G": Claim.from_text(
            "(inv(T(M) @ M) @ T(M)) @ M == eye(n)", symbols={"M": "p n"}
        ),
        "values 0, 1, 3: u = (2, -3, 1) is sent to 0 by [V; 1]": Claim.from_text(
            "[[0, 1, 3], [1, 1, 1]] @ [2, -3, 1] == [0, 0]", symbols={}
        ),
        "so weights a and a + t u have one output and one sum": Claim.from_text(
            "[[0, 1, 3], [1, 1, 1]] @ (a + t * [2, -3, 1]) == [[0, 1, 3], [1, 1, 1]] @ a",
            symbols={"a": "3", "t": ""},
        ),
        "values 0, 1, 3: one output means one weighting": Claim.from_text(
            "a == b",
            symbols={"a": "3", "b": "3"},
            given=("equal([[0, 1, 3], [1, 1, 1]] @ a, [[0, 1, 3], [1, 1, 1]] @ b)",),
            expect="refuted",
        ),
    },
    as_written=r"\text{how does this summed vector point to which words are relevant?}",
    source="000_188c77765dbd8ce2.txt",
)
