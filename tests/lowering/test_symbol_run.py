"""The run of emitted sources on symbols: the rebuilt expression, evaluated by loops, has the same value."""

import numpy as np
import pytest

from symattn.errors import Unsupported
from symattn.expressions.build import softmax, tensor
from symattn.lowering.lowered_function import LoweredFunction, lower
from symattn.lowering.symbol_run import rebuilt_expression, source_claim
from symattn.lowering.symbolic_array import scalar_of
from tests.lowering import cases
from tests.lowering.loops import Loops
from tests.lowering.test_lowered_function import arrays_for

EVERY = {**cases.FORWARD, **{f"d_{k}": v for k, v in cases.DERIVED.items()}}
SMALL = {"n": 2, "m": 3, "d_k": 1, "d_v": 2, "H": 2, "d": 3, "n1": 1, "n2": 2}


@pytest.mark.parametrize("name", EVERY)
def test_rebuilt_expression_has_the_value_of_the_expression(name):
    expr = EVERY[name]
    rebuilt = rebuilt_expression(lower(expr))
    assert rebuilt.shape == expr.shape
    arrays = arrays_for(rebuilt, SMALL)
    arrays |= arrays_for(expr, SMALL)
    got, want = (Loops(arrays, SMALL).array(e) for e in (rebuilt, expr))
    assert np.abs(got - want).max() < 1e-7 * (1 + np.abs(want).max())


def edited(lowered, old, new):
    assert old in lowered.source
    return LoweredFunction(
        lowered.name, lowered.expression, lowered.source.replace(old, new), lowered.sizes
    )


def test_a_changed_source_gives_another_expression():
    lowered = lower(cases.attention, "attention")
    wrong = edited(lowered, "d_k**0.5", "d_k")
    assert rebuilt_expression(wrong) != rebuilt_expression(lowered)
    arrays = arrays_for(cases.attention, SMALL | {"d_k": 4})
    sizes = SMALL | {"d_k": 4}
    got, want = (
        Loops(arrays, sizes).array(e) for e in (rebuilt_expression(wrong), cases.attention)
    )
    assert np.abs(got - want).max() > 1e-3


def test_refuses_a_function_of_numpy_that_is_not_modelled():
    wrong = edited(lower(cases.attention), "np.exp(", "np.exp2(")
    with pytest.raises(Unsupported) as error:
        rebuilt_expression(wrong)
    assert "np.exp2" in error.value.doing


def test_refuses_an_ungated_infinity():
    lowered = lower(cases.FORWARD["masked"])
    wrong = edited(lowered, "causal * np.exp(shown", "np.exp(shown")
    with pytest.raises(Unsupported) as error:
        rebuilt_expression(wrong)
    assert "-inf" in error.value.doing


def test_floats_are_read_as_the_fractions_they_stand_for():
    assert scalar_of(0.5).q == 2
    assert scalar_of(1 / 3).q == 3
    assert scalar_of(0.1).p == 1


def test_the_claim_has_the_source_on_the_left():
    x = tensor("x", "n")
    claim = source_claim(lower(softmax(x), "weights"), note="noted")
    assert claim.right == softmax(x)
    assert claim.left != claim.right
    assert claim.note == "noted"
