"""Terms and theorems as plain text, so that a checked statement can be read by a person.

Place: trusted to echo what was checked.

Legend
  names       letters for the indices that sums bind, outermost first
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from symattn.kernel.indices import Sort, Term, sort_of
from symattn.kernel.statement import Judgement

if TYPE_CHECKING:
    from symattn.kernel.certificate import Replayed

LETTERS = "ijklmpqrstuvwabcefgh"


@dataclass(frozen=True)
class Names:
    """The names of the dangling levels, outermost first, and the names a binder must not take."""

    levels: tuple[str, ...] = ()
    taken: frozenset[str] = frozenset()

    def with_fresh(self) -> Names:
        """One more level, with a letter that nothing else has."""
        used = {*self.levels, *self.taken}
        letters = chain(LETTERS, (f"i{k}" for k in count()))
        return Names((*self.levels, next(x for x in letters if x not in used)), self.taken)


def text_of_sort(s: Sort) -> str:
    """n, 3, n+m or (H*d)."""
    if isinstance(s, tuple):
        sign: str = s[0]
        return "(" + sign.join(map(text_of_sort, s[1:])) + ")"
    return str(s)


def text_of(t: Any, names: Sequence[str] = ()) -> str:
    """A term as text; names[-1-level] names the dangling level."""
    if not isinstance(t, Term):
        return str(t)
    return _text(t, Names(tuple(names), _names_in(t)))


def _names_in(*terms: Term) -> frozenset[str]:
    """Every name in the terms: of tensors, free indices, sizes, functions and bijections."""
    found: set[str] = set()
    stack, seen = list(terms), set[Term]()
    while stack:
        t = stack.pop()
        if t in seen:
            continue
        seen.add(t)
        for a in t.args:
            if isinstance(a, Term):
                stack.append(a)
            else:
                found |= _words_in(a)
    return frozenset(found)


def _words_in(x: Any) -> set[str]:
    if isinstance(x, tuple):
        return set().union(*map(_words_in, x))
    return {x} if isinstance(x, str) else set()


def _text(t: Term, names: Names) -> str:
    text: str = _TEXTS.get(t.op, _call)(t, names)
    return text


def _call(t: Term, names: Names) -> str:
    name, args = (t.args[0], t.args[1:]) if t.op == "call" else (t.op, t.args)
    return f"{name}({', '.join(_text(a, names) for a in args)})"


def _bound(t: Term, names: Names) -> str:
    level = t.args[0]
    return names.levels[-1 - level] if level < len(names.levels) else f"#{level}"


def _entry(t: Term, names: Names) -> str:
    if len(t.args) == 1:
        return str(t.args[0])
    return f"{t.args[0]}[{', '.join(_text(i, names) for i in t.args[1:])}]"


def _sum(t: Term, names: Names) -> str:
    inner = names.with_fresh()
    word = "sum" if t.op == "sum" else "max"
    return f"{word}({inner.levels[-1]} in {text_of_sort(t.args[0])}: {_text(t.args[1], inner)})"


def _power(t: Term, names: Names) -> str:
    base = t.args[0]
    broken = base.op == "num" and base.args[0].denominator != 1
    text = f"({base.args[0]})" if broken else _tight(base, names)
    return f"{text}**{_rational(t.args[1])}"


def _rational(q: Fraction) -> str:
    return f"({q})" if q < 0 or q.denominator != 1 else str(q)


def _tight(t: Term, names: Names) -> str:
    text = _text(t, names)
    loose = t.op in ("add", "mul", "pow", "holds") or (t.op == "num" and t.args[0] < 0)
    return f"({text})" if loose else text


def _case(t: Term, names: Names) -> str:
    integer = isinstance(sort_of(t.args[0]), int)
    inner = names if integer else names.with_fresh()
    bodies = " | ".join(_text(b, inner) for b in t.args[1:])
    return (
        f"case({_text(t.args[0], names)}{'' if integer else ' as ' + inner.levels[-1]}: {bodies})"
    )


def _holds(t: Term, names: Names) -> str:
    kind, constant, *form = t.args
    pairs = zip(form[::2], form[1::2], strict=True)
    parts = [str(constant)] + [f"{c}*{_text(p, names)}" for c, p in pairs]
    return f"[{' + '.join(parts)} {'>=' if kind == 'ge' else '='} 0]"


_TEXTS: dict[str, Any] = {
    "bound": _bound,
    "free": lambda t, names: t.args[0],
    "unit": lambda t, names: str(t.args[0]),
    "inject": lambda t, names: f"{_text(t.args[2], names)}@{t.args[0]}",
    "pair": lambda t, names: f"({', '.join(_text(i, names) for i in t.args)})",
    "part": lambda t, names: f"{_text(t.args[1], names)}.{t.args[0]}",
    "image": lambda t, names: (
        f"{t.args[0]}{'' if t.args[1] > 0 else '^-1'}({_text(t.args[2], names)})"
    ),
    "num": lambda t, names: str(t.args[0]),
    "size": lambda t, names: text_of_sort(t.args[0]),
    "entry": _entry,
    "add": lambda t, names: " + ".join(_text(a, names) for a in t.args),
    "mul": lambda t, names: "*".join(_tight(a, names) for a in t.args),
    "pow": _power,
    "sum": _sum,
    "max": _sum,
    "delta": lambda t, names: f"[{_text(t.args[0], names)} = {_text(t.args[1], names)}]",
    "holds": _holds,
    "case": _case,
    "diff": lambda t, names: (
        f"d({_text(t.args[0], names)})/d({t.args[1]}"
        f"[{', '.join(_text(i, names) for i in t.args[2:])}])"
    ),
}


def text_of_judgement(j: Judgement, names: Sequence[str] = ()) -> str:
    """a = b, a > 0, a >= 0 or a != 0."""
    own = Names(tuple(names), _names_in(j.a, j.b))
    right = _text(j.b, own) if j.rel == "=" else "0"
    return f"{_text(j.a, own)} {j.rel} {right}"


def text_of_open(j: Judgement) -> str:
    """A judgement whose dangling levels are read as "for all"."""
    levels = {level: s for t in (j.a, j.b) for level, s in t.dangling}
    own = Names((), _names_in(j.a, j.b))
    for _ in range(max(levels, default=-1) + 1):
        own = own.with_fresh()
    names = own.levels
    ranges = ", ".join(
        f"{names[-1 - level]} in {text_of_sort(s)}"
        for level, s in sorted(levels.items(), reverse=True)
    )
    return (f"for all {ranges}: " if ranges else "") + text_of_judgement(j, names)


def _text_of_matrix(t: Term, rank: int) -> str:
    """[i, j] -> t, here and nearby, where levels 1 and 0 are i and j; further letters go before."""
    own = Names((), _names_in(t))
    for _ in range(rank):
        own = own.with_fresh()
    *outer, row, column = own.levels
    return f"[{', '.join((*reversed(outer), row, column))}] -> {_text(t, own)}, here and nearby"


def text_of_theorem(found: Replayed) -> str:
    """The whole theorem: sizes, tensors, hypotheses, conditions, goals."""
    s = found.statement
    lines = ["theorem, checked in " + f"{found.steps} steps, statement {found.fingerprint[:16]}"]
    lines += ["  sizes       " + ", ".join(f"{n} >= {least}" for n, least in s.sizes)]
    for name, axes, properties in s.tensors:
        shape = " x ".join(map(text_of_sort, axes)) or "scalar"
        lines.append(f"  tensor      {name}: {shape} {' '.join(properties)}".rstrip())
    lines += [f"  function    {n} (derivative {d or 'unknown'})" for n, _, d in s.functions]
    ranks = {name: len(axes) for name, axes, _ in s.tensors}
    lines += [f"  inverse     {n} of {_text_of_matrix(t, ranks[n])}" for n, t in s.inverses]
    lines += [f"  bijection   {n} of {text_of_sort(a)}" for n, a in s.bijections]
    lines += ["  given       " + text_of_open(h.judgement) for h in s.hypotheses]
    lines += ["  condition   " + text_of_open(c) for c in found.conditions]
    lines += ["  proves      " + text_of_judgement(g) for g in s.goals]
    return "\n".join(lines)
