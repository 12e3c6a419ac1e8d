"""Every expression of the docket and every model: lowered, run against loops, and its source proved."""

from pathlib import Path

import numpy as np
import pytest
from sympy import Symbol

from symattn.errors import SymattnError
from symattn.expressions.nodes import (
    Apply,
    Index,
    Inverse,
    MaskedSoftmax,
    Node,
    Tensor,
    free_indices_of,
)
from symattn.lowering.lowered_function import lower
from symattn.lowering.symbol_run import proved_source
from symattn.models.catalogue import CATALOGUE
from symattn.prover.claim import Claim
from symattn.prover.settle import prove
from symattn.rendering.docket_files import derivation_files, read_derivation
from tests.lowering.loops import Loops
from tests.lowering.test_lowered_function import arrays_for

FOLDER = Path(__file__).parents[2] / "derivations"
FILES = derivation_files(FOLDER)
LENGTHS = ((2, 3, 4, 5, 6, 7, 8), (3, 2, 5, 4, 7, 6, 9))
EMPTY_MASKS = {"sum_axis(masked_softmax(S, zeros(n, m), 1), 1)"}  # no key is allowed: undefined


def sides_of(path):
    """The expressions of a derivation with their claims, ill-typed readings left out."""
    found = {}
    for _, claim in read_derivation(path, FOLDER).readings:
        if not isinstance(claim, Claim) or claim.expect == "ill-typed":
            continue  # a system, a definition, what is declined, or what has no value
        try:
            typed = claim.typed
        except SymattnError:
            continue
        if typed.functions:
            continue  # the loops have no values for f
        for side in (typed.left, typed.right):
            if isinstance(side, Node) and str(side) not in EMPTY_MASKS:
                found.setdefault(side, typed)
    return found


def sizes_for(expr, lengths):
    symbols = {s for s in expr.atoms(Symbol) if not isinstance(s, Index)}
    symbols |= {s for i in free_indices_of(expr) for s in i.axis.size.free_symbols}
    names = sorted({s.name for s in symbols})
    return {name: lengths[k % len(lengths)] for k, name in enumerate(names)}


def regular(expr, arrays, sizes):
    """Whether every matrix that is inverted is far from singular at these inputs."""
    inverted = [x.args[0] for x in expr.atoms(Inverse)]
    loops = Loops(arrays, sizes)
    return all(np.linalg.cond(loops.array(x)) < 1e6 for x in inverted)


def check_value(expr, lengths):
    sizes = sizes_for(expr, lengths)
    if expr.has(Inverse) and not regular(expr, arrays_for(expr, sizes), sizes):
        sizes = sizes_for(expr, lengths[: len(sizes)][::-1])
    lowered = lower(expr)
    masks = {
        str(x.args[1].args[0]) for x in expr.atoms(MaskedSoftmax) if isinstance(x.args[1], Tensor)
    }
    arrays = {}
    for name, value in arrays_for(expr, sizes).items():
        arrays[name] = np.ones_like(value) if name in masks else np.asarray(value)
    indices = {i: int(i.axis.size.subs(sizes_of(i, sizes))) - 1 for i in lowered.indices}
    options = {s.name: sizes[s.name] for s in lowered.sizes.keywords}
    options |= {i.name: v for i, v in indices.items()}
    if any(str(x.args[0]) == "log" for x in expr.atoms(Apply)):
        arrays = {name: np.abs(value) for name, value in arrays.items()}
    ordered = [arrays[n] for n in lowered.arguments]
    got = lowered(*ordered, **options)
    want = Loops(arrays, sizes, indices).array(expr)
    assert np.abs(got - want).max() < 1e-8 * (1 + np.abs(want).max()), lowered.source


def sizes_of(i, sizes):
    return {s: sizes[s.name] for s in i.axis.size.free_symbols}


@pytest.mark.parametrize("lengths", LENGTHS, ids=["first", "second"])
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_docket_sides_have_the_value_of_loops(path, lengths):
    for side in sides_of(path):
        check_value(side, lengths)


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_sources_of_the_docket_are_proved(path):
    for side, claim in sides_of(path).items():
        lowered = lower(side)
        verdict = proved_source(lowered, prove, given=claim.given, least=claim.least)
        assert verdict.word == "proved", f"{side}\n{lowered.source}\n{verdict}"


@pytest.mark.parametrize("name", CATALOGUE)
def test_sources_of_models_are_proved(name):
    lowered = lower(CATALOGUE[name](), name)
    assert proved_source(lowered, prove).word == "proved", lowered.source


@pytest.mark.parametrize("lengths", LENGTHS, ids=["first", "second"])
@pytest.mark.parametrize("name", CATALOGUE)
def test_models_have_the_value_of_loops(name, lengths):
    check_value(CATALOGUE[name](), lengths)
