"""Declared inverses: what may be declared, what their derivatives are, and how they are printed.

Legend
  R           the inverse of A[i, k] + c [i = k], one for each k in the first axis of Q
  S           the inverse of 2 [i = j] + R[i, j]; so it moves with A too
"""

from fractions import Fraction

import numpy as np
import pytest
from numpy.testing import assert_allclose

from symattn.kernel.certificate import Refused, certificate_text, replay
from symattn.kernel.indices import bound, free
from symattn.kernel.intervals import Undefined
from symattn.kernel.statement import Hypothesis, Judgement, Statement, fingerprint
from symattn.kernel.terms import ONE, ZERO, add, delta, diff, entry, mul, num, total
from symattn.kernel.text import text_of_theorem
from symattn.kernel.witness import Point, Witness
from symattn.prover.sampling_numbers import FloatArithmetic

N, M = 3, 2
I, J, K, L = (free(name, "n") for name in "IJKL")  # noqa: E741 - indices
P = free("P", "m")
row, column, around = bound(1, "n"), bound(0, "n"), bound(2, "m")
MATRIX = add(mul(entry("q", around), entry("A", row, column)), mul(entry("c"), delta(row, column)))
SECOND = add(mul(num(2), delta(row, column)), total("m", entry("R", bound(0, "m"), bound(2, "n"), bound(1, "n"))))  # fmt: skip
TENSORS = (
    ("A", ("n", "n"), ()),
    ("R", ("m", "n", "n"), ()),
    ("S", ("n", "n"), ()),
    ("c", (), ()),
    ("q", ("m",), ()),
)
STATEMENT = Statement(
    sizes=(("m", 1), ("n", 1)), tensors=TENSORS, inverses=(("R", MATRIX), ("S", SECOND))
)
A = np.array([[2.0, 0.5, -1.0], [0.25, 3.0, 1.0], [-0.5, 1.5, 4.0]])
Q, C = np.array([1.0, -2.0]), 0.5


def tables(a, q=Q, c=C):
    """R and S, by NumPy."""
    r = np.stack([np.linalg.inv(x * a + c * np.eye(N)) for x in q])
    return r, np.linalg.inv(2 * np.eye(N) + r.sum(0))


def value(t, **indices):
    """The value of a term in floats, by the evaluation that witnesses are checked with."""

    def nested(x):
        return tuple(map(nested, x)) if np.ndim(x) else Fraction(float(x))

    r, s = tables(A)
    entries = {"A": A, "R": r, "S": s, "q": Q, "c": np.array(C)}
    w = Witness({"n": N, "m": M}, {n: nested(x) for n, x in entries.items()}, indices)
    return Point(STATEMENT, w, FloatArithmetic()).evaluation.value(t)


def stepped(f, i, j):
    """The derivative of f(A) by A[i, j], by a complex step."""
    a = A.astype(complex)
    a[i, j] += 1e-30j
    return f(a).imag / 1e-30


def test_slopes_are_those_of_numpy():
    at = {"I": 0, "J": 2, "K": 1, "L": 2, "P": 1}
    first = stepped(lambda a: tables(a)[0][1][0, 2], 1, 2)
    assert_allclose(value(diff(entry("R", P, I, J), "A", K, L), **at), first)
    second = stepped(lambda a: tables(a)[1][0, 2], 1, 2)
    assert_allclose(value(diff(entry("S", I, J), "A", K, L), **at), second)
    product = diff(mul(entry("A", K, L), entry("R", P, I, J), entry("S", J, K)), "A", K, L)
    f = stepped(lambda a: a[1, 2] * tables(a)[0][1][0, 2] * tables(a)[1][2, 1], 1, 2)
    assert_allclose(value(product, **at), f)
    assert value(diff(entry("R", P, I, J), "q", free("O", "m")), **at, O=0) == 0


def test_second_slopes_are_those_of_numpy():
    at = {"I": 0, "J": 2, "K": 1, "L": 2, "P": 1}
    r = tables(A)[0][1]
    d = np.zeros((N, N))
    d[1, 2] = Q[1]
    e = np.eye(N)
    mixed = r @ d @ r @ e @ r + r @ e @ r @ d @ r
    ours = value(diff(diff(entry("R", P, I, J), "A", K, L), "c"), **at)
    assert_allclose(ours, mixed[0, 2])
    twice = value(diff(diff(entry("R", P, I, J), "A", K, L), "A", K, L), **at)
    assert_allclose(twice, 2 * (r @ d @ r @ d @ r)[0, 2])
    curved = (tables(A, c=C + 1e-4)[1] - 2 * tables(A)[1] + tables(A, c=C - 1e-4)[1]) / 1e-8
    assert_allclose(value(diff(diff(entry("S", I, J), "c"), "c"), **at), curved[0, 2], rtol=1e-4)


def test_inverse_without_a_value_has_no_slope():
    w = Witness({"n": 1, "m": 1}, {"A": ((Fraction(1),),), "c": Fraction(1), "q": (Fraction(1),)})
    point = Point(STATEMENT, w, FloatArithmetic())
    first = (bound(0, "m"), bound(0, "n"), bound(0, "n"))
    with pytest.raises(Undefined):
        point.evaluation.value(diff(entry("R", *first), "c"), (0,))


# ---- declarations


GOAL = Judgement("=", entry("c"), entry("c"))
STEP = ("equal_by_arithmetic", [], [entry("c"), entry("c")])


def refusal(**changes):
    parts = {"sizes": STATEMENT.sizes, "tensors": TENSORS, "goals": (GOAL,), **changes}
    with pytest.raises(Refused) as refused:
        replay(certificate_text(Statement(**parts), (), [STEP], [0]))
    return str(refused.value)


def test_certificate_carries_the_inverses():
    """They count for the fingerprint, and the printed theorem names them."""
    s = Statement(STATEMENT.sizes, TENSORS, goals=(GOAL,), inverses=STATEMENT.inverses)
    found = replay(certificate_text(s, (), [STEP], [0]))
    assert found.statement == s
    assert fingerprint(s) != fingerprint(Statement(STATEMENT.sizes, TENSORS, goals=(GOAL,)))
    lines = text_of_theorem(found).splitlines()
    assert "  inverse     R of [i, j, k] -> q[i]*A[j, k] + c*[j = k], here and nearby" in lines


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        ("no square matrix", {"inverses": (("c", ONE),)}),
        ("no square matrix", {"inverses": (("B", entry("A", row, column)),)}),
        ("no square matrix", {"inverses": (("B", ONE),), "tensors": (*TENSORS, ("B", ("n", "m"), ()))}),
        ("declared an inverse twice", {"inverses": (("S", ONE), ("S", ONE))}),
        ("depends on its own inverse", {"inverses": (("S", entry("S", row, column)),)}),
        ("depends on its own inverse", {"inverses": STATEMENT.inverses[::-1]}),
        ("bound by nothing", {"inverses": (("S", entry("q", around)),)}),
        ("bound by nothing", {"inverses": (("R", entry("A", bound(3, "n"), row)),)}),
        ("undeclared size", {"inverses": (("S", entry("A", free("x", "h"), row)),)}),
        ("by an inverse", {
            "inverses": STATEMENT.inverses,
            "goals": (Judgement("=", diff(entry("c"), "S", I, J), ZERO),),
        }),
        ("by an inverse", {
            "inverses": STATEMENT.inverses,
            "hypotheses": (Hypothesis((), Judgement("=", diff(entry("c"), "S", I, J), ZERO)),),
        }),
        ("by an inverse", {
            "inverses": (("R", MATRIX), ("S", diff(entry("A", row, column), "R", P, I, J))),
        }),
    ],
)  # fmt: skip
def test_bad_inverses_are_refused(why, changes):
    if why == "undeclared size":
        why = "other axes"
    assert why in refusal(**changes)
