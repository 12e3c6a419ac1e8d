"""Words of almost all weight have almost equal values if the outputs are equal.

How near to "the entire output depends on word t" can both scenarios come? With one V and one output,
v_t - v_s is at most (1 - a_t) D + (1 - b_s) D in every direction, D being the largest difference of two
values; so with v_t and v_s apart it fails for weights close enough to one word each.

Items: A05.4
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {
    "V": "d_v n", "v": "n", "a": "n", "b": "n", "D": "", "x": "n", "y": "n",
}  # fmt: skip
APART = {
    "c": "", "x": "", "a": "n", "v": "n", "U": "n", "D": "",
    "e": "", "y": "", "b": "m", "w": "m",
}  # fmt: skip
WORDS = {"t": "n", "s": "n"}
SUMS = ("equal(sum_all(a), 1)", "equal(sum_all(b), 1)")

dispute = Dispute(
    "the bound on two extreme scenarios",
    readings={
        "from v_t to the output: a mean of differences": Claim.from_text(
            "V[:, t] - V @ a == sum(i, n, a[i] * (V[:, t] - V[:, i]))",
            symbols=SHAPES,
            indices=WORDS,
            given=SUMS,
        ),
        "from v_t to v_s through the common output": Claim.from_text(
            "V[:, t] - V[:, s] == sum(i, n, a[i] * (V[:, t] - V[:, i]))"
            " - sum(i, n, b[i] * (V[:, s] - V[:, i]))",
            symbols=SHAPES,
            indices=WORDS,
            given=(*SUMS, "equal(V @ a, V @ b)"),
        ),
        "one direction, word t apart: what is missing from (1 - c) D is a sum over the others": Claim.from_text(
            "(1 - c) * D - (x - (c * x + a @ v)) == a @ (D - (x - v))",
            symbols=APART,
            given=("equal(c + sum_all(a), 1)",),
        ),
        "the sum over the others is positive where D is above all differences": Claim.from_text(
            "a @ U > 0", symbols=APART, given=("positive(a)", "positive(U)")
        ),
        "both words apart: (1 - c) D + (1 - e) D - (x - y) is such a sum": Claim.from_text(
            "(1 - c) * D + (1 - e) * D - (x - y) == a @ (D - (x - v)) + b @ (D - (w - y))",
            symbols=APART,
            given=(
                "equal(c + sum_all(a), 1)", "equal(e + sum_all(b), 1)",
                "equal(c * x + a @ v, e * y + b @ w)",
            ),
        ),
        "a direction suffices: no scalar product is above the lengths": Claim.from_text(
            "(x @ x) * (y @ y) >= (x @ y)**2", symbols=SHAPES
        ),
        "the bound itself, in one direction": Claim.from_text(
            "(1 - a[t]) * D + (1 - b[s]) * D >= v[t] - v[s]",
            symbols=SHAPES,
            indices=WORDS,
            given=(
                "simplex(a)", "simplex(b)", "equal(v @ a, v @ b)",
                "positive(D - (v[t] - v))", "positive(D - (v - v[s]))",
            ),
            expect="undecided",
        ),
        "v_t and v_s are one": Claim.from_text(
            "v[t] == v[s]",
            symbols=SHAPES,
            indices=WORDS,
            given=("simplex(a)", "simplex(b)", "equal(v @ a, v @ b)"),
            expect="refuted",
        ),
    },
    as_written=r"\text{practically the entire output depends on the attention vector of word } x^{<t>}",
    source="000_188c77765dbd8ce2.txt",
)  # fmt: skip
