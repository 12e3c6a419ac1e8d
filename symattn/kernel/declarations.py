"""What a statement and its conditions must satisfy before anything is proved about them.

Place: trusted; used by the certificate reader.

Legend
  names       of sizes, tensors, functions and bijections: declared once, used as declared
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from symattn.kernel.indices import INDEX_OPS, Sort, Term, sort_of
from symattn.kernel.rules_inverses import check_inverses, sorts_of_inverse
from symattn.kernel.statement import PROPERTIES, Judgement, Statement, free_indices, subterms
from symattn.kernel.terms import MAKERS, ZERO

KNOWN_FUNCTIONS = ("sin", "cos", "erf", "step", "pi")  # their values are fixed, not declared
NAME = re.compile(r"\\?[^\W\d]\S{0,199}")  # what a printed theorem cannot be misread by


class Refused(Exception):
    """The text is no proof; the message says why."""


def check_statement(s: Statement) -> None:
    """Refuse a statement whose names are declared twice or not, or used at other sorts."""
    _check_declared_names(s)
    if any(least < 0 for _, least in s.sizes):
        raise Refused("a least size is negative")
    if any(p not in PROPERTIES for _, _, props in s.tensors for p in props):
        raise Refused("unknown property of a tensor")
    sorts_used = [x for _, axes, _ in s.tensors for x in axes] + [x for _, x in s.bijections]
    sorts_used += [x for h in s.hypotheses for x in h.sorts]
    _check_sizes(set().union(*map(_atoms, sorts_used)), s)
    judgements = [(h.judgement, h.sorts) for h in s.hypotheses] + [(g, ()) for g in s.goals]
    judgements += [(Judgement("=", t), sorts_of_inverse(name, s)) for name, t in s.inverses]
    seen: set[Term] = set()
    for j, sorts in judgements:
        if j.rel != "=" and j.b is not ZERO:
            raise Refused("a sign is compared with another number than 0")
        named = [i.args[0] for i in free_indices((j.a, j.b))]
        if len(set(named)) < len(named) or any(n in named for n, _ in s.sizes):
            raise Refused("an index is named like another one or like a size")
        for t in (j.a, j.b):
            if t.op in INDEX_OPS:
                raise Refused("a side of a judgement is an index")
            if any(level >= len(sorts) or sorts[level] != x for level, x in t.dangling):
                raise Refused("an index of a judgement is bound by nothing")
            _check_names(t, s, seen)
    check_inverses(s, seen)


def _check_declared_names(s: Statement) -> None:
    for rows in (s.sizes, s.tensors, s.functions, s.bijections):
        names = [row[0] for row in rows]
        if len(set(names)) != len(names):
            raise Refused("a name is declared twice")
        for name in names:
            _check_spelling(name)
    sizes = {n for n, _ in s.sizes}
    if any(n in sizes for n, _, _ in s.tensors):
        raise Refused("a tensor is named like a size")
    if any(n in MAKERS for n, _, _ in s.functions):
        raise Refused("a function is named like an operation")
    if any(n in KNOWN_FUNCTIONS and derivative for n, _, derivative in s.functions):
        raise Refused("a function of fixed meaning is declared with a derivative")


def _check_names(t: Term, s: Statement, seen: set[Term]) -> None:
    axes = {n: a for n, a, _ in s.tensors}
    maps = dict(s.bijections)
    arity = {n: k for n, k, _ in s.functions}
    stack = [t]
    while stack:
        x = stack.pop()
        if x in seen:
            continue
        seen.add(x)
        if x.op in ("entry", "diff"):
            name, places = (x.args[0], x.args[1:]) if x.op == "entry" else (x.args[1], x.args[2:])
            if tuple(map(sort_of, places)) != axes.get(name):
                raise Refused(f"{name} is used with other axes than declared")
        if x.op == "image" and maps.get(x.args[0]) != sort_of(x):
            raise Refused(f"{x.args[0]} is no declared bijection of {sort_of(x)}")
        if x.op == "call" and arity.get(x.args[0], 1) != len(x.args) - 1:
            raise Refused(f"{x.args[0]} takes another number of arguments")
        for a in x.args:
            if isinstance(a, Term):
                stack.append(a)
        if x.op in ("free", "call"):
            _check_spelling(x.args[0])
        _check_sizes(_atoms_in(x), s)


def _atoms(s: Sort) -> set[str]:
    if isinstance(s, tuple):
        return set().union(*map(_atoms, s[1:]))
    return {s} if isinstance(s, str) else set()


def _atoms_in(t: Term) -> set[str]:
    if t.op in ("size", "sum", "max"):
        return _atoms(t.args[0])
    return _atoms(t.args[1]) if t.op in ("bound", "free", "inject") else set()


def _check_sizes(named: set[str], s: Statement) -> None:
    missing = named.difference(n for n, _ in s.sizes)
    if missing:
        raise Refused(f"undeclared size {min(missing)!r}")


def _check_spelling(name: str) -> None:
    if not NAME.fullmatch(name) or not name.isprintable() or "=" in name:
        raise Refused(f"{name!r} is no name")


def step_arguments(t: Term) -> list[Term]:
    """The arguments of the steps in t."""
    steps = (x for x in subterms([t]) if x.op == "call" and x.args[0] == "step")
    return [x.args[1] for x in steps if len(x.args) == 2]


def check_conditions(s: Statement, conditions: Sequence[Judgement]) -> None:
    """Refuse a condition that is not "this base of the statement is not 0 (or positive)".

    A power below 0 needs a base other than 0; a broken power or a logarithm a positive one (a root
    only one >= 0); a step under a derivative an argument other than 0, where it has a slope.
    """
    allowed: set[tuple[str, Term]] = set()
    judgements = [*s.goals, *(h.judgement for h in s.hypotheses)]
    for t in subterms(t for j in judgements for t in (j.a, j.b)):
        if t.op == "log" or (t.op == "pow" and t.args[1].denominator != 1):
            allowed |= {(rel, t.args[0]) for rel in (">", ">=", "!=")}
        elif t.op == "pow" and t.args[1] < 0:
            allowed.add(("!=", t.args[0]))
        elif t.op == "diff":
            allowed |= {("!=", x) for x in step_arguments(t)}
    for c in conditions:
        if (c.rel, c.a) not in allowed or c.b is not ZERO:
            raise Refused("a condition is about no denominator, root, logarithm or slope here")
