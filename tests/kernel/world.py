"""Kernel terms evaluated naively in floating point: the independent path for the tests of rules.

Legend
  element     a value of an index: an int, (m, element) in part m of a concatenation, or a tuple
  env         the elements of the bound levels, env[0] the innermost
"""

import itertools
import math
from dataclasses import dataclass, field

import numpy as np

from symattn.kernel.indices import sort_of
from symattn.kernel.statement import tensors_in

STEP = 1e-3


class Uncertain(Exception):
    """A base that may be 0 but for rounding: whether its power is 0 cannot be told."""


@dataclass
class World:
    """Sizes, tensor entries, free indices, bijections and functions, all concrete."""

    sizes: dict
    entries: dict
    frees: dict = field(default_factory=dict)
    bijections: dict = field(default_factory=dict)
    functions: dict = field(default_factory=dict)
    inverses: tuple = ()  # name, matrix: as a statement declares them
    step: float = STEP

    def invert(self, moved=None):
        """Fill the tables of the inverses, in order, from the entries as they are now."""
        names = {moved}
        for name, matrix in self.inverses:
            if moved is not None and names.isdisjoint(tensors_in(matrix)):
                continue
            names.add(name)
            s = next(s for level, s in matrix.dangling if level == 1)
            around = self.elements(s)
            outer = [self.elements(x) for level, x in sorted(matrix.dangling) if level > 1]
            table = self.entries[name] = {}
            for places in itertools.product(*outer) if around else ():
                rows = [[self.value(matrix, (j, i, *places)) for j in around] for i in around]
                found = np.linalg.inv(np.array(rows))
                for (p, i), (q, j) in itertools.product(enumerate(around), repeat=2):
                    table[(*places, i, j)] = float(found[p, q])

    def elements(self, sort):
        """All elements of a sort, in order."""
        if isinstance(sort, int):
            return list(range(sort))
        if isinstance(sort, str):
            return list(range(self.sizes[sort]))
        parts = [self.elements(s) for s in sort[1:]]
        if sort[0] == "*":
            return list(itertools.product(*parts))
        return [(m, e) for m, part in enumerate(parts) for e in part]

    def index(self, i, env):
        """The element that an index term names."""
        if i.op == "bound":
            return env[i.args[0]]
        if i.op == "free":
            return self.frees[i.args[0]]
        if i.op == "unit":
            return i.args[0]
        if i.op == "inject":
            return (i.args[0], self.index(i.args[2], env))
        if i.op == "pair":
            return tuple(self.index(a, env) for a in i.args)
        if i.op == "part":
            return self.index(i.args[1], env)[i.args[0]]
        table = self.bijections[i.args[0]]
        forward = i.args[1] == 1
        element = self.index(i.args[2], env)
        return table[element] if forward else {v: k for k, v in table.items()}[element]

    def value(self, t, env=()):
        """The number that a term stands for, with the total functions of the kernel."""
        args = t.args
        if t.op == "num":
            return float(args[0])
        if t.op == "size":
            return float(len(self.elements(args[0])))
        if t.op == "entry":
            return self.entries[args[0]][tuple(self.index(i, env) for i in args[1:])]
        if t.op == "add":
            return math.fsum(self.value(a, env) for a in args)
        if t.op == "mul":
            return math.prod(self.value(a, env) for a in args)
        if t.op == "pow":
            return total_power(self.value(args[0], env), args[1])
        if t.op == "exp":
            return math.exp(self.value(args[0], env))
        if t.op == "log":
            x = self.value(args[0], env)
            return math.log(x) if x > 0 else 0.0
        if t.op == "call":
            return self.functions[args[0]](*(self.value(a, env) for a in args[1:]))
        return self.binder_value(t, env)

    def binder_value(self, t, env):
        """The value of a sum, maximum, comparison, case distinction or derivative."""
        args = t.args
        if t.op in ("sum", "max"):
            values = [self.value(args[1], (e, *env)) for e in self.elements(args[0])]
            return math.fsum(values) if t.op == "sum" else max(values, default=0.0)
        if t.op == "delta":
            return float(self.index(args[0], env) == self.index(args[1], env))
        if t.op == "holds":
            form = zip(args[2::2], args[3::2], strict=True)
            x = args[1] + sum(c * self.position(p, env) for c, p in form)
            return float(x >= 0 if args[0] == "ge" else x == 0)
        if t.op == "case":
            element = self.index(args[0], env)
            if isinstance(element, int):
                return self.value(args[1 + element], env)
            return self.value(args[1 + element[0]], (element[1], *env))
        return self.slope(t, env)

    def position(self, p, env):
        """The place of an index in its sort, or the value of a size."""
        if p.op == "size":
            return int(self.value(p, env))
        return self.elements(sort_of(p)).index(self.index(p, env))

    def slope(self, t, env):
        """A partial derivative, by central differences of order 4."""
        body, name = t.args[0], t.args[1]
        place = tuple(self.index(i, env) for i in t.args[2:])
        old = self.entries[name][place]

        def at(h):
            self.entries[name][place] = old + h
            self.invert(name)
            return self.value(body, env)

        try:
            h = self.step
            return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
        finally:
            self.entries[name][place] = old
            self.invert(name)


def total_power(x, r):
    """x**r where 0**-1 is 0, and x**r is 0 for x <= 0 and r no integer."""
    if 0 < abs(x) < 1e-9:
        raise Uncertain
    if r.denominator != 1:
        return x ** float(r) if x > 0 else 0.0
    if x == 0 and r < 0:
        return 0.0
    return x ** int(r)
