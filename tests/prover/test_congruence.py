"""Parts of a claim are proved equal one after the other, and only those that are."""

import pytest

from symattn.prover import statement_of_sharing as sharing
from symattn.prover.claim import Claim
from symattn.prover.congruence import Congruence, parts_of
from symattn.prover.normal_form import NormalForm
from symattn.prover.proof import Proof
from symattn.prover.search import attempt_proof, proved_judgement
from symattn.prover.settle import prove
from symattn.prover.statement_of_sharing import with_shared_parts
from symattn.prover.statements import statement_of

SYMBOLS = {"X": "n d", "A": "d d", "B": "d d", "M": "n n", "x": "n"}


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Small claims are shared too."""
    monkeypatch.setattr(sharing, "LARGE", 1)
    monkeypatch.setattr(sharing, "LEAST", 3)


def learned(text):
    """The congruence of a claim after it has learned all it can."""
    claim = with_shared_parts(Claim.from_text(text, symbols=SYMBOLS)).claim
    proof = Proof(statement_of(claim))
    parts = parts_of(proof.kernel.statement)
    nf = NormalForm(proof, frozenset(p.number for p in parts.values()))
    nf.congruence = Congruence(nf, parts)
    nf.congruence.learn(lambda equation: proved_judgement(nf, equation))
    return nf.congruence


def test_equal_parts_become_one():
    found = learned("let(P, X @ (A @ B), exp(P) * P) == let(Q, (X @ A) @ B, Q * exp(Q))")
    (fact,) = found.equal.values()
    assert fact.rel == "=" and fact.a.args[0] != fact.b.args[0]
    assert not found.opened


def test_a_part_may_be_the_transpose_of_another():
    found = learned("let(P, X @ A, exp(P) + P) == let(Q, T(A) @ T(X), T(exp(Q) + Q))")
    (fact,) = found.equal.values()
    assert fact.a.args[1:] == fact.b.args[:0:-1]


def test_different_parts_stay_apart_and_a_lonely_one_is_opened():
    found = learned("let(P, X @ A, exp(P) + P) == let(Q, X @ B, exp(Q) + Q)")
    assert not found.equal and len(found.opened) == 2


def test_a_part_that_both_sides_know_stays_closed():
    found = learned("let(P, X @ A, exp(P) + P) == let(P, X @ A, P + exp(P))")
    assert not found.equal and not found.opened


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("let(P, X @ (A @ B), softmax(P) * P)", "let(Q, (X @ A) @ B, Q * softmax(Q))"),
        ("let(P, X @ A, let(S, softmax(P), (S + P) * S))", "let(P, X @ A, softmax(P)**2 + softmax(P) * P)"),
        ("let(P, exp(X), P / sum_axis(P, 1)[:, None])", "softmax(X)"),
        ("let(P, X @ A, relu(P) + relu(-P))", "let(P, X @ A, abs(P))"),
        ("sum_axis(let(S, softmax(X @ A), S * S + S), 1)", "1 + sum_axis(softmax(X @ A)**2, 1)"),
    ],
)  # fmt: skip
def test_what_is_equal_is_proved(left, right):
    """Also where the parts have to be opened, or the claim is tried as it is written."""
    verdict = prove(Claim.from_text(f"{left} == {right}", symbols=SYMBOLS))
    assert verdict.word == "proved"
    assert not any("@" in c for c in verdict.conditions)


def attention(x, layers):
    """Layers of self-attention with a residual, as nested lets."""
    body = f"Z{layers}"
    for n in reversed(range(layers)):
        weights = f"softmax((Z{n} @ A) @ T(Z{n} @ B), 1)"
        body = f"let(Z{n + 1}, Z{n} + {weights} @ Z{n}, {body})"
    return f"let(Z0, {x}, {body})"


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_layers_commute_with_a_permutation_of_the_words(layers):
    """A part may be another with its rows moved by a bijection."""
    claim = Claim.from_text(
        f"{attention('P @ X', layers)} == P @ {attention('X', layers)}",
        symbols={**SYMBOLS, "P": "n n"}, given=["permutation(P)"],
    )  # fmt: skip
    assert attempt_proof(statement_of(with_shared_parts(claim).claim)).certificate
    assert prove(claim).word == "proved"


def test_layers_do_not_commute_with_a_permutation_of_the_features():
    claim = Claim.from_text(
        f"{attention('X @ P', 2)} == {attention('X', 2)} @ P",
        symbols={**SYMBOLS, "P": "d d"}, given=["permutation(P)"],
    )  # fmt: skip
    assert prove(claim).word == "refuted"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("let(P, X @ (A @ B), softmax(P) * P)", "let(Q, (X @ B) @ A, Q * softmax(Q))"),
        ("let(P, X @ A, exp(P) + P)", "let(Q, T(A) @ T(X), T(exp(Q) - Q))"),
        ("let(P, exp(X), P / sum_axis(P, 0)[None, :])", "softmax(X)"),
    ],
)
def test_what_is_not_is_refuted(left, right):
    verdict = prove(Claim.from_text(f"{left} == {right}", symbols=SYMBOLS))
    assert verdict.word == "refuted" and "@" not in verdict.witness.describe()


def test_no_part_is_mentioned_in_a_condition():
    """The conditions of a theorem are about the tensors of the claim."""
    claim = Claim.from_text("let(P, X @ A, P / P + P) == let(P, X @ A, 1 + P)", symbols=SYMBOLS)
    attempt = attempt_proof(statement_of(with_shared_parts(claim).claim))
    assert not attempt.certificate
    verdict = prove(claim)
    assert verdict.word == "proved" and "X" in verdict.conditions[0]
