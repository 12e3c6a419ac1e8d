"""Blocks that turn into minus themselves, or into their mean, when indices are exchanged.

Place: part of the normal form, below blocks.

Legend
  u           a block: nested sums with the product `body` below them
  v, w        the two levels that are exchanged
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product
from math import factorial, prod
from typing import TYPE_CHECKING

from symattn.kernel.indices import Sort, Term, bound
from symattn.kernel.polynomial import Monomial, Poly
from symattn.kernel.terms import add, map_bound, mul, num, total
from symattn.kernel.theorem import Theorem
from symattn.prover.orders import is_comparison
from symattn.prover.proof import Equal

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm

MOST_EXCHANGES = 24
MOST_TURNS = 720  # ways to exchange levels that are looked at for a skew entry


def opened(t: Term) -> tuple[list[Sort], Term]:
    """The sorts of all nested sums at the top of t, outermost first, and what is below."""
    sorts = []
    while t.op == "sum":
        sorts.append(t.args[0])
        t = t.args[1]
    return sorts, t


def mirrored_block(nf: NormalForm, u: Term, sorts: list[Sort], body: Term) -> Equal:
    """u = 0 where u = -u, by exchanging indices of skew entries; None for other blocks."""
    p = nf.arithmetic.poly(body)
    (m,) = p
    skew = nf.rewriting.skew if nf.rewriting is not None else set[str]()
    if nf.rewriting is None or not any(b.op == "entry" and b.args[0] in skew for b, _, _ in m):
        return None
    for g in _turning(sorts, m, nf.rewriting.symmetric, skew):
        found = _opposite(nf, u, sorts, p, g)
        if found is not None:
            return found
    return None


def _turning(
    sorts: list[Sort], m: Monomial, symmetric: frozenset[str], skew: set[str]
) -> Iterator[dict[int, int]]:
    """Ways to exchange levels that keep the entries but turn an odd number of skew ones."""
    n = len(sorts)
    alike: dict[object, list[int]] = {}
    for k in range(n):
        alike.setdefault((sorts[n - 1 - k], _touched(m, k, symmetric)), []).append(k)
    classes = list(alike.values())
    if prod(factorial(len(c)) for c in classes) > MOST_TURNS:
        return
    factors, sign = _entries(m, {}, symmetric, skew)
    for orders in product(*map(permutations, classes)):
        g = {k: x for c, o in zip(classes, orders, strict=True) for k, x in zip(c, o, strict=True)}
        moved, turned = _entries(m, g, symmetric, skew)
        if moved == factors and turned != sign:
            yield g


def _touched(m: Monomial, level: int, symmetric: frozenset[str]) -> tuple[object, ...]:
    """In which places of which tensors the level stands."""
    found = []
    for b, e, f in m:
        for place, i in enumerate(b.args[1:] if b.op == "entry" else ()):
            if i.op == "bound" and i.args[0] == level:
                found.append((b.args[0], 0 if b.args[0] in symmetric else place, e, f))
    return tuple(sorted(found))


def _entries(
    m: Monomial, g: dict[int, int], symmetric: frozenset[str], skew: set[str]
) -> tuple[list[tuple[str, tuple[str, ...], str, str]], int]:
    """The entries among the factors, their levels exchanged by g, and the sign of the skew ones."""
    found, sign = [], 1
    for b, e, f in m:
        if b.op != "entry":
            continue
        places = [
            f"level {g.get(i.args[0], i.args[0])}" if i.op == "bound" else f"other {i.key}"
            for i in b.args[1:]
        ]
        kept = sorted(places) if b.args[0] in symmetric else places
        if b.args[0] in skew and kept != places and e == int(e) and e % 2:
            sign = -sign
        found.append((str(b.args[0]), tuple(kept), str(e), str(f)))
    return sorted(found), sign


def _opposite(nf: NormalForm, u: Term, sorts: list[Sort], p: Poly, g: dict[int, int]) -> Equal:
    """u = 0, as exchanging the levels by g, which turns skew entries, gives -u."""
    n = len(sorts)
    e = nf.proof.step("sums_commute", [], u, *(n - 1 - g[n - 1 - q] for q in range(n)))
    own, f = nf.of(opened(e.b)[1])
    turned = nf.proof.under(sorts, f)
    if nf.arithmetic.poly(own) != {m: -c for m, c in p.items()} or turned is None:
        return None
    minus = nf.proof.chain(e, turned, nf.proof.step("sums_are_linear", [], turned.b, n))
    loose = nf.proof.step("sums_are_linear", [], u, n)  # u = c v, and -c v by the exchange
    if minus is None or loose.b is u:
        return solved_for(nf, u, minus)
    opposite = mul(num(-1), u)
    back = nf.proof.replaced(opposite, {1: loose})
    same = nf.proof.attempt("equal_by_arithmetic", [], minus.b, back.b) if back else None
    if same is None:
        return None
    return solved_for(nf, u, nf.proof.chain(minus, same, nf.proof.reverse(back)))


def in_terms_of_itself(nf: NormalForm, e: Theorem, n: int) -> tuple[bool, Equal]:
    """Whether u is a part of itself by e, which says that it is n nested sums; then u solved for.

    Math     u = n - u is solved, u = v + u says nothing
    """
    turned = nf.proof.step("sums_are_linear", [], e.b, n)
    loose = nf.proof.step("sums_are_linear", [], e.a, n)  # u = v, what is outside the sums apart
    v = loose.b
    if v.op != "sum" or ((v, 1, 0),) not in nf.arithmetic.poly(turned.b):
        return False, None
    back = nf.proof.reverse(loose) if v is not e.a else None
    found = solved_for(nf, v, nf.proof.chain(back, e, turned))
    return True, nf.proof.chain(loose, found) if found is not None else None


def averaged_block(nf: NormalForm, u: Term) -> Equal:
    """u = (sum of u over the exchanges g of its indices) / how many there are, then solved for u.

    Only where comparisons tell the indices apart and the other factors do not.
    """
    sorts, body = opened(u)
    (m,) = nf.arithmetic.poly(body)
    exchanges = _exchanges(nf, sorts, m)
    if len(exchanges) < 2:
        return None
    share, n = num(Fraction(1, len(exchanges))), len(sorts)
    rows, bodies = {}, []
    for k, g in enumerate(exchanges):
        e: Equal = nf.proof.step("sums_commute", [], u, *(n - 1 - g[n - 1 - p] for p in range(n)))
        f = nf.proof.step("sums_are_linear", [], e.b if e else u, n)
        rows[k] = nf.proof.replaced(mul(share, u), {1: nf.proof.chain(e, f)})
        bodies.append(mul(share, opened(e.b)[1] if e else body))
    parts = add(*(mul(share, u) for _ in exchanges))
    first = nf.proof.step("equal_by_arithmetic", [], u, parts)
    apart = nf.proof.chain(first, nf.proof.replaced(parts, dict(rows)))
    together = add(*bodies)
    for s in reversed(sorts):
        together = total(s, together)
    split = nf.proof.step("sums_are_linear", [], together, n)
    joined = nf.proof.step("equal_by_arithmetic", [], apart.b if apart else u, split.b)
    mean = nf.proof.chain(apart, joined, nf.proof.reverse(split))
    with nf.set_apart(u):
        _, e = nf.of(together)
    return solved_for(nf, u, nf.proof.chain(mean, e))


def _exchanges(nf: NormalForm, sorts: list[Sort], m: Monomial) -> list[dict[int, int]]:
    """All ways to exchange levels that comparisons use, and that leave the other factors alone."""
    n = len(sorts)
    rest = tuple(x for x in m if not is_comparison(x[0]))
    bounds = [x[0] for x in m if x[0].op == "holds" and x[0].args[0] == "ge"]
    classes: list[list[int]] = []
    for v in range(n):
        near = [c for c in classes if sorts[n - 1 - c[0]] == sorts[n - 1 - v]]
        home = next((c for c in near if _alike(nf, rest, c[0], v)), None)
        if home is None:
            classes.append([v])
        else:
            home.append(v)
    used = {v for b in bounds for v, _ in b.dangling}
    classes = [c for c in classes if len(c) > 1 and used & set(c)]
    if not classes or prod(factorial(len(c)) for c in classes) > MOST_EXCHANGES:
        return []
    ways = [[dict(zip(c, order, strict=True)) for order in permutations(c)] for c in classes]
    whole = {v: v for v in range(n)}
    return [{**whole, **{k: v for w in way for k, v in w.items()}} for way in product(*ways)]


def _alike(nf: NormalForm, rest: Monomial, v: int, w: int) -> bool:
    """Whether exchanging the levels v and w leaves the factors as they are."""
    if {v, w}.isdisjoint(k for x in rest for k, _ in x[0].dangling):
        return True
    t = nf.arithmetic.monomial_term(rest)
    swap = {v: w, w: v}
    moved = map_bound(t, lambda k, s, d: bound(swap.get(k - d, k - d) + d, s))
    if nf.arithmetic.poly(moved) == nf.arithmetic.poly(t):
        return True
    return nf.rewriting is not None and nf.of(moved)[0] is nf.of(t)[0]


def solved_for(nf: NormalForm, u: Term, e: Equal) -> Equal:
    """u = w / (1 - a) from u = a u + w."""
    if e is None:
        return None
    p = nf.arithmetic.poly(e.b)
    a = Fraction(p.get(((u, 1, 0),), 0))
    if a == 1:
        return None
    again = add(mul(num(1 / (1 - a)), u), mul(num(-a / (1 - a)), u))
    first = nf.proof.step("equal_by_arithmetic", [], u, again)
    second = nf.proof.replaced(again, {0: nf.proof.replaced(again.args[0], {1: e})}) if a else e
    if second is None:
        return None
    rest = nf.arithmetic.term(nf.arithmetic.poly(second.b))
    if u in [b for m in nf.arithmetic.poly(rest) for b, _, _ in m]:
        return None
    last = (
        nf.proof.step("equal_by_arithmetic", [], second.b, rest) if rest is not second.b else None
    )
    return nf.proof.chain(first if a else None, second, last)
