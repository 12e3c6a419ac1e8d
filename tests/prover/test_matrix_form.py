"""Polynomials of entries written with matrices, read off by hand for each term."""

import pytest

from symattn.kernel.indices import bound, free
from symattn.kernel.statement import Judgement, Statement
from symattn.kernel.terms import ZERO, add, delta, entry, exp, mul, num, power, size, total
from symattn.prover.matrix_form import latex_of_matrix_polynomial

SQUARE = Statement(
    (("n", 1),),
    (
        *((name, ("n", "n"), ()) for name in ("A", "B", "W_1")),
        *((name, ("n",), ()) for name in "xy"),
        ("c", (), ()),
    ),
    goals=(Judgement("=", ZERO),),
)  # fmt: skip
i, j, k = free("i", "n"), free("j", "n"), free("k", "n")
K, L = bound(0, "n"), bound(1, "n")
c = entry("c")


def A(*at):  # noqa: N802
    return entry("A", *at)


def B(*at):  # noqa: N802
    return entry("B", *at)


def W(*at):  # noqa: N802
    return entry("W_1", *at)


def x(at):
    return entry("x", at)


def minus(t, by=-1):
    return mul(num(by), t)


AB = total("n", mul(A(i, K), B(K, j)))
ATB = total("n", mul(A(K, i), B(K, j)))
AX = total("n", mul(A(i, K), x(K)))
ABX = total("n", total("n", mul(A(i, L), B(L, K), x(K))))
FORMS = {
    "A": A(i, j),
    "A B": AB,
    "A^T B": ATB,
    "A - B": add(A(i, j), minus(B(i, j))),
    "A - I": add(A(i, j), minus(delta(i, j))),
    "2 A - 3 I": add(mul(num(2), A(i, j)), minus(delta(i, j), -3)),
    r"A \left(B - I\right)": add(AB, minus(A(i, j))),
    r"\left(A - I\right) B": add(AB, minus(B(i, j))),
    "A x": AX,
    "A B x": ABX,
    "A x - x": add(AX, minus(x(i))),
    r"c \left(A - B\right)": add(mul(c, A(i, j)), minus(mul(c, B(i, j)))),
    "c A - B": add(mul(c, A(i, j)), minus(B(i, j))),
    "W_1^T W_1 - I": add(total("n", mul(W(K, i), W(K, j))), minus(delta(i, j))),
    "W_1 A W_1^T": total("n", total("n", mul(W(i, L), A(L, K), W(j, K)))),
    "y - x": add(entry("y", i), minus(x(i))),
    r"\sqrt{n} A": mul(power(size("n"), num(1).args[0] / 2), A(i, j)),
}
CANONICAL = {
    "y - x": ("y - x", "-x + y", "x - y"),
    "A x - x": (r"A x - x", r"\left(A - I\right) x"),
}


@pytest.mark.parametrize("latex", FORMS)
def test_a_polynomial_is_written_with_matrices(latex):
    found = latex_of_matrix_polynomial(SQUARE, FORMS[latex], (i,))
    assert found in CANONICAL.get(latex, (latex,))


NONE = {
    "three indices": add(A(i, j), A(j, k)),
    "no index": total("n", x(K)),
    "an index three times": mul(x(i), A(i, j)),
    "a power": power(A(i, j), 2),
    "a function": mul(exp(c), exp(A(i, j))),
    "a diagonal": mul(A(i, i), x(j)),
    "a trace beside it": mul(total("n", A(K, K)), total("n", mul(A(i, K), exp(B(K, j))))),
    "entrywise": mul(A(i, j), B(i, j)),
}


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_matrix_polynomial_has_no_such_form(name):
    assert latex_of_matrix_polynomial(SQUARE, NONE[name], (i,)) is None


def test_of_two_readings_the_one_with_fewer_transposes_is_taken():
    assert latex_of_matrix_polynomial(SQUARE, A(j, i), (i,)) == "A"
    assert latex_of_matrix_polynomial(SQUARE, add(A(j, i), A(i, j), B(j, i)), (i,)) == "A + A^T + B"


def test_the_rows_of_the_claim_choose_the_reading():
    assert latex_of_matrix_polynomial(SQUARE, A(i, j), (i, j)) == "A"
    outer = mul(x(i), entry("y", j))
    assert latex_of_matrix_polynomial(SQUARE, outer, (i,)) is None
