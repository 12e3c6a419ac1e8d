"""When a refuted claim does hold: the condition as LaTeX, proved sufficient and necessary."""

from functools import cache

import pytest

from symattn.errors import CertificateError
from symattn.kernel.indices import bound, free
from symattn.kernel.statement import fingerprint, free_indices
from symattn.kernel.terms import ZERO, delta, diff, entry, exp, mul, power, total
from symattn.prover import exact_conditions as module
from symattn.prover import exact_proofs as proofs
from symattn.prover.claim import Claim
from symattn.prover.exact_conditions import exactly_when
from symattn.prover.exact_instances import (
    Letters,
    NoInstance,
    closed,
    is_root_only,
    put,
    to_be_shown,
    unit_at,
    zero,
)
from symattn.prover.exact_polynomials import MANY, degree_of
from symattn.prover.search import possible_conditions
from symattn.prover.settle import Budget, prove
from symattn.prover.statements import statement_of
from tests.prover.claim_table import symbols_of

PATIENT = Budget(condition=20.0)  # a busy machine changes no pinned condition

WX = "x:d; W:d d; W1:d h"
CONDITIONS = {  # text, symbols, further fields -> LaTeX
    ("x@A == x@B", "x:n; A:n m; B:n m"): "A - B = 0",
    ("x@W@W1 == x@W1", WX): r"\left(W - I\right) W_1 = 0",
    ("V1@W@x == V1@x", "x:d; W:d d; V1:h d"): r"V_1 \left(W - I\right) = 0",
    ("A@x == T(A)@x", "A:n n; x:n"): "A - A^T = 0",
    ("T(W)@W@x == x", "W:h d; x:d"): "W^T W - I = 0",
    ("x@y == x@z", "x:n; y:n; z:n"): "y - z = 0",
    ("2*W@x == W@x", "W:h d; x:d"): "W = 0",
    ("A@x == 3*x", "A:n n; x:n"): "A - 3 I = 0",
    ("A@x/2 == B@x/3", "A:n n; B:n n; x:n"): r"\frac{1}{2} A - \frac{1}{3} B = 0",
    ("x@A@y == x@B@y", "x:n; A:n m; B:n m; y:m"): "A - B = 0",
    ("sqrt(d)*x == x", "x:d"): "d = 1",
    ("X@A == X@B", "X:n d; A:d k; B:d k", "X"): "A - B = 0",
    ("P@V == R@V", "P:n m; R:n m; V:m d", "V"): "P - R = 0",
    ("A@x == A@y", "A:n m; x:m; y:m", "A"): "x - y = 0",
    ("2*Q@T(K) == Q@T(K)", "Q:n d; K:m d", "Q"): "K = 0",
    ("A@B == B@A", "A:n n; B:n n"): "A B - B A = 0",
    ("A@x+b == x", "A:n n; x:n; b:n"): "A x + b - x = 0",
    ("A@x+b == x", "A:n n; x:n; b:n", "x"): r"A - I = 0 \text{ and } b = 0",
    ("x@A@x == 0", "A:n n; x:n"): "A + A^T = 0",
    ("x@A@x == x@B@x", "A:n n; B:n n; x:n"): "A + A^T - B - B^T = 0",
    ("sum_all((A@x)**2) == sum_all(x**2)", "A:m n; x:n"): "A^T A - I = 0",
    ("(A@x)@(A@y) == x@y", "A:m n; x:n; y:n"): "A^T A - I = 0",
    ("sum_all(W@x) == sum_all(x)", "W:n n; x:n"): r"\sum_{i=1}^{n} W_{i,u} - 1 = 0",
    ("P@(V + outer(ones(n),b)) == P@V + outer(ones(m),b)", "P:m n; V:n d; b:d"): r"\sum_{j=1}^{n} P_{i,j} - 1 = 0",
    ("tr(A@B@C) == tr(A@C@B)", "A:n n; B:n n; C:n n", "A"): "B C - C B = 0",
    ("T(A)@B == A@B", "A:n n; B:n m", "B"): "A - A^T = 0",
    ("(A+B)@(A+B) == A@A + 2*A@B + B@B", "A:n n; B:n n"): "A B - B A = 0",
    ("x@A@y == y@A@x", "A:n n; x:n; y:n"): "A - A^T = 0",
    ("c*x + d*x == x", "c:; d:; x:n"): "d + c - 1 = 0",
    ("softmax(x) == softmax(y)", "x:n; y:n"): "x_i + y_u - x_u - y_i = 0",
    ("x/c == x/d", "x:n; c:; d:"): "d - c = 0",
    ("x == 0", "x:n; y:n", "x", "equal(x,y)"): "y = 0",
    ("norm(A@x) == norm(x)", "A:n n; x:n"): "A^T A - I = 0",
    ("grad(x@A@x, x) == 2*A@x", "A:n n; x:n"): "A - A^T = 0",
    ("softmax(c*x) == softmax(x)", "c:; x:n"): r"n = 1 \text{ or } c - 1 = 0",
    ("softmax(c*x) == softmax(a*x)", "c:; a:; x:n"): r"n = 1 \text{ or } c - a = 0",
    ("softmax(x/t) == softmax(x)", "t:; x:n"): r"n = 1 \text{ or } t - 1 = 0",
    ("softmax(x+y) == softmax(x)", "y:n; x:n", "x"): "y_i - y_u = 0",
    ("softmax(A@x) == softmax(B@x)", "A:n m; B:n m; x:m", "x"): "B_{u,v} + A_{i,v} - B_{i,v} - A_{u,v} = 0",
    ("softmax(Q@T(K+C)) == softmax(Q@T(K))", "Q:n d; K:m d; C:m d", ("Q", "K")): "C_{j,w} - C_{v,w} = 0",
    ("softmax(Q@T(K)) == softmax(Q@T(K)/sqrt(d))", "Q:n d; K:m d", ("Q", "K")): r"m = 1 \text{ or } d = 1",
    ("softmax(c*Q@T(K)) == softmax(Q@T(K)/sqrt(d))", "Q:n d; K:m d; c:", ("Q", "K")): r"m = 1 \text{ or } c - \frac{1}{\sqrt{d}} = 0",
    ("exp(c*x) == exp(x)", "c:; x:", "x"): "c - 1 = 0",
    ("tanh(c*x) == tanh(x)", "c:; x:", "x"): "c - 1 = 0",
    ("relu(c*x) == c*relu(x)", "c:; x:n"): r"c \geq 0",
    ("abs(c*x) == c*abs(x)", "c:; x:n"): r"c \geq 0",
    ("norm(c*x) == c*norm(x)", "c:; x:n"): r"c \geq 0",
    ("2*x/sqrt(4*x@x/n+eps) == x/sqrt(x@x/n+eps)", "x:n; eps:", "x", "between(eps, 0, inf)"): r"\mathrm{eps} = 0",
    ("exp(x@w) == exp(x@u)", "x:n; w:n; u:n", "x"): "u - w = 0",
    ("sigmoid(w@x) == sigmoid(u@x)", "x:n; w:n; u:n", "x"): "u - w = 0",
    ("log(c*x) == log(x)", "x:; c:", "x", "positive(x)", "positive(c)"): "c - 1 = 0",
    ("a*a*b == b", "a:; b:", "b"): r"a - 1 = 0 \text{ or } 1 + a = 0",
    ("mean_axis(x,0) == sum_axis(x,0)", "x:n", "x"): "n = 1",
    ("sigmoid(x) == 1/(1+exp(x))", "x:"): "x = 0",
    ("concat([x,y],0) == concat([y,x],0)", "x:n; y:n"): "x - y = 0",
    ("W@W@x == x", "W:n n; x:n", "W"): "x = 0",
    ("sum_all(ones(n)) == m", "z:n m"): "n - m = 0",
}  # fmt: skip
NO_CONDITION = {
    "roots": ("sqrt(x**2) == x+1*abs(x)+1/x", "x:"),
    "of degree 3 in what is quantified": ("W@W@W@x == x", "W:n n; x:n", "W"),
    "inequalities": ("x > 0", "x:n"),
}


def claim_of(text, symbols, for_all=(), *given):
    return Claim.from_text(text, symbols=symbols_of(symbols), for_all=for_all, given=given)


def condition_of(claim):
    return exactly_when(claim, statement_of(claim), 2.0)


@cache
def verdict_of(key):
    return prove(claim_of(*key), PATIENT)


@pytest.mark.parametrize("key", CONDITIONS, ids=lambda k: k[0])
def test_the_condition_of_a_linear_claim(key):
    verdict = verdict_of(key)
    assert (verdict.word, verdict.holds_exactly_when) == ("refuted", CONDITIONS[key])


NORM = "({c}*x-mean_axis({c}*x,0))/sqrt(mean_axis(({c}*x-mean_axis({c}*x,0))**2,0)+eps)"
SCALED = [  # the factor, what is given, when LayerNorm does not see the factor
    ("2", "between(eps, 0, inf)", r"\mathrm{eps} = 0"),
    ("c", "between(eps, 0, inf)", r"\mathrm{eps} = 0 \text{ or } c - 1 = 0"),
    ("c", "positive(eps)", "c - 1 = 0"),
]


@pytest.mark.parametrize(("factor", "given", "when"), SCALED)
def test_when_layer_norm_does_not_see_a_factor(factor, given, when):
    sides = NORM.format(c=factor), NORM.format(c=1)
    claim = Claim.from_text(
        " == ".join(sides), symbols=symbols_of("x:n; eps:; c:"), for_all="x",
        given=(given, "positive(c)"), least={"n": 2},
    )  # fmt: skip
    verdict = prove(claim, PATIENT)
    assert (verdict.word, verdict.holds_exactly_when) == ("refuted", when)


@pytest.mark.parametrize("name", NO_CONDITION)
def test_no_condition_is_said_where_none_is_worth_it(name):
    claim = claim_of(*NO_CONDITION[name])
    assert condition_of(claim) is None


GIVEN = [  # text, symbols, the condition in the claim language
    ("x@A == x@B", "x:n; A:n m; B:n m", "equal(A,B)"),
    ("x@W@W1 == x@W1", WX, "equal(W@W1,W1)"),
    ("A@x == T(A)@x", "A:n n; x:n", "equal(A,T(A))"),
    ("T(W)@W@x == x", "W:h d; x:d", "equal(T(W)@W,eye(d))"),
    ("A@B == B@A", "A:n n; B:n n", "equal(A@B,B@A)"),
]


@pytest.mark.parametrize(("text", "symbols", "given"), GIVEN, ids=lambda x: x)
def test_under_the_condition_the_claim_is_proved(text, symbols, given):
    assert prove(claim_of(text, symbols, (), given)).word == "proved"


def test_both_directions_are_proved_from_the_right_statements(monkeypatch):
    """Sufficient: R = 0 gives the claim. Necessary: the claim at unit vectors gives R = 0."""
    seen = []
    true = proofs.replays
    monkeypatch.setattr(proofs, "replays", lambda text, s: seen.append(s) or true(text, s))
    claim = claim_of("x@A == x@B", "x:n; A:n m; B:n m")
    statement = statement_of(claim)
    assert exactly_when(claim, statement, 2.0) == "A - B = 0"
    necessary, sufficient = (s for s in seen if s.tensors)
    assert sufficient.goals == statement.goals and len(sufficient.hypotheses) == 1
    (residual,) = {h.judgement.a for h in sufficient.hypotheses}
    assert residual.op == "add" and len(residual.dangling) == 2
    (goal,) = necessary.goals
    assert (goal.rel, goal.b) == ("=", ZERO) and "'x'" not in str(goal)
    assert "'x'" not in str(necessary.hypotheses) and "delta" in str(necessary.hypotheses)
    assert statement.tensors == sufficient.tensors
    assert [n for n, _, _ in necessary.tensors] == ["A", "B", "x", "x~0"]


@pytest.mark.parametrize("failing", [0, 1])
def test_a_direction_that_is_not_replayed_leaves_no_condition(monkeypatch, failing):
    true, calls = proofs.replays, []

    def replays(text, s):
        calls.append(s)
        return len(calls) != failing + 1 and len(calls) < 3 and true(text, s)

    monkeypatch.setattr(proofs, "replays", replays)
    assert condition_of(claim_of("A == B", "A:n m; B:n m")) is None


def test_a_direction_whose_certificate_is_refused_leaves_no_condition(monkeypatch):
    class Refusing:
        def replay(self, certificate):
            raise CertificateError("replaying", "no")

    monkeypatch.setattr(proofs, "REPLAYER", Refusing())
    assert condition_of(claim_of("A == B", "A:n m; B:n m")) is None


def test_a_direction_with_another_statement_leaves_no_condition(monkeypatch):
    class Other:
        def replay(self, certificate):
            return {"fingerprint": fingerprint(statement_of(claim_of("x == x", "x:n")))}

    monkeypatch.setattr(proofs, "REPLAYER", Other())
    assert condition_of(claim_of("A == B", "A:n m; B:n m")) is None


def test_a_condition_that_is_too_long_is_not_said(monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 4)
    assert condition_of(claim_of("A == B", "A:n m; B:n m")) is None


def test_what_runs_out_of_time_leaves_no_condition():
    claim = claim_of("A == B", "A:n m; B:n m")
    assert exactly_when(claim, statement_of(claim), -1.0) is None


# ---- traps -----------------------------------------------------------------------------------------


def test_a_derivative_by_what_is_quantified_is_worked_out_before_a_value_is_put_in():
    """The gradient of x A x at a unit vector is no derivative of a constant: that gave A = 0."""
    verdict = prove(claim_of("grad(x@A@x, x) == 2*A@x", "A:n n; x:n"), PATIENT)
    assert verdict.holds_exactly_when == "A - A^T = 0"
    with pytest.raises(NoInstance):
        put(diff(entry("x"), "x"), {"x": zero})
    assert put(diff(entry("x"), "x"), {"y": zero}).op == "diff"


def test_where_the_claim_says_nothing_no_instance_is_taken():
    """At x = e_u the denominator is y_u, which may be 0: there the claim is silent."""
    claim = claim_of("(y@x)/(y@x)*(a@x) == b@x", "x:n; y:n; a:n; b:n", "x")
    assert condition_of(claim) is None


def test_what_is_given_of_x_must_hold_of_the_value():
    """x = e_u is not positive; where x is said to be y, nothing is left to range over."""
    positive = claim_of("A@x == B@x", "A:m n; B:m n; x:n", "x", "positive(x)")
    assert condition_of(positive) is None
    assert (
        condition_of(claim_of("A@x == B@x", "A:m n; B:m n; x:n; y:n", "x", "equal(x,y)"))
        == r"\left(A - B\right) y = 0"
    )


def test_a_condition_of_several_equations_is_said_whole():
    verdict = prove(claim_of("A@x + b == x", "A:n n; x:n; b:n", "x"), PATIENT)
    assert verdict.holds_exactly_when == r"A - I = 0 \text{ and } b = 0"


# ---- the parts -------------------------------------------------------------------------------------

i, j = free("i", "n"), free("j", "n")
U, V = free("u", "n"), free("v", "n")


def test_a_unit_tensor_is_put_in_place_of_every_entry():
    t = total("n", mul(entry("x", bound(0, "n")), entry("A", bound(0, "n"), i), entry("x", j)))
    found = put(t, {"x": unit_at((U,))})
    assert found is total(
        "n", mul(delta(bound(0, "n"), U), entry("A", bound(0, "n"), i), delta(j, U))
    )
    assert put(t, {"y": unit_at((U,))}) is t


def test_degrees():
    x = entry("x", i)
    assert [degree_of(t, "x") for t in (x, mul(x, x), total("n", x), power(x, 2), i, entry("y", i))] == [1, 2, 1, 2, 0, 0]  # fmt: skip
    assert degree_of(exp(x), "x") == degree_of(power(x, -1), "x") == MANY


def test_free_indices_become_levels():
    made = closed("=", mul(entry("A", i, j), total("n", entry("x", bound(0, "n"))))).judgement.a
    assert not free_indices([made]) and made.dangling == {(0, "n"), (1, "n")}
    assert "bound(0, 'n'), bound(1, 'n')" in str(made)


def test_letters_of_new_indices_are_new():
    letters = Letters({"u", "w"})
    assert [letters.place("n").args[0] for _ in range(3)] == ["v", "p", "q"]
    assert letters.place(("*", "H", "d")).op == "pair"
    with pytest.raises(NoInstance):
        letters.place(("+", "n", "m"))


def test_what_is_only_known_not_to_be_negative_is_no_condition_of_an_instance():
    """At x = e_u the base of norm(A x) may be 0: no proof may take it to be positive there."""
    s = statement_of(claim_of("norm(A@x) == norm(x)/norm(x)*norm(x)", "A:n n; x:n", "x"))
    domain = possible_conditions(s)
    assert {(c.rel, is_root_only(s, c)) for c in domain} == {(">", True), ("!=", False)}
    shown = to_be_shown(s, domain, {"x": unit_at((U,))})
    assert {j.rel for j in shown} == {">=", "!="}
    logs = statement_of(claim_of("log(x@x) == 1/sqrt(x@x)", "x:n", "x"))
    assert not any(is_root_only(logs, c) for c in possible_conditions(logs))
