r"""What the names in a formula mean: tensors, sizes, indices, functions, definitions.

Place: below the building of terms. A Scope is filled from the declarations, for one reading.

Legend
  first     the number of the first place in the text (1 in q^{<1>}), place 0 in a node
  columns   True if vectors are columns (W x), False if rows (x W)
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from sympy import Expr, Symbol

from symattn.errors import NotationError, ShapeError, UnknownName
from symattn.expressions.axes import Axis, same_axis
from symattn.expressions.nodes import Index, Node, Tensor
from symattn.expressions.size_symbols import axis, size
from symattn.notation.names import canonical, parts_of


@dataclass(frozen=True)
class Definition:
    """A name that stands for a body: `indices` and `arguments` are replaced where it is used.

    pattern   what each argument in brackets is: "index", "tensor", or "token x" for an x_i
    """

    name: str
    body: Node
    indices: tuple[Index, ...] = ()
    arguments: tuple[Node, ...] = ()
    pattern: tuple[str, ...] = ()


class OpenIndex:
    """An index whose range is not known yet: the first axis it is used on decides."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: Index | None = None

    def on(self, a: Axis) -> Index:
        """The index, with the range of this axis if it had none."""
        if self.found is None:
            self.found = Index(self.name, a)
        return self.found


@dataclass
class Scope:
    """The names in force while a text is read."""

    text: str
    columns: bool
    first: int = 1
    tensors: dict[str, Node] = field(default_factory=dict)
    sizes: dict[str, Symbol] = field(default_factory=dict)
    indices: dict[str, Index | OpenIndex] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    pending: dict[str, Any] = field(default_factory=dict)
    was_bound: set[str] = field(default_factory=set)
    free: dict[str, Index] = field(default_factory=dict)

    def refuse(self, at: int, wrong: str, known: str = "", do: str = "") -> NotationError:
        """The error of something that cannot be read, with a caret."""
        return NotationError("reading LaTeX", wrong, known, do, text=self.text, position=at)

    def unknown(self, at: int, name: str) -> UnknownName:
        """The error of a name nobody declared, with the nearest declared one."""
        declared = sorted(
            {*self.tensors, *self.definitions, *self.pending, *self.sizes, *self.functions}
        )
        near = get_close_matches(name, declared, 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else f"declare {name} with its shape"
        return UnknownName(
            "reading LaTeX", f"{name} is not declared",
            f"declared: {', '.join(declared) or 'nothing'}", hint, text=self.text, position=at,
        )  # fmt: skip

    def make(self, at: int, cls: Any, *arguments: Any) -> Node:
        """A node; its ShapeError gets the line and a caret."""
        try:
            node: Node = cls(*arguments)
        except ShapeError as error:
            raise self.misfit(at, error) from None
        return node

    def misfit(self, at: int, error: ShapeError) -> ShapeError:
        """The shape error with the line of the formula and a caret under its place."""
        if "\n" in error.wrong:
            return error
        line_and_caret = str(self.refuse(at, "")).split("\n")[1:3]
        wrong = "\n".join([error.wrong, *line_and_caret])
        return ShapeError(error.doing, wrong, error.known, error.do)

    def names(self) -> set[str]:
        """Every plain name that means something."""
        return {
            *self.tensors,
            *self.sizes,
            *self.indices,
            *self.definitions,
            *self.pending,
            *self.functions,
        }

    def bases(self) -> set[str]:
        """The bases of all names."""
        return {parts_of(name)[0] for name in self.names()}

    def index_on(self, name: str, a: Axis, at: int) -> Index:
        """The index of this name, used as a place on this axis."""
        known = self.indices.get(name)
        if known is None:
            known = self._free(name, at)
        index = known.on(a) if isinstance(known, OpenIndex) else known
        if not same_axis(index.axis, a):
            raise ShapeError(
                "reading LaTeX",
                f"the index {name} ranges over {index.axis}, here it is used on {a}",
                do="use another index, or declare the sizes to be the same",
            )  # fmt: skip
        return index

    def _free(self, name: str, at: int) -> OpenIndex:
        base, labels = parts_of(name)
        if len(base) > 1 or not base.islower() or name in self.names() or len(labels) > 1:
            raise self.unknown(at, name)
        if name in self.was_bound:
            raise self.refuse(
                at, f"the index {name} is summed over elsewhere, and free here",
                do="use another letter, or parentheses round all that is summed",
            )  # fmt: skip
        made = OpenIndex(name)
        self.indices[name] = made
        return made

    @contextmanager
    def bound(self, name: str, a: Axis | None, summed: bool = True) -> Any:
        """The index as a bound one while its body is read; summed ones are not used outside."""
        before = self.indices.get(name)
        if isinstance(before, OpenIndex) and name not in self.was_bound:
            before = before if before.found else None
        if summed:
            self.was_bound.add(name)
        entry: Index | OpenIndex = Index(name, a) if a is not None else OpenIndex(name)
        self.indices[name] = entry
        try:
            yield entry
        finally:
            if before is None:
                del self.indices[name]
            else:
                self.indices[name] = before


def sizes_in(texts: Iterable[str]) -> set[str]:
    """The names in size expressions such as "H*d_k"."""
    names: set[str] = set()
    for text in texts:
        names |= {n.id for n in ast.walk(ast.parse(text, mode="eval")) if isinstance(n, ast.Name)}
    return names


@dataclass(frozen=True)
class Declared:
    """What is declared for a reading, as `read_latex` takes it."""

    tensors: Mapping[str, Sequence[Any]]
    indices: Mapping[str, Any]
    functions: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    sizes: tuple[str, ...] = ()
    first: int = 1


def scope_of(text: str, declared: Declared, columns: bool) -> Scope:
    """A scope with all that is declared.

    Fails    NotationError if two names are spelt alike, or one name is two things
    """
    functions = {canonical(f): f for f in declared.functions}
    scope = Scope(text, columns, declared.first, functions=functions)
    for name, axes in declared.tensors.items():
        plain = canonical(name)
        if plain in scope.tensors:
            raise NotationError(
                "reading declarations",
                f"{name} and {scope.tensors[plain].args[0]} are spelt alike in LaTeX",
                do="rename one of them",
            )
        scope.tensors[plain] = Tensor(name, tuple(axis(a) for a in axes))
    for name, a in declared.indices.items():
        scope.indices[name] = a if isinstance(a, Index) else Index(name, axis(a))
    _declare_sizes(scope, declared)
    kinds = (scope.tensors, scope.sizes, scope.indices)
    clash = sorted({x for a in kinds for b in kinds if a is not b for x in a if x in b})
    if clash:
        raise NotationError(
            "reading declarations",
            f"{clash[0]} is declared as two of a tensor, a size and an index",
            do="rename one of them",
        )
    return scope


def _declare_sizes(scope: Scope, declared: Declared) -> None:
    """The sizes that are named, and those in axes and in definitions."""
    for name in declared.sizes:
        scope.sizes[name] = size(name)
    axes = [a for t in scope.tensors.values() for a in t.shape]
    axes += [i.axis for i in scope.indices.values() if isinstance(i, Index)]
    used: set[Expr] = {s for a in axes for s in a.size.free_symbols}
    for definition in declared.definitions:
        scope.definitions[definition.name] = definition
        used |= {s for s in definition.body.atoms(Symbol) if not isinstance(s, Index)}
    for symbol in used:
        scope.sizes[symbol.name] = symbol


def size_named(scope: Scope, name: str) -> Symbol:
    """The size of this name, made if it is new."""
    if name not in scope.sizes:
        scope.sizes[name] = size(name)
    return scope.sizes[name]
