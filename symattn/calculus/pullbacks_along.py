"""Pullbacks of the operations along an axis: sums, means, softmax and its logarithm.

Place: fills the table of pullbacks.py.

Legend
  y = op(x)   a node       c    the cotangent of y       k    the axis
"""

from __future__ import annotations

from typing import Any

from symattn.calculus.pullbacks import Pairs, entrywise, pullbacks, times
from symattn.expressions import build as B  # noqa: N812
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.nodes import Node, node_of


def along(c: Node, k: int) -> Node:
    """c with an axis of length 1 in place k, to be stretched; a scalar stretches by itself."""
    return B.new_axis(c, k) if c.rank else c


def spread(c: Node, x: Node, k: int) -> Node:
    """c repeated along axis k of x."""
    if x.rank == 1:
        return times(c, B.ones(*x.shape))
    if x.rank == 2:
        one = B.ones(x.shape[k])
        return B.outer(c, one) if k == 1 else B.outer(one, c)
    return along(c, k) * B.ones(*x.shape)


def sum_along(x: Node, y: Node, k: int) -> Node:
    """The sums of the products of entries along axis k."""
    return B.inner(x, y) if x.rank == 1 else B.sum_axis(B.hadamard(x, y), k)


@pullbacks.rule(N.SumAxis)
def _sum_axis(node: Any, c: Node) -> Pairs:
    x, k = node.args
    return [(x, spread(c, x, int(k)))]


@pullbacks.rule(N.MeanAxis)
def _mean_axis(node: Any, c: Node) -> Pairs:
    x, k = node.args
    return [(x, spread(c / node_of(x.shape[int(k)].size), x, int(k)))]


@pullbacks.rule(N.Softmax)
def _softmax(node: Any, c: Node) -> Pairs:
    x, k = node.args[0], int(node.args[-1])
    return [(x, B.hadamard(node, c - along(sum_along(node, c, k), k)))]


@pullbacks.rule(N.MaskedSoftmax)
def _masked_softmax(node: Any, c: Node) -> Pairs:
    return _softmax(node, c)  # the mask of 0s and 1s is held fixed


@pullbacks.rule(N.LogSoftmax)
def _log_softmax(node: Any, c: Node) -> Pairs:
    x, k = node.args[0], int(node.args[1])
    return [(x, c - entrywise(along(B.sum_axis(c, k), k), B.softmax(x, k)))]


@pullbacks.rule(N.LogSumExp)
def _log_sum_exp(node: Any, c: Node) -> Pairs:
    x, k = node.args[0], int(node.args[1])
    return [(x, entrywise(along(c, k), B.softmax(x, k)))]
