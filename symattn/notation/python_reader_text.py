"""A claim-language text as a bounded syntax tree, and the names that it may use.

Place: below the other python_reader modules; the text is parsed by Python's `ast`, never run.

Legend
  tree        a part of the syntax tree         scope    what the names mean at this place

A name is looked up in this order. Where a number is meant: indices, then sizes. Where a tensor is
meant: tensors (also names bound by let), then indices, then sizes, then inf and pi. A name bound
by sum, tab, concat_over or let hides every outer meaning. So with a size k and a tensor k,
`ones(k)` has k places and `k*x` is the tensor.
"""

from __future__ import annotations

import ast
import math
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from symattn.errors import NotationError, UnknownName
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Index, Node

LONGEST, DEEPEST, MOST_PARTS = 20_000, 150, 6_000
CONSTANTS = ("inf", "pi")


@dataclass(frozen=True)
class Scope:
    """What each name means: a tensor, an index, a size, or an opaque function."""

    tensors: Mapping[str, Node] = field(default_factory=dict)
    indices: Mapping[str, Index] = field(default_factory=dict)
    sizes: Mapping[str, Axis] = field(default_factory=dict)
    functions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def with_index(self, name: str, index: Index) -> Scope:
        """The scope inside a binder of this index."""
        tensors = {k: v for k, v in self.tensors.items() if k != name}
        return replace(self, tensors=tensors, indices={**self.indices, name: index})

    def with_tensor(self, name: str, tensor: Node) -> Scope:
        """The scope inside a let that binds this tensor."""
        indices = {k: v for k, v in self.indices.items() if k != name}
        return replace(self, tensors={**self.tensors, name: tensor}, indices=indices)

    def fresh_index(self, name: str) -> str:
        """The name, or the name with a number if an outer index of that name is in use."""
        return _unused(name, {i.name for i in self.indices.values()})

    def fresh_tensor(self, name: str) -> str:
        """The name, or the name with a number if an outer tensor of that name is in use."""
        return _unused(name, {t.args[0].name for t in self.tensors.values()})

    def names(self) -> list[str]:
        """Every name of a value."""
        return [*self.tensors, *self.indices, *self.sizes, *CONSTANTS]


def _unused(name: str, used: set[str]) -> str:
    candidate, number = name, 0
    while candidate in used:
        number += 1
        candidate = f"{name}_{number}"
    return candidate


@dataclass(frozen=True)
class Reading:
    """A text being read: its scope here, and the function that reads a tensor."""

    text: str
    scope: Scope
    read: Callable[[Reading, ast.expr], Node]

    def value(self, tree: ast.expr) -> Node:
        """The tensor that this part of the text stands for."""
        return self.read(self, tree)

    def inside(self, scope: Scope) -> Reading:
        """The same reading in another scope."""
        return replace(self, scope=scope)

    def part(self, tree: ast.AST) -> str:
        """The text of this part."""
        return ast.get_source_segment(self.text, tree) or ""

    def refuse(self, tree: ast.AST, wrong: str, known: str = "", do: str = "") -> NotationError:
        """The error that points at this part."""
        place = position_of(self.text, tree)
        return NotationError(
            "reading the expression", wrong, known, do, text=self.text, position=place
        )

    def unknown(self, tree: ast.AST, what: str, name: str, known: Iterable[str]) -> UnknownName:
        """The error for a name that nobody declared; it offers the nearest name."""
        names = list(dict.fromkeys(known))
        near = get_close_matches(name, names, 1)
        article = "an" if what[0] in "aeiou" else "a"
        return UnknownName(
            "reading the expression", f"{name} is not {article} {what} here",
            f"{what}s here are {' '.join(names)}" if names else f"no {what} is declared",
            f"did you mean {near[0]}?" if near else f"declare {name}, or use another name",
            text=self.text, position=position_of(self.text, tree),
        )  # fmt: skip


def position_of(text: str, tree: ast.AST) -> int:
    """Where the part begins in the text, in characters; `ast` counts bytes."""
    return len(text.encode()[: getattr(tree, "col_offset", 0)].decode(errors="ignore"))


def plain_name(name: str) -> str:
    """A declared name as Python spells identifiers (NFKC)."""
    return unicodedata.normalize("NFKC", name)


def parse(text: Any) -> tuple[str, ast.expr]:
    """The text on one line, and its syntax tree.

    Fails    NotationError for a text that is too long, too deep or not in Python's syntax
    """
    doing = "reading the expression"
    if not isinstance(text, str) or not text.strip():
        raise NotationError(doing, "there is no text", do="write an expression such as A @ B")
    if len(text) > LONGEST:
        raise NotationError(
            doing,
            f"the text has {len(text)} characters",
            f"at most {LONGEST} are read",
            "shorten it",
        )
    line = "".join(" " if c in "\n\r\t\f" else c for c in text).strip()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(line, mode="eval").body
    except SyntaxError as error:
        raise NotationError(
            doing, f"this is not a Python expression: {error.msg}",
            "powers are **, products are * and @", "correct it at the caret",
            text=line, position=min((error.offset or len(line) + 1) - 1, len(line)),
        ) from None  # fmt: skip
    except (ValueError, MemoryError, RecursionError) as error:
        raise NotationError(doing, f"this cannot be parsed: {error}", do="shorten it") from None
    _check_bounds(line, body)
    _check_decimals(line, body)
    return line, body


def _check_decimals(text: str, body: ast.expr) -> None:
    """Raise NotationError for a decimal that Python's floats do not keep: 1e-400 would be 0."""
    for tree in ast.walk(body):
        if isinstance(tree, ast.Constant) and isinstance(tree.value, float):
            written = (ast.get_source_segment(text, tree) or "").replace("_", "")
            if not _is_kept(written, tree.value):
                raise NotationError(
                    "reading the expression", f"{written} has more digits than are read",
                    "decimals are read exactly, up to 15 digits and powers of ten up to 300",
                    "write a fraction, such as 1/3", text=text, position=position_of(text, tree),
                )  # fmt: skip


def _is_kept(written: str, value: float) -> bool:
    digits, _, power = written.lower().partition("e")
    if len(digits) > 40 or len(power) > 4 or not math.isfinite(value):
        return False
    return Fraction(written) == Fraction(repr(value))


def _check_bounds(text: str, body: ast.expr) -> None:
    """Raise NotationError where the tree is deeper or larger than is read."""
    count, stack = 0, [(body, 1)]
    while stack:
        tree, depth = stack.pop()
        count += 1
        if depth > DEEPEST or count > MOST_PARTS:
            raise NotationError(
                "reading the expression",
                "it is nested too deeply here" if depth > DEEPEST else "it has too many parts",
                f"at most {DEEPEST} levels and {MOST_PARTS} parts are read",
                "name a part with let(X, part, ...)", text=text, position=position_of(text, tree),
            )  # fmt: skip
        stack.extend((child, depth + 1) for child in ast.iter_child_nodes(tree))  # type: ignore[misc]
