"""No verdict on a mutant of the suite contradicts the numbers (thorough)."""

import warnings

import numpy as np
import pytest

from symattn.errors import SymattnError
from symattn.notation.claim_lines import record_of_line
from symattn.prover.claim import claim_from_record
from symattn.prover.settle import Budget, prove
from tests.claims.draws import NothingFits
from tests.claims.evaluation import judge
from tests.claims.files import as_line, claims
from tests.claims.mutants import mutant

MUTANTS, SEED = 150, 7
CONTRADICTIONS = {("agree", "refuted"), ("differ", "proved")}


def mutants(count, seed):
    """That many mutants of random claims of the suite, each after one or two changes."""
    rng, told, found = np.random.default_rng(seed), claims(), []
    while len(found) < count:
        claim = told[rng.integers(len(told))]
        for _ in range(int(rng.integers(1, 3))):
            claim = mutant(claim, rng) or claim
        found.append(claim)
    return found


def word_by_numbers(claim, draws=3):
    """What the numbers say, or "" where the mutant makes no sense."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return judge(claim, draws)
        except (
            ValueError, IndexError, KeyError, TypeError, AttributeError, NothingFits,
            np.linalg.LinAlgError, OverflowError, ZeroDivisionError,
        ):  # fmt: skip
            return ""


def word_by_symattn(claim):
    try:
        return prove(
            claim_from_record(record_of_line(as_line(claim))),
            Budget(proof=2, refutation=1, whole=4),
        ).word
    except SymattnError:
        return "unread"


def test_mutants_are_of_both_kinds():
    words = [word_by_numbers(m) for m in mutants(60, SEED)]
    assert words.count("agree") >= 10 and words.count("differ") >= 10


@pytest.mark.thorough
def test_no_verdict_on_a_mutant_contradicts_the_numbers():
    found = []
    for claim in mutants(MUTANTS, SEED):
        word = word_by_symattn(claim)
        if word in ("proved", "refuted") and (word_by_numbers(claim), word) in CONTRADICTIONS:
            if (word_by_numbers(claim, 12), word) in CONTRADICTIONS:  # a few draws may be too few
                found.append((word, claim))
    assert found == []
