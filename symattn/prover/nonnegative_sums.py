"""Inequalities proved by sums of squares below the sums.

Place: beside the normal form, tried for a goal >= 0. The sums go to the front, those over equal
ranges are exchanged in every way and averaged, and what is below them is written as squares. The
kernel checks that this is the goal, and the sign of it.

Legend
  sorts, body     nested sums, outermost first, and the polynomial below them
  most            the sums of the block with most of them
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations

from symattn.kernel.indices import Sort, Term, bound, free
from symattn.kernel.polynomial import Monomial, Number, Poly, plus
from symattn.kernel.rules_indices import replaced
from symattn.kernel.terms import add, delta, map_bound, mul, num, power, shift, total, uses
from symattn.kernel.theorem import Theorem
from symattn.prover.normal_form import NormalForm
from symattn.prover.pointwise import Block, block_of, spread_over, ways_of
from symattn.prover.squares import Exponents, dict_of, indices_of_sort, squares_of, times

MOST_SUMMANDS, MOST_SUMS, MOST_POWER = 40, 4, 4
MULTIPLES = (Fraction(1, 2), Fraction(-1, 2), 1, -1)  # of an equation that is given


def by_squares(nf: NormalForm, y: Term, rel: str) -> Theorem | None:
    """The sign of a sum of squares that should be equal to y."""
    if rel != ">=":
        return None
    for p in _with_equations(nf, nf.arithmetic.poly(y)):
        facts: list[Theorem] = []
        term = _as_squares(nf, p, facts)
        if term is not None:
            return nf.proof.attempt("sign_by_form", [*nf.facts.premises, *facts], term, rel)
    return None


def _with_equations(nf: NormalForm, p: Poly) -> Iterator[Poly]:
    """p, and p plus a multiple of the difference of two sides that are given to be equal."""
    yield p
    hypotheses = nf.proof.kernel.statement.hypotheses
    bare = NormalForm(nf.proof, frozenset(range(len(hypotheses))))
    for j in (h.judgement for h in hypotheses if not h.sorts and h.judgement.rel == "="):
        left, right = (nf.arithmetic.poly(bare.of(t)[0]) for t in (j.a, j.b))
        difference = plus(left, right, -1)
        for c in MULTIPLES:
            yield plus(p, difference, c)


def _as_squares(nf: NormalForm, p: Poly, facts: list[Theorem]) -> Term | None:
    """The sum of squares that p should be equal to, over a common denominator."""
    if not 1 <= len(p) <= MOST_SUMMANDS:
        return None
    divisors: Exponents = {}
    for m in p:
        for b, e, _ in m:
            if e < 0 and b.op in ("sum", "add") and isinstance(e, int):
                divisors[b] = min(e, divisors.get(b, 0))
    for b, e in divisors.items():
        fact = nf.facts.sign(b, ">")
        if fact is None or e < -MOST_POWER:
            return None
        facts.append(fact)
    blocks = [_block(nf, m, c, divisors) for m, c in p.items()]
    if any(len(b.sorts) > MOST_SUMS for b in blocks):
        return None
    under = [power(b, e) for b, e in divisors.items()]
    for way in (_separate, _together, _at_index, _folded):
        terms = [_sum_of_squares(nf, group, facts) for group in way(blocks)]
        if terms and None not in terms:
            return mul(*under, add(*(t for t in terms if t is not None)))
    return None


def _block(nf: NormalForm, m: Monomial, c: Number, divisors: Exponents) -> Block:
    """A summand, cleared of the divisors, with its sums at the front."""
    factors: list[Term] = [num(c)]
    for b, e in times(dict_of(m), {b: -e for b, e in divisors.items()}).items():
        if b.op in ("sum", "add") and isinstance(e, int) and 1 <= e <= MOST_POWER:
            factors += [b] * e
        else:
            factors.append(nf.arithmetic.monomial_term(((b, e, 0),)))
    return block_of(mul(*factors))


def _separate(blocks: list[Block]) -> list[list[Block]]:
    """The blocks by the sorts of their sums."""
    found: dict[tuple[Sort, ...], list[Block]] = {}
    for b in blocks:
        found.setdefault(b.sorts, []).append(b)
    return list(found.values())


def _together(blocks: list[Block]) -> list[list[Block]]:
    """All blocks over the most sums that one has: t = sum_i t/n."""
    most = max((b.sorts for b in blocks), key=len)
    wide = [_widened(b, most, _spread_evenly) for b in blocks]
    return [] if None in wide else [[b for b in wide if b is not None]]


def _at_index(blocks: list[Block]) -> list[list[Block]]:
    """All blocks over the most sums that one has: u(i) = sum_j [i = j] u(j)."""
    most = max((b.sorts for b in blocks), key=len)
    wide = [_widened(b, most, _spread_at_index) for b in blocks]
    return [] if None in wide else [[b for b in wide if b is not None]]


def _spread_evenly(t: Term, s: Sort) -> Term | None:
    return total(s, spread_over(t, (s,)).body)


def _spread_at_index(t: Term, s: Sort) -> Term | None:
    i = next(iter(indices_of_sort(t, s)), None)
    return i and total(
        s, mul(delta(shift(i, 1), bound(0, s)), replaced(shift(t, 1), shift(i, 1), bound(0, s)))
    )


def _widened(
    block: Block, most: tuple[Sort, ...], spread: Callable[[Term, Sort], Term | None]
) -> Block | None:
    missing = list(most)
    for s in block.sorts:
        if s not in missing:
            return None
        missing.remove(s)
    term = block.body
    for s in reversed(block.sorts):
        term = total(s, term)
    for s in missing:
        wider = spread(term, s)
        if wider is None:
            return None
        term = wider
    return block_of(term)


def _folded(blocks: list[Block]) -> list[list[Block]]:
    """Each block on its own, a block sum_i sum_j f(i) f(j) as (sum_i f(i))**2."""
    folded = [_fold(b) for b in blocks]
    return [] if None in folded else [[b] for b in folded if b is not None]


def _fold(block: Block) -> Block | None:
    """The block without two sums over one sort, whose factors are the same in both indices."""
    factors = block.body.args if block.body.op == "mul" else (block.body,)
    n = len(block.sorts)
    for p, q in combinations(range(n), 2):
        i, j = n - 1 - p, n - 1 - q
        own, other = ([x for x in factors if uses(x, v)] for v in (i, j))
        if block.sorts[p] != block.sorts[q] or any(x in own for x in other):
            continue
        name = free("the index", block.sorts[p])
        one, two = (
            mul(
                *sorted(
                    (replaced(x, bound(v, name.args[1]), name) for x in side), key=lambda x: x.key
                )
            )
            for side, v in ((own, i), (other, j))
        )
        if own and one is two:
            return _refolded(block, (p, q), one, name, [x for x in factors if x not in own + other])
    return None


def _named(factors: list[Term], i: Term, name: Term) -> Term:
    """The product of the factors with the name for the index, in a fixed order."""
    return mul(*sorted((replaced(x, i, name) for x in factors), key=lambda x: x.key))


def _refolded(block: Block, gone: tuple[int, int], f: Term, name: Term, rest: list[Term]) -> Block:
    """The other sums over the rest times (sum_i f(i))**2."""
    inner = total(name.args[1], replaced(shift(f, 1), name, bound(0, name.args[1])))
    body = mul(*rest, power(inner, 2))
    n = len(block.sorts)
    kept = [k for k in range(n) if k not in gone]
    level = {n - 1 - k: len(kept) - 1 - new for new, k in enumerate(kept)}
    moved = map_bound(body, lambda v, s, d: bound(level[v - d] + d if v >= d else v, s))
    return Block(tuple(block.sorts[k] for k in kept), moved)


def _sum_of_squares(nf: NormalForm, group: list[Block], facts: list[Theorem]) -> Term | None:
    """The sums of squares that the blocks should be equal to."""
    body: Poly = {}
    for block in group:
        ways = ways_of(block)
        for way in ways:
            alone = len(group) == len(ways) == 1
            p = nf.arithmetic.poly(way if alone else nf.of(way)[0])
            body = plus(body, p, Fraction(1, len(ways)))
    term = squares_of(nf, body, facts)
    for s in reversed(group[0].sorts) if term is not None else ():
        term = total(s, term) if term is not None else None
    return term
