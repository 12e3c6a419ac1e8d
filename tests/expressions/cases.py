"""One case or more for every node class: the node, and plain Python loops for its value."""

import itertools
import math

import numpy as np
from sympy import And, Eq, Ne, Not, Or, Rational, Symbol, oo, sqrt

from symattn.expressions import build as b
from symattn.expressions import nodes as N  # noqa: N812

n, m, d, H = b.sizes("n m d H")
SIZES = [
    {"n": 2, "m": 3, "d": 4, "H": 5},
    {"n": 3, "m": 2, "d": 2, "H": 1},
    dict.fromkeys("nmdH", 1),
]

Q, K, V = b.tensor("Q", "n", "d"), b.tensor("K", "m", "d"), b.tensor("V", "m", "n")
S, A, s = b.tensor("S", "n", "n"), b.tensor("A", "n", "m"), b.tensor("s")
M = b.tensor("M", "n", "m")
x, y, w = b.tensor("x", "n"), b.tensor("y", "m"), b.tensor("w", "d")
T3, U3 = b.tensor("T3", "H", "n", "d"), b.tensor("U3", "H", "d", "m")
X, C = b.tensor("X", "n", "H*d"), b.tensor("C", "n+m", "d")
L = b.tensor("L", "n", "3", "2")
P23 = b.tensor("P23", "2+3")
i, j, h = b.index("i", "n"), b.index("j", "m"), b.index("h", "H")
i2 = b.index("i", "m")  # the same letter, another axis
k = b.index("k", "n")


def tab(*shape_and_f):
    *shape, f = shape_and_f
    out = np.zeros(shape)
    for at in itertools.product(*map(range, shape)):
        out[at] = f(*at)
    return out


def softmax(v):
    e = [math.exp(a) for a in v]
    return [a / sum(e) for a in e]


CASES = {
    "Tensor": (Q, lambda v, z: v["Q"]),
    "Constant": (b.constant(sqrt(d) / 2), lambda v, z: z["d"] ** 0.5 / 2),
    "Literal": (b.literal([[1, 2, 3], [4, 5, 6]]), lambda v, z: [[1, 2, 3], [4, 5, 6]]),
    "Identity": (b.identity("n"), lambda v, z: tab(z["n"], z["n"], lambda a, c: a == c)),
    "Identity of pairs": (b.identity("H*d"), lambda v, z: np.eye(z["H"] * z["d"])),
    "Ones": (b.ones("n", "m"), lambda v, z: tab(z["n"], z["m"], lambda a, c: 1)),
    "Zeros": (b.zeros("n", "m"), lambda v, z: tab(z["n"], z["m"], lambda a, c: 0)),
    "UnitVector": (b.stack(i, b.unit(i, "n")), lambda v, z: np.eye(z["n"])),
    "UnitVector of 0": (b.unit(0, "n"), lambda v, z: np.eye(z["n"])[0]),
    "Delta": (
        b.stack(i, b.stack(j, b.delta(i, j))),
        lambda v, z: tab(z["n"], z["m"], lambda a, c: a == c),
    ),
    "Delta of one axis": (
        b.stack(i, b.stack(k, b.delta(i, k))),
        lambda v, z: np.eye(z["n"]),
    ),
    "Position": (
        b.stack(i, b.stack(j, b.position(2 * i - j + n))),
        lambda v, z: tab(z["n"], z["m"], lambda a, c: 2 * a - c + z["n"]),
    ),
    "Add": (A + M, lambda v, z: tab(z["n"], z["m"], lambda a, c: v["A"][a, c] + v["M"][a, c])),
    "Add stretched": (
        A + b.new_axis(x, 1),
        lambda v, z: tab(z["n"], z["m"], lambda a, c: v["A"][a, c] + v["x"][a]),
    ),
    "Subtract": (A - s, lambda v, z: tab(z["n"], z["m"], lambda a, c: v["A"][a, c] - v["s"])),
    "Negate": (-x, lambda v, z: [-a for a in v["x"]]),
    "Multiply": (
        A * b.new_axis(y, 0),
        lambda v, z: tab(z["n"], z["m"], lambda a, c: v["A"][a, c] * v["y"][c]),
    ),
    "Hadamard": (
        b.hadamard(A, M),
        lambda v, z: tab(z["n"], z["m"], lambda a, c: v["A"][a, c] * v["M"][a, c]),
    ),
    "Divide": (A / sqrt(d), lambda v, z: tab(z["n"], z["m"], lambda a, c: v["A"][a, c] / math.sqrt(z["d"]))),
    "Power": (x**3, lambda v, z: [a**3 for a in v["x"]]),
    "Power rational": (b.power(b.exp(x), Rational(1, 2)), lambda v, z: [math.exp(a) ** 0.5 for a in v["x"]]),
    "Apply exp": (b.exp(x), lambda v, z: [math.exp(a) for a in v["x"]]),
    "Apply log": (b.log(b.exp(x) + 1), lambda v, z: [math.log(math.exp(a) + 1) for a in v["x"]]),
    "Apply sqrt": (b.sqrt(x * x + 1), lambda v, z: [math.sqrt(a * a + 1) for a in v["x"]]),
    "Apply abs": (b.apply("abs", x), lambda v, z: [abs(a) for a in v["x"]]),
    "Apply sigmoid": (b.sigmoid(x), lambda v, z: [1 / (1 + math.exp(-a)) for a in v["x"]]),
    "Apply tanh": (b.tanh(x), lambda v, z: [math.tanh(a) for a in v["x"]]),
    "Apply softplus": (b.apply("softplus", x), lambda v, z: [math.log(1 + math.exp(a)) for a in v["x"]]),
    "Apply silu": (b.apply("silu", x), lambda v, z: [a / (1 + math.exp(-a)) for a in v["x"]]),
    "Apply relu": (b.apply("relu", x), lambda v, z: [max(a, 0) for a in v["x"]]),
    "Apply sin": (b.sin(x), lambda v, z: [math.sin(a) for a in v["x"]]),
    "Apply cos": (b.cos(x), lambda v, z: [math.cos(a) for a in v["x"]]),
    "Apply erf": (b.apply("erf", x), lambda v, z: [math.erf(a) for a in v["x"]]),
    "Apply opaque": (b.apply("f", x), lambda v, z: [a**3 + 1 for a in v["x"]]),
    "Maximum": (b.maximum(A, M), lambda v, z: tab(z["n"], z["m"], lambda a, c: max(v["A"][a, c], v["M"][a, c]))),
    "Where": (
        b.stack(i, b.stack(j, b.where(j <= i, b.at(A, i, j), s))),
        lambda v, z: tab(z["n"], z["m"], lambda a, c: v["A"][a, c] if c <= a else v["s"]),
    ),
    "Where on one axis": (
        b.stack(i, b.stack(k, b.where(And(k <= i, i < n), b.at(S, i, k), 0))),
        lambda v, z: tab(z["n"], z["n"], lambda a, c: v["S"][a, c] if c <= a else 0),
    ),
    "Where of not, or": (
        b.stack(i, b.stack(k, b.where(Or(Not(And(k <= i, Ne(k, 0))), Eq(i, k)), 1, 2))),
        lambda v, z: tab(z["n"], z["n"], lambda a, c: 1 if not (c <= a and c != 0) or a == c else 2),
    ),
    "Where of a window": (
        b.stack(i, b.stack(j, b.where(And(i - j < 2, 2 * j < 3 * i + 1), b.at(A, i, j), 0))),
        lambda v, z: tab(z["n"], z["m"], lambda a, c: v["A"][a, c] if a - c < 2 and 2 * c < 3 * a + 1 else 0),
    ),
    "WhereTensor": (
        b.where_tensor("<", A, M, A, 0),
        lambda v, z: tab(z["n"], z["m"], lambda a, c: v["A"][a, c] if v["A"][a, c] < v["M"][a, c] else 0),
    ),
    "WhereTensor or equal": (
        b.where_tensor(">=", A, b.new_axis(x, 1), 1, 2),
        lambda v, z: tab(z["n"], z["m"], lambda a, c: 1 if v["A"][a, c] >= v["x"][a] else 2),
    ),
    "WhereTensor equal": (b.where_tensor("==", A, A, 1, 2), lambda v, z: tab(z["n"], z["m"], lambda a, c: 1)),
    "MatMul": (
        Q @ K.T,
        lambda v, z: tab(z["n"], z["m"], lambda a, c: sum(v["Q"][a, e] * v["K"][c, e] for e in range(z["d"]))),
    ),
    "MatMul vector": (Q @ w, lambda v, z: [sum(v["Q"][a, e] * v["w"][e] for e in range(z["d"])) for a in range(z["n"])]),
    "MatMul from the left": (x @ Q, lambda v, z: [sum(v["Q"][a, e] * v["x"][a] for a in range(z["n"])) for e in range(z["d"])]),
    "MatMul dot": (x @ x, lambda v, z: sum(a * a for a in v["x"])),
    "MatMul batched": (
        T3 @ U3,
        lambda v, z: tab(z["H"], z["n"], z["m"], lambda g, a, c: sum(v["T3"][g, a, e] * v["U3"][g, e, c] for e in range(z["d"]))),
    ),
    "MatMul over pairs": (
        X @ X.T,
        lambda v, z: tab(z["n"], z["n"], lambda a, c: sum(v["X"][a, e] * v["X"][c, e] for e in range(z["H"] * z["d"]))),
    ),
    "MatMul over parts": (
        C.T @ C,
        lambda v, z: tab(z["d"], z["d"], lambda a, c: sum(v["C"][e, a] * v["C"][e, c] for e in range(z["n"] + z["m"]))),
    ),
    "Einsum": (
        b.einsum("hnd,hdm,nm->mh", T3, U3, A),
        lambda v, z: tab(z["m"], z["H"], lambda c, g: sum(v["T3"][g, a, e] * v["U3"][g, e, c] * v["A"][a, c] for a in range(z["n"]) for e in range(z["d"]))),
    ),
    "Einsum diagonal": (b.einsum("aa->a", S), lambda v, z: [v["S"][a, a] for a in range(z["n"])]),
    "Transpose": (A.T, lambda v, z: tab(z["m"], z["n"], lambda c, a: v["A"][a, c])),
    "Transpose of rank 3": (T3.T, lambda v, z: tab(z["H"], z["d"], z["n"], lambda g, e, a: v["T3"][g, a, e])),
    "Permute": (b.permute(T3, 1, 2, 0), lambda v, z: tab(z["n"], z["d"], z["H"], lambda a, e, g: v["T3"][g, a, e])),
    "Inner": (b.inner(A, M), lambda v, z: sum(v["A"][a, c] * v["M"][a, c] for a in range(z["n"]) for c in range(z["m"]))),
    "Outer": (b.outer(x, y), lambda v, z: tab(z["n"], z["m"], lambda a, c: v["x"][a] * v["y"][c])),
    "Kronecker": (
        b.kron(A, Q),
        lambda v, z: tab(z["n"] * z["n"], z["m"] * z["d"], lambda a, c: v["A"][a // z["n"], c // z["d"]] * v["Q"][a % z["n"], c % z["d"]]),
    ),
    "Kronecker with axes of length 1": (
        b.kron(b.new_axis(x, 0), b.new_axis(y, -1)),
        lambda v, z: tab(z["m"], z["n"], lambda c, a: v["x"][a] * v["y"][c]),
    ),
    "Kronecker with a row": (
        b.kron(A, b.new_axis(y, 0)),
        lambda v, z: tab(z["n"], z["m"] * z["m"], lambda a, c: v["A"][a, c // z["m"]] * v["y"][c % z["m"]]),
    ),
    "Trace": (b.trace(S), lambda v, z: sum(v["S"][a, a] for a in range(z["n"]))),
    "DiagonalMatrix": (b.diag(x), lambda v, z: tab(z["n"], z["n"], lambda a, c: v["x"][a] if a == c else 0)),
    "DiagonalOf": (b.diag_of(S), lambda v, z: [v["S"][a, a] for a in range(z["n"])]),
    "MatrixPower": (
        b.matrix_power(S, 3),
        lambda v, z: tab(z["n"], z["n"], lambda a, c: sum(v["S"][a, e] * v["S"][e, f] * v["S"][f, c] for e in range(z["n"]) for f in range(z["n"]))),
    ),
    "MatrixPower 0": (b.matrix_power(S, 0), lambda v, z: np.eye(z["n"])),
    "Norm": (b.norm(A), lambda v, z: math.sqrt(sum(a * a for row in v["A"] for a in row))),
    "Reshape split": (b.reshape(X, "n", "H", "d"), lambda v, z: tab(z["n"], z["H"], z["d"], lambda a, g, e: v["X"][a, g * z["d"] + e])),
    "Reshape merge": (b.reshape(X, "n*H", "d"), lambda v, z: tab(z["n"] * z["H"], z["d"], lambda g, e: v["X"][g // z["H"], g % z["H"] * z["d"] + e])),
    "Reshape integers": (b.reshape(L, "n", "2", "3"), lambda v, z: tab(z["n"], 2, 3, lambda a, c, e: v["L"][a, (3 * c + e) // 2, (3 * c + e) % 2])),
    "Reshape parts": (b.reshape(P23, "5"), lambda v, z: [v["P23"][a] for a in range(5)]),
    "Reshape to parts": (b.reshape(b.reshape(P23, "1", "5"), "3+2"), lambda v, z: [v["P23"][a] for a in range(5)]),
    "Reshape ones": (b.reshape(A, "n", "1", "m", "1"), lambda v, z: tab(z["n"], 1, z["m"], 1, lambda a, _, c, __: v["A"][a, c])),
    "VecColumns": (b.vec(A), lambda v, z: [v["A"][a, c] for c in range(z["m"]) for a in range(z["n"])]),
    "VecColumns of pairs": (b.vec(X), lambda v, z: [v["X"][a, c] for c in range(z["H"] * z["d"]) for a in range(z["n"])]),
    "SumAxis": (b.sum_axis(T3, 1), lambda v, z: tab(z["H"], z["d"], lambda g, e: sum(v["T3"][g, a, e] for a in range(z["n"])))),
    "SumAxis of pairs": (b.sum_axis(X, 1), lambda v, z: [sum(row) for row in v["X"]]),
    "MeanAxis": (b.mean_axis(A, 0), lambda v, z: [sum(v["A"][a, c] for a in range(z["n"])) / z["n"] for c in range(z["m"])]),
    "MaxAxis": (b.max_axis(A, 1), lambda v, z: [max(row) for row in v["A"]]),
    "Softmax": (b.softmax(A, 1), lambda v, z: [softmax(row) for row in v["A"]]),
    "Softmax over columns": (b.softmax(A, 0), lambda v, z: np.transpose([softmax(c) for c in v["A"].T])),
    "Softmax of a mask": (
        b.softmax(b.stack(i, b.stack(k, b.where(k <= i, b.at(S, i, k), -oo)))),
        lambda v, z: [softmax(v["S"][a, : a + 1]) + [0] * (z["n"] - a - 1) for a in range(z["n"])],
    ),
    "Softmax of an added mask": (
        b.softmax((S + b.stack(i, b.stack(k, b.where(k > i, -oo, 0)))) / sqrt(d)),
        lambda v, z: [softmax(v["S"][a, : a + 1] / math.sqrt(z["d"])) + [0] * (z["n"] - a - 1) for a in range(z["n"])],
    ),
    "MaskedSoftmax": (
        b.masked_softmax(S, b.causal_mask("n")),
        lambda v, z: [softmax(v["S"][a, : a + 1]) + [0] * (z["n"] - a - 1) for a in range(z["n"])],
    ),
    "LogSoftmax": (b.log_softmax(A), lambda v, z: [[math.log(e) for e in softmax(row)] for row in v["A"]]),
    "LogSumExp": (b.lse(A, 0), lambda v, z: [math.log(sum(map(math.exp, col))) for col in v["A"].T]),
    "At": (b.stack(j, b.at(A, ":", j)), lambda v, z: v["A"].T),
    "At 0": (b.at(A, 0), lambda v, z: v["A"][0]),
    "At n-1": (b.at(A, n - 1), lambda v, z: v["A"][-1]),
    "At reversed": (b.stack(i, b.at(x, n - 1 - i)), lambda v, z: v["x"][::-1]),
    "At a pair": (b.stack(h, b.at(X, ":", h * d)), lambda v, z: tab(z["H"], z["n"], lambda g, a: v["X"][a, g * z["d"]])),
    "At a part": (b.stack(j, b.at(C, n + j)), lambda v, z: v["C"][z["n"] :]),
    "NewAxis": (b.new_axis(A, 1), lambda v, z: tab(z["n"], 1, z["m"], lambda a, _, c: v["A"][a, c])),
    "Block": (b.block(C, 0, 1), lambda v, z: v["C"][z["n"] :]),
    "Block of two": (b.block(b.concat([A, S, A], 1), 1, 1, 2), lambda v, z: np.hstack([v["S"], v["A"]])),
    "HeadSlice": (b.stack(h, b.head_slice(X, h)), lambda v, z: tab(z["H"], z["n"], z["d"], lambda g, a, e: v["X"][a, g * z["d"] + e])),
    "HeadSlice 0": (b.head_slice(X, 0), lambda v, z: v["X"][:, : z["d"]]),
    "SumOver": (b.sum_over(h, b.head_slice(X, h)), lambda v, z: tab(z["n"], z["d"], lambda a, e: sum(v["X"][a, g * z["d"] + e] for g in range(z["H"])))),
    "SumOver, one letter twice": (
        b.sum_over(i, b.at(x, i) * b.sum_over(i2, b.at(y, i2) * b.at(A, i, i2))),
        lambda v, z: sum(v["x"][a] * v["y"][c] * v["A"][a, c] for a in range(z["n"]) for c in range(z["m"])),
    ),
    "SumOver, one index twice": (
        b.sum_over(i, b.at(x, i) * b.sum_over(i, b.at(x, i))),
        lambda v, z: sum(v["x"]) ** 2,
    ),
    "Stack": (b.stack(j, b.stack(i, b.at(A, i, j))), lambda v, z: v["A"].T),
    "Concat": (b.concat([A, S], 1), lambda v, z: np.hstack([v["A"], v["S"]])),
    "Concat of parts": (b.concat([C, C], 0), lambda v, z: np.vstack([v["C"], v["C"]])),
    "Concat of one": (b.concat([A], 1), lambda v, z: v["A"]),
    "Concat and reduce": (b.softmax(b.concat([y, x])), lambda v, z: softmax([*v["y"], *v["x"]])),
    "ConcatOver": (
        b.concat_over(h, b.at(T3, h), 1),
        lambda v, z: tab(z["n"], z["H"] * z["d"], lambda a, c: v["T3"][c // z["d"], a, c % z["d"]]),
    ),
    "CausalMask": (b.causal_mask("n"), lambda v, z: tab(z["n"], z["n"], lambda a, c: c <= a)),
    "CausalMask of two": (b.causal_mask("n", "m"), lambda v, z: tab(z["n"], z["m"], lambda a, c: c <= a)),
    "Let": (b.let("x", 2 * x, b.let("y", y + b.inner(x, x), b.outer(x, y))), lambda v, z: tab(z["n"], z["m"], lambda a, c: 2 * v["x"][a] * (v["y"][c] + 4 * sum(e * e for e in v["x"])))),
    "Let without capture": (
        b.sum_over(i, b.let("s", b.at(x, i), b.sum_over(i, b.at(x, i) * s))),
        lambda v, z: sum(v["x"]) ** 2,
    ),
}  # fmt: skip


def arrays_for(sizes, seed=0):
    rng = np.random.default_rng(seed)
    found = {t for node, _ in CASES.values() for t in node.atoms(N.Tensor)}
    lengths = {Symbol(k, integer=True, positive=True): v for k, v in sizes.items()}
    return {
        str(t.args[0]): rng.normal(size=[int(a.size.subs(lengths)) for a in t.shape])
        for t in sorted(found, key=str)
    }
