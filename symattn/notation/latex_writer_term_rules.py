"""How each operation of the kernel's terms is written.

Place: below latex_writer_terms.

Legend
  w           the writer           t           a term           i           a term naming an index
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from symattn.errors import Unsupported
from symattn.kernel.indices import INDEX_OPS, Sort, Term, sort_of
from symattn.kernel.terms import entry, num
from symattn.notation.latex_writer_core import beside, bracketed, may_stand_beside
from symattn.notation.latex_writer_entrywise import FUNCTIONS
from symattn.notation.latex_writer_names import symbol_of
from symattn.notation.latex_writer_scalars import ATOM, BIG, JUXT, SUM, TIGHT, Written
from symattn.notation.styles import Style

LETTERS = ("i", "j", "k", "l", "a", "b", "c", "m", "p", "r", "s", "t", "u")
LEQ = r"\leq"
Rule = Callable[["TermWriter", Term], Written]


class TermWriter:
    """Writes terms in one style; knows the letters of the binders it is inside."""

    def __init__(self, style: Style, renames: dict[str, str], taken: set[str]) -> None:
        self.style, self.renames = style, renames
        self._fresh = self._letters(taken)
        self._levels: list[str] = []  # the letter of each binder, the innermost last
        self._outside: dict[int, str] = {}  # the letters of levels bound outside the term
        self._spare: list[str] = []

    @staticmethod
    def _letters(taken: set[str]) -> Iterator[str]:
        primes = ""
        while True:
            yield from (x + primes for x in LETTERS if x not in taken)
            primes += "'"

    def _next(self) -> str:
        return self._spare.pop() if self._spare else next(self._fresh)

    def letter(self, level: int) -> str:
        """The letter of a bound level here."""
        if level < len(self._levels):
            return self._levels[-1 - level]
        outside = level - len(self._levels)
        if outside not in self._outside:
            self._outside[outside] = next(self._fresh)
        return self._outside[outside]

    def enter(self) -> str:
        """A letter for one more binder."""
        self._levels.append(self._next())
        return self._levels[-1]

    def leave(self) -> None:
        """Give the letter of the innermost binder back."""
        self._spare.append(self._levels.pop())

    def name(self, name: str, kind: str = "tensor") -> str:
        """A name as LaTeX."""
        return symbol_of(self.renames.get(name, name), self.style, kind).with_scripts(self.style)

    @staticmethod
    def number(q: Fraction) -> Written:
        """A rational number."""
        sign, size = "-" if q < 0 else "", abs(q)
        if size.denominator == 1:
            return f"{sign}{size}", SUM if sign else ATOM
        return rf"{sign}\frac{{{size.numerator}}}{{{size.denominator}}}", SUM if sign else TIGHT

    def sort(self, s: Sort, inside: bool = False) -> str:
        """A sort as the size it has."""
        if isinstance(s, int):
            return str(s)
        if isinstance(s, str):
            return self.name(s, "size")
        if s[0] == "*":
            return " ".join(self.sort(x, True) for x in s[1:])
        text = " + ".join(self.sort(x) for x in s[1:])
        return f"({text})" if inside else text

    def written(self, t: Term) -> Written:
        """A term and how tightly it holds together."""
        rule = TERM_RULES.get(t.op)
        if rule is None:
            raise Unsupported(
                f"writing the kernel term {t.op} as LaTeX", "there is no rule", do="add one"
            )
        return rule(self, t)

    def text(self, t: Term, level: int = 0) -> str:
        """A term, in brackets if it is looser than the level."""
        text, own = self.written(t)
        return text if own >= level else bracketed(text)


# ---- indices


def _bound(w: TermWriter, t: Term) -> Written:
    return w.letter(t.args[0]), ATOM


def _free(w: TermWriter, t: Term) -> Written:
    return w.name(t.args[0], "index"), ATOM


def _unit(w: TermWriter, t: Term) -> Written:
    return str(t.args[0] + w.style.first_index), ATOM


def _inject(w: TermWriter, t: Term) -> Written:
    m, sort, i = t.args
    before = w.sort(("+", *sort[1 : m + 1])) if m > 1 else w.sort(sort[1]) if m else ""
    return (f"{before} + {w.text(i)}", SUM) if before else (w.text(i), ATOM)


def _pair(w: TermWriter, t: Term) -> Written:
    return f"({','.join(map(w.text, t.args))})", ATOM


def _part(w: TermWriter, t: Term) -> Written:
    return f"{w.text(t.args[1], ATOM)}_{{[{t.args[0] + w.style.first_index}]}}", ATOM


def _image(w: TermWriter, t: Term) -> Written:
    name, direction, i = t.args
    return f"{w.name(name)}{'^{-1}' if direction < 0 else ''}({w.text(i)})", ATOM


# ---- numbers


def _num(w: TermWriter, t: Term) -> Written:
    return w.number(t.args[0])


def _size(w: TermWriter, t: Term) -> Written:
    return w.sort(t.args[0]), ATOM


def _entry(w: TermWriter, t: Term) -> Written:
    name, *indices = t.args
    spelled = symbol_of(w.renames.get(name, name), w.style)
    level = TIGHT if spelled.sup else ATOM
    if not indices:
        return w.name(name), level
    places = ",".join(map(w.text, indices))
    if spelled.sub:
        return f"[{w.name(name)}]_{{{places}}}", ATOM
    return spelled.with_scripts(w.style, sub=places), level


def _add(w: TermWriter, t: Term) -> Written:
    terms = [w.text(x, SUM) for x in t.args]
    terms.sort(key=lambda x: x.startswith("-"))  # what is added comes first
    rest = (f" - {x[1:]}" if x.startswith("-") else f" + {x}" for x in terms[1:])
    return terms[0] + "".join(rest), SUM


def _mul(w: TermWriter, t: Term) -> Written:
    above, below, negative = [], [], False
    for x in t.args:
        if x.op == "num" and x.args[0] < 0:
            negative = not negative
            above += [num(-x.args[0])] if x.args[0] != -1 else []
        elif x.op == "pow" and x.args[1] < 0:
            below.append(_raised(w, x.args[0], -x.args[1]))
        else:
            above.append(x)
    text, level = _product(w, above)
    if below:
        bottom = below[0] if len(below) == 1 else "".join(map(_inside, below))
        text, level = rf"\frac{{{text}}}{{{bottom}}}", TIGHT
    return ("-" + text, SUM) if negative else (text, level)


def _product(w: TermWriter, factors: list[Term]) -> Written:
    """Factors side by side; a sum over an index may stand open at the end."""
    if len(factors) < 2:
        return w.written(factors[0]) if factors else ("1", ATOM)
    texts = [w.text(x, TIGHT) for x in factors[:-1]]
    last, level = w.written(factors[-1])
    texts.append(last if level >= TIGHT or level == BIG else bracketed(last))
    text = texts[0]
    for x in texts[1:]:
        text = beside(text, x) if may_stand_beside(text, x) else rf"{text} \cdot {x}"
    return text, BIG if level == BIG else JUXT


def _inside(text: str) -> str:
    return bracketed(text) if " + " in text or " - " in text or r"\sum" in text else text


def _pow(w: TermWriter, t: Term) -> Written:
    x, r = t.args
    if r < 0:
        return rf"\frac{{1}}{{{_raised(w, x, -r)}}}", TIGHT
    return _raised(w, x, r), TIGHT


def _raised(w: TermWriter, x: Term, r: Fraction) -> str:
    if r == 1:
        return w.text(x)
    if r == Fraction(1, 2):
        return rf"\sqrt{{{w.text(x)}}}"
    exponent = str(r) if r.denominator == 1 else f"{r.numerator}/{r.denominator}"
    return f"{w.text(x, ATOM)}^{{{exponent}}}"


def _call_of(operator: str) -> Rule:
    return lambda w, t: (operator + bracketed(w.text(t.args[0])), TIGHT)


def _call(w: TermWriter, t: Term) -> Written:
    name, *xs = t.args
    operator = FUNCTIONS.get(name) or w.name(name, "function")
    return operator + bracketed(", ".join(map(w.text, xs))), TIGHT


def _binder(operator: str) -> Rule:
    def write(w: TermWriter, t: Term) -> Written:
        sort, body = t.args
        letter = w.enter()
        text = w.text(body, BIG)
        w.leave()
        first = w.style.first_index
        last = w.sort(sort) if first else f"{w.sort(sort)} - 1"
        if operator == r"\sum":
            return rf"\sum_{{{letter}={first}}}^{{{last}}} {text}", BIG
        return rf"\max_{{{first} \leq {letter} \leq {last}}} {text}", BIG

    return write


def _delta(w: TermWriter, t: Term) -> Written:
    return rf"\delta_{{{','.join(sorted(map(w.text, t.args)))}}}", ATOM


def _holds(w: TermWriter, t: Term) -> Written:
    kind, value, *form = t.args
    value -= w.style.first_index * sum(
        c for c, p in zip(form[::2], form[1::2], strict=True) if p.op in INDEX_OPS
    )
    positive: list[str] = []
    negative: list[str] = []
    for c, p in zip(form[::2], form[1::2], strict=True):
        side = positive if c > 0 else negative
        side.append(w.text(p) if abs(c) == 1 else f"{w.number(abs(c))[0]} {w.text(p, TIGHT)}")
    if value:
        (positive if value > 0 else negative).append(w.number(abs(value))[0])
    left, right = " + ".join(negative) or "0", " + ".join(positive) or "0"
    return f"[{left} {'=' if kind == 'eq' else LEQ} {right}]", ATOM


def _case(w: TermWriter, t: Term) -> Written:
    i, *bodies = t.args
    rows = []
    for m, body in enumerate(bodies, start=w.style.first_index):
        which = rf"\text{{if }} {w.text(i)}"
        if isinstance(sort_of(i), int):
            rows.append(f"{w.text(body)} & {which} = {m}")
            continue
        letter = w.enter()
        where = rf"\text{{ is place }} {letter} \text{{ of part }} {m}"
        rows.append(f"{w.text(body)} & {which}{where}")
        w.leave()
    inside = r" \\ ".join(rows)
    return rf"\begin{{cases}}{inside}\end{{cases}}", SUM


def _diff(w: TermWriter, t: Term) -> Written:
    body, name, *indices = t.args
    by = w.text(entry(name, *indices))
    return rf"\frac{{\partial}}{{\partial {by}}}{bracketed(w.text(body))}", TIGHT


TERM_RULES: dict[str, Rule] = {
    "bound": _bound, "free": _free, "unit": _unit, "inject": _inject, "pair": _pair, "part": _part,
    "image": _image, "num": _num, "size": _size, "entry": _entry, "add": _add, "mul": _mul,
    "pow": _pow, "exp": _call_of(r"\exp"), "log": _call_of(r"\log"), "call": _call,
    "sum": _binder(r"\sum"), "max": _binder(r"\max"), "delta": _delta, "holds": _holds,
    "case": _case, "diff": _diff,
}  # fmt: skip
