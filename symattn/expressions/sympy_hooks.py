"""What lets SymPy's own tools work on nodes: printing, repr, lambdify, substitution and x[i].

Place: beside the bridge; the hooks are set on the node classes when the package is imported.

Legend
  x           a node           i        an index that x binds
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Basic, Symbol, sympify
from sympy.core.symbol import Str

from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.numpy_names import python_name
from symattn.expressions.numpy_texts import numpy_text
from symattn.expressions.plain_texts import plain_text
from symattn.expressions.shapes_along import tensors_named
from symattn.expressions.sympy_entry import entry

latex_writers: list[Callable[[N.Node], str]] = []  # the notation layer enters its writer here
LATEX_ESCAPES = str.maketrans({c: rf"\{c}" for c in "_#$%&{}"} | {"^": r"\^{}", "~": r"\~{}"})


def _latex(x: Any, printer: Any, *args: Any, **options: Any) -> str:
    if latex_writers:
        return latex_writers[0](x)
    return rf"\text{{{plain_text(x).translate(LATEX_ESCAPES)}}}"


def _repr_latex(x: Any) -> str:
    return rf"$\displaystyle {_latex(x, None)}$"


def _string(x: Any, printer: Any, *args: Any, **options: Any) -> str:
    """Plain text; a tensor symbol alone as a Python name, since lambdify makes it an argument."""
    return python_name(str(x.args[0])) if isinstance(x, N.Tensor) else plain_text(x)


def _pretty(x: Any, printer: Any, *args: Any, **options: Any) -> Any:
    return printer._print(Symbol(plain_text(x)))


def _repr(x: Any, printer: Any, *args: Any, **options: Any) -> str:
    """As SymPy would, with the module: nodes.Add is not sympy.Add."""
    return f"nodes.{type(x).__name__}({', '.join(printer._print(a) for a in x.args)})"


def _index_repr(i: Any, printer: Any, *args: Any, **options: Any) -> str:
    return f"nodes.Index({i.name!r}, {printer._print(i.axis)})"


def _numpy(x: Any, printer: Any, *args: Any, **options: Any) -> str:
    return numpy_text(x)


# ---- substitution


def _index_xreplace(i: Any, rule: Any) -> tuple[Any, bool]:
    """An index whose size is replaced is the index of the new axis."""
    if i in rule:
        return rule[i], True
    axis, changed = i.axis._xreplace(rule)
    return (N.Index(i.name, axis), True) if changed else (i, False)


def _index_subs(i: Any, old: Any, new: Any) -> Any:
    axis = i.axis._subs(old, new)
    return i if axis == i.axis else N.Index(i.name, axis)


def _binder_subs(x: Any, old: Any, new: Any) -> Any:
    """Substitution under SumOver, Stack and ConcatOver: the bound index is never captured."""
    i, body, *rest = x.args
    if old == i:
        return x
    if i in getattr(new, "free_symbols", ()):
        fresh = N.Index(
            _fresh_name(i.name, {s.name for s in (*x.atoms(N.Index), *new.free_symbols)}), i.axis
        )
        i, body = fresh, body.xreplace({i: fresh})
    return x.func(i._subs(old, new), body._subs(old, new), *rest)


def _let_subs(x: Any, old: Any, new: Any) -> Any:
    """Substitution in a Let: its name is bound in the body, and is not captured there."""
    name, value, body = x.args
    value = value._subs(old, new)
    if isinstance(old, N.Tensor) and old.args[0] == name:
        return x.func(name, value, body)
    if tensors_named(new, str(name)) if isinstance(new, Basic) else False:
        fresh = _fresh_name(
            str(name), {str(t.args[0]) for t in (*x.atoms(N.Tensor), *new.atoms(N.Tensor))}
        )
        body = body.xreplace(
            {t: N.Tensor(fresh, t.args[1]) for t in tensors_named(body, str(name))}
        )
        name = Str(fresh)
    return x.func(name, value, body._subs(old, new))


def _fresh_name(name: str, taken: set[str]) -> str:
    number = 1
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def item(x: N.Node, places: tuple[Any, ...]) -> Any:
    """x[i, a]: an entry; with fewer places, or ":" for an axis, the node of the rest."""
    whole = [p == slice(None) for p in places]
    if len(places) >= x.rank and not any(whole):
        return entry(x, places)
    spelled = [Str(":") if w else sympify(p) for w, p in zip(whole, places, strict=True)]
    return N.At(x, (*spelled, *[Str(":")] * (x.rank - len(spelled))))


HOOKS: dict[Any, dict[str, Any]] = {
    N.Node: {
        "_latex": _latex, "_repr_latex_": _repr_latex, "_sympystr": _string, "_sympyrepr": _repr,
        "_pretty": _pretty, "_pythoncode": _numpy, "_numpycode": _numpy,
        "__iter__": None, "_iterable": False,  # x[0], x[1], ... would never end
    },
    N.Index: {"_sympyrepr": _index_repr, "_xreplace": _index_xreplace, "_eval_subs": _index_subs},
    N.SumOver: {"_eval_subs": _binder_subs},
    N.Stack: {"_eval_subs": _binder_subs},
    N.ConcatOver: {"_eval_subs": _binder_subs},
    N.Let: {"_eval_subs": _let_subs},
}  # fmt: skip

for _cls, _hooks in HOOKS.items():
    for _name, _hook in _hooks.items():
        setattr(_cls, _name, _hook)

N.entry_rules.append(item)
