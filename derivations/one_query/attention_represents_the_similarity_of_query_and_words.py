"""Attention represents the similarity of query and words.

"There is an assumption that A represents similarity between q and the words": A is a vector as wide as a value
and no number; and the score q . k is no similarity either, for q has more of it with 2q than with
itself. Among words of one length it is: there q . k is below q . q by half the squared distance.

Items: A06
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"q": "d_k", "k": "d_k", "K": "d_k n", "V": "d_v n"}

dispute = Dispute(
    "a similarity",
    readings={
        "A is the similarity of q and k": Claim.from_text(
            "V @ softmax(T(K) @ q) == q @ k", symbols=SHAPES, expect="ill-typed"
        ),
        "no word has a larger score with q than q": Claim.from_text(
            "q @ q >= q @ k", symbols=SHAPES, expect="refuted"
        ),
        "q = (1, 0) has a larger score with (2, 0) than with itself": Claim.from_text(
            "[1, 0] @ [2, 0] > [1, 0] @ [1, 0]", symbols={}
        ),
        "the score is linear: twice the word has twice the score": Claim.from_text(
            "q @ (2 * k) == 2 * (q @ k)", symbols=SHAPES
        ),
        "k as long as q: q . q - q . k is half the squared distance": Claim.from_text(
            "q @ q - q @ k == (q - k) @ (q - k) / 2",
            symbols=SHAPES,
            given=("equal(k @ k, q @ q)",),
        ),
        "no word as long as q has a larger score": Claim.from_text(
            "q @ q >= q @ k", symbols=SHAPES, given=("equal(k @ k, q @ q)",)
        ),
    },
    as_written=r"A(q, K, V) \text{ represents similarity between q and the words in the sentence.}",
    source="000_188c77765dbd8ce2.txt",
)
