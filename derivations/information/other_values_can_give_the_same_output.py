"""Other values can give the same output.

May the values differ between the two scenarios? Then nothing forbids one output: exchange the two
values together with the two weights.

Items: A05.5
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"V": "d_v n", "U": "d_v n", "P": "n n", "a": "n", "v": "2", "w": "2"}

dispute = Dispute(
    "values that differ between the scenarios",
    readings={
        "two words: values (v_1, v_0) and weights (w_1, w_0)": Claim.from_text(
            "v[1] * w[1] + v[0] * w[0] == v @ w", symbols=SHAPES
        ),
        "any words: values and weights permuted alike": Claim.from_text(
            "(V @ T(P)) @ (P @ a) == V @ a", symbols=SHAPES, given=("permutation(P)",)
        ),
        "one output means one V": Claim.from_text(
            "V == U", symbols=SHAPES, given=("equal(V @ a, U @ a)", "simplex(a)"), expect="refuted"
        ),
    },
    as_written=r"\text{It's possible that } A(q, K, V) \text{ has the exact same values in both scenarios.}",
    source="000_188c77765dbd8ce2.txt",
)
