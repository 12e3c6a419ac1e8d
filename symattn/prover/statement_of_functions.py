"""Opaque functions in a statement: their declarations, and f > 0 written as exp of another.

Place: trusted; below statements.py.

Legend
  f           an opaque function, with derivatives f' and f'' where they are named
  g           the function with f = exp(g), when f is assumed positive
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sympy import Basic

from symattn.errors import BadInput, Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.assumptions import Assumption
from symattn.expressions.nodes import Index, Node
from symattn.kernel.indices import Term
from symattn.kernel.interpretation import KNOWN

BUILT_IN = frozenset({*KNOWN, "step"})  # functions that have a meaning of their own
Functions = Mapping[str, tuple[str, ...]]


def with_positive_functions(
    sides: tuple[Node, ...], assumptions: list[Assumption], functions: Functions
) -> tuple[tuple[Node, ...], list[Assumption], dict[str, tuple[str, ...]]]:
    """The claim with exp(g) for every function f that is assumed positive; g is any function.

    Math     f > 0 is smooth exactly when f = exp(g) for a smooth g; f' = g' f, f'' = (g'' + g'^2) f
    """
    out = dict(functions)
    rules: dict[str, Any] = {}
    for a in assumptions:
        if a.kind == "positive_function":
            f = a.args[0]
            if f not in functions:
                raise BadInput(
                    "stating positive_function", f"{f} is not a declared function",
                    f"functions are {' '.join(functions) or 'none'}",
                    f"declare {f} with its derivatives",
                )  # fmt: skip
            names = out.pop(f)
            own = [f"log'{f}", f"dlog'{f}", f"ddlog'{f}"][: len(names) + 1]
            out[own[0]] = tuple(own[1:])
            rules |= {name: (order, own) for order, name in enumerate((f, *names))}
    if not rules:
        return sides, assumptions, out
    changed = [
        Assumption(a.kind, tuple(_rewritten(x, rules) for x in a.args))
        for a in assumptions
        if a.kind != "positive_function"
    ]
    return tuple(_rewritten(x, rules) for x in sides), changed, out


def _rewritten(x: Any, rules: Mapping[str, Any]) -> Any:
    if not isinstance(x, Basic) or not x.args or isinstance(x, Index):
        return x
    args = [_rewritten(a, rules) for a in x.args]
    if isinstance(x, N.Apply) and str(x.args[0]) in rules:
        order, own = rules[str(x.args[0])]
        return _derivative_of_exp(order, own, args[1])
    return x if all(a is b for a, b in zip(args, x.args, strict=True)) else x.func(*args)


def _derivative_of_exp(order: int, own: list[str], x: Node) -> Node:
    """The derivative of this order of exp(g), at x."""
    value = N.Apply("exp", N.Apply(own[0], x))
    if order == 0:
        return value  # type: ignore[no-any-return]
    slope = N.Apply(own[1], x)
    if order == 1:
        return N.Multiply(slope, value)  # type: ignore[no-any-return]
    bend = N.Add(N.Apply(own[2], x), N.Multiply(slope, slope))
    return N.Multiply(bend, value)  # type: ignore[no-any-return]


def _family(name: str, functions: Functions) -> set[str]:
    """The names of a declared function and its derivatives, given any of them."""
    families = ({f, *derivatives} for f, derivatives in functions.items())
    return next((names for names in families if name in names), {name})


def declared_functions(
    functions: Functions, named: Iterable[str], calls: Iterable[Term]
) -> tuple[tuple[str, int, str], ...]:
    """Every function with its number of arguments and the name of its derivative, "" if none.

    Needs    named: the functions that the claim itself applies; meaning may have added others
    Fails    BadInput for a derivative that is named twice; Unsupported for two numbers of
             arguments, and for a function with a meaning that the kernel does not know
    """
    rows: dict[str, tuple[int, str]] = {}
    for f, derivatives in functions.items():
        for name, following in zip((f, *derivatives), (*derivatives, ""), strict=True):
            if name in BUILT_IN or rows.setdefault(name, (1, following)) != (1, following):
                raise BadInput(
                    "stating a claim", f"the function {name} is declared twice, or is a known one",
                    do="give each function and derivative its own name",
                )  # fmt: skip
    called = list(calls)
    used = {t.args[0] for t in called}
    rows = {n: row for n, row in rows.items() if used & _family(n, functions)}
    for t in called:
        name, arity = t.args[0], len(t.args) - 1
        if name not in KNOWN and name not in rows and (name not in named or name in BUILT_IN):
            raise Unsupported(
                "stating a claim", f"the function {name} has no meaning in the kernel",
                f"the kernel knows {' '.join(KNOWN)}", "write the claim without it",
            )  # fmt: skip
        if rows.setdefault(name, (arity, ""))[0] != arity:
            raise Unsupported(
                "stating a claim", f"{name} is used with {arity} and {rows[name][0]} arguments",
                do="use different names",
            )  # fmt: skip
    return tuple(sorted((n, k, d) for n, (k, d) in rows.items()))
