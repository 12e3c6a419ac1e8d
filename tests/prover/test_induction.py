"""Powers with symbolic exponents, and claims about integers by induction.

Legend
  k, l        integers >= 0 (or >= 1 where it says so)        A, P, S    square matrices
"""

import pytest

from symattn.notation.claim_lines import record_from_fields
from symattn.prover.claim import Claim
from symattn.prover.induction import has_open_powers, proved_by_induction
from symattn.prover.settle import prove
from symattn.prover.statement_of_induction import inductions_of, walks_of
from symattn.prover.statements import statement_of
from symattn.prover.verdict import Proved

K, K1 = "integer(k, 0, inf)", "integer(k, 1, inf)"
SYMBOLS = {"A": "n,n", "P": "n,n", "S": "n,n", "v": "n", "x": "", "y": "", "lam": ""}


def claim(text, *given):
    """A claim about those of the symbols that it mentions."""
    used = {name: shape for name, shape in SYMBOLS.items() if name in text + " ".join(given)}
    return Claim.from_text(text, symbols=used, given=given)


TRUE = [
    claim("matpow(A, k+1) == A @ matpow(A, k)", K),
    claim("matpow(A, k+1) == matpow(A, k) @ A", K),
    claim("matpow(A, k) @ matpow(A, l) == matpow(A, k+l)", K, "integer(l, 0, inf)"),
    claim("matpow(A, k).T == matpow(A.T, k)", K),
    claim("matpow(P, k+1) == P", K, "idempotent(P)"),
    claim("matpow(A, k) @ v == lam**k*v", K, "equal(A @ v, lam*v)"),
    claim("(eye(n) - A) @ sum(i, k, matpow(A, i)) == eye(n) - matpow(A, k)", K1),
    claim("x**(k+1) == x*x**k", K),
    claim("(x*y)**k == x**k*y**k", K),
    claim("(1 - x)*sum(i, k, x**i) == 1 - x**k", K),
    claim("sum(i, k, x**(i+1)) == x*sum(i, k, x**i)", K),
    claim("grad(x**k, x) == k*x**(k-1)", K1),
    claim("sum(i, k, 1/((i+1)*(i+2))) == 1 - 1/(k+1)", K1),
    claim("sum(i, k+1, i**2) - sum(i, k, i**2) == k**2", K),
]
FALSE = [
    claim("matpow(A, k+1) == A.T @ matpow(A, k)", K),
    claim("matpow(A, k) @ matpow(A, 2) == matpow(A, 2*k)", K),
    claim("matpow(P, k) == P", K, "idempotent(P)"),
    claim("matpow(A, k) == A", K1),
    claim("x**(k+1) == x + x**k", K),
    claim("(x+y)**k == x**k + y**k", K1),
    claim("(1 - x)*sum(i, k, x**i) == 1 - x**(k+1)", K),
    claim("grad(x**k, x) == k*x**k", K1),
    claim("x**k == 0", K),
]


@pytest.mark.parametrize("claim", TRUE, ids=str)
def test_true_for_every_integer(claim):
    verdict = prove(claim)
    assert verdict.word == "proved", verdict.reason


@pytest.mark.parametrize("claim", FALSE, ids=str)
def test_false_for_some_integer(claim):
    verdict = prove(claim)
    assert verdict.word == "refuted" and "k" in verdict.witness.sizes


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("(1 - x)*sum(i, k, x**i) == 1 - x**k", ["positive(x)"]),
        ("y*x == x**(k + 1)", ["positive(x)", "equal(y, x**k)"]),
    ],
)
def test_what_is_given_reads_powers_of_a_positive_base_as_the_sides_do(text, given):
    """The sides said exp(k log x) and the hypothesis x**k left open, so that nothing followed."""
    made = Claim.from_text(text, symbols={"x": "", "y": ""}, given=[K, *given])
    verdict = prove(made)
    assert verdict.word == "proved", verdict.reason


def test_a_proof_by_induction_is_of_two_claims():
    verdict = prove(claim("(1 - x)*sum(i, k, x**i) == 1 - x**k", K))
    assert isinstance(verdict.base, Proved) and verdict.base.statement != verdict.statement


def test_no_power_is_refuted_by_a_value_of_its_own():
    """x**k is left open; with x**2 = x it is x for k >= 1, whatever a search puts for it."""
    verdict = prove(claim("x**k == x", K1, "equal(x**2, x)"))
    assert verdict.word == "proved"
    assert has_open_powers(statement_of(claim("x**k == x", K1)))


@pytest.mark.parametrize(
    ("text", "symbols", "given"),
    [
        ("sum(i, k, x[i]) == sum(i, k, x[i])", {"x": "k"}, []),
        ("sum(k, 3, k) == k", {}, [K]),
        ("x**k == y", {"x": "", "y": ""}, [K, "equal(y, k*x)"]),
        ("let(k, x, k) == x + 0*k", {"x": ""}, [K]),
    ],
)
def test_only_the_sides_may_depend_on_the_integer(text, symbols, given):
    record = record_from_fields(text, symbols, given=given, indices={}, functions={}, least={})
    assert "k" not in [i.name for i in inductions_of(record)]


def test_base_and_step_are_the_claim_with_other_integers():
    (found,) = inductions_of(claim("x**k == x*x**(k-1)", "integer(k, 2, 9)").record)
    assert (found.least, found.most) == (2, 9)
    assert (found.base.lhs, found.base.rhs) == ("x ** 2", "x * x ** (2 - 1)")
    assert found.step.lhs == "x ** (k + 3)"
    assert found.step.under == (K, "equal(x ** (k + 2), x * x ** (k + 2 - 1))")


def test_a_step_whose_condition_depends_on_the_integer_proves_nothing():
    """With x**k = 0 allowed for some k, the step from k to k + 1 says nothing beyond that k."""
    found = proved_by_induction(claim("(y - k)/(y - k) == 1", K), prove, 1.0)
    assert found is None


def test_a_claim_without_a_record_has_no_induction():
    plain = claim("x**k == x**k", K).typed
    assert proved_by_induction(plain, prove, 1.0) is None


RECURRENT = {"S": "n+1 d e", "K": "n d", "V": "n e", "q": "d"}
FROM_ZERO = ["S[0] == zeros(d, e)", "tab(i, n, S[i+1]) == tab(i, n, S[i] + outer(K[i], V[i]))"]


@pytest.mark.parametrize(
    ("text", "indices", "word"),
    [
        ("q @ S[n] == sum(i, n, (q @ K[i])*V[i])", {}, "proved"),
        ("q @ S[t] == sum(i, t, (q @ K[i])*V[i])", {"t": "n+1"}, "proved"),
        ("(q @ S[t])[c] == sum(i, t, (q @ K[i])*V[i, c])", {"t": "n+1", "c": "e"}, "proved"),
        ("q @ S[t] == sum(i, t, q @ K[i]*V[t])", {"t": "n"}, "refuted"),
        ("q @ S[n] == sum(i, n, q @ K[i])*V[0]", {}, "refuted"),
        ("q @ S[n] == sum(i, n - 1, (q @ K[i])*V[i])", {}, "refuted"),
    ],
)
def test_a_state_that_is_given_step_by_step(text, indices, word):
    made = Claim.from_text(
        text, symbols=RECURRENT, given=FROM_ZERO, indices=indices, least={"n": 2}
    )
    verdict = prove(made)
    assert verdict.word == word, verdict.reason


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("q @ S[t] == sum(i, t, (q @ K[i])*V[i])", [*FROM_ZERO, "S[t] == S[0]"]),
        ("let(t, 2, t) == 2", FROM_ZERO),
    ],
)
def test_no_walk_along_an_index_that_is_used_elsewhere(text, given):
    record = record_from_fields(
        text, RECURRENT, given=given, indices={"t": "n+1"}, functions={}, least={}
    )
    assert "t" not in [w.name for w in walks_of(record)]
