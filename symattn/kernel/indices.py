"""Interned terms, sorts, and the terms that name an index.

Place: the floor of the trusted part; terms.py adds the terms of real value.

Legend
  i, j        a term naming an index
  s           a sort: a name ("n"), a positive integer k (k units), ("+", s, ...) or ("*", s, ...)
  level       de Bruijn level of a bound index: 0 is the innermost binder

Terms are interned: two terms are equal exactly when they are the same object, so comparing,
hashing and remembering results cost one machine word. Every index carries its sort, and a binder
refuses a body whose level 0 has another sort.
"""

from __future__ import annotations

from fractions import Fraction
from hashlib import blake2b
from typing import Any

Sort = Any  # str | int | tuple[str, Sort, ...]: a plain value, so that it can be read from JSON
INDEX_OPS = frozenset({"bound", "free", "unit", "inject", "pair", "part", "image"})


class TermError(Exception):
    """A term that no claim can mean: wrong sort, wrong number of arguments, unknown operation."""


class Term:
    """One interned term; made only by the constructors below."""

    __slots__ = ("args", "dangling", "key", "op")

    op: str
    args: tuple[Any, ...]
    dangling: frozenset[tuple[int, Sort]]  # levels bound outside this term, with their sorts
    key: int  # a fixed number to sort by; it decides order, never equality

    def __repr__(self) -> str:
        return f"{self.op}({', '.join(map(repr, self.args))})"


_terms: dict[tuple[Any, ...], Term] = {}
_words: dict[str, int] = {}


def _number_of(x: Any) -> int:
    if isinstance(x, Term):
        return x.key
    if isinstance(x, str):
        if x not in _words:
            _words[x] = int.from_bytes(blake2b(x.encode(), digest_size=7).digest(), "big")
        return _words[x]
    if isinstance(x, tuple):
        return hash(tuple(map(_number_of, x)))
    x = Fraction(x)
    return hash((2 * abs(x.numerator) + (x < 0), x.denominator))


def below(dangling: frozenset[tuple[int, Sort]], sort: Sort) -> frozenset[tuple[int, Sort]]:
    """What dangles outside a binder of this sort; level 0 must have exactly this sort."""
    if not dangling:
        return dangling
    for level, s in dangling:
        if level == 0 and s != sort:
            raise TermError(f"an index of sort {s} is bound by a sum over {sort}")
    return frozenset((level - 1, s) for level, s in dangling if level)


def intern(op: str, args: tuple[Any, ...], dangling: frozenset[tuple[int, Sort]]) -> Term:
    """The one term with this operation and these arguments, which is not yet known."""
    t = Term()
    t.op, t.args, t.dangling = op, args, dangling
    t.key = hash((_number_of(op), *map(_number_of, args)))
    _terms[(op, *args)] = t
    return t


def known(op: str, args: tuple[Any, ...]) -> Term | None:
    """The term with this operation and these arguments, if it was made before."""
    return _terms.get((op, *args))


def plain(op: str, args: tuple[Any, ...]) -> Term:
    """Intern a term without binders; what dangles in the arguments dangles in the term."""
    found = _terms.get((op, *args))
    if found is not None:
        return found
    out: frozenset[tuple[int, Sort]] = frozenset()
    for a in args:
        if isinstance(a, Term) and a.dangling:
            out = out | a.dangling if out else a.dangling
    return intern(op, args, out)


# ---- sorts and indices -------------------------------------------------------------------------


def check_sort(s: Sort, depth: int = 0) -> None:
    """Raise TermError unless s is a sort, nested at most 6 deep."""
    if depth > 6:
        raise TermError("a sort is nested too deeply")
    if isinstance(s, str) and s:
        return
    if isinstance(s, int) and not isinstance(s, bool) and 1 <= s <= 4096:
        return
    if isinstance(s, tuple) and len(s) >= 3 and s[0] in ("+", "*"):
        for part in s[1:]:
            check_sort(part, depth + 1)
        return
    raise TermError(f"{s!r} is not a sort")


def bound(level: int, sort: Sort) -> Term:
    """The index bound by the level-th binder outside."""
    if isinstance(level, bool) or not isinstance(level, int) or level < 0:
        raise TermError(f"{level!r} is not a level")
    found = known("bound", (level, sort))
    if found is not None:
        return found
    check_sort(sort)
    return intern("bound", (level, sort), frozenset({(level, sort)}))


def check_name(name: Any) -> None:
    """Raise TermError unless name is a string."""
    if not isinstance(name, str):
        raise TermError(f"a name is a string, not {name!r}")


def fraction_of(q: Any) -> Fraction:
    """q as a fraction; TermError unless it is an integer or a fraction, above all no text."""
    if not isinstance(q, (int, Fraction)):
        raise TermError(f"{q!r} is not a rational number")
    return Fraction(q)


def free(name: str, sort: Sort) -> Term:
    """A named index of the claim; it stands for every element of its sort."""
    check_name(name)
    check_sort(sort)
    return plain("free", (name, sort))


def unit(m: int, k: int) -> Term:
    """The m-th of the k elements of the integer sort k, counted from 0."""
    check_sort(k)
    if not isinstance(k, int) or not isinstance(m, int) or not 0 <= m < k:
        raise TermError(f"{m!r} is not an element of {k!r}")
    return plain("unit", (m, k))


def inject(m: int, sort: Sort, i: Term) -> Term:
    """The element of the concatenation `sort` that is i in its m-th part."""
    if not (isinstance(sort, tuple) and sort[0] == "+" and 0 <= m < len(sort) - 1):
        raise TermError(f"{sort!r} has no part {m!r}")
    if sort_of(i) != sort[m + 1]:
        raise TermError(f"part {m} of {sort} is not {sort_of(i)}")
    return plain("inject", (m, sort, i))


def pair(*indices: Term) -> Term:
    """The element (i, j, ...) of a product sort; the last index runs fastest."""
    if len(indices) < 2:
        raise TermError("a pair has at least two parts")
    check_sort(("*", *map(sort_of, indices)))
    first = indices[0]
    if (
        all(i.op == "part" and i.args == (m, first.args[-1]) for m, i in enumerate(indices))
        and len(indices) == len(sort_of(first.args[1])) - 1
    ):
        whole: Term = first.args[1]  # ((x)_0, (x)_1, ...) = x
        return whole
    return plain("pair", indices)


def part(m: int, i: Term) -> Term:
    """The m-th coordinate of an element of a product sort; part(m, pair(...)) is computed."""
    s = sort_of(i)
    if not (isinstance(s, tuple) and s[0] == "*" and 0 <= m < len(s) - 1):
        raise TermError(f"{s!r} has no coordinate {m!r}")
    if i.op == "pair":
        coordinate: Term = i.args[m]
        return coordinate
    return plain("part", (m, i))


def image(name: str, direction: int, i: Term) -> Term:
    """The bijection `name` of i's sort (direction 1) or its inverse (-1), at i."""
    check_name(name)
    sort_of(i)
    if direction not in (1, -1):
        raise TermError(f"a bijection has direction 1 or -1, not {direction!r}")
    if i.op == "image" and i.args[0] == name and i.args[1] == -direction:
        back: Term = i.args[2]
        return back
    return plain("image", (name, direction, i))


def sort_of(i: Any) -> Sort:
    """The sort of an index term."""
    op = i.op if isinstance(i, Term) else None
    if op == "bound" or op == "free" or op == "unit" or op == "inject":
        return i.args[1]
    if op == "image":
        return sort_of(i.args[2])
    if op == "pair":
        return ("*", *map(sort_of, i.args))
    if op == "part":
        return sort_of(i.args[1])[i.args[0] + 1]
    raise TermError(f"{i!r} is not an index")
