"""Slices whose border is an index: summed, averaged, picked from and multiplied as NumPy does."""

import numpy as np
import pytest

from symattn.errors import ShapeError, Unsupported
from symattn.expressions import build as b
from symattn.expressions import nodes as N  # noqa: N812
from tests.expressions.kernel_values import by_kernel

SIZES = {"n": 4, "d": 3}
t = b.index("t", "n")
n = b.size("n")
x, V, A = b.tensor("x", "n"), b.tensor("V", "n", "d"), b.tensor("A", "d", "n")
rng = np.random.default_rng(4)
ARRAYS = {"x": rng.normal(size=4), "V": rng.normal(size=(4, 3)), "A": rng.normal(size=(3, 4))}
X, W, B = ARRAYS["x"], ARRAYS["V"], ARRAYS["A"]


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


CASES = {
    "sum": (b.sum_axis(N.Cut(x, 0, 0, t), 0), lambda i: X[:i].sum()),
    "sum from": (b.sum_axis(N.Cut(x, 0, t, n), 0), lambda i: X[i:].sum()),
    "window": (b.sum_axis(N.Cut(x, 0, t, t + 1), 0), lambda i: X[i]),
    "mean": (b.mean_axis(N.Cut(x, 0, 0, t + 1), 0), lambda i: X[: i + 1].mean()),
    "product": (N.Cut(A, 1, 0, t + 1) @ N.Cut(V, 0, 0, t + 1), lambda i: B[:, : i + 1] @ W[: i + 1]),
    "softmax": (N.MatMul(b.softmax(N.Cut(x, 0, 0, t + 1)), N.Cut(V, 0, 0, t + 1)), lambda i: softmax(X[: i + 1]) @ W[: i + 1]),
    "lse": (b.lse(N.Cut(x, 0, t, n), 0), lambda i: np.log(np.exp(X[i:]).sum())),
    "norm": (b.norm(N.Cut(x, 0, 0, t + 1)), lambda i: np.linalg.norm(X[: i + 1])),
    "einsum": (b.einsum("ij,j->i", N.Cut(A, 1, 0, t + 1), N.Cut(x, 0, 0, t + 1)), lambda i: B[:, : i + 1] @ X[: i + 1]),
    "first": (b.at(N.Cut(x, 0, t, n), 0), lambda i: X[i]),
    "entrywise": (b.sum_axis(b.exp(N.Cut(x, 0, 0, t + 1)) * 2, 0), lambda i: (2 * np.exp(X[: i + 1])).sum()),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_cut_axis_is_that_of_numpy(name):
    node, expected = CASES[name]
    got = by_kernel(b.stack(t, node), SIZES, ARRAYS)
    np.testing.assert_allclose(got, [expected(i) for i in range(4)])


@pytest.mark.parametrize(
    "make",
    [
        lambda y: b.concat([y, y], 0),
        lambda y: b.max_axis(y, 0),
        lambda y: y,
        lambda y: b.sum_axis(b.sum_axis(b.outer(y, y) @ b.identity("n"), 0), 0),
        lambda y: N.Cut(y, 0, 0, t),
    ],
)
def test_what_a_cut_axis_cannot_do_is_refused(make):
    with pytest.raises((Unsupported, ShapeError), match=r"depends on an index|cut twice|axis"):
        by_kernel(b.stack(t, make(N.Cut(x, 0, 0, t + 1))), SIZES, ARRAYS)


def test_a_product_axis_of_a_cut_axis_is_refused():
    with pytest.raises(Unsupported):
        b.outer(N.Cut(x, 0, 0, t), x).shape  # noqa: B018
        b.kron(N.Cut(x, 0, 0, t), x)
