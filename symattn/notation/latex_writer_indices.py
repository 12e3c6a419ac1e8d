"""How entries, slices, sums over indices, definitions and derivatives are written.

Place: fills the table of latex_writer_core. An entry of a plain tensor has its places below,
x_{i,a}; leading places may stand alone (x_{i} is row i). In a style with angles a token is
k^{\\langle i\\rangle}: row i of a tensor k, or column i of a matrix K = [k^1 .. k^n]; a text
with tokens of both is refused. Everything else is put in square brackets first, also x at a fixed
place, [x]_{1}, because x_1 is a symbol of that name.

Legend
  w           the writer             t           the node            k           an axis number
"""

from __future__ import annotations

from typing import Any

from sympy.core.symbol import Str

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.notation.latex_writer_core import (
    ATOM,
    BIG,
    CALL,
    TIGHT,
    WHERE,
    Writer,
    Written,
    bracketed,
    latex_rules,
    squared,
)

rule = latex_rules.rule
WHOLE = Str(":")


@rule(N.At)
def _at(w: Writer, t: Any) -> Written:
    x, places = t.args
    given = [p for p in places if p != WHOLE]
    shown = [":" if p == WHOLE else w.place(p) for p in places]
    token = _token(w, x, list(places), shown) if w.style.token == "angle" else ""
    if token:
        return token, TIGHT
    if given and (x.rank > 2 or w.style.tokens == "rows" or type(x) is not N.Tensor):
        while shown[-1] == ":":
            shown.pop()
    return _placed(w, x, shown)


def _placed(w: Writer, x: Any, shown: list[str]) -> Written:
    """x with places below; in square brackets unless it is a name without a subscript."""
    below = ",".join(shown)
    if not isinstance(x, N.Tensor) or x in w.named:
        return f"{squared(w.text(x))}_{{{below}}}", CALL
    spelled = w.spelling(x.args[0].name, "tensor")
    fixed = len(shown) == 1 and (below.isalnum() and not below.islower())
    if spelled.sub or fixed or spelled.base == r"\delta":
        return f"{squared(w.text(x))}_{{{below}}}", CALL
    scripts = {"_": f"_{{{below}}}", "^": f"^{_group(spelled.sup)}" if spelled.sup else ""}
    text = spelled.base + "".join(scripts[s] for s in w.style.scripts)
    return text, TIGHT if spelled.sup else ATOM


def _group(sup: str) -> str:
    return sup if len(sup) == 1 else f"{{{sup}}}"


def _token(w: Writer, x: Any, places: list[Any], shown: list[str]) -> str:
    """One token in a style with angles, or "": a row of k is k^{<i>}, and so is a column of K."""
    if not isinstance(x, N.Tensor) or x.rank not in (2, 3):
        return ""
    spelled = w.spelling(x.args[0].name, "tensor")
    if len(spelled.base) != 1 or spelled.sup or spelled.sub:
        return ""
    if places[-1] == WHOLE and WHOLE not in places[:-1] and spelled.base.islower():
        head = f"_{{{shown[0]}}}" if len(shown) == 3 else ""
        return rf"{w.token(spelled.base, x)}{head}^{{\langle {shown[-2]}\rangle}}"
    if places[0] == WHOLE and places[1] != WHOLE and x.rank == 2 and spelled.base.isupper():
        return rf"{w.token(spelled.base.lower(), x)}^{{\langle {shown[1]}\rangle}}"
    return ""


# ---- slices: places with words, [h] for a head


@rule(N.HeadSlice)
def _head_slice(w: Writer, t: Any) -> Written:
    x, k, i = t.args
    return _placed(w, x, [*[":"] * N.axis_number(x, k), f"[{w.place(i)}]"])


@rule(N.Block)
def _block(w: Writer, t: Any) -> Written:
    x, k, first, count = t.args
    start = int(first) + w.style.first_index
    stop = start + int(count) - 1
    entry = rf"\text{{part }}{start}" if start == stop else rf"\text{{parts }}{start}..{stop}"
    return _placed(w, x, [*[":"] * N.axis_number(x, k), entry])


@rule(N.Cut)
def _cut(w: Writer, t: Any) -> Written:
    x, k, first, last = t.args
    ends = (w.place(first), w.place(last - 1))
    return _placed(w, x, [*[":"] * N.axis_number(x, k), "..".join(ends)])


@rule(N.NewAxis)
def _new_axis(w: Writer, t: Any) -> Written:
    x, k = t.args
    entries = [":"] * x.rank
    entries.insert(int(k) % (x.rank + 1), r"\text{new}")
    return _placed(w, x, entries)


@rule(N.CausalMask)
def _causal_mask(w: Writer, t: Any) -> Written:
    return rf"\operatorname{{causal}}_{{{w.axes(t.shape)}}}", TIGHT


# ---- sums, definitions, derivatives


@rule(N.SumOver)
def _sum_over(w: Writer, t: Any) -> Written:
    i, x = t.args
    with w.bound(i, x) as letter:
        first, last = w.range(letter, i.axis)
        above = f"^{{{last}}}" if last else ""
        return rf"\sum_{{{first}}}{above} {w.text(x, BIG)}", BIG


@rule(N.Let)
def _let(w: Writer, t: Any) -> Written:
    name, value, body = t.args
    definition = f"{w.name(name.name)} = {w.text(value, WHERE + 1)}"
    return rf"{w.text(body, WHERE + 1)} \;\text{{where}}\; {definition}", WHERE


@rule(N.Gradient)
def _gradient(w: Writer, t: Any) -> Written:
    return _derivative(w, r"\partial", *t.args)


@rule(N.Jacobian)
def _jacobian(w: Writer, t: Any) -> Written:
    y, x = t.args
    return _derivative(w, r"\partial" if y.rank else r"\mathrm{d}", y, x)


def _derivative(w: Writer, d: str, y: Any, x: Any) -> Written:
    by = f"{d} {w.text(x)}"
    text, level = w.written(y)
    if isinstance(y, (N.Tensor, N.At)) and level >= TIGHT:
        return rf"\frac{{{d} {text}}}{{{by}}}", TIGHT
    inside = text if isinstance(y, N.Inner) else bracketed(text)
    return rf"\frac{{{d}}}{{{by}}}{inside}", TIGHT
