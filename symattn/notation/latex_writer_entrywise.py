"""How leaves and entry-by-entry operations are written.

Place: fills the table of latex_writer_core.

Legend
  w           the writer             t           the node
"""

from __future__ import annotations

from typing import Any

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.nodes import Node
from symattn.notation.latex_writer_core import (
    ATOM,
    BIG,
    CALL,
    JUXT,
    LOOSE,
    SUM,
    TIGHT,
    WHERE,
    Writer,
    Written,
    beside,
    bracketed,
    latex_rules,
    may_stand_beside,
)
from symattn.notation.latex_writer_scalars import RELATIONS

rule = latex_rules.rule
FUNCTIONS = {f: f"\\{f}" for f in ("exp", "log", "sin", "cos", "tan", "tanh")} | {
    f: rf"\operatorname{{{f}}}" for f in ("erf", "sigmoid", "softplus", "relu", "silu")
}


# ---- leaves


@rule(N.Tensor)
def _tensor(w: Writer, t: Any) -> Written:
    spelled = w.spelling(t.args[0].name, "tensor")
    return spelled.with_scripts(w.style), TIGHT if spelled.sup else ATOM


@rule(N.Constant)
def _constant(w: Writer, t: Any) -> Written:
    return w.scalar(t.args[0])


@rule(N.Position)
def _position(w: Writer, t: Any) -> Written:
    return w.scalar(t.args[0])


@rule(N.Literal)
def _literal(w: Writer, t: Any) -> Written:
    entries = [w.scalar(x)[0] for x in t.args[1]]
    sizes = [int(a.size) for a in t.shape]
    if len(sizes) < 2:
        return "(" + ", ".join(entries) + ("," if entries[1:] == [] and sizes else "") + ")", ATOM
    return _nested(entries, sizes), ATOM


def _nested(entries: list[str], sizes: list[int]) -> str:
    if len(sizes) == 2:
        rows = [entries[r : r + sizes[1]] for r in range(0, len(entries), sizes[1])]
        inside = r" \\ ".join(" & ".join(row) for row in rows)
        return rf"\begin{{bmatrix}}{inside}\end{{bmatrix}}"
    step = len(entries) // sizes[0]
    parts = [_nested(entries[s : s + step], sizes[1:]) for s in range(0, len(entries), step)]
    return rf"\left({', '.join(parts)}\right)"


@rule(N.Identity)
def _identity(w: Writer, t: Any) -> Written:
    return f"I_{{{w.axis(t.args[0])}}}", ATOM


@rule(N.Ones, N.Zeros)
def _filled(w: Writer, t: Any) -> Written:
    below = f"_{{{w.axes(t.shape)}}}" if t.rank else ""
    return rf"\mathbf{{{1 if type(t) is N.Ones else 0}}}{below}", ATOM


@rule(N.UnitVector)
def _unit_vector(w: Writer, t: Any) -> Written:
    return rf"\mathbf{{e}}_{{{w.place(t.args[0])}}}^{{({w.axis(t.args[1])})}}", TIGHT


@rule(N.Delta)
def _delta(w: Writer, t: Any) -> Written:
    return rf"\delta_{{{w.place(t.args[0])},{w.place(t.args[1])}}}", ATOM


# ---- sums


@rule(N.Add)
def _add(w: Writer, t: Any) -> Written:
    return f"{w.text(t.args[0], SUM)} + {w.text(t.args[1], BIG)}", SUM


@rule(N.Subtract)
def _subtract(w: Writer, t: Any) -> Written:
    return f"{w.text(t.args[0], SUM)} - {w.text(t.args[1], BIG)}", SUM


@rule(N.Negate)
def _negate(w: Writer, t: Any) -> Written:
    return f"-{w.text(t.args[0], BIG)}", SUM


# ---- products


@rule(N.Multiply)
def _multiply(w: Writer, t: Any) -> Written:
    x, y = t.args
    if x.rank and y.rank:
        return rf"{_factor(w, x, N.Multiply)} \ast {w.text(y, TIGHT)}", LOOSE
    right, level = w.written(y)
    opens = type(y) is N.SumOver and level == BIG
    if level >= TIGHT or opens:
        left = w.text(x, JUXT)
        if may_stand_beside(left, right):
            return beside(left, right), BIG if opens else JUXT
    right = right if level >= JUXT else bracketed(right)
    dotted = isinstance(x, N.MatMul) or (
        isinstance(x, N.Multiply) and not all(y.rank for y in x.args)
    )
    return rf"{w.text(x, LOOSE if dotted else JUXT)} \cdot {right}", LOOSE


@rule(N.Hadamard)
def _hadamard(w: Writer, t: Any) -> Written:
    return rf"{_factor(w, t.args[0], N.Hadamard)} \odot {w.text(t.args[1], TIGHT)}", LOOSE


def _factor(w: Writer, x: Node, same: Any) -> str:
    """The left factor of an entrywise product: a chain of the same sign needs no brackets."""
    chain = isinstance(x, same) and all(y.rank for y in x.args)
    return w.text(x, LOOSE if chain else TIGHT)


@rule(N.Divide)
def _divide(w: Writer, t: Any) -> Written:
    return rf"\frac{{{w.text(t.args[0])}}}{{{w.text(t.args[1])}}}", TIGHT


@rule(N.Power)
def _power(w: Writer, t: Any) -> Written:
    x, r = t.args
    if x.rank:
        return rf"{w.base(x)}^{{\circ {w.text(r, JUXT)}}}", TIGHT
    exponent, level = w.written(r)
    base = w.base(x) if exponent.lstrip("-").isdigit() or level < ATOM else bracketed(w.text(x))
    return f"{base}^{{{exponent}}}", TIGHT


# ---- functions and cases


@rule(N.Apply)
def _apply(w: Writer, t: Any) -> Written:
    name, x = t.args[0].name, t.args[1]
    if name == "sqrt":
        return rf"\sqrt{{{w.text(x)}}}", TIGHT
    if name == "abs":
        return rf"\left|{w.text(x)}\right|", CALL
    return w.call(FUNCTIONS.get(name) or w.name(name, "function"), x)


@rule(N.Maximum)
def _maximum(w: Writer, t: Any) -> Written:
    return w.call(r"\max", *t.args)


@rule(N.Where)
def _where(w: Writer, t: Any) -> Written:
    return _cases(w, rf"\text{{if }} {w.condition(t.args[0])}", t.args[1], t.args[2])


@rule(N.WhereTensor)
def _where_tensor(w: Writer, t: Any) -> Written:
    relation, a, b, x, y = t.args
    comparison = f"{w.text(a, SUM)} {RELATIONS[relation.name]} {w.text(b, SUM)}"
    return _cases(w, rf"\text{{where }} {comparison}", x, y)


def _cases(w: Writer, condition: str, x: Any, y: Any) -> Written:
    first, second = w.text(x, WHERE), w.text(y, WHERE)
    rows = rf"{first} & {condition} \\ {second} & \text{{otherwise}}"
    return rf"\begin{{cases}}{rows}\end{{cases}}", SUM
