"""A claim at chosen values of the tensors that "for all" speaks of, and the claim without them.

Place: below exact_conditions.py. An instance of a claim that holds for all x is a fact about the
rest, from which a condition is derived; it counts only where the claim says something there.

Legend
  x           the tensor that "for all" speaks of         u, v     places in it
  value       what x[i, ...] is, given its indices
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symattn.kernel.indices import Sort, Term, bound, free, pair
from symattn.kernel.rules_indices import replaced
from symattn.kernel.statement import Hypothesis, Judgement, Statement, free_indices, subterms
from symattn.kernel.terms import ONE, ZERO, add, delta, make, mul, num, shift
from symattn.prover.leads import names_in

Places = tuple[Term, ...]
Value = Callable[[Places], Term]


class NoInstance(Exception):
    """x has no value put in here: a derivative by x, or a sort without places to name."""


def zero(at: Places) -> Term:
    """The tensor 0."""
    return ZERO


def one(at: Places) -> Term:
    """The tensor whose entries are all 1."""
    return ONE


def unit_at(places: Places, factor: int = 1) -> Value:
    """The tensor that is `factor` at the places and 0 elsewhere."""

    def value(at: Places) -> Term:
        deltas = [delta(i, p) for i, p in zip(at, places, strict=True)]
        return mul(*deltas) if factor == 1 else mul(num(factor), *deltas)

    return value


def total_of(*values: Value) -> Value:
    """The sum of tensors."""
    return lambda at: add(*(v(at) for v in values))


def put(t: Term, values: Mapping[str, Value]) -> Term:
    """t with the values for the tensors of these names.

    Fails    NoInstance where t has a derivative by one of them: it sees more than the value
    """
    memo: dict[Term, Term] = {}

    def go(y: Term) -> Term:
        found = memo.get(y)
        if found is None:
            if y.op == "diff" and y.args[1] in values:
                raise NoInstance(y.args[1])
            if y.op == "entry" and y.args[0] in values:
                found = values[y.args[0]](y.args[1:])
            else:
                args = [go(a) if isinstance(a, Term) else a for a in y.args]
                changed = any(a is not b for a, b in zip(args, y.args, strict=True))
                found = make(y.op, *args) if changed else y
            memo[y] = found
        return found

    return go(t)


@dataclass
class Letters:
    """Names for new indices, none of which the statement uses."""

    used: set[str]

    @classmethod
    def of(cls, s: Statement) -> Letters:
        """Those that are new to the statement."""
        terms = [t for g in s.goals for t in (g.a, g.b)]
        used = {str(i.args[0]) for i in free_indices(terms)} | {n for n, _, _ in s.tensors}
        return cls(used | {n for n, _ in s.sizes})

    def place(self, sort: Sort) -> Term:
        """A new place of this sort; a pair of places for a product.

        Fails    NoInstance for a concatenation: its places are of several kinds
        """
        if isinstance(sort, tuple):
            if sort[0] != "*":
                raise NoInstance(str(sort))
            return pair(*map(self.place, sort[1:]))
        return free(self.new(), sort)

    def new(self) -> str:
        """A new name."""
        name = next((x for x in "uvwpqrstabcefgh" if x not in self.used), f"u{len(self.used)}")
        self.used.add(name)
        return name


def closed(rel: str, a: Term, b: Term = ZERO) -> Hypothesis:
    """The judgement for all values of its free indices."""
    names = sorted(free_indices([a, b]), key=lambda i: str(i.args[0]))
    a, b = shift(a, len(names)), shift(b, len(names))
    for k, i in enumerate(names):
        a, b = (replaced(t, i, bound(k, i.args[1])) for t in (a, b))
    return Hypothesis(tuple(i.args[1] for i in names), Judgement(rel, a, b))


def speaks_of(h: Hypothesis, names: Sequence[str]) -> bool:
    """Whether the hypothesis is about one of the tensors."""
    return bool((names_in(h.judgement.a) | names_in(h.judgement.b)) & set(names))


def own_name(x: str, k: int) -> str:
    """The name of the tensor that is the k-th value of x."""
    return f"{x}~{k}"


def renamed(t: Term, names: Iterable[str], k: int) -> Term:
    """t about the k-th tensors instead of those of the names."""
    own = {x: own_name(x, k) for x in names}
    memo: dict[Term, Term] = {}

    def go(y: Any) -> Any:
        if not isinstance(y, Term):
            return y
        found = memo.get(y)
        if found is None:
            args = [go(a) for a in y.args]
            if y.op == "entry":
                args[0] = own.get(args[0], args[0])
            if y.op == "diff":
                args[1] = own.get(args[1], args[1])
            found = memo[y] = make(y.op, *args)
        return found

    made: Term = go(t) if own else t
    return made


def without_names(s: Statement, names: Sequence[str]) -> Statement:
    """The statement without what it supposes of these tensors."""
    kept = tuple(h for h in s.hypotheses if not speaks_of(h, names))
    tensors = tuple((n, axes, () if n in names else p) for n, axes, p in s.tensors)
    return replace(s, hypotheses=kept, tensors=tensors)


def to_be_shown(
    s: Statement, domain: Sequence[Judgement], values: Mapping[str, Value]
) -> list[Judgement]:
    """What must be shown so that the claim speaks of the values: its domain and hypotheses there.

    A root of 0 is 0, so that what stands below roots only may be 0.
    """
    names = list(values)
    found: dict[Judgement, None] = {}
    for c in domain:
        if names_in(c.a) & set(names):
            rel = ">=" if is_root_only(s, c) else c.rel
            found[_open(Judgement(rel, put(c.a, values)))] = None
    for h in s.hypotheses:
        if speaks_of(h, names):
            j = h.judgement
            found[_open(Judgement(j.rel, put(j.a, values), put(j.b, values)))] = None
    for name, axes, words in s.tensors:
        if name in values:
            x = values[name](tuple(free(f"?{k}", sort) for k, sort in enumerate(axes)))
            found |= dict.fromkeys(_of_property(word, x) for word in words)
    return list(found)


def _of_property(word: str, x: Term) -> Judgement:
    if word == "boolean":
        return Judgement("=", mul(x, x), x)
    return Judgement({"positive": ">", "nonnegative": ">=", "nonzero": "!="}[word], x)


def is_root_only(s: Statement, c: Judgement) -> bool:
    """Whether the condition c > 0 is there for roots only, which have the value 0 at 0."""
    return c.rel == ">" and not _below_log(s, c.a)


def _below_log(s: Statement, base: Term) -> bool:
    """Whether the base has to be positive: it stands in a logarithm or below a fraction bar."""
    for t in subterms(t for g in s.goals for t in (g.a, g.b)):
        if t.op in ("log", "pow") and t.args[0] is base and (t.op == "log" or t.args[1] < 0):
            return True
    return False


def _open(j: Judgement) -> Judgement:
    """The judgement with new names for its levels."""
    a, b = j.a, j.b
    for level, sort in sorted(a.dangling | b.dangling, key=lambda x: x[0]):
        name = free(f"?{level}", sort)
        a, b = replaced(a, bound(level, sort), name), replaced(b, bound(level, sort), name)
    return Judgement(j.rel, a, b)
