"""The inverse of a small matrix of literal size: what is proved of it says that it is the inverse."""

import pytest

from symattn.prover.claim import Claim
from symattn.prover.settle import prove

SQUARE = [1, 2, 3]


def verdict(text, k, *given, **symbols):
    """The verdict on a claim about a k x k matrix A."""
    return prove(Claim.from_text(text, symbols={"A": f"{k},{k}", **symbols}, given=given))


@pytest.mark.parametrize("k", SQUARE)
@pytest.mark.parametrize("text", ["A @ inv(A) == eye({k})", "inv(A) @ A == eye({k})"])
def test_the_product_with_the_inverse_is_the_identity(k, text):
    assert verdict(text.format(k=k), k, "invertible(A)").word == "proved"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("inv(A)[0, 1] == -A[0, 1]/(A[0, 0]*A[1, 1] - A[0, 1]*A[1, 0])", "proved"),
        ("inv(A)[0, 1] == A[0, 1]/(A[0, 0]*A[1, 1] - A[0, 1]*A[1, 0])", "refuted"),
        ("tr(inv(A)) == tr(A)/(A[0, 0]*A[1, 1] - A[0, 1]*A[1, 0])", "proved"),
        ("inv(inv(A)) == A", "proved"),
        ("grad(log((A[0, 0]*A[1, 1] - A[0, 1]*A[1, 0])**2), A) == 2*T(inv(A))", "proved"),
        ("grad(tr(inv(A)), A) == -T(inv(A) @ inv(A))", "proved"),
        ("grad(tr(inv(A)), A) == -inv(A) @ inv(A)", "refuted"),
    ],
)
def test_its_entries_are_fractions(text, word):
    assert verdict(text, 2, "invertible(A)").word == word


def test_the_inverse_of_a_product_turns_it_round():
    given = ("invertible(A)", "invertible(B)")
    assert verdict("inv(A @ B) == inv(B) @ inv(A)", 2, *given, B="2,2").word == "proved"
    assert verdict("inv(A @ B) == inv(A) @ inv(B)", 2, *given, B="2,2").word == "refuted"


def test_without_the_assumption_the_determinant_is_a_condition():
    assert any("!= 0" in c for c in verdict("A @ inv(A) == eye(2)", 2).conditions)
