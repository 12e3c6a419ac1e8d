"""The timed claims are true on both sides of the table: proved by us, zero by SymPy's numbers."""

import random

import pytest
import sympy

from symattn import Claim, prove
from tests.benchmarks import peers
from tests.benchmarks.cases import CASES
from tests.benchmarks.scores import row, score, settle

IDS = [case.name for case in CASES]


def largest_entry(difference, seed):
    """The largest entry of a list of SymPy expressions at a random point."""
    rng = random.Random(seed)
    symbols = sorted(set().union(*(e.free_symbols for e in difference)), key=str)
    value_at = sympy.lambdify(symbols, difference, "math", cse=True)
    return max(map(abs, value_at(*(rng.uniform(-1, 1) for _ in symbols))))


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_peer_states_a_true_claim(case):
    assert largest_entry(getattr(peers, case.name)(), seed=7) < 1e-12


def test_a_false_peer_is_seen():
    x = peers._matrix("x", 2, 1)
    assert largest_entry([x[0] - x[1]], seed=7) > 1e-6


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_timed_claim_is_proved(case):
    claim = Claim.from_text(case.text, symbols=case.symbols, indices=case.indices)
    assert prove(claim).word == "proved"


def test_a_score_counts_right_undecided_and_wrong():
    told = [{"expect": w} for w in ("proved", "refuted", "proved", "refuted")]
    answers = [("proved", 0.1), ("undecided", 0.3), ("refuted", 0.2), ("ShapeError", 4.0)]
    assert score(told, answers) == (4, 1, 1, 2, 0.25, 4.0)
    assert row("all", score(told, answers)).split() == "all 4 1 1 2 0.250 4.00".split()


def test_claims_of_the_suite_are_settled():
    true = {"id": "a", "symbols": {"x": ["n"]}, "dims": ["n"], "lhs": "x + x", "rhs": "2*x"}
    assert settle(true)[0] == "proved"
    assert settle({**true, "rhs": "3*x"})[0] == "refuted"
    assert settle({**true, "rhs": "3*y"})[0] == "UnknownName"
