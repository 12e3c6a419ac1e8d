"""numpy on symbols against numpy itself: the same text, run by both."""

import math

import numpy as np
import pytest

from symattn.errors import Unsupported
from symattn.expressions.build import size, tensor
from symattn.lowering.symbolic_array import SymbolicArray, node_from
from symattn.lowering.symbolic_numpy import SymbolicNumpy
from tests.lowering.loops import Loops

SHAPES = {
    "x": ("n",), "y": ("n",), "z": ("m",), "A": ("n", "n"), "B": ("n", "m"), "s": (),
    "T": ("h", "n", "m"), "U": ("h", "m", "n"), "D": ("n", "n", "m"), "W": ("h*m", "n"),
}  # fmt: skip
SIZES = {"n": 3, "m": 4, "h": 2}
TENSORS = {name: tensor(name, *axes) for name, axes in SHAPES.items()}
TEXTS = [
    "x + y * 2.0 - 1.0 / (x * x + 1.0)", "-x ** 2", "s * x", "2.0 - x", "A + x", "A * x[:, None]",
    "A @ x", "x @ A", "x @ y", "A @ B", "T @ U", "T @ z", "x @ T", "A @ T", "T @ U[0]", "A[None] @ T",
    "x[None] @ T", "T[:, :, None] @ U[:, None]",
    "np.exp(x) + np.tanh(x) + np.sin(y) * np.cos(y) + np.sqrt(np.exp(y)) + np.abs(x) + np.sign(x)",
    "np.log(np.exp(x))", "np.maximum(x, 0.0)", "np.logaddexp(x, y)", "np.logaddexp(x, 0.0)",
    "np.vectorize(math.erf, otypes=[float])(x)", "math.exp(1.0) * x", "math.erf(0.5) * x",
    "np.sum(A)", "np.sum(A, axis=0)", "np.sum(T, axis=(0, 2))", "np.sum(T, axis=-1, keepdims=True)",
    "np.max(B, axis=-1)", "np.max(B, axis=0, keepdims=True) - B",
    "np.squeeze(np.sum(B, axis=1, keepdims=True), axis=1)", "B.T", "T.T", "np.transpose(T, (1, 0, 2))",
    "np.swapaxes(T, -1, -2)", "np.swapaxes(T, 0, 1)", "np.transpose(B)",
    "np.reshape(W, (h, m, n))", "np.reshape(T, (h * n, m))", "np.reshape(T, (h, n * m))",
    "np.reshape(x, (1, n))", "np.reshape(B, (n, 1, m))",
    "np.broadcast_to(x, (n, n))", "np.broadcast_to(z[None], (n, m))", "np.full((n, m), 0.5)",
    "np.zeros((n,)) + np.ones((n, n))", "np.eye(n) @ x", "np.array([[1.0, 2.0], [3.0, 4.0]])",
    "np.array([1.0, 0.25])", "np.array([[[1.0], [2.0]]])",
    "np.concatenate([x, y], axis=0)", "np.concatenate([A, B], axis=-1)",
    "np.concatenate([A, B], axis=-1)[:, n:]", "np.concatenate([A, B, A], axis=1)[:, :n + m]",
    "np.diagonal(A)", "np.diagonal(D)", "np.diagonal(D, axis1=0, axis2=1)",
    "np.linalg.inv(A)", "T[0]", "T[:, 1]", "T[..., 2]", "B[1, 2]", "B[..., None, :]",
    "np.where(x > 0.0, x, y)", "np.where(x <= y, 1.0, A)", "np.where(A == A, x, y)",
    "np.where(x < y[:, None], A, 0.0)",
    "np.where(np.arange(n) > 0, x, 0.0)", "np.where(np.arange(n)[:, None] >= np.arange(m), B, 1.0)",
    "np.where(np.arange(n)[:, None] >= np.arange(n), A, x)", "np.where(np.arange(n)[:, None] < 2, A, x)",
    "np.where((np.arange(n) % 2 == 0) & (np.arange(n) < 2), x, y)", "np.where(np.arange(m) != 1, T, U[:, :, 0][:, None])",
    "np.where((np.arange(n) == 0) | (np.arange(n) >= 2), x, y)",
    "np.where(np.logical_not(np.arange(n) == 1), x, y)", "np.where(np.arange(n) // 2 == 1, x, y)",
    "(np.arange(n) * 2 + 1).astype(float) * x", "(3 - np.arange(n)).astype(float)", "(-np.arange(n)).astype(float)",
    "(np.arange(n)[:, None] - np.arange(m)).astype(float)", "(np.arange(n) <= 1).astype(float)",
    "(2 * np.arange(n)[:, None] == np.arange(n)).astype(float)", "(1 + np.arange(n)).astype(float)",
    "np.exp(np.where(np.arange(n)[:, None] >= np.arange(n), A, -np.inf))",
    "np.exp(np.where(np.arange(n)[:, None] >= np.arange(n), -np.inf, A) - 1.0)",
    "np.exp(A + np.where(np.arange(n)[:, None] >= np.arange(n), 0.0, -np.inf))",
    "B * np.exp(np.where(B != 0, B, -np.inf))",
    "np.pi * x + np.e",
]  # fmt: skip
REFUSED = [
    "np.einsum('i,i', x, y)", "np.sort(x)", "np.exp2(x)", "np.where(x != 0, x, -np.inf)",
    "np.exp(np.where(x != 0, x, -np.inf))", "np.exp(np.where(x != 0, x, -np.inf)) * y",
    "x - np.where(x != 0, x, -np.inf)", "np.reshape(B, (m, n))", "np.zeros((n + m,))",
    "np.squeeze(B, axis=0)", "np.concatenate([A, B], axis=1)[:, 1:]", "np.arange(n)[0]",
    "(np.arange(n) == np.arange(m)).astype(float)", "np.where(3, x, y)", "x[1:]",
]  # fmt: skip


def real_values():
    generator = np.random.default_rng(11)
    values = {}
    for name, axes in SHAPES.items():
        lengths = [math.prod(SIZES[a] for a in axis.split("*")) for axis in axes]
        values[name] = generator.standard_normal(lengths)
    return values


def symbolic(text):
    axes = {a.size.expand(): a for t in TENSORS.values() for a in t.shape}
    numpy = SymbolicNumpy(axes)
    names = {name: SymbolicArray(t) for name, t in TENSORS.items()}
    names |= {name: size(name) for name in SIZES}
    return node_from(eval(text, {"np": numpy, "math": numpy, "float": numpy.number, **names}))


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_means_on_symbols_what_numpy_computes(text):
    values = real_values()
    want = eval(text, {"np": np, "math": math, **SIZES, **values})
    node = symbolic(text)
    got = Loops(values, SIZES).array(node)
    assert got.shape == np.shape(want)
    assert np.allclose(got, want, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_what_it_does_not_follow(text):
    with pytest.raises(Unsupported):
        symbolic(text)
