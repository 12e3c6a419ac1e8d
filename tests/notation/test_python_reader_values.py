"""Random texts have the value that an interpreter of its own gives them (claim_oracle.py)."""

import random

import numpy as np
import pytest

from symattn.expressions.axes import Axis
from symattn.expressions.build import size, tensor
from symattn.expressions.numpy_texts import numpy_text
from symattn.notation.python_reader import read_expression
from symattn.notation.python_reader_text import Scope
from symattn.prover.claim import Claim
from symattn.prover.statements import statement_of
from tests.notation.claim_oracle import oracle
from tests.notation.random_claims import SIZES, SYMBOLS, Texts
from tests.prover.statement_values import goal_values

SCOPE = Scope(
    {name: tensor(name, *axes) for name, axes in SYMBOLS.items()},
    {},
    {n: Axis(size(n)) for n in SIZES},
)
SHAPES = ((), ("n",), ("n", "m"), ("n", "n"))


def arrays(seed):
    rng = np.random.default_rng(seed)
    return {
        s: np.round(rng.normal(size=[SIZES[a] for a in axes]), 2) for s, axes in SYMBOLS.items()
    }


def close(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("seed", range(150))
def test_a_random_text_has_its_value_as_numpy(seed):
    rng = random.Random(seed)
    shape = rng.choice(SHAPES)
    text = Texts(rng).text(shape, 3)
    at = arrays(seed)
    node = read_expression(text, SCOPE)
    assert [str(a) for a in node.shape] == list(shape), text
    with np.errstate(all="ignore"):
        expected = oracle(text, {**at, **SIZES})
        found = eval(numpy_text(node), {"numpy": np, **at, **SIZES})
    expected = np.broadcast_to(expected, [SIZES[a] for a in shape])  # a constant branch of a where
    assert close(np.broadcast_to(found, expected.shape), expected), text


@pytest.mark.parametrize("seed", range(60))
def test_a_random_text_has_its_value_in_the_kernel(seed):
    rng = random.Random(1000 + seed)
    shape = rng.choice(SHAPES)
    text = Texts(rng, kinks=False).text(shape, 2)
    if seed % 3 == 0:
        name = rng.choice(("x", "a", "A"))
        text, shape = f"grad({Texts(rng, kinks=False).text((), 2)}, {name})", SYMBOLS[name]
    at = arrays(seed)
    claim = Claim.from_text(
        f"{text} == out",
        symbols={**{k: list(v) for k, v in SYMBOLS.items()}, "out": list(shape)},
        least={"n": 1, "m": 1},
    )
    statement = statement_of(claim)
    with np.errstate(all="ignore"):
        expected = np.broadcast_to(oracle(text, {**at, **SIZES}), [SIZES[a] for a in shape])
    used = {n: at[n] for n, _, _ in statement.tensors if n in at}
    pairs = goal_values(statement, SIZES, {**used, "out": np.round(expected, 13)})
    assert len(pairs) == expected.size
    for a, b in pairs:
        assert abs(a - b) <= 1e-7 * (1 + abs(b)), text
