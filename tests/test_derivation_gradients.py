"""Every gradient of the docket agrees with the complex step in floats, at two shapes.

The gradient nodes are replaced by what the complex step of the NumPy form of their function
gives; then both sides of the claim are evaluated. Nothing of the prover or of calculus is used.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sympy import Integer, Symbol, lambdify

from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.build import tensor
from symattn.prover.claim import Claim
from symattn.rendering.docket_files import derivation_files, read_derivation

FOLDER = Path(__file__).parent.parent / "derivations"
DERIVATIVES = (N.Gradient, N.Jacobian)
SHAPES = [
    dict(zip("n m d d_k d_v H d_h".split(), s, strict=True))
    for s in ((3, 4, 5, 2, 6, 7, 8), (4, 3, 2, 5, 1, 2, 6))
]
CASES = [
    pytest.param(claim.typed, sizes, id=f"{path.stem}: {name} {sizes['n']}")
    for path in derivation_files(FOLDER)
    for name, claim in read_derivation(path, FOLDER).readings
    if isinstance(claim, Claim)
    and claim.expect in ("proved", "refuted")
    and claim.typed.relation == "="
    and not claim.typed.functions
    and not any(side.has(N.Let) for side in (claim.typed.left, claim.typed.right))
    and any(side.atoms(*DERIVATIVES) for side in (claim.typed.left, claim.typed.right))
    for sizes in SHAPES
]


def length(axis, sizes):
    return int(
        axis.size.subs({Symbol(k, integer=True, positive=True): v for k, v in sizes.items()})
    )


def value_of(node, arrays, sizes):
    """The value of a node in floats, by its NumPy form."""
    tensors = sorted(node.atoms(N.Tensor), key=lambda t: str(t.args[0]))
    numbers = {s: sizes[str(s)] for s in node.free_symbols if str(s) in sizes}
    function = lambdify([*tensors, *numbers], node)
    return np.asarray(function(*(arrays[t] for t in tensors), *numbers.values()))


def with_places(x, places):
    """x with numbers for its free indices; an index that x binds again stays."""
    if x in places:
        return places[x]
    if not x.args:
        return x
    bound = x.args[:1] if isinstance(x, (N.SumOver, N.Stack, N.ConcatOver)) else ()
    inside = {i: n for i, n in places.items() if i not in bound}
    return x.func(*bound, *(with_places(a, inside) for a in x.args[len(bound) :]))


def complex_step(f, x, arrays, sizes, step=1e-30):
    """All partial derivatives of f by x, one entry of x at a time."""
    columns = []
    for place in np.ndindex(*arrays[x].shape):
        moved = {t: a.astype(complex) for t, a in arrays.items()}
        moved[x][place] += 1j * step
        columns.append(value_of(f, moved, sizes).imag / step)
    first = np.stack(columns, -1)
    return first.reshape((*first.shape[:-1], *arrays[x].shape))


def sides_in_floats(claim, sizes):
    """Both sides, with every derivative replaced by its complex step."""
    rng = np.random.default_rng(1)
    sides = [claim.left, claim.right]
    free = set().union(*(N.free_indices_of(s) for s in sides))
    places = {i: Integer(rng.integers(length(i.axis, sizes))) for i in free}
    sides = [with_places(s, places) for s in sides]
    tensors = sorted(set().union(*(s.atoms(N.Tensor) for s in sides)), key=lambda t: str(t.args[0]))
    arrays = {t: rng.normal(size=[length(a, sizes) for a in t.shape]) for t in tensors}
    derivatives = sorted(set().union(*(s.atoms(*DERIVATIVES) for s in sides)), key=str)
    steps = {d: tensor(f"step{k}", *d.shape) for k, d in enumerate(derivatives)}
    extra = {t: complex_step(d.args[0], d.args[1], arrays, sizes) for d, t in steps.items()}
    return [value_of(s.xreplace(steps), {**arrays, **extra}, sizes) for s in sides]


def test_there_are_gradients_in_the_docket():
    assert len(CASES) > 60


@pytest.mark.parametrize("claim, sizes", CASES)
def test_gradient_agrees_with_the_complex_step(claim, sizes):
    left, right = sides_in_floats(claim, sizes)
    agree = np.allclose(left, right, rtol=1e-8, atol=1e-10)
    assert agree if claim.expect == "proved" else not agree
