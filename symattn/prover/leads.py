"""Which product of an equation is replaced by the rest of it.

Place: below rewriting.

Legend
  p           the difference of the two sides, as a polynomial       lead    the product replaced
"""

from __future__ import annotations

from typing import Any

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Monomial, Poly
from symattn.kernel.rules_indices import mentions
from symattn.kernel.statement import Judgement
from symattn.prover.mirrors import opened


def swaps(p: Poly) -> bool:
    """Whether the two entries of x[..] = x[..] have the same indices in another order."""
    first, second = (m[0][0].args[1:] for m in p)
    return sorted(first, key=lambda i: i.key) == sorted(second, key=lambda i: i.key)


def defines(j: Judgement) -> bool:
    """Whether one side is x[i, ..] and the other has no x, so that x goes from all that follows."""
    for side, other in ((j.a, j.b), (j.b, j.a)):
        if side.op == "entry" and all(i.op == "bound" for i in side.args[1:]):
            if j.rel == "=" and not mentions(other, "entry", side.args[0]):
                return True
    return False


def heaviest(p: Poly) -> Monomial | None:
    """The product with most sums and factors; one whose tensor occurs nowhere else first."""
    if not p:
        return None
    names = [n for m in p for n in _names(m)]

    def weight(m: Monomial) -> tuple[Any, ...]:
        sums = sum(len(opened(b)[0]) for b, _, _ in m)
        factors = sum(len(opened(b)[1].args) if opened(b)[1].op == "mul" else 1 for b, _, _ in m)
        alone = all(names.count(n) == 1 for n in _names(m))
        return (sums, factors, alone, sorted(_names(m)), [x[0].key for x in m])

    return max(p, key=weight)


def _names(m: Monomial) -> set[str]:
    return set().union(*(names_in(x[0]) for x in m))


def names_in(t: Term) -> set[str]:
    """The tensors that occur in t."""
    found: set[str] = set()
    seen: set[Term] = set()
    stack = [t]
    while stack:
        x = stack.pop()
        if x in seen:
            continue
        seen.add(x)
        if x.op == "entry":
            found.add(x.args[0])
        if x.op == "diff":
            found.add(x.args[1])
        stack.extend(a for a in x.args if isinstance(a, Term))
    return found
