"""The output of attention keeps the analogy.

If v keeps king - man = queen - woman, does the contextual vector A, made from the word as a query? No:
A depends on the query through a softmax, which is not affine.

Items: A16.5
"""

from symattn.prover.claim import Claim

claim = Claim.from_text(
    "X @ softmax(T(X) @ (m + q - w)) - X @ softmax(T(X) @ m)"
    " == X @ softmax(T(X) @ q) - X @ softmax(T(X) @ w)",
    symbols={"X": "d n", "m": "d", "q": "d", "w": "d"},
    name="the outputs of attention keep the analogy",
    as_written=r"king - man = queen - woman",
    source="000_188c77765dbd8ce2.txt",
    expect="refuted",
)
