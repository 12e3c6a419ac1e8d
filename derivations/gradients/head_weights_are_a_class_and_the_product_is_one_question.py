"""Head weights are a class, and the product is one question.

"W_h^Q are weights related to a class of similar questions like questions about actions, and q<1> W_h^Q is a more specific
question": no equation says what a question is about. What can be said: W_h is the same for every query,
and q W_h changes with q by W_h^T and with nothing else.

Items: B31
"""

from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Informal

SHAPES = {"q": "d", "W": "d d_k", "U": "H d d_k", "x": "n"}

dispute = Dispute(
    "a class of questions",
    readings={
        "W_h is a class of similar questions, q W_h one about Paris": Informal(
            "what a vector asks about is an interpretation: no equation between q, W_h and the text"
            " is stated that could hold or fail"
        ),
        "the derivative of q W_h by q is W_h^T": Claim.from_text(
            "jac(q @ W, q) == T(W)", symbols=SHAPES
        ),
        "W_h does not depend on the input": Claim.from_text(
            "jac(W, x) == zeros(d, d_k, n)", symbols=SHAPES
        ),
        "q W_h does not depend on the weights of another head g": Claim.from_text(
            "(1 - delta(g, h)) * jac(q @ U[h], U)[a, g, b, c] == 0",
            symbols=SHAPES,
            indices={"g": "H", "h": "H", "a": "d_k", "b": "d", "c": "d_k"},
        ),
    },
    as_written=r"q^{<1>}W^{Q}_h \text{ is a more specific question like actions related to Paris.}",
    source="001_ec4034627d189ce8.txt",
)
