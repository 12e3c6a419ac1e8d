"""A claim at chosen values of the tensors that "for all" speaks of, and the claim without them.

Place: below exact_conditions.py. An instance of a claim that holds for all x is a fact about the
rest, from which a condition is derived; it counts only where the claim says something there.

Legend
  x           the tensor that "for all" speaks of         u, v     places in it
  value       what x[i, ...] is, given its indices
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from symattn.kernel.indices import Sort, Term, bound, free, pair
from symattn.kernel.rules_indices import replaced
from symattn.kernel.statement import Hypothesis, Judgement, Statement, free_indices
from symattn.kernel.terms import ONE, ZERO, add, delta, make, mul, num, shift
from symattn.prover.leads import names_in
from symattn.prover.search import possible_conditions

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
        name = next((x for x in "uvwpqrstabcefgh" if x not in self.used), f"u{len(self.used)}")
        self.used.add(name)
        return free(name, sort)


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


def instance(s: Statement, values: Mapping[str, Value]) -> Statement:
    """What the claim says at the values: goals and hypotheses with them put in."""
    hypotheses = tuple(
        Hypothesis(h.sorts, _at_values(h.judgement, values)) if speaks_of(h, list(values)) else h
        for h in s.hypotheses
    )
    return replace(s, hypotheses=hypotheses, goals=tuple(_at_values(g, values) for g in s.goals))


def _at_values(j: Judgement, values: Mapping[str, Value]) -> Judgement:
    return Judgement(j.rel, put(j.a, values), put(j.b, values))


def without_names(s: Statement, names: Sequence[str]) -> Statement:
    """The statement without what it supposes of these tensors."""
    kept = tuple(h for h in s.hypotheses if not speaks_of(h, names))
    tensors = tuple((n, axes, () if n in names else p) for n, axes, p in s.tensors)
    return replace(s, hypotheses=kept, tensors=tensors)


def to_be_shown(
    s: Statement, domain: Sequence[Judgement], at: Statement, values: Mapping[str, Value]
) -> list[Judgement]:
    """What must be shown so that the claim speaks of its instance at the values.

    It is defined there: what its domain says of x holds, and no denominator, root or logarithm
    of the instance needs more than what the domain says of the rest. And what it supposes of x
    holds.
    """
    names = set(values)
    allowed = {c for c in domain if not names_in(c.a) & names}
    needed = {Judgement(c.rel, put(c.a, values)): c for c in domain if c not in allowed}
    found: dict[Judgement, None] = {}
    for c in (*needed, *possible_conditions(at)):
        if c not in allowed:
            found[_open(c if c.rel != ">" or _below_log(at, c.a) else Judgement(">=", c.a))] = None
    for h, g in zip(s.hypotheses, at.hypotheses, strict=True):
        if speaks_of(h, list(names)):
            found[_open(g.judgement)] = None
    for name, axes, words in s.tensors:
        if name in values:
            x = values[name](tuple(free(f"?{k}", sort) for k, sort in enumerate(axes)))
            found |= dict.fromkeys(_of_property(word, x) for word in words)
    return list(found)


def _of_property(word: str, x: Term) -> Judgement:
    if word == "boolean":
        return Judgement("=", mul(x, x), x)
    return Judgement({"positive": ">", "nonnegative": ">=", "nonzero": "!="}[word], x)


def _below_log(s: Statement, base: Term) -> bool:
    """Whether the base has to be positive: it stands in a logarithm or below a fraction bar."""
    stack = [t for g in s.goals for t in (g.a, g.b)]
    seen: set[Term] = set()
    while stack:
        t = stack.pop()
        if t in seen:
            continue
        seen.add(t)
        if t.op in ("log", "pow") and t.args[0] is base and (t.op == "log" or t.args[1] < 0):
            return True
        stack.extend(a for a in t.args if isinstance(a, Term))
    return False


def _open(j: Judgement) -> Judgement:
    """The judgement with new names for its levels."""
    a, b = j.a, j.b
    for level, sort in sorted(a.dangling | b.dangling, key=lambda x: x[0]):
        name = free(f"?{level}", sort)
        a, b = replaced(a, bound(level, sort), name), replaced(b, bound(level, sort), name)
    return Judgement(j.rel, a, b)
