"""A definition is checked to have a meaning and never proved; what is informal is declined."""

import pytest

from symattn.errors import BadInput
from symattn.expressions.build import at, index, tensor
from symattn.prover.claim import Claim, Dispute
from symattn.prover.readings import Definition, Informal

SHAPES = {"q": "k", "W": "k d", "x": "d", "X": "d n"}


def test_a_definition_has_the_shape_of_its_symbol():
    verdict = Definition(Claim.from_text("q == W @ x", symbols=SHAPES)).verdict
    assert (verdict.word, verdict.shape) == ("definition", "q (k)")


def test_a_part_of_a_symbol_can_be_defined():
    q, W, X, i = (
        tensor("q", "n", "k"),
        tensor("W", "k", "d"),
        tensor("X", "d", "n"),
        index("i", "n"),
    )
    verdict = Definition(Claim(at(q, i, ":"), W @ at(X, ":", i))).verdict
    assert (verdict.word, verdict.shape) == ("definition", "q[i, :] (k)")


def test_a_meaning_of_another_shape_is_ill_typed():
    verdict = Definition(Claim.from_text("q == x", symbols=SHAPES), expect="ill-typed").verdict
    assert verdict.word == "ill-typed" and "do:" in verdict.report


def test_a_symbol_is_not_defined_by_itself():
    with pytest.raises(BadInput, match="both sides"):
        _ = Definition(Claim.from_text("x == x + x", symbols=SHAPES)).verdict


@pytest.mark.parametrize("text", ["W @ x == q", "2 == 2", "q >= W @ x"])
def test_what_defines_no_symbol_is_refused(text):
    with pytest.raises(BadInput, match="does not define"):
        _ = Definition(Claim.from_text(text, symbols=SHAPES)).verdict


def test_a_definition_is_not_expected_to_be_proved():
    with pytest.raises(BadInput):
        Definition(Claim.from_text("q == W @ x", symbols=SHAPES), expect="proved")


def test_what_is_informal_is_declined_with_its_reason():
    informal = Informal("a matter of taste")
    assert (informal.verdict.word, informal.verdict.reason) == ("informal", "a matter of taste")
    assert informal.expect == "informal" and str(informal) == "a matter of taste"
    with pytest.raises(BadInput):
        Informal(" ")


def test_a_dispute_names_all_kinds_of_readings():
    claim = Claim.from_text("x == x", symbols={"x": ""})
    dispute = Dispute(
        "d",
        {"a": claim, "b": Definition(claim), "c": Informal("why")},
        as_written="w",
        source="s",
    )
    assert [(r.name, r.as_written, r.source) for r in dispute.claims] == [
        (name, "w", "s") for name in "abc"
    ]
