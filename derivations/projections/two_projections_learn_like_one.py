"""Two projections learn like one projection.

If the double projection is only a reparametrisation, does gradient descent treat it the same? It does
not: a step on both factors is another step than one on their product; with all numbers 1 and a rate
of 1/10, 0.81 against 0.90.

Items: B05.6
"""

from symattn.prover.claim import Claim, Dispute

SHAPES = {"A": "d_h m", "W": "m d", "U": "d_h d", "g": "d_h", "x": "d", "eta": ""}

dispute = Dispute(
    "the same learning",
    readings={
        "the gradient by the outer factor": Claim.from_text(
            "grad(g @ (A @ (W @ x)), A) == outer(g, W @ x)", symbols=SHAPES
        ),
        "the gradient by the inner factor": Claim.from_text(
            "grad(g @ (A @ (W @ x)), W) == outer(T(A) @ g, x)", symbols=SHAPES
        ),
        "the gradient by the one matrix": Claim.from_text(
            "grad(g @ (U @ x), U) == outer(g, x)", symbols=SHAPES
        ),
        "one step of gradient descent gives the same product": Claim.from_text(
            "(A - eta * outer(g, W @ x)) @ (W - eta * outer(T(A) @ g, x)) == A @ W - eta * outer(g, x)",
            symbols=SHAPES,
            expect="refuted",
        ),
        "w_1 = w = x = g = 1 and a rate of 1/10: a step on both factors gives 0.81": Claim.from_text(
            "let(a, 1, let(w, 1, (a - 1/10 * grad(a * w, a)) * (w - 1/10 * grad(a * w, w)))) == 81/100",
            symbols={},
        ),
        "u = x = g = 1 and a rate of 1/10: a step on the product gives 0.90": Claim.from_text(
            "let(u, 1, u - 1/10 * grad(u, u)) == 90/100", symbols={}
        ),
        "the two steps with these numbers give one product": Claim.from_text(
            "let(a, 1, let(w, 1, (a - 1/10 * grad(a * w, a)) * (w - 1/10 * grad(a * w, w))))"
            " == let(u, 1, u - 1/10 * grad(u, u))",
            symbols={},
            expect="refuted",
        ),
    },
    as_written=r"W1Q*q<i>",
    source="001_ec4034627d189ce8.txt",
)
