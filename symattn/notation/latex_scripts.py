r"""What stands above and below a value: places, transposes, inverses and powers.

Place: below the building of terms.

Rule   Below are places of the leading axes; so is what stands in angle or round brackets above, and
       a declared or bound index above. If the ranges of the indices fit only other axes, those are
       meant. Above, T turns, -1 inverts, a number is a power (of a matrix: the matrix power), and a
       number after \circ is a power entry by entry.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations
from typing import Any

from sympy import Integer
from sympy.core.symbol import Str

from symattn.errors import ShapeError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis, same_axis
from symattn.notation.latex_integers import index_named, place_in
from symattn.notation.latex_scope import Scope
from symattn.notation.latex_selection import selection
from symattn.notation.latex_syntax import Entry, items_of_word, label_of, trees_in
from symattn.notation.latex_values import Value, folded, node_in, turned

COLON = Str(":")
_T_BELOW = re.compile(r"_(?:t(?![A-Za-z])|\{[^{}]*(?<![A-Za-z])t(?![A-Za-z])[^{}]*\})")


def with_scripts(
    value: Value, entries: tuple[Entry, ...], scope: Scope, read: Any, capital: bool = False
) -> Value:
    """The value with its scripts applied: first the places, then what stands above in order."""
    selected = selection(value, entries, scope)
    if selected is not None:
        value, entries = selected
    places = [e for e in entries if e.kind == "below"]
    powers = [e for e in entries if e.kind == "paren" and _is_matrix_power(e, value)]
    places += [e for e in entries if e.kind in ("token", "paren") and e not in powers]
    above = [e for e in entries if e.kind in ("above", "turn", "star", "prime")]
    for entry in list(above):
        if _is_place(entry, value, scope):
            places.append(entry)
            above.remove(entry)
    raised = [e for e in above if e.kind == "above" and _signed(e)[1] not in ("T", "t")]
    if len(raised) > 1:
        raise scope.refuse(
            raised[1].at, "two superscripts on one symbol", "TeX refuses x^a^b",
            "put the inner power in brackets, as in (2^3)^2",
        )  # fmt: skip
    if places and value.rank >= 2:
        value, above = _before_places(value, above, min(e.at for e in places), scope, read)
    if places:
        value = _placed(value, places, scope, capital)
    for entry in powers:
        exponent = Integer(-int(_signed(entry)[1]))
        value = Value(
            scope.make(entry.at, N.MatrixPower, node_in(value, scope), exponent), value.at
        )
    for entry in above:
        value = _raised(value, entry, scope, read)
    return value


def _before_places(
    value: Value, above: list[Entry], first: int, scope: Scope, read: Any
) -> tuple[Value, list[Entry]]:
    """What stands above a matrix and before its places: A^T_{ij} is an entry of A^T."""
    for entry in [e for e in above if e.kind == "above" and e.at < first]:
        sign, label = _signed(entry)
        if label not in ("T", "t") or sign:
            raise scope.refuse(
                entry.at, "this can be read in two ways",
                "as an entry of a power, and as the power of an entry",
                "write (A^2)_{ij} or (A_{ij})^2",
            )  # fmt: skip
        value = _raised(value, entry, scope, read)
        above = [e for e in above if e is not entry]
    return value, above


def _is_matrix_power(entry: Entry, value: Value) -> bool:
    sign, label = _signed(entry)
    return sign and label.isdigit() and value.rank == 2


def _is_place(entry: Entry, value: Value, scope: Scope) -> bool:
    if entry.kind != "above" or value.rank == 0 or not entry.label:
        return False
    if entry.label in scope.indices:
        return True
    return entry.label.isdigit() and value.rank > 2


def _placed(value: Value, entries: list[Entry], scope: Scope, capital: bool) -> Value:
    node = node_in(value, scope)
    at = entries[0].at
    if len(entries) > node.rank:
        raise scope.misfit(at, ShapeError(
            "reading LaTeX", f"{len(entries)} places are written, there are {node.rank} axes",
            do="declare the symbol with more axes, or write the label as part of its name",
        ))  # fmt: skip
    axes = _axes_for(node, entries, scope, capital)
    places: list[Any] = [COLON] * node.rank
    for entry, k in zip(entries, axes, strict=True):
        places[k] = _place(entry, node.shape[k], scope)
    return Value(scope.make(at, N.At, node, tuple(places)), value.at, value.lying)


def _place(entry: Entry, a: Axis, scope: Scope) -> Any:
    if entry.tree.data == "slice":
        if trees_in(entry.tree):
            raise scope.refuse(entry.at, "a slice with bounds is not read", do="write : alone")
        return COLON
    try:
        return place_in(entry.tree, a, scope)
    except ShapeError as error:
        raise scope.misfit(entry.at, error) from None


def _axes_for(node: N.Node, entries: list[Entry], scope: Scope, capital: bool) -> tuple[int, ...]:
    """The axes the entries name: the leading ones in order, unless their ranges say otherwise."""
    count, rank = len(entries), node.rank
    leading = tuple(range(count))
    if capital and scope.columns and count == 1 and rank == 2:
        leading = (1,)
    near = [way for way in permutations(range(count)) if _fits(node, entries, way, scope)]
    mixed = len({e.kind for e in entries}) > 1 and any(
        e.kind in ("paren", "above") for e in entries
    )
    if mixed and len(near) > 1 and not _all_known(entries, scope):
        raise scope.refuse(
            entries[0].at, "which axis each of these places is on is not known",
            do="declare the indices with their ranges",
        )  # fmt: skip
    if _fits(node, entries, leading, scope):
        return leading
    if len(near) == 1:
        return near[0]
    ways = [way for way in permutations(range(rank), count) if _fits(node, entries, way, scope)]
    return ways[0] if len(ways) == 1 else leading


def _all_known(entries: list[Entry], scope: Scope) -> bool:
    return all(index_named(e.tree, scope) is not None for e in entries)


def _fits(node: N.Node, entries: list[Entry], axes: tuple[int, ...], scope: Scope) -> bool:
    for entry, k in zip(entries, axes, strict=True):
        index = index_named(entry.tree, scope)
        if index is not None and not same_axis(index.axis, node.shape[k]):
            return False
    return True


def _raised(value: Value, entry: Entry, scope: Scope, read: Any) -> Value:
    if entry.kind == "turn":
        return turned(value, entry.at, scope)
    if entry.kind in ("star", "prime"):
        raise scope.refuse(
            entry.at, f"a {entry.kind} has no meaning here", do="declare a name with that label"
        )
    sign, label = _signed(entry)
    if label in ("T", "t") and not (value.rank == 0 and label in scope.names()):
        _check_small_t(value, label, entry, scope)
        upright = turned(value, entry.at, scope)
        return _inverse(upright, entry, scope) if sign else upright
    if label == "1" and sign and value.rank == 2:
        return _inverse(value, entry, scope)
    circle = _after_circle(entry)
    if circle is not None:
        exponent = read(circle)
        return Value(
            scope.make(entry.at, N.Power, node_in(value, scope), node_in(exponent, scope)), value.at
        )
    return _power(value, entry, scope, read)


def _check_small_t(value: Value, label: str, entry: Entry, scope: Scope) -> None:
    """Refuse x^t where t may be a place: x is a small letter, or t is an index elsewhere."""
    small = isinstance(value.node, N.Tensor) and str(value.node.args[0])[:1].islower()
    if label == "t" and (small or _T_BELOW.search(scope.text)):
        raise scope.refuse(
            entry.at, "t above can be an index or a transpose",
            do=r"declare the index t, or write the transpose as ^\top",
        )  # fmt: skip


def _signed(entry: Entry) -> tuple[bool, str]:
    """Whether the entry is minus something, and the label of that."""
    tree = entry.tree
    while tree.data == "statement" and len(tree.children) == 1:
        tree = tree.children[0]
    if tree.data == "expr" and len(tree.children) == 2 and tree.children[0].type == "MINUS":
        label = label_of(tree.children[1])
        if not label and _is_top(tree.children[1]):
            label = "T"
        return True, label
    return False, entry.label


def _is_top(tree: Any) -> bool:
    while len(tree.children) == 1 and hasattr(tree.children[0], "data"):
        tree = tree.children[0]
    return bool(tree.data == "mark" and tree.children[0].type == "TOP")


def _inverse(value: Value, entry: Entry, scope: Scope) -> Value:
    return Value(scope.make(entry.at, N.Inverse, node_in(value, scope)), value.at)


def _after_circle(entry: Entry) -> Any:
    """What follows \\circ in an exponent, as a product tree, else None."""
    factors = items_of_word(entry.tree)
    if len(factors) < 2 or factors[0].atom.data != "mark":
        return None
    if factors[0].atom.children[0].type != "CIRCUP":
        return None
    row = entry.tree
    while row.data != "juxt":
        row = row.children[0]
    return type(row)("juxt", row.children[1:], row.children[1].meta)


def _power(value: Value, entry: Entry, scope: Scope, read: Any) -> Value:
    if value.rank == 0:
        exponent = read(entry.tree)
        if exponent.rank:
            raise scope.refuse(entry.at, "an exponent is a number")
        return replace(folded(N.Power, value.at, scope, value, exponent), lying=False)
    sign, label = _signed(entry)
    if value.rank == 2 and label.isdigit():
        exponent = Integer(-int(label) if sign else int(label))
        return Value(scope.make(entry.at, N.MatrixPower, node_in(value, scope), exponent), value.at)
    if value.rank == 1 and label.isdigit():
        raise scope.refuse(
            entry.at, "the power of a vector can be read in two ways",
            do=r"write x \cdot x for the square, or x^{\circ 2} entry by entry",
        )  # fmt: skip
    if entry.label:
        raise scope.refuse(
            entry.at, f"{entry.label} above is no declared label, index or power",
            f"indices: {', '.join(sorted(scope.indices)) or 'none'}",
            f"declare the index {entry.label}, or a name with the label {entry.label}",
        )  # fmt: skip
    raise scope.refuse(entry.at, "this exponent has no meaning on a tensor")
