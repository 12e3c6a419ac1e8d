"""Whether a claim of the claim language holds, by numbers alone: "agree", "differ" or "undefined".

Place: above draws.py and tests/notation/claim_oracle.py (Python's `ast`, NumPy, complex steps and
central differences); nothing of symattn is used. A draw is one choice of sizes, tensors, functions
and all (or many) values of the free indices.

    judge({"id": "a", "symbols": {"x": ["n"]}, "dims": ["n"], "lhs": "x + x", "rhs": "2*x"})
"""

import numpy as np

from tests.claims.draws import NothingFits, drawn_functions, drawn_names, drawn_sizes, places
from tests.notation.claim_oracle import oracle

SAME, APART, REDRAWS = 1e-7, 1e-4, 12


def judge(claim, draws=3, seed=0):
    """ "differ" if one draw shows it, "agree" if all agree, "undefined" where a draw cannot be made.

    A draw in doubt (a value that is not finite, or a difference between SAME and APART) is redrawn.
    With min_size below 2 there is one more draw, at the least sizes.
    """
    rng = np.random.default_rng(seed)
    kinds, seen = [False] * draws + [True] * (claim.get("min_size", 2) < 2), []
    words = [_word_of_draw(claim, rng, smallest, seen) for smallest in kinds]
    if "differ" in words:
        return "differ"
    return "agree" if set(words) == {"agree"} else "undefined"


def _word_of_draw(claim, rng, smallest, seen):
    for _ in range(REDRAWS):
        try:
            sizes = drawn_sizes(claim, rng, smallest, seen)
            names = drawn_names(claim, sizes, rng)
        except NothingFits:
            continue  # what is given may need other sizes
        word = _word_at(claim, names, drawn_functions(claim, rng), rng)
        if word:
            seen.append(sizes)
            return word
    return "undefined"


def _word_at(claim, names, functions, rng):
    words = set()
    for place in places(claim, names, rng):
        with np.errstate(all="ignore"):
            left, right = (
                np.real(np.asarray(oracle(claim[side], {**names, **place}, functions)))
                for side in ("lhs", "rhs")
            )
        words.add(word_of(left, right))
    return "differ" if "differ" in words else "" if "" in words else "agree"


def word_of(left, right):
    """ "agree", "differ", or "" where it cannot be told. Fails for sides of different shapes."""
    if left.shape != right.shape:
        raise ValueError(f"the sides have the shapes {left.shape} and {right.shape}")
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        return ""
    scale = 1 + max(np.max(np.abs(left), initial=0), np.max(np.abs(right), initial=0))
    distance = np.max(np.abs(left - right), initial=0) / scale
    return "agree" if distance < SAME else "differ" if distance > APART else ""
