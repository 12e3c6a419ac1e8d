"""The models by name."""

import pytest

from symattn.errors import BadInput
from symattn.models.catalogue import CATALOGUE, model_named


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_model_has_a_matrix_or_vector_as_output(name):
    assert model_named(name).rank in (1, 2)


def test_refuses_an_unknown_model_and_offers_the_nearest():
    with pytest.raises(BadInput) as caught:
        model_named("atention")
    assert caught.value.do == "did you mean attention?"


def test_a_model_in_columns_is_the_transpose():
    for name in ("attention", "self_attention", "multi_head"):
        rows, columns = model_named(name), model_named(name, tokens="columns")
        assert columns.shape == rows.shape[::-1]
    assert model_named("queries", tokens="columns") == model_named("queries")
