"""Programs: equal steps are made once, and numbers, scalars and views are kept small."""

import pytest

from symattn.errors import ShapeError
from symattn.expressions.axes import Axis
from symattn.expressions.build import index, sizes, softmax
from symattn.lowering.lowered_function import lower
from symattn.lowering.numpy_writer import code_of
from symattn.lowering.program import Program
from symattn.lowering.reverse import reverse_of
from symattn.lowering.steps import common_shape
from tests.lowering import cases

n, m, d = sizes("n m d")
SQUARE = (Axis(n), Axis(m))


def start():
    p = Program()
    return p, p.make("input", data=("x",), shape=SQUARE)


def test_a_step_asked_for_twice_is_made_once():
    p, x = start()
    assert p.add(x, x) is p.add(x, x)
    assert p.transpose(p.transpose(x)) is x


def test_common_subexpressions_are_shared_in_the_source():
    weights = softmax(cases.Q @ cases.K.T)
    source = lower(weights @ cases.V + 2 * (weights @ cases.V)).source
    assert source.count("np.exp(") == 1


def test_numbers_are_folded():
    p, x = start()
    two, three = p.number(2), p.number(3)
    assert p.mul(two, three) is p.number(6)
    assert p.add(two, three) is p.number(5)
    assert p.neg(p.neg(x)) is x
    assert p.mul(p.number(1), x) is x
    assert p.mul(x, p.number(-1)) is p.neg(x)
    assert p.div(x, p.number(1)) is x
    assert p.power(x, 1) is x
    assert p.power(x, 0).op == "stretch"


def test_repetitions_are_not_made_where_stretching_does_it():
    p, x = start()
    zeros = p.stretch(p.number(0), SQUARE)
    assert p.add(x, zeros) is x
    assert p.mul(p.stretch(p.number(2), SQUARE), x) is p.mul(p.number(2), x)
    column = p.make("input", data=("c",), shape=(Axis(n), Axis(1)))
    assert p.sub(x, p.stretch(column, SQUARE)) is p.sub(x, column)


def test_a_sum_of_equal_entries_is_a_multiple():
    p, _ = start()
    twos = p.stretch(p.number(2), SQUARE)
    assert p.sum(twos, (0, 1)) is p.number(2 * n * m)


def test_an_inner_index_of_the_same_name_is_another_index():
    p = Program()
    i = p.bind(index("i", "n"))
    assert p.bind(index("i", "n")) == i
    assert p.bind(index("i", "n"), active=(i,)) != i


def test_operands_of_different_ranks_are_refused():
    p, x = start()
    row = p.make("input", data=("r",), shape=(Axis(m),))
    with pytest.raises(ShapeError):
        common_shape((x, row))


def test_a_second_rule_for_an_operation_is_refused():
    with pytest.raises(TypeError, match="already"):
        reverse_of("add")(lambda s, z, ct: [])
    with pytest.raises(TypeError, match="already"):
        code_of("add")(lambda w, z: ("", 0))
