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
from math import gcd
from typing import Any

import symattn.kernel.rules_bounds
import symattn.kernel.rules_comparisons
import symattn.kernel.rules_derivatives
import symattn.kernel.rules_equality
import symattn.kernel.rules_functions
import symattn.kernel.rules_indices
import symattn.kernel.rules_maxima
import symattn.kernel.rules_signs
import symattn.kernel.rules_steps
import symattn.kernel.rules_sums  # noqa: F401 - imported for their entries in the rule table
from symattn.kernel.declarations import Refused, check_conditions, check_statement
from symattn.kernel.indices import Sort, Term, TermError, check_name, check_sort
from symattn.kernel.statement import (
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
        data = json.loads(
            text, object_pairs_hook=_unique, parse_int=_small, parse_float=_never,
            parse_constant=_never,
        )  # fmt: skip
        return _replay(data)
    except (StepRefused, TermError) as wrong:
        raise Refused(str(wrong)) from wrong
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError,
            ArithmeticError) as wrong:  # fmt: skip
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
    if _integer(data["format"]) != FORMAT:
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
    """Refuse unless the theorem is the goal and used an empty range only if the goal does."""
    if (theorem.rel, theorem.a, theorem.b) != (goal.rel, goal.a, goal.b):
        raise Refused("a step does not prove its goal")
    own = kernel.open_sorts(goal.a) | kernel.open_sorts(goal.b)
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
        if f"{int(p)}/{int(q)}" != a or int(q) <= 0 or gcd(int(p), int(q)) > 1:
            raise Refused(f"{a} is not in lowest terms with a positive denominator")
        return Fraction(int(p), int(q))
    if isinstance(a, list):
        return _read_sort(a)
    if isinstance(a, (str, int)) and not isinstance(a, bool):
        return a
    raise Refused(f"{a!r} is not an argument")


def _read_sort(s: Any) -> Sort:
    out = (
        tuple(_read_sort(x) if isinstance(x, list) else x for x in s) if isinstance(s, list) else s
    )
    check_sort(out)
    return out


def _word(x: Any) -> str:
    check_name(x)
    return str(x)


def _integer(x: Any) -> int:
    if not isinstance(x, int) or isinstance(x, bool):
        raise Refused(f"{x!r} is not an integer")
    return x


def _read_judgement(row: list[Any], terms: list[Term]) -> Judgement:
    rel, a, b = row
    if rel not in RELATIONS:
        raise Refused(f"unknown relation {rel!r}")
    return Judgement(rel, _earlier(terms, a, "term"), _earlier(terms, b, "term"))


def read_statement(data: dict[str, Any], terms: list[Term]) -> Statement:
    """A statement from its JSON form."""
    parts = {"sizes", "tensors", "functions", "bijections", "hypotheses", "goals"}
    if set(data) - {"inverses"} != parts:
        raise Refused("a part of the statement is missing or unknown")
    return Statement(
        sizes=tuple((_word(n), _integer(least)) for n, least in data["sizes"]),
        tensors=tuple(
            (_word(n), tuple(map(_read_sort, axes)), tuple(map(_word, p)))
            for n, axes, p in data["tensors"]
        ),
        functions=tuple((_word(n), _integer(k), _word(d)) for n, k, d in data["functions"]),
        bijections=tuple((_word(n), _read_sort(s)) for n, s in data["bijections"]),
        hypotheses=tuple(
            Hypothesis(tuple(map(_read_sort, sorts)), _read_judgement(j, terms))
            for sorts, j in data["hypotheses"]
        ),
        goals=tuple(_read_judgement(g, terms) for g in data["goals"]),
        inverses=tuple((_word(n), _earlier(terms, t, "term")) for n, t in data.get("inverses", ())),
    )
