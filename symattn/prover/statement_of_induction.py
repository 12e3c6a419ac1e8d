"""A claim about an integer k as two claims, k = m and the step from k to k + 1; and its instances.

Place: trusted; beside statements.py. The claim of a record is changed as text and read again, so
that exponents, bounds and places all follow.

Math    C(m), and C(k) -> C(k+1) for all k >= m, give C(k) for all k >= m. Only the two sides may
        depend on k: then C(k) and C(k+1) are about the same tensors, indices and assumptions.

        C(0), and C(t) -> C(t+1) for all t < n, give C(t) for all t <= n, in the same way.

Legend
  k, m        the integer and its least value          sides     the texts of the left and right
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from symattn.notation.python_reader_claims import Record, integers_of, least_sizes
from symattn.notation.python_reader_text import parse

BINDERS = ("sum", "tab", "concat_over", "let")


@dataclass(frozen=True)
class Induction:
    """A claim about k, which only its sides depend on."""

    record: Record
    name: str
    least: int
    most: int | None  # where the claim gives a bound above
    sides: tuple[str, str]

    def at(self, value: int) -> Record:
        """The claim at k = value."""
        return self._with(ast.Constant(value))

    @property
    def base(self) -> Record:
        """The claim at the least value of k."""
        return self.at(self.least)

    @property
    def step(self) -> Record:
        """The claim at m + k + 1, where it is given at m + k, for an integer k >= 0."""
        here, there = (_plus(self.name, self.least + more) for more in (0, 1))
        given = ", ".join(_replaced(t, self.name, here) for t in self.sides)
        under = (f"integer({self.name}, 0, inf)", f"equal({given})")
        step = self._with(there)
        return replace(step, under=(*step.under, *under))

    def _with(self, value: ast.expr) -> Record:
        r, name = self.record, self.name
        lhs, rhs = (_replaced(t, name, value) for t in self.sides)
        return replace(
            r, claim="", lhs=lhs, rhs=rhs,
            symbols={n: s for n, s in r.symbols.items() if n != name},
            dims=None if r.dims is None else tuple(d for d in r.dims if d != name),
            least={n: k for n, k in r.least.items() if n != name},
            under=tuple(t for t in r.under if not _declares(t, name)),
        )  # fmt: skip


@dataclass(frozen=True)
class Walk:
    """A claim about an index t = 0 .. n, n included, which only its sides depend on."""

    record: Record
    name: str
    bound: str  # the text of n
    sides: tuple[str, str]

    @property
    def base(self) -> Record:
        """The claim at t = 0."""
        return self._with(ast.Constant(0), {})

    @property
    def step(self) -> Record:
        """The claim at t + 1, where it is given at t, for every t below n."""
        step = self._with(_plus(self.name, 1), {self.name: self.bound})
        return replace(step, under=(*step.under, f"equal({', '.join(self.sides)})"))

    def _with(self, value: ast.expr, own: dict[str, str]) -> Record:
        lhs, rhs = (_replaced(t, self.name, value) for t in self.sides)
        others = {i: b for i, b in self.record.indices.items() if i != self.name}
        return replace(self.record, claim="", lhs=lhs, rhs=rhs, indices={**others, **own})


def walks_of(record: Record) -> Iterator[Walk]:
    """The indices 0 .. n on which only the sides depend; else a size n of the sides, as such one.

    Math     a claim at n, where an axis has n + 1 places, is the last of the claims at 0 .. n
    """
    sides = _sides_of(record)
    if sides is None:
        return
    bound = set().union(*(_bound_names(parse(t)[1]) for t in sides))
    given = set().union(*(_names(parse(t)[1]) for t in record.under), set())
    used = set().union(*(_names(parse(t)[1]) for t in sides))
    for name, text in record.indices.items():
        n = _one_less(text)
        if n is not None and name in used and name not in given | bound:
            yield Walk(record, name, n, sides)
    taken = {*record.symbols, *record.indices, *record.functions, *least_sizes(record), *given}
    new = next(t for k in count() if (t := f"step{k}") not in taken | used)
    lengths = {n for shape in record.symbols.values() for t in shape if (n := _one_less(t))}
    for n in sorted(lengths & used - bound):
        moved = tuple(_replaced(t, n, ast.Name(new, ast.Load())) for t in sides)
        yield Walk(record, new, n, (moved[0], moved[1]))


def _one_less(text: str) -> str | None:
    """The name n of the text n + 1."""
    tree = parse(text)[1]
    if not isinstance(tree, ast.BinOp) or not isinstance(tree.op, ast.Add):
        return None
    name, one = tree.left, tree.right
    if isinstance(name, ast.Name) and isinstance(one, ast.Constant) and one.value == 1:
        return name.id
    return None


def inductions_of(record: Record) -> Iterator[Induction]:
    """The integers on which only the sides of a claim depend."""
    sides = _sides_of(record)
    if sides is None:
        return
    trees = [parse(t)[1] for t in sides]
    bound = set().union(*(_bound_names(t) for t in trees))
    used = set().union(*(_names(t) for t in trees))
    texts = [*record.indices.values(), *(t for s in record.symbols.values() for t in s)]
    integers, least = integers_of(record), least_sizes(record)
    for name in sorted(used & set(least), key=lambda n: (n not in integers, n)):
        others = [t for t in record.under if not _declares(t, name)]
        elsewhere = set().union(*(_names(parse(t)[1]) for t in (*texts, *others)), set())
        if name not in elsewhere | bound | set(record.indices) | set(record.functions):
            yield Induction(record, name, least[name], _most(record, name), sides)


def _sides_of(record: Record) -> tuple[str, str] | None:
    if not record.claim:
        return record.lhs, record.rhs
    tree = parse(record.claim)[1]
    if not isinstance(tree, ast.Compare) or [type(s) for s in tree.ops] != [ast.Eq]:
        return None
    return ast.unparse(tree.left), ast.unparse(tree.comparators[0])


def _names(tree: ast.AST) -> set[str]:
    return {t.id for t in ast.walk(tree) if isinstance(t, ast.Name)}


def _bound_names(tree: ast.AST) -> set[str]:
    """The names that a binder in the text binds."""
    calls = [t for t in ast.walk(tree) if isinstance(t, ast.Call)]
    binders = [t for t in calls if isinstance(t.func, ast.Name) and t.func.id in BINDERS]
    return {a.id for t in binders for a in t.args[:-1:2] if isinstance(a, ast.Name)}


def _declares(text: str, name: str) -> bool:
    """Whether an assumption is integer(name, ...)."""
    tree = parse(text)[1]
    named = isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name)
    if not named or tree.func.id != "integer" or not tree.args:  # type: ignore[attr-defined]
        return False
    first = tree.args[0]  # type: ignore[attr-defined]
    return isinstance(first, ast.Name) and first.id == name


def _most(record: Record, name: str) -> int | None:
    for text in record.under:
        tree = parse(text)[1]
        if _declares(text, name) and isinstance(tree, ast.Call) and len(tree.args) == 3:
            last = tree.args[2]
            if isinstance(last, ast.Constant) and type(last.value) is int:
                return last.value
    return None


def _plus(name: str, number: int) -> ast.expr:
    k = ast.Name(name, ast.Load())
    return k if not number else ast.BinOp(k, ast.Add(), ast.Constant(number))


def _replaced(text: str, name: str, value: ast.expr) -> str:
    class Put(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return value if node.id == name else node

    return ast.unparse(ast.fix_missing_locations(Put().visit(parse(text)[1])))
