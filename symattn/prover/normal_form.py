"""The normal form: every term becomes a sum of products of bases, with the steps that prove it.

Place: the engine of the prover. Two terms with one normal form are equal; the steps are replayed
by the kernel, so nothing here has to be trusted.

Legend
  t, u        terms           (u, e)      a term and the theorem t = u (None if t is u)
  p           a polynomial    block       nested sums with a monomial below them
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Poly, plus
from symattn.kernel.terms import exp, total
from symattn.kernel.theorem import Theorem
from symattn.prover.blocks import Blocks
from symattn.prover.choices import choice_moved_out
from symattn.prover.congruence import Congruence
from symattn.prover.derivatives import derivative_of
from symattn.prover.functions import Functions
from symattn.prover.logarithms import Logarithms
from symattn.prover.maxima import Maxima
from symattn.prover.mirrors import solved_for
from symattn.prover.monomials import divided, rewritten_monomials
from symattn.prover.orders import Orders
from symattn.prover.powers import Powers
from symattn.prover.proof import Equal, OutOfBudget, Proof
from symattn.prover.rewriting import Rewriting, Rule
from symattn.prover.roots import Roots
from symattn.prover.signs import Facts
from symattn.prover.steps import Steps

Normal = tuple[Term, Equal]

MOST_TURNS = 12  # circles that are solved in one proof


class NormalForm:
    """Normal forms under one proof; each term is worked out once."""

    def __init__(
        self, proof: Proof, without: frozenset[int] = frozenset(), *, by_signs: bool = False
    ) -> None:
        self.proof = proof
        self.by_signs = by_signs  # whether |x| is written as x (2 step(x) - 1)
        self.arithmetic = proof.kernel.arithmetic
        self.facts = Facts(proof)
        self.blocks = Blocks(self)
        self.powers = Powers(self)
        self.orders = Orders(self)
        self.logarithms = Logarithms(self)
        self.functions = Functions(self)
        self.roots = Roots(self)
        self.maxima = Maxima(self)
        self.steps = Steps(self)
        self.rewriting: Rewriting | None = None
        self.congruence: Congruence | None = None
        self._memo: dict[Term, Normal] = {}
        self.apart: frozenset[Term] = frozenset()
        self._open: set[Term] = set()
        self._circles: set[Term] = set()
        self.turns = 0
        self._bare: dict[int, dict[Term, Normal]] = {}
        self._rules: dict[str, Callable[[Term], Normal]] = {
            "add": self._ring, "mul": self._ring, "pow": self.powers.of, "exp": self._exp,
            "log": self.logarithms.of, "call": self._call, "max": self.maxima.of, "sum": self._sum,
            "case": self._case, "delta": self._delta, "diff": self._diff, "entry": self._entry,
            "size": self._size, "holds": self._holds,
        }  # fmt: skip
        if proof.kernel.statement.hypotheses:
            self.rewriting = Rewriting(self)
            self.rewriting.learn(without)

    def of(self, t: Term) -> Normal:
        """The normal form of t and the theorem that t equals it."""
        found = self._memo.get(t)
        if found is not None:
            return found
        if t in self._open:
            self._circles.add(t)  # t = a t + w is solved for t where t was first asked for
            return t, None
        self._open.add(t)
        rule = self._rules.get(t.op)
        found = rule(t) if rule else (t, None)
        self._open.discard(t)
        if t in self._circles:
            found = self._unrolled(t, found)
        self._memo[t] = found
        self._memo.setdefault(found[0], (found[0], None))
        return found

    def _unrolled(self, t: Term, found: Normal) -> Normal:
        """The normal form of t, having one in which t itself occurs."""
        self._circles.discard(t)
        self.turns += 1
        e = solved_for(self, t, found[1])
        if self.turns > MOST_TURNS or (e is None and found[0] is not t):
            raise OutOfBudget("the normal form runs in a circle")
        self._memo.clear()  # what was found on the way may hold t
        if e is None:
            return t, None
        self._memo[t] = (e.b, e)
        return self.then(e, e.b)

    def forget(self) -> None:
        """Drop all normal forms; a new hypothesis has come into use."""
        self._memo.clear()

    @contextmanager
    def without_rewriting(self, rule: Rule) -> Iterator[None]:
        """Normal forms in which this one hypothesis is not used."""
        memo, self._memo = self._memo, self._bare.setdefault(rule.number, {})
        busy, self._open = self._open, set()
        rewriting = self.rewriting
        self.rewriting = rewriting.without(rule) if rewriting else None
        try:
            yield
        finally:
            self._memo, self._open, self.rewriting = memo, busy, rewriting

    @contextmanager
    def set_apart(self, u: Term) -> Iterator[None]:
        """Normal forms in which the block u stays as it is."""
        memo, busy, apart = self._memo, self._open, self.apart
        self.apart = apart | {u}
        self._memo, self._open = {v: (v, None) for v in self.apart}, set()
        try:
            yield
        finally:
            self._memo, self._open, self.apart = memo, busy, apart

    def settle_as(self, t: Term) -> None:
        """Note that t is its own normal form."""
        self._memo[t] = (t, None)

    def then(self, e: Equal, u: Term) -> Normal:
        """Go on to the normal form of u, having t = u by e."""
        n, f = self.of(u)
        return n, self.proof.chain(e, f)

    # ---- arithmetic ------------------------------------------------------------------------

    def _ring(self, t: Term) -> Normal:
        parts = [self.of(a) for a in t.args]
        e = self.proof.replaced(t, {k: f for k, (_, f) in enumerate(parts)})
        n, f = self.tidy(e.b if e else t)
        return n, self.proof.chain(e, f)

    def tidy(self, t: Term) -> Normal:
        """t with normal parts, as the one term of its polynomial."""
        arithmetic = self.arithmetic
        p = arithmetic.poly(t)
        given, known = self.facts.about(p)
        p = divided(arithmetic, arithmetic.settled(p, known), known)
        n = arithmetic.term(p)
        e: Equal = None
        if n is not t:
            e = self.proof.step("equal_by_arithmetic", given, t, n)
        changed = rewritten_monomials(self, n, p)
        if changed is None:
            return n, e
        flat = arithmetic.term(arithmetic.poly(changed.b))
        g = self.proof.step("equal_by_arithmetic", [], changed.b, flat)
        m, f = self.of(flat)
        return m, self.proof.chain(e, changed, g, f)

    # ---- exponentials, logarithms, functions -------------------------------------------------

    def _exp(self, t: Term) -> Normal:
        y, e = self.of(t.args[0])
        f = self.proof.replaced(t, {0: e})
        u = exp(y)
        split = self.case_of(u, y)
        if split is not None:
            return self.then(self.proof.chain(f, split), split.b)
        if y.op == "log":
            fact = self.facts.sign(y.args[0], ">") or self.facts.strong(y.args[0], ">")
            g = self.proof.attempt("exp_of_log", [fact] if fact else [], u)
            return (g.b, self.proof.chain(f, g)) if g else (u, f)
        g = self.proof.step("exp_of_sum_is_product", [], u)
        if g.b is u:
            self.settle_as(u)
            return u, f
        return self.then(self.proof.chain(f, g), g.b)

    def case_of(self, t: Term, y: Term) -> Equal:
        """t split at the first 0/1 factor, or chosen place, of its argument's polynomial y."""
        for m in self.arithmetic.poly(y):
            for b, _, _ in m:
                if self.arithmetic.boolean(b) and m:
                    return self.proof.attempt("case_split", [], t, b)
        return choice_moved_out(self, t, y)

    def _call(self, t: Term) -> Normal:
        parts = [self.of(a) if isinstance(a, Term) else (a, None) for a in t.args]
        f = self.proof.replaced(t, {k: e for k, (_, e) in enumerate(parts)})
        u = f.b if f else t
        for a in u.args[1:]:
            split = self.case_of(u, a)
            if split is not None:
                return self.then(self.proof.chain(f, split), split.b)
        g = self.functions.expanded(u) or self.steps.of(u)
        if g is not None:
            return self.then(self.proof.chain(f, g), g.b)
        self.settle_as(u)
        return u, f

    def _case(self, t: Term) -> Normal:
        parts = {k: self.of(a)[1] for k, a in enumerate(t.args) if k}
        f = self.proof.replaced(t, parts)
        return (f.b if f else t), f

    # ---- sums ----------------------------------------------------------------------------

    def _sum(self, t: Term) -> Normal:
        s, body = t.args
        if isinstance(s, (tuple, int)):
            nests = isinstance(s, tuple) and s[0] == "*"
            split = self.proof.step(
                "sum_over_pairs_nests" if nests else "sum_over_parts_splits", [], t
            )
            return self.then(split, split.b)
        y, e = self.of(body)
        f = self.proof.under([s], e)
        u = total(s, y)
        g = self.proof.step("sums_are_linear", [], u, 1)
        if g.b is not u:
            return self.then(self.proof.chain(f, g), g.b)
        n, h = self.blocks.normal(u)
        return n, self.proof.chain(f, h)

    def _delta(self, t: Term) -> Normal:
        i, j = t.args
        for a, b in ((i, j), (j, i)):
            if a.op == "pair":
                e = self.proof.step("delta_of_pairs_is_product", [], a, b)
                return self.then(e, e.b)
            if a.op == "image" and a.args[1] < 0:  # a bijection stands on one side only, forwards
                e = self.proof.step("delta_moves_bijection", [], a, b)
                return self.then(e, e.b)
        return t, None

    def _holds(self, t: Term) -> Normal:
        e = self.orders.of_comparison(t)
        return self.then(e, e.b) if e is not None else (t, None)

    # ---- derivatives and hypotheses ----------------------------------------------------------

    def _diff(self, t: Term) -> Normal:
        found = derivative_of(self.proof, self.facts, t.args[0], t.args[1:])
        e = self.proof.step("derivative_is_value", [found])
        return self.then(e, e.b)

    def _size(self, t: Term) -> Normal:
        """A size that a hypothesis gives, as n = 4."""
        return self.tidy(t) if self.rewriting and self.rewriting.products else (t, None)

    def _entry(self, t: Term) -> Normal:
        e = self.congruence.of_entry(t) if self.congruence else None
        if e is None and self.rewriting:
            e = self.rewriting.of_entry(t)
        if e is None:
            return t, None
        return self.then(e, e.b)


def difference(nf: NormalForm, a: Term, b: Term) -> Poly:
    """a - b as a polynomial."""
    return plus(nf.arithmetic.poly(a), nf.arithmetic.poly(b), -1)


def proved_equal(nf: NormalForm, a: Term, b: Term) -> Theorem | None:
    """The theorem a = b, or None if the normal forms differ."""
    if a is b:
        return nf.proof.reflexive(a)
    x, e = nf.of(a)
    y, f = nf.of(b)
    if x is y:
        joined = nf.proof.chain(e, nf.proof.reverse(f))
        return joined if joined is not None else nf.proof.reflexive(a)
    p = difference(nf, x, y)
    given, _ = nf.facts.about(p, every=True)
    g = nf.proof.attempt("equal_by_arithmetic", given, x, y)
    return nf.proof.chain(e, g, nf.proof.reverse(f)) if g is not None else None
