"""Verdicts are four words, never true or false, and show themselves in notebooks."""

import json
from dataclasses import FrozenInstanceError
from fractions import Fraction
from typing import get_args

import pytest

from symattn.kernel.statement import Judgement, Statement
from symattn.kernel.terms import ONE, add, entry, num
from symattn.kernel.witness import Witness
from symattn.prover.verdict import IllTyped, Proved, Refuted, Undecided, Verdict

X = Statement(tensors=(("x", (), ()),), goals=(Judgement("=", add(entry("x"), ONE), num(2)),))
WITNESS = Witness(entries={"x": Fraction(1, 2)}, left="3/2", right="2")
ONE_OF_EACH = {
    "proved": Proved(X, '{"steps": []}', ("x != 0",), 3),
    "refuted": Refuted(WITNESS),
    "ill-typed": IllTyped("Q and K do not fit"),
    "undecided": Undecided("the budget ran out: time"),
}


@pytest.mark.parametrize("word", ONE_OF_EACH)
def test_a_verdict_is_neither_true_nor_false(word):
    verdict = ONE_OF_EACH[word]
    assert verdict.word == word
    for use in (bool, lambda v: v and 1, lambda v: not v, lambda v: 1 if v else 2):
        with pytest.raises(TypeError) as error:
            use(verdict)
        assert repr(word) in str(error.value) and "verdict.word" in str(error.value)


@pytest.mark.parametrize("word", ONE_OF_EACH)
def test_a_verdict_shows_itself_as_one_formula(word):
    text = ONE_OF_EACH[word]._repr_latex_()
    assert text.startswith("$\\displaystyle ") and text.endswith("$") and text.count("$") == 2
    assert word in text and text.count("{") == text.count("}")


@pytest.mark.parametrize("word", ONE_OF_EACH)
def test_a_verdict_cannot_be_changed(word):
    with pytest.raises(FrozenInstanceError):
        ONE_OF_EACH[word].seconds = 1.0


def test_there_are_four_verdicts():
    assert {v.word for v in get_args(Verdict)} == set(ONE_OF_EACH)
    assert {type(v) for v in ONE_OF_EACH.values()} == set(get_args(Verdict))


def test_the_certificate_of_a_proof_is_json():
    proved = ONE_OF_EACH["proved"]
    assert proved.certificate == json.loads(proved.certificate_text) == {"steps": []}
    assert proved.certificate_text not in repr(proved)


def test_a_refutation_shows_where_it_fails_and_when_it_holds():
    plain = Refuted(WITNESS)._repr_latex_()
    assert "x=1/2" in plain and "exactly when" not in plain
    assert "holds exactly when }} W^T = I".replace("}}", "}") in Refuted(WITNESS, "W^T = I")._repr_latex_()  # fmt: skip
    many = Witness(entries={"x": tuple(Fraction(k, 7) for k in range(200))}, left="0", right="1")
    assert "x=" not in Refuted(many)._repr_latex_()


def test_a_proof_of_much_shows_its_steps_only():
    long = Judgement("=", add(*(entry("x") for _ in range(400))), ONE)
    for goals in ((long,), X.goals * 2):
        text = Proved(Statement(tensors=X.tensors, goals=goals), "{}", steps=7)._repr_latex_()
        assert text == r"$\displaystyle \text{proved in 7 steps}$"
