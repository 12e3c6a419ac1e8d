"""The claim language evaluated on NumPy arrays: an interpreter of its own, for comparison only.

It shares nothing with symattn: Python's `ast`, NumPy, complex steps for derivatives, and central
differences of fourth order around a text that holds a derivative itself. Where a text has no value
(log of a negative number, a root of one) the entry is nan; a place outside a tensor raises IndexError.
"""

import ast
import math

import numpy as np

STEP = 1e-30
WIDTH, STENCIL = 1e-3, ((1, 2 / 3), (-1, -2 / 3), (2, -1 / 12), (-2, 1 / 12))


def _erf(x):
    real = np.vectorize(math.erf, otypes=[float])(np.real(x))
    if not np.iscomplexobj(x):
        return real
    return real + 1j * np.imag(x) * 2 / math.sqrt(math.pi) * np.exp(-(np.real(x) ** 2))


def _where_defined(value, defined):
    nothing = complex(np.nan, np.nan) if np.iscomplexobj(value) else np.nan
    return np.where(defined, value, nothing)[()]


def _log(x):
    return _where_defined(np.log(x), np.real(x) > 0)


def _sqrt(x):
    return _where_defined(np.sqrt(x), np.real(x) >= 0)


def _power(a, b):
    if isinstance(b, int) or (np.ndim(b) == 0 and np.isrealobj(b) and float(b).is_integer()):
        return np.asarray(a, dtype=complex if np.iscomplexobj(a) else float)[()] ** int(b)
    base = np.asarray(a, dtype=complex if np.iscomplexobj(a) or np.iscomplexobj(b) else float)
    return _where_defined(base**b, (np.real(base) > 0) | ((base == 0) & (np.real(b) > 0)))


def _abs(x):
    return np.where(np.real(x) < 0, -x, x)


def _softmax(x, k=-1):
    e = np.exp(x - np.max(np.real(x), axis=k, keepdims=True))
    return e / e.sum(axis=k, keepdims=True)


def _lse(x, k=-1):
    m = np.max(np.real(x), axis=k, keepdims=True)
    return np.squeeze(m, axis=k) + np.log(np.exp(x - m).sum(axis=k))


def _max(x, k):
    best = np.argmax(np.real(x), axis=k)
    return np.take_along_axis(x, np.expand_dims(best, k), axis=k).squeeze(k)


FUNCTIONS = {
    "exp": np.exp, "log": _log, "sqrt": _sqrt,
    "sin": np.sin, "cos": np.cos, "tanh": np.tanh, "erf": _erf, "abs": _abs,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)), "softplus": lambda x: np.log(1 + np.exp(x)),
    "relu": lambda x: np.where(np.real(x) > 0, x, 0), "silu": lambda x: x / (1 + np.exp(-x)),
    "maximum": lambda a, b: np.where(np.real(a) >= np.real(b), a, b),
    "matmul": np.matmul, "T": lambda a: np.swapaxes(a, -1, -2), "tr": np.trace, "inv": np.linalg.inv,
    "matpow": np.linalg.matrix_power, "had": np.multiply, "kron": np.kron, "outer": np.multiply.outer,
    "inner": lambda a, b: np.sum(a * b), "diag": np.diag, "diagv": np.diagonal,
    "vec": lambda a: a.T.reshape(-1), "norm": lambda v: np.sqrt(np.sum(v * v)),
    "fro": lambda v: np.sqrt(np.sum(v * v)),
    "eye": np.eye, "ones": lambda *s: np.ones(s), "zeros": lambda *s: np.zeros(s),
    "unit": lambda i, n: np.eye(n)[i], "delta": lambda i, j: float(i == j),
    "sum_axis": lambda a, k: a.sum(axis=k), "mean_axis": lambda a, k: a.mean(axis=k),
    "max_axis": _max, "sum_all": np.sum, "softmax": _softmax,
    "log_softmax": lambda x, k=-1: np.log(_softmax(x, k)), "lse": _lse,
    "reshape": lambda a, *s: a.reshape(s), "perm": lambda a, *o: np.transpose(a, o),
}  # fmt: skip
BINARY = {
    ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b, ast.MatMult: lambda a, b: a @ b, ast.Pow: _power,
    ast.FloorDiv: lambda a, b: a // b, ast.Mod: lambda a, b: a % b,
}  # fmt: skip
COMPARE = {
    ast.Lt: np.less, ast.LtE: np.less_equal, ast.Gt: np.greater, ast.GtE: np.greater_equal,
    ast.Eq: np.equal, ast.NotEq: np.not_equal,
}  # fmt: skip


def oracle(text, names, functions=None):
    """The value of a text; names: arrays, sizes and indices; functions: name -> callable."""
    return _value(
        ast.parse(text, mode="eval").body, {"inf": np.inf, "pi": np.pi, **names}, functions or {}
    )


def _value(t, names, f):
    go = lambda x, n=names: _value(x, n, f)  # noqa: E731
    if isinstance(t, ast.Constant):
        return t.value
    if isinstance(t, ast.Name):
        return names[t.id]
    if isinstance(t, ast.List):
        return np.array([go(x) for x in t.elts])
    if isinstance(t, ast.BinOp):
        return BINARY[type(t.op)](go(t.left), go(t.right))
    if isinstance(t, ast.UnaryOp):
        return {ast.USub: np.negative, ast.UAdd: np.positive, ast.Not: np.logical_not}[type(t.op)](
            go(t.operand)
        )
    if isinstance(t, ast.BoolOp):
        join = np.logical_and if isinstance(t.op, ast.And) else np.logical_or
        out = go(t.values[0])
        for x in t.values[1:]:
            out = join(out, go(x))
        return out
    if isinstance(t, ast.Compare):
        parts = [np.real(go(x)) for x in (t.left, *t.comparators)]
        out = True
        for op, a, b in zip(t.ops, parts, parts[1:], strict=False):
            out = np.logical_and(out, COMPARE[type(op)](a, b))
        return out
    if isinstance(t, ast.Attribute):
        return np.swapaxes(go(t.value), -1, -2)
    if isinstance(t, ast.Subscript):
        items = t.slice.elts if isinstance(t.slice, ast.Tuple) else [t.slice]
        return go(t.value)[tuple(_item(x, go) for x in items)]
    return _call(t, names, f)


def _item(x, go):
    parts = (x.lower, x.upper, x.step) if isinstance(x, ast.Slice) else (x,)
    places = [None if e is None else go(e) for e in parts]
    if any(k is not None and k < 0 for k in places):
        raise IndexError(f"the place {min(k for k in places if k is not None)} is negative")
    return slice(*places) if isinstance(x, ast.Slice) else places[0]


def _each(pairs, body, names, f):
    if not pairs:
        return _value(body, names, f)
    (name, bound), *rest = pairs
    return [
        _each(rest, body, {**names, name.id: i}, f) for i in range(int(_value(bound, names, f)))
    ]


def _summed(nested, depth):
    if depth == 0:
        return nested
    return sum((_summed(x, depth - 1) for x in nested), start=0.0)


def _call(t, names, f):
    name, args = t.func.id, t.args
    if name in ("sum", "tab"):
        pairs = list(zip(args[:-1:2], args[1:-1:2], strict=False))
        nested = _each(pairs, args[-1], names, f)
        return _summed(nested, len(pairs)) if name == "sum" else np.array(nested) * 1.0
    if name == "concat_over":
        return np.concatenate(
            _each([(args[0], args[1])], args[2], names, f), axis=_value(args[3], names, f)
        )
    if name == "concat":
        return np.concatenate(
            [_value(x, names, f) for x in args[0].elts], axis=_value(args[1], names, f)
        )
    if name == "where":
        c = _value(args[0], names, f)
        if np.ndim(c) == 0:
            return _value(args[1] if c else args[2], names, f)
        return np.where(c, _value(args[1], names, f), _value(args[2], names, f))
    if name == "let":
        return _value(args[2], {**names, args[0].id: _value(args[1], names, f)}, f)
    if name == "einsum":
        return np.einsum(args[0].value, *(_value(x, names, f) for x in args[1:]))
    if name in ("grad", "jac"):
        return _derivative(args[0], args[1].id, names, f)
    if name == "hess":
        inner = ast.Call(ast.Name("grad"), args, [])
        return _derivative(inner, args[1].id, names, f)
    table = {**FUNCTIONS, **f}
    return table[name](*(_value(x, names, f) for x in args))


def _derivative(body, name, names, f):
    x = np.asarray(names[name])
    if np.iscomplexobj(x):  # inside a central difference of an outer derivative, or its own step
        x = np.real(x)
    nested = any(
        isinstance(t, ast.Name) and t.id in ("grad", "jac", "hess") for t in ast.walk(body)
    )
    columns = []
    for place in np.ndindex(*x.shape):
        at = lambda step, place=place: _value(body, {**names, name: _moved(x, place, step)}, f)  # noqa: E731
        if nested:
            columns.append(sum(w * at(k * WIDTH) for k, w in STENCIL) / WIDTH)
        else:
            columns.append(np.imag(at(1j * STEP)) / STEP)
    y = np.moveaxis(np.array(columns), 0, -1)
    return y.reshape((*y.shape[:-1], *x.shape))


def _moved(x, place, step):
    moved = np.array(x, dtype=complex if isinstance(step, complex) else float)
    moved[place] += step
    return moved
