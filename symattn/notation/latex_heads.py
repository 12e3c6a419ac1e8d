r"""Left sides that define a name: A(q, K, V), scale(i), head_i, Q; and remarks on shapes.

Place: below latex_reader. A left side defines its name where the name is not declared.

Legend
  head      the name on the left with the indices and arguments that stand for others
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lark import Token
from sympy.core.symbol import Str

from symattn.errors import NotationError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Node
from symattn.notation.latex_integers import axis_of_tree
from symattn.notation.latex_parse import check_length
from symattn.notation.latex_resolve import kind_of, resolved, segments
from symattn.notation.latex_scope import Definition, OpenIndex, Scope
from symattn.notation.latex_stacks import times_parts
from symattn.notation.latex_syntax import (
    Item,
    entries_of,
    items_of_word,
    label_of,
    only_factor,
    place_of,
    token_of,
    trees_in,
)
from symattn.notation.latex_values import Value, node_in
from symattn.notation.names import plain_name

Read = Callable[[Any, Scope], Value]
DEFINABLE = frozenset("Attention Attn attention MultiHead Multihead MHA".split())
_ROLES = frozenset("qkvo")


@dataclass
class Head:
    """A name being defined, with the tree of its body, which `define` reads once."""

    name: str
    at: int
    indices: tuple[str, ...]
    arguments: tuple[str, ...]
    pattern: tuple[str, ...]
    body: Any
    read: Read
    busy: bool = False
    made: Definition | None = field(default=None)

    def define(self, scope: Scope) -> Definition:
        """The definition, read once."""
        if self.made is None:
            if self.busy:
                raise scope.refuse(self.at, f"{self.name} is defined by itself", do="rename one")
            self.busy = True
            try:
                self.made = self._read(scope)
            finally:
                self.busy = False
        return self.made

    def _read(self, scope: Scope) -> Definition:
        before = dict(scope.indices)
        for name in self.indices:
            if name not in scope.indices:
                scope.indices[name] = OpenIndex(name)
        try:
            value = self.read(self.body, scope)
            body = node_in(value, scope)
            check_length(body, scope.text)
            found = tuple(self._index(name, scope) for name in self.indices)
        finally:
            for name in self.indices:
                if name not in before:
                    scope.indices.pop(name, None)
        arguments = tuple(scope.tensors[name] for name in self.arguments)
        return Definition(self.name, body, found, arguments, self.pattern)

    def _index(self, name: str, scope: Scope) -> N.Index:
        known = scope.indices[name]
        index = known.found if isinstance(known, OpenIndex) else known
        if index is None:
            raise scope.refuse(
                self.at, f"the index {name} of {self.name} is not used on the right side",
                do=f"declare the index {name} with its range",
            )  # fmt: skip
        return index


def head_of(side: Any, body: Any, scope: Scope, read: Read) -> Head | None:
    """The head a left side is, or None if it is an expression of declared names."""
    items = items_of_word(side)
    if not items or len(items) > 2 or not items[0].word:
        return None
    item, behind = items[0], items[1] if len(items) == 2 else None
    if behind is not None and behind.atom.data not in ("group", "square"):
        return None
    found = resolved(item, scope)
    found = None if found is not None and found.kind == "special" else found
    if found is not None and not (found.name in DEFINABLE and behind is not None):
        return None
    if found is None and behind is None and _is_product(item, scope):
        return None
    words = _words_in(body)
    labels = [item.word]
    indices: list[str] = []
    for entry in item.entries + (behind.entries if behind else ()):
        if not entry.label:
            return None
        letters = _letters_of(entry)
        if all(_is_index(letter, entry.kind, words, scope) for letter in letters):
            indices += letters
        elif behind is not None and entry in behind.entries:
            return None
        else:
            labels.append(entry.label)
    return _with_arguments(plain_name(*labels), item, behind, indices, body, scope, read)


def _with_arguments(
    name: str,
    item: Item,
    behind: Item | None,
    indices: list[str],
    body: Any,
    scope: Scope,
    read: Read,
) -> Head | None:
    arguments: list[str] = []
    pattern: list[str] = []
    for tree in trees_in(behind.atom) if behind else []:
        inner = items_of_word(tree)
        found = resolved(inner[0], scope) if len(inner) == 1 and inner[0].word else None
        if found and found.kind == "tensor" and not found.rest:
            arguments.append(found.name)
            pattern.append("tensor")
        elif len(inner) == 1 and (token := token_of(inner[0])):
            indices.append(token[1].label)
            pattern.append(f"token {token[0]}")
        elif label_of(tree)[:1].islower() and (len(label_of(tree)) == 1 or found is not None):
            indices.append(label_of(tree))
            pattern.append("index")
        else:
            raise scope.unknown(place_of(tree), label_of(tree) or "this argument")
    return Head(name, item.at, tuple(indices), tuple(arguments), tuple(pattern), body, read)


def _is_product(item: Item, scope: Scope) -> bool:
    if len(item.word) < 2 or item.exact:
        return False
    try:
        return len(segments(item, scope)) > 1
    except NotationError:
        return False


def _letters_of(entry: Any) -> list[str]:
    factor = only_factor(entry.tree) if entry.tree is not None else None
    if factor is not None and factor.data == "factor":
        factor = factor.children[0]
    run = factor is not None and factor.data == "word" and len(entry.label) > 1
    return list(entry.label) if run and entry.label.isalpha() else [entry.label]


def _is_index(label: str, kind: str, words: set[str], scope: Scope) -> bool:
    if label in scope.indices:
        return True
    if kind == "prime" or not label[:1].islower() or len(label.split("_")[0]) > 1:
        return False
    if kind in ("token", "paren"):
        return True
    return label not in _ROLES and not kind_of(label, scope) and label.split("_")[0] in words


def _words_in(tree: Any) -> set[str]:
    tokens = tree.scan_values(lambda t: isinstance(t, Token) and t.type in ("WORD", "NAME"))
    return {letter for token in tokens for letter in (str(token), *str(token))}


def left_of(head: Head, definition: Definition) -> Node:
    """The left side of a definition: a tensor symbol with the shape of the body, at its indices."""
    axes = tuple(i.axis for i in definition.indices) + definition.body.shape
    symbol: Node = N.Tensor(head.name, axes)
    if not definition.indices:
        return symbol
    colons = (Str(":"),) * definition.body.rank
    at: Node = N.At(symbol, definition.indices + colons)
    return at


def domain_axes(tree: Any, scope: Scope) -> tuple[Axis, ...] | None:
    r"""The axes of \mathbb{R}^{n \times d}; None for a set that is no space of tensors."""
    factor = only_factor(tree)
    if factor is None or factor.data != "factor":
        return None
    atom, *scripts = factor.children
    numbers = atom.data == "mark" and atom.children[0].type == "REALS"
    if not numbers and atom.data != "set":
        return None
    entries = entries_of(scripts)
    if not entries:
        return ()
    if len(entries) != 1 or entries[0].kind != "above":
        raise scope.refuse(
            place_of(tree), "this set is not read", do=r"write \mathbb{R}^{n \times d}"
        )
    return tuple(axis_of_tree(part, scope) for part in times_parts(entries[0].tree))
