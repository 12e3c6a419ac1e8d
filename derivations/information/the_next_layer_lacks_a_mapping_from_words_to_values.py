"""The next layer lacks a mapping from words to values.

"It has the aggregated vector and the values of x for each word. But it doesn't have a mapping between them": the
feed-forward layer does not even have the words, it sees x_t + W^O A_t alone. Who knows all x and W^V finds
the weights where X is affinely independent and W^V has a left inverse; who knows all x but not W^V
never does, as some W^V makes any other weighting fit.

Items: A18.1, A18.2, A18.3
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {
    "X": "d n", "W": "d_v d", "L": "d d_v", "G": "n d+1", "s": "n", "a": "n", "b": "n", "c": "d_v",
    "Y": "n d", "Z": "n d", "U": "d m", "B": "m d", "x": "d", "y": "d", "A": "d", "C": "d",
}  # fmt: skip
WORDS = {"t": "n", "s": "n", "i": "d", "j": "d"}
WORD = {"t": "n"}
F = {"f": "df"}

dispute = Dispute(
    "what the next layer knows",
    readings={
        "1. the feed-forward layer sees one word: its output at t is made of row t": Claim.from_text(
            "(f(Y @ U) @ B)[t, :] == f(Y[t, :] @ U) @ B", symbols=SHAPES, indices=WORD, functions=F
        ),
        "1. it does not see another word s": Claim.from_text(
            "(1 - delta(t, s)) * jac(f(Y @ U) @ B, Y)[t, i, s, j] == 0",
            symbols={"Y": "n d", "U": "d m", "B": "m d"},
            indices=WORDS,
            functions=F,
        ),
        "1. it sees x_t itself: one sum x_t + A_t means one x_t": Claim.from_text(
            "x == y", symbols=SHAPES, given=("equal(x + A, y + C)",), expect="refuted"
        ),
        "1. it sees all words: one row t means one sequence": Claim.from_text(
            "Y == Z", symbols=SHAPES, indices=WORD, given=("equal(Y[t, :], Z[t, :])",),
            expect="refuted",
        ),
        "2. A, X and W^V are known, [X; 1] and W^V have left inverses: the weights are found": Claim.from_text(
            "G @ concat([L @ (W @ X @ softmax(s)), ones(1)], 0) == softmax(s)",
            symbols=SHAPES,
            given=("equal(G @ concat([X, ones(1, n)], 0), eye(n))", "equal(L @ W, eye(d))"),
        ),
        "2. A, X and W^V are known and nothing more": Claim.from_text(
            "a == b",
            symbols=SHAPES,
            given=("equal(W @ X @ a, W @ X @ b)", "simplex(a)", "simplex(b)"),
            expect="refuted",
        ),
        "3. A and X are known: W^V = c y^T / (y . y) makes any weights b with y = X b fit": Claim.from_text(
            "outer(c, X @ b) / ((X @ b) @ (X @ b)) @ X @ b == c", symbols=SHAPES
        ),
        "3. A and X are known: one output means one weighting": Claim.from_text(
            "a == b",
            symbols={"X": "d n", "W": "d_v d", "V": "d_v d", "a": "n", "b": "n"},
            given=("equal(W @ X @ a, V @ X @ b)", "simplex(a)", "simplex(b)"),
            expect="refuted",
        ),
    },
    as_written=r"\text{But it doesn't have a mapping between them, right?}",
    source="000_188c77765dbd8ce2.txt",
)  # fmt: skip
