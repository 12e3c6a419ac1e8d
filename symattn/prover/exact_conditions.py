"""The condition under which a refuted claim does hold, where one can be computed and proved.

Place: below settle. A claim that is linear in a tensor x holds for all x exactly when its
coefficients vanish: those are what is left when x is 1 at one place u and 0 elsewhere.

Legend
  x           the tensor that "for all" speaks of         u        the place where it is 1
  R           the difference of the two sides at that x   rows     its free indices, as levels
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from sympy import Basic, preorder_traversal

from symattn.errors import CertificateError
from symattn.expressions.nodes import Tensor
from symattn.kernel.arithmetic import Arithmetic
from symattn.kernel.indices import Term, bound, free
from symattn.kernel.polynomial import Poly, TooLarge, plus, whole
from symattn.kernel.rules_indices import mentions, replaced
from symattn.kernel.statement import Hypothesis, Judgement, Statement, fingerprint, free_indices
from symattn.kernel.terms import ZERO, add, delta, entry, make, mul, num, shift, size
from symattn.kernel.theorem import StepRefused
from symattn.notation.latex_writer_terms import latex_of_term
from symattn.prover.claim import Claim
from symattn.prover.leads import names_in
from symattn.prover.matrix_form import latex_of_matrix_polynomial
from symattn.prover.normal_form import NormalForm
from symattn.prover.proof import OutOfBudget, Proof
from symattn.prover.replayer import REPLAYER
from symattn.prover.search import attempt_proof, possible_conditions

PLAIN = {"add", "mul", "sum", "num", "entry", "free", "bound", "delta", "pow", "size"}
LONGEST = 400  # characters of a condition that is worth printing


def exactly_when(
    claim: Claim, statement: Statement, seconds: float, names: Sequence[str] | None = None
) -> str | None:
    """LaTeX of the condition, proved to be sufficient and necessary; None if there is none.

    "For all" speaks of the tensors in `names`, of those that the claim says, or of the vectors.
    """
    if len(statement.goals) != 1 or statement.goals[0].rel != "=":
        return None
    tensors = _quantified(claim, statement) if names is None else list(names)
    if claim.for_all and names is None and tensors != list(claim.for_all):
        return None  # something is said of one of them, or it does not occur
    written = tensors_written(claim)
    for some in [tensors] if claim.for_all or not tensors else [tensors, []]:
        try:
            found = _condition(statement, some, claim.for_all, seconds)
        except (OutOfBudget, StepRefused, TooLarge, RecursionError):
            continue
        if found is not None and names_in(found) <= written and not mentions(found, "image"):
            return _latex(statement, found, statement.goals[0])
    return None


def tensors_written(claim: Claim) -> set[str]:
    """The names of the tensors in the claim; a statement may introduce others, such as inverses."""
    typed = claim.typed
    parts = [typed.left, typed.right, *(x for a in typed.given for x in a.args)]
    nodes = [x for x in parts if isinstance(x, Basic)]
    return {str(x.args[0]) for n in nodes for x in preorder_traversal(n) if isinstance(x, Tensor)}


def _quantified(claim: Claim, s: Statement) -> list[str]:
    """The tensors the claim says "for all" of; else the vectors that nothing else is said of."""
    given = [t for h in s.hypotheses for t in (h.judgement.a, h.judgement.b)]
    supposed = {n for t in given for n in names_in(t)}
    used = names_in(s.goals[0].a) | names_in(s.goals[0].b)
    loose = {n: axes for n, axes, props in s.tensors if not props and n in used - supposed}
    if claim.for_all:
        return [n for n in claim.for_all if n in loose]
    return sorted(n for n, axes in loose.items() if len(axes) == 1)


def _condition(
    s: Statement, names: list[str], claimed: Sequence[str], seconds: float
) -> Term | None:
    """What is 0 exactly where the claim holds for all values of the tensors it is linear in.

    It must be linear in those that the claim itself says "for all" of.
    """
    goal = s.goals[0]
    sides, places = [goal.a, goal.b], list[Term]()
    used = {str(i.args[0]) for i in free_indices(sides)} | {n for n, _, _ in s.tensors}
    used |= {n for n, _ in s.sizes}
    extracted = False
    for x in names:
        axes = next(a for n, a, _ in s.tensors if n == x)
        if all(isinstance(a, str) for a in axes) and _is_linear(s, sides, x, seconds):
            own = tuple(free(_letter(used), a) for a in axes)
            sides = [_at_unit(t, x, own) for t in sides]
            places += own
            extracted = True
        elif x in claimed:
            return None
    if names and not extracted:
        return None
    residual = _residual(s, sides, seconds)
    for u, i in _equated(s, residual, places):
        sides = [replaced(t, u, i) for t in sides]
        places.remove(u)
        residual = _residual(s, sides, seconds)
    if residual is ZERO or residual.op == "num" or (not places and not _is_plain(residual)):
        return None
    if not _necessary(s, sides, residual, seconds) or not _sufficient(s, residual, seconds):
        return None
    return residual


def _equated(s: Statement, residual: Term, places: list[Term]) -> list[tuple[Term, Term]]:
    """Pairs of a place u and an index i of the claim where every product has the factor [i = u]."""
    found: dict[Term, Term] = {}
    products = list(Arithmetic(s).poly(residual))
    for b in set.intersection(*({x[0] for x in m} for m in products)) if products else set():
        if b.op == "delta":
            for u, i in (b.args, b.args[::-1]):
                if u in places and i not in places and i.op == "free":
                    found.setdefault(u, i)
    return sorted(found.items(), key=lambda ui: str(ui[0].args[0]))


def _letter(used: set[str]) -> str:
    """A letter for an index that the claim does not use."""
    name = next(x for x in "uvwpqrstabcefgh" if x not in used)
    used.add(name)
    return name


def _is_plain(residual: Term) -> bool:
    """Whether the difference of the sides is worth saying: no exponentials and no fractions."""
    seen, stack = set(), [residual]
    while stack:
        t = stack.pop()
        if t in seen:
            continue
        seen.add(t)
        if t.op not in PLAIN:
            return False
        if t.op == "pow" and t.args[1] < 0:
            return False
        stack.extend(a for a in t.args if isinstance(a, Term))
    return True


def _at_unit(t: Term, x: str, places: tuple[Term, ...]) -> Term:
    """t with x replaced by the tensor that is 1 at the places and 0 elsewhere."""
    memo: dict[Term, Term] = {}

    def go(y: Term) -> Term:
        found = memo.get(y)
        if found is None:
            if y.op == "entry" and y.args[0] == x:
                found = mul(*(delta(i, p) for i, p in zip(y.args[1:], places, strict=True)))
            else:
                args = [go(a) if isinstance(a, Term) else a for a in y.args]
                changed = any(a is not b for a, b in zip(args, y.args, strict=True))
                found = make(y.op, *args) if changed else y
            memo[y] = found
        return found

    return go(t)


def _residual(s: Statement, sides: list[Term], seconds: float) -> Term:
    nf = _normal_form(s, seconds)
    x, y = (nf.of(t)[0] for t in sides)
    p = plus(nf.arithmetic.poly(x), nf.arithmetic.poly(y), -1)
    return nf.arithmetic.term(_without_factors(nf, p))


def _without_factors(nf: NormalForm, p: Poly) -> Poly:
    """p divided by what all its products share and is never 0, and by its first coefficient."""
    if not p:
        return p
    first = next(iter(p.values()))
    shared = set.intersection(*(set(m) for m in p))
    never = {x for x in shared if nf.arithmetic.sign(x[0]) == 2}
    ratios = {m: Fraction(c) / Fraction(first) for m, c in p.items()}
    whole_ratios = all(r.denominator == 1 for r in ratios.values())
    scale = abs(Fraction(first)) if whole_ratios else Fraction(1)
    if all(c < 0 for c in p.values()):
        scale = -scale
    return {tuple(x for x in m if x not in never): whole(Fraction(c) / scale) for m, c in p.items()}


def _is_linear(s: Statement, sides: list[Term], x: str, seconds: float) -> bool:
    """Whether the difference of the sides has x exactly once in each product."""
    nf = _normal_form(s, seconds)
    a, b = (nf.of(t)[0] for t in sides)
    p = plus(nf.arithmetic.poly(a), nf.arithmetic.poly(b), -1)
    return bool(p) and all(sum(_degree(b, x) * e for b, e, _ in m) == 1 for m in p)


def _degree(t: Term, x: str) -> int:
    """How often x is a factor of t; 2 where it occurs otherwise."""
    if t.op == "entry":
        return int(t.args[0] == x)
    if t.op == "sum":
        return _degree(t.args[1], x)
    if t.op == "mul":
        return sum(_degree(a, x) for a in t.args)
    return 2 if x in names_in(t) else 0


def _normal_form(s: Statement, seconds: float) -> NormalForm:
    return NormalForm(Proof(s, possible_conditions(s), seconds))


def _necessary(s: Statement, sides: list[Term], residual: Term, seconds: float) -> bool:
    """Whether the difference at the unit tensor is c R with c never 0: try R = 0 from it."""
    names = sorted(free_indices([*sides, residual]), key=lambda i: str(i.args[0]))
    difference = add(sides[0], mul(num(-1), sides[1]))
    given = Hypothesis(tuple(i.args[1] for i in names), Judgement("=", _closed(difference, names)))
    goal = Judgement("=", residual, ZERO)
    return _replayed(_with(s, given, goal), seconds)


def _sufficient(s: Statement, residual: Term, seconds: float) -> bool:
    """Whether the claim follows where R = 0 for all its indices."""
    names = sorted(free_indices([residual]), key=lambda i: str(i.args[0]))
    given = Hypothesis(tuple(i.args[1] for i in names), Judgement("=", _closed(residual, names)))
    return _replayed(_with(s, given, s.goals[0]), seconds)


def _with(s: Statement, given: Hypothesis, goal: Judgement) -> Statement:
    return replace(s, hypotheses=(*s.hypotheses, given), goals=(goal,))


def _closed(t: Term, names: list[Term]) -> Term:
    """t with the named indices as dangling levels: names[k] is level k."""
    out = shift(t, len(names))
    for k, i in enumerate(names):
        out = replaced(out, i, bound(k, i.args[1]))
    return out


def _replayed(s: Statement, seconds: float) -> bool:
    attempt = attempt_proof(s, seconds)
    if not attempt.certificate:
        return False
    try:
        answer = REPLAYER.replay(attempt.certificate)
    except CertificateError:
        return False
    return bool(answer["fingerprint"] == fingerprint(s))


def _latex(s: Statement, residual: Term, goal: Judgement) -> str | None:
    texts = [latex_of_term(entry(n)) for n in sorted(names_in(residual))]
    texts += [latex_of_term(size(n)) for n, _ in s.sizes]
    texts += [latex_of_term(entry(str(i.args[0]))) for i in free_indices([residual])]
    if len({*texts, "I"}) <= len(texts):
        return None  # two names, or a name and the identity, would print alike
    rows = sorted(free_indices([goal.a, goal.b]), key=lambda i: str(i.args[0]))
    found = latex_of_matrix_polynomial(s, residual, rows)
    text = found if found is not None else latex_of_term(residual)
    return f"{text} = 0" if len(text) <= LONGEST else None
