"""What the writer prints, the reader reads as the same expression, or refuses; never as another."""

import importlib.util
import random
from pathlib import Path

import pytest
from sympy.core.relational import Relational

from symattn.errors import SymattnError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.notation.latex_reader import read_latex
from symattn.notation.latex_writer import latex_of
from symattn.notation.styles import STYLES

_spec = importlib.util.spec_from_file_location(
    "latex_samples", Path(__file__).with_name("latex_samples.py")
)
samples = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(samples)
OPAQUE = ("f", "f'", "gelu")


def parts_of(x):
    yield x
    for part in x.args:
        yield from parts_of(part)


def read_back(node, style):
    """What the reader makes of the text of a node, with its names declared; None if it refuses."""
    tensors = {t.args[0].name: list(t.shape) for t in parts_of(node) if isinstance(t, N.Tensor)}
    free = {i.name: i.axis for i in N.free_indices_of(node)}
    try:
        return read_latex(
            latex_of(node, style), tensors, style=style, indices=free, functions=OPAQUE
        ).left
    except SymattnError:
        return None


def outcome(node, style):
    found = read_back(node, style)
    return "refused" if found is None else "same" if keyed(found) == keyed(node) else "another"


def keyed(x):
    """The expression as plain tuples; i < j and i + 1 < j + 1 are one condition."""
    if isinstance(x, Relational):
        return (x.rel_op, str(x.lhs - x.rhs))
    return (type(x).__name__, *map(keyed, x.args)) if x.args else str(x)


@pytest.mark.parametrize("style", sorted(STYLES))
def test_no_node_is_read_as_another(style):
    number = N.Literal((), (2,))  # reads as the constant 2; a Let reads as two equations
    nodes = [x for x in samples.ONE_OF_EACH if not isinstance(x, N.Let) and x != number]
    outcomes = [outcome(x, style) for x in nodes]
    assert [x for x, o in zip(nodes, outcomes, strict=True) if o == "another"] == []
    assert outcomes.count("same") >= 60


@pytest.mark.parametrize("style", sorted(STYLES))
def test_no_random_expression_is_read_as_another(style):
    seed = 5
    source = random.Random(seed)
    nodes = [
        samples.random_node(source, source.randrange(3), source.choice([1, 2, 3]))
        for _ in range(300)
    ]
    outcomes = [outcome(x, style) for x in nodes]
    wrong = [latex_of(x, style) for x, o in zip(nodes, outcomes, strict=True) if o == "another"]
    assert wrong == [], f"seed {seed}"
    assert outcomes.count("same") >= 200


def test_outcome_notices_another_reading():
    assert outcome(N.MatMul(samples.A, samples.B), "vaswani") == "same"
    assert read_back(N.MatMul(samples.A, samples.B), "ng") != N.MatMul(samples.B, samples.A)
    assert outcome(samples.tensor("K^T", "n"), "vaswani") == "refused"
