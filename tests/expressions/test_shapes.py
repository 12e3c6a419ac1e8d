"""Shape rules: which shapes come out, and what an error says and proposes."""

import pytest
from sympy import Rational

from symattn.errors import ShapeError, Unsupported
from symattn.expressions import build as b
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis
from symattn.expressions.plain_texts import shape_text

Q, K, V = b.tensor("Q", "n", "d_k"), b.tensor("K", "m", "d_k"), b.tensor("V", "m", "d_v")
X, A, B = b.tensor("X", "n", "H*d"), b.tensor("A", "n", "m"), b.tensor("B", "m", "n")
Z, x, s = b.tensor("Z", "n", "d_model"), b.tensor("x", "n"), b.tensor("s")
C = b.tensor("C", "n+m", "d")
T3 = b.tensor("T3", "H", "n", "d")
i, j, h = b.index("i", "n"), b.index("j", "m"), b.index("h", "H")


@pytest.mark.parametrize(
    ("node", "shape"),
    [
        (Q @ K.T, "(n m)"), (Q @ Q[i, :], "(n)"), (b.softmax(Q @ K.T) @ V, "(n d_v)"),
        (T3 @ T3.T, "(H n n)"), (b.kron(A, B), "(n*m m*n)"), (b.kron(A, b.new_axis(x, -1)), "(n*n m)"), (b.vec(X), "(H*d*n)"),
        (b.concat([A, Q], 1), "(n m+d_k)"), (b.concat_over(h, T3[h], 1), "(n H*d)"),
        (b.block(C, 0, 1), "(m d)"), (b.head_slice(X, h), "(n d)"), (b.reshape(X, "n", "H", "d"), "(n H d)"),
        (b.reshape(T3, "H*n", "d"), "(H*n d)"), (b.grad(s * s, X), "(n H*d)"), (b.jac(x, A), "(n n m)"),
        (b.new_axis(x, -1), "(n 1)"), (x + b.tensor("c", "1"), "(n)"), (b.total(T3), "()"),
        (b.einsum("hnd,nk->hkd", T3, Q), "(H d_k d)"), (b.stack(i, x), "(n n)"), (X[i], "(H*d)"),
    ],
)  # fmt: skip
def test_shape(node, shape):
    assert shape_text(node.shape) == shape


MISFITS = {
    "Q @ K": (lambda: Q @ K, "K.T has first axis d_k: did you mean Q @ K.T?"),
    "K @ V": (lambda: K @ V, "K.T has last axis m: did you mean K.T @ V?"),
    "swap": (lambda: V @ A, "swap: A @ V has the matching axis m"),
    "composed": (lambda: (Q + Q) @ (K - K), "did you mean (Q + Q) @ (K - K).T?"),
    "A + B": (lambda: A + B, "B.T has shape (n m): did you mean B.T?"),
    "rank": (lambda: A + x, "ranks are never extended: write x[:, None]"),
    "rank of rows": (lambda: Q + b.tensor("c", "d_k"), "write c[None, :]"),
    "fact": (lambda: X + Z, "say H*d = d_model"),
    "scalar": (lambda: s @ Q, "use *"),
    "transpose": (lambda: x.T, "leave the transpose out"),
    "axis": (lambda: b.softmax(A, 2), "axes count from 0 to 1"),
    "square": (lambda: b.trace(A), "say n = m"),
    "hadamard": (lambda: b.hadamard(A, s), "use * to stretch"),
    "reshape": (lambda: b.reshape(X, "n", "d", "n"), "to reorder axes use perm"),
    "permutation": (lambda: b.permute(T3, 0, 0, 1), "name axes 0, 1, ... once"),
    "einsum letter": (lambda: b.einsum("ij,jk->ik", Q, A), "say d_k = n"),
    "einsum output": (lambda: b.einsum("ij->ijk", Q), "remove it"),
    "einsum arrow": (lambda: b.einsum("ij,jk", Q, A), "write it as 'ij,jk->ik'"),
    "einsum operands": (lambda: b.einsum("ij,jk->ik", Q), "one group of letters for each operand"),
    "einsum diagonal": (lambda: b.einsum("i->ii", x), "use diag"),
    "batch": (lambda: T3 @ Q, "use einsum"),
    "block": (lambda: b.block(A, 0, 0), "declare the axis as a sum of sizes"),
    "block parts": (lambda: b.block(C, 0, 1, 2), "parts count from 0"),
    "heads": (lambda: b.head_slice(A, h), "declare the axis as a product of sizes"),
    "concat": (lambda: b.concat([A, V], 1), "say n = m"),
    "let": (lambda: b.let("x", A, x), "declare x with shape (n m)"),
    "gradient": (lambda: b.grad(x, x), "use jac, or sum its entries"),
    "variable": (lambda: b.grad(s, 2 * x), "let('P', value, grad(f, P))"),
    "literal": (lambda: N.Literal((Axis(2),), (1, 2, 3)), "give 2 entries"),
    "literal rows": (lambda: b.literal([[1, 2], [3]]), "fill the rows"),
    "constant": (lambda: N.Constant(x), "use a node such as Add"),
    "places": (lambda: N.At(A, (i,)), "write ':' for a whole axis"),
    "outside": (lambda: b.tensor("y", "3")[3], "indices count from 0"),
    "negative": (lambda: b.at(x, -1), "indices count from 0"),
    "mask": (lambda: b.masked_softmax(A, b.tensor("y", "n", "1"), 1), "give it that axis"),
    "index kind": (lambda: N.SumOver(b.size("n"), x), "make one with index('i', n)"),
    "inner": (lambda: b.inner(s, s), "use *"),
    "axis kind": (lambda: N.Tensor("T", (b.size("n"),)), "wrap sizes with axis(...)"),
    "vector": (lambda: b.outer(A, x), "an index picks an axis away"),
    "condition": (lambda: N.Where(b.size("n") + 1, x, x), "entries with where_tensor"),
    "fraction": (lambda: b.at(x, Rational(1, 2)), "use an index"),
    "rank of batch": (lambda: T3 @ b.tensor("Y", "k", "d", "n"), "say H = k"),
    "no node": (lambda: N.Negate(b.size("n")), "wrap it with node_of"),
    "identity": (lambda: A + b.identity("n") @ K, "give both axes the same name"),
    "einsum size": (lambda: b.einsum("ii->i", A), "say n = m"),
    "entry": (lambda: x[i] * x, "an entry is at(x, i)"),
    "empty concat": (lambda: b.concat([]), "give at least one tensor"),
}


@pytest.mark.parametrize("name", MISFITS)
def test_misfit_is_refused_with_its_repair(name):
    make, repair = MISFITS[name]
    with pytest.raises(ShapeError) as caught:
        make()
    assert repair in caught.value.do, caught.value.do
    assert caught.value.doing and caught.value.wrong


def test_a_transpose_is_not_turned_twice():
    with pytest.raises(ShapeError) as caught:
        K.T @ Q.T
    assert "did you mean K @ Q.T?" in caught.value.do


def test_what_only_goes_beyond_what_is_handled_is_no_misfit():
    with pytest.raises(Unsupported) as caught:
        b.power(2, x)
    assert caught.value.do


def test_error_says_what_is_known_of_each_operand():
    with pytest.raises(ShapeError) as caught:
        Q @ K
    assert str(caught.value) == (
        "Q @ K: the last axis of Q is d_k and the first axis of K is m\n"
        "  known: Q (n d_k)   K (m d_k); not known whether d_k = m; substitute it if it is meant\n"
        "  do: K.T has first axis d_k: did you mean Q @ K.T?"
    )


def test_one_size_in_another_order_is_reshaped():
    """d*H against H*d, d+d against 2*d, 2+3 against 5: the last operand takes the axes of the first."""
    for a, c in (("H*d", "d*H"), ("d+d", "2*d"), ("2+3", "5")):
        y, z = b.tensor("y", "n", a), b.tensor("z", "n", c)
        assert y + z == N.Add(y, N.Reshape(z, y.shape))
        w = b.tensor("w", c, "m")
        assert y @ w == N.MatMul(y, N.Reshape(w, (b.axis(a), b.axis("m"))))


def test_sizes_that_never_agree_say_so():
    with pytest.raises(ShapeError) as caught:
        b.tensor("y", "n+1") + x
    assert "no choice of sizes" in caught.value.known


def test_symbolic_axis_is_never_stretched():
    with pytest.raises(ShapeError):
        A * b.tensor("y", "n", "k")
    assert (A * b.tensor("y", "n", "1")).shape == A.shape


@pytest.mark.parametrize("make", [lambda: b.where_tensor("<>", x, x, x, x)])
def test_unsupported_at_construction(make):
    with pytest.raises(Unsupported):
        make()


def test_hadamard_of_literal_ones_is_equal_shapes_only():
    y = b.tensor("y", "n", "1")
    assert b.hadamard(y, y).shape == y.shape
    with pytest.raises(ShapeError):
        b.hadamard(y, A)
