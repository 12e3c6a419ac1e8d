"""What a user of a lowered function reads: the source, its docstring, and the errors at a call."""

import ast
import inspect
import warnings

import numpy as np
import pytest

from symattn.errors import BadInput, ShapeError, UnknownName
from symattn.expressions.build import (
    apply,
    at,
    concat,
    exp,
    identity,
    index,
    jac,
    log_softmax,
    masked_softmax,
    new_axis,
    position,
    reshape,
    softmax,
    sum_over,
    tensor,
    total,
    where,
)
from symattn.expressions.nodes import NODES
from symattn.lowering.lowered_function import lower
from symattn.lowering.node_steps import step_rules
from symattn.lowering.numpy_writer import RULES
from symattn.lowering.reverse import RULES as REVERSE_RULES
from tests.lowering import cases
from tests.lowering.test_lowered_function import arrays_for, options_for

EVERY = {**cases.FORWARD, **{f"d_{k}": v for k, v in cases.DERIVED.items()}}
GENERATOR = np.random.default_rng(5)


def test_every_node_class_is_lowered():
    assert step_rules.lacks(NODES) == []


def test_every_operation_with_arguments_has_a_reverse_rule():
    leaves = {"input", "number", "place", "mask", "eye", "literal"}
    assert set(RULES) - leaves == set(REVERSE_RULES) - leaves


def test_the_source_of_attention_reads_like_a_hand_written_function():
    expected = '''\
import numpy as np


def attention(Q, K, V):
    """softmax(Q @ K.T / sqrt(d_k), 1) @ V

    Shapes  Q (n, d_k), K (m, d_k), V (m, d_v) -> (n, d_v)
    """
    n, d_k = Q.shape
    m = K.shape[0]
    d_v = V.shape[1]
    for argument, got, expected in (
        ("K", K.shape, (m, d_k)),
        ("V", V.shape, (m, d_v)),
    ):
        if got != expected:
            raise ValueError(f"attention: {argument} has shape {got}, expected {expected}")
    scores = (Q / d_k**0.5) @ K.T
    exps = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    weights = exps / np.sum(exps, axis=-1, keepdims=True)
    return weights @ V
'''
    assert lower(cases.attention, "attention").source == expected


def test_the_gradient_by_the_queries_is_the_flash_form():
    source = lower(cases.DERIVED["attention_by_q"], "d_attention").source
    body = source[source.index("    d_weights") :]
    assert body == (
        "    d_weights = G @ V.T\n"
        "    centre = np.sum(weights * d_weights, axis=-1, keepdims=True)\n"
        "    d_scores = weights * (d_weights - centre)\n"
        "    return d_scores @ K / d_k**0.5\n"
    )


@pytest.mark.parametrize("name", EVERY)
def test_source_uses_no_einsum_and_no_loop_over_data(name):
    lowered = lower(EVERY[name])
    tree = ast.parse(lowered.source)
    called = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert "einsum" not in called  # the docstring may say it, and Python 3.13 dedents that
    loops = [p for p in ast.walk(tree) if isinstance(p, (ast.For, ast.While))]
    assert all(isinstance(p.body[0], ast.If) for p in loops)


@pytest.mark.parametrize("name", EVERY)
def test_float32_stays_float32(name):
    lowered = lower(EVERY[name])
    arrays = arrays_for(EVERY[name], cases.SIZES[1], np.float32)
    got = lowered(*arrays.values(), **options_for(lowered, cases.SIZES[1]))
    assert np.asarray(got).dtype == np.float32, lowered.source
    wide = {k: v.astype(np.float64) for k, v in arrays.items()}
    want = lowered(*wide.values(), **options_for(lowered, cases.SIZES[1]))
    assert np.abs(got - want).max() < 3e-3 * (1 + np.abs(want).max())


@pytest.mark.parametrize("name", ["attention", "multi_head", "masked", "masked_by_infinity"])
def test_scores_near_ten_thousand_give_finite_results(name):
    lowered = lower(cases.FORWARD[name])
    arrays = arrays_for(cases.FORWARD[name], cases.SIZES[0])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        got = lowered(*(100 * a for a in arrays.values()))
    assert np.isfinite(got).all()


@pytest.mark.parametrize("name", cases.QUOTIENTS)
def test_quotients_of_exponentials_subtract_the_largest_score(name):
    lowered = lower(cases.QUOTIENTS[name])
    arrays = arrays_for(cases.QUOTIENTS[name], cases.SIZES[0])
    assert "np.max(scores" in lowered.source.replace("np.max(x", "np.max(scores").replace(
        "np.max(A", "np.max(scores"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        got = lowered(*(1000 * a for a in arrays.values()))
    assert np.isfinite(got).all()


@pytest.mark.parametrize(
    "expr",
    [
        exp(cases.x) / total(exp(cases.y)),
        exp(cases.A) / total(exp(cases.A)),
        exp(cases.A) / new_axis(total(exp(cases.A.T), 1), 1),
        exp(cases.x) / total(exp(2 * cases.x)),
    ],
)
def test_other_quotients_are_no_softmax(expr):
    assert "np.max(" not in lower(expr).source


def test_log_softmax_is_stable():
    x = np.array([1e4, -1e4, 0.0])
    assert np.allclose(lower(log_softmax(tensor("x", "n")))(x), [0.0, -2e4, -1e4])


def test_a_fully_masked_row_is_refused_in_words():
    lowered = lower(masked_softmax(cases.A, tensor("M", "n", "n")), "masked")
    keep = np.eye(3)
    keep[1] = 0
    with pytest.raises(ValueError, match="masked: a row of M allows no key"):
        lowered(np.ones((3, 3)), keep)
    assert "a row of the mask allows no key" in lowered.__doc__


# ---- sizes


def test_a_wrong_shape_is_an_error_with_all_four_parts():
    lowered = lower(cases.attention, "attention")
    with pytest.raises(ShapeError) as error:
        lowered(np.ones((3, 8)), np.ones((5, 8)), np.ones((4, 2)))
    e = error.value
    assert e.doing == "attention(Q, K, V)"
    assert e.wrong == "argument V should have shape (m, d_v), got (4, 2) (axis 0: m is 5, got 4)"
    assert e.known == "n=3 d_k=8 m=5"
    assert e.do == "pass V with shape (m, d_v)"


def test_a_wrong_rank_is_an_error():
    with pytest.raises(ShapeError) as error:
        lower(cases.attention, "attention")(np.ones(3), np.ones((5, 8)), np.ones((5, 2)))
    assert "got (3,) (it has 1 axis, not 2)" in error.value.wrong


def test_the_source_itself_refuses_wrong_shapes():
    function = lower(cases.attention, "attention").function
    with pytest.raises(ValueError, match=r"attention: V has shape \(4, 2\), expected \(5, 2\)"):
        function(np.ones((3, 8)), np.ones((5, 8)), np.ones((4, 2)))


def test_a_product_axis_is_solved_where_one_factor_is_known():
    lowered = lower(cases.multi_head)
    assert lowered.sizes.keywords == ()
    with pytest.raises(ShapeError) as error:
        shapes = {"n": 3, "d": 6, "H": 2, "d_k": 4, "d_v": 5}
        arrays = arrays_for(cases.multi_head, shapes)
        arrays["W_O"] = np.ones((11, 6))
        lowered(*arrays.values())
    assert "H*d_v is 10, got 11" in error.value.wrong


def test_an_open_product_axis_becomes_a_keyword():
    lowered = lower(total(reshape(tensor("U", "n", "H*d"), "n", "H", "d"), 1), "merge")
    assert [s.name for s in lowered.sizes.keywords] == ["H"]
    u = GENERATOR.standard_normal((2, 6))
    assert np.allclose(lowered(u, H=3), u[:, 0:2] + u[:, 2:4] + u[:, 4:6])
    with pytest.raises(ShapeError) as error:
        lowered(u)
    assert "H" in error.value.wrong and "H=..." in error.value.do
    with pytest.raises(ShapeError) as error:
        lowered(u, H=4)
    assert "H*d cannot be 6" in error.value.wrong


def test_a_sum_axis_is_solved():
    p, r = tensor("p", "n1"), tensor("r", "n1+n2")
    lowered = lower(concat([p, r]))
    assert lowered.sizes.keywords == ()
    assert lowered(np.ones(2), np.ones(5)).shape == (7,)
    with pytest.raises(ShapeError) as error:
        lowered(np.ones(3), np.ones(2))
    assert "n1+n2 cannot be 2" in error.value.wrong


def test_a_size_in_no_argument_is_a_keyword():
    lowered = lower(identity("n"))
    assert np.array_equal(lowered(n=2), np.eye(2))


# ---- indices, functions, names


def test_a_free_index_is_a_checked_keyword():
    i = index("i", "n")
    lowered = lower(at(softmax(cases.Q @ cases.K.T), i) @ cases.V, "row")
    q, k, v = (GENERATOR.standard_normal(s) for s in ((3, 2), (4, 2), (4, 5)))
    assert np.allclose(
        lowered(q, k, v, i=1), lower(softmax(cases.Q @ cases.K.T) @ cases.V)(q, k, v)[1]
    )
    with pytest.raises(ShapeError) as error:
        lowered(q, k, v, i=3)
    assert error.value.known == "n=3"
    with pytest.raises(BadInput):
        lowered(q, k, v)


def test_a_free_index_in_conditions_and_positions():
    i, j = index("i", "n"), index("j", "n")
    expr = sum_over(j, where(j <= i, at(cases.x, j), 0) * position(j + i))
    x = np.array([1.0, 2.0, 3.0])
    assert lower(expr)(x, i=1) == 1 * 1 + 2 * 2


def test_unknown_functions_are_arguments_with_their_derivatives():
    value = lower(apply("phi", cases.A) @ cases.x)
    a, x = GENERATOR.standard_normal((3, 3)), GENERATOR.standard_normal(3)
    assert np.allclose(value(a, x, phi=np.sin), np.sin(a) @ x)
    slope = lower(jac(apply("phi", cases.x), cases.x))
    assert np.allclose(slope(x, phi=np.sin, phi_prime=np.cos), np.diag(np.cos(x)))
    with pytest.raises(BadInput) as error:
        value(a, x)
    assert "phi" in error.value.wrong


def test_names_become_identifiers_and_never_clash():
    weird = tensor("W_1^Q", "n", "n") @ tensor("x'", "n") + tensor("lambda", "n")
    lowered = lower(weird, "f'")
    assert list(inspect.signature(lowered.function).parameters) == ["W_1_Q", "x_prime", "lambda_"]
    clash = lower(softmax(tensor("weights", "n") + tensor("exps", "n") + tensor("dtype", "n")))
    assert np.isclose(clash(*np.ones((3, 2))).sum(), 1)
    twins = lower(tensor("a'", "n") + tensor("a_prime", "n"))
    assert np.array_equal(twins(np.array([1.0]), np.array([2.0])), [3.0])


def test_the_order_of_arguments_can_be_given():
    lowered = lower(cases.attention, arguments=("V", "K", cases.Q))
    assert lowered.arguments == ("V", "K", "Q")
    for wrong in (("Q", "K"), ("Q", "K", "V", "U")):
        with pytest.raises(UnknownName):
            lower(cases.attention, arguments=wrong)


def test_too_few_arrays_are_refused():
    with pytest.raises(BadInput) as error:
        lower(cases.attention, "attention")(np.ones((2, 2)))
    assert "attention(Q, K, V)" in error.value.do


def test_lists_and_numbers_are_taken_as_arrays():
    assert lower(cases.s * new_axis(cases.x, 1))(2, [1, 2]).tolist() == [[2], [4]]


def test_tracebacks_show_the_emitted_line():
    import traceback

    lowered = lower(cases.attention, "attention")
    try:
        lowered.function(np.ones((3, 8)), np.ones((5, 8)), np.ones((4, 2)))
    except ValueError:
        assert 'raise ValueError(f"attention:' in traceback.format_exc()


@pytest.mark.parametrize(("holds", "want"), [(True, [1.0, 1.0]), (False, [2.0, 3.0])])
def test_a_condition_that_is_always_or_never_true_is_decided_at_once(holds, want):
    """Found by random expressions: the branch that is taken still has the shape of both."""
    lowered = lower(where(holds, cases.s, cases.x))
    arrays = {"s": 1.0, "x": np.array([2.0, 3.0])}
    assert lowered(*(arrays[n] for n in lowered.arguments)).tolist() == want
    assert "where" not in lowered.source[lowered.source.index("return") :]


def test_names_from_latex_do_no_harm_in_the_docstring():
    lowered = lower(tensor(r"\theta_1", "n") @ tensor('a"""', "n"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert lowered([1.0, 2.0], [3.0, 4.0]) == 11.0
    assert r"\theta_1" in lowered.__doc__


@pytest.mark.parametrize("name", ["Q", "K", "V"])
def test_emitted_gradients_agree_with_the_complex_step_through_the_emitted_forward_pass(name):
    """The forward source takes complex arrays, so users can check a backward pass with it."""
    forward = lower(cases.score)
    backward = lower(cases.DERIVED[f"attention_by_{name.lower()}"], arguments=forward.arguments)
    arrays = arrays_for(cases.score, cases.SIZES[1])
    gradient = backward(*arrays.values())
    for place in np.ndindex(arrays[name].shape):
        moved = {k: v.astype(complex) for k, v in arrays.items()}
        moved[name][place] += 1e-30j
        assert np.isclose(forward(*moved.values()).imag / 1e-30, gradient[place])
