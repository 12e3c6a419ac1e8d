"""Properties that are enough for a refuted claim: proved to be that, and said to be no more."""

from random import Random

import pytest

from symattn.kernel.statement import free_indices
from symattn.prover import exact_properties as module
from symattn.prover.claim import Claim
from symattn.prover.exact_conditions import conditions_of
from symattn.prover.exact_properties import properties, property_enough
from symattn.prover.refuter import false_in_float
from symattn.prover.sampling import Sampler
from symattn.prover.sampling_filler import Draft
from symattn.prover.sampling_numbers import FloatArithmetic
from symattn.prover.settle import Budget, prove
from symattn.prover.statements import statement_of
from symattn.rendering.answers import answer_of
from symattn.rendering.terminal import verdict_text
from tests.prover.claim_table import symbols_of

PATIENT = Budget(condition=20.0)  # a busy machine changes no pinned condition

NORM = "{c}*x/sqrt(mean_axis(({c}*x)**2,0)+eps)"
ENOUGH = {
    (f"{NORM.format(c=2)} == {NORM.format(c=1)}", "x:n; eps:", ("x",)): r"\mathrm{eps} = 0",
    ("x/sqrt(x@x+eps) == x/norm(x)", "x:n; eps:", ("x",)): r"\mathrm{eps} = 0",
    ("lse(c*x) == c*lse(x)", "x:n; c:", ("x",)): "c - 1 = 0",
    ("softmax(Q@T(K))@V == V", "Q:n d; K:n d; V:n e", ("Q", "K")): "V_{u,v} - V_{w,v} = 0",
    ("softmax(x)@(x+b) == softmax(x)@x", "x:n; b:n", ("x",)): "b = 0",
    ("A@x == B@x", "A:m n; B:m n; x:n", ("x",), "positive(x)"): "A - B = 0",
    ("W@x == x", "W:n n; x:n", ("x",), "centered(x)"): "W - I = 0",
}


def claim_of(text, symbols, for_all=(), *given):
    return Claim.from_text(text, symbols=symbols_of(symbols), for_all=for_all, given=given)


@pytest.mark.parametrize("key", ENOUGH, ids=lambda k: k[0])
def test_what_is_enough_is_not_said_to_be_necessary(key):
    verdict = prove(claim_of(*key), PATIENT)
    assert verdict.word == "refuted"
    assert (verdict.holds_exactly_when, verdict.holds_when) == (None, ENOUGH[key])
    answer = answer_of("a", verdict)
    assert (answer["holds_exactly_when"], answer["holds_when"]) == (None, ENOUGH[key])
    assert f"at least when {ENOUGH[key]}" in verdict_text(answer)
    assert "at least when" in verdict._repr_latex_()


def test_an_exact_condition_comes_alone():
    claim = claim_of("softmax(c*x) == softmax(x)", "x:n; c:")
    exact, enough = conditions_of(claim, statement_of(claim), 2.0)
    assert exact == r"n = 1 \text{ or } c - 1 = 0" and enough is None


@pytest.mark.parametrize(
    "claim",
    [
        claim_of("softmax(x) == 2*softmax(x)", "x:n", ("x",)),
        claim_of("x == 0", "x:n", (), "positive(x)"),
    ],
)
def test_no_property_where_none_is_enough(claim):
    assert property_enough(statement_of(claim), claim.for_all, 1.0) is None


def test_what_looks_false_is_not_attempted(monkeypatch):
    attempted = []
    monkeypatch.setattr(module, "enough", lambda s, d, j, t: attempted.append(j))
    statement = statement_of(claim_of("T(A)@x == A@x", "A:n n; x:n"))
    assert property_enough(statement, ("x",), 1.0) is None
    first = attempted[0].a
    assert len(attempted) <= module.MOST_PROOFS and "A" in str(first)
    monkeypatch.setattr(module, "_looks_right", lambda s, p, points: False)
    attempted.clear()
    assert property_enough(statement, ("x",), 1.0) is None and not attempted


def test_the_tables_have_the_property():
    """What is changed so that a property holds does hold there, at sizes 1, 2 and 3."""
    symbols = "A:n n; B:n n; C:n m; b:n; c:; x:n"
    s = statement_of(claim_of("A@x + B@x + C@sum_axis(C,0)*c == b", symbols))
    count = 0
    for sizes in ({"n": 1, "m": 1}, {"n": 2, "m": 3}, {"n": 3, "m": 2}):
        for p in properties(s, ("x",)):
            if p.equal is not None:
                continue
            at, tables = Sampler(s, sizes, Random(1)).draw(0)
            p.change(tables)
            places = {str(i.args[0]): 0 for i in free_indices([p.says.a])}
            at.indices.update(places)
            assert not false_in_float(Draft(s, at, tables, FloatArithmetic()), p.says)
            count += 1
    assert count > 40


def test_tensors_of_which_something_is_given_keep_it():
    s = statement_of(claim_of("A@x == x@A", "A:n n; x:n", ("x",), "orthogonal(A)"))
    assert all(p.equal for p in properties(s, ("x",)))
