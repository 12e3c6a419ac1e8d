"""Sizes, numbers and conditions as Python text: evaluated by Python, compared with SymPy."""

import math

import numpy as np
import pytest
from sympy import (
    E,
    Eq,
    Float,
    Mod,
    Ne,
    Not,
    Or,
    Rational,
    Symbol,
    cos,
    exp,
    floor,
    log,
    oo,
    pi,
    sqrt,
    zeta,
)

from symattn.errors import Unsupported
from symattn.expressions.build import axis, index, sizes
from symattn.lowering.scalar_texts import (
    axis_text,
    condition_text,
    identifier,
    scalar_text,
    within,
)

n, d, H = sizes("n d_k H")
i, j = index("i", "n"), index("j", "n")
VALUES = {"n": 6, "d_k": 5, "H": 2, "i": 3, "j": 1}

SCALARS = [
    n, n + 1, n - d, -n, 2 * n * d, n**2, sqrt(d), 1 / sqrt(d), n / d, n / (2 * d), -n / d, 1 / n,
    Rational(1, 3) * n, (n + d) * H, (n - d) ** 2, -(n + d) / H, pi * n, E**2, exp(n / d), log(n + d),
    n - (d - H), 1 / (n * d), sqrt(n + d) / H, Float(0.25), 3 - n, n ** Rational(3, 2),
    sqrt(pi) * 2, 1 / (1 + 2 * E), cos(n), floor(n / H), Mod(n, 4), (n + 1) / (d - 1),
]  # fmt: skip
CONDITIONS = [
    i < j, i <= j, i > j, i >= j + 2, Eq(i, j), Ne(i, j + 2), (i < j) | Eq(i, 3), (i > j) & (i - j < 3),
    Or(i < 1, j < 1, i > 2), Not(Eq(i, 3)), i - j >= n - 4, Eq(2 * i, n),
]  # fmt: skip


def value_of(text):
    return eval(text, {"np": np, "math": math, **VALUES})


def substituted(e):
    return e.subs({s: VALUES[s.name] for s in e.free_symbols if isinstance(s, Symbol)})


@pytest.mark.parametrize("e", SCALARS, ids=str)
@pytest.mark.parametrize("real", [False, True])
def test_scalar_has_the_value_of_sympy_and_is_a_python_number(e, real):
    got = value_of(scalar_text(e, real=real)[0])
    assert type(got) in (int, float)
    assert math.isclose(got, float(substituted(e)), rel_tol=1e-12)


@pytest.mark.parametrize("e", SCALARS, ids=str)
def test_scalar_in_brackets_where_it_is_a_factor(e):
    text = scalar_text(e)
    assert math.isclose(
        value_of(f"7 * {within(text, 4)}"), 7 * float(substituted(e)), rel_tol=1e-12
    )
    assert math.isclose(
        value_of(f"{within(text, 5)} ** 2"), float(substituted(e)) ** 2, rel_tol=1e-12
    )


@pytest.mark.parametrize("c", CONDITIONS, ids=str)
def test_condition_has_the_truth_of_sympy(c):
    text = condition_text(c, lambda s: identifier(s.name))[0]
    assert bool(value_of(text)) == bool(substituted(c))


def test_infinity_is_a_python_float():
    assert value_of(scalar_text(oo)[0]) == math.inf
    assert value_of(scalar_text(-oo)[0]) == -math.inf


def test_axes_keep_the_order_of_their_factors_and_parts():
    assert axis_text(axis("H*d_k"))[0] == "H * d_k"
    assert axis_text(axis("n+1"))[0] == "n + 1"
    assert axis_text(axis("3"))[0] == "3"


@pytest.mark.parametrize(
    ("name", "word"),
    [("W_1^Q", "W_1_Q"), ("q'", "q_prime"), ("lambda", "lambda_"), ("1x", "x_1x"), ("np", "np_"),
     ("W^{Q}", "W_Q"), ("^", "x"), (r"\theta", "theta")],
)  # fmt: skip
def test_identifier(name, word):
    assert identifier(name) == word
    assert word.isidentifier()


def test_refuses_what_has_no_text():
    with pytest.raises(Unsupported):
        scalar_text(zeta(n))
    with pytest.raises(Unsupported):
        condition_text(Symbol("c"), str)
