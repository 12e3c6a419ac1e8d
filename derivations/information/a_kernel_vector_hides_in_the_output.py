"""A kernel vector of the values hides in the output.

Where [V; 1^T] has rank below n, is the weighting lost for some weights only, or for all? For all:
a multiple of a kernel vector u can be added, two weightings differ by a kernel vector whenever they
give one output, and between them lie infinitely many positive ones that give it too.

Items: A03.2
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"V": "d_v n", "a": "n", "b": "n", "u": "n", "t": "", "p": ""}
RANK = {"C": "p r", "B": "r p", "R": "r n", "S": "n r", "u": "n"}

dispute = Dispute(
    "how much is lost",
    readings={
        "adding t u gives the same output": Claim.from_text(
            "V @ (a + t * u) == V @ a", symbols=SHAPES, given=("equal(V @ u, zeros(d_v))",)
        ),
        "adding t u keeps the sum 1": Claim.from_text(
            "sum_all(a + t * u) == 1",
            symbols=SHAPES,
            given=("equal(sum_all(u), 0)", "equal(sum_all(a), 1)"),
        ),
        "with t = 1/(1 + sum r^2), r = u/a, adding t u multiplies a by a sum of squares": Claim.from_text(
            "a[i] + u[i] / (1 + sum(j, n, (u[j] / a[j])**2))"
            " == a[i] * (3/4 + sum(j, n, (u[j] / a[j] + delta(i, j) / 2)**2))"
            " / (1 + sum(j, n, (u[j] / a[j])**2))",
            symbols=SHAPES,
            indices={"i": "n"},
            given=("positive(a)",),
        ),
        "so for this t the weights stay positive": Claim.from_text(
            "a[i] * (3/4 + sum(j, n, (u[j] / a[j] + delta(i, j) / 2)**2))"
            " / (1 + sum(j, n, (u[j] / a[j])**2)) > 0",
            symbols=SHAPES,
            indices={"i": "n"},
            given=("positive(a)",),
        ),
        "two weightings with one output differ by a vector with V u = 0": Claim.from_text(
            "V @ (a - b) == zeros(d_v)", symbols=SHAPES, given=("equal(V @ a, V @ b)",)
        ),
        "two weightings differ by a vector with sum 0": Claim.from_text(
            "sum_all(a - b) == 0",
            symbols=SHAPES,
            given=("equal(sum_all(a), 1)", "equal(sum_all(b), 1)"),
        ),
        "M = C R, B C = I, R S = I: the kernel vectors are those with (I - S R) u = u": Claim.from_text(
            "(eye(n) - S @ R) @ u == u",
            symbols=RANK,
            given=("equal(R @ u, zeros(r))",),
        ),
        "M = C R, B C = I: M u = 0 means R u = 0": Claim.from_text(
            "B @ ((C @ R) @ u) == R @ u", symbols=RANK, given=("equal(B @ C, eye(r))",)
        ),
        "M (I - S R) = 0": Claim.from_text(
            "(C @ R) @ (eye(n) - S @ R) == zeros(p, n)",
            symbols=RANK,
            given=("equal(R @ S, eye(r))",),
        ),
        "the trace of this projector is n - r: the fibre has n - rank M dimensions": Claim.from_text(
            "tr(eye(n) - S @ R) == n - r", symbols=RANK, given=("equal(R @ S, eye(r))",)
        ),
        "a mean of two weightings with one output gives it too": Claim.from_text(
            "V @ ((p * a + b) / (1 + p)) == V @ a",
            symbols=SHAPES,
            given=("positive(p)", "equal(V @ b, V @ a)"),
        ),
        "a mean of two weightings is positive": Claim.from_text(
            "((p * a + b) / (1 + p))[i] > 0",
            symbols=SHAPES,
            indices={"i": "n"},
            given=("positive(p)", "positive(a)", "positive(b)"),
        ),
        "a mean of two weightings sums to 1": Claim.from_text(
            "sum_all((p * a + b) / (1 + p)) == 1",
            symbols=SHAPES,
            given=("positive(p)", "equal(sum_all(a), 1)", "equal(sum_all(b), 1)"),
        ),
    },
    as_written=r"\text{Doesn't this lose information about which other words in particular are important to the word under consideration?}",
    source="000_188c77765dbd8ce2.txt",
)
