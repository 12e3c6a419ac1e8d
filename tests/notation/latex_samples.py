"""Expressions for the LaTeX tests: one of every node class, look-alikes, and random ones."""

import random

from sympy import Eq, Integer, Ne, Rational, oo, sqrt

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis
from symattn.expressions.build import index, power, sizes, tensor

n, m, d, d_k, d_model, H = sizes("n m d d_k d_model H")
i, i2, j, h = index("i", n), index("r", n), index("j", m), index("h", H)
A, B, C, D = (tensor(x, n, n) for x in "ABCD")
a, b, c = (tensor(x, n) for x in "abc")
s, t, u = (tensor(x) for x in ("s", "t", "u"))
Q, K, V = tensor("Q", n, d_k), tensor("K", m, d_k), tensor("V", m, "d_v")
q, k, v = tensor("q", d_k), tensor("k", m, d_k), tensor("v", m, "d_v")
WQ = tensor("W^Q", H, d_model, d_k)
WO = tensor("W_O", "H*d_k", d_model)
X = tensor("X", n, d_model)
Y = tensor("Y", "n+m", d)
T3 = tensor("R", H, n, d)

SINGLE = tensor("z", 1)
MASK = N.CausalMask(Axis(n), Axis(n))

ONE_OF_EACH = [
    Q, N.Constant(sqrt(d_k)), N.Constant(oo), N.Literal((Axis(2), Axis(2)), (1, 0, Rational(1, 2), -3)),
    N.Literal((Axis(3),), (1, 2, 3)), N.Literal((Axis(1),), (7,)), N.Literal((), (2,)),
    N.Literal((Axis(2), Axis(1), Axis(2)), (1, 2, 3, 4)),
    N.Identity(Axis(n)), N.Ones(Axis(n)), N.Ones(), N.Ones(Axis(n), Axis(m)), N.Zeros(Axis(n), Axis(m)),
    N.UnitVector(i, Axis(n)), N.UnitVector(Integer(0), Axis(n)), N.Delta(i, i2), N.Position(2 * i + n),
    N.Add(A, B), N.Subtract(A, B), N.Negate(A), N.Multiply(A, B), N.Hadamard(A, B), N.Divide(A, B),
    power(s, 2), power(A, 2), power(s, Rational(1, 2)), N.Apply("exp", A), N.Apply("sqrt", s),
    N.Apply("abs", s), N.Apply("f", A), N.Apply("silu", A), N.Apply("f'", A), N.Apply("gelu", A),
    N.Maximum(A, B), N.Where(i <= i2, s, t), N.Where((i < i2) & Ne(i, 0) | Eq(i2, 3), A, N.Constant(-oo)),
    N.Where(~(i - i2 < 20), s, t), N.WhereTensor("<=", A, B, C, D), N.MatMul(A, B), N.MatMul(a, b),
    N.MatMul(A, a), N.Einsum("ij,jk->ik", A, B), N.Transpose(A), N.Permute(T3, (2, 0, 1)),
    N.Inner(A, B), N.Outer(a, b), N.Kronecker(A, B), N.Kronecker(a, b), N.Trace(A), N.DiagonalMatrix(a), N.DiagonalOf(A),
    N.Inverse(A), N.MatrixPower(A, 3), N.MatrixPower(A, -2), N.MatrixPower(A, -1), N.Norm(a), N.Norm(A),
    N.Reshape(WO, (Axis(H), Axis(d_k), Axis(d_model))), N.VecColumns(A), N.SumAxis(A, 0), N.SumAxis(A, 1),
    N.SumAxis(a, 0), N.SumAxis(N.SumAxis(A, 1), 0), N.SumAxis(N.SumAxis(A, 0), 0), N.MeanAxis(A, 1),
    N.MaxAxis(A, 1), N.MaxAxis(a, 0), N.Softmax(A, 1), N.Softmax(A, 0), N.Softmax(T3, 1), N.Softmax(a, 0),
    N.MaskedSoftmax(A, MASK, 1), N.MaskedSoftmax(A, B, 0), N.LogSoftmax(A, 1), N.LogSumExp(A, 1),
    N.LogSumExp(A, 0), N.At(A, (i, i2)), N.At(A, (i, ":")), N.At(A, (":", i)), N.At(k, (j, ":")),
    N.At(a, (i,)), N.At(a, (0,)), N.At(a, (n - 1,)), N.At(A, (0, 1)), N.At(WQ, (h, ":", ":")),
    N.At(A, (":", ":")), N.At(N.MatMul(A, B), (i, ":")), N.NewAxis(a, 0), N.NewAxis(a, 1),
    N.Block(Y, 0, 0, 1), N.Block(Y, 0, 0, 2), N.HeadSlice(WO, 0, h), N.HeadSlice(WO, 0, 1),
    N.SumOver(i, N.At(a, (i,))), N.Stack(i, N.At(a, (i,))), N.Concat(1, A, B), N.Concat(0, A, B),
    N.Concat(1, T3, T3), N.ConcatOver(h, N.MatMul(X, N.At(WQ, (h, ":", ":"))), 1),
    N.ConcatOver(h, N.At(T3, (h, ":", ":")), 0), MASK, N.Let("P", A, N.MatMul(tensor("P", n, n), B)),
    N.Gradient(s, A), N.Gradient(N.Trace(A), A), N.Jacobian(a, b), N.Jacobian(N.MatMul(A, a), a),
    N.Jacobian(s, a), N.Jacobian(N.Trace(A), A), CausalMask := N.CausalMask(Axis(n), Axis(m)),
]  # fmt: skip

NAMES = [
    "W_Q_1", "d_model", "alpha", "W_O", "x_hat", "q^{<1>}", "q<1>", "K^T", "a b", "100%", "$x$", "\\input{x}",
    "{", "}", "_", "^", "x_", "x__y", "W_1^Q^2", "a^b", "a^2", "softmax", "diag", "dQ", "head_i", "W^*",
    "é", "über", "数", "a&b", "a#b", "~", "|<>|", "x'", "I_n", "delta", "head1", "W^{(l)}", "x_1_2", "-", "\\alpha",
    "\\def", "b_{out}", "n1", "tau_prime", "a\nb", "'\"`",
]  # fmt: skip

# Pairs that are easily printed alike; every entry of a row must differ from every other.
LOOK_ALIKES = [
    [N.Multiply(N.Multiply(s, t), N.SumOver(i, u)), N.Multiply(s, N.Multiply(t, N.SumOver(i, u))),
     N.Multiply(N.Multiply(s, N.SumOver(i, t)), u), N.Multiply(s, N.SumOver(i, N.Multiply(t, u)))],
    [N.MatMul(N.MatMul(A, B), C), N.MatMul(A, N.MatMul(B, C)), N.MatMul(N.Multiply(A, B), C),
     N.Multiply(A, N.MatMul(B, C)), N.Hadamard(A, N.MatMul(B, C)), N.MatMul(N.Hadamard(A, B), C)],
    [N.MatMul(A, B), N.Multiply(A, B), N.Hadamard(A, B), N.Kronecker(A, B), N.Inner(A, B), tensor("AB", n, n)],
    [N.Transpose(K), tensor("K^T", d_k, m), tensor("K_T", d_k, m), tensor("K^top", d_k, m),
     tensor("K^{T}", d_k, m), tensor("KT", d_k, m)],
    [N.MatMul(tensor("W_1^Q", d, d), tensor("x", d)), tensor("W_1^Qx", d), tensor("W_1^{Qx}", d)],
    [power(s, 2), tensor("s^2"), tensor("s_2"), tensor("s2"), N.Multiply(s, s)],
    [power(s, N.Constant(H)), tensor("s^H"), tensor("s_H")],
    [N.At(a, (i,)), tensor("a_i"), tensor("a^i"), N.At(a, (0,)), tensor("a_1"), tensor("a_0"), tensor("a^1"),
     N.At(a, (i + 1,)), N.At(a, (n - 1,)), tensor("a_n")],
    [N.At(k, (0, ":")), tensor("k^<1>", d_k), tensor("k^{<1>}", d_k), tensor("k_1", d_k)],
    [N.At(A, (i, ":")), N.At(A, (":", i)), N.At(A, (i, i)), N.At(N.Transpose(A), (i, ":")), N.Transpose(N.Outer(N.At(A, (i, ":")), a))],
    [N.MatrixPower(A, 2), power(A, 2), N.MatMul(A, A), N.Hadamard(A, A), N.Multiply(A, A), tensor("A^2", n, n)],
    [N.Inverse(A), N.MatrixPower(A, -1), power(A, -1), N.Divide(N.Constant(1), A)],
    [N.Apply("sqrt", s), power(s, Rational(1, 2)), N.Norm(a)],
    [N.Softmax(A, 0), N.Softmax(A, 1), N.MaskedSoftmax(A, B, 1), N.MaskedSoftmax(A, B, 0), N.LogSoftmax(A, 1),
     N.Apply("log", N.Softmax(A, 1)), tensor("softmax", n, n), N.Apply("softmax", A)],
    [N.MatMul(N.SumOver(i, A), B), N.SumOver(i, N.MatMul(A, B)), N.MatMul(A, N.SumOver(i, B))],
    [N.Add(N.SumOver(i, s), t), N.SumOver(i, N.Add(s, t)), N.Add(s, N.SumOver(i, t))],
    [N.Multiply(N.SumOver(i, s), t), N.SumOver(i, N.Multiply(s, t)), N.Multiply(N.Multiply(s, N.SumOver(i, t)), u),
     N.Multiply(s, N.SumOver(i, N.Multiply(t, u))), N.Multiply(N.Multiply(s, t), u), N.Multiply(s, N.Multiply(t, u))],
    [N.Subtract(s, N.Subtract(t, u)), N.Subtract(N.Subtract(s, t), u), N.Subtract(s, N.Add(t, u)),
     N.Add(N.Subtract(s, t), u), N.Subtract(N.Add(s, t), u), N.Add(s, N.Negate(N.Add(t, u)))],
    [N.Negate(N.Multiply(s, t)), N.Multiply(N.Negate(s), t), N.Multiply(s, N.Negate(t)), N.Multiply(N.Constant(-1), N.Multiply(s, t))],
    [N.Multiply(N.Constant(2), N.MatMul(A, B)), N.MatMul(N.Multiply(N.Constant(2), A), B), N.MatMul(A, N.Multiply(N.Constant(2), B))],
    [N.Divide(N.MatMul(A, B), s), N.MatMul(N.Divide(A, s), B), N.MatMul(A, N.Divide(B, s)), N.Multiply(N.Divide(N.Constant(1), s), N.MatMul(A, B))],
    [N.Multiply(N.MatMul(a, b), s), N.MatMul(a, N.Multiply(b, s)), N.Multiply(s, N.MatMul(a, b)), N.MatMul(N.Multiply(a, s), b)],
    [N.Kronecker(A, N.Kronecker(B, C)), N.Kronecker(N.Kronecker(A, B), C)],
    [N.Kronecker(a, b), N.Outer(a, b), N.Outer(N.MatMul(A, a), b), N.MatMul(A, N.Outer(a, b)), N.Outer(a, N.MatMul(A, b))],
    [N.Identity(Axis(n)), tensor("I_n", n, n), tensor("I", n, n)],
    [N.Identity(Axis(H)), tensor("I_H", H, H)],
    [N.Delta(i, i2), N.At(tensor("delta", n, n), (i, i2)), tensor("delta_i_r")],
    [N.Ones(Axis(n)), N.Ones(Axis(n), Axis(n)), N.Ones(), N.Zeros(Axis(n)), N.Constant(1), tensor("1", n)],
    [N.Where(i < i2, s, t), N.Where(i <= i2, s, t), N.Where(i + 1 < i2 + 1, s, t), N.Where(i - i2 < 0, s, t),
     N.Where(i < i2 + 1, s, t), N.WhereTensor("<", N.Position(i), N.Position(i2), s, t)],
    [N.Where(i - i2 < 20, s, t), N.Where(i < i2 + 20, s, t), N.Where(i - i2 < 21, s, t)],
    [N.Position(i), N.Position(i + 1), N.Position(i - 1), N.Position(2 * i), N.Position(n - i)],
    [N.Gradient(s, a), N.Jacobian(s, a), N.Gradient(N.MatMul(a, b), a), N.Jacobian(N.MatMul(a, b), a), N.Divide(s, t)],
    [N.Gradient(N.At(a, (i,)), a), N.Jacobian(N.At(A, (i, ":")), a)],
    [N.SumAxis(N.SumAxis(A, 1), 0), N.SumAxis(N.SumAxis(A, 0), 0), N.SumAxis(N.Transpose(A), 0), N.SumAxis(A, 1), N.SumAxis(A, 0)],
    [N.Let("P", A, N.Add(tensor("P", n, n), B)), N.Add(N.Let("P", A, tensor("P", n, n)), B), N.Let("P", N.Add(A, B), tensor("P", n, n))],
    [N.HeadSlice(WO, 0, 0), N.HeadSlice(WO, 0, h), N.At(WO, (0, ":")), N.Block(Y, 0, 0, 1), N.Block(Y, 0, 1, 1), N.Block(Y, 0, 0, 2)],
    [N.Concat(1, A, B), N.Concat(0, A, B), N.ConcatOver(i, A, 1), N.ConcatOver(i, A, 0), N.Stack(i, A)],
    [N.NewAxis(a, 0), N.NewAxis(a, 1), a],
    [power(power(s, 2), 3), power(s, power(N.Constant(n), 3)), power(N.Negate(s), 2), N.Negate(power(s, 2))],
    [N.Transpose(power(A, 2)), power(N.Transpose(A), 2), N.Transpose(N.MatMul(A, B)), N.MatMul(A, N.Transpose(B)), N.Inverse(N.Transpose(A)), N.Transpose(N.Inverse(A))],
    [N.SumOver(i, N.Multiply(N.At(a, (i,)), N.SumOver(index("i", m), N.At(A, (i, i))))),
     N.SumOver(i, N.Multiply(N.At(a, (i,)), N.SumOver(i, N.At(A, (i, i)))))],
]  # fmt: skip


def random_node(source: random.Random, rank: int, depth: int):
    """A random expression of n x n matrices (rank 2), n-vectors (1) and scalars (0)."""
    if depth == 0:
        return source.choice(
            ([s, t, u, N.At(a, (i,)), N.At(A, (i, i2))], [a, b, c, N.At(A, (i, ":"))], [A, B, C])[
                rank
            ]
        )
    sub = lambda r, less=1: random_node(source, r, max(0, depth - less))  # noqa: E731 - a shorthand
    same = [
        lambda: N.Add(sub(rank), sub(rank)), lambda: N.Subtract(sub(rank), sub(rank)),
        lambda: N.Negate(sub(rank)), lambda: N.Multiply(sub(0), sub(rank)), lambda: N.Multiply(sub(rank), sub(0)),
        lambda: N.Divide(sub(rank), sub(0)), lambda: N.Apply("exp", sub(rank)), lambda: N.SumOver(i, sub(rank)),
        lambda: power(sub(rank), source.choice([2, -1, Rational(1, 2)])), lambda: N.Where(i < i2, sub(rank), sub(rank)),
    ]  # fmt: skip
    own = (
        [lambda: N.MatMul(sub(1), sub(1)), lambda: N.Trace(sub(2)), lambda: N.Inner(sub(2), sub(2)),
         lambda: N.At(sub(1), (i,)), lambda: N.At(sub(2), (i, i2)), lambda: N.SumAxis(sub(1), 0)],
        [lambda: N.MatMul(sub(2), sub(1)), lambda: N.MatMul(sub(1), sub(2)), lambda: N.Hadamard(sub(1), sub(1)),
         lambda: N.Multiply(sub(1), sub(1)), lambda: N.Softmax(sub(1), 0), lambda: N.At(sub(2), (i, ":")),
         lambda: N.Stack(i, sub(0))],
        [lambda: N.MatMul(sub(2), sub(2)), lambda: N.MatMul(sub(2), sub(2)), lambda: N.Transpose(sub(2)),
         lambda: N.Hadamard(sub(2), sub(2)), lambda: N.Multiply(sub(2), sub(2)), lambda: N.Outer(sub(1), sub(1)),
         lambda: N.Inverse(sub(2)), lambda: N.MatrixPower(sub(2), 2), lambda: N.Softmax(sub(2), source.choice([0, 1]))],
    )[rank]  # fmt: skip
    return source.choice(same + own + own)()
