"""What users type: sizes, axes, indices and the friendly functions."""

import pytest
from sympy import Integer, Symbol

from symattn.errors import NotationError, ShapeError, Unsupported
from symattn.expressions import build as b
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis, ConcatAxis, ProductAxis
from symattn.expressions.shapes import shape_rules
from symattn.expressions.tables import Table

n, H, d = b.sizes("n H, d")
A, x = b.tensor("A", "n", "m"), b.tensor("x", "n")


def test_sizes_are_positive_integers_unless_they_may_be_zero():
    assert n == Symbol("n", integer=True, positive=True)
    assert b.size("n", 0) == Symbol("n", integer=True, nonnegative=True)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("n", Axis(n)), (n, Axis(n)), (3, Axis(3)), (Integer(3), Axis(3)), ("3", Axis(3)), (Axis(n), Axis(n)),
        ("H*d", ProductAxis(Axis(H), Axis(d))), ("d*H", ProductAxis(Axis(d), Axis(H))),
        ("n+1", ConcatAxis(Axis(n), Axis(1))), ("2*n*H", ProductAxis(Axis(2), Axis(n), Axis(H))),
        ("n+H*d", ConcatAxis(Axis(n), ProductAxis(Axis(H), Axis(d)))),
        ("(n+1)*d", ProductAxis(ConcatAxis(Axis(n), Axis(1)), Axis(d))),
    ],
)  # fmt: skip
def test_axis_keeps_the_order_as_written(given, made):
    assert b.axis(given) == made


@pytest.mark.parametrize("text", ["n-1", "n+(", "n*f(2)", "2.5", ""])
def test_axis_text_that_cannot_be_read_is_pointed_at(text):
    with pytest.raises(NotationError) as caught:
        b.axis(text)
    assert caught.value.position <= len(text) and "H*d_k" in caught.value.do


@pytest.mark.parametrize("given", [n * H, n + 1, True, 0, -2, "0"])
def test_axis_refuses_what_is_no_axis(given):
    with pytest.raises(ShapeError):
        b.axis(given)


def test_negative_axes_count_from_the_end():
    assert b.softmax(A) == b.softmax(A, 1) == N.Softmax(A, 1)
    assert b.sum_axis(A, -2) == N.SumAxis(A, 0)
    assert b.new_axis(x, -1) == N.NewAxis(x, 1)
    assert b.permute(A, [1, 0]) == b.permute(A, -1, 0) == N.Permute(A, (1, 0))
    assert b.concat([A, A]) == N.Concat(1, A, A)


def test_numbers_are_wrapped():
    assert 2 * x == N.Multiply(N.Constant(2), x)
    assert (x + 1, 1 + x, x - 1, 1 - x) == (
        N.Add(x, N.Constant(1)), N.Add(N.Constant(1), x),
        N.Subtract(x, N.Constant(1)), N.Subtract(N.Constant(1), x),
    )  # fmt: skip
    assert 1 / x == N.Divide(N.Constant(1), x)
    assert bool(b.where(3 > 2, x, 0).args[0]) is True
    assert b.literal(3) == N.Constant(3)


def test_nothing_is_evaluated_at_construction():
    assert (x - x).func is N.Subtract and (x * 1).func is N.Multiply and A.T.T.func is N.Transpose


@pytest.mark.parametrize(
    ("make", "cls"),
    [
        (lambda: b.total(x, 0), N.SumAxis), (lambda: b.zeros("n"), N.Zeros), (lambda: b.fro(A), N.Norm),
        (lambda: b.transpose(A), N.Transpose), (lambda: b.matmul(A, b.transpose(A)), N.MatMul),
        (lambda: b.einsum("i, i -> i", x, x), N.Einsum), (lambda: b.log(x), N.Apply),
    ],
)  # fmt: skip
def test_friendly_functions_make_their_nodes(make, cls):
    assert make().func is cls


def test_every_public_name_of_build_is_there():
    assert sorted(b.__all__) == sorted(set(b.__all__))
    assert all(hasattr(b, name) for name in b.__all__)


def test_empty_literal_is_refused():
    with pytest.raises(ShapeError):
        b.literal([])


def test_table_refuses_a_second_rule_and_names_itself_where_it_has_none():
    table = Table("weight")
    table.rule(N.Add)(len)
    with pytest.raises(TypeError, match="Add"):
        table.rule(N.Add)(len)
    with pytest.raises(Unsupported) as caught:
        table.of(x)
    assert "weight" in caught.value.wrong and "Tensor" in caught.value.do
    assert table.lacks((N.Add, N.Tensor)) == ["Tensor"]
    assert shape_rules.lacks(N.NODES) == []


def test_index_of_another_axis_is_another_index():
    assert b.index("i", "n") != b.index("i", "m")
    assert b.index("i", "n") == b.index("i", n)
