"""What `write` and `lower` print for models, derivations and expressions."""

import numpy as np
import pytest

from symattn.errors import BadInput
from symattn.models.catalogue import CATALOGUE
from symattn.rendering.replaying import replay_file
from symattn.rendering.writing import expression_of, latex_lines, numpy_source, plain_word

CHAIN = """from symattn import Chain, tensor
A = tensor("A", "n", "m")
B = tensor("B", "m", "n")
derivation = Chain("transposes", (A @ B).T, ((%s, "a transpose reverses"),))
"""


def written(what, folder, style="vaswani", chain=False, shapes=()):
    return latex_lines(what, style=style, chain=chain, shapes=shapes, folder=folder)


@pytest.mark.parametrize("style", ["vaswani", "ng"])
@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_model_is_written_as_one_equation(name, style, tmp_path):
    (line,) = written(name, tmp_path, style)
    assert line.count("=") >= 1 and "$" not in line


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_model_is_lowered_to_its_name(name):
    scope = {}
    exec(numpy_source(name, shapes=()), scope)
    assert callable(scope[name])


def test_lowered_expression_computes_it():
    scope = {}
    exec(numpy_source("A @ x", shapes=("A=n,m", "x=m"), name="apply"), scope)
    assert scope["apply"](np.array([[1.0, 2.0]]), np.array([3.0, 4.0])).tolist() == [11.0]


def test_readings_of_a_claim_are_written(tmp_path):
    (tmp_path / "sums.py").write_text(
        'from symattn import Claim\nclaim = Claim.from_text("x + y == y + x", symbols={"x": "", "y": ""})\n'
    )
    assert written("sums", tmp_path) == ["x + y = y + x"]
    with pytest.raises(BadInput, match="no steps"):
        written("sums", tmp_path, chain=True)
    with pytest.raises(BadInput, match="no steps"):
        written("x + y", tmp_path, chain=True, shapes=("x=", "y="))


def test_chain_is_written_with_its_reasons(tmp_path):
    (tmp_path / "transposes.py").write_text(CHAIN % "B.T @ A.T")
    (display,) = written("transposes", tmp_path, chain=True)
    assert display.startswith(r"\begin{aligned}") and "a transpose reverses" in display


def test_chain_with_a_wrong_step_is_not_written(tmp_path):
    """A slide cannot hold a wrong step: the second side is A B, not its transpose."""
    (tmp_path / "transposes.py").write_text(CHAIN % "A @ B")
    with pytest.raises(BadInput, match=r"step 1.* is refuted"):
        written("transposes", tmp_path)


def test_names_are_read_with_hyphens():
    assert plain_word("multi-head") == "multi_head"
    with pytest.raises(BadInput, match="there is no model"):
        expression_of("nothing_like_it", ())


def test_replay_of_no_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no file"):
        replay_file(tmp_path / "none.json")


def test_replay_that_takes_too_long_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "c.json"
    path.write_text("{}")
    monkeypatch.setattr("symattn.rendering.replaying.LONGEST_WAIT", 0.0001)
    accepted, text = replay_file(path)
    assert not accepted and "within" in text


def test_garbage_is_refused_by_the_kernel(tmp_path):
    path = tmp_path / "c.json"
    path.write_text("{}")
    accepted, text = replay_file(path)
    assert not accepted and "refused" in text
