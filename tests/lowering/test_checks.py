"""Each check of a program before emission: it passes what lowering makes and fails on a broken program."""

import pytest

from symattn.errors import Unsupported
from symattn.expressions.axes import Axis
from symattn.expressions.build import index, sizes
from symattn.lowering.checks import (
    CHECKS,
    check_arguments_come_first,
    check_entrywise_shapes_agree,
    check_every_operation_has_code,
    check_indices_are_ordered,
    check_output_is_closed,
    check_program,
)
from symattn.lowering.node_steps import Scope
from symattn.lowering.numpy_writer import live_steps
from symattn.lowering.program import Program
from symattn.lowering.steps import Step
from tests.lowering import cases

n, m = sizes("n m")
N_AXIS, M_AXIS = Axis(n), Axis(m)


def made():
    p = Program()
    output = Scope(p).step(cases.attention)
    return p, live_steps(p, output), output


@pytest.mark.parametrize("check", CHECKS)
def test_a_good_program_passes(check):
    check(*made())


def test_a_step_that_reads_a_later_one_is_refused():
    p, live, output = made()
    p.steps.reverse()
    with pytest.raises(Unsupported, match="reads a later step"):
        check_arguments_come_first(p, live, output)


def test_an_output_with_a_bound_index_is_refused():
    p = Program()
    i = p.bind(index("i", "n"))
    z = p.spread(p.make("input", data=("x",), shape=(N_AXIS,)), 0, i)
    with pytest.raises(Unsupported, match="bound indices"):
        check_output_is_closed(p, [z], z)


def test_indices_out_of_order_are_refused():
    p = Program()
    i, j = p.bind(index("i", "n")), p.bind(index("j", "m"))
    z = Step("place", (), (i + j,), (j, i), ())
    with pytest.raises(Unsupported, match="not in order"):
        check_indices_are_ordered(p, [z], z)


def test_operands_of_other_lengths_are_refused():
    p = Program()
    x, y = (p.make("input", data=(w,), shape=(a,)) for w, a in (("x", N_AXIS), ("y", M_AXIS)))
    z = Step("add", (x, y), (), (), (N_AXIS,))
    with pytest.raises(Unsupported, match="an operand has shape"):
        check_entrywise_shapes_agree(p, [z], z)


def test_an_operation_without_code_is_refused():
    z = Step("unheard_of", (), (), (), ())
    with pytest.raises(Unsupported, match="no rule"):
        check_every_operation_has_code(Program(), [z], z)


def test_all_checks_run_together():
    check_program(*made())
