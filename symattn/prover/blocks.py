"""Blocks: nested sums with one product below them, brought into one order.

Place: part of the normal form; called with a sum whose body is a single product.

Legend
  t           sum_{s_1} ... sum_{s_n} m, the block          m       the product below all sums
  level       de Bruijn level below the n sums              place   of a sum, 0 outermost
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symattn.kernel.indices import Sort, Term, bound
from symattn.kernel.polynomial import Monomial
from symattn.kernel.terms import map_bound, mul, power, total, uses
from symattn.prover.choices import counted_level
from symattn.prover.labelling import order_of
from symattn.prover.mirrors import (
    averaged_block,
    in_terms_of_itself,
    mirrored_block,
    opened,
)
from symattn.prover.proof import Equal, OutOfBudget
from symattn.prover.renaming import images_of

if TYPE_CHECKING:
    from symattn.prover.normal_form import Normal, NormalForm

MAX_SUMS = 14


class Blocks:
    """Normal forms of blocks."""

    def __init__(self, nf: NormalForm) -> None:
        self.nf = nf
        self.proof = nf.proof
        self.arithmetic = nf.arithmetic

    def normal(self, t: Term) -> Normal:
        """The normal form of a sum over an atomic range with a single product as its body."""
        first = self._pick(t) or self._reindex(t)
        if first is not None:
            return self.nf.then(first, first.b)
        flat = self.flatten(t)
        u = flat.b if flat else t
        sorts, body = opened(u)
        n, e = self.nf.of(body) if flat else (body, None)
        e = self.proof.under(sorts, e)
        chain = self.proof.chain(flat, e)
        u = e.b if e else u
        further = self._unfinished(u, sorts, n)
        if further is not None:
            return self.nf.then(self.proof.chain(chain, further), further.b)
        return self._finish(u, sorts, n, chain)

    def _finish(self, u: Term, sorts: list[Sort], n: Term, chain: Equal) -> Normal:
        """Cancel, rewrite by hypotheses, and order the sums of a connected block."""
        if u in self.nf.apart:
            return u, chain
        if len(sorts) > 1:
            cancelled = self._cancel(u, sorts, n)
            if cancelled is not None:
                return self.nf.then(self.proof.chain(chain, cancelled), cancelled.b)
        if self.nf.rewriting is not None:
            changed = self.nf.rewriting.of_block(u, sorts, n)
            if changed is not None:
                return self.nf.then(self.proof.chain(chain, changed), changed.b)
        if len(sorts) > 1:
            mirrored = mirrored_block(self.nf, u, sorts, n)
            if mirrored is not None:
                return self.nf.then(self.proof.chain(chain, mirrored), mirrored.b)
            mean = averaged_block(self.nf, u)
            if mean is not None:
                return self.nf.then(self.proof.chain(chain, mean), mean.b)
            ordered = self._order(u, sorts, n)
            if ordered is not None and self._loose(ordered.b, len(sorts)):
                inside, solved = in_terms_of_itself(self.nf, ordered, len(sorts))
                if solved is not None:
                    return self.nf.then(self.proof.chain(chain, solved), solved.b)
                if not inside:
                    chain = self.proof.chain(chain, ordered)
                    return self.nf.then(*self._scaled(ordered.b, len(sorts), chain))
            elif ordered is not None:
                chain, u = self.proof.chain(chain, ordered), ordered.b
        self.nf.settle_as(u)
        return u, chain

    # ---- single steps ------------------------------------------------------------------------

    def _pick(self, t: Term) -> Equal:
        """sum_i [i = j] u(i) = u(j), the bijection moved off i if there is one."""
        s, body = t.args
        factors = body.args if body.op == "mul" else (body,)
        own = bound(0, s)
        for place, d in enumerate(factors):
            if d.op != "delta":
                continue
            for i, j in (d.args, d.args[::-1]):
                if i is own and not uses(j, 0):
                    return self.proof.attempt("sum_picks_delta", [], t)
                if i.op == "image" and i.args[2] is own and not uses(j, 0):
                    e: Equal = self.proof.step("delta_moves_bijection", [], i, j)
                    if body.op == "mul":
                        e = self.proof.replaced(body, {place: e})
                    e = self.proof.under([s], e)
                    f = self.proof.step("sum_picks_delta", [], e.b) if e else None
                    return self.proof.chain(e, f)
        return None

    def _reindex(self, t: Term) -> Equal:
        """sum_i u(f(i)) = sum_i u(i) where i occurs as f(i) only."""
        images = images_of(t.args[1], 0)
        if len(images) != 1:
            return None
        ((name, way),) = images
        if not way:
            return None
        return self.proof.attempt("sum_ignores_bijection", [], t, name, -way)

    def flatten(self, t: Term) -> Equal:
        """All sums that occur as factors below t pulled up beside it."""
        chain: Equal = None
        while True:
            sorts, body = opened(t)
            if len(sorts) > MAX_SUMS:
                raise OutOfBudget(f"a block of more than {MAX_SUMS} sums")
            step = self._nest_one(body)
            if step is None:
                return chain
            e = self.proof.under(sorts, step)
            chain = self.proof.chain(chain, e)
            t = e.b if e else t

    def _nest_one(self, body: Term) -> Equal:
        """u (sum_i v)**e w = sum_i u v (sum_i v)**(e-1) w for the first such factor."""
        factors = body.args if body.op == "mul" else (body,)
        for place, x in enumerate(factors):
            if body.op == "mul" and x.op == "sum":
                return self.proof.step("product_with_sum_nests", [], body, place)
            if x.op == "pow" and x.args[0].op == "sum" and x.args[1] >= 1:
                rest = power(x.args[0], x.args[1] - 1)
                spread = mul(*factors[:place], x.args[0], rest, *factors[place + 1 :])
                e = self.proof.step("equal_by_arithmetic", [], body, spread)
                f = self.proof.step("product_with_sum_nests", [], spread, place)
                return self.proof.chain(e, f)
        return None

    def _unfinished(self, u: Term, sorts: list[Sort], body: Term) -> Equal:
        """A step where the block is not one connected product without deltas of its own."""
        p = self.arithmetic.poly(body)
        n = len(sorts)
        if len(p) != 1 or next(iter(p.values())) != 1:
            mirrored = mirrored_block(self.nf, u, sorts, body) if n > 1 and len(p) == 1 else None
            return mirrored or self.proof.step("sums_are_linear", [], u, n)
        (m,) = p
        if n > 1 and not _connected(m, n):
            return self.proof.step("sums_are_linear", [], u, n)
        for b, _, _ in m:
            if b.op == "delta":
                for i, j in (b.args, b.args[::-1]):
                    if i.op == "image":
                        i = i.args[2]
                    if i.op == "bound" and i.args[0] < n and not uses(j, i.args[0]):
                        return self._innermost(u, n, n - 1 - i.args[0])
        return counted_level(self.nf, u, sorts, m)

    def _innermost(self, u: Term, n: int, place: int) -> Equal:
        """The sum at this place moved innermost; None if it is there."""
        if place == n - 1:
            return None
        order = [p for p in range(n) if p != place] + [place]
        return self.proof.step("sums_commute", [], u, *order)

    def _cancel(self, u: Term, sorts: list[Sort], body: Term) -> Equal:
        """sum_i sum_j x_i y_ij (sum_j y_ij)**-1 = sum_i x_i, for any one of the sums."""
        (m,) = self.arithmetic.poly(body)
        n = len(sorts)
        divisors = {b for b, e, _ in m if e < 0 and b.op in ("sum", "add")}
        for v in range(n):
            s = sorts[n - 1 - v]
            inside = tuple(x for x in m if uses(x[0], v))
            here = [b for b in divisors if not uses(b, v) and _starts_over(b, s)]
            if not here or any(x[0] in divisors for x in inside):
                continue
            c, _ = self.nf.of(total(s, _brought(self.arithmetic.monomial_term(inside), v)))
            if c not in [self._lowered(_brought(b, v)) for b in here]:
                continue
            e = self._innermost(u, n, n - 1 - v)
            t = e.b if e else u
            own, inner = opened(t)
            single = total(own[-1], inner)
            f = self.proof.step("sums_are_linear", [], single, 1)
            return self.proof.chain(e, self.proof.under(own[:-1], f))
        return None

    def _lowered(self, b: Term) -> Term:
        """b seen from outside its level 0, in normal form."""
        lowered = map_bound(b, lambda w, x, d: bound(w - 1, x) if w >= d else bound(w, x))
        return self.nf.of(lowered)[0]

    def _loose(self, u: Term, n: int) -> bool:
        """Whether the product below the sums has a factor that belongs outside, such as -1."""
        body = u
        for _ in range(n):
            body = body.args[1]
        p = self.arithmetic.poly(body)
        return len(p) != 1 or next(iter(p.values())) != 1

    def _scaled(self, u: Term, n: int, chain: Equal) -> tuple[Equal, Term]:
        """u with the number that the new order brought (a sign) in front of it.

        The sums are then in order: inner sums taken alone might choose another one, and go back.
        """
        e = self.proof.step("sums_are_linear", [], u, n)
        parts = e.b.args if e.b.op == "mul" else ()
        if len(parts) == 2 and parts[0].op == "num" and len(opened(parts[1])[0]) == n:
            self.nf.settle_as(parts[1])
            return self.proof.chain(chain, e), e.b
        return chain, u

    def _order(self, u: Term, sorts: list[Sort], body: Term) -> Equal:
        """The sums in their fixed order, the product below them in normal form."""
        (m,) = self.arithmetic.poly(body)
        factors = [self.arithmetic.monomial_term((x,)) for x in m]
        rewriting = self.nf.rewriting
        order = order_of(sorts, factors, rewriting.symmetric if rewriting else ())
        if order == list(range(len(sorts))):
            return None
        e = self.proof.step("sums_commute", [], u, *order)
        new, below = opened(e.b)
        f = self.nf.of(below)[1]
        return self.proof.chain(e, self.proof.under(new[: len(sorts)], f))


def _brought(t: Term, v: int) -> Term:
    """t with its level v brought to the front, as level 0."""

    def move(w: int, s: Sort, d: int) -> Term:
        return bound(_front(w - d, v) + d, s) if w >= d else bound(w, s)

    return map_bound(t, move)


def _front(level: int, v: int) -> int:
    """Where a level goes when level v becomes level 0."""
    return 0 if level == v else level + 1 if level < v else level


def _starts_over(b: Term, s: Sort) -> bool:
    parts = b.args if b.op == "add" else (b,)
    for x in parts:
        for y in x.args if x.op == "mul" else (x,):
            if y.op == "sum" and s in opened(y)[0]:
                return True
    return False


def _connected(m: Monomial, n: int) -> bool:
    """Whether the factors join all n levels into one group."""
    groups: list[set[int]] = []
    for b, _, _ in m:
        levels = {v for v, _ in b.dangling if v < n}
        if not levels:
            return False
        joined = [g for g in groups if g & levels]
        groups = [g for g in groups if not g & levels] + [levels.union(*joined)]
    return len(groups) == 1 and len(groups[0]) == n
