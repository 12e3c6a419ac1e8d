"""The first and the last place of an axis are told apart where a claim asks for them."""

import pytest

from symattn.prover.claim import Claim
from symattn.prover.settle import prove

CAUSAL = "softmax(tab(i, n, j, n, where({}, S[i, j], -inf)))"
SCORES = {"S": "n n", "V": "n e"}
WINDOW = "j <= i and i - j < 2"


@pytest.mark.parametrize(
    ("text", "least"),
    [
        (CAUSAL.format("j <= i") + "[0] == unit(0, n)", 1),
        (CAUSAL.format("j <= i") + "[n-1] == softmax(S[n-1])", 1),
        ("(" + CAUSAL.format("j <= i") + " @ V)[n-1] == softmax(S[n-1]) @ V", 2),
        (CAUSAL.format(WINDOW) + "[0] == unit(0, n)", 2),
        ("outer(S[0], " + CAUSAL.format("i <= j") + "[n-1]) == outer(S[0], unit(n-1, n))", 2),
    ],
)
def test_ends_are_proved(text, least):
    verdict = prove(Claim.from_text(text, symbols=SCORES, least={"n": least}))
    assert verdict.word == "proved", verdict.reason


@pytest.mark.parametrize(
    "text",
    [
        CAUSAL.format("j <= i") + "[n-1] == unit(n-1, n)",
        CAUSAL.format("i <= j") + "[0] == unit(0, n)",
        "(" + CAUSAL.format("j < i") + " @ V)[n-1] == softmax(S[n-1]) @ V",
    ],
)
def test_false_ends_are_not_proved(text):
    verdict = prove(Claim.from_text(text, symbols=SCORES, least={"n": 2}))
    assert verdict.word in ("refuted", "undecided")


@pytest.mark.parametrize(
    ("text", "word"),
    [("max_axis(P @ S, 0) == max_axis(S, 0)", "proved"), ("P @ S == S", "refuted")],
)
def test_a_maximum_is_of_the_same_numbers_in_any_order(text, word):
    claim = Claim.from_text(text, symbols={"S": "n m", "P": "n n"}, given=["permutation(P)"])
    assert prove(claim).word == word
