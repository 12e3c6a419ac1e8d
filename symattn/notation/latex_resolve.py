r"""Which declared name a word with scripts is, and how a run of letters splits into names.

Place: below the building of terms.

Rule   The name that takes up most labels wins: with W_Q_1 declared, W_1^Q is that tensor; with only
       W_Q declared, it is W_Q at place 1. Two names with equally many labels are refused. A run of
       letters is the fewest declared names, so dV is one symbol where dV is declared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from lark import Token, Tree

from symattn.notation.latex_scope import Scope
from symattn.notation.latex_symbols import KNOWN_FUNCTIONS
from symattn.notation.latex_syntax import Entry, Item, label_of, only_factor, place_of
from symattn.notation.names import spellings_of

PART_WORDS = frozenset(("axis", "part", "parts", "head"))
_LABELLED = frozenset(("below", "above", "paren", "prime"))
_LONGEST_RUN = 60
SPECIAL_LETTERS = frozenset(("e", "I", "Id", "delta", "causal"))


@dataclass(frozen=True)
class Resolved:
    """A declared name, what it is, and the scripts that are no part of the name."""

    name: str
    kind: str
    rest: tuple[Entry, ...]


def kind_of(name: str, scope: Scope) -> str:
    """What a plain name is: tensor, size, index, definition, function, or nothing."""
    if name in scope.definitions or name in scope.pending:
        return "definition"
    if name in scope.tensors:
        return "tensor"
    if name in scope.indices:
        return "index"
    if name in scope.sizes:
        return "size"
    return "function" if name in scope.functions or name in KNOWN_FUNCTIONS else ""


def resolved(item: Item, scope: Scope) -> Resolved | None:
    """The declared name of a word with its scripts, or None if there is none.

    Fails    NotationError if two names take up equally many of the scripts
    """
    best: list[Resolved] = []
    for entries in _alternatives(item.entries, scope):
        found = _resolved(item, entries, scope, False) or _resolved(item, entries, scope, True)
        if found and (not best or len(found[0].rest) < len(best[0].rest)):
            best = found
    if len({r.name for r in best}) > 1:
        names = " or ".join(sorted({r.name for r in best}))
        raise scope.refuse(
            item.at, f"this is {names}", do="declare one of them, or write all the labels"
        )
    if best and best[0].kind == "function":
        return best[0]
    if best:
        return replace(best[0], rest=_split_places(best[0].rest, scope))
    if item.word in SPECIAL_LETTERS:
        rest = _split_places(item.entries, scope) if item.word == "delta" else item.entries
        return Resolved(item.word, "special", rest)
    return _token_of_capital(item, scope)


def _token_of_capital(item: Item, scope: Scope) -> Resolved | None:
    """k_i and k^{<i>} are tokens of the matrix K where only K is declared."""
    capital = item.word.upper()
    places = [e for e in item.entries if e.kind in ("below", "token", "paren")]
    if len(item.word) != 1 or capital == item.word or len(places) != 1:
        return None
    matrix = scope.tensors.get(capital)
    if matrix is None or matrix.rank != 2 or any(_is_label(e, scope) for e in item.entries):
        return None
    return Resolved(capital, "tensor", _split_places(item.entries, scope))


def _alternatives(entries: tuple[Entry, ...], scope: Scope) -> list[tuple[Entry, ...]]:
    split = _split_places(entries, scope)
    return [entries] if split == entries else [entries, split]


def _resolved(item: Item, entries: tuple[Entry, ...], scope: Scope, powers: bool) -> list[Resolved]:
    """The names with most labels; T and a number above are labels only if `powers` says so."""
    labelled = [
        e for e in entries
        if e.kind in _LABELLED and e.label
        and (powers or e.kind != "above" or not (e.label == "T" or e.label.isdigit()))
    ]  # fmt: skip
    if len(labelled) > 6:
        raise scope.refuse(item.at, "the symbol has too many labels")
    for count in range(len(labelled), -1, -1):
        found = []
        for chosen in combinations(labelled, count):
            rest = tuple(e for e in entries if not any(e is c for c in chosen))
            for name in spellings_of(item.word, tuple(c.label for c in chosen)):
                kind = kind_of(name, scope)
                if kind:
                    found.append(Resolved(name, kind, rest))
        found = [
            r for r in found if r.kind == "function" or not any(_is_label(e, scope) for e in r.rest)
        ]
        if found:
            return found
    return []


def _is_label(entry: Entry, scope: Scope) -> bool:
    """Whether an entry left over can only be a label, so that the name is another one."""
    if entry.kind not in ("below", "above") or entry.label in ("", "T"):
        return False
    known = entry.label in scope.indices or entry.label in scope.sizes or entry.label == "new"
    return not known and (entry.label[0].isupper() or _is_word(entry))


def _is_word(entry: Entry) -> bool:
    return len(entry.label.split("_")[0]) > 1 and entry.label.isalpha() and not _is_run(entry)


def _split_places(entries: tuple[Entry, ...], scope: Scope) -> tuple[Entry, ...]:
    """The entries, with a run such as ij split into i and j unless ij is a name itself."""
    result: list[Entry] = []
    for entry in entries:
        result.extend(_split(entry, scope))
    return tuple(result)


def _split(entry: Entry, scope: Scope) -> list[Entry]:
    if entry.kind not in ("below", "above") or kind_of(entry.label, scope):
        return [entry]
    if len(entry.label) > 1 and entry.label.isalpha() and _is_run(entry):
        return [
            Entry(entry.kind, entry.at + k, _name(letter, entry.at + k), letter)
            for k, letter in enumerate(entry.label)
        ]
    row = entry.tree
    while (
        isinstance(row, Tree)
        and row.data in ("statement", "expr", "term")
        and len(row.children) == 1
    ):
        row = row.children[0]
    if (
        entry.kind == "below"
        and isinstance(row, Tree)
        and row.data == "juxt"
        and len(row.children) > 1
    ):
        factors = list(row.children)
        if label_of(factors[0]) in PART_WORDS:
            return [entry]
        if all(label_of(f) for f in factors):
            return [Entry("below", place_of(f), f, label_of(f)) for f in factors]
    return [entry]


def _is_run(entry: Entry) -> bool:
    factor = only_factor(entry.tree)
    if factor is not None and factor.data == "factor":
        factor = factor.children[0]
    return factor is not None and factor.data == "word"


def _name(letter: str, at: int) -> Tree[Token]:
    tree: Tree[Token] = Tree("name", [Token("NAME", letter, start_pos=at)])
    tree.meta.start_pos = at
    tree.meta.empty = False
    return tree


def segments(item: Item, scope: Scope) -> list[Item]:
    """The item as declared names: itself, or the fewest names its letters spell.

    Fails    UnknownName if there is no such split; NotationError if there are two
    """
    if resolved(item, scope):
        return [item]
    word = item.word
    if item.exact or len(word) == 1 or len(word) > _LONGEST_RUN or not word.isalpha():
        raise scope.unknown(item.at, _full_name(item))
    ways = _ways(item, scope)
    if not ways:
        raise scope.unknown(
            item.at, _full_name(item) if item.exact else _first_unknown(item, scope)
        )
    fewest = min(map(len, ways))
    ways = [way for way in ways if len(way) == fewest]
    if len(ways) > 1:
        spelt = " or ".join(" ".join(way) for way in ways[:3])
        raise scope.refuse(
            item.at, f"{word} is {spelt}", do="put a space command or braces between"
        )
    if any(a == "d" and b[0].isupper() for a, b in pairwise(ways[0])):
        raise scope.refuse(
            item.at, f"{word} can be one symbol or a product with d",
            do=rf"declare {word}, or write the product as d \cdot {word[1:]}",
        )  # fmt: skip
    pieces, at = [], item.at
    for piece in ways[0]:
        pieces.append(Item(at, piece, item.atom, (), True))
        at += len(piece)
    pieces[-1] = replace(pieces[-1], entries=item.entries)
    return pieces


def _ways(item: Item, scope: Scope) -> list[list[str]]:
    """The splits into fewest names, at most a few of them, by length of the part read."""
    word = item.word
    ways: dict[int, list[list[str]]] = {0: [[]]}
    for end in range(1, len(word) + 1):
        found: list[list[str]] = []
        for start in range(end):
            if start in ways and _is_name(word[start:end], item, scope, end == len(word)):
                found += [[*way, word[start:end]] for way in ways[start]]
        if found:
            fewest = min(map(len, found))
            ways[end] = [way for way in found if len(way) == fewest][:4]
    return ways.get(len(word), [])


def _is_name(piece: str, item: Item, scope: Scope, last: bool) -> bool:
    """Whether a part of a run is a name; a function stands alone, so dsoftmax is no product."""
    entries = item.entries if last else ()
    found = resolved(Item(item.at, piece, item.atom, entries), scope)
    return found is not None and found.kind != "function"


def _first_unknown(item: Item, scope: Scope) -> str:
    if len(item.word) > 3:
        return _full_name(item)
    for letter in item.word[:-1]:
        if not kind_of(letter, scope):
            return letter
    return _full_name(replace(item, word=item.word[-1]))


def _full_name(item: Item) -> str:
    labels = [e.label for e in item.entries if e.kind in _LABELLED and e.label]
    return "_".join((item.word, *labels))
