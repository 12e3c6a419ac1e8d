"""What a claim says, in kernel terms; built again from the claim when a certificate is replayed.

Place: trusted; between claims and the prover.

Legend
  left, right   the two sides          given     what the assumptions become
  f, g          an opaque function f > 0 is written exp(g)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from sympy import Basic, Symbol

from symattn.errors import BadInput, ShapeError, Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.assumptions import (
    Assumption,
    is_size_equation,
    size_substitution,
    with_sizes,
)
from symattn.expressions.axes import Axis
from symattn.expressions.meaning_powers import is_open, with_positive_bases
from symattn.expressions.meaning_scope import Scope, meaning_of
from symattn.expressions.meaning_scope import sort_of_axis as kernel_sort
from symattn.expressions.nodes import Index, Node
from symattn.kernel.indices import Sort, Term, free
from symattn.kernel.statement import Hypothesis, Judgement, Statement, subterms
from symattn.prover.claim import Claim
from symattn.prover.statement_of_assumptions import add_assumption
from symattn.prover.statement_of_cases import cases_of, fitted_sides
from symattn.prover.statement_of_functions import declared_functions, with_positive_functions
from symattn.prover.statement_of_given import Given, judgement
from symattn.prover.statement_of_ranges import add_ranges, facts_of_splits
from symattn.prover.statement_of_steps import without_steps

LETTERS = "ijklabcrstuv"
SORT_AT = {"sum": 0, "max": 0, "size": 0, "bound": 1, "free": 1, "inject": 1}  # which argument


def statement_of(claim: Claim) -> Statement:
    """The kernel statement of a claim: a goal for each part of a structured axis.

    Math     for all sizes >= their least value and all tensors: the hypotheses imply every goal
    Fails    ShapeError naming both shapes; Unsupported for what the kernel cannot state
    """
    return _stated(claim.typed)[0]


def statement_and_places(claim: Claim) -> tuple[Statement, tuple[str, ...]]:
    """The statement, and what it understands so that every place lies inside its axis.

    Fails    as statement_of, which holds such facts, n >= 4 for x[3], as sizes and hypotheses
    """
    statement, given = _stated(claim.typed)
    return statement, tuple(dict.fromkeys(given.understood))


def _stated(claim: Claim) -> tuple[Statement, Given]:
    sides, assumptions, functions, stands_for = _substituted(claim)
    parts = [*sides, *(x for a in assumptions for x in a.args)]
    given = Given(Scope(), _used_names(parts) | set(functions), dict(claim.least))
    _check_least(parts, given.least)
    _substitute_least(given, stands_for)
    given.understood += facts_of_splits(stands_for, claim)
    for a in assumptions:
        add_assumption(given, a)
    goals = _plain_steps(_goals(claim.relation, sides, given), given)
    for x in parts:
        add_ranges(given, x, assumptions)
    tensors = _tensors([*parts, *given.tensors], given)
    stated = (*given.hypotheses, *given.scope.hypotheses)
    judgements = _plain_steps([h.judgement for h in stated], given)
    terms = [t for j in (*goals, *judgements) for t in (j.a, j.b)]
    _check_declared(terms, {name: axes for name, axes, _ in tensors})
    applied = {str(y.args[0]) for x in parts for y in _walk(x) if isinstance(y, N.Apply)}
    calls = [t for t in subterms(terms) if t.op == "call"]
    powers = {str(t.args[0]) for t in calls if is_open(str(t.args[0]))}
    functions |= {f: (f"{f}'", f"{f}''") for f in powers if not f.endswith("'")}
    statement = Statement(
        sizes=_sizes(parts, given, terms, tensors),
        tensors=tensors,
        functions=declared_functions(functions, applied, calls),
        bijections=tuple(given.bijections),
        hypotheses=tuple(Hypothesis(h.sorts, j) for h, j in zip(stated, judgements, strict=True)),
        goals=goals,
        inverses=tuple(given.scope.inverses),
    )
    return statement, given


def _substituted(claim: Claim) -> tuple[Any, ...]:
    """The sides, assumptions and functions after size equations and positive functions."""
    stands_for, left_over = size_substitution(claim.given)
    assumptions = [
        Assumption(a.kind, tuple(with_sizes(x, stands_for) for x in a.args))
        for a in claim.given
        if not is_size_equation(a) or a in left_over
    ]
    also = (x for equation in claim.also for x in equation)
    sides = tuple(with_sizes(x, stands_for) for x in (claim.left, claim.right, *also))
    positive = {str(a.args[0].args[0]) for a in assumptions if _declares_positive(a)}
    sides = tuple(with_positive_bases(x, positive) for x in sides)
    assumptions = [
        Assumption(a.kind, tuple(with_positive_bases(x, positive) for x in a.args))
        for a in assumptions
    ]
    functions = {f: tuple(d) for f, d in claim.functions}
    sides, assumptions, functions = with_positive_functions(sides, assumptions, functions)
    return sides, assumptions, functions, stands_for


def _declares_positive(a: Assumption) -> bool:
    return a.kind in ("positive", "simplex") and isinstance(a.args[0], N.Tensor)


# ---- goals ---------------------------------------------------------------------------------------


def _goals(relation: str, sides: Sequence[Node], given: Given) -> tuple[Judgement, ...]:
    """The goals of the first two sides, then those of the next two, and so on."""
    letters = _letters(given.used)
    return tuple(
        judgement(relation, meaning_of(left, a, given.scope), meaning_of(right, b, given.scope))
        for left, right in map(fitted_sides, sides[::2], sides[1::2])
        for a, b in cases_of(left, right, lambda sort: free(next(letters), sort))
    )


def _plain_steps(judgements: Iterable[Judgement], given: Given) -> tuple[Judgement, ...]:
    """The judgements with every comparison of a 0/1 entry in closed form."""
    boolean = {name for name, words in given.properties.items() if "boolean" in words}
    return tuple(
        Judgement(j.rel, without_steps(j.a, boolean), without_steps(j.b, boolean))
        for j in judgements
    )


def _letters(used: set[str]) -> Iterator[str]:
    """Names for the free indices of the goals, new ones."""
    for number in count():
        for letter in LETTERS:
            name = f"{letter}{number or ''}"
            if name not in used:
                yield name


# ---- declarations --------------------------------------------------------------------------------


def _walk(x: Any) -> Iterator[Any]:
    """x and everything inside; an index also has an axis inside."""
    stack, seen = [x], set()
    while stack:
        top = stack.pop()
        if not isinstance(top, Basic) or top in seen:
            continue
        seen.add(top)
        yield top
        stack.extend(top.args)
        if isinstance(top, Index):
            stack.append(top.axis)


def _used_names(parts: Iterable[Any]) -> set[str]:
    names = set()
    for x in parts:
        for y in _walk(x):
            if isinstance(y, Symbol):
                names.add(y.name)
            if isinstance(y, (N.Tensor, N.Let)):
                names.add(str(y.args[0]))
    return names


def _free_tensors(x: Any, bound: frozenset[str] = frozenset()) -> Iterator[Any]:
    """The tensor symbols in x that no let inside x binds."""
    if isinstance(x, N.Tensor):
        if str(x.args[0]) not in bound:
            yield x
        return
    if isinstance(x, N.Let):
        name, value, body = x.args
        yield from _free_tensors(value, bound)
        yield from _free_tensors(body, bound | {str(name)})
        return
    if isinstance(x, Basic):
        for a in x.args:
            yield from _free_tensors(a, bound)


def _tensors(
    parts: Sequence[Any], given: Given
) -> tuple[tuple[str, tuple[Sort, ...], tuple[str, ...]], ...]:
    """Every tensor with its sorts and properties, also what meaning introduced."""
    found: dict[str, Any] = {}
    for x in parts:
        for t in _free_tensors(x):
            name = str(t.args[0])
            if found.setdefault(name, t).shape != t.shape:
                raise ShapeError(
                    "stating a claim", f"{name} has two shapes",
                    f"{list(map(str, found[name].shape))} and {list(map(str, t.shape))}",
                    "give one name to one tensor",
                )  # fmt: skip
    rows = [
        (name, tuple(map(kernel_sort, t.shape)), tuple(given.properties.get(name, ())))
        for name, t in found.items()
    ]
    rows += [(n, tuple(s), tuple(p)) for n, s, p in given.scope.tensors]
    names = [name for name, _, _ in rows]
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice is not None:
        raise BadInput("stating a claim", f"{twice} is a reserved name", do="rename the tensor")
    return tuple(sorted(rows))


def _check_declared(terms: Iterable[Term], axes: Mapping[str, Any]) -> None:
    """Raise Unsupported for an entry that is not declared, or one index name over two axes."""
    sorts: dict[str, Sort] = {}
    for t in subterms(terms):
        if t.op == "free" and sorts.setdefault(t.args[0], t.args[1]) != t.args[1]:
            raise Unsupported(
                "stating a claim", f"the index {t.args[0]} runs over two axes", do="rename one"
            )
        if t.op == "entry" and len(axes.get(t.args[0], (None,) * 99)) != len(t.args) - 1:
            raise Unsupported("stating a claim", f"{t.args[0]} is not declared", do="report this")


def _sizes(
    parts: Iterable[Any], given: Given, terms: Iterable[Term], tensors: Iterable[Any]
) -> tuple[tuple[str, int], ...]:
    """Every size with its least value, 1 where none is known."""
    names = set(given.least)
    names |= {
        y.name
        for x in parts
        for y in _walk(x)
        if isinstance(y, Symbol) and not isinstance(y, Index)
    }
    for _, axes, _ in tensors:
        names |= {s for a in axes for s in _names_of_sort(a)}
    for t in subterms(terms):
        if t.op in SORT_AT:
            names |= set(_names_of_sort(t.args[SORT_AT[t.op]]))
    return tuple(sorted((n, given.least.get(n, 1)) for n in names))


def _check_least(parts: Iterable[Any], least: Mapping[str, int]) -> None:
    """Raise BadInput where a size that may be 0 was declared positive: conditions would use it."""
    for x in parts:
        for y in _walk(x):
            if isinstance(y, Symbol) and y.is_positive and least.get(y.name) == 0:
                raise BadInput(
                    "stating a claim", f"the size {y} may be 0 here and was declared positive",
                    do=f"declare it with size('{y}', least=0)",
                )  # fmt: skip


def _names_of_sort(s: Sort) -> Iterator[str]:
    if isinstance(s, str):
        yield s
    elif isinstance(s, tuple):
        for part in s[1:]:
            yield from _names_of_sort(part)


def _substitute_least(given: Given, stands_for: Mapping[Symbol, Axis]) -> None:
    """The least value of a size that stands for others becomes a fact about these."""
    for symbol, axis in stands_for.items():
        least = given.least.pop(symbol.name, 1)
        if isinstance(axis.size, Symbol):
            name = axis.size.name
            given.least[name] = max(least, given.least.get(name, 1))
            continue
        smallest = axis.size.subs({s: given.least.get(s.name, 1) for s in axis.size.free_symbols})
        if axis.size.is_Integer and smallest < least:
            raise BadInput(
                "stating a claim", f"{symbol} = {axis} is less than its least value {least}",
                do=f"give {symbol} a smaller least value",
            )  # fmt: skip
        if smallest < least:
            given.compare_sizes(">=", axis.size, N.Constant(least).args[0])
