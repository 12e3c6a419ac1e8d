"""Two words keep their weights apart.

With only two words of different value, can two weightings give one output? No: the difference of
the outputs divided by the difference of the values is the difference of the weights.

Items: A05.3
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"v": "2", "a": "2", "b": "2"}
SUMS = ("equal(sum_all(a), 1)", "equal(sum_all(b), 1)")

dispute = Dispute(
    "two words",
    readings={
        "the outputs differ by (v_0 - v_1)(a_0 - b_0)": Claim.from_text(
            "v @ a - v @ b == (v[0] - v[1]) * (a[0] - b[0])", symbols=SHAPES, given=SUMS
        ),
        "so the weights can be computed from the outputs": Claim.from_text(
            "a[0] - b[0] == (v @ a - v @ b) / (v[0] - v[1])",
            symbols=SHAPES,
            given=(*SUMS, "nonzero(v[0] - v[1])"),
        ),
        "the two outputs are always the same": Claim.from_text(
            "v @ a == v @ b", symbols=SHAPES, given=SUMS, expect="refuted"
        ),
    },
    as_written=r"\text{It's possible that } A(q, K, V) \text{ has the exact same values in both scenarios.}",
    source="000_188c77765dbd8ce2.txt",
)
