"""PROVED and REFUTED need every check to agree; whatever goes wrong ends in UNDECIDED."""

from dataclasses import replace

import pytest

from symattn.errors import BadInput, CertificateError, NotationError, Unsupported
from symattn.kernel.indices import TermError
from symattn.kernel.statement import fingerprint
from symattn.kernel.witness import Outcome
from symattn.prover import settle
from symattn.prover.claim import Claim
from symattn.prover.search import Attempt, attempt_proof
from symattn.prover.settle import Budget, prove
from symattn.prover.statements import statement_of
from tests.prover.claim_table import row

TRUE = row("proved", "softmax(x+c) == softmax(x)", "x:n; c:").claim
FALSE = row("refuted", "softmax(2*x) == softmax(x)", "x:n").claim
SMALL = Budget(proof=1.0, refutation=1.0, second_opinion=0.5, whole=5.0)


def reason_of(verdict):
    assert verdict.word == "undecided", verdict
    return verdict.reason


def test_the_two_claims_are_settled():
    proved, refuted = prove(TRUE), prove(FALSE)
    assert (proved.word, refuted.word) == ("proved", "refuted")
    assert fingerprint(proved.statement) == fingerprint(statement_of(TRUE))
    assert proved.certificate and proved.theorem and proved.steps > 3
    assert proved.seconds > 0 and refuted.seconds > 0


# ---- PROVED -------------------------------------------------------------------------------------


class Answering:
    """A replayer that gives one answer, or raises."""

    def __init__(self, answer):
        self.answer = answer

    def replay(self, certificate):
        if isinstance(self.answer, Exception):
            raise self.answer
        return {"replayed": True, "theorem": "x = x", "steps": 1, "fingerprint": self.answer}

    def stop(self):
        pass


def test_a_certificate_of_another_statement_proves_nothing(monkeypatch):
    monkeypatch.setattr(settle, "REPLAYER", Answering(fingerprint(statement_of(FALSE))))
    assert "our bug" in reason_of(prove(TRUE)) and "another statement" in prove(TRUE).reason


def test_the_attempt_of_a_weaker_statement_proves_nothing(monkeypatch):
    """The prover is handed a weaker statement: its certificate replays, and is not believed."""
    weaker = statement_of(row("", "x == x", "x:n").claim)
    monkeypatch.setattr(settle, "attempt_proof", lambda s, t: attempt_proof(weaker, t))
    monkeypatch.setattr(settle, "agrees_in_float", lambda *a, **k: (0, 0, 0.0))
    for claim in (TRUE, FALSE):
        assert "another statement" in reason_of(prove(claim))


def test_a_weaker_statement_with_the_same_symbols_proves_nothing(monkeypatch):
    whole = statement_of(FALSE)
    goal = replace(whole.goals[0], b=whole.goals[0].a)
    stronger = replace(whole, sizes=(("n", 2),))
    for other in (replace(whole, goals=(goal,)), stronger, replace(whole, goals=())):
        found = attempt_proof(other)
        monkeypatch.setattr(settle, "attempt_proof", lambda s, t, found=found: found)
        assert prove(FALSE).word != "proved"


def test_a_refused_certificate_proves_nothing(monkeypatch):
    monkeypatch.setattr(settle, "REPLAYER", Answering(CertificateError("replaying", "step 3")))
    assert "the kernel refused the certificate" in reason_of(prove(TRUE))
    assert "our bug" in prove(TRUE).reason


def test_a_forged_certificate_proves_nothing(monkeypatch):
    text = attempt_proof(statement_of(TRUE)).certificate.replace("exp_of_sum", "exp_of_some")
    monkeypatch.setattr(settle, "attempt_proof", lambda s, t: Attempt(text, 5))
    assert "the kernel refused the certificate" in reason_of(prove(TRUE))


@pytest.mark.parametrize(
    ("exact", "floats", "words"),
    [
        (False, (5, 5, 0.0), "exact arithmetic"),
        (True, (5, 4, 1e-3), "floating point disagrees by 1.0e-03"),
        (None, (5, 0, 7.0), "floating point"),
        (None, (0, 0, 0.0), "no inputs were found"),
    ],
)
def test_a_second_opinion_that_contradicts_is_heard(monkeypatch, exact, floats, words):
    monkeypatch.setattr(settle, "agrees_exactly", lambda *a, **k: exact)
    monkeypatch.setattr(settle, "agrees_in_float", lambda *a, **k: floats)
    assert words in reason_of(prove(TRUE))
    assert ("our bug" in prove(TRUE).reason) == ("no inputs" not in words)


def test_one_second_opinion_is_enough(monkeypatch):
    monkeypatch.setattr(settle, "agrees_exactly", lambda *a, **k: True)
    monkeypatch.setattr(settle, "agrees_in_float", lambda *a, **k: (0, 0, 0.0))
    assert prove(TRUE).word == "proved"


def test_the_second_opinions_see_the_statement_of_the_claim(monkeypatch):
    seen = []
    monkeypatch.setattr(settle, "agrees_exactly", lambda s, *a, **k: seen.append(s))
    assert prove(TRUE).word == "proved"
    assert [fingerprint(s) for s in seen] == [fingerprint(statement_of(TRUE))]


def test_what_was_given_and_not_needed_is_listed():
    verdict = prove(row("", "x == y", "x:n; y:n; z:n", "equal(x,y)", "equal(z,2*x)").claim)
    assert verdict.word == "proved" and len(verdict.unused) == 1 and "z" in verdict.unused[0]
    assert prove(TRUE).unused == ()


# ---- REFUTED ------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["not refuted", "undefined"])
def test_a_witness_that_the_kernel_does_not_confirm_refutes_nothing(monkeypatch, word):
    monkeypatch.setattr(settle, "check_witness", lambda s, w: Outcome(word, 0))
    assert "no counterexample" in reason_of(prove(FALSE))


def test_a_true_claim_is_not_refuted_by_a_witness_of_another(monkeypatch):
    witness = prove(FALSE).witness
    monkeypatch.setattr(settle, "attempt_proof", lambda s, t: Attempt(reason="not tried"))
    monkeypatch.setattr(settle, "refute", lambda s, t: witness)
    assert "not tried" in reason_of(prove(row("", "softmax(1*x) == softmax(x)", "x:n").claim))


def test_a_refutation_may_not_rest_on_an_empty_range():
    claim = row("", "sum_all(softmax(x)) == 1", "x:n", least={"n": 0}).claim
    assert "may be empty" in reason_of(prove(claim))
    other = row("", "sum_all(softmax(x)) == 2", "x:n", least={"n": 0}).claim
    assert prove(other).witness.sizes == {"n": 1}


def test_a_clock_that_ends_the_search_for_a_condition_leaves_the_refutation(monkeypatch):
    def endless(*told):
        while True:
            pass

    assert prove(FALSE).witness == prove(FALSE, Budget.within(5.0)).witness
    monkeypatch.setattr(settle, "conditions_of", endless)
    verdict = prove(FALSE, Budget.within(2.0))
    assert verdict.word == "refuted" and verdict.holds_exactly_when is None


# ---- ILL-TYPED and what cannot be read -------------------------------------------------------------


def test_shapes_that_do_not_fit_are_ill_typed_with_both_shapes_and_a_repair():
    verdict = prove(row("", "Q @ K == Q", "Q:n d; K:m d").claim)
    assert verdict.word == "ill-typed"
    assert all(part in verdict.report for part in ("Q (n d)", "K (m d)", "K.T"))


def test_what_cannot_be_read_is_an_error_and_no_verdict():
    with pytest.raises(NotationError):
        prove(Claim.from_text("x +", symbols={"x": "n"}))
    with pytest.raises(BadInput):
        prove(Claim.from_text("x == x", symbols={"x": "n"}, given=("equal(n, 1)",), least={"n": 2}))


# ---- whatever goes wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong", [Unsupported("reading", "floor"), TermError("no term"), RecursionError("deep")]
)
def test_what_has_no_meaning_is_undecided(monkeypatch, wrong):
    def fail(claim):
        raise wrong

    monkeypatch.setattr(settle, "statement_of", fail)
    assert reason_of(prove(TRUE)).startswith("not handled: ")


@pytest.mark.parametrize("place", ["attempt_proof", "refute", "agrees_exactly", "agrees_in_float", "check_witness", "fingerprint", "impossible_condition"])  # fmt: skip
@pytest.mark.parametrize("kind", [ZeroDivisionError, KeyError, AssertionError])
def test_an_exception_anywhere_is_our_bug_and_undecided(monkeypatch, place, kind):
    def fail(*args, **more):
        raise kind("it broke " * 200)

    monkeypatch.setattr(settle, place, fail)
    verdicts = [prove(claim) for claim in (TRUE, FALSE)]
    broken = [v for v in verdicts if v.word == "undecided"]
    assert broken and all("our bug" in v.reason and kind.__name__ in v.reason for v in broken)
    assert all(len(v.reason) < 500 for v in broken)


def test_memory_is_a_budget(monkeypatch):
    def fail(*args, **more):
        raise MemoryError

    monkeypatch.setattr(settle, "conditions_of", fail)
    assert prove(FALSE).word == "refuted" and prove(FALSE).holds_exactly_when is None
    monkeypatch.setattr(settle, "attempt_proof", fail)
    assert reason_of(prove(TRUE)) == "the budget ran out: memory"


def test_what_ends_the_program_is_not_swallowed(monkeypatch):
    def fail(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(settle, "attempt_proof", fail)
    with pytest.raises(KeyboardInterrupt):
        prove(TRUE)


# ---- budgets -----------------------------------------------------------------------------------------


def test_without_time_nothing_is_settled_and_nothing_hangs():
    verdict = prove(
        row("", "(a+b+c+d)**60 == (d+c+b+a)**60", "a:; b:; c:; d:").claim, replace(SMALL, whole=1.0)
    )
    assert verdict.word == "undecided" and "budget" in verdict.reason


def test_the_whole_has_a_clock_of_its_own(monkeypatch):
    def spin(*args):
        while True:
            pass

    monkeypatch.setattr(settle, "attempt_proof", spin)
    verdict = prove(TRUE, replace(SMALL, whole=0.05))
    assert "for the whole claim" in reason_of(verdict)
    monkeypatch.undo()
    assert prove(TRUE).word == "proved"  # the kernel comes back


def test_the_reason_of_an_open_claim_comes_with_what_was_left_to_show():
    verdict = prove(row("", "x*sqrt(5+2*sqrt(6)) == x*(sqrt(2)+sqrt(3))", "x:").claim)
    assert "different normal forms" in verdict.reason and "(1/2)" in verdict.residual


def test_an_exception_in_the_search_for_a_condition_leaves_the_refutation(monkeypatch):
    def fail(*args):
        raise KeyError("x")

    monkeypatch.setattr(settle, "conditions_of", fail)
    verdict = prove(FALSE)
    assert (verdict.word, verdict.holds_exactly_when) == ("refuted", None)
