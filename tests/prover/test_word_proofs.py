"""Equations of matrices proved from hypotheses with words, and near misses that are not proved."""

from fractions import Fraction

import pytest

from symattn.kernel.indices import free
from symattn.kernel.terms import entry
from symattn.prover.claim import Claim
from symattn.prover.proof import Proof
from symattn.prover.search import possible_conditions
from symattn.prover.settle import prove
from symattn.prover.statements import statement_of
from symattn.prover.verdict import Proved, Refuted
from symattn.prover.word_proofs import proved_by_words
from symattn.prover.word_rules import Equation, Rules, Step, overlaps
from symattn.prover.words import Letter, closed, key_of, trace, turned

A, B = {"A": "n n"}, {"A": "n n", "B": "n n"}
AB = ["invertible(A)", "invertible(B)"]
COMMUTE = "equal(A @ B, B @ A)"
CLAIMS = [
    ("inv(A @ B) == inv(B) @ inv(A)", B, AB),
    ("inv(inv(A) + inv(B)) == A @ inv(A + B) @ B", B, AB),
    ("inv(A + B) == inv(A) @ inv(inv(A) + inv(B)) @ inv(B)", B, AB),
    ("A @ inv(A + B) @ B == B @ inv(A + B) @ A", B, []),
    ("A @ inv(eye(n) + A) @ A == A - inv(eye(n) + inv(A))", A, ["invertible(A)"]),
    ("(A @ B).T == A @ B", B, ["symmetric(A)", "symmetric(B)", COMMUTE]),
    ("inv(A) @ inv(B) == inv(B) @ inv(A)", B, [COMMUTE, *AB]),
    ("(A @ B) @ (A @ B) == A @ B", B, ["idempotent(A)", "idempotent(B)", COMMUTE]),
    ("tr(A @ B @ A) == tr(B)", B, ["equal(A @ A, eye(n))"]),
    ("x @ y == 0", A | {"x": "n", "y": "n", "a": "", "b": ""},
     ["symmetric(A)", "equal(A @ x, a*x)", "equal(A @ y, b*y)", "nonzero(a - b)"]),
    ("x == zeros(n)", A | {"x": "n", "c": ""}, ["equal(A @ x, c*x)", "invertible(A - c*eye(n))"]),
    ("inv(outer(u, v) + eye(n)) @ u == u/(1 + v @ u)", {"u": "n", "v": "n"}, []),
    ("x == y", {"L": "n m", "M": "m n", "x": "n", "y": "n"},
     ["equal(L @ M, eye(n))", "equal(M @ x, M @ y)"]),
    ("sum_all(A @ B) == n", B, ["equal(A @ ones(n), ones(n))", "equal(B @ ones(n), ones(n))"]),
]  # fmt: skip


def claim(text, symbols, given):
    return Claim.from_text(text, symbols=symbols, given=given)


@pytest.mark.parametrize(("text", "symbols", "given"), CLAIMS)
def test_words_alone_prove_it(text, symbols, given):
    s = statement_of(claim(text, symbols, given))
    assert proved_by_words(Proof(s, possible_conditions(s))) is not None
    assert isinstance(prove(claim(text, symbols, given)), Proved)


@pytest.mark.parametrize(
    ("text", "symbols", "given"),
    [
        ("inv(A @ B) == inv(A) @ inv(B)", B, AB),
        ("inv(inv(A) + inv(B)) == A + B", B, AB),
        ("inv(A + B) == inv(A) @ inv(inv(A) + inv(B))", B, AB),
        ("(A @ B).T == A @ B", B, ["symmetric(A)", "symmetric(B)"]),
        ("(A @ B) @ (A @ B) == A @ B", B, ["idempotent(A)", "idempotent(B)"]),
        ("x == y", {"M": "m n", "x": "n", "y": "n"}, ["equal(M @ x, M @ y)"]),
        ("inv(outer(u, v) + eye(n)) @ u == u/(1 - v @ u)", {"u": "n", "v": "n"}, []),
    ],
)  # fmt: skip
def test_near_miss_is_refuted(text, symbols, given):
    s = statement_of(claim(text, symbols, given))
    assert proved_by_words(Proof(s, possible_conditions(s))) is None
    assert isinstance(prove(claim(text, symbols, given)), Refuted)


@pytest.mark.parametrize(
    "text",
    ["A[i, j]*B[i, j] == B[i, j]*A[i, j] + c", "sum(k, n, A[i, k]*B[i, k]*A[j, k]) == c", "c > 0"],
)
def test_what_is_no_word_is_left_alone(text):
    made = Claim.from_text(
        text, symbols=B | {"c": ""}, given=["equal(A @ B, B)"], indices={"i": "n", "j": "n"}
    )
    s = statement_of(made)
    assert proved_by_words(Proof(s, possible_conditions(s))) is None


# ---- words


ROW, COLUMN = free("<row", "n"), free("<column", "n")
X, Y = (Letter(entry(name, ROW, COLUMN), "n", "n") for name in "XY")
U = Letter(entry("u", ROW), "n", None)
V = Letter(entry("v", COLUMN), None, "n")
D = Letter(entry("d", ROW), "n", "n", True)


def test_a_word_is_turned_letter_by_letter():
    assert turned(turned((X, Y, D, U))) == (X, Y, D, U)
    assert turned((X,)) == (Letter(entry("X", COLUMN, ROW), "n", "n"),)
    assert turned((D,)) == (D,)
    assert turned((U,))[0].row is None


def test_scalars_have_one_form():
    assert closed((V, X, U)) == closed(turned((V, X, U)))
    assert trace((X, Y), "n") == trace((Y, X), "n") == trace(turned((X, Y)), "n")
    assert key_of((), (X, U, V, Y, U, V)) == ((closed((V, Y, U)),), (X, U, V))
    assert key_of((), (V, X, U)) == ((closed((V, X, U)),), ())


def test_overlaps_of_leads_are_found():
    """X Y = 1 and Y X = X: the overlap X Y X is X and X X."""
    first = Equation({((), (X, Y)): Fraction(1), ((), ()): Fraction(-1)}, [])
    second = Equation({((), (Y, X)): Fraction(1), ((), (X,)): Fraction(-1)}, [])
    found = [words for words, _ in overlaps(first, second)]
    assert {((), (X, X)): Fraction(1), ((), (X,)): Fraction(-1)} in found


def test_reduction_keeps_its_trail():
    rules = Rules()
    given = Step(Fraction(1), (), (), (), 0, False, ())
    assert rules.add({((), (X, X)): Fraction(2), ((), (X,)): Fraction(-2)}, [given])
    assert not rules.add({((), (X, X, X)): Fraction(1), ((), (X,)): Fraction(-1)}, [])
    rest, trail = rules.reduced({((), (X, X, Y)): Fraction(3)}, [])
    assert rest == {((), (X, Y)): Fraction(3)}
    assert trail == [given._replace(c=Fraction(3, 2), right=(Y,))]
