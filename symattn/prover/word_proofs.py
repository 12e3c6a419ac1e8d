"""Equations of matrices found as consequences of the hypotheses, with words.

Place: beside the normal form, tried after it; word_certificates.py writes down what is found here.

Legend
  i, j        the free indices of a goal at which its words start and end
  bare        normal forms without any hypothesis
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count, islice, permutations, product

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import plus as plus_poly
from symattn.kernel.statement import Judgement, free_indices
from symattn.kernel.terms import mul, num, power
from symattn.kernel.theorem import Theorem
from symattn.prover.matching import variable
from symattn.prover.normal_form import NormalForm, proved_equal
from symattn.prover.proof import OutOfBudget, Proof
from symattn.prover.word_certificates import value_of, written
from symattn.prover.word_rules import Equation, Rules, Step, flipped, overlaps, plus, within
from symattn.prover.words import Letter, NotWords, Reader, Scalar, Words, key_of

SECONDS = 1.5
MOST_EQUATIONS, MOST_UNITS, DEPTH = 40, 6, 2
Trail = list[Step]


def proved_by_words(proof: Proof) -> list[Theorem] | None:
    """A theorem for every goal of the statement, or None."""
    search = _Search(proof)
    goals = proof.kernel.statement.goals
    if not all(map(search.is_readable, goals)):
        return None
    search.learn()
    found = []
    for goal in goals:
        theorem = search.proved(goal)
        if theorem is None:
            return None
        found.append(theorem)
    return found


class _Search:
    """The equations of one statement, and what follows from them."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        self.end = min(proof.deadline, time.perf_counter() + SECONDS)
        hypotheses = proof.kernel.statement.hypotheses
        equations = frozenset(k for k, h in enumerate(hypotheses) if h.judgement.rel == "=")
        self.bare = NormalForm(proof, equations)
        self.full: NormalForm | None = None
        self.numbers = sorted(equations)
        self.units: list[tuple[Letter, Words, Equation]] = []
        self.rules, self.fractions = Rules(), Rules()
        self.known: set[Term] = set()  # denominators that are not 0
        self.completed = False

    def is_readable(self, goal: Judgement) -> bool:
        """Whether the goal is an equation of words."""
        pairs = _ends(goal) if goal.rel == "=" else ()
        return any(self._words(goal.a, goal.b, i, j) is not None for i, j in pairs)

    def learn(self) -> None:
        """Read the hypotheses, and the lemmas that the normal form finds."""
        hypotheses = self.proof.kernel.statement.hypotheses
        try:
            self.full = NormalForm(self.proof)
        except OutOfBudget:
            self.full = None
        rewriting = self.full.rewriting if self.full else None
        count_of_lemmas = len(rewriting.lemmas) if rewriting else 0
        numbers = [*self.numbers, *range(len(hypotheses), len(hypotheses) + count_of_lemmas)]
        given = [e for k in numbers if (e := self._equation(k)) is not None]
        self.units = [u for e in given for x in (e, flipped(e)) for u in _units(x)]
        for e in given:
            self._divide(e.words)
            self._enter(e.words, e.trail)

    def fact(self, number: int, indices: Sequence[Term]) -> Theorem | None:
        """The hypothesis or lemma of this number at the indices."""
        if self.full is not None and self.full.rewriting is not None:
            return self.full.rewriting.fact(number, indices)
        return self.proof.attempt("hypothesis_holds", [], number, *indices)

    def sorts(self, number: int) -> Sequence[object]:
        """The sorts of the levels of a hypothesis or lemma."""
        hypotheses = self.proof.kernel.statement.hypotheses
        if number < len(hypotheses):
            return hypotheses[number].sorts
        lemmas = self.full.rewriting.lemmas if self.full and self.full.rewriting else []
        lemma = lemmas[number - len(hypotheses)]
        levels = dict(lemma.a.dangling | lemma.b.dangling)
        return tuple(levels[k] for k in range(len(levels)))

    def _equation(self, number: int) -> Equation | None:
        """The hypothesis as a sum of words that is 0."""
        sorts = self.sorts(number)
        if len(sorts) > 2:
            return None
        own = [variable(k, s) for k, s in enumerate(sorts)]
        fact = self.fact(number, own)
        if fact is None:
            return None
        ends = (own[0] if own else None, own[1] if len(own) > 1 else None)
        words = self._words(fact.a, fact.b, *ends)
        if not words:
            return None
        return Equation(words, [Step(Fraction(1), (), (), (), number, False, ())])

    def _words(self, a: Term, b: Term, i: Term | None, j: Term | None) -> Words | None:
        arithmetic = self.bare.arithmetic
        p, q = (arithmetic.poly(self.bare.of(t)[0]) for t in (a, b))
        try:
            return Reader(arithmetic, i, j).read(plus_poly(p, q, -1))
        except NotWords:
            return None

    def _enter(self, words: Words, trail: Trail) -> None:
        """Add an equation, and what is left of it after a division by a number other than 0."""
        if not self.rules.add(words, trail):
            return
        e = self.rules.equations[-1]
        groups: dict[object, Words] = {}
        for (s, w), c in e.words.items():
            rest = tuple(x for x in s if x[0] != "term")
            number = tuple(x for x in s if x[0] == "term")
            groups.setdefault((w, rest), {})[number, ()] = c
        s, w = e.lead
        factor = groups[w, tuple(x for x in s if x[0] != "term")]
        if set(factor) == {((), ())}:
            return
        t = value_of(factor)
        both = [self.bare.of(x)[0] for x in (t, mul(num(-1), t))]
        bases = [self.bare.arithmetic.base(x) for x in both if x.op != "num"]
        base = next((b for b in bases if self.bare.facts.strong(b, "!=") is not None), None)
        if base is None:
            return
        self._divide_by(base)
        p, more = within(e, Fraction(1), [("term", power(base, -1))], (), ())
        divided = self.fractions.reduction(p, more)
        self.rules.equations += [divided] if divided is not None else []

    def _divide(self, words: Words) -> None:
        """Rules S S**-1 = 1 for the denominators in the words."""
        for s, _ in words:
            for kind, t in s:
                if kind == "term" and t.op == "pow" and t.args[1] == -1:
                    self._divide_by(t.args[0])

    def _divide_by(self, s: Term) -> None:
        if s in self.known or self.bare.facts.strong(s, "!=") is None:
            return
        self.known.add(s)
        try:
            words = Reader(self.bare.arithmetic, None, None).read(self.bare.arithmetic.poly(s))
        except NotWords:
            return
        inverse: Scalar = ("term", power(s, -1))
        product = {key_of((*own, inverse), w): c for (own, w), c in words.items()}
        one = plus(product, {((), ()): Fraction(1)}, Fraction(-1))
        if self.rules.add(one, []):
            self.fractions.equations.append(Equation(one, []))

    # ---- goals ---------------------------------------------------------------------------------

    def proved(self, goal: Judgement) -> Theorem | None:
        """The goal, by whichever way is found."""
        if goal.rel != "=":
            return None
        direct = proved_equal(self.bare, goal.a, goal.b)
        if direct is not None:
            return direct
        for i, j in _ends(goal):
            words = self._words(goal.a, goal.b, i, j)
            if words is None:
                continue
            self._divide(words)
            trail = self._trail(words)
            if trail is not None:
                return written(self.proof, self.bare, self.fact, self.sorts, goal, trail, (i, j))
        return None

    def _trail(self, goal: Words) -> Trail | None:
        found = self._followed(goal, DEPTH)
        if found is None and not self.completed:
            self._complete()
            found = self._followed(goal, DEPTH)
        return found

    def _followed(self, goal: Words, depth: int) -> Trail | None:
        """How the goal follows: by reduction, or after a multiplication that can be undone."""
        rest, trail = self.rules.reduced(goal, [])
        if not rest:
            return trail
        if not depth or time.perf_counter() > self.end:
            return None
        for turn in (False, True):
            here = _turned(rest) if turn else rest
            firsts = {w[0] for _, w in here if w}
            order = sorted(self.units, key=lambda u: u[0] not in firsts)
            for letter, factor, e in islice(order, MOST_UNITS):
                if not all(not w or w[0].row == letter.row for _, w in here):
                    continue
                more = self._multiplied(here, letter, factor, e, depth - 1)
                if more is not None:
                    return trail + (_turned_trail(more) if turn else more)
        return None

    def _multiplied(
        self, goal: Words, letter: Letter, factor: Words, e: Equation, depth: int
    ) -> Trail | None:
        """goal = R (B goal) + (1 - R B) goal, where e is 1 - R B = 0 but for a number."""
        product: Words = {}
        trail: Trail = []
        b = Equation(factor, []) if factor else None
        if b is None or time.perf_counter() > self.end:
            return None
        unit = e.words[(), ()]
        for (s, w), c in goal.items():
            product = plus(product, within(b, c, s, (), w)[0], Fraction(1))
            trail += within(e, c / unit, s, (), w)[1]
        found = self._followed(product, depth) if product else []
        if found is None:
            return None
        first = Equation({((), (letter,)): Fraction(1)}, found)
        return trail + within(first, Fraction(1), (), (letter,), ())[1]

    def _complete(self) -> None:
        """Add what the overlaps of leads say, while there is time."""
        self.completed = True
        rules = self.rules
        for k in count():
            if k >= len(rules.equations) or len(rules.equations) > MOST_EQUATIONS:
                return
            for m in range(k + 1):
                e, f = rules.equations[k], rules.equations[m]
                for x, y in product((e, flipped(e)), (f, flipped(f))):
                    for first, second in ((x, y), (y, x)):
                        if time.perf_counter() > self.end:
                            return
                        for words, trail in overlaps(first, second):
                            self._enter(words, trail)


def _turned(p: Words) -> Words:
    return flipped(Equation(p, [])).words


def _turned_trail(trail: Trail) -> Trail:
    return flipped(Equation({((), ()): Fraction(1)}, trail)).trail


def _ends(goal: Judgement) -> Iterator[tuple[Term | None, Term | None]]:
    """The pairs of free indices between which the goal may be words."""
    names = sorted(free_indices([goal.a, goal.b]), key=lambda i: i.key)
    if len(names) < 2:
        yield (names[0] if names else None), None
        return
    yield from ((i, j) for i, j in permutations(names[:4], 2) if i.key < j.key)


def _units(e: Equation) -> Iterator[tuple[Letter, Words, Equation]]:
    """(R, B, e) where e says R B = 1."""
    one = e.words.get(((), ()))
    rest = {k: c for k, c in e.words.items() if k != ((), ())}
    firsts = {w[0] if w else None for _, w in rest}
    if one is None or len(firsts) != 1 or None in firsts:
        return
    (letter,) = (x for x in firsts if x is not None)
    if letter.row is not None and (letter.column is not None or letter.diagonal):
        yield letter, {(s, w[1:]): -c / one for (s, w), c in rest.items()}, e
