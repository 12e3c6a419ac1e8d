"""Rewriting one product at a time: deltas substitute, orders exclude, sums divide.

Place: part of the normal form, applied whenever a polynomial has been worked out.

Legend
  m           a monomial          lead        the first summand of a denominator, which is replaced
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symattn.kernel.arithmetic import Arithmetic
from symattn.kernel.indices import Term, sort_of
from symattn.kernel.polynomial import Factor, Monomial, Number, Poly, plus, whole
from symattn.kernel.statement import free_indices
from symattn.kernel.terms import ZERO, add, delta, less, mul, num
from symattn.kernel.theorem import Theorem

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm


def rewritten_monomials(nf: NormalForm, n: Term, p: Poly) -> Theorem | None:
    """n, the term of p, with each product rewritten that a delta or an order changes."""
    terms = n.args if n.op == "add" else (n,)
    changes = {}
    for k, t in enumerate(terms):
        ((m, c),) = nf.arithmetic.poly(t).items() if t is not ZERO else (((), 0),)
        change = _change(nf, t, m, c)
        if change is not None:
            changes[k] = change
    if not changes:
        return None
    return changes[0] if n.op != "add" else nf.proof.replaced(n, dict(changes))


def _change(nf: NormalForm, t: Term, m: Monomial, c: Number) -> Theorem | None:
    deltas = [x[0] for x in m if x[0].op == "delta"]
    orders = [x[0] for x in m if order_of_indices(x[0]) is not None]
    turned = [x[0] for x in m if _points_out(x[0])]
    lowered = nf.functions.lowered(t, m, c) or nf.steps.lowered(t, m, c)
    if lowered is not None:
        return lowered
    if not deltas and not orders and not turned and nf.rewriting is None:
        return None
    for d in deltas:
        found = _substituted(nf, t, m, c, d)
        if found is not None:
            return found
    for a in orders:
        found = _excluded(nf, t, m, a, deltas, orders)
        if found is not None:
            return found
    if turned:
        e = nf.proof.attempt("comparison_or_its_negation", [], turned[0])
        return _with_factor(nf, t, m, turned[0], e) if e is not None else None
    return nf.rewriting.of_monomial(t, m, c) if nf.rewriting is not None else None


def _points_out(b: Term) -> bool:
    """Whether a comparison [x >= 0], other than [i < j], has its outermost index with a plus."""
    if b.op != "holds" or b.args[0] != "ge" or order_of_indices(b) is not None:
        return False
    pairs = list(zip(b.args[3::2], b.args[2::2], strict=True))
    indices = [(index_rank(i), c) for i, c in pairs if i.op in ("bound", "free")]
    return bool(indices) and min(indices, key=lambda x: x[0])[1] > 0


def _with_factor(nf: NormalForm, t: Term, m: Monomial, b: Term, e: Theorem) -> Theorem | None:
    """The product t with its factor b replaced by what e says it equals."""
    rest = nf.arithmetic.monomial_term(tuple(x for x in m if x[0] is not b))
    spread = mul(num(_coefficient(nf, t)), b, rest)
    first = nf.proof.step("equal_by_arithmetic", [], t, spread)
    return nf.proof.chain(first, nf.proof.replaced(spread, {1: e}))


def _substituted(nf: NormalForm, t: Term, m: Monomial, c: Number, d: Term) -> Theorem | None:
    """[i = j] u as [i = j] u', the index bound further out standing for the other."""
    old, new = sorted(d.args, key=index_rank, reverse=True)
    if old.op not in ("bound", "free"):
        return None
    rest = [x for x in m if x[0] is not d]
    if not any(_occurs(x[0], old) for x in rest):
        return None
    factors = [nf.arithmetic.monomial_term((x,)) for x in rest]
    spread = mul(d, *([num(c)] if c != 1 else []), *factors)
    e = nf.proof.step("equal_by_arithmetic", [], t, spread) if spread is not t else None
    f = nf.proof.step("delta_substitutes", [], spread, old, new)
    return nf.proof.chain(e, f)


def index_rank(i: Term) -> tuple[int, Any]:
    """Named indices first, then bound ones from the outside in; what is no variable before all."""
    if i.op == "bound":
        return (2, -i.args[0])
    return (1, i.args[0]) if i.op == "free" else (0, "")


def _occurs(t: Term, i: Term) -> bool:
    if i.op == "bound":
        return (i.args[0], i.args[1]) in t.dangling
    return i in free_indices([t])


def order_of_indices(b: Term) -> tuple[Term, Term] | None:
    """(i, j) if b is [i < j]."""
    if b.op != "holds" or len(b.args) != 6 or b.args[0] != "ge" or b.args[1] != -1:
        return None
    i, j = (b.args[3], b.args[5]) if b.args[2] == -1 else (b.args[5], b.args[3])
    if i.op == "size" or j.op == "size" or sort_of(i) != sort_of(j):
        return None
    return (i, j) if less(i, j) is b else None


def _excluded(
    nf: NormalForm, t: Term, m: Monomial, a: Term, deltas: list[Term], orders: list[Term]
) -> Theorem | None:
    """[i < j] [j < i] = 0 and [i < j] [i = j] = 0."""
    found = order_of_indices(a)
    if found is None:
        return None
    i, j = found
    if less(j, i) in orders:
        zero = nf.proof.step("order_excludes", [], i, j, "less")
    elif delta(i, j) in deltas:
        zero = nf.proof.step("order_excludes", [], i, j, "delta")
    else:
        return _turned(nf, t, m, a, i, j)
    left = [x[0] for x in m if x[0] in zero.a.args]
    rest = nf.arithmetic.monomial_term(tuple(x for x in m if x[0] not in left))
    spread = mul(zero.a, rest)
    e = nf.proof.step("equal_by_arithmetic", [], t, mul(num(_coefficient(nf, t)), spread))
    inner = nf.proof.replaced(spread, {0: zero})
    f = nf.proof.replaced(e.b, {1: inner})
    return nf.proof.chain(e, f)


def _coefficient(nf: NormalForm, t: Term) -> Number:
    ((_, c),) = nf.arithmetic.poly(t).items()
    return c


def _turned(nf: NormalForm, t: Term, m: Monomial, a: Term, i: Term, j: Term) -> Theorem | None:
    """[i < j] as 1 - [j < i] - [i = j] where i is bound further out than j."""
    if (
        not index_rank(i) < index_rank(j)
        or i.op not in ("bound", "free")
        or j.op not in ("bound", "free")
    ):
        return None
    return turned_order(nf, t, m, a)


def turned_order(nf: NormalForm, t: Term, m: Monomial, a: Term) -> Theorem | None:
    """The product t with its factor [i < j] written as 1 - [j < i] - [i = j]."""
    found = order_of_indices(a)
    if found is None:
        return None
    i, j = found
    e = nf.proof.step("order_is_total", [], i, j)
    minus = [mul(num(-1), less(j, i)), mul(num(-1), delta(i, j))]
    padded = nf.proof.step("equal_by_arithmetic", [], a, add(e.a, *minus))
    turned = nf.proof.chain(padded, nf.proof.replaced(padded.b, {0: e}))
    return _with_factor(nf, t, m, a, turned) if turned is not None else None


def divided(arithmetic: Arithmetic, p: Poly, known: dict[Term, int]) -> Poly:
    """p with lead * S**-1 replaced by 1 - (S - lead) S**-1 for sums S that are not 0.

    It gives fractions with equal denominators one form; the kernel checks the step by clearing.
    """
    work, out, steps = dict(p), dict[Monomial, Number](), 0
    while work:
        m, c = work.popitem()
        hit = _division(arithmetic, m, known) if steps < 500 else None
        if hit is None:
            out = plus(out, {m: c})
            continue
        steps += 1
        s, rest, lead, lead_c, e = hit
        others = {k: v for k, v in arithmetic.poly(s).items() if k != lead}
        base: Poly = {rest: whole(Fraction(c) / lead_c)}
        up = arithmetic.factor(s, e + 1, 0)
        work = plus(work, arithmetic.product(base, {(up,) if up else (): 1}))
        down = arithmetic.product(base, arithmetic.product(others, {((s, e, 0),): 1}))
        work = plus(work, down, -1)
    return out


def _other_fraction(p: Poly, have: dict[Term, Factor]) -> bool:
    """Whether S = c + x (...) meets x**-1: 1 = (S - x (...)) / c takes the two apart."""
    rest = [m for m in p if m]
    shared = set.intersection(*({b for b, d, f in m if d >= 1 and not f} for m in rest))
    return any(b in have and isinstance(have[b][1], int) and have[b][1] < 0 for b in shared)


def _division(
    arithmetic: Arithmetic, m: Monomial, known: dict[Term, int]
) -> tuple[Term, Monomial, Monomial, Number, Number] | None:
    for s, e, f in m:
        if s.op != "add" or f or not isinstance(e, int) or e >= 0:
            continue
        if known.get(s, 0) < 1 and arithmetic.sign(s) < 2:
            continue
        p = arithmetic.poly(s)
        lead = max(p, key=lambda k: [(x[0].key, x[1]) for x in k])
        have = {x[0]: x for x in m if x[0] is not s}
        if () in p and _other_fraction(p, have):
            return s, tuple(x for x in m if x[0] is not s), (), p[()], e
        if not lead or any(b not in have or have[b][1] < d or d < 0 for b, d, _ in lead):
            continue
        rest = dict(have)
        for b, d, _ in lead:
            left = arithmetic.factor(b, have[b][1] - d, have[b][2])
            if left is None or arithmetic.boolean(b):
                del rest[b]
            else:
                rest[b] = left
        return s, tuple(sorted(rest.values(), key=lambda x: (x[0].key, x[1]))), lead, p[lead], e
    return None
