r"""Reading off a parse tree: its place, its single factor, its label, its scripts.

Place: between the grammar and everything that gives trees a meaning; knows no declaration.

Legend
  tree      a lark Tree              entry    one thing above or below a symbol
  label     the plain text of an entry that is a word or a number: the Q of W^{(Q)}
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lark import Token, Tree

Syntax = Tree[Token]
_CHAIN = frozenset(("statement", "expr", "term", "juxt"))


@dataclass(frozen=True)
class Entry:
    """One script: kind is below, above, token (angle brackets), paren, prime, star or turn."""

    kind: str
    at: int
    tree: Any = None
    label: str = ""


@dataclass(frozen=True)
class Item:
    """One factor of a product: a word with its scripts, or another atom (then word is empty)."""

    at: int
    word: str
    atom: Any
    entries: tuple[Entry, ...]
    exact: bool = True
    factor: Any = None


def place_of(tree: Any) -> int:
    """Where in the text a tree or token begins."""
    if isinstance(tree, Token):
        return int(tree.start_pos or 0)
    return int(getattr(tree.meta, "start_pos", 0) or 0)


def trees_in(tree: Any) -> list[Any]:
    """The children that are trees."""
    return [child for child in tree.children if isinstance(child, Tree)]


def only_factor(tree: Any) -> Any:
    """The factor a tree consists of, or None if it is more than one factor."""
    while isinstance(tree, Tree) and tree.data in _CHAIN:
        if len(tree.children) != 1:
            return None
        tree = tree.children[0]
    return tree if isinstance(tree, Tree) else None


def word_of(atom: Any) -> str:
    """The text of a name, word or number; empty for anything else."""
    if atom.data in ("name", "word", "number"):
        return str(atom.children[0])
    if atom.data == "mark":
        return {"PRIMEUP": "prime", "ONES": "1", "ZEROS": "0"}.get(atom.children[0].type, "")
    return ""


def label_of(tree: Any) -> str:
    """The plain name a tree spells, such as Q, model, 1 or t_z; empty if it is no name."""
    factor = only_factor(tree)
    if factor is None:
        return ""
    if factor.data != "factor":
        return word_of(factor)
    atom, *scripts = factor.children
    if atom.data == "brace":
        word = label_of(trees_in(atom)[0])
    else:
        word = word_of(atom)
    labels = [entry.label for entry in entries_of(scripts)]
    if not word or not all(labels):
        return ""
    return "_".join((word, *labels))


def entries_of(scripts: list[Any]) -> tuple[Entry, ...]:
    """The entries of the scripts of a factor, in the order written."""
    found: list[Entry] = []
    for script in scripts:
        if isinstance(script, Token):
            found.append(Entry("prime", place_of(script), label="prime"))
            continue
        argument = trees_in(script)[0]
        parts = trees_in(argument) if argument.data == "places" else [argument]
        for part in parts:
            found.extend(_entries(script.data, part))
    return tuple(found)


def _entries(kind: str, part: Any) -> list[Entry]:
    at = place_of(part)
    if kind == "below":
        return [Entry("below", at, part, label_of(part))]
    factors = _factors(part)
    if len(factors) > 1 and _atom(factors[0]).data in ("angle", "group"):
        return [entry for factor in factors for entry in _entries("above", factor)]
    atom = _atom(factors[0]) if len(factors) == 1 else None
    if atom is None:
        return [Entry("above", at, part, label_of(part))]
    if atom.data == "angle":
        return [Entry("token", at, tree, label_of(tree)) for tree in trees_in(atom)]
    if atom.data == "group" and len(trees_in(atom)) == 1:
        inside = trees_in(atom)[0]
        return [Entry("paren", at, inside, label_of(inside))]
    if atom.data == "mark":
        mark = atom.children[0].type
        kinds = {"TOP": "turn", "PRIMEUP": "prime", "STARUP": "star"}
        if mark in kinds:
            return [Entry(kinds[mark], at, part, "prime" if mark == "PRIMEUP" else "")]
    return [Entry("above", at, part, label_of(part))]


def _factors(part: Any) -> list[Any]:
    """The factors of a one-term product without scripts of its own, or the atom alone."""
    while isinstance(part, Tree) and part.data in _CHAIN - {"juxt"} and len(part.children) == 1:
        part = part.children[0]
    if isinstance(part, Tree) and part.data == "juxt":
        return list(part.children)
    return [part] if isinstance(part, Tree) else []


def _atom(factor: Any) -> Any:
    """The atom of a factor that has no scripts, else the factor itself."""
    if factor.data == "factor" and len(factor.children) == 1:
        return factor.children[0]
    return factor


def items_of(juxt: Any) -> list[Item]:
    """The factors of a product as items."""
    return [item_of(factor) for factor in juxt.children]


def item_of(factor: Any) -> Item:
    """One factor as an item; a brace round a single factor hands its scripts on."""
    atom, *scripts = factor.children
    entries = entries_of(scripts)
    if atom.data == "brace":
        inner = only_factor(trees_in(atom)[0])
        if inner is not None and inner.data == "factor":
            inside = item_of(inner)
            return Item(
                inside.at, inside.word, inside.atom, inside.entries + entries, inside.exact, factor
            )
    word = word_of(atom) if atom.data in ("name", "word") else ""
    return Item(place_of(factor), word, atom, entries, atom.data == "name", factor)


def items_of_word(tree: Any) -> list[Item]:
    """The factors of a one-term product, or none if the tree is something else."""
    while isinstance(tree, Tree) and tree.data in ("statement", "expr", "term"):
        if len(tree.children) != 1:
            return []
        tree = tree.children[0]
    return items_of(tree) if isinstance(tree, Tree) and tree.data == "juxt" else []


def token_of(item: Item) -> tuple[str, Entry] | None:
    """The word and the place of a symbol with one place that is a letter, such as x_i."""
    places = [e for e in item.entries if e.kind in ("below", "token", "paren")]
    if not item.word or len(places) != 1 or len(item.entries) != 1:
        return None
    return (item.word, places[0]) if places[0].label[:1].islower() else None
