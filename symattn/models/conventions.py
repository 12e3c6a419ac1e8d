"""Where the tokens lie: rows (one token per row, the paper) or columns (one per column, Ng).

Place: below the other models, which all take `tokens="rows"` or `tokens="columns"`.

Legend
  X   tokens: (n d) in rows, (d n) in columns      W   weights: (d e) in rows, (e d) in columns
  i   an index over tokens                         x_i  the token i, a vector
"""

from __future__ import annotations

from typing import Literal, get_args

from symattn.errors import BadInput
from symattn.expressions.axes import Axis
from symattn.expressions.build import at, index
from symattn.expressions.nodes import Index, Node, free_indices_of

Tokens = Literal["rows", "columns"]


def check_tokens(tokens: str) -> None:
    """Raise BadInput unless tokens is one of the two conventions."""
    if tokens not in get_args(Tokens):
        raise BadInput(
            "choosing where the tokens lie", f"{tokens!r} is not a convention",
            do="use tokens='rows' (X is n x d) or tokens='columns' (X is d x n)",
        )  # fmt: skip


def tokens_of(x: Node, tokens: Tokens) -> Axis:
    """The axis of x that counts its tokens."""
    check_tokens(tokens)
    return x.shape[0 if tokens == "rows" else 1]


def token_at(x: Node, i: Index, tokens: Tokens) -> Node:
    """The token i of x, a vector.

    Math     rows: X[i, :], columns: X[:, i]
    """
    check_tokens(tokens)
    return at(x, i, ":") if tokens == "rows" else at(x, ":", i)


def fresh_index(name: str, axis: Axis, *beside: Node) -> Index:
    """An index over the axis whose name is free in none of the nodes beside it."""
    taken = {i.name for x in beside for i in free_indices_of(x)}
    while name in taken:
        name += "'"
    return index(name, axis)
