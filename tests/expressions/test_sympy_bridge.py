"""SymPy's own tools on nodes, and SymPy expressions as nodes."""

import pickle

import numpy as np
import pytest
import sympy
from sympy import (
    HadamardProduct,
    IndexedBase,
    KroneckerDelta,
    Matrix,
    MatrixSymbol,
    Sum,
    Symbol,
    Trace,
    lambdify,
)  # fmt: skip
from sympy import Identity as SympyIdentity

from symattn.errors import ShapeError, Unsupported
from symattn.expressions import axes, sympy_bridge
from symattn.expressions import build as b
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.sympy_bridge import entry, from_sympy
from tests.expressions.cases import CASES
from tests.expressions.kernel_values import by_kernel

n, m, d, H = b.sizes("n m d H")
Q, K, V = b.tensor("Q", "n", "d"), b.tensor("K", "m", "d"), b.tensor("V", "m", "d")
S, X, x = b.tensor("S", "n", "n"), b.tensor("X", "n", "H*d"), b.tensor("x", "n")
i, k, c = b.index("i", "n"), b.index("k", "n"), b.index("c", "d")
attention = b.softmax(Q @ K.T / sympy.sqrt(d)) @ V


def test_entry_of_attention_is_the_formula():
    q, kk, v = map(IndexedBase, "QKV")
    j, r, p = (Symbol(s, integer=True) for s in "jlp")
    weight = sympy.exp(Sum(kk[j, r] * q[i, r], (r, 0, d - 1)) / sympy.sqrt(d))
    other = sympy.exp(Sum(kk[r, p] * q[i, p], (p, 0, d - 1)) / sympy.sqrt(d))
    formula = Sum(weight * v[j, c] / Sum(other, (r, 0, m - 1)), (j, 0, m - 1))
    assert attention[i, c] == formula
    assert entry(attention, (i, c)) == formula


def test_bound_names_avoid_every_name_in_use():
    j = b.index("j", "n")
    e = b.sum_axis(b.tensor("l", "n", "n"), 1)[j]
    (bound,) = e.variables
    assert bound.name not in ("j", "l") and e.free_symbols >= {j}


def test_entry_of_pairs_and_parts():
    T = b.tensor("T", "H", "n", "d")
    h = b.index("h", "H")
    heads = b.concat_over(h, T[h], 1)
    a = Symbol("a", integer=True, nonnegative=True)
    at = heads[i, a].subs({H: 3, d: 2, a: 5})
    assert at == IndexedBase("T")[2, i, 1]
    both = b.concat([x, 2 * x])[n + i]
    assert both == 2 * IndexedBase("x")[i]


def test_entry_of_identity_and_gradient():
    assert b.identity("n")[i, k] == KroneckerDelta(i, k)
    g = b.grad(x @ (S @ x), x)[0].subs(n, 2).doit()
    xs, ss = IndexedBase("x"), IndexedBase("S")
    expected = 2 * ss[0, 0] * xs[0] + ss[0, 1] * xs[1] + ss[1, 0] * xs[1]
    assert sympy.expand(g - expected) == 0


def test_entry_of_a_position_is_the_index():
    assert b.position(2 * i + n)[()] == 2 * i + n
    j = Symbol("j", integer=True)
    assert b.sum_over(k, b.position(k - i))[()] == Sum(j - i, (j, 0, n - 1))


def test_fewer_places_keep_the_node():
    assert Q[i].shape == Q[i, :].shape == (b.axis("d"),)
    assert Q[i] == b.at(Q, i)


@pytest.mark.parametrize("places", [(k, c, c), (c, k), (0, -1)])
def test_entry_refuses_places_that_do_not_fit(places):
    with pytest.raises(ShapeError):
        entry(Q, places)


def test_entry_of_an_inverse_is_refused():
    with pytest.raises(Unsupported):
        b.inverse(S)[i, k]
    with pytest.raises(Unsupported):
        b.max_axis(Q)[i]


def test_nodes_are_not_iterated():
    with pytest.raises(TypeError):
        iter(Q)


def test_str_and_repr_are_plain_text():
    assert str(attention) == repr(attention) == "softmax(Q @ K.T / sqrt(d), 1) @ V"
    assert str((Q + Q) * 2) == "(Q + Q) * 2"
    assert sympy.pretty(Q @ K.T) == "Q @ K.T"
    assert str(b.tensor("W^Q_1", "n")) == "W_Q_1"
    j = b.index("j", "m")
    texts = {
        "x - (x - x)": x - (x - x), "-x": -x, "x ** 2": x**2, "(x ** 2) ** 3": (x**2) ** 3,
        "sum(j, m, K[j, :])": b.sum_over(j, K[j]), "tab(j, m, K[j, :])": b.stack(j, K[j]),
        "concat([Q, Q], 1)": b.concat([Q, Q], 1), "exp(x)": b.exp(x),
        "concat_over(j, m, Q, 1)": b.concat_over(j, Q, 1), "reshape(x, n, 1)": b.reshape(x, "n", 1),
    }  # fmt: skip
    assert {str(node) for node in texts.values()} == set(texts)


def test_every_node_has_a_plain_text():
    for node, _ in CASES.values():
        assert isinstance(str(node), str) and "object" not in str(node)
        assert sympy.latex(node)


def test_latex_uses_the_writer_that_is_entered(monkeypatch):
    monkeypatch.setattr(sympy_bridge, "latex_writers", sympy_bridge.latex_writers)
    writers = sympy_bridge.latex_writers
    before = list(writers)
    writers[:] = []
    try:
        assert sympy.latex(b.tensor("W_q", "n")) == r"\text{W\_q}"
        writers[:] = [lambda node: "!"]
        assert sympy.latex(Q + Q) == "!"
        assert Q._repr_latex_() == r"$\displaystyle !$"
    finally:
        writers[:] = before


def test_lambdify_reads_sizes_off_the_tensors():
    rng = np.random.default_rng(0)
    q, kk, v = rng.normal(size=(2, 3)), rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    scores = np.exp(q @ kk.T / np.sqrt(3))
    expected = scores / scores.sum(1, keepdims=True) @ v
    np.testing.assert_allclose(lambdify([Q, K, V], attention)(q, kk, v), expected)
    np.testing.assert_allclose(lambdify([i, Q], Q[i])(1, q), q[1])
    with pytest.raises(Unsupported):
        lambdify([x], b.grad(x @ x, x))


def test_lambdify_of_a_tensor_with_a_mathematical_name():
    w = b.tensor("W^Q", "n")
    np.testing.assert_allclose(lambdify([w], w * 2)(np.ones(2)), [2, 2])


def test_lambdify_solves_for_the_size_of_a_factor():
    W = b.tensor("W", "H", "n")
    f = lambdify([X, W], b.ones("d") * b.total(X) * b.total(W))
    assert f(np.ones((2, 6)), np.ones((3, 2))).shape == (2,)


def test_srepr_reads_back():
    names = {**vars(sympy), "nodes": N, "Axis": axes.Axis, "Str": sympy.core.symbol.Str}
    names |= {"ProductAxis": axes.ProductAxis, "ConcatAxis": axes.ConcatAxis}
    for node, _ in CASES.values():
        assert eval(sympy.srepr(node), names) == node


def test_nodes_pickle():
    for node, _ in CASES.values():
        copy = pickle.loads(pickle.dumps(node))
        assert copy == node and copy.shape == node.shape and hash(copy) == hash(node)


def test_rebuilding_from_the_arguments_gives_the_same_node():
    for node, _ in CASES.values():
        assert node.func(*node.args) == node


def test_sizes_are_substituted_everywhere():
    node = b.sum_over(i, Q[i])
    for concrete in (node.subs(n, 4), node.xreplace({n: sympy.Integer(4)})):
        assert concrete.args[0].axis == b.axis(4)
        assert concrete.args[1].args[0].shape[0] == b.axis(4)


def test_xreplace_puts_a_node_for_a_tensor():
    assert (x + x).xreplace({x: 2 * x}) == 2 * x + 2 * x


def test_subs_does_not_capture():
    node = b.sum_over(i, b.at(S, i, k))
    assert node.subs(i, k) == node
    moved = node.subs(k, i)
    assert moved.args[0] != i and N.free_indices_of(moved) == {i}
    let = b.let("x", 2 * x, x @ S)
    assert let.subs(x, 3 * x).args[2] == x @ S
    y = b.tensor("y", "n")
    renamed = b.let("x", 2 * x, x + y).subs(y, x)
    assert renamed.args[0] != let.args[0] and renamed.args[2].args[1] == x


# ---- from SymPy


def test_matrix_expressions_come_in():
    q, kk = MatrixSymbol("Q", n, d), MatrixSymbol("K", m, d)
    s = MatrixSymbol("S", n, n)
    pairs = [
        (q * kk.T, Q @ K.T), (q + q * 1, 2 * Q), (s.I, b.inverse(S)), (s**3, b.matrix_power(S, 3)),
        (SympyIdentity(n) + s, None), (HadamardProduct(q, q), b.hadamard(Q, Q)),
        (-q, -Q), (Trace(s), b.trace(S)), (2 * Trace(s * s), 2 * b.trace(b.matrix_power(S, 2))),
        (Matrix([[1, 2]]), b.literal([[1, 2]])), (sympy.OneMatrix(n, d), b.ones("n", "d")),
        (sympy.ZeroMatrix(n, d), b.zeros("n", "d")),
    ]  # fmt: skip
    for e, node in pairs:
        got = from_sympy(e)
        assert node is None or got == node, (e, got)
    assert from_sympy(SympyIdentity(n) + s).shape == S.shape


def test_matrix_expression_that_does_not_fit_is_refused():
    with pytest.raises(ShapeError):
        from_sympy(MatrixSymbol("A", n, d) * MatrixSymbol("B", m, n))
    with pytest.raises(Unsupported):
        from_sympy(sympy.DiagMatrix(MatrixSymbol("v", n, 1)))


def test_sums_of_indexed_come_in_and_go_out():
    j, r = Symbol("j", integer=True), Symbol("l", integer=True)
    q, kk = IndexedBase("Q", shape=(n, d)), IndexedBase("K", shape=(m, d))
    e = Sum(sympy.exp(Sum(q[i, r] * kk[j, r], (r, 0, d - 1))), (j, 0, m - 1))
    node = from_sympy(e.subs(i, Symbol("i", integer=True)))
    arrays = {"Q": np.ones((2, 3)), "K": np.ones((4, 3))}
    whole = b.stack(i, node)
    np.testing.assert_allclose(
        by_kernel(whole, {"n": 2, "m": 4, "d": 3}, arrays), [4 * np.exp(3)] * 2
    )


def test_scalars_come_in():
    a, j = Symbol("a"), Symbol("j", integer=True)
    assert from_sympy(a / 2, {"a": []}) == b.constant(sympy.Rational(1, 2)) * b.tensor("a")
    assert from_sympy(1 / a, {"a": []}) == 1 / b.tensor("a")
    assert from_sympy(sympy.sqrt(d)) == b.constant(sympy.sqrt(d))
    e = Sum(j * KroneckerDelta(j, 0) * IndexedBase("x")[j] + 1, (j, 0, n - 1))
    assert from_sympy(e, {"x": ["n"]}).shape == ()
    assert from_sympy(sympy.Abs(a), {"a": []}) == b.apply("abs", b.tensor("a"))


def test_refuses_what_is_not_known():
    j = Symbol("j", integer=True)
    with pytest.raises(Unsupported, match="shape of x is not known"):
        from_sympy(IndexedBase("x")[j])
    with pytest.raises(Unsupported, match="count from 0"):
        from_sympy(Sum(IndexedBase("x")[j], (j, 1, n)), {"x": ["n"]})
    with pytest.raises(Unsupported):
        from_sympy(sympy.Integral(j, (j, 0, 1)), {"j": []})
