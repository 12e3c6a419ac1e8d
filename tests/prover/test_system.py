"""Systems of equations: what is left over, when they hold together, and when never."""

import pytest

from symattn.errors import BadInput
from symattn.expressions.assumptions import Assumption
from symattn.expressions.build import tensor
from symattn.prover import system_proofs as module
from symattn.prover.claim import Claim, Dispute
from symattn.prover.settle import Budget
from symattn.prover.settle import prove as settled
from symattn.prover.system import System
from symattn.prover.system_proofs import contradiction, solved_rightly

PATIENT = Budget(condition=20.0)  # a busy machine changes no pinned condition


def prove(claim):
    return settled(claim, PATIENT)


WORDS = {"W": "d d", "x": "d", "v": "d", "U": "d d", "u": "d"}
HEAD = {"W": "d d", "x": "d", "q": "d", "s": "h", "t": "h", "A": "h d"}
SIZES = {"h": 1, "d_k": 1, "d": 1}
CHAIN = {"A": "m n", "B": "k m", "x": "n", "y": "m", "z": "k"}
ONE_WORD, SLIDE = ["v == x", "v == W @ x"], ["q == W @ x", "s == A @ q", "s == A @ x"]
CASES = [  # equations, fields, verdict, exactly when, part of the reason
    (ONE_WORD, {"symbols": WORDS}, "refuted", r"W - I = 0", r"\left(W - I\right) x = 0"),
    (ONE_WORD, {"symbols": WORDS, "for_all": "x"}, "refuted", "W - I = 0", r"\left(W - I\right) x = 0"),
    (SLIDE, {"symbols": HEAD, "for_all": "x"}, "refuted", r"A \left(W - I\right) = 0", r"A \left(W - I\right) x = 0"),
    (["h == 64", "d_k == 64", "d == 512", "h*d_k == d"], {"least": SIZES}, "refuted", None, "4096 = 512, and so 0 = 1"),
    (["h == 64", "d_k == 64", "d == 512", "h*d_k == d"], {"symbols": dict.fromkeys(SIZES, "")}, "refuted", None, "4096 = 512, and so 0 = 1"),
    (["h == 8", "d_k == 64", "d == 512", "h*d_k == d"], {"least": SIZES}, "proved", None, ""),
    (["h == 64", "d_k == 8", "d == 512", "h*d_k == d"], {"symbols": dict.fromkeys(SIZES, "")}, "proved", None, ""),
    (["s == sum_all(x*x)", "s == -1"], {"symbols": {"s": "", "x": "n"}}, "refuted", None, "inconsistent"),
    (["y == A @ x", "z == B @ y", "z == (B @ A) @ x"], {"symbols": CHAIN}, "proved", None, ""),
    (["y == A @ x"], {"symbols": CHAIN}, "proved", None, ""),
    (["x == y", "y == x"], {"symbols": {"x": "n", "y": "n"}}, "proved", None, ""),
]  # fmt: skip


def system(equations, **fields):
    return System("system", equations, **fields)


@pytest.mark.parametrize(("equations", "fields", "word", "when", "why"), CASES)
def test_systems_are_settled(equations, fields, word, when, why):
    verdict = prove(system(equations, **fields))
    assert verdict.word == word
    if word == "refuted":
        assert verdict.holds_exactly_when == when
        assert why in verdict.reason


def test_the_order_of_the_equations_does_not_matter():
    for equations in (ONE_WORD, ONE_WORD[::-1]):
        verdict = prove(system(equations, symbols=WORDS, for_all="x"))
        assert verdict.holds_exactly_when == "W - I = 0"


def test_what_is_left_over_and_the_definitions():
    s = system(SLIDE, symbols=HEAD)
    assert [str(a) for a, _ in s.definitions] == ["q", "s"]
    assert str(s.typed) == "A @ (W @ x) = A @ x"
    assert s.claims == (s,) and str(s).startswith("q == W @ x; ")


def test_named_unknowns_are_those():
    s = system(["v == x", "u == v"], symbols=WORDS, unknown="u")
    assert [str(a) for a, _ in s.definitions] == ["u"] and str(s.typed) == "v = x"
    assert prove(system(["W @ v == x"], symbols=WORDS, unknown="v")).word == "undecided"
    assert prove(system(["v == 2*v + x"], symbols=WORDS, unknown=("v",))).word == "undecided"


def test_an_unknown_of_which_something_is_given_is_not_put_in():
    """v > 0 would have to be shown of W x: it is no hypothesis about the known names."""
    s = system(["v == W @ x"], symbols=WORDS, given=["positive(v)"])
    assert s.definitions == ()
    named = system(["v == W @ x"], symbols=WORDS, given=["positive(v)"], unknown="v")
    assert prove(named).word == "undecided"


def test_an_unknown_below_a_derivative_is_not_put_in():
    """d/dx of v x is v while v = W x is held fixed, and not once W x stands for v."""
    s = system(["v == W @ x", "u == grad(v @ x, x)"], symbols=WORDS)
    assert prove(s).word == "undecided"


def test_a_value_with_a_free_index_is_not_put_in():
    """v = X[i] for every i says more than that some v is X[i]."""
    symbols = {"X": "n n", "v": "n"}
    s = system(
        ["v == X[i]", "sum(i, n, v) == sum(i, n, X[i])"], symbols=symbols, indices={"i": "n"}
    )
    assert s.definitions == ()


def test_size_equations_below_shapes_are_not_put_in():
    s = system(["n == 3", "sum_all(x) == n"], symbols={"x": "n"})
    assert prove(s).word == "undecided"


def test_both_directions_of_solving_are_replayed(monkeypatch):
    s = system(SLIDE, symbols=HEAD)
    assert solved_rightly(s, 2.0)
    seen = []
    monkeypatch.setattr(module, "follows", lambda st, t: seen.append(st) or len(seen) < 2)
    assert not solved_rightly(s, 2.0)
    assert [len(st.goals) for st in seen] == [1, 3]
    assert prove(s).word == "undecided"


def test_a_contradiction_is_a_theorem_without_conditions():
    assert contradiction(system(["x == y", "x == y + 1"], symbols={"x": "", "y": ""}), 2.0) > 0
    assert contradiction(system(["x == y", "x == 2*y"], symbols={"x": "", "y": ""}), 2.0) is None
    assert contradiction(system(["x == x/y", "y == 2"], symbols={"x": "", "y": ""}), 2.0) is None


def test_a_refused_certificate_is_no_contradiction(monkeypatch):
    monkeypatch.setattr(module, "replays", lambda certificate, s: False)
    assert contradiction(system(["x == y", "x == y + 1"], symbols={"x": "", "y": ""}), 2.0) is None


def test_systems_of_nodes_and_in_disputes():
    x, v, w = tensor("x", "d"), tensor("v", "d"), tensor("W", "d", "d")
    s = System("words", [Claim(v, x), Claim(v, w @ x)])
    dispute = Dispute("two", {"both": s, "one": Claim(v, v)}, as_written="v")
    assert [c.name for c in dispute.claims] == ["both", "one"]
    assert prove(dispute.claims[0]).holds_exactly_when == "W - I = 0"


def test_ill_typed_systems_and_bad_ones():
    assert prove(system(["v == x", "v == W @ y"], symbols={**WORDS, "y": "n"})).word == "ill-typed"
    with pytest.raises(BadInput):
        system([])
    with pytest.raises(BadInput):
        system(["x == y"], symbols={"x": "", "y": ""}, expect="maybe")
    with pytest.raises(BadInput):
        prove(system(["x > y"], symbols={"x": "", "y": ""}))
    with pytest.raises(BadInput):
        System("order", [Claim(tensor("x"), tensor("y"), ">")])


def test_claims_with_further_equations_have_all_their_goals():
    x, y = tensor("x", "n"), tensor("y", "n")
    assert prove(Claim(x + y, y + x, also=((x, x),))).word == "proved"
    both = Claim(x, x, also=((x, y),))
    assert str(both) == "x = x; x = y"
    assert prove(both).word == "refuted"
    given = (Assumption("equal", (x, y)),)
    assert prove(Claim(x, x, also=((x, y),), given=given)).word == "proved"
