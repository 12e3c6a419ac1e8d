"""Both sides of a claim at arrays, by the interpreter of tests/notation/claim_oracle.py.

Inputs are drawn so that what is given holds; nothing of symattn is used but the text of the claim.
"""

import ast
import itertools
import re
from fractions import Fraction

import numpy as np

from tests.notation.claim_oracle import oracle

CUBIC = {"f": lambda x: x**3 / 3 + x, "df": lambda x: x**2 + 1, "ddf": lambda x: 2 * x}
PRIMES = (2, 3, 4, 5, 6, 7)


def sides_of(text):
    """The two sides of a claim and its relation."""
    tree = ast.parse(text, mode="eval").body
    words = {ast.Eq: "==", ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<="}
    return ast.unparse(tree.left), ast.unparse(tree.comparators[0]), words[type(tree.ops[0])]


def size_names(symbols, indices):
    axes = [*(shape for shape in symbols.values()), *(indices or {}).values()]
    return sorted(set(re.findall(r"[A-Za-z_]\w*", " ".join(axes))))


def shape_at(shape, sizes):
    return tuple(int(eval(axis, {}, dict(sizes))) for axis in shape.split())


def drawn(symbols, sizes, given, rng):
    """Arrays of the shapes that satisfy what is given."""
    arrays = {
        name: rng.uniform(0.2, 1.6, shape_at(shape, sizes)) * rng.choice([-1, 1], shape_at(shape, sizes))
        for name, shape in symbols.items()
    }  # fmt: skip
    for text in given:
        call = ast.parse(text, mode="eval").body
        kind, name = call.func.id, ast.unparse(call.args[0])
        if kind == "equal":
            arrays[name] = np.asarray(oracle(ast.unparse(call.args[1]), {**arrays, **sizes}))
        else:
            arrays[name] = MADE[kind](arrays[name], rng)
    return arrays


def _permutation(a, rng):
    return np.eye(len(a))[rng.permutation(len(a))]


def _idempotent(a, rng):
    half = a[:, : max(1, len(a) // 2)]
    return half @ np.linalg.pinv(half)


MADE = {
    "positive": lambda a, rng: np.abs(a),
    "symmetric": lambda a, rng: a + a.T,
    "skew": lambda a, rng: a - a.T,
    "orthogonal": lambda a, rng: np.linalg.qr(a)[0],
    "permutation": _permutation,
    "idempotent": _idempotent,
    "simplex": lambda a, rng: np.abs(a) / np.abs(a).sum(),
    "equal_row_norms": lambda a, rng: a / np.linalg.norm(a, axis=1, keepdims=True),
    "onehot": lambda a, rng: np.eye(len(a))[rng.integers(len(a))],
}


def size_choices(symbols, extras):
    """Sizes pairwise different and at least 2, and all 1 where that is admitted."""
    names = size_names(symbols, extras.get("indices"))
    least = dict(extras.get("least", {}))
    shortest = {n: max(1, least.get(n, 1)) for n in names}
    return [dict(zip(names, PRIMES, strict=False)), shortest] if names else [{}]


def differences(text, symbols, extras, rng):
    """(left - right) of the claim at drawn inputs, for every choice of sizes and indices."""
    left, right, relation = sides_of(text)
    functions = CUBIC if extras.get("functions") else {}
    for sizes in size_choices(symbols, extras):
        arrays = drawn(symbols, sizes, extras.get("given", ()), rng)
        indices = extras.get("indices") or {}
        ranges = [range(shape_at(axis, sizes)[0]) for axis in indices.values()]
        for places in itertools.product(*ranges):
            names = {**arrays, **sizes, **dict(zip(indices, places, strict=True))}
            with np.errstate(all="ignore"):
                a, b = (np.real(np.asarray(oracle(t, names, functions))) for t in (left, right))
            yield relation, a, b


def at_witness(text, symbols, extras, witness):
    """(left, right, names) of the claim at the inputs of a witness, and whether the given holds."""
    names = {n: np.array(_floats(x)) for n, x in witness.entries.items() if n in symbols}
    names |= {n: k for n, k in witness.indices.items() if n in extras.get("indices", {})}
    names |= witness.sizes
    holds = []
    for t in extras.get("given", ()):
        call = ast.parse(t, mode="eval").body
        kind, name = call.func.id, ast.unparse(call.args[0])
        if kind == "equal":
            if name in symbols and name not in names:
                names[name] = np.asarray(oracle(ast.unparse(call.args[1]), names))
            holds.append(np.allclose(*(oracle(ast.unparse(a), names) for a in call.args)))
        elif kind == "permutation":
            (s,) = witness.bijections.values()
            names[name] = np.array(
                [[float(s[i] == j) for j in range(len(s))] for i in range(len(s))]
            )
            holds.append(sorted(s) == list(range(len(s))))
        else:
            holds.append(bool(PROPERTY[kind](names[name])))
    functions = {n: _callable(f) for n, f in witness.functions.items()}
    for f, (df, ddf) in extras.get("functions", {}).items():
        functions[df] = _callable(witness.functions[f].partial(0))
        functions[ddf] = _callable(witness.functions[f].partial(0).partial(0))
    left, right, relation = sides_of(text)
    with np.errstate(all="ignore"):
        values = [np.real(np.asarray(oracle(t, names, functions))) for t in (left, right)]
    return relation, *values, all(holds)


PROPERTY = {
    "positive": lambda a: (a > 0).all(),
    "symmetric": lambda a: (a == a.T).all(),
    "orthogonal": lambda a: np.allclose(a @ a.T, np.eye(len(a))),
    "onehot": lambda a: sorted(a) == [0.0] * (len(a) - 1) + [1.0],
}


def _floats(x):
    return [_floats(y) for y in x] if isinstance(x, tuple) else float(Fraction(x))


def _callable(interpretation):
    def value(x):
        return sum(
            float(c) * x ** p[0] * np.exp(float(a[0]) * x) for c, p, a in interpretation.parts
        )

    return value


HOLDS = {
    "==": lambda a, b: np.allclose(a, b, rtol=1e-6, atol=1e-6),
    ">": lambda a, b: (a > b).all(), "<": lambda a, b: (a < b).all(),
    ">=": lambda a, b: (a >= b - 1e-9).all(), "<=": lambda a, b: (a <= b + 1e-9).all(),
}  # fmt: skip
