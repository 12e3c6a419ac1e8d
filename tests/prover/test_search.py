"""The attempt: which conditions may be assumed, which roads are tried, and how it gives up."""

from dataclasses import replace
from fractions import Fraction

import pytest

from symattn.kernel.certificate import replay
from symattn.kernel.indices import free
from symattn.kernel.polynomial import TooLarge
from symattn.kernel.statement import Judgement, Statement, fingerprint
from symattn.kernel.terms import entry, exp, log, mul, num, power
from symattn.kernel.theorem import StepRefused
from symattn.prover import search
from symattn.prover.derivatives import derivative_of
from symattn.prover.normal_form import NormalForm
from symattn.prover.proof import OutOfBudget, Proof
from symattn.prover.search import Attempt, attempt_proof, polys_of, possible_conditions
from symattn.prover.signs import Facts
from symattn.prover.statements import statement_of
from tests.prover.claim_table import row

s, t = entry("s"), entry("t")
TWO = (("s", (), ()), ("t", (), ()))


def statement(*goals, **fields):
    return Statement((("n", 1),), TWO, goals=goals, **fields)


def of(*parts, **extras):
    return statement_of(row("", *parts, **extras).claim)


def test_what_must_be_defined_is_a_possible_condition():
    half = Fraction(1, 2)
    goal = Judgement("=", mul(power(s, -1), power(t, half), log(mul(s, t)), power(exp(s), -1)))
    assert set(possible_conditions(statement(goal))) == {
        Judgement("!=", s), Judgement(">", t), Judgement(">", mul(s, t)),
    }  # fmt: skip


def test_a_size_is_never_a_condition():
    """To assume that a sum of exponentials is not 0 would be to assume that there is one."""
    claim = of("sum_all(softmax(x)) == n/n", "x:n", least={"n": 0})
    assert possible_conditions(claim) == ()
    assert attempt_proof(claim).certificate == ""


@pytest.mark.parametrize("parts", [
    ("softmax(x+c) == softmax(x)", "x:n; c:"), ("x/x == 1", "x:"), ("x > 0", "x:", "positive(x)"),
    ("x*x >= 0", "x:"), ("exp(x) > exp(y)", "x:; y:", "positive(x-y)"), ("tanh(x) < 1", "x:"),
    ("concat([x,y],0) == concat([x,1*y],0)", "x:n; y:m"), ("sqrt(x**2) >= x-0", "x:"),
])  # fmt: skip
def test_a_certificate_replays_to_the_statement(parts):
    claim = of(*parts)
    attempt = attempt_proof(claim)
    if not attempt.certificate:
        assert parts[0].startswith("sqrt")
        return
    found = replay(attempt.certificate)
    assert found.fingerprint == fingerprint(claim) and found.steps == attempt.steps
    assert len(found.conditions) == len(attempt.conditions)


def test_every_goal_must_be_proved():
    good, bad = Judgement("=", mul(s, t), mul(t, s)), Judgement("=", s, t)
    assert attempt_proof(statement(good, good)).certificate
    assert not attempt_proof(statement(good, bad)).certificate


def test_the_residual_is_the_difference_of_the_normal_forms():
    attempt = attempt_proof(statement(Judgement("=", mul(num(3), s), mul(s, num(2)))))
    assert (attempt.certificate, attempt.residual) == ("", "s")
    assert attempt.reason == "the two sides have different normal forms"
    assert attempt_proof(statement(Judgement(">", s))).reason == "the sign is not known"


def test_a_long_residual_is_cut(monkeypatch):
    monkeypatch.setattr(search, "text_of", lambda t: "s" * 5_000)
    residual = attempt_proof(statement(Judgement("=", s, t))).residual
    assert len(residual) == 2_004 and residual.endswith(" ...")


@pytest.mark.parametrize("wrong", [
    (OutOfBudget("9 steps"), "9 steps"), (TooLarge("monomials"), "monomials"),
    (RecursionError(), "too deeply"), (StepRefused("no derivative of f"), "no derivative of f"),
])  # fmt: skip
def test_every_limit_is_a_reason(monkeypatch, wrong):
    error, words = wrong

    def fail(*args):
        raise error

    monkeypatch.setattr(search, "proved_judgement", fail)
    attempt = attempt_proof(statement(Judgement("=", s, t)))
    assert attempt.certificate == "" and words in attempt.reason


def test_what_runs_out_of_time_gives_its_reason():
    goal = Judgement("=", mul(s, t), mul(t, s))
    assert "budget" in attempt_proof(statement(goal), -1.0).reason


def recorder(seen):
    """An attempt that finds nothing and notes which equations it was to do without."""

    def attempt(proof, without, by_signs=False, words=False):
        if not words:  # matrix words leave nothing out
            seen.append(without)
        return Attempt(reason=str(without))

    return attempt


def test_each_equation_is_left_out_once(monkeypatch):
    claim = of("x == y", "x:n; y:n; z:n; u:n", "equal(x,z)", "equal(y,u)", "positive(z)")
    seen = []
    monkeypatch.setattr(search, "_attempt", recorder(seen))
    assert attempt_proof(claim).reason == str(frozenset())  # that of the first road
    equations = [k for k, h in enumerate(claim.hypotheses) if h.judgement.rel == "="]
    assert seen == [frozenset(), *(frozenset({k}) for k in equations)] and len(equations) == 2


def test_one_equation_is_not_left_out(monkeypatch):
    claim = of("x == y", "x:n; y:n; z:n", "equal(x,z)")
    seen = []
    monkeypatch.setattr(search, "_attempt", recorder(seen))
    attempt_proof(claim)
    assert seen == [frozenset()]


def test_differences_of_the_sides():
    goals = (Judgement("=", mul(s, t), mul(t, s)), Judgement("=", s, t))
    nf = NormalForm(Proof(statement(*goals)))
    first, second = polys_of(nf, goals)
    assert first == {} and len(second) == 2


# ---- derivatives -------------------------------------------------------------------------------------


def test_derivatives_are_theorems_about_the_entry():
    proof = Proof(statement(Judgement("=", s, t)))
    found = derivative_of(proof, Facts(proof), mul(s, exp(s)), ("s",))
    assert (found.rel, found.a, found.by) == ("D", mul(s, exp(s)), ("s",))
    constant = derivative_of(proof, Facts(proof), exp(t), ("s",))
    assert constant.b is num(0)


def test_a_derivative_that_no_rule_gives_is_refused():
    extra = replace(statement(Judgement("=", s, t)), tensors=(*TWO, ("x", ("n",), ())))
    proof = Proof(extra)
    i = free("i", "n")
    by_largest = of("jac(max_axis(x,0),x) == 0*x", "x:n").goals[0].a
    assert by_largest.op == "diff"
    with pytest.raises(StepRefused, match="no derivative of max"):
        derivative_of(proof, Facts(proof), by_largest.args[0], ("x", i))


def test_a_derivative_of_a_root_needs_its_base_positive():
    root = power(s, Fraction(1, 2))
    bare = Proof(statement(Judgement("=", s, t)))
    with pytest.raises(StepRefused):
        derivative_of(bare, Facts(bare), root, ("s",))
    given = Proof(statement(Judgement("=", s, t)), [Judgement(">", s)])
    assert derivative_of(given, Facts(given), root, ("s",)).a is root


def test_a_second_derivative_is_one_of_a_value():
    claim = of("jac(jac(x**3,x),x) == 6*x", "x:")
    assert attempt_proof(claim).certificate
