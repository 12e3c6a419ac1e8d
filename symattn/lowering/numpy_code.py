"""The NumPy text of leaves and entrywise operations.

Place: fills the table of numpy_writer, as array_code does for the other operations.

Legend
  z           the step being written      x, y     the texts of its arguments
  w           the writer                  level    how tightly a text binds (scalar_text)
"""

from __future__ import annotations

from sympy import Rational

from symattn.lowering.contraction_code import Operand, opened
from symattn.lowering.numpy_writer import Writer, code_of
from symattn.lowering.scalar_texts import (
    ATOM,
    COMPARE,
    POWER,
    PRODUCT,
    SIGN,
    SUM,
    Text,
    axis_text,
    condition_text,
    identifier,
    scalar_text,
    within,
)
from symattn.lowering.steps import Step

# ---- leaves


@code_of("input")
def _input(w: Writer, z: Step) -> Text:
    return w.words[z.data[0]], ATOM


@code_of("number")
def _number(w: Writer, z: Step) -> Text:
    return scalar_text(z.data[0], real=True)


@code_of("alias")
def _alias(w: Writer, z: Step) -> Text:
    return w.texts[z.args[0]]


@code_of("place")
def _place(w: Writer, z: Step) -> Text:
    text = scalar_text(z.data[0], w.grid(z))
    return f"{within(text, ATOM)}.astype({w.dtype()})", ATOM


@code_of("mask")
def _mask(w: Writer, z: Step) -> Text:
    text = condition_text(z.data[0], w.grid(z))
    if not z.over:
        return f"float({text[0]})", ATOM
    return f"({text[0]}).astype({w.dtype()})", ATOM


@code_of("eye")
def _eye(w: Writer, z: Step) -> Text:
    return f"np.eye({axis_text(z.shape[0])[0]}, dtype={w.dtype()})", ATOM


@code_of("literal")
def _literal(w: Writer, z: Step) -> Text:
    entries = [scalar_text(e, real=True)[0] for e in z.data[0]]
    for axis in reversed(z.shape[1:]):
        m = int(axis.size)
        entries = [f"[{', '.join(entries[a : a + m])}]" for a in range(0, len(entries), m)]
    return f"np.array([{', '.join(entries)}], dtype={w.dtype()})", ATOM


@code_of("stretch")
def _stretch(w: Writer, z: Step) -> Text:
    (x,) = z.args
    shape = w.lengths(z)
    if x.op == "number":
        makers = {0: "zeros", 1: "ones"}
        if x.data[0] in makers:
            return f"np.{makers[x.data[0]]}({shape}, dtype={w.dtype()})", ATOM
        return f"np.full({shape}, {w.texts[x][0]}, dtype={w.dtype()})", ATOM
    return f"np.broadcast_to({w.under(x, z)[0]}, {shape})", ATOM


# ---- entry by entry

BINARY = {"add": ("+", SUM), "sub": ("-", SUM), "mul": ("*", PRODUCT), "div": ("/", PRODUCT)}
FUNCTIONS = {"exp": "exp", "log": "log", "sqrt": "sqrt", "sin": "sin", "cos": "cos", "tanh": "tanh",
             "abs": "abs", "sign": "sign"}  # fmt: skip


@code_of(*BINARY)
def _binary(w: Writer, z: Step) -> Text:
    sign, level = BINARY[z.op]
    x, y = (w.under(a, z) for a in z.args)
    return f"{within(x, level)} {sign} {within(y, level + 1)}", level


@code_of("neg")
def _neg(w: Writer, z: Step) -> Text:
    return f"-{within(w.texts[z.args[0]], SIGN)}", SIGN


@code_of("power")
def _power(w: Writer, z: Step) -> Text:
    x, r = w.texts[z.args[0]], z.data[0]
    if r in (Rational(1, 2), Rational(-1, 2)):
        root = f"np.sqrt({x[0]})" if z.args[0].op != "number" else f"({x[0]})**0.5"
        return (root, ATOM) if r > 0 else (f"1.0 / {root}", PRODUCT)
    if r == -1:
        return f"1.0 / {within(x, SIGN)}", PRODUCT
    return f"{within(x, ATOM)}**{within(scalar_text(r), ATOM)}", POWER


@code_of("pow")
def _pow(w: Writer, z: Step) -> Text:
    x, r = (w.under(a, z) for a in z.args)
    return f"{within(x, ATOM)} ** {within(r, ATOM)}", POWER


@code_of(*FUNCTIONS)
def _function(w: Writer, z: Step) -> Text:
    if z.args[0].op == "number" and z.op not in ("abs", "sign"):
        return f"math.{z.op}({w.texts[z.args[0]][0]})", ATOM  # a NumPy float would raise float32
    return f"np.{FUNCTIONS[z.op]}({w.texts[z.args[0]][0]})", ATOM


@code_of("sigmoid")
def _sigmoid(w: Writer, z: Step) -> Text:
    return f"0.5 * (1.0 + np.tanh(0.5 * {within(w.texts[z.args[0]], PRODUCT + 1)}))", PRODUCT


@code_of("softplus")
def _softplus(w: Writer, z: Step) -> Text:
    return f"np.logaddexp({w.texts[z.args[0]][0]}, 0.0)", ATOM


@code_of("erf")
def _erf(w: Writer, z: Step) -> Text:
    x = w.texts[z.args[0]][0]
    if z.args[0].op == "number":
        return f"math.erf({x})", ATOM
    return f"np.vectorize(math.erf, otypes=[{w.dtype()}])({x})", ATOM


@code_of("call")
def _call(w: Writer, z: Step) -> Text:
    return f"{identifier(z.data[0])}({w.texts[z.args[0]][0]})", ATOM


@code_of("maximum")
def _maximum(w: Writer, z: Step) -> Text:
    return f"np.maximum({', '.join(w.under(a, z)[0] for a in z.args)})", ATOM


@code_of("compare")
def _compare(w: Writer, z: Step) -> Text:
    x, y = (within(w.under(a, z), SUM) for a in z.args)
    return f"{x} {z.data[0]} {y}", COMPARE


@code_of("select")
def _select(w: Writer, z: Step) -> Text:
    mask, x, y = z.args
    own = tuple(range(z.rank))
    if mask.op == "mask":
        text = condition_text(mask.data[0], w.grid(mask))
        shown = opened(Operand(text, mask.over), (*z.over, *own))
    else:
        shown = w.under(mask, z)
    values = [w.under(a, z)[0] for a in (x, y)]
    cast = f".astype({w.dtype()})" if x.op == y.op == "number" else ""
    return f"np.where({shown[0]}, {', '.join(values)}){cast}", ATOM
