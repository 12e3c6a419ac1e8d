"""However a true claim of the suite is spelled, it is proved: two spellings, one normal form.

Both sides are rewritten by rules that keep their value (tests/prover/shuffle.py): summands and factors
change places, products are distributed and regrouped, sums exchanged, and indices get new names.
"""

from random import Random

import pytest

from tests.claims.files import claims
from tests.claims.test_mutants import word_by_symattn
from tests.prover.shuffle import respelled

FEW, MANY = 24, 400


def spelled_otherwise(seed):
    """A true claim of the suite, its sides respelled and perhaps exchanged."""
    rng = Random(seed)
    claim = dict(rng.choice([c for c in claims() if c["expect"] == "proved"]))
    matrices = {x for x, shape in claim["symbols"].items() if len(shape) == 2}
    sides = [respelled(claim[side], matrices, rng) for side in ("lhs", "rhs")]
    if rng.random() < 0.5:
        sides.reverse()
    return {**claim, "lhs": sides[0], "rhs": sides[1]}


def words_of(seeds):
    """Which respelled claims are not proved, and none that is refuted."""
    found = [(seed, spelled_otherwise(seed)) for seed in seeds]
    words = {seed: word_by_symattn(claim) for seed, claim in found}
    assert [seed for seed, word in words.items() if word == "refuted"] == []
    return [seed for seed, word in words.items() if word != "proved"]


def test_respelling_changes_most_claims():
    told = {c["id"]: (c["lhs"], c["rhs"]) for c in claims()}
    changed = [
        c for c in map(spelled_otherwise, range(40)) if told[c["id"]] != (c["lhs"], c["rhs"])
    ]
    assert len(changed) >= 35


def test_a_respelled_claim_is_proved():
    assert len(words_of(range(FEW))) <= FEW // 8


@pytest.mark.thorough
def test_respelled_claims_are_proved():
    assert len(words_of(range(1000, 1000 + MANY))) <= MANY // 20
