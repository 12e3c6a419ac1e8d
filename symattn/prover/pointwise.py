"""Equations between sums, proved below the sums: one entry of the difference at a time.

Place: beside the normal form, tried when two sides have different normal forms. Several
denominators below one sum have no one form (1/(x (x+1)) is 1/x - 1/(x+1)); but where the products
below the sums add up to 0 at every index, clearing the denominators there shows it.

Legend
  block       the sorts of nested sums and the product below them
  group       the blocks of a difference over the same sorts
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from symattn.kernel.indices import Sort, Term, bound
from symattn.kernel.polynomial import Poly, plus
from symattn.kernel.terms import ZERO, add, map_bound, mul, power, shift, size, total
from symattn.kernel.theorem import Theorem
from symattn.prover.means import as_sums, orders_of, vanishing_mean
from symattn.prover.mirrors import opened
from symattn.prover.normal_form import NormalForm, difference, proved_equal

MOST_SUMS, MOST_WAYS, MOST_BLOCKS = 4, 64, 40


@dataclass(frozen=True)
class Block:
    """sum ... sum body, the sorts outermost first."""

    sorts: tuple[Sort, ...]
    body: Term


def proved_pointwise(nf: NormalForm, a: Term, b: Term) -> Theorem | None:
    """a = b where the difference of the normal forms vanishes below its sums."""
    x, y = nf.of(a)[0], nf.of(b)[0]
    p = difference(nf, x, y)
    if not 1 <= len(p) <= MOST_BLOCKS or not any(f[0].op == "sum" for m in p for f in m):
        return None
    groups = _groups(nf, p)
    if groups is None:
        return None
    zeros = []
    for part, blocks in groups:
        zero = _vanishing(nf, part, blocks)
        if zero is None:
            return None
        zeros.append(zero)
    rest = add(y, *(z.a for z in zeros))
    split = nf.proof.attempt("equal_by_arithmetic", nf.facts.about(p)[0], x, rest)
    if split is None:
        return None
    gone = nf.proof.replaced(rest, {k + 1: z for k, z in enumerate(zeros)})
    last = nf.proof.step("equal_by_arithmetic", [], gone.b, y) if gone else None
    return nf.proof.chain(nf.of(a)[1], split, gone, last, nf.proof.reverse(nf.of(b)[1]))


def _groups(nf: NormalForm, p: Poly) -> list[tuple[Poly, list[Block]]] | None:
    """The summands of p by the sorts of their sums, with their blocks; None if there are too many.

    A summand without sums joins the only other group: t = sum_i t/n.
    """
    found: dict[tuple[Sort, ...], tuple[Poly, list[Block]]] = {}
    for m, c in p.items():
        block = block_of(nf.arithmetic.monomial_term(m, c))
        if len(block.sorts) > MOST_SUMS:
            return None
        part, blocks = found.get(block.sorts, ({}, []))
        found[block.sorts] = (plus(part, {m: c}), [*blocks, block])
    single = found.get(())
    if single is not None and len(found) == 2:
        ((sorts, (part, blocks)),) = [g for g in found.items() if g[0]]
        whole = plus(part, single[0])
        found = {sorts: (whole, blocks + [spread_over(b.body, sorts) for b in single[1]])}
    return list(found.values())


def spread_over(t: Term, sorts: tuple[Sort, ...]) -> Block:
    """t as sum_i t/n over these sorts."""
    return Block(sorts, mul(shift(t, len(sorts)), *(power(size(s), -1) for s in sorts)))


def block_of(t: Term) -> Block:
    """A product with the sums among its factors moved to the front, in a fixed order of sorts."""
    sorts: list[Sort] = []
    factors = list(t.args if t.op == "mul" else (t,))
    place = 0
    while place < len(factors):
        x = factors[place]
        if x.op != "sum":
            place += 1
            continue
        own, body = opened(x)
        factors = [shift(y, len(own)) for y in factors]
        factors[place] = body
        factors[place : place + 1] = body.args if body.op == "mul" else (body,)
        sorts += own
    order = sorted(range(len(sorts)), key=lambda k: str(sorts[k]))
    return Block(tuple(sorts[k] for k in order), _reordered(mul(*factors), order))


def _reordered(body: Term, order: list[int]) -> Term:
    """The body with its sums in another order: order[p] is the old place of the new p-th sum."""
    n = len(order)
    level = {n - 1 - old: n - 1 - new for new, old in enumerate(order)}
    return map_bound(body, lambda v, s, d: bound(level.get(v - d, v - d) + d, s))


def ways_of(block: Block) -> list[Term]:
    """The bodies of a block with its sums over equal sorts exchanged."""
    return [_reordered(block.body, order) for order in islice(orders_of(block.sorts), MOST_WAYS)]


def _vanishing(nf: NormalForm, part: Poly, blocks: list[Block]) -> Theorem | None:
    """part = 0, the term of this group of blocks."""
    sorts = blocks[0].sorts
    for body in _bodies(blocks):
        n, e = nf.of(body)
        p = nf.arithmetic.poly(n)
        given, known = nf.facts.about(p, every=True)
        if not nf.arithmetic.vanishes(p, known):
            continue
        zero = nf.proof.attempt("equal_by_arithmetic", given, n, ZERO) if p else None
        inner = nf.proof.chain(e, zero)
        whole = body
        for s in reversed(sorts):
            whole = total(s, whole)
        under = nf.proof.under(list(sorts), inner)
        term = nf.arithmetic.term(part)
        if under is None:
            return None
        link = as_sums(nf, term, under.a, len(sorts))
        if link is None:
            continue
        nothing = proved_equal(nf, under.b, ZERO)
        return nf.proof.chain(link, under, nothing)
    return vanishing_mean(nf, nf.arithmetic.term(part), sorts, add(*(b.body for b in blocks)))


def _bodies(blocks: list[Block]) -> Iterator[Term]:
    """The sums of the bodies, the sums over equal sorts exchanged in every way."""
    first, *others = blocks
    for ways in islice(product(*map(ways_of, others)), MOST_WAYS):
        yield add(first.body, *ways)
