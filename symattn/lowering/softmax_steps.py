"""Seeing a softmax in a quotient of exponentials, so that the largest score is subtracted first.

Place: used by the rule of division. The sum form of attention is written exp(s_i) / sum_j exp(s_j);
computed as written it overflows for scores near 1000.

Legend
  s           the scores, a step          i, j     bound indices; the same scores at another index
  top, bottom the two sides of the quotient
"""

from __future__ import annotations

from symattn.expressions.nodes import Index
from symattn.lowering.program import Program
from symattn.lowering.steps import Step


def softmax_of_quotient(p: Program, top: Step, bottom: Step) -> Step | None:
    """top / bottom as a step with a softmax in it, or None where it is no such quotient.

    Math    exp(s) x / sum exp(s) = softmax(s) x, along an own axis or a bound index
    """
    if top.op == "mul":
        for exps, other in (top.args, top.args[::-1]):
            weights = softmax_of_quotient(p, exps, bottom) if exps.op == "exp" else None
            if weights is not None:
                return p.mul(weights, other)
        return None
    if top.op == "contract":
        return _inside_product(p, top, bottom)
    if top.op != "exp":
        return None
    return _along_axis(p, top, bottom) or _along_index(p, top, bottom)


def _along_axis(p: Program, top: Step, bottom: Step) -> Step | None:
    total, k = (bottom.args[0], bottom.data[0]) if bottom.op == "insert" else (bottom, 0)
    if total.op != "sum" or total.data[0] != (k,) or total.args[0] is not top:
        return None
    if bottom.op != "insert" and top.rank != 1:
        return None
    scores = p.named(top.args[0], "scores")
    return p.make("softmax", (scores,), (k,), top.shape, name="weights")


def _along_index(p: Program, top: Step, bottom: Step) -> Step | None:
    if bottom.op != "sum_over" or bottom.args[0].op != "exp" or top.rank:
        return None
    j, scores = bottom.data[0], bottom.args[0].args[0]
    for i in top.over:
        if i.axis == j.axis and i not in scores.over and renamed(p, scores, j, i) is top.args[0]:
            row = p.named(p.collect(top.args[0], i), "scores")
            weights = p.make("softmax", (row,), (0,), row.shape, name="weights")
            return p.spread(weights, 0, i)
    return None


def _inside_product(p: Program, top: Step, bottom: Step) -> Step | None:
    """(sum_i exp(s_i) v_i) / sum_j exp(s_j), where the sum over i is part of a product."""
    exps, values = top.args if top.args[0].op == "exp" else top.args[::-1]
    drop = top.data[3]
    if exps.op != "exp" or exps.rank or len(drop) != 1 or bottom.rank:
        return None
    weights = _along_index(p, exps, bottom)
    if weights is None or drop[0] not in weights.over:
        return None
    letters = tuple(range(values.rank))
    return p.contract(weights, values, ((), letters, top.data[2]), drop)


def renamed(p: Program, z: Step, j: Index, i: Index) -> Step:
    """The step with the bound index i in the place of j."""
    if j not in z.over:
        return z
    args = [renamed(p, a, j, i) for a in z.args]
    data = tuple(_renamed_data(d, j, i) for d in z.data)
    return p.make(z.op, args, data, z.shape, [i if o == j else o for o in z.over])


def _renamed_data(d: object, j: Index, i: Index) -> object:
    if isinstance(d, tuple):
        return tuple(_renamed_data(e, j, i) for e in d)
    return d.xreplace({j: i}) if hasattr(d, "xreplace") else d
