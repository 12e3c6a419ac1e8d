"""The rules of the gradients as statements: a scalar f, the tensor, and the matrix form.

Place: above gradients; the tests prove each statement, so that the table is checked, not trusted.

Legend
  C    a fixed tensor: the gradient of a loss by the output      X, Y   matrices      x, y   vectors
"""

from __future__ import annotations

from collections.abc import Mapping

from symattn.calculus.gradients import gradient_of
from symattn.expressions import build as B  # noqa: N812
from symattn.expressions.nodes import Node

n, m, d = B.sizes("n m d")
X, Y = B.tensor("X", n, m), B.tensor("Y", n, m)
Z, S = B.tensor("Z", m, d), B.tensor("S", n, n)
x, y = B.tensor("x", n), B.tensor("y", n)
i = B.index("i", n)
P = B.tensor("P", n, "H*d")
h = B.index("h", "H")
U = B.tensor("U", "H", m, d)


def _against_fixed(value: Node) -> Node:
    return B.inner(B.tensor("C", *value.shape), value) if value.rank else value


# name of the rule -> the value that depends on the tensor, and the tensor
VALUES: Mapping[str, tuple[Node, Node]] = {
    "a_sum_passes_the_gradient_to_both": (X + Y, X),
    "a_difference_passes_the_negative_to_the_second": (X - Y, Y),
    "a_negative_passes_the_negative": (-X, X),
    "an_entrywise_product_passes_the_other_factor": (B.hadamard(X, Y), X),
    "a_scalar_factor_gets_an_inner_product": (B.tensor("a") * X, B.tensor("a")),
    "a_scalar_factor_multiplies_the_gradient": (B.tensor("a") * X, X),
    "a_quotient_divides_the_gradient": (X / B.sqrt(B.constant(m)), X),
    "a_denominator_gets_the_negative_quotient": (X / Y, Y),
    "a_square_passes_twice_the_base": (X**2, X),
    "exp_passes_its_own_value": (B.exp(X), X),
    "log_divides_the_gradient": (B.log(X), X),
    "sqrt_divides_by_twice_its_value": (B.sqrt(X), X),
    "tanh_passes_one_minus_its_square": (B.tanh(X), X),
    "sigmoid_passes_its_value_times_the_rest": (B.sigmoid(X), X),
    "a_left_factor_gets_the_gradient_times_the_transpose": (X @ Z, X),
    "a_right_factor_gets_the_transpose_times_the_gradient": (X @ Z, Z),
    "a_matrix_at_a_vector_gets_an_outer_product": (X @ B.tensor("z", m), X),
    "a_vector_under_a_matrix_gets_the_transpose": (X @ B.tensor("z", m), B.tensor("z", m)),
    "a_dot_product_passes_the_other_vector": (x @ y, x),
    "an_inner_product_passes_the_other_factor": (B.inner(X, Y), X),
    "an_outer_product_contracts_the_gradient": (B.outer(x, y), x),
    "an_einsum_exchanges_the_output_and_the_factor": (B.einsum("ij,jk->ki", X, Z), Z),
    "a_transpose_transposes_the_gradient": (X.T, X),
    "a_trace_passes_the_identity": (B.trace(S), S),
    "a_diagonal_matrix_passes_the_diagonal": (B.diag(x), x),
    "a_diagonal_passes_a_diagonal_matrix": (B.diag_of(S), S),
    "a_sum_along_an_axis_spreads_the_gradient": (B.sum_axis(X, 1), X),
    "a_mean_along_an_axis_spreads_the_gradient": (B.mean_axis(X, 0), X),
    "softmax_subtracts_the_mean_under_its_weights": (B.softmax(X, 1), X),
    "softmax_of_a_vector_subtracts_one_number": (B.softmax(x), x),
    "log_softmax_subtracts_the_weights_times_the_sum": (B.log_softmax(X, 1), X),
    "log_sum_exp_passes_the_weights": (B.lse(X, 1), X),
    "a_row_passes_an_outer_product_with_a_unit_vector": (B.at(X, i, ":"), X),
    "a_new_axis_is_summed_away": (B.new_axis(x, 1), x),
    "a_head_passes_zeros_beside_it": (B.head_slice(P, h, 1), P),
    "a_concatenation_passes_blocks": (B.concat([X, Y], 0), Y),
    "a_sum_over_an_index_sums_the_gradients": (B.sum_over(h, B.at(U, h, ":", ":")), U),
    "a_stack_passes_each_part": (B.stack(i, B.at(X, i, ":") * 2), X),
    "a_concatenation_over_heads_passes_each_head": (B.concat_over(h, B.at(U, h, ":", ":"), 1), U),
}


def rule_statement(name: str) -> tuple[Node, Node]:
    """The two sides of a rule: grad(f, X) as a node, and the matrix form that the table makes."""
    value, tensor = VALUES[name]
    f = _against_fixed(value)
    return B.grad(f, tensor), gradient_of(f, tensor)
