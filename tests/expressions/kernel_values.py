"""A float evaluator of kernel terms, written from the definitions of the terms alone.

Elements of a sort are ints, tuples (pairs) or ("part", m, element).
"""

import cmath
import itertools
import math

import numpy as np

from symattn.expressions.meaning import Scope, meaning_of, sort_of
from symattn.kernel.indices import free
from symattn.kernel.indices import sort_of as sort_of_place


def elements(s, z):
    if isinstance(s, int):
        return list(range(s))
    if isinstance(s, str):
        return list(range(z[s]))
    if s[0] == "*":
        return list(itertools.product(*(elements(f, z) for f in s[1:])))
    return [("part", q, e) for q, p in enumerate(s[1:]) for e in elements(p, z)]


def element(p, z, levels, places):
    if p.op == "bound":
        return levels[p.args[0]]
    if p.op == "free":
        return places[p.args]
    if p.op == "unit":
        return p.args[0]
    if p.op == "pair":
        return tuple(element(q, z, levels, places) for q in p.args)
    if p.op == "inject":
        return ("part", p.args[0], element(p.args[2], z, levels, places))
    assert p.op == "part"
    return element(p.args[1], z, levels, places)[p.args[0]]


def position(p, z, levels, places):
    return elements(sort_of_place(p), z).index(element(p, z, levels, places))


CALLS = {
    "sin": cmath.sin, "cos": cmath.cos, "erf": lambda x: math.erf(x.real), "step": lambda x: float(x.real > 0), "pi": lambda: math.pi,
    "f": lambda x: x**3 + 1,
}  # fmt: skip


def value(t, z, arrays, levels=(), places=None):
    def go(u, more=()):
        return value(u, z, arrays, more + levels, places)

    def at(p):
        return position(p, z, levels, places)

    a = t.args
    if t.op == "num":
        return float(a[0])
    if t.op == "size":
        return z[a[0]]
    if t.op == "entry":
        return arrays[a[0]][tuple(map(at, a[1:]))]
    if t.op == "add":
        return sum(go(x) for x in a)
    if t.op == "mul":
        return math.prod(go(x) for x in a)
    if t.op == "pow":
        x = go(a[0])
        return (
            0.0
            if x == 0 and a[1] < 0
            else x ** (int(a[1]) if a[1].denominator == 1 else float(a[1]))
        )
    if t.op in ("exp", "log"):
        return getattr(cmath, t.op)(go(a[0]))
    if t.op == "call":
        return CALLS[a[0]](*map(go, a[1:]))
    if t.op in ("sum", "max"):
        found = [go(a[1], (e,)) for e in elements(a[0], z)]
        return sum(found) if t.op == "sum" else max(found, key=lambda x: x.real)
    if t.op == "delta":
        return float(element(a[0], z, levels, places) == element(a[1], z, levels, places))
    if t.op == "holds":
        form = zip(a[2::2], a[3::2], strict=True)
        whole = a[1] + sum(c * (z[p.args[0]] if p.op == "size" else at(p)) for c, p in form)
        return float(whole >= 0 if a[0] == "ge" else whole == 0)
    if t.op == "case":
        e = element(a[0], z, levels, places)
        return go(a[1 + e]) if isinstance(e, int) else go(a[1 + e[1]], (e[2],))
    assert t.op == "diff"
    moved = {k: np.array(v, dtype=complex) for k, v in arrays.items()}
    moved[a[1]][tuple(map(at, a[2:]))] += 1e-30j
    return value(a[0], z, moved, levels, places).imag / 1e-30


def by_kernel(node, sizes, arrays, scope=None):
    places = tuple(free(f"@{r}", sort_of(a)) for r, a in enumerate(node.shape))
    term = meaning_of(node, places, scope or Scope())
    assert not term.dangling
    ranges = [elements(sort_of(a), sizes) for a in node.shape]
    out = [
        value(term, sizes, arrays, (), {p.args: e for p, e in zip(places, at, strict=True)})
        for at in itertools.product(*ranges)
    ]
    return np.reshape(np.real(out), [len(r) for r in ranges])
