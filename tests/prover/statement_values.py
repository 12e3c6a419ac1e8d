"""A kernel statement at concrete arrays: its hypotheses and goals as intervals (kernel/evaluation)."""

from fractions import Fraction
from itertools import product

import numpy as np

from symattn.kernel.intervals import Arithmetic
from symattn.kernel.statement import free_indices
from symattn.kernel.witness import Point, Witness

INTRODUCED = ("V@", "x_1@")  # names of let, where something is differentiated


def nested(x):
    """An array as nested tuples of exact fractions."""
    x = np.asarray(x)
    return Fraction(str(x[()])) if x.ndim == 0 else tuple(nested(row) for row in x)


def goal_values(statement, sizes, arrays, indices=None, bijections=None, functions=None):
    """(left, right) of every goal at every value of its free indices, as floats."""
    found = []
    for goal in statement.goals:
        names = sorted(
            (t.args for t in free_indices([goal.a, goal.b]) if t.args[0] not in (indices or {})),
            key=str,
        )
        for places in product(*(range(_length(s, sizes)) for _, s in names)):
            at = {n: k for (n, _), k in zip(names, places, strict=False)} | (indices or {})
            point = _point(statement, sizes, arrays, at, bijections, functions)
            found.append(tuple(_middle(point.evaluation.value(t)) for t in (goal.a, goal.b)))
    return found


def hypothesis_values(statement, sizes, arrays, indices=None, bijections=None, functions=None):
    """For every hypothesis: its relation and a - b at all values of its levels, as floats."""
    point = _point(statement, sizes, arrays, indices or {}, bijections, functions)
    e = point.evaluation
    return [
        (h.judgement.rel, [_middle(e.value(h.judgement.a, env)) - _middle(e.value(h.judgement.b, env))
                           for env in e.assignments(h.sorts)])
        for h in statement.hypotheses
    ]  # fmt: skip


def holds(statement, *at, **more):
    """Whether all hypotheses and properties hold at the arrays, within rounding."""
    tests = {
        "=": lambda x: abs(x) < 1e-9,
        ">": lambda x: x > 0,
        ">=": lambda x: x > -1e-12,
        "!=": lambda x: x != 0,
    }
    values = hypothesis_values(statement, *at, **more)
    return all(tests[rel](x) for rel, xs in values for x in xs) and _properties(statement, at[1])


def _properties(statement, arrays):
    tests = {"positive": lambda x: x > 0, "nonnegative": lambda x: x >= 0, "nonzero": lambda x: x != 0,
             "boolean": lambda x: (x == 0) | (x == 1)}  # fmt: skip
    return all(
        np.all(tests[p](np.asarray(arrays[name], dtype=float)))
        for name, _, properties in statement.tensors
        for p in properties
        if name in arrays
    )


def _point(statement, sizes, arrays, indices, bijections, functions):
    witness = Witness(
        sizes=dict(sizes), entries={n: nested(x) for n, x in arrays.items()}, indices=indices,
        bijections=bijections or {}, functions=functions or {},
    )  # fmt: skip
    point = Point(statement, witness, Arithmetic(80))
    for h in statement.hypotheses:  # what meaning introduced is defined by its equation
        if h.judgement.a.op == "entry" and h.judgement.a.args[0].startswith(INTRODUCED):
            point.define(h)
    return point


def _middle(x):
    return float((x.lo + x.hi) / 2)


def _length(sort, sizes):
    if isinstance(sort, int):
        return sort
    if isinstance(sort, str):
        return sizes[sort]
    lengths = [_length(s, sizes) for s in sort[1:]]
    return sum(lengths) if sort[0] == "+" else int(np.prod(lengths))
