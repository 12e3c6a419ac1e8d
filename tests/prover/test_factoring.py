"""The factors of a denominator multiply out to it, and are found whatever way it is written."""

from fractions import Fraction

import pytest

from symattn.kernel.arithmetic import Arithmetic
from symattn.kernel.indices import free
from symattn.kernel.statement import Statement
from symattn.kernel.terms import add, delta, entry, exp, mul, num, power
from symattn.prover.factoring import factors_of

ARITHMETIC = Arithmetic(Statement(tensors=(("x", (), ()), ("y", (), ()))))
X, Y, E = entry("x"), entry("y"), exp(entry("x"))
ONE_MORE, TWO_LESS = add(X, num(1)), add(Y, num(-2))


@pytest.mark.parametrize(
    ("factors", "count"),
    [
        ((ONE_MORE, TWO_LESS), 2),
        ((ONE_MORE, ONE_MORE, TWO_LESS), 3),
        ((ONE_MORE, ONE_MORE), 2),
        ((add(X, Y), add(X, mul(num(-1), Y)), add(power(X, 2), power(Y, 2))), 3),
        ((add(E, num(1)), add(power(E, Fraction(1, 2)), num(3))), 2),
        ((add(mul(num(6), X), num(4)), ONE_MORE), 2),
    ],
)
def test_the_factors_multiply_out(factors, count):
    p = ARITHMETIC.poly(mul(*factors))
    found = factors_of(ARITHMETIC, p)
    assert sum(n for _, n in found) == count
    product = ARITHMETIC.poly(mul(*(ARITHMETIC.term(q) for q, n in found for _ in range(n))))
    (scale,) = {Fraction(c) / Fraction(product[m]) for m, c in p.items()}
    assert scale and set(p) == set(product)


@pytest.mark.parametrize(
    "t",
    [
        add(X, num(1)),
        add(power(X, 2), num(1)),
        add(power(X, 30), num(-1)),
        mul(X, Y),
        add(power(X, -2), num(-1)),
        add(power(X, Fraction(1, 2)), num(1)),
        add(mul(X, delta(free("i", "n"), free("j", "n"))), mul(X, X)),
        add(mul(X, power(X, -1)), Y),
    ],
)
def test_what_is_irreducible_or_no_such_polynomial_stays_whole(t):
    assert factors_of(ARITHMETIC, ARITHMETIC.poly(t)) is None
