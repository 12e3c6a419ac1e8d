"""Rules about deltas, comparisons of indices and case distinctions.

Place: trusted; entries of the rule table. Each docstring is the statement, then its proof.

Legend
  t           the left side of the equation a rule concludes
  i, j        index terms                                          [c]     1 if c holds, else 0
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symattn.kernel.indices import INDEX_OPS, Term, image, part, sort_of
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    binders_of,
    delta,
    holds,
    make,
    mul,
    num,
    shift,
)
from symattn.kernel.theorem import Kernel, Theorem, need, rule

Premises = Sequence[Theorem]


@rule
def delta_substitutes(k: Kernel, premises: Premises, t: Term, i: Term, j: Term) -> Theorem:
    """[i = j] u = [i = j] u', in which j stands for i. Proof: both are 0 unless i is j."""
    need(t.op == "mul" and t.args[0] is delta(i, j), "the first factor is not that delta")
    need(i.op in INDEX_OPS, "not an index")
    rest = [replaced(x, i, j) for x in t.args[1:]]
    return Theorem("=", t, mul(t.args[0], *rest))


@rule
def delta_of_pairs_is_product(k: Kernel, premises: Premises, i: Term, j: Term) -> Theorem:
    """[i = j] = [i_1 = j_1] [i_2 = j_2] ... for pairs. Proof: pairs agree coordinatewise."""
    s = sort_of(i)
    need(isinstance(s, tuple) and s[0] == "*", f"{s} is no product")
    factors = [delta(part(m, i), part(m, j)) for m in range(len(s) - 1)]
    return Theorem("=", delta(i, j), mul(*factors))


@rule
def delta_moves_bijection(k: Kernel, premises: Premises, i: Term, j: Term) -> Theorem:
    """[f(i) = j] = [i = f^-1(j)]. Proof: f is a bijection."""
    need(i.op == "image" and k.bijections.get(i.args[0]) == sort_of(i), "no such bijection")
    return Theorem("=", delta(i, j), delta(i.args[2], image(i.args[0], -i.args[1], j)))


@rule
def case_split(k: Kernel, premises: Premises, t: Term, b: Term) -> Theorem:
    """t = b t[1 for b] + (1 - b) t[0 for b] if b is 0 or 1. Proof: check b = 0 and b = 1."""
    need(k.arithmetic.boolean(b), "not a term of value 0 or 1")
    need(not mentions(t, "diff"), "a derivative sees more than the value of its parts")
    rest = add(ONE, mul(num(-1), b))
    yes, no = replaced(t, b, ONE), replaced(t, b, ZERO)
    return Theorem("=", t, add(mul(b, yes), mul(rest, no)))


@rule
def comparison_or_its_negation(k: Kernel, premises: Premises, b: Term) -> Theorem:
    """[x >= 0] = 1 - [-x - 1 >= 0] for an integer x. Proof: x >= 0 or x <= -1."""
    need(b.op == "holds" and b.args[0] == "ge", "not a comparison")
    need(
        all(x.denominator == 1 for x in (b.args[1], *b.args[2::2])), "not a comparison of integers"
    )
    form = [-x if p % 2 == 0 else x for p, x in enumerate(b.args[2:])]
    return Theorem("=", b, add(ONE, mul(num(-1), holds("ge", -b.args[1] - 1, *form))))


def replaced(t: Term, old: Term, new: Term, depth: int = 0) -> Term:
    """t with the term `new` for `old` everywhere, both as seen from outside t."""
    memo: dict[tuple[Term, int], Term] = {}

    def go(x: Any, d: int) -> Any:
        if not isinstance(x, Term):
            return x
        if x is shift(old, d):
            return shift(new, d)
        found = memo.get((x, d))
        if found is None:
            args = [go(a, d + binders_of(x, p)) for p, a in enumerate(x.args)]
            changed = any(a is not b for a, b in zip(args, x.args, strict=True))
            found = memo[(x, d)] = make(x.op, *args) if changed else x
        return found

    result: Term = go(t, depth)
    return result


def mentions(t: Term, op: str, name: str | None = None) -> bool:
    """Whether the operation occurs in t (with this first argument, if one is given)."""
    stack, seen = [t], set()
    while stack:
        x = stack.pop()
        if x in seen:
            continue
        seen.add(x)
        if x.op == op and (name is None or x.args[0] == name):
            return True
        stack.extend(a for a in x.args if isinstance(a, Term))
    return False
