"""Programs as NumPy source: one rule per operation, one line per named step.

Place: after checks; the text is put under a signature and a docstring by function_text.

Legend
  z           the step being written      x, y     its arguments
  over        bound indices: the leading array axes            k        an own axis of a step
  level       how tightly a text binds (scalar_text)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sympy import Rational, preorder_traversal

from symattn.expressions.nodes import Index
from symattn.lowering.contraction_code import Operand, moved, opened, product_text
from symattn.lowering.program import Program, Step
from symattn.lowering.scalar_text import (
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

Rule = Callable[["Writer", Step], Text]
RULES: dict[str, Rule] = {}
LEAVES = frozenset({"input", "number", "alias"})
VIEWS = frozenset({"permute", "insert", "spread", "collect", "slice", "pick"})
LONGEST_INLINE = 44


def code_of(*ops: str) -> Callable[[Rule], Rule]:
    """Decorate the rule that writes these operations."""

    def enter(function: Rule) -> Rule:
        for op in ops:
            if op in RULES:
                raise TypeError(f"there already is a rule for {op}")
            RULES[op] = function
        return function

    return enter


@dataclass
class Writer:
    """Writes one program: the texts so far, the names given and the lines emitted."""

    program: Program
    function: str
    taken: set[str]
    texts: dict[Step, Text] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    uses: Counter[Step] = field(default_factory=Counter)
    uses_dtype: bool = False

    def write(self, output: Step) -> str:
        """Emit every step the output needs; returns the text to return."""
        live = live_steps(self.program, output)
        self.uses = Counter(a for z in live for a in z.args)
        self.uses[output] += 1
        tests = Counter(z.args[0] for z in live if z.op == "select")
        for z in live:
            if z.op != "mask" or self.uses[z] > tests[z]:
                self._write_step(z, z is output)
        return self.texts[output][0]

    def _write_step(self, z: Step, last: bool) -> None:
        text = RULES[z.op](self, z)
        short = len(text[0]) <= LONGEST_INLINE
        named = z in self.program.names and z.op not in VIEWS
        inline = z.op in LEAVES or (self.uses[z] == 1 and short and not named)
        simple = z.op in VIEWS and len(text[0]) <= 20 and self.texts[z.args[0]][0].isidentifier()
        if inline or simple or text[0].isidentifier() or (last and len(text[0]) <= 88):
            self.texts[z] = text
        else:
            self.texts[z] = (self.assign(self.program.names.get(z, _word(z)), text[0]), ATOM)

    def assign(self, name: str, text: str) -> str:
        """Emit name = text under a free name, which is returned."""
        word = self.free_name(name)
        self.lines.append(f"{word} = {text}")
        return word

    def free_name(self, name: str) -> str:
        """The name itself, or with a number if it is taken."""
        base = word = identifier(name)
        count = 2
        while word in self.taken:
            word, count = f"{base}_{count}", count + 1
        self.taken.add(word)
        return word

    # ---- texts of arguments

    def operand(self, x: Step) -> Operand:
        """The argument with a label for each array axis."""
        return Operand(self.texts[x], (*x.over, *range(x.rank)))

    def under(self, x: Step, z: Step) -> Text:
        """The argument x, with new axes where an entrywise step z has more."""
        own = tuple(range(z.rank))
        labels = (*x.over, *(own if x.rank else ()))
        return opened(Operand(self.texts[x], labels), (*z.over, *own))

    def atom(self, x: Step) -> str:
        """The argument as a name, assigned now if it is longer."""
        if not self.texts[x][0].isidentifier():
            name = self.program.names.get(x, _word(x))
            self.texts[x] = (self.assign(name, self.texts[x][0]), ATOM)
        return self.texts[x][0]

    def lengths(self, z: Step, own: Any = None) -> str:
        """The array shape of a step as the text of a tuple."""
        shape = z.shape if own is None else own
        return tuple_text([axis_text(a)[0] for a in (*(i.axis for i in z.over), *shape)])

    def dtype(self) -> str:
        """The name of the arguments' common type."""
        self.uses_dtype = True
        return "dtype"

    def grid(self, z: Step) -> Callable[[Any], str]:
        """How an index is named in a text over z's bound indices: an arange along its axis."""

        def name_of(symbol: Any) -> str:
            if symbol not in z.over:
                return identifier(symbol.name)
            after = len(z.over) - 1 - z.over.index(symbol)
            opening = f"[:, {', '.join(['None'] * after)}]" if after else ""
            return f"np.arange({axis_text(symbol.axis)[0]}){opening}"

        return name_of


def live_steps(p: Program, output: Step) -> list[Step]:
    """The steps the output depends on, each after its arguments."""
    needed: set[Step] = set()
    stack = [output]
    while stack:
        z = stack.pop()
        if z not in needed:
            needed.add(z)
            stack.extend(z.args)
    return [z for z in p.steps if z in needed]


def tuple_text(texts: list[str]) -> str:
    """The text of a tuple."""
    return f"({texts[0]},)" if len(texts) == 1 else f"({', '.join(texts)})"


WORDS = {
    "contract": "product", "add": "total", "sub": "difference", "mul": "scaled", "div": "ratio",
    "sum": "total", "sum_over": "total", "reshape": "regrouped", "stretch": "filled",
    "collect": "stacked", "spread": "parts", "select": "chosen", "entrywise": "value",
    "concat": "joined", "max": "largest", "eye": "identity", "neg": "negated", "literal": "table",
    "power": "raised", "pow": "raised", "permute": "reordered", "insert": "opened", "place": "positions",
}  # fmt: skip


def _word(z: Step) -> str:
    return WORDS.get(z.op, z.op)


# ---- leaves


@code_of("input")
def _input(w: Writer, z: Step) -> Text:
    return identifier(z.data[0]), ATOM


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


# ---- along axes


def axis_of(z: Step, k: int) -> int:
    """The array axis of own axis k; the last one is -1."""
    return -1 if k == z.rank - 1 else len(z.over) + k


@code_of("sum", "max")
def _reduction(w: Writer, z: Step) -> Text:
    (x,) = z.args
    axes = [axis_of(x, k) for k in (z.data[0] if z.op == "sum" else z.data)]
    whole = len(axes) == x.rank and not x.over
    axis = "" if whole else f", axis={axes[0] if len(axes) == 1 else tuple(axes)}"
    return f"np.{z.op}({w.texts[x][0]}{axis})", ATOM


@code_of("sum_over")
def _sum_over(w: Writer, z: Step) -> Text:
    (x,) = z.args
    return f"np.sum({w.texts[x][0]}, axis={x.over.index(z.data[0])})", ATOM


@code_of("softmax")
def _softmax(w: Writer, z: Step) -> Text:
    x = w.atom(z.args[0])
    axis = axis_of(z, z.data[0])
    exps = w.assign("exps", f"np.exp({x} - np.max({x}, axis={axis}, keepdims=True))")
    return f"{exps} / np.sum({exps}, axis={axis}, keepdims=True)", PRODUCT


@code_of("masked_softmax")
def _masked_softmax(w: Writer, z: Step) -> Text:
    x, mask = (w.under(a, z) for a in z.args)
    axis = axis_of(z, z.data[0])
    m = mask[0] if mask[0].isidentifier() else w.assign("mask", mask[0])
    w.lines.append(f"if not np.all(np.any({m} != 0, axis={axis})):")
    w.lines.append(
        f'    raise ValueError("{w.function}: a row of {m} allows no key; its softmax is undefined")'
    )
    shown = w.assign("shown", f"np.where({m} != 0, {x[0]}, -np.inf)")
    top = f"np.max({shown}, axis={axis}, keepdims=True)"
    exps = w.assign("exps", f"{m} * np.exp({shown} - {top})")
    return f"{exps} / np.sum({exps}, axis={axis}, keepdims=True)", PRODUCT


@code_of("log_sum_exp")
def _log_sum_exp(w: Writer, z: Step) -> Text:
    (a,) = z.args
    x, axis = w.atom(a), axis_of(a, z.data[0])
    top = w.assign("largest", f"np.max({x}, axis={axis}, keepdims=True)")
    total = f"np.log(np.sum(np.exp({x} - {top}), axis={axis}))"
    return f"{total} + np.squeeze({top}, axis={axis})", SUM


# ---- products and rearrangements


@code_of("contract")
def _contract(w: Writer, z: Step) -> Text:
    (x, y), (xs, ys, out, _) = z.args, z.data
    left, right = (Operand(w.texts[a], (*a.over, *own)) for a, own in ((x, xs), (y, ys)))
    sizes: dict[Any, Any] = {i: i.axis for a in z.args for i in a.over}
    sizes |= dict(zip(xs, x.shape, strict=True)) | dict(zip(ys, y.shape, strict=True))
    return product_text(left, right, (*z.over, *out), sizes)


@code_of("permute")
def _permute(w: Writer, z: Step) -> Text:
    return moved(w.operand(z.args[0]), (*z.over, *z.data[0])).text


@code_of("spread", "collect")
def _relabel(w: Writer, z: Step) -> Text:
    (x,) = z.args
    if z.op == "spread":
        k, i = z.data
        own: list[Any] = list(range(x.rank))
        labels, own[k] = own.copy(), i
        return moved(
            Operand(w.texts[x], (*x.over, *own)), (*z.over, *(a for a in labels if a != k))
        ).text
    i = z.data[0]
    return moved(w.operand(x), (*z.over, i, *range(x.rank))).text


@code_of("reshape")
def _reshape(w: Writer, z: Step) -> Text:
    return f"np.reshape({w.texts[z.args[0]][0]}, {w.lengths(z)})", ATOM


@code_of("insert")
def _insert(w: Writer, z: Step) -> Text:
    (x,), k = z.args, z.data[0]
    at = len(z.over) + k
    if x.op == "sum" and x.data[0] == (k,) and w.texts[x][0].startswith("np.sum("):
        inner = x.args[0]
        text = w.texts[x][0].removesuffix(")")
        axis = "" if "axis=" in text else f", axis={axis_of(inner, k)}"
        return f"{text}{axis}, keepdims=True)", ATOM
    if k == x.rank and x.rank + len(x.over) > 2:
        return f"{within(w.texts[x], ATOM)}[..., None]", ATOM
    if not x.rank and not x.over:
        return f"np.reshape({w.texts[x][0]}, (1,))", ATOM
    return f"{within(w.texts[x], ATOM)}[{', '.join([':'] * at + ['None'])}]", ATOM


@code_of("diagonal")
def _diagonal(w: Writer, z: Step) -> Text:
    first, second = (len(z.over) + k for k in z.data)
    axes = "" if (first, second) == (0, 1) else f", axis1={first}, axis2={second}"
    return f"np.diagonal({w.texts[z.args[0]][0]}{axes})", ATOM


@code_of("inverse")
def _inverse(w: Writer, z: Step) -> Text:
    return f"np.linalg.inv({w.texts[z.args[0]][0]})", ATOM


@code_of("slice")
def _slice(w: Writer, z: Step) -> Text:
    k, start, stop, _, after = z.data
    first = "" if start == 0 else scalar_text(start)[0]
    last = scalar_text(stop)[0] if after else ""
    places = [":"] * (len(z.over) + k) + [f"{first}:{last}"]
    return f"{within(w.texts[z.args[0]], ATOM)}[{', '.join(places)}]", ATOM


@code_of("pick")
def _pick(w: Writer, z: Step) -> Text:
    k, place = z.data
    places = [":"] * (len(z.over) + k) + [scalar_text(place)[0]]
    return f"{within(w.texts[z.args[0]], ATOM)}[{', '.join(places)}]", ATOM


@code_of("concat")
def _concat(w: Writer, z: Step) -> Text:
    texts = []
    for x in z.args:
        text = w.under(x, z)[0]
        texts.append(
            text if x.over == z.over else f"np.broadcast_to({text}, {w.lengths(z, x.shape)})"
        )
    return f"np.concatenate([{', '.join(texts)}], axis={axis_of(z, z.data[0])})", ATOM


def indices_in(z: Step) -> set[Any]:
    """The free symbols (sizes and indices) that the text of a step mentions."""
    symbols: set[Any] = set()
    for part in z.data:
        for e in part if isinstance(part, tuple) else (part,):
            if hasattr(e, "free_symbols"):
                symbols |= {s for s in preorder_traversal(e) if s.is_Symbol}
    for a in (*(i.axis for i in z.over), *z.shape):
        symbols |= a.size.free_symbols
    return {s for s in symbols if not (isinstance(s, Index) and s in z.over)}
