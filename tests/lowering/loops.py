"""The value of a node by plain loops over entries: the independent path of the lowering tests.

Nothing here is shared with symattn.lowering: every entry is computed on its own from the definition.
"""

# ruff: noqa: N802 - the methods are named after the node classes

from itertools import product
from math import erf

import numpy as np
from sympy import Basic

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import ConcatAxis
from symattn.expressions.shapes_products import einsum_letters

STEP = 1e-30


class Loops:
    """Values of tensors, sizes and indices, and the entry of any node under them."""

    def __init__(self, tensors, sizes, indices=None):
        self.tensors, self.sizes, self.indices = dict(tensors), dict(sizes), dict(indices or {})
        self.known = {}

    def number(self, e):
        values = {s: self.sizes[s.name] for s in e.free_symbols if not isinstance(s, N.Index)}
        values |= {i: self.indices[i] for i in e.free_symbols if isinstance(i, N.Index)}
        return e.xreplace({}).subs(values)

    def integer(self, e):
        return int(self.number(e))

    def dims(self, x):
        return tuple(self.integer(a.size) for a in x.shape)

    def array(self, x):
        if x not in self.known:
            dims = self.dims(x)
            out = np.zeros(dims, dtype=complex)
            for idx in product(*map(range, dims)):
                out[idx] = getattr(self, f"_{type(x).__name__}")(x, idx, *x.args)
            self.known[x] = out
        return self.known[x]

    def binding(self, i):
        if i not in self.known:
            self.known[i] = [
                (v, Loops(self.tensors, self.sizes, {**self.indices, i: v}))
                for v in range(self.integer(i.axis.size))
            ]
        return self.known[i]

    def letting(self, name, key, value):
        if (name, key) not in self.known:
            self.known[name, key] = Loops({**self.tensors, name: value}, self.sizes, self.indices)
        return self.known[name, key]

    def moved(self, name, idx):
        value = np.array(self.tensors[name], dtype=complex)
        value[idx] += 1j * STEP
        return self.letting(name, idx, value)

    def entry(self, x, idx):
        return self.array(x)[idx]

    def stretched(self, x, idx):
        if not x.rank:
            return self.entry(x, ())
        dims = self.dims(x)
        return self.entry(x, tuple(0 if d == 1 else i for i, d in zip(idx, dims, strict=True)))

    # leaves
    def _Tensor(self, x, idx, name, axes):
        return np.asarray(self.tensors[str(name)])[idx]

    def _Constant(self, x, idx, value):
        value = self.number(value)
        return complex(value) if value.is_finite else float(value)

    _Position = _Constant

    def _Literal(self, x, idx, axes, entries):
        place = 0
        for i, d in zip(idx, self.dims(x), strict=True):
            place = place * d + i
        return complex(entries[place])

    def _Identity(self, x, idx, axis):
        return float(idx[0] == idx[1])

    def _Ones(self, x, idx, *axes):
        return 1.0

    def _Zeros(self, x, idx, *axes):
        return 0.0

    def _UnitVector(self, x, idx, i, axis):
        return float(self.integer(i) == idx[0])

    def _Delta(self, x, idx, i, j):
        return float(self.integer(i) == self.integer(j))

    def _CausalMask(self, x, idx, rows, columns):
        return float(idx[1] <= idx[0])

    # entry by entry
    def _Add(self, x, idx, a, b):
        return self.stretched(a, idx) + self.stretched(b, idx)

    def _Subtract(self, x, idx, a, b):
        return self.stretched(a, idx) - self.stretched(b, idx)

    def _Negate(self, x, idx, a):
        return -self.entry(a, idx)

    def _Multiply(self, x, idx, a, b):
        return self.stretched(a, idx) * self.stretched(b, idx)

    _Hadamard = _Multiply

    def _Divide(self, x, idx, a, b):
        return self.stretched(a, idx) / self.stretched(b, idx)

    def _Power(self, x, idx, a, r):
        return self.entry(a, idx) ** self.entry(r, ())

    def _Apply(self, x, idx, name, a):
        v, name = self.entry(a, idx), str(name)
        if name == "erf":
            return erf(v.real) + 1j * v.imag * 2 / np.sqrt(np.pi) * np.exp(-(v.real**2))
        named = {
            "sigmoid": lambda u: 1 / (1 + np.exp(-u)), "softplus": lambda u: np.log(1 + np.exp(u)),
            "relu": lambda u: u if u.real > 0 else 0 * u, "silu": lambda u: u / (1 + np.exp(-u)),
            "abs": lambda u: u if u.real > 0 else -u,
        }  # fmt: skip
        f = named.get(name) or self.tensors.get(name) or getattr(np, name)
        return f(v)

    def _Maximum(self, x, idx, a, b):
        u, v = self.stretched(a, idx), self.stretched(b, idx)
        return u if np.real(u) >= np.real(v) else v

    def _Where(self, x, idx, c, a, b):
        return self.stretched(a if bool(self.number(c)) else b, idx)

    def _WhereTensor(self, x, idx, relation, a, b, u, v):
        left, right = np.real(self.stretched(a, idx)), np.real(self.stretched(b, idx))
        yes = eval(f"left {relation} right", {"left": left, "right": right})
        return self.stretched(u if yes else v, idx)

    # products and rearrangements
    def _MatMul(self, x, idx, a, b):
        lead, total = idx[: max(a.rank, b.rank) - 2] if max(a.rank, b.rank) > 2 else (), 0
        rest = list(idx[len(lead) :])
        row = [rest.pop(0)] if a.rank > 1 else []
        for c in range(self.dims(a)[-1]):
            total += self.entry(a, (*lead, *row, c)) * self.entry(b, (*lead, c, *rest))
        return total

    def _Einsum(self, x, idx, spec, *xs):
        inputs, output = einsum_letters(x)
        sizes = {}
        for word, y in zip(inputs, xs, strict=True):
            sizes |= dict(zip(word, self.dims(y), strict=True))
        summed = [c for c in sizes if c not in output]
        total = 0
        for values in product(*(range(sizes[c]) for c in summed)):
            at = dict(zip(summed, values, strict=True)) | dict(zip(output, idx, strict=True))
            part = 1
            for word, y in zip(inputs, xs, strict=True):
                part = part * self.entry(y, tuple(at[c] for c in word))
            total += part
        return total

    def _Transpose(self, x, idx, a):
        return self.entry(a, (*idx[:-2], idx[-1], idx[-2]))

    def _Permute(self, x, idx, a, order):
        at = [0] * a.rank
        for t, k in enumerate(order):
            at[int(k)] = idx[t]
        return self.entry(a, tuple(at))

    def _Inner(self, x, idx, a, b):
        return sum(self.entry(a, p) * self.entry(b, p) for p in product(*map(range, self.dims(a))))

    def _Outer(self, x, idx, a, b):
        return self.entry(a, idx[:1]) * self.entry(b, idx[1:])

    def _Kronecker(self, x, idx, a, b):
        small = self.dims(b)
        first = tuple(i // d for i, d in zip(idx, small, strict=True))
        return self.entry(a, first) * self.entry(
            b, tuple(i % d for i, d in zip(idx, small, strict=True))
        )

    def _Trace(self, x, idx, a):
        return sum(self.entry(a, (i, i)) for i in range(self.dims(a)[0]))

    def _DiagonalMatrix(self, x, idx, v):
        return self.entry(v, idx[:1]) if idx[0] == idx[1] else 0.0

    def _DiagonalOf(self, x, idx, a):
        return self.entry(a, idx * 2)

    def _Inverse(self, x, idx, a):
        return np.linalg.inv(self.array(a))[idx]

    def _MatrixPower(self, x, idx, a, k):
        return np.linalg.matrix_power(self.array(a), int(k))[idx]

    def _Norm(self, x, idx, a):
        return np.sqrt(self._Inner(x, idx, a, a))

    def _Reshape(self, x, idx, a, axes):
        return self.array(a).reshape(self.dims(x))[idx]

    def _VecColumns(self, x, idx, a):
        rows = self.dims(a)[0]
        return self.entry(a, (idx[0] % rows, idx[0] // rows))

    # along an axis
    def _along(self, a, idx, k):
        k = int(k)
        return [self.entry(a, (*idx[:k], v, *idx[k:])) for v in range(self.dims(a)[k])]

    def _SumAxis(self, x, idx, a, k):
        return sum(self._along(a, idx, k))

    def _MeanAxis(self, x, idx, a, k):
        return sum(self._along(a, idx, k)) / self.dims(a)[int(k)]

    def _MaxAxis(self, x, idx, a, k):
        return max(self._along(a, idx, k), key=np.real)

    def _Softmax(self, x, idx, a, k):
        k = int(k)
        line = np.array(self._along(a, idx[:k] + idx[k + 1 :], k))
        e = np.exp(line - max(line, key=np.real))
        return e[idx[k]] / sum(e)

    def _MaskedSoftmax(self, x, idx, a, mask, k):
        k, top = int(k), -np.inf
        length, terms = self.dims(x)[k], []
        for v in range(length):
            at = (*idx[:k], v, *idx[k + 1 :])
            terms.append((self.stretched(a, at), self.stretched(mask, at)))
        top = max(np.real(s) for s, m in terms if m != 0)
        e = [m * np.exp(s - top) if m != 0 else 0.0 for s, m in terms]
        return e[idx[k]] / sum(e)

    def _LogSumExp(self, x, idx, a, k):
        line = np.array(self._along(a, idx, k))
        top = max(line, key=np.real)
        return top + np.log(sum(np.exp(line - top)))

    def _LogSoftmax(self, x, idx, a, k):
        k = int(k)
        return self.entry(a, idx) - self._LogSumExp(x, idx[:k] + idx[k + 1 :], a, k)

    # indices, heads and blocks
    def _At(self, x, idx, a, places):
        rest = list(idx)
        return self.entry(
            a, tuple(rest.pop(0) if str(p) == ":" else self.integer(p) for p in places)
        )

    def _NewAxis(self, x, idx, a, k):
        return self.entry(a, (*idx[: int(k)], *idx[int(k) + 1 :]))

    def _Block(self, x, idx, a, k, first, count):
        k, axis = int(k), a.shape[int(k)]
        parts = axis.args if isinstance(axis, ConcatAxis) else ()
        start = sum(self.integer(q.size) for q in parts[: int(first)])
        return self.entry(a, (*idx[:k], idx[k] + start, *idx[k + 1 :]))

    def _HeadSlice(self, x, idx, a, k, i):
        k = int(k)
        width = self.dims(x)[k]
        return self.entry(a, (*idx[:k], self.integer(i) * width + idx[k], *idx[k + 1 :]))

    def _SumOver(self, x, idx, i, body):
        return sum(inner.entry(body, idx) for _, inner in self.binding(i))

    def _Stack(self, x, idx, i, body):
        return dict(self.binding(i))[idx[0]].entry(body, idx[1:])

    def _Concat(self, x, idx, k, *xs):
        k, place = int(k), idx[int(k)]
        for y in xs:
            length = self.dims(y)[k]
            if place < length:
                return self.entry(y, (*idx[:k], place, *idx[k + 1 :]))
            place -= length
        raise IndexError(idx)

    def _ConcatOver(self, x, idx, i, body, k):
        k = int(k)
        inner = dict(self.binding(i))
        width = inner[0].integer(body.shape[k].size)
        place = idx[k]
        return inner[place // width].entry(body, (*idx[:k], place % width, *idx[k + 1 :]))

    def _Let(self, x, idx, name, value, body):
        return self.letting(str(name), value, self.array(value)).entry(body, idx)

    # calculus, by complex step
    def _Gradient(self, x, idx, f, v):
        return np.imag(self.moved(str(v.args[0]), idx).entry(f, ())) / STEP

    def _Jacobian(self, x, idx, y, v):
        if isinstance(y, N.Gradient):  # no complex step inside a complex step
            return self._second(idx, y, v)
        return np.imag(self.moved(str(v.args[0]), idx[y.rank :]).entry(y, idx[: y.rank])) / STEP

    def _second(self, idx, y, v):
        name, h = str(v.args[0]), 1e-5
        sides = []
        for sign in (1, -1):
            value = np.array(self.tensors[name], dtype=complex)
            value[idx[y.rank :]] += sign * h
            sides.append(self.letting(name, (idx[y.rank :], sign), value).entry(y, idx[: y.rank]))
        return (sides[0] - sides[1]) / (2 * h)


def free_tensors(x: Basic, bound=frozenset()):
    """Name -> axes of the tensors that no Let binds, in order of appearance."""
    if isinstance(x, N.Tensor):
        return {} if str(x.args[0]) in bound else {str(x.args[0]): x.shape}
    if isinstance(x, N.Let):
        return free_tensors(x.args[1], bound) | free_tensors(x.args[2], bound | {str(x.args[0])})
    found = {}
    for a in x.args:
        found |= {k: v for k, v in free_tensors(a, bound).items() if k not in found}
    return found
