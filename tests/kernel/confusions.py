"""Steps like the good ones of test_rules.py, with one thing confused: what a rule must see through.

Legend
  step        a rule's name, its premises and its parameters
  confused    the step with one operation, premise, number or place exchanged for another
"""

from dataclasses import replace
from fractions import Fraction
from functools import cache

from symattn.kernel.indices import INDEX_OPS, Term, TermError, free, image
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    call,
    diff,
    exp,
    largest,
    log,
    make,
    mul,
    power,
    total,
)
from symattn.kernel.theorem import StepRefused, Theorem
from tests.kernel import test_rules
from tests.kernel.random_terms import true_in
from tests.kernel.test_rules import PAIRS, Applied, C, I, J, X, Y, random_world

HALF = Fraction(1, 2)
WORLDS = [random_world(seed) for seed in range(24)]
ROUNDING = 1e-9  # a number this near to 0 has no sign that floats could tell
RELATIONS = ("=", ">", ">=", "!=")


class Recorder(Applied):
    """A kernel that remembers the steps it took."""

    def __init__(self):
        super().__init__()
        self.taken = []

    def __call__(self, name, premises=(), *parameters):
        theorem = super().__call__(name, premises, *parameters)
        self.taken.append((name, tuple(premises), parameters))
        return theorem


@cache
def good_steps():
    """Every step of the good cases: rule -> steps."""
    found = {}
    for _, make_case in test_rules.GOOD:
        recorder = Recorder()
        make_case(recorder)
        for step in recorder.taken:
            found.setdefault(step[0], {})[step] = None
    return {name: list(steps)[:8] for name, steps in found.items()}


def relatives(t):
    """Terms that could be taken for t: the same arguments under another operation."""
    args = t.args
    makers = {
        "exp": (log, lambda x: call("sin", x)), "log": (exp, lambda x: call("f", x)),
        "add": (mul,), "mul": (add, lambda *x: mul(*x, X)), "sum": (largest,), "max": (total,),
        "pow": (lambda x, r: power(x, r + 1), lambda x, r: power(x, HALF), lambda x, r: power(x, -r),
                lambda x, r: exp(x), lambda x, r: mul(x, x)),
        "call": (lambda f, *x: call("cos" if f == "sin" else "sin", *x), lambda f, *x: call(f, *x, X),
                 lambda f, *x: call("f", *x), lambda f, *x: call("step", *x)),
        "diff": (lambda x, *by: x, lambda x, *by: diff(x, "y", *by[1:])),
        "entry": (lambda *x: C, lambda *x: exp(C)), "case": (lambda i, *x: add(*x),),
        "delta": (lambda i, j: ONE, lambda i, j: X), "holds": (lambda *x: X, lambda kind, *x: make("holds", "ge" if kind == "eq" else "eq", *x)),
        "image": (lambda name, way, i: image(name, -way, i),),
    }.get(t.op, ())  # fmt: skip
    for maker in makers:
        yield maker, args
    if t.op in INDEX_OPS:
        yield (lambda: J), ()
        yield (lambda: free("P", PAIRS)), ()


def exchanged(x, depth=1):
    """Values that could stand where the parameter x stands."""
    if isinstance(x, Term):
        for maker, args in relatives(x):
            yield from _made(maker, args)
        for k, a in enumerate(x.args if depth else ()):
            if isinstance(a, Term):
                for other in exchanged(a, depth - 1):
                    yield from _made(make, (x.op, *x.args[:k], other, *x.args[k + 1 :]))
        if depth and x.op not in INDEX_OPS:
            yield from (X, Y, ZERO, ONE, add(X, Y), mul(C, X))
    elif isinstance(x, int):
        yield from (x + 1, x - 1, -1, 7)
    elif isinstance(x, str):
        yield from ("x", "y", "s", "less", "delta", ">", ">=", "!=", "D")


def _made(maker, args):
    try:
        yield maker(*args)
    except (TermError, TypeError, ValueError, IndexError):
        return


def confused(step):
    """The step with one thing exchanged, or left out."""
    name, premises, parameters = step
    for k, x in enumerate(parameters):
        for other in exchanged(x):
            yield name, premises, (*parameters[:k], other, *parameters[k + 1 :])
            for m, p in enumerate(premises):  # the premise may be about the exchanged part
                if isinstance(other, Term) and other.args and isinstance(other.args[0], Term):
                    about = replace(p, a=other.args[0])
                    yield name, (*premises[:m], about, *premises[m + 1 :]), (*parameters[:k], other, *parameters[k + 1 :])  # fmt: skip
        yield name, premises, parameters[:k]
    yield name, premises, (*parameters, I)
    for k, p in enumerate(premises):
        for other in _premises_like(p):
            yield name, (*premises[:k], other, *premises[k + 1 :]), parameters
        yield name, (*premises[:k], *premises[k + 1 :]), parameters
        yield name, (*premises, p), parameters


def _premises_like(p):
    for rel in (*RELATIONS, "D"):
        if rel != p.rel:
            yield Theorem(rel, p.a, p.b, p.by or (("x", I) if rel == "D" else ()), (), p.leaves)
            yield Theorem(rel, p.a, ZERO, p.by or (("x", I) if rel == "D" else ()), (), p.leaves)
    for side in ("a", "b"):
        for other in exchanged(getattr(p, side)):
            yield replace(p, **{side: other})
    if p.by:
        yield replace(p, by=("x", J))
        yield replace(p, by=("y", *p.by[1:]))


def is_a_lie(kernel, step):
    """Whether the step is taken and its conclusion fails where all its premises hold.

    A derivative is about a term as it is written, so it has to hold everywhere.
    """
    name, premises, parameters = step
    try:
        theorem = kernel.apply(name, premises, parameters)
    except (StepRefused, AttributeError):
        return False
    slopes = [p for p in premises if p.rel == "D"]
    if not all(_told(w, slopes) for w in WORLDS):
        return False
    return any(_told(w, premises) and not _told(w, [theorem], False) for w in WORLDS)


def _is_true(world, theorem):
    """Whether the theorem holds in this world; ">= 0" within rounding."""
    if theorem.rel != ">=" or theorem.a.dangling:
        return true_in(world, theorem)
    return true_in(world, theorem) or world.value(theorem.a) >= -ROUNDING


def _told(world, theorems, otherwise=True):
    """Whether the theorems hold in this world; where that cannot be worked out, the opposite."""
    try:
        return all(_is_true(world, t) for t in theorems)
    except Exception:
        return not otherwise
