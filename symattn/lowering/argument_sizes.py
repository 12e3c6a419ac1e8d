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
from symattn.lowering.scalar_texts import SIGN, axis_text, identifier, scalar_text, within

Argument = tuple[str, tuple[Axis, ...]]


@dataclass(frozen=True)
class SizePlan:
    """How a function learns its sizes: from shapes (lines of source) and by keyword."""

    arguments: tuple[Argument, ...]
    lines: tuple[str, ...]
    keywords: tuple[Symbol, ...]
    words: Mapping[str, str]  # the identifier of each argument


def plan_sizes(
    arguments: tuple[Argument, ...], needed: Iterable[Symbol], others: Iterable[str] = ()
) -> SizePlan:
    """Which sizes follow from the argument shapes, by which lines, and which the caller passes.

    Needs   `others` are names that no argument may take in the source
    """
    words = _argument_words(arguments, needed, others)
    known: dict[Symbol, None] = {}
    lines: list[str] = []
    keywords: list[Symbol] = []
    for name, axes in arguments:
        lines += _direct_lines(words[name], axes, known)
    places = [(words[n], k, axis) for n, axes in arguments for k, axis in enumerate(axes)]
    while places := [p for p in places if _unknown(p[2], known)]:
        ready = next((p for p in places if solution(p[2], known) is not None), None)
        if ready is None:
            axis = places[0][2]
            first = min(_unknown(axis, known), key=lambda s: _order(axis, s))
            keywords.append(first)
        else:
            word, k, axis = ready
            (first,) = _unknown(axis, known)
            lines.append(f"{identifier(first.name)} = {_solved_text(axis, first, word, k)}")
        known[first] = None
    keywords += sorted((s for s in needed if s not in known), key=str)
    return SizePlan(arguments, tuple(lines), tuple(keywords), words)


def _argument_words(
    arguments: tuple[Argument, ...], needed: Iterable[Symbol], others: Iterable[str]
) -> dict[str, str]:
    """An identifier for each argument that is no size, no index and no other argument."""
    sizes = {s for _, axes in arguments for a in axes for s in a.size.free_symbols} | set(needed)
    taken = {identifier(s.name) for s in sizes} | set(map(identifier, others))
    words: dict[str, str] = {}
    for name, _ in arguments:
        base = word = identifier(name)
        count = 2
        while word in taken:
            word, count = f"{base}_{count}", count + 1
        taken.add(word)
        words[name] = word
    return words


def _direct_lines(name: str, axes: tuple[Axis, ...], known: dict[Symbol, None]) -> list[str]:
    plain: list[Any] = [a.size if isinstance(a.size, Symbol) else None for a in axes]
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


def _solved_text(axis: Axis, u: Symbol, word: str, k: int) -> str:
    factor, rest = _linear(axis, u)
    length = f"{word}.shape[{k}]"
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
        (plan.words[n], axes)
        for n, axes in plan.arguments
        if axes and plan.words[n] not in unpacked
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
    axes_of = dict(plan.arguments)

    def mismatch(name: str, why: str) -> ShapeError:
        want = shape_words(axes_of[name])
        return ShapeError(
            doing, f"argument {name} should have shape {want}, got {shapes[name]} ({why})",
            _sizes_text(values), f"pass {name} with shape {want}",
        )  # fmt: skip

    for name, axes in plan.arguments:
        if len(shapes[name]) != len(axes):
            raise mismatch(name, f"it has {_count(shapes[name])}, not {len(axes)}")
    rest = [(n, k, a) for n, axes in plan.arguments for k, a in enumerate(axes)]
    while ready := next((r for r in rest if _settles(r[2], values)), None):
        rest.remove(ready)
        name, k, axis = ready
        trouble = _bind_axis(axis, shapes[name][k], values)
        if trouble:
            raise mismatch(name, f"axis {k}: {trouble}")
    missing = [s.name for s in plan.keywords if s not in values]
    if missing:
        raise ShapeError(
            doing, f"the shapes do not settle {', '.join(missing)}", _sizes_text(values),
            f"pass it by keyword: {', '.join(f'{s}=...' for s in missing)}",
        )  # fmt: skip
    return {s.name: v for s, v in values.items()}


def _settles(axis: Axis, values: Mapping[Symbol, int]) -> bool:
    return not _unknown(axis, values) or solution(axis, values) is not None


def _count(shape: tuple[int, ...]) -> str:
    return "1 axis" if len(shape) == 1 else f"{len(shape)} axes"


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
