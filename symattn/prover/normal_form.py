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
from fractions import Fraction

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Poly, plus, prime_powers
from symattn.kernel.terms import exp, log, mul, num, power, total
from symattn.kernel.theorem import Theorem
from symattn.prover.blocks import Blocks
from symattn.prover.derivatives import derivative_of
from symattn.prover.monomials import divided, rewritten_monomials
from symattn.prover.proof import Equal, OutOfBudget, Proof
from symattn.prover.rewriting import Rewriting, Rule
from symattn.prover.signs import Facts

Normal = tuple[Term, Equal]


class NormalForm:
    """Normal forms under one proof; each term is worked out once."""

    def __init__(self, proof: Proof, without: frozenset[int] = frozenset()) -> None:
        self.proof = proof
        self.arithmetic = proof.kernel.arithmetic
        self.facts = Facts(proof)
        self.blocks = Blocks(self)
        self.rewriting: Rewriting | None = None
        self._memo: dict[Term, Normal] = {}
        self._open: set[Term] = set()
        self._bare: dict[int, dict[Term, Normal]] = {}
        self._rules: dict[str, Callable[[Term], Normal]] = {
            "add": self._ring, "mul": self._ring, "pow": self._power, "exp": self._exp,
            "log": self._log, "call": self._call, "max": self._under_binder, "sum": self._sum,
            "case": self._case, "delta": self._delta, "diff": self._diff, "entry": self._entry,
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
            raise OutOfBudget("the normal form runs in a circle")
        self._open.add(t)
        rule = self._rules.get(t.op)
        found = rule(t) if rule else (t, None)
        self._open.discard(t)
        self._memo[t] = found
        self._memo.setdefault(found[0], (found[0], None))
        return found

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
        m, f = self.of(changed.b)
        return m, self.proof.chain(e, changed, f)

    def _power(self, t: Term) -> Normal:
        x, r = t.args
        y, e = self.of(x)
        f = self.proof.replaced(t, {0: e})
        u = power(y, r)
        if r.denominator == 1 and r >= 0:
            n, g = self.tidy(u)
            return n, self.proof.chain(f, g)
        self.facts.learn(x, y, e, whole=r.denominator == 1)
        p = self.arithmetic.poly(y)
        if len(p) == 1 and r.denominator != 1:
            g = self._split_root(u, p)
        elif len(p) > 1:
            g = self._without_content(u, y, p, r)
        else:
            g = None
        n, h = self.tidy(g.b if g else u)
        return n, self.proof.chain(f, g, h)

    def _split_root(self, u: Term, p: Poly) -> Equal:
        """(b_1**e_1 ...)**r as a product of powers, with the bases known to be positive."""
        ((m, c),) = p.items()
        r = u.args[1]
        if all(self.arithmetic.sign(b) == 2 for b, _, _ in m) and c > 0:
            return None
        facts = {b: self.facts.of_base(b, ">") for b, _, _ in m}
        premises = [f for f in facts.values() if f is not None]
        factors = [power(b, e) for b, e, f in m if not f]
        if len(factors) < len(m) or c <= 0:
            return None
        signs = [
            self.proof.step("sign_by_form", premises, x, ">")
            for x in factors
            if self.arithmetic.sign(x, {f.a: 2 for f in premises}) == 2
        ]
        if len(signs) < len(factors) - 1:
            return None
        whole = mul(*([num(c)] if c != 1 else []), *factors)
        e = self.proof.replaced(u, {0: self.proof.step("equal_by_arithmetic", [], u.args[0], whole)})
        if whole.op == "mul":
            f = self.proof.step("power_of_product", signs, power(whole, r))
            e = self.proof.chain(e, f)
        last = e.b if e else u
        inner = {}
        for k, x in enumerate(last.args if last.op == "mul" else ()):
            if x.op == "pow" and x.args[0].op == "pow":
                inner[k] = self.proof.attempt("power_of_power", premises, x)
        if last.op == "pow" and last.args[0].op == "pow":
            return self.proof.chain(e, self.proof.attempt("power_of_power", premises, last))
        return self.proof.chain(e, self.proof.replaced(last, inner))

    def _without_content(self, u: Term, y: Term, p: Poly, r: Fraction) -> Equal:
        """(g v)**r = g**r v**r, g the common factor of the summands and v in its one form."""
        arithmetic = self.arithmetic
        bases = {x[0] for m in p for x in m}
        content = []
        for b in sorted(bases, key=lambda b: b.key):
            exponents = [next((e for c, e, f in m if c is b and not f), 0) for m in p]
            least = min(exponents)
            positive = arithmetic.sign(b) == 2 or self.facts.of_base(b, ">") is not None
            if least and (positive or (r.denominator == 1 and min(exponents) >= 0)):
                content.append(power(b, least))
        first = min(p.items(), key=lambda mc: [(x[0].key, x[1]) for x in mc[0]])[1]
        scale = abs(Fraction(first)) if r.denominator != 1 else Fraction(first)
        if scale != 1:
            content.append(num(scale))
        if not content:
            return None
        inverse = arithmetic.raised(arithmetic.poly(mul(*content)), -1)
        v = arithmetic.settled(arithmetic.product(p, inverse), self.facts.about(p)[1])
        whole = mul(*content, arithmetic.term(v))
        given, _ = self.facts.about(arithmetic.poly(whole))
        e = self.proof.attempt("equal_by_arithmetic", given, y, whole)
        if e is None:
            return None
        self.facts.pass_to_factor(y, e, len(content))
        signs = [s for s in (self.facts.sign(x, ">") for x in whole.args) if s is not None]
        f = self.proof.replaced(u, {0: e})
        g = self.proof.attempt("power_of_product", signs, power(whole, r))
        return self.proof.chain(f, g) if g else None

    # ---- exponentials, logarithms, functions -------------------------------------------------

    def _exp(self, t: Term) -> Normal:
        y, e = self.of(t.args[0])
        f = self.proof.replaced(t, {0: e})
        u = exp(y)
        split = self._case_of(u, y)
        if split is not None:
            return self.then(self.proof.chain(f, split), split.b)
        if y.op == "log":
            fact = self.facts.sign(y.args[0], ">")
            g = self.proof.attempt("exp_of_log", [fact] if fact else [], u)
            return (g.b, self.proof.chain(f, g)) if g else (u, f)
        g = self.proof.step("exp_of_sum_is_product", [], u)
        if g.b is u:
            self.settle_as(u)
            return u, f
        return self.then(self.proof.chain(f, g), g.b)

    def _case_of(self, t: Term, y: Term) -> Equal:
        """t split at the first 0/1 factor of its argument's polynomial y."""
        for m in self.arithmetic.poly(y):
            for b, _, _ in m:
                if self.arithmetic.boolean(b) and m:
                    return self.proof.attempt("case_split", [], t, b)
        return None

    def _log(self, t: Term) -> Normal:
        x = t.args[0]
        y, e = self.of(x)
        self.facts.learn(x, y, e, whole=False)
        f = self.proof.replaced(t, {0: e})
        u = log(y)
        if y.op == "num":
            g = self._log_of_number(u)
            return (g.b, self.proof.chain(f, g)) if g else (u, f)
        if y.op == "exp":
            g = self.proof.step("log_of_exp", [], u)
        elif y.op == "mul":
            signs = [s for s in (self.facts.sign(a, ">") for a in y.args) if s is not None]
            g = self.proof.attempt("log_of_product", signs, u)
        else:
            fact = self.facts.sign(y.args[0], ">") if y.op == "pow" else None
            g = self.proof.attempt("log_of_power", [fact], u) if fact else None
        if g is None:
            self.settle_as(u)
            return u, f
        return self.then(self.proof.chain(f, g), g.b)

    def _log_of_number(self, u: Term) -> Equal:
        """log(p**d q**e ...) = d log(p) + e log(q) + ... for primes; nothing else has a form."""
        y = u.args[0]
        if y.args[0] <= 0:
            return None
        if y.args[0] == 1:
            return self.proof.step("log_of_power", [], u)
        rows = prime_powers(y.args[0]) or []
        factors = [power(num(p), e) for p, e in rows]
        if not factors or mul(*factors) is y:
            return None
        e: Equal = self.proof.step("equal_by_arithmetic", [], y, mul(*factors))
        e = self.proof.replaced(u, {0: e})
        if e is not None and len(factors) > 1:
            e = self.proof.chain(e, self.proof.step("log_of_product", [], e.b))
        if e is None:
            return None
        powers = {
            k: self.proof.step("log_of_power", [], a)
            for k, a in enumerate(e.b.args if e.b.op == "add" else (e.b,))
            if a.args[0].op == "pow"
        }
        f: Equal = powers.get(0) if e.b.op == "log" else self.proof.replaced(e.b, dict(powers))
        g = self.tidy(f.b if f else e.b)[1]
        return self.proof.chain(e, f, g)

    def _call(self, t: Term) -> Normal:
        parts = [self.of(a) if isinstance(a, Term) else (a, None) for a in t.args]
        f = self.proof.replaced(t, {k: e for k, (_, e) in enumerate(parts)})
        u = f.b if f else t
        for a in u.args[1:]:
            split = self._case_of(u, a)
            if split is not None:
                return self.then(self.proof.chain(f, split), split.b)
        self.settle_as(u)
        return u, f

    def _under_binder(self, t: Term) -> Normal:
        f = self.proof.replaced(t, {1: self.of(t.args[1])[1]})
        return (f.b if f else t), f

    def _case(self, t: Term) -> Normal:
        parts = {k: self.of(a)[1] for k, a in enumerate(t.args) if k}
        f = self.proof.replaced(t, parts)
        return (f.b if f else t), f

    # ---- sums ----------------------------------------------------------------------------

    def _sum(self, t: Term) -> Normal:
        s, body = t.args
        if isinstance(s, (tuple, int)):
            nests = isinstance(s, tuple) and s[0] == "*"
            e = self.proof.step("sum_over_pairs_nests" if nests else "sum_over_parts_splits", [], t)
            return self.then(e, e.b)
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

    # ---- derivatives and hypotheses ----------------------------------------------------------

    def _diff(self, t: Term) -> Normal:
        found = derivative_of(self.proof, self.facts, t.args[0], t.args[1:])
        e = self.proof.step("derivative_is_value", [found])
        return self.then(e, e.b)

    def _entry(self, t: Term) -> Normal:
        e = self.rewriting.of_entry(t) if self.rewriting else None
        if e is None:
            return t, None
        return self.then(e, e.b)


def difference(nf: NormalForm, a: Term, b: Term) -> Poly:
    """a - b as a polynomial."""
    return plus(nf.arithmetic.poly(a), nf.arithmetic.poly(b), -1)


def proved_equal(nf: NormalForm, a: Term, b: Term) -> Theorem | None:
    """The theorem a = b, or None if the normal forms differ."""
    x, e = nf.of(a)
    y, f = nf.of(b)
    if x is y:
        joined = nf.proof.chain(e, nf.proof.reverse(f))
        return joined if joined is not None else nf.proof.reflexive(a)
    p = difference(nf, x, y)
    given, _ = nf.facts.about(p, denominators=True)
    g = nf.proof.attempt("equal_by_arithmetic", given, x, y)
    return nf.proof.chain(e, g, nf.proof.reverse(f)) if g is not None else None
