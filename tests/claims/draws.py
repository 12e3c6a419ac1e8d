"""Sizes, tensors and functions at which everything that a claim takes as given holds.

Place: below evaluation.py; reads the fields of a claim as texts and shares nothing with symattn.
Each tensor starts as what its own assumptions say (a symmetric matrix, a point of the simplex);
equations that are left are solved by Newton steps; then every assumption is checked.

Legend
  claim   the fields of a line        names   sizes, arrays and integers by name
"""

import ast
import itertools

import numpy as np

from tests.notation.claim_oracle import oracle

CLOSE, NEWTON_STEPS, TRIES = 1e-9, 40, 30
DISCRETE = ("permutation", "onehot", "mask")


class NothingFits(Exception):
    """No draw was found that satisfies what is given."""


# ---- sizes ---------------------------------------------------------------------------------------


def drawn_sizes(claim, rng, smallest=False, seen=()):
    """Sizes that satisfy the facts about sizes: pairwise different and at least 2, or the least.

    Sizes that were seen come again only where few are possible.
    """
    dims = list(claim.get("dims", []))
    facts = [c for c in map(_call, claim.get("under", [])) if _is_size_fact(c, claim)]
    least = claim.get("min_size", 2)
    for attempt in range(600):
        room = len(dims) + 2 + attempt // 50
        pool = [least + (attempt // 20)] * len(dims) if smallest else [2 + k for k in range(room)]
        sizes = dict(zip(dims, map(int, rng.permutation(pool)), strict=False))
        _solve_sizes(facts, sizes)
        if attempt < 100 and sizes in seen:
            continue
        if _sizes_fit(claim, facts, sizes, least, distinct=not smallest and attempt < 300):
            return sizes
    raise NothingFits(f"{claim['id']}: no sizes fit")


def _call(text):
    """The name and the arguments of an assumption."""
    tree = ast.parse(text, mode="eval").body
    if isinstance(tree, ast.Compare):
        return "equal", [tree.left, tree.comparators[0]]
    return tree.func.id, tree.args


def _is_size_fact(call, claim):
    names = {t.id for a in call[1] for t in ast.walk(a) if isinstance(t, ast.Name)}
    plain = names and names <= set(claim.get("dims", [])) and not names & set(claim["symbols"])
    return call[0] in ("dim_less", "dim_at_least") or (call[0] == "equal" and plain)


def _solve_sizes(facts, sizes):
    for kind, (a, b) in facts:
        for x, y in ((a, b), (b, a)):
            if kind == "equal" and isinstance(x, ast.Name):
                sizes[x.id] = int(oracle(ast.unparse(y), sizes))
                break


def _sizes_fit(claim, facts, sizes, least, distinct):
    truth = {"equal": int.__eq__, "dim_less": int.__lt__, "dim_at_least": int.__ge__}
    axes = [x for shape in claim["symbols"].values() for x in shape]
    return (
        all(s >= least for s in sizes.values())
        and all(truth[k](*(int(oracle(ast.unparse(x), sizes)) for x in ab)) for k, ab in facts)
        and all(int(oracle(x, {**sizes, **_integers_least(claim)})) >= 1 for x in axes)
        and (not distinct or len(set(sizes.values())) == len(sizes))
    )


def _integers_least(claim):
    calls = map(_call, claim.get("under", []))
    return {a[0].id: int(oracle(ast.unparse(a[1]), {})) for kind, a in calls if kind == "integer"}


# ---- functions -----------------------------------------------------------------------------------


def drawn_functions(claim, rng):
    """A smooth function with its two derivatives for every name that is declared."""
    positive = {a[0].id for k, a in map(_call, claim.get("under", [])) if k == "positive_function"}
    found = {}
    for f, names in claim.get("functions", {}).items():
        made = _positive_function(rng) if f in positive else _function(rng)
        found |= dict(zip((f, *names), made, strict=False))
    return found


def _function(rng):
    a, b, c, d = rng.uniform(0.5, 1.4, 4)
    return (
        lambda x: a * np.sin(b * x + c) + d * x**2,
        lambda x: a * b * np.cos(b * x + c) + 2 * d * x,
        lambda x: -a * b * b * np.sin(b * x + c) + 2 * d,
    )


def _positive_function(rng):
    a, b, c = rng.uniform(0.5, 1.4, 3)
    f = lambda x: np.exp(a * np.sin(b * x + c))  # noqa: E731
    s = lambda x: a * b * np.cos(b * x + c)  # noqa: E731
    return (
        f,
        lambda x: s(x) * f(x),
        lambda x: (s(x) ** 2 - a * b * b * np.sin(b * x + c)) * f(x),
    )


# ---- tensors -------------------------------------------------------------------------------------


def drawn_names(claim, sizes, rng):
    """Arrays and integers for every symbol such that all that is given holds."""
    calls = [c for c in map(_call, claim.get("under", [])) if not _is_size_fact(c, claim)]
    facts = [c for c in calls if c[0] != "positive_function"]
    for _ in range(TRIES):
        names = _start(claim, facts, sizes, rng)
        if names is None:
            continue
        fixed = {a[0].id for k, a in facts if k in DISCRETE and isinstance(a[0], ast.Name)}
        _solve(facts, names, [n for n in names if n in claim["symbols"] and n not in fixed])
        if all(_holds(kind, _values(args, names)) for kind, args in facts):
            return names
    raise NothingFits(f"{claim['id']}: no tensors fit")


def _start(claim, facts, sizes, rng):
    names = dict(sizes)
    for kind, args in facts:
        if kind == "integer":
            low, high = (
                oracle(ast.unparse(a), sizes)
                for a in (*args[1:], ast.parse("inf").body[0].value)[:2]
            )
            names[args[0].id] = int(rng.integers(low, min(high, low + 4) + 1))
    shapes = {n: tuple(int(oracle(x, names)) for x in s) for n, s in claim["symbols"].items()}
    for name, shape in shapes.items():
        if name not in names:
            size = rng.uniform(0.2, 1.5, shape)
            names[name] = np.asarray(size * rng.choice([-1, 1], shape))
    order = [*MADE]
    for kind, args in sorted(facts, key=lambda c: order.index(c[0]) if c[0] in order else 99):
        if kind in MADE and isinstance(args[0], ast.Name):
            rest = _values(args[1:], names)
            names[args[0].id] = np.asarray(MADE[kind](names[args[0].id], rng, *rest))
    return names if _assign(facts, names, set(shapes)) else None


def _assign(facts, names, symbols):
    """Give x the value of the other side of equal(x, text), where the text does not hold x."""
    given = set()
    for kind, args in facts:
        for x, y in (args, args[::-1]) if kind == "equal" else ():
            others = {t.id for t in ast.walk(y) if isinstance(t, ast.Name)}
            if isinstance(x, ast.Name) and x.id in symbols - others - given:
                value = np.real(np.asarray(oracle(ast.unparse(y), names)))
                if value.shape != names[x.id].shape and value.ndim:
                    return False
                names[x.id] = np.broadcast_to(value, names[x.id].shape) * 1.0
                given.add(x.id)
                break
    return True


def _values(args, names):
    return [np.real(np.asarray(oracle(ast.unparse(a), names))) for a in args]


def _solve(facts, names, free):
    """Newton steps of least norm towards the equations, in place."""
    free = [n for n in free if isinstance(names[n], np.ndarray)]
    equations = [(RESIDUAL[kind], args) for kind, args in facts if kind in RESIDUAL]

    def residual(x):
        moved, start = dict(names), 0
        for n in free:
            moved[n] = x[start : start + names[n].size].reshape(names[n].shape)
            start += names[n].size
        parts = [
            r(*(np.asarray(oracle(ast.unparse(a), moved)) for a in args)) for r, args in equations
        ]
        return np.concatenate([np.ravel(p) for p in parts])

    if not equations or not free:
        return
    x = np.concatenate([np.ravel(names[n]) for n in free])
    for _ in range(NEWTON_STEPS):
        value = np.real(residual(x))
        if not np.isfinite(value).all() or np.max(np.abs(value), initial=0) < 1e-13:
            break
        step = 1e-30j * np.eye(x.size)
        jacobian = np.array([np.imag(residual(x + row)) * 1e30 for row in step]).T
        x = x - np.linalg.lstsq(jacobian, value, rcond=1e-9)[0]
    start = 0
    for n in free:
        names[n] = x[start : start + names[n].size].reshape(names[n].shape)
        start += names[n].size


def _rows(make):
    return lambda a, rng: np.apply_along_axis(lambda row: make(row, rng), -1, a)


def _mask_row(row, rng):
    kept = rng.integers(1, max(2, len(row)))
    return rng.permutation([1.0] * kept + [0.0] * (len(row) - kept))


def _projection(a, rng):
    rank = int(rng.integers(1, max(2, len(a))))
    left, right = rng.normal(size=(len(a), rank)), rng.normal(size=(rank, len(a)))
    return left @ np.linalg.inv(right @ left) @ right


MADE = {  # kind -> an array of that kind from any array; later ones keep what earlier ones made
    "symmetric": lambda a, rng: (a + a.T) / 2, "skew": lambda a, rng: (a - a.T) / 2,
    "posdef": lambda a, rng: a @ a.T + 0.5 * np.eye(len(a)),
    "invertible": lambda a, rng: a + 0.5 * np.eye(len(a)),
    "orthogonal": lambda a, rng: np.linalg.qr(a)[0] * rng.choice([-1, 1], len(a)), "idempotent": _projection,
    "permutation": lambda a, rng: np.eye(len(a))[rng.permutation(len(a))],
    "centered": lambda a, rng: a - a.mean(axis=-1, keepdims=True),
    "equal_rows": lambda a, rng: np.broadcast_to(a[:1], a.shape) * 1.0,
    "equal_row_norms": lambda a, rng: a / np.linalg.norm(a, axis=-1, keepdims=True) * 1.3,
    "unit_rows": lambda a, rng: a / np.linalg.norm(a, axis=-1, keepdims=True),
    "positive": lambda a, rng: np.abs(a), "negative": lambda a, rng: -np.abs(a),
    "simplex": lambda a, rng: np.abs(a) / np.abs(a).sum(axis=-1, keepdims=True),
    "onehot": _rows(lambda row, rng: np.eye(len(row))[rng.integers(len(row))]),
    "mask": _rows(_mask_row),
    "between": lambda a, rng, lo, hi: np.maximum(lo, -3) + rng.uniform(0.05, 0.95, a.shape) * (np.minimum(hi, np.maximum(lo, -3) + 6) - np.maximum(lo, -3)),
}  # fmt: skip
RESIDUAL = {
    "equal": lambda a, b: a - b,
    "symmetric": lambda a: a - a.T, "skew": lambda a: a + a.T, "posdef": lambda a: a - a.T,
    "orthogonal": lambda a: a.T @ a - np.eye(len(a)), "idempotent": lambda a: a @ a - a,
    "simplex": lambda a: a.sum(axis=-1) - 1, "centered": lambda a: a.sum(axis=-1),
    "unit_rows": lambda a: (a * a).sum(axis=-1) - 1, "equal_rows": lambda a: a - a[:1],
    "equal_row_norms": lambda a: (a * a).sum(axis=-1) - (a[0] * a[0]).sum(),
}  # fmt: skip


def _is_zero_one(a):
    return np.all((a == 0) | (a == 1))


CHECK = {  # what a kind says beyond its equations
    "posdef": lambda a: np.all(np.linalg.eigvalsh((a + a.T) / 2) > 1e-3),
    "invertible": lambda a: np.linalg.cond(a) < 1e4,
    "permutation": lambda a: _is_zero_one(a) and (a.sum(0) == 1).all() and (a.sum(1) == 1).all(),
    "positive": lambda a: np.all(a > 1e-3), "negative": lambda a: np.all(a < -1e-3),
    "nonzero": lambda a: np.all(np.abs(a) > 1e-3),
    "between": lambda x, lo, hi: np.all((x > lo) & (x < hi)),
    "integer": lambda k, *bounds: k >= bounds[0] and (len(bounds) < 2 or k <= bounds[1]),
    "simplex": lambda a: np.all(a > 0),
    "onehot": lambda a: _is_zero_one(a) and np.all(a.sum(-1) == 1),
    "mask": lambda a: _is_zero_one(a) and np.all((a.max(-1) == 1) & (a.min(-1) == 0)),
}  # fmt: skip


def _holds(kind, values):
    if kind not in CHECK and kind not in RESIDUAL:
        raise ValueError(f"the assumption {kind} is not known here")
    if not all(np.isfinite(v).all() for v in values if kind not in ("integer", "between")):
        return False
    if kind in RESIDUAL and not np.all(np.abs(RESIDUAL[kind](*values)) < CLOSE):
        return False
    return bool(CHECK[kind](*values)) if kind in CHECK else True


def places(claim, names, rng, most=24):
    """The values of the free indices: all of them, or `most` chosen at random."""
    indices = claim.get("indices", {})
    ranges = [range(int(oracle(str(bound), names))) for bound in indices.values()]
    found = list(itertools.product(*ranges))
    if len(found) > most:
        found = [found[k] for k in rng.choice(len(found), most, replace=False)]
    return [dict(zip(indices, map(int, p), strict=True)) for p in found]
