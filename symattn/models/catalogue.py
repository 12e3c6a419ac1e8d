"""The models by name, each over its standard symbols, for the command line and the documents.

Place: above all other models.

Legend
  Q, K, V     queries (n d_k), keys (m d_k), values (m d_v)     q    one query (d_k)
  q, k, v     the same as lower-case letters: k_i is the key of word i
  X, Y, Z     tokens (n d), (m d), (n d)                        H    number of heads
  W^Q, W^K, W^V, W^O   weights; for many heads the first axis of the former three is H
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from symattn.errors import BadInput
from symattn.expressions.build import index, tensor
from symattn.expressions.nodes import Node
from symattn.models.conventions import Tokens, token_at
from symattn.models.dot_product import attention, attention_sum, attention_weights
from symattn.models.heads import Inputs, multi_head_concat, multi_head_sum
from symattn.models.masks import causal
from symattn.models.projections import project
from symattn.models.sequences import cross_attention, self_attention


def _standard(n: str = "n", m: str = "m") -> Inputs:
    return tensor("Q", n, "d_k"), tensor("K", m, "d_k"), tensor("V", m, "d_v")


def _weights() -> Inputs:
    return tensor("W^Q", "d", "d_k"), tensor("W^K", "d", "d_k"), tensor("W^V", "d", "d_v")


def _heads() -> tuple[Inputs, Inputs, Node]:
    inputs = tensor("Q", "n", "d"), tensor("K", "m", "d"), tensor("V", "m", "d")
    queries, keys = (tensor(w, "H", "d", "d_k") for w in ("W^Q", "W^K"))
    values, output = tensor("W^V", "H", "d", "d_v"), tensor("W^O", "H*d_v", "d")
    return inputs, (queries, keys, values), output


def _of_words() -> Node:
    """One query among words, in letters that print as q, k_i and v_i."""
    q, k, v = tensor("q", "d_k"), tensor("k", "n", "d_k"), tensor("v", "n", "d_v")
    return attention_sum(q, k, v, tokens="rows")


def _flipped(x: Node) -> Node:
    """The symbol x with its last two axes in the other order: tokens or weights in columns."""
    *before, a, b = x.shape
    return tensor(str(x.args[0]), *before, b, a)


def _in_columns(xs: Inputs) -> Inputs:
    q, k, v = map(_flipped, xs)
    return q, k, v


def _multi_head_columns() -> Node:
    inputs, weights, output = _heads()
    inputs, weights = _in_columns(inputs), _in_columns(weights)
    return multi_head_concat(inputs, weights, _flipped(output), tokens="columns")


def _masked() -> Node:
    return attention(*_standard(), mask=tensor("M", "n", "m"))


def _self() -> Node:
    return self_attention(tensor("X", "n", "d"), *_weights())


def _cross() -> Node:
    return cross_attention(tensor("Y", "m", "d"), tensor("Z", "n", "d"), *_weights())


def _queries() -> Node:
    return project(tensor("X", "n", "d"), tensor("W^Q", "d", "d_k"))


def _query_of_word() -> Node:
    i, x = index("i", "n"), tensor("x", "n", "d")
    return project(token_at(x, i, "rows"), tensor("W^Q", "d_k", "d"), tokens="columns")


def _self_columns() -> Node:
    return self_attention(tensor("X", "d", "n"), *_in_columns(_weights()), tokens="columns")


CATALOGUE: Mapping[str, Callable[[], Node]] = {
    "attention_sum": _of_words,
    "attention": lambda: attention(*_standard()),
    "attention_columns": lambda: attention(*_in_columns(_standard()), tokens="columns"),
    "attention_weights": lambda: attention_weights(*_standard()[:2]),
    "masked_attention": _masked,
    "causal_attention": lambda: causal(*_standard(m="n")),
    "queries": _queries,
    "query_of_word": _query_of_word,
    "self_attention": _self,
    "self_attention_columns": _self_columns,
    "cross_attention": _cross,
    "multi_head": lambda: multi_head_concat(*_heads()),
    "multi_head_columns": _multi_head_columns,
    "multi_head_sum": lambda: multi_head_sum(*_heads()),
}


def model_named(name: str, *, tokens: Tokens = "rows") -> Node:
    """The expression of the model of this name, over its standard symbols.

    Needs    tokens="columns" gives the form in columns where the catalogue has one
    Fails    BadInput, with the known names, for any other name
    """
    if name not in CATALOGUE:
        near = get_close_matches(name, CATALOGUE, 1)
        raise BadInput(
            "looking for a model",
            f"there is no model {name!r}",
            f"models are {' '.join(CATALOGUE)}",
            f"did you mean {near[0]}?" if near else "choose one of them",
        )
    return CATALOGUE.get(f"{name}_{tokens}", CATALOGUE[name])()
