"""Which indices to put for the levels of a term so that it speaks about another one.

Place: below the facts about signs.

Legend
  c           a term that a fact speaks about, at every value of its levels     b, x  another
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, permutations, product

from symattn.kernel.indices import Term, bound, free, sort_of
from symattn.kernel.statement import free_indices, subterms
from symattn.kernel.terms import binders_of, map_bound, shift, uses

MOST_LEVELS, MOST_FILLINGS = 3, 24  # that are renamed in a fact about a base


def fillings(c: Term, b: Term) -> Iterator[list[Term]]:
    """Ways to put indices of b for the levels that dangle in c, a sort for a sort."""
    levels = sorted(c.dangling)
    near = [*sorted(free_indices([b]), key=lambda i: i.key)]
    near += [bound(level, s) for level, s in sorted(b.dangling)]
    if not 0 < len(levels) <= MOST_LEVELS:
        return
    choices = [[i for i in near if sort_of(i) == s] for _, s in levels]
    for chosen in islice(product(*choices), MOST_FILLINGS):
        indices = [free("no level", 1)] * (levels[-1][0] + 1)
        for (level, _), i in zip(levels, chosen, strict=True):
            indices[level] = i
        yield indices


def renamings(c: Term, b: Term) -> Iterator[list[Term]]:
    """Ways to put the levels that dangle in b for those that dangle in c, level by level."""
    if c.op != b.op or len(c.args) != len(b.args) or c is b:
        return
    old, new = sorted(c.dangling), sorted(b.dangling)
    if not 0 < len(old) == len(new) <= MOST_LEVELS:
        return
    top = max(level for level, _ in old) + 1
    for order in permutations(new):
        if all(s == t for (_, s), (_, t) in zip(old, order, strict=True)):
            indices = [free("no level", 1)] * top
            for (level, _), (other, s) in zip(old, order, strict=True):
                indices[level] = bound(other, s)
            yield indices


def at_levels(t: Term, indices: list[Term]) -> Term:
    """t with the indices for its levels."""
    return map_bound(t, lambda level, s, d: shift(indices[level - d], d))


def indices_in(body: Term, s: object) -> list[Term]:
    """The indices of this sort, other than the one bound here, that occur in the body."""
    found: list[Term] = []
    for t in subterms([body]):
        if t.op == "free" and t.args[1] == s:
            found.append(t)
    found += [bound(level - 1, s) for level, x in sorted(body.dangling) if level and x == s]
    return found


def images_of(t: Term, level: int) -> set[tuple[str, int]]:
    """The bijections that stand directly on the level in t; ("", 0) where it stands bare."""
    if not uses(t, level):
        return set()
    if t.op == "bound":
        return {("", 0)}
    if t.op == "image" and t.args[2].op == "bound":
        return {(t.args[0], t.args[1])}
    found: set[tuple[str, int]] = set()
    for place, a in enumerate(t.args):
        if isinstance(a, Term):
            found |= images_of(a, level + binders_of(t, place))
    return found
