"""When a refuted claim does hold: the condition as LaTeX, proved sufficient and necessary."""

from functools import cache

import pytest

from symattn.errors import CertificateError
from symattn.kernel.indices import bound, free
from symattn.kernel.statement import Hypothesis, Judgement, fingerprint, free_indices
from symattn.kernel.terms import ZERO, add, delta, entry, mul, num, power, total
from symattn.prover import exact_conditions as module
from symattn.prover.claim import Claim
from symattn.prover.exact_conditions import exactly_when
from symattn.prover.search import Attempt
from symattn.prover.settle import prove
from symattn.prover.statements import statement_of
from tests.prover.claim_table import symbols_of

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
    ("sqrt(d)*x == x", "x:d"): r"\sqrt{d} - 1 = 0",
    ("X@A == X@B", "X:n d; A:d k; B:d k", "X"): "A - B = 0",
    ("P@V == R@V", "P:n m; R:n m; V:m d", "V"): "P - R = 0",
    ("A@x == A@y", "A:n m; x:m; y:m", "A"): "x - y = 0",
    ("2*Q@T(K) == Q@T(K)", "Q:n d; K:m d", "Q"): "K = 0",
    ("A@B == B@A", "A:n n; B:n n"): "A B - B A = 0",
    ("A@x+b == x", "A:n n; x:n; b:n"): "A x + b - x = 0",
}  # fmt: skip
NO_CONDITION = {
    "exponentials": ("softmax(x) == softmax(y)", "x:n; y:n"),
    "quotients": ("x/c == x/d", "x:n; c:; d:"),
    "roots": ("sqrt(x**2) == x+1*abs(x)+1/x", "x:"),
    "not linear in what is quantified": ("W@W@x == x", "W:n n; x:n", "W"),
    "not quantified over what is given": ("x == 0", "x:n; y:n", "x", "equal(x,y)"),
    "inequalities": ("x > 0", "x:n"),
    "several goals": ("concat([x,y],0) == concat([y,x],0)", "x:n; y:n"),
}


def claim_of(text, symbols, for_all=(), *given):
    return Claim.from_text(text, symbols=symbols_of(symbols), for_all=for_all, given=given)


def condition_of(claim):
    return exactly_when(claim, statement_of(claim), 2.0)


@cache
def verdict_of(key):
    return prove(claim_of(*key))


@pytest.mark.parametrize("key", CONDITIONS, ids=lambda k: k[0])
def test_the_condition_of_a_linear_claim(key):
    verdict = verdict_of(key)
    assert (verdict.word, verdict.holds_exactly_when) == ("refuted", CONDITIONS[key])


@pytest.mark.parametrize("name", NO_CONDITION)
def test_no_condition_is_said_where_none_is_worth_it(name):
    claim = claim_of(*NO_CONDITION[name])
    found = condition_of(claim)
    if name == "not linear in what is quantified":
        assert found in (None, "W W x - x = 0")
    else:
        assert found is None


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
    true = module.attempt_proof
    monkeypatch.setattr(module, "attempt_proof", lambda s, t: seen.append(s) or true(s, t))
    claim = claim_of("x@A == x@B", "x:n; A:n m; B:n m")
    statement = statement_of(claim)
    assert exactly_when(claim, statement, 2.0) == "A - B = 0"
    necessary, sufficient = seen
    assert sufficient.goals == statement.goals and len(sufficient.hypotheses) == 1
    (residual,) = {h.judgement.a for h in sufficient.hypotheses}
    assert residual.op == "add" and len(residual.dangling) == 2
    (goal,) = necessary.goals
    assert (goal.rel, goal.b) == ("=", ZERO) and "'x'" not in str(goal)
    assert "'x'" not in str(necessary.hypotheses) and "delta" in str(necessary.hypotheses)
    assert statement.tensors == necessary.tensors == sufficient.tensors


@pytest.mark.parametrize("failing", [0, 1])
def test_a_direction_that_is_not_proved_leaves_no_condition(monkeypatch, failing):
    true, calls = module.attempt_proof, []

    def attempt(s, seconds):
        calls.append(s)
        return Attempt(reason="no") if len(calls) % 2 == (failing + 1) % 2 else true(s, seconds)

    monkeypatch.setattr(module, "attempt_proof", attempt)
    assert condition_of(claim_of("A == B", "A:n m; B:n m")) is None
    assert len(calls) == failing + 1


def test_a_direction_whose_certificate_is_refused_leaves_no_condition(monkeypatch):
    class Refusing:
        def replay(self, certificate):
            raise CertificateError("replaying", "no")

    monkeypatch.setattr(module, "REPLAYER", Refusing())
    assert condition_of(claim_of("A == B", "A:n m; B:n m")) is None


def test_a_direction_with_another_statement_leaves_no_condition(monkeypatch):
    class Other:
        def replay(self, certificate):
            return {"fingerprint": fingerprint(statement_of(claim_of("x == x", "x:n")))}

    monkeypatch.setattr(module, "REPLAYER", Other())
    assert condition_of(claim_of("A == B", "A:n m; B:n m")) is None


def test_a_condition_that_is_too_long_is_not_said(monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 4)
    assert condition_of(claim_of("A == B", "A:n m; B:n m")) is None


def test_what_runs_out_of_time_leaves_no_condition():
    claim = claim_of("A == B", "A:n m; B:n m")
    assert exactly_when(claim, statement_of(claim), -1.0) is None


# ---- the parts -------------------------------------------------------------------------------------

i, j = free("i", "n"), free("j", "n")
U, V = free("u", "n"), free("v", "n")


def test_a_unit_tensor_is_put_in_place_of_every_entry():
    t = total("n", mul(entry("x", bound(0, "n")), entry("A", bound(0, "n"), i), entry("x", j)))
    found = module._at_unit(t, "x", (U,))
    assert found is total(
        "n", mul(delta(bound(0, "n"), U), entry("A", bound(0, "n"), i), delta(j, U))
    )
    assert module._at_unit(t, "y", (U,)) is t


def test_degrees():
    x = entry("x", i)
    assert [module._degree(t, "x") for t in (x, mul(x, x), total("n", x), power(x, 2), i, entry("y", i))] == [1, 2, 1, 2, 0, 0]  # fmt: skip


def test_free_indices_become_levels():
    closed = module._closed(mul(entry("A", i, j), total("n", entry("x", bound(0, "n")))), [i, j])
    assert not free_indices([closed]) and closed.dangling == {(0, "n"), (1, "n")}
    assert "bound(0, 'n'), bound(1, 'n')" in str(closed)


def test_letters_of_new_indices_are_new():
    used = {"u", "w"}
    assert [module._letter(used) for _ in range(3)] == ["v", "p", "q"]


def test_statements_keep_what_was_given():
    statement = statement_of(claim_of("x == y", "x:n; y:n; z:n", (), "equal(z,x)"))
    new = Hypothesis((), Judgement("=", add(entry("x", i), num(1)), ZERO))
    goal = Judgement("=", entry("x", i), ZERO)
    both = module._with(statement, new, goal)
    assert both.hypotheses == (*statement.hypotheses, new) and both.goals == (goal,)
