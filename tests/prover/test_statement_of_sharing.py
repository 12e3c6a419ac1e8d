"""A claim with named parts says what the claim says; what could change that is not named."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest
from sympy import oo

from symattn.expressions import build as B  # noqa: N812 - a legend letter
from symattn.expressions.assumptions import Assumption
from symattn.expressions.nodes import Gradient, Let, Tensor
from symattn.kernel.intervals import Undefined
from symattn.prover import statement_of_sharing as sharing
from symattn.prover.claim import Claim
from symattn.prover.sampling import Sampler
from symattn.prover.sampling_filler import Draft
from symattn.prover.sampling_numbers import FloatArithmetic
from symattn.prover.sampling_words import vocabulary_of
from symattn.prover.settle import prove
from symattn.prover.statement_of_sharing import is_definition, with_shared_parts
from symattn.prover.statements import statement_of

X, Y, W = B.tensor("X", "n", "d"), B.tensor("Y", "n", "d"), B.tensor("W", "H", "d", "d")
h, i = B.index("h", "H"), B.index("i", "n")
SYMBOLS = {"X": "n d", "Y": "n d", "W": "H d d", "M": "n n", "c": ""}


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Small claims are shared too."""
    monkeypatch.setattr(sharing, "LARGE", 1)
    monkeypatch.setattr(sharing, "LEAST", 3)


def claim_of(left, right="X", **fields):
    return Claim.from_text(f"{left} == {right}", symbols=SYMBOLS, **fields)


def named(claim):
    """The parts that have names, as texts."""
    shared = with_shared_parts(claim)
    given = shared.claim.given[len(claim.typed.given) :] if shared else ()
    return [str(a.args[1]) for a in given]


def sides_at(statement, sizes, tables):
    """Both sides of all goals at a point."""
    witness, _ = Sampler(statement, sizes, Random(0)).draw(0)
    draft = Draft(statement, witness, tables, FloatArithmetic())
    for name, sort in vocabulary_of(statement).indices.items():
        witness.indices[name] = draft.evaluation.size(sort) - 1
    found = []
    for t in (t for g in statement.goals for t in (g.a, g.b)):
        try:
            found.append(draft.evaluation.value(t))
        except Undefined:
            found.append(1e9)
    return found


SAME = [
    ("softmax(X @ T(X)) @ X + X @ T(X) @ X", "X"),
    ("let(A, X + Y, let(B, A @ T(A), let(A, B @ A, A + B @ A)))", "X"),
    ("sum(h, H, let(A, (X + Y) @ W[h], A @ T(A) @ A)) + (X + Y)", "(X + Y) * 2"),
    ("relu(X - mean_axis(X, 1)[:, None]) + (X - mean_axis(X, 1)[:, None])", "abs(X + 2*Y)"),
    ("concat([X + Y, X + Y], 0)", "concat([Y + X, X + Y], 0)"),
    ("sum(h, H, (X + Y) @ W[h] @ T(softmax(X + Y) @ W[h]) @ X)", "softmax(X + Y) * c"),
    ("T(perm(X * Y + 1, 1, 0)) + X * Y + 1", "maximum(X * Y + 1, (X * Y + 1)**2)"),
    ("where(n < 3, X * Y + X, 0) + (X * Y + X)", "lse(X * Y + X, 0)[None, :] + X"),
    ("softmax(X + where(Y > -1, 0, -inf)) + 2 * (X + Y) - (X + Y)", "X"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_named_parts_change_no_value(left, right):
    """Both statements computed at the same entries, at several sizes."""
    claim = claim_of(left, right)
    shared = with_shared_parts(claim)
    assert shared is not None
    plain, parts = statement_of(claim), statement_of(shared.claim)
    assert any(map(is_definition, parts.hypotheses)) and len(plain.goals) == len(parts.goals)
    rng = Random(5)
    for n, d, heads in ((2, 3, 2), (3, 2, 1), (1, 2, 3), (2, 1, 2)):
        sizes = {"n": n, "d": d, "H": heads}
        tables = {
            name: {p: Fraction(rng.randint(-9, 9), 4) for p in product(*map(range, shape))}
            for name, shape in {"X": (n, d), "Y": (n, d), "W": (heads, d, d), "c": ()}.items()
        }
        used = {k: v for k, v in sizes.items() if k in dict(plain.sizes)}
        first, second = (sides_at(s, used, tables) for s in (plain, parts))
        assert first.count(1e9) < len(first)
        assert first == pytest.approx(second, rel=1e-9)


def test_lets_are_replaced_by_their_values_and_equal_parts_are_one():
    texts = named(claim_of("let(A, X + Y, A @ T(A) @ X)", "let(B, X + Y, T(B @ T(B)) @ B)"))
    assert texts[0] == "X + Y" and texts[1] == "shared@0001 @ shared@0001.T"


def test_inner_parts_come_first():
    texts = named(claim_of("let(A, X + Y, let(B, A * A + A, B * B + A))"))
    assert [f"shared@{k + 1:04}" in " ".join(texts[k + 1 :]) for k in range(len(texts) - 1)]


def test_small_claims_are_left_alone(monkeypatch):
    monkeypatch.setattr(sharing, "LARGE", 200)
    assert with_shared_parts(claim_of("(X + Y) * (X + Y)")) is None


def test_parts_with_an_index_have_no_name():
    assert (
        named(Claim(B.sum_over(h, (X @ B.at(W, h, ":", ":")) * (X @ B.at(W, h, ":", ":"))), X))
        == []
    )
    row = B.at(X, i, ":")
    assert named(Claim((row + row) * (row + row), row)) == []


def test_minus_infinity_has_no_name():
    scores = X + B.where_tensor(">", Y, 0, 0, -oo)
    assert not any("oo" in t and "softmax" not in t for t in named(Claim(B.softmax(scores, 1), X)))


@pytest.mark.parametrize(
    "claim",
    [
        Claim(Gradient(B.total((X * X + X) * (X * X + X)), X), X),
        Claim(B.tensor("shared@0001", "n", "d") * (X * Y + X) + (X * Y + X), X),
        Claim((X * Y + X) * (X * Y + X), X, least={"n": 0}),
        Claim(Let("A", B.at(W, h, ":", ":"), B.sum_over(h, (X @ Tensor("A", W.shape[1:])) @ B.at(W, h, ":", ":"))), X),
        Claim((X * B.at(Y, 3, 3) + X) * (X * B.at(Y, 3, 3) + X), X),
    ],
    ids=["derivative", "taken name", "empty size", "captured index", "place outside"],
)  # fmt: skip
def test_what_could_change_the_meaning_is_not_named(claim):
    assert with_shared_parts(claim) is None


def test_a_size_that_stands_for_others_is_replaced_in_the_parts_too():
    claim = Claim.from_text(
        "(A @ B) * (A @ B) + A @ B == (A @ B) * (A @ B + 1)",
        symbols={"A": "n e", "B": "e m"}, given=("equal(e, H*k)",),
    )  # fmt: skip
    assert with_shared_parts(claim) is not None
    assert prove(claim).word == "proved"


def test_what_was_given_is_still_there():
    claim = claim_of(
        "(X * Y + X) * (X * Y + X)", "(2*X) * (X * Y + X)", given=["equal(Y, 1 + 0*X)"]
    )
    assert len(with_shared_parts(claim).claim.given) > 1
    verdict = prove(claim)
    assert verdict.word == "proved" and verdict.unused == ()


def test_shapes_that_do_not_fit_are_ill_typed_all_the_same():
    verdict = prove(Claim((X * Y + X) * (X * Y + X), B.transpose(X)))
    assert verdict.word == "ill-typed"


def test_assumptions_about_signs_reach_the_parts():
    eps = B.tensor("eps")
    left = B.sqrt(X * X + eps) * (X * Y + X) * (X * Y + X)
    verdict = prove(Claim(left, left * 1, given=(Assumption("positive", (eps,)),)))
    assert verdict.word == "proved" and verdict.conditions == ()
