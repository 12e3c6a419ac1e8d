"""The table of claims: every verdict as pinned, and every answer checked with plain NumPy.

True claims hold at drawn inputs (sizes pairwise different, and all 1), false ones fail at their
witness, both by an interpreter that shares nothing with symattn (derivatives by complex steps).
"""

from functools import cache

import numpy as np
import pytest

from symattn.prover.settle import prove
from tests.prover.claim_table import TABLE
from tests.prover.claim_values import HOLDS, at_witness, differences

PROVED = [r for r in TABLE if r.expect == "proved"]
REFUTED = [r for r in TABLE if r.expect == "refuted"]


@cache
def settled(number):
    return prove(TABLE[number].claim)


@pytest.mark.parametrize("number", range(len(TABLE)), ids=lambda k: str(TABLE[k]))
def test_the_verdict_is_as_pinned(number):
    row, verdict = TABLE[number], settled(number)
    assert verdict.word == row.expect, getattr(verdict, "reason", "")


@pytest.mark.parametrize("row", PROVED, ids=str)
def test_what_is_proved_holds_in_numpy(row):
    live = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        for relation, a, b in differences(row.text, row.symbols, row.extras, rng):
            if np.isfinite(a).all() and np.isfinite(b).all():
                live += 1
                assert HOLDS[relation](a, b), (seed, a, b)
        if live > 1:
            return
    assert live, "no inputs at which both sides are defined"


@pytest.mark.parametrize("row", REFUTED, ids=str)
def test_what_is_refuted_fails_in_numpy_at_the_witness(row):
    witness = settled(TABLE.index(row)).witness
    relation, a, b, holds = at_witness(row.text, row.symbols, row.extras, witness)
    assert holds, "what is given does not hold at the witness"
    assert np.isfinite(a).all() and np.isfinite(b).all()
    assert not HOLDS[relation](a, b), witness.describe()


def test_the_checks_can_fail():
    rng = np.random.default_rng(5)
    assert not all(HOLDS[r](a, b) for r, a, b in differences("x + x == x", {"x": "n"}, {}, rng))
    assert not all(HOLDS[r](a, b) for r, a, b in differences("x > 0", {"x": "n"}, {}, rng))
    assert len(PROVED) > 100 and len(REFUTED) > 50
