"""Programs as NumPy source: one rule per operation, one line per named step.

Place: after checks; the text is put under a signature and a docstring by function_text.

Legend
  z           the step being written      x, y     its arguments
  over        bound indices: the leading array axes            k        an own axis of a step
  level       how tightly a text binds (scalar_text)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sympy import preorder_traversal

from symattn.expressions.nodes import Index
from symattn.lowering.contraction_code import Operand, opened
from symattn.lowering.program import Program
from symattn.lowering.scalar_texts import (
    ATOM,
    Text,
    axis_text,
    identifier,
)
from symattn.lowering.steps import Step

Rule = Callable[["Writer", Step], Text]
RULES: dict[str, Rule] = {}
LEAVES = frozenset({"input", "number", "alias"})
VIEWS = frozenset({"permute", "insert", "spread", "collect", "slice", "pick"})
LONGEST_INLINE = 44
LONGEST_LINE = 84
SEVERAL_LINES = frozenset({"softmax", "masked_softmax", "log_sum_exp", "contract"})


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
    words: Mapping[str, str]
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
        if len(text[0]) > LONGEST_LINE and z.op not in SEVERAL_LINES:
            for a in z.args:
                if a.op not in LEAVES and a in self.texts:
                    self.atom(a)
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

    def shortened(self, text: Text) -> Text:
        """The text of one side of a product, assigned to a name if it is long."""
        long = len(text[0]) > LONGEST_INLINE
        return (self.assign("regrouped", text[0]), ATOM) if long else text

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
    "power": "raised", "pow": "raised", "permute": "reordered", "insert": "opened",
    "place": "positions",
}  # fmt: skip


def _word(z: Step) -> str:
    return WORDS.get(z.op, z.op)


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
