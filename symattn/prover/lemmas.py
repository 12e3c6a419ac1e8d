"""What follows from a hypothesis about inverses: equations that are then used like hypotheses.

Place: below rewriting. Untrusted: each lemma is a theorem of the kernel, for all its levels.

Legend
  R, B        a declared inverse and its matrix        X, Y     X Y = 1 by a hypothesis
  i, j        the levels 1 and 0 of a lemma
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from symattn.kernel.indices import Sort, Term, bound, sort_of
from symattn.kernel.statement import Hypothesis, tensors_in
from symattn.kernel.terms import delta, entry, map_bound, mul, num, shift
from symattn.kernel.theorem import Theorem

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm

Lemma = tuple[Theorem, tuple[Sort, ...]]


def lemmas_before(nf: NormalForm, number: int) -> Iterator[Lemma]:
    """What to learn before the hypothesis of this number, knowing those before it."""
    s = nf.proof.kernel.statement
    h = s.hypotheses[number]
    if h.judgement.rel != "=":
        return
    inverses = dict(s.inverses)
    names = tensors_in(h.judgement.a) | tensors_in(h.judgement.b)
    new = [name for name, _ in s.inverses if name in names]
    if len(h.sorts) >= 2 and new and not _mentioned_before(s.hypotheses[:number], new[-1]):
        lemma = _inverse_of_symmetric(nf, new[-1], inverses[new[-1]], number)
        if lemma is not None:
            yield lemma
    elif not new:
        lemma = _other_side(nf, number)
        if lemma is not None:
            yield lemma


def _mentioned_before(hypotheses: tuple[Hypothesis, ...], name: str) -> bool:
    return any(name in tensors_in(h.judgement.a) for h in hypotheses)


# ---- the inverse of a symmetric matrix is symmetric ----------------------------------------------


def _inverse_of_symmetric(nf: NormalForm, name: str, matrix: Term, number: int) -> Lemma | None:
    """R[i, j] = c R[j, i] from B[i, j] = c B[j, i], c = 1 or -1: both are R^T B R."""
    if max((m for m, _ in matrix.dangling), default=0) > 1 or nf.proof.kernel.may_be_empty:
        return None
    axes = next(a for n, a, _ in nf.proof.kernel.statement.tensors if n == name)
    if len(axes) != 2:
        return None
    s = axes[0]
    i, j = bound(1, s), bound(0, s)
    turned = map_bound(matrix, lambda m, _, d: shift((i, j)[m - d], d))
    p, q = (nf.arithmetic.poly(nf.of(t)[0]) for t in (matrix, turned))
    sign = 1 if p == q else -1 if p == {m: -c for m, c in q.items()} else 0
    if not sign:
        return None
    k, (a, b) = bound(0, s), (bound(2, s), bound(1, s))  # below one more sum
    first = _with_unit(nf, number, entry(name, k, a), k, b)  # sum_k R[k, i] (B R)[k, j] = R[j, i]
    second = _with_unit(nf, number, entry(name, k, b), k, a)  # sum_k R[k, j] (B R)[k, i] = R[i, j]
    if first is None or second is None:
        return None
    c = num(sign)
    middle = _equal(nf, first.a, mul(c, second.a))
    factor = nf.proof.replaced(mul(c, second.a), {1: second})
    found = nf.proof.chain(nf.proof.reverse(first), middle, factor)
    return (found, (s, s)) if found is not None else None


def _with_unit(nf: NormalForm, number: int, x: Term, row: Term, column: Term) -> Theorem | None:
    """sum_k x (B R)[row, column] = sum_k x [row = column] = what the unit picks."""
    proof, s = nf.proof, sort_of(row)
    unit = proof.attempt("hypothesis_holds", [], number, column, row)
    if unit is None or unit.b is not delta(row, column):
        return None
    inner = proof.replaced(mul(x, unit.a), {1: unit})
    inside = proof.under([s], inner)
    if inside is None:
        return None
    picked = proof.attempt("sum_picks_delta", [], inside.b)
    return proof.chain(inside, picked)


def _equal(nf: NormalForm, a: Term, b: Term) -> Theorem | None:
    x, e = nf.of(a)
    y, f = nf.of(b)
    if x is not y:
        return None
    return nf.proof.chain(e, nf.proof.reverse(f)) or nf.proof.reflexive(a)


# ---- a right inverse of a square matrix is its left inverse --------------------------------------


def _other_side(nf: NormalForm, number: int) -> Lemma | None:
    """Y X = 1 from X Y = 1 for square matrices, unless a hypothesis says so already."""
    proof = nf.proof
    hypotheses = proof.kernel.statement.hypotheses
    h = hypotheses[number]
    if len(h.sorts) != 2 or h.sorts[0] != h.sorts[1] or h.judgement.b.op != "delta":
        return None
    s = h.sorts[0]
    i, j = bound(1, s), bound(0, s)
    given = proof.attempt("hypothesis_holds", [], number, i, j)
    found = proof.attempt("right_inverse_is_left_inverse", [given], i, j) if given else None
    if found is None or any(_says(nf, k, found) for k in range(len(hypotheses))):
        return None
    return found, (s, s)


def _says(nf: NormalForm, number: int, lemma: Theorem) -> bool:
    """Whether a hypothesis is the lemma, but for the order of factors and of its two indices."""
    h = nf.proof.kernel.statement.hypotheses[number]
    if h.judgement.rel != "=" or h.judgement.b is not lemma.b or h.judgement.a.op != "sum":
        return False
    s = h.sorts[0]
    bodies = []
    for places in ((bound(0, s), bound(1, s)), (bound(1, s), bound(0, s))):
        t = nf.proof.kernel.apply("hypothesis_holds", [], [number, *places]).a
        bodies.append(sorted(x.key for x in t.args[1].args))
    return sorted(x.key for x in lemma.a.args[1].args) in bodies
