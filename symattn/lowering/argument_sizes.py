"""Binding size symbols to the shapes of arguments: as source lines, and at a call.

Place: used by function_text (which lines bind which size) and lowered_function (checks at a call).

Legend
  n, H, d     size symbols         axis     the symbolic length of one array axis
  u           the one size that an axis still leaves open
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Symbol

from symattn.errors import ShapeError
from symattn.expressions.axes import Axis
from symattn.lowering.numpy_writer import tuple_text
from symattn.lowering.scalar_text import SIGN, axis_text, identifier, scalar_text, within

Argument = tuple[str, tuple[Axis, ...]]


@dataclass(frozen=True)
class SizePlan:
    """How a function learns its sizes: from shapes (lines of source) and by keyword."""

    arguments: tuple[Argument, ...]
    lines: tuple[str, ...]
    keywords: tuple[Symbol, ...]


def plan_sizes(arguments: tuple[Argument, ...], needed: Iterable[Symbol]) -> SizePlan:
    """Which sizes follow from the argument shapes, by which lines, and which the caller passes."""
    known: dict[Symbol, None] = {}
    lines: list[str] = []
    keywords: list[Symbol] = []
    for name, axes in arguments:
        lines += _direct_lines(identifier(name), axes, known)
    open_axes = [
        (identifier(name), k, axis)
        for name, axes in arguments for k, axis in enumerate(axes) if _unknown(axis, known)
    ]  # fmt: skip
    while open_axes:
        solvable = [(a, solution(axis, known)) for a in open_axes for axis in (a[2],)]
        ready = next(((a, u) for a, u in solvable if u is not None), None)
        if ready is None:
            first = sorted(
                _unknown(open_axes[0][2], known), key=lambda s: _order(open_axes[0][2], s)
            )[0]
            keywords.append(first)
            known[first] = None
        else:
            (name, k, axis), u = ready
            lines.append(f"{identifier(u.name)} = {_solved_text(axis, u, f'{name}.shape[{k}]')}")
            known[u] = None
        open_axes = [a for a in open_axes if _unknown(a[2], known)]
    keywords += sorted((s for s in needed if s not in known), key=str)
    return SizePlan(arguments, tuple(lines), tuple(keywords))


def _direct_lines(name: str, axes: tuple[Axis, ...], known: dict[Symbol, None]) -> list[str]:
    plain = [a.size if isinstance(a.size, Symbol) else None for a in axes]
    new = [s is not None and s not in known for s in plain]
    places = [k for k, yes in enumerate(new) if yes and plain[k] not in plain[:k]]
    known.update((plain[k], None) for k in places)
    if axes and len(places) == len(axes):
        words = ", ".join(identifier(s.name) for s in plain)
        return [f"{words} = {name}.shape" if len(axes) > 1 else f"({words},) = {name}.shape"]
    return [f"{identifier(plain[k].name)} = {name}.shape[{k}]" for k in places]


def _unknown(axis: Axis, known: Iterable[Symbol]) -> set[Symbol]:
    return set(axis.size.free_symbols) - set(known)


def _order(axis: Axis, s: Symbol) -> int:
    return axis_text(axis)[0].find(identifier(s.name))


def solution(axis: Axis, known: Iterable[Symbol]) -> Symbol | None:
    """The one unknown size of the axis, if its length settles it."""
    unknown = _unknown(axis, known)
    if len(unknown) != 1:
        return None
    (u,) = unknown
    return u if axis.size.expand().diff(u, 2) == 0 else None


def _linear(axis: Axis, u: Symbol) -> tuple[Expr, Expr]:
    e = axis.size.expand()
    factor = e.diff(u)
    return factor, (e - factor * u).expand()


def _solved_text(axis: Axis, u: Symbol, length: str) -> str:
    factor, rest = _linear(axis, u)
    text = length if rest == 0 else f"{length} - {within(scalar_text(rest), SIGN)}"
    if factor == 1:
        return text
    return f"{f'({text})' if rest != 0 else text} // {within(scalar_text(factor), SIGN)}"


def guard_lines(plan: SizePlan, function: str) -> list[str]:
    """The lines that refuse other shapes; none for an argument whose sizes are all unpacked."""
    unpacked = {
        line.split(" = ")[1].removesuffix(".shape")
        for line in plan.lines
        if line.endswith(".shape")
    }
    checked = [
        (identifier(n), axes)
        for n, axes in plan.arguments
        if axes and identifier(n) not in unpacked
    ]
    if not checked:
        return []
    lines = ["for argument, got, expected in ("]
    lines += [f'    ("{n}", {n}.shape, {shape_words(axes)}),' for n, axes in checked]
    words = "has shape {got}, expected {expected}"
    return [
        *lines,
        "):",
        "    if got != expected:",
        f'        raise ValueError(f"{function}: {{argument}} {words}")',
    ]


def shape_words(axes: Iterable[Axis]) -> str:
    """A symbolic shape for messages: (n, d_k)."""
    return tuple_text([axis_text(a)[0] for a in axes]) if tuple(axes) else "()"


def bind_sizes(
    plan: SizePlan, function: str, shapes: Mapping[str, tuple[int, ...]], given: Mapping[str, Any]
) -> dict[str, int]:
    """The value of every size at a call.

    Fails   ShapeError naming the function, the argument, the expected shape, what came, and the
            sizes bound so far.
    """
    values: dict[Symbol, int] = {s: int(given[s.name]) for s in plan.keywords if s.name in given}
    doing = f"{function}({', '.join(n for n, _ in plan.arguments)})"
    rest: list[tuple[str, int, Axis]] = []
    for name, axes in plan.arguments:
        if len(shapes[name]) != len(axes):
            raise _mismatch(doing, name, axes, shapes[name], values, f"it has {len(axes)} axes")
        rest += [(name, k, a) for k, a in enumerate(axes)]
    axes_of = dict(plan.arguments)
    while rest:
        ready = [
            r for r in rest if not _unknown(r[2], values) or solution(r[2], values) is not None
        ]
        if not ready:
            break
        name, k, axis = ready[0]
        rest.remove(ready[0])
        trouble = _bind_axis(axis, shapes[name][k], values)
        if trouble:
            raise _mismatch(
                doing, name, axes_of[name], shapes[name], values, f"axis {k}: {trouble}"
            )
    missing = [s.name for s in plan.keywords if s not in values]
    if missing:
        raise ShapeError(
            doing, f"the shapes do not settle {', '.join(missing)}", _sizes_text(values),
            f"pass it by keyword: {', '.join(f'{s}=...' for s in missing)}",
        )  # fmt: skip
    return {s.name: v for s, v in values.items()}


def _bind_axis(axis: Axis, length: int, values: dict[Symbol, int]) -> str:
    """Bind what the axis settles; what is wrong with the length, or nothing."""
    u = solution(axis, values)
    if u is None:
        want = int(axis.size.subs(values))
        return "" if want == length else f"{axis} is {want}, got {length}"
    factor, rest = (int(e.subs(values)) for e in _linear(axis, u))
    value, left = divmod(length - rest, factor) if factor else (0, 1)
    least = 0 if u.is_positive is not True else 1
    if left or value < least:
        return f"{axis} cannot be {length}"
    values[u] = value
    return ""


def _sizes_text(values: Mapping[Symbol, int]) -> str:
    return " ".join(f"{s.name}={v}" for s, v in values.items()) or "no size is bound yet"


def _mismatch(
    doing: str, name: str, axes: tuple[Axis, ...], got: tuple[int, ...],
    values: Mapping[Symbol, int], why: str,
) -> ShapeError:  # fmt: skip
    return ShapeError(
        doing, f"argument {name} should have shape {shape_words(axes)}, got {got} ({why})",
        _sizes_text(values), f"pass {name} with shape {shape_words(axes)}",
    )  # fmt: skip
