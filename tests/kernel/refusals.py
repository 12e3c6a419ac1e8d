"""What the tests of refused certificates share: a statement to forge, and why it was refused."""

from fractions import Fraction

import pytest

from symattn.kernel.certificate import Refused, certificate_text, replay
from symattn.kernel.indices import bound, free
from symattn.kernel.statement import Judgement, Statement
from symattn.kernel.terms import (
    entry,
    exp,
    mul,
    power,
    total,
)

HALF = Fraction(1, 2)
x, y = entry("x"), entry("y")
e0, n0 = bound(0, "e"), bound(0, "n")
v0 = entry("v", e0)
S = total("e", exp(v0))
RATIO = mul(S, power(S, -1))
E = free("i", "e")
TENSORS = (("x", (), ()), ("y", (), ()), ("v", ("e",), ()), ("w", ("n",), ()))
SIZES = (("e", 0), ("n", 1))


def statement(*goals, **parts):
    """A statement about x, y, v[e], w[n]."""
    return Statement(**{"sizes": SIZES, "tensors": TENSORS, "goals": goals, **parts})


def equal(a, b):
    return Judgement("=", a, b)


def refusal(claim, steps, last=None, conditions=()):
    """Why the steps do not prove the goals of the claim."""
    goals = [len(steps) - 1] * len(claim.goals) if last is None else last
    with pytest.raises(Refused) as refused:
        replay(certificate_text(claim, conditions, steps, goals))
    return str(refused.value)
