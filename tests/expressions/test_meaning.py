"""What meaning introduces: inverses, derivatives, let names under a derivative, and refusals."""

import numpy as np
import pytest
from sympy import And, E, Eq, Ne, Not, Or, Rational, Xor, log, oo, pi
from sympy import S as S_

from symattn.errors import Unsupported
from symattn.expressions import build as b
from symattn.expressions.meaning import Scope, meaning_of, sort_of
from symattn.kernel.indices import free
from symattn.kernel.terms import ONE, add, delta, entry, exp, less, mul
from tests.expressions.kernel_values import by_kernel, value

A, S = b.tensor("A", "n", "n"), b.tensor("S", "n", "n")
W = b.tensor("W", "H", "n", "n")
x, P, s = b.tensor("x", "n"), b.tensor("P", "n"), b.tensor("s")
i, k, h = b.index("i", "n"), b.index("k", "n"), b.index("h", "H")


def meant(node, scope=None):
    places = tuple(free(f"@{r}", sort_of(a)) for r, a in enumerate(node.shape))
    return meaning_of(node, places, scope or Scope())


def test_sorts_follow_the_structure_of_the_axis():
    assert sort_of(b.axis("n")) == "n"
    assert sort_of(b.axis("3")) == 3
    assert sort_of(b.axis("H*d")) == ("*", "H", "d")
    assert sort_of(b.axis("n1+H*d")) == ("+", "n1", ("*", "H", "d"))


def test_free_index_is_a_free_kernel_index_of_its_sort():
    assert meaning_of(b.at(x, i), (), Scope()) is entry("x", free("i", "n"))


def test_inverse_is_a_new_tensor_with_two_hypotheses():
    scope = Scope()
    t = meant(b.inverse(A), scope)
    assert t is entry("inverse@1", free("@0", "n"), free("@1", "n"))
    assert scope.tensors == [("inverse@1", ("n", "n"), ())]
    assert len(scope.hypotheses) == 2


def test_one_matrix_has_one_inverse():
    scope = Scope()
    meant(b.inverse(A) @ b.inverse(A) + b.inverse(S), scope)
    assert [name for name, _, _ in scope.tensors] == ["inverse@1", "inverse@2"]
    assert len(scope.hypotheses) == 4


@pytest.mark.parametrize("node", [b.inverse(A), b.sum_over(h, b.inverse(b.at(W, h)))])
def test_hypotheses_of_an_inverse_hold_for_the_inverse(node):
    sizes = {"n": 3, "H": 2}
    rng = np.random.default_rng(1)
    arrays = {"A": rng.normal(size=(3, 3)), "W": rng.normal(size=(2, 3, 3))}
    scope = Scope()
    meant(node, scope)
    arrays["inverse@1"] = np.linalg.inv(arrays["W" if "H" in scope.tensors[0][1] else "A"])
    expected = (
        arrays["inverse@1"].sum(0) if node.func.__name__ == "SumOver" else arrays["inverse@1"]
    )
    np.testing.assert_allclose(by_kernel(node, sizes, arrays), expected)
    for hypothesis in scope.hypotheses:
        for levels in np.ndindex(*(sizes[q] for q in hypothesis.sorts)):
            j = hypothesis.judgement
            difference = value(j.a, sizes, arrays, levels) - value(j.b, sizes, arrays, levels)
            assert abs(difference) < 1e-12
    arrays["inverse@1"] = arrays["inverse@1"].swapaxes(-1, -2).copy()
    wrong = [
        value(q.judgement.a, sizes, arrays, (0,) * len(q.sorts))
        - value(q.judgement.b, sizes, arrays, (0,) * len(q.sorts))
        for q in scope.hypotheses
    ]
    assert max(map(abs, wrong)) > 1e-3


def test_gradient_of_a_quadratic_form():
    rng = np.random.default_rng(2)
    arrays = {"A": rng.normal(size=(3, 3)), "x": rng.normal(size=3)}
    got = by_kernel(b.grad(x @ (A @ x), x), {"n": 3}, arrays)
    np.testing.assert_allclose(got, (arrays["A"] + arrays["A"].T) @ arrays["x"])


def test_jacobian_of_softmax():
    arrays = {"x": np.random.default_rng(3).normal(size=4)}
    y = np.exp(arrays["x"]) / np.exp(arrays["x"]).sum()
    got = by_kernel(b.jac(b.softmax(x), x), {"n": 4}, arrays)
    np.testing.assert_allclose(got, np.diag(y) - np.outer(y, y))


def test_gradient_inside_a_sum_over_an_index_its_places_use():
    arrays = {"x": np.random.default_rng(4).normal(size=3)}
    node = b.sum_over(i, b.at(x, i) * b.at(b.grad(b.total(x**3), x), i))
    np.testing.assert_allclose(by_kernel(node, {"n": 3}, arrays), 3 * (arrays["x"] ** 3).sum())


def test_let_under_a_derivative_holds_the_name_fixed():
    scope = Scope()
    node = b.let(
        "P", x * x, b.grad(b.inner(P * P, x), x)
    )  # d/dx sum P^2 x at P = x^2: x^4, not 5x^4
    meant(node, scope)
    assert [t[0] for t in scope.tensors] == ["P@1"] and len(scope.hypotheses) == 1
    arrays = {"x": np.array([2.0, 3.0])}
    arrays["P@1"] = arrays["x"] ** 2
    np.testing.assert_allclose(by_kernel(node, {"n": 2}, arrays), arrays["x"] ** 4)
    (q,) = scope.hypotheses
    for at in range(2):
        assert value(q.judgement.a, {"n": 2}, arrays, (at,)) == value(
            q.judgement.b, {"n": 2}, arrays, (at,)
        )


def test_let_inside_a_derivative_is_differentiated_through():
    node = b.grad(b.let("P", x * x, b.inner(P, P)), x)
    arrays = {"x": np.array([2.0, 3.0])}
    np.testing.assert_allclose(by_kernel(node, {"n": 2}, arrays), 4 * arrays["x"] ** 3)


def test_gradient_at_a_value_inside_a_derivative_is_refused():
    inner = b.let("P", 2 * x, b.inner(b.grad(b.inner(P, P), P), x))
    with pytest.raises(Unsupported) as caught:
        meant(b.grad(inner, x))
    assert "let P" in caught.value.doing and "x" in caught.value.wrong


def test_inverse_of_a_differentiated_matrix_moves_with_it():
    """The gradient is stated, not refused; tests/kernel/test_inverses.py tests what it is."""
    for inner in (b.trace(b.inverse(A)), b.let("S", 2 * A, b.trace(b.inverse(S)))):
        assert meant(b.grad(inner, A)).op == "diff"


def test_masked_entries_of_softmax_are_a_factor_in_positive_form():
    masked = b.softmax(b.stack(i, b.stack(k, b.where(k > i, -oo, b.at(S, i, k)))))
    row, column = free("@0", "n"), free("@1", "n")
    allowed = add(less(column, row), delta(column, row))
    assert meant(masked).args[0] is mul(allowed, exp(entry("S", row, column)))


def test_infinity_outside_of_softmax_and_exp_is_refused():
    for node in (b.constant(oo), b.max_axis(b.stack(i, b.where(i > 0, b.at(x, i), -oo)))):
        with pytest.raises(Unsupported) as caught:
            meant(node)
        assert "softmax" in caught.value.do


def test_exp_of_minus_infinity_under_a_let_and_a_negation():
    node = b.let("s", -b.constant(oo), b.exp(s + b.at(x, i)) + 1)
    assert meant(node) is add(meant(b.zeros()), ONE)


@pytest.mark.parametrize(
    ("node", "word"),
    [
        (b.power(s, b.at(x, i)), "exponent"),
        (b.stack(i, b.where(i * i > 2, 1, 0)), "linear"),
        (b.constant(b.size("n") ** b.size("m")), "numbers"),
    ],
)
def test_refuses_what_the_kernel_has_no_term_for(node, word):
    with pytest.raises(Unsupported, match=word):
        meant(node)


def test_differences_of_neighbours():
    arrays = {"x": np.array([1.0, 3.0, 7.0])}
    y = b.stack(i, b.where(i > 0, b.at(x, i) - b.at(x, i - 1), 0))
    np.testing.assert_allclose(by_kernel(y, {"n": 3}, arrays), [0, 2, 4])


@pytest.mark.parametrize(
    ("c", "expected"),
    [
        (S_.true, [1, 1, 1]), (S_.false, [0, 0, 0]), (Xor(i > 0, i > 1), None),
        (i > Rational(1, 2), [0, 1, 1]), (Ne(i, 1), [1, 0, 1]), (Eq(2 * i, 2), [0, 1, 0]),
        (3 >= 2 * i, [1, 1, 0]), (Not(And(i > 0, i < 2)), [1, 0, 1]), (Or(i < 1, i > 1), [1, 0, 1]),
        (Not(Or(i < 1, i > 1)), [0, 1, 0]),
    ],
)  # fmt: skip
def test_conditions(c, expected):
    node = b.stack(i, b.where(c, 1, 0))
    if expected is None:
        with pytest.raises(Unsupported, match="comparison of integers"):
            meant(node)
    else:
        np.testing.assert_allclose(by_kernel(node, {"n": 3}, {}), expected)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (b.power(2, b.position(i)), [1, 2, 4]),
        (b.exp(b.where_tensor(">", b.position(i), 0, -oo, 1)), [np.e, 0, 0]),
        (b.exp(-b.where(i > 0, oo, 1) * 2), [np.exp(-2), 0, 0]),
        (b.exp(1 - b.where(i > 0, oo, b.position(i))), [np.e, 0, 0]),
        (b.exp(b.constant(3) * b.where(i > 0, -oo, 1)), [np.exp(3), 0, 0]),
        (b.constant(pi * E) + b.constant(log(2)), [np.pi * np.e + np.log(2)] * 3),
        (b.at(b.literal([2, 4]), 1), [4] * 3),
    ],
)
def test_scalars_and_infinities(node, expected):
    np.testing.assert_allclose(by_kernel(b.stack(i, node), {"n": 3}, {}), expected)


def test_place_on_a_product_axis_is_a_pair_or_a_position():
    y, n = b.tensor("y", "H*n"), b.size("n")
    arrays = {"y": np.arange(6.0)}
    got = by_kernel(b.stack(h, b.at(y, h * n + n - 1)), {"H": 3, "n": 2}, arrays)
    np.testing.assert_allclose(got, [1, 3, 5])
    got = by_kernel(b.stack(h, b.at(y, h + 1)), {"H": 3, "n": 2}, arrays)
    np.testing.assert_allclose(got, [1, 2, 3])
    with pytest.raises(Unsupported, match="not linear"):
        meant(b.at(y, i * i))


def test_place_on_a_triple_axis():
    z, j = b.tensor("z", "H*n*m"), b.index("j", "m")
    n, m = b.size("n"), b.size("m")
    node = b.stack(h, b.stack(i, b.stack(j, b.at(z, h * n * m + i * m + j))))
    values = np.arange(24.0)
    got = by_kernel(node, {"H": 2, "n": 3, "m": 4}, {"z": values})
    np.testing.assert_allclose(got, values.reshape(2, 3, 4))


def test_gradient_by_a_let_name_is_taken_at_its_value():
    node = b.let("P", 2 * x, b.grad(b.inner(P, P), P))
    arrays = {"x": np.array([2.0, 3.0]), "P@1": np.array([4.0, 6.0])}
    np.testing.assert_allclose(by_kernel(node, {"n": 2}, arrays), [8, 12])
    inside = b.sum_over(i, b.let("s", b.at(x, i), b.grad(s * s * b.at(x, i), s)))
    scope = Scope()
    meant(inside, scope)
    assert scope.tensors == [("s@1", ("n",), ())]
    arrays["s@1"] = arrays["x"]
    np.testing.assert_allclose(by_kernel(inside, {"n": 2}, arrays), 2 * (4 + 9))


def test_shadowed_let_name_is_another_name():
    inner = b.let("P", 3 * P, b.grad(b.inner(P, x), P))
    node = b.let("P", 2 * x, P + inner)
    arrays = {"x": np.array([2.0, 3.0])}
    assert meant(node) is not None
    arrays["P@1"] = 3 * 2 * arrays["x"]
    np.testing.assert_allclose(by_kernel(node, {"n": 2}, arrays), 2 * arrays["x"] + arrays["x"])


def test_integer_places_on_structured_axes():
    y, z = b.tensor("y", "2+3"), b.tensor("z", "2*3")
    arrays = {"y": np.arange(5.0), "z": np.arange(6.0)}
    for m in range(5):
        assert by_kernel(b.at(y, m), {}, arrays) == m and by_kernel(b.at(z, m), {}, arrays) == m


def test_inverse_to_a_power():
    arrays = {"A": np.array([[2.0, 1.0], [0.0, 4.0]])}
    arrays["inverse@1"] = np.linalg.inv(arrays["A"])
    got = by_kernel(b.matrix_power(A, -2), {"n": 2}, arrays)
    np.testing.assert_allclose(got, arrays["inverse@1"] @ arrays["inverse@1"])
