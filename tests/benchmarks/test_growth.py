"""Layers that are written in two ways: proved, in steps that grow as the layers do."""

import pytest

from symattn import prove
from tests.benchmarks.stacks import model_claim, text_claim


@pytest.mark.parametrize("make", [text_claim, model_claim])
def test_steps_grow_as_the_layers_do(make):
    one, two, four = (prove(make(layers)) for layers in (1, 2, 4))
    assert {v.word for v in (one, two, four)} == {"proved"}
    assert {v.conditions for v in (one, two, four)} == {()}
    assert four.steps - two.steps <= 2.2 * (two.steps - one.steps)


def test_a_mistake_in_the_first_of_four_layers_is_found():
    verdict = prove(text_claim(4, mistake=True))
    assert verdict.word == "refuted"
    assert "shared" not in verdict.witness.describe()
