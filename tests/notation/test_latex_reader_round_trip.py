"""Reading undoes writing: read_latex(latex_of(x)) is x, for the writer's own samples and random terms.

What is not given back as it was: a Constant made of constants (s^{n^{3}} folds n^3), an index that the
writer primes, a Let (its name is replaced), literals of rank 0, of one entry and above 2, and Ones().
"""

import importlib.util
import random
from pathlib import Path

import pytest
from sympy import Symbol

from symattn.errors import NotationError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.nodes import Index, free_indices_of
from symattn.notation.latex_reader import read_latex
from symattn.notation.latex_writer import latex_of

_spec = importlib.util.spec_from_file_location(
    "latex_samples", Path(__file__).with_name("latex_samples.py")
)
samples = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(samples)
STYLES = ("vaswani", "ng")


def read_back(node, style):
    """The node read from what the writer prints, with everything in it declared."""
    symbols = {str(t.args[0]): list(t.args[1]) for t in node.atoms(N.Tensor)}
    names = {s.name for s in node.atoms(Symbol) if not isinstance(s, Index)}
    names |= {s.name for i in node.atoms(Index) for s in i.axis.size.free_symbols}
    known = {"exp", "log", "sqrt", "abs", "silu"}
    functions = {str(a.args[0]) for a in node.atoms(N.Apply)} - known
    indices = {i.name: i.axis for i in free_indices_of(node)}
    text = latex_of(node, style)
    return read_latex(
        text, symbols, style=style, indices=indices, sizes=names, functions=functions
    ).left


def is_outside(node):
    """Whether a sample holds something that is documented above as not given back."""
    symbols = {str(t.args[0]) for t in node.atoms(N.Tensor)}
    if symbols & {i.name for i in node.atoms(Index)} or node.has(N.Let):
        return True  # one name for a tensor and an index is refused
    if any(len(x.args[0]) in (0, 3) or len(x.args[1]) == 1 for x in node.atoms(N.Literal)):
        return True
    folded = any(all(isinstance(a, N.Constant) for a in x.args) for x in node.atoms(N.Power))
    same_name = len({i.name for i in node.atoms(Index)}) < len(node.atoms(Index))
    return folded or same_name or any(not x.args for x in [node, *node.atoms(N.Ones)])


SAMPLES = [x for x in samples.ONE_OF_EACH if not is_outside(x)]
ALIKE = [
    x
    for row in samples.LOOK_ALIKES
    for x in row
    if not isinstance(x, N.Tensor) and not is_outside(x)
]


@pytest.mark.parametrize("style", STYLES)
def test_reading_undoes_writing_for_every_node_class(style):
    assert len({type(x) for x in SAMPLES}) >= len(N.NODES) - 2
    assert [x for x in SAMPLES if read_back(x, style) != x] == []


@pytest.mark.parametrize("style", STYLES)
def test_reading_undoes_writing_for_look_alikes(style):
    assert len(ALIKE) > 100
    assert [x for x in ALIKE if is_misread(x, style)] == []


def is_misread(node, style):
    """Whether the text reads as something else; a text with two readings is refused, not guessed."""
    try:
        return read_back(node, style) != node
    except NotationError as error:
        return "can be read in two ways" not in error.wrong


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", range(4))
def test_reading_undoes_writing_for_random_terms(style, seed):
    source = random.Random(seed)
    read = 0
    for _ in range(60):
        node = samples.random_node(source, source.choice([0, 1, 2]), source.choice([2, 3]))
        if is_outside(node):
            continue
        try:
            back = read_back(node, style)
        except NotationError as error:
            assert "can be read in two ways" in error.wrong  # never a wrong reading
            continue
        assert back == node, latex_of(node, style)
        read += 1
    assert read > 30
