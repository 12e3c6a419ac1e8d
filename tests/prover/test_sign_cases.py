"""Equations between maxima and absolute values: random true ones are proved, false ones are not."""

import itertools
import random

import pytest

from symattn.prover.search import attempt_proof
from symattn.prover.sign_cases import tells_signs
from symattn.prover.statements import statement_of
from tests.prover.claim_table import row

NAMES = ("x", "y", "z")


def statement(text):
    return statement_of(row("", text, "x:; y:; z:").claim)


def term(rng, depth):
    """A random piecewise linear term: its text and its value as a function."""
    if depth == 0:
        name = rng.choice(NAMES)
        return name, lambda at: at[name]
    (a, f), (b, g) = term(rng, depth - 1), term(rng, depth - 1)
    return rng.choice(
        (
            (f"maximum({a}, {b})", lambda at: max(f(at), g(at))),
            (f"-maximum(-{a}, -{b})", lambda at: min(f(at), g(at))),
            (f"relu({a})", lambda at: max(f(at), 0)),
            (f"abs({a})", lambda at: abs(f(at))),
            (f"({a} - {b})", lambda at: f(at) - g(at)),
            (f"(2*{a} + {b})", lambda at: 2 * f(at) + g(at)),
        )
    )


@pytest.mark.parametrize("seed", range(30))
def test_random_terms_are_equal_if_they_are_so_at_all_orders_of_numbers(seed):
    rng = random.Random(seed)
    (a, f), (b, g) = term(rng, 2), term(rng, 1)
    points = [
        dict(zip(NAMES, v, strict=True)) for v in itertools.product((-3, -1, 0, 2, 5), repeat=3)
    ]
    equal = all(f(at) == g(at) for at in points)
    proved = bool(attempt_proof(statement(f"{a} == {b}"), 5.0).certificate)
    assert not proved or equal
    own = attempt_proof(statement(f"{a} + {b} == {b} + {a}"), 5.0)
    assert own.certificate


@pytest.mark.parametrize(
    "text",
    [
        "maximum(x, maximum(y, z)) == maximum(maximum(z, x), y)",
        "-maximum(-x, -maximum(y, z)) == maximum(-maximum(-x, -y), -maximum(-x, -z))",
        "maximum(x, -maximum(-x, -y)) == x",
        "abs(abs(x) - abs(y)) == maximum(abs(x), abs(y)) + maximum(-abs(x), -abs(y))",
        "relu(x - y) + relu(y - x) == abs(x - y)",
        "maximum(x, y)*-maximum(-x, -y) == x*y",
        "where(x > y, where(y > z, 1, 0), 0)*where(x > z, 1, 0) == where(x > y, where(y > z, 1, 0), 0)",
        "where(x == y, x, y) == y",
        "relu(z*where(0*x == y, -1, 0)) - relu(-z*where(0*x == y, -1, 0)) == -z*where(y == 0, 1, 0)",
    ],
)
def test_true_ones_are_proved(text):
    assert attempt_proof(statement(text), 5.0).certificate


@pytest.mark.parametrize(
    "text",
    [
        "maximum(x, maximum(y, z)) == maximum(x, y)",
        "where(x > y, 1, 0)*where(y > z, 1, 0) == where(x > z, 1, 0)",
        "where(x >= y, 1, 0) == where(x > y, 1, 0)",
        "relu(x*y) == relu(x)*relu(y)",
        "abs(x + y) == abs(x) + abs(y)",
    ],
)
def test_false_ones_are_not(text):
    assert not attempt_proof(statement(text), 5.0).certificate


def test_only_claims_with_signs_take_the_second_road():
    assert tells_signs(statement("abs(x) == x")) and not tells_signs(statement("x*y == y*x"))
