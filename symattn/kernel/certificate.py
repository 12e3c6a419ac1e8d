"""Certificates: a statement, the conditions, and the steps that prove it, as JSON.

Place: trusted. `replay` trusts nothing in the text: it rebuilds every term and every theorem.

Legend
  terms       rows [operation, argument, ...]; {"t": r} is an earlier row, "p/q" a rational number
  steps       rows [rule, [earlier steps], [parameters]]
  goals       for each goal of the statement, in order, the step that proves it
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import symattn.kernel.rules_derivatives
import symattn.kernel.rules_equality
import symattn.kernel.rules_signs
import symattn.kernel.rules_sums  # noqa: F401 - imported for their entries in the rule table
from symattn.kernel.indices import INDEX_OPS, Sort, Term, TermError, check_sort, sort_of
from symattn.kernel.statement import (
    PROPERTIES,
    RELATIONS,
    Hypothesis,
    Judgement,
    Statement,
    TermTable,
    fingerprint,
    plain_judgement,
    plain_sort,
    plain_statement,
)
from symattn.kernel.terms import MAKERS, make
from symattn.kernel.theorem import Kernel, StepRefused, Theorem

FORMAT = 1
MAX_BYTES, MAX_ROWS, MAX_DEPTH, MAX_DIGITS = 64_000_000, 500_000, 400, 2_000


class Refused(Exception):
    """The text is no proof; the message says why."""


@dataclass(frozen=True)
class Replayed:
    """What a certificate was found to prove."""

    statement: Statement
    conditions: tuple[Judgement, ...]
    fingerprint: str
    steps: int


def certificate_text(
    statement: Statement,
    conditions: Sequence[Judgement],
    steps: Sequence[tuple[str, Sequence[int], Sequence[Any]]],
    goals: Sequence[int],
) -> str:
    """The JSON text of a certificate."""
    table = TermTable()
    plain = plain_statement(statement, table)
    listed = [plain_judgement(c, table) for c in conditions]
    rows = [[name, list(ids), [_plain(p, table) for p in params]] for name, ids, params in steps]
    data = {
        "format": FORMAT, "statement": plain, "sha256": fingerprint(statement),
        "conditions": listed, "terms": table.rows, "steps": rows, "goals": list(goals),
    }  # fmt: skip
    return json.dumps(data, separators=(",", ":"))


def _plain(p: Any, table: TermTable) -> Any:
    return {"t": table.row_of(p)} if isinstance(p, Term) else plain_sort(p)


def replay(text: str) -> Replayed:
    """The statement that the certificate proves; Refused if it proves none."""
    if len(text) > MAX_BYTES:
        raise Refused(f"a certificate has at most {MAX_BYTES} bytes")
    try:
        data = json.loads(text, object_pairs_hook=_unique, parse_int=_small, parse_float=_never)
        return _replay(data)
    except (StepRefused, TermError) as wrong:
        raise Refused(str(wrong)) from wrong
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError,
            ZeroDivisionError) as wrong:  # fmt: skip
        raise Refused(f"not a certificate: {type(wrong).__name__}: {wrong}") from wrong


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise Refused("a key occurs twice")
    return out


def _small(digits: str) -> int:
    if len(digits) > 18:
        raise Refused("an integer is too large")
    return int(digits)


def _never(text: str) -> float:
    raise Refused(f"certificates have no decimal numbers: {text[:40]}")


def _replay(data: dict[str, Any]) -> Replayed:
    keys = {"format", "statement", "sha256", "conditions", "terms", "steps", "goals"}
    if set(data) != keys:
        raise Refused(f"the keys are not {sorted(keys)}")
    if data["format"] != FORMAT:
        raise Refused(f"format {data['format']!r} is not {FORMAT}")
    if max(len(data["terms"]), len(data["steps"])) > MAX_ROWS:
        raise Refused(f"more than {MAX_ROWS} rows")
    terms = _read_terms(data["terms"])
    statement = read_statement(data["statement"], terms)
    check_statement(statement)
    found = fingerprint(statement)
    if data["sha256"] != found:
        raise Refused("the statement is not the one that was signed")
    conditions = tuple(_read_judgement(c, terms) for c in data["conditions"])
    check_conditions(statement, conditions)
    kernel = Kernel(statement, conditions)
    theorems: list[Theorem] = []
    for name, ids, params in data["steps"]:
        premises = [_earlier(theorems, x, "step") for x in ids]
        values = [_value(p, terms) for p in params]
        theorems.append(kernel.apply(name, premises, values))
    if len(data["goals"]) != len(statement.goals) or not statement.goals:
        raise Refused("not one step for each goal")
    for goal, x in zip(statement.goals, data["goals"], strict=True):
        check_goal(kernel, goal, _earlier(theorems, x, "step"))
    return Replayed(statement, conditions, found, len(theorems))


def check_goal(kernel: Kernel, goal: Judgement, theorem: Theorem) -> None:
    """Refuse unless the theorem is the goal and used no index of an empty range beside it."""
    if (theorem.rel, theorem.a, theorem.b) != (goal.rel, goal.a, goal.b):
        raise Refused("a step does not prove its goal")
    own = kernel.open_indices(goal.a) | kernel.open_indices(goal.b)
    if not theorem.leaves <= own:
        raise Refused("the proof uses an index whose range may be empty")


def _earlier(rows: list[Any], x: Any, what: str) -> Any:
    if not isinstance(x, int) or isinstance(x, bool) or not 0 <= x < len(rows):
        raise Refused(f"{what} {x!r} is not an earlier one")
    return rows[x]


def _read_terms(rows: list[Any]) -> list[Term]:
    terms: list[Term] = []
    depths: list[int] = []
    for op, *args in rows:
        values = [_value(a, terms, op == "num" or op == "pow" or op == "holds") for a in args]
        below = [depths[a["t"]] for a in args if isinstance(a, dict)]
        depths.append(1 + max(below, default=0))
        if depths[-1] > MAX_DEPTH:
            raise Refused(f"a term is nested more than {MAX_DEPTH} deep")
        if op not in MAKERS:
            raise Refused(f"unknown operation {op!r}")
        terms.append(make(op, *values))
    return terms


def _value(a: Any, terms: list[Term], rational: bool = False) -> Any:
    """An argument or parameter: a term, a rational number, a name, an integer or a sort."""
    if isinstance(a, dict):
        if set(a) != {"t"}:
            raise Refused("an argument is neither a term nor a plain value")
        return _earlier(terms, a["t"], "term")
    if isinstance(a, str) and rational and "/" in a:
        if len(a) > MAX_DIGITS:
            raise Refused("a number is too long")
        p, q = a.split("/")
        if int(q) <= 0:
            raise Refused(f"{a} is not in lowest terms with a positive denominator")
        return Fraction(int(p), int(q))
    if isinstance(a, list):
        return _read_sort(a)
    if isinstance(a, (str, int)) and not isinstance(a, bool):
        return a
    raise Refused(f"{a!r} is not an argument")


def _read_sort(s: Any) -> Sort:
    out = tuple(_read_sort(x) if isinstance(x, list) else x for x in s) if isinstance(s, list) else s
    check_sort(out)
    return out


def _read_judgement(row: list[Any], terms: list[Term]) -> Judgement:
    rel, a, b = row
    if rel not in RELATIONS:
        raise Refused(f"unknown relation {rel!r}")
    return Judgement(rel, _earlier(terms, a, "term"), _earlier(terms, b, "term"))


def read_statement(data: dict[str, Any], terms: list[Term]) -> Statement:
    """A statement from its JSON form."""
    if set(data) != {"sizes", "tensors", "functions", "bijections", "hypotheses", "goals"}:
        raise Refused("a part of the statement is missing or unknown")
    return Statement(
        sizes=tuple((str(n), int(least)) for n, least in data["sizes"]),
        tensors=tuple(
            (str(n), tuple(map(_read_sort, axes)), tuple(map(str, p)))
            for n, axes, p in data["tensors"]
        ),
        functions=tuple((str(n), int(k), str(d)) for n, k, d in data["functions"]),
        bijections=tuple((str(n), _read_sort(s)) for n, s in data["bijections"]),
        hypotheses=tuple(
            Hypothesis(tuple(map(_read_sort, sorts)), _read_judgement(j, terms))
            for sorts, j in data["hypotheses"]
        ),
        goals=tuple(_read_judgement(g, terms) for g in data["goals"]),
    )


def check_statement(s: Statement) -> None:
    """Refuse a statement whose names are declared twice or not, or used at other sorts."""
    for rows in (s.sizes, s.tensors, s.functions, s.bijections):
        names = [row[0] for row in rows]
        if len(set(names)) != len(names):
            raise Refused("a name is declared twice")
    if any(least < 0 for _, least in s.sizes):
        raise Refused("a least size is negative")
    if any(p not in PROPERTIES for _, _, props in s.tensors for p in props):
        raise Refused("unknown property of a tensor")
    judgements = [(h.judgement, h.sorts) for h in s.hypotheses] + [(g, ()) for g in s.goals]
    seen: set[Term] = set()
    for j, sorts in judgements:
        for t in (j.a, j.b):
            if t.op in INDEX_OPS:
                raise Refused("a side of a judgement is an index")
            if any(level >= len(sorts) or sorts[level] != x for level, x in t.dangling):
                raise Refused("an index of a judgement is bound by nothing")
            _check_names(t, s, seen)


def _check_names(t: Term, s: Statement, seen: set[Term]) -> None:
    axes = {n: a for n, a, _ in s.tensors}
    sizes = {n for n, _ in s.sizes}
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
        named = _atoms(x.args[1]) if x.op in ("bound", "free") else _atoms_of_size(x)
        if not named <= sizes:
            raise Refused(f"undeclared size {min(named - sizes)}")


def _atoms(s: Sort) -> set[str]:
    if isinstance(s, tuple):
        return set().union(*map(_atoms, s[1:]))
    return {s} if isinstance(s, str) else set()


def _atoms_of_size(t: Term) -> set[str]:
    return _atoms(t.args[0]) if t.op in ("size", "sum", "max") else set()


def check_conditions(s: Statement, conditions: Sequence[Judgement]) -> None:
    """Refuse a condition that is not "this base of the statement is not 0 (or positive)".

    A power below 0 needs a base other than 0; a broken power or a logarithm a positive one.
    """
    allowed: set[tuple[str, Term]] = set()
    stack = [t for j in [*s.goals, *(h.judgement for h in s.hypotheses)] for t in (j.a, j.b)]
    seen: set[Term] = set()
    while stack:
        t = stack.pop()
        if t in seen:
            continue
        seen.add(t)
        if t.op == "log" or (t.op == "pow" and t.args[1].denominator != 1):
            allowed |= {(">", t.args[0]), ("!=", t.args[0])}
        elif t.op == "pow" and t.args[1] < 0:
            allowed.add(("!=", t.args[0]))
        stack.extend(a for a in t.args if isinstance(a, Term))
    for c in conditions:
        if (c.rel, c.a) not in allowed:
            raise Refused("a condition is about no denominator, root or logarithm of the claim")
