r"""One expression of the emitted source as LaTeX, by a subclass of latexify-py's generator.

Place: below latexify_view. latexify alone prints `K.T` as it stands,
drops keywords and prints `A * (B @ C)` like `(A * B) @ C`; the subclass below renders the NumPy
that numpy_code emits and refuses everything else, so nothing is dropped silently.

Legend
  A B         the matrix product         A \odot B     the entrywise product
  [c]         1 where c holds, else 0    \ast          a new axis of length 1
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from latexify.codegen.expression_codegen import ExpressionCodegen

from symattn.errors import Unsupported

OPERATORS: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: (" + ", 1), ast.Sub: (" - ", 1), ast.Mult: (r" \odot ", 2), ast.MatMult: (r" \, ", 2),
    ast.FloorDiv: (r" \div ", 2), ast.Mod: (r" \bmod ", 2), ast.BitAnd: (r" \wedge ", 0),
    ast.BitOr: (r" \vee ", 0),
}  # fmt: skip
PLAIN = {
    "exp": r"\exp",
    "log": r"\log",
    "sin": r"\sin",
    "cos": r"\cos",
    "tanh": r"\tanh",
    "max": r"\max",
}
WORDS = frozenset(
    "maximum logaddexp diagonal reshape transpose swapaxes broadcast_to concatenate squeeze sign"
    " erf full logical_not vectorize array".split()
)


def refuse(node: ast.AST, what: str) -> Unsupported:
    """The error of a construct that would be dropped."""
    line = f" in line {node.lineno}" if hasattr(node, "lineno") else ""
    return Unsupported(f"showing the source{line} by latexify", f"{what} has no rendering",
                       do="add it to latexify_view")  # fmt: skip


def _bracketed(text: str) -> str:
    return rf"\left( {text} \right)"


def name_text(name: str) -> str:
    """d_k as d_{k}; words upright."""
    parts = [p if len(p) == 1 or p.isdigit() else rf"\mathrm{{{p}}}" for p in name.split("_") if p]
    if name.startswith("d_") and len(parts) > 1 and len(name) > 3:
        return rf"\mathrm{{d}}{name_text(name[2:])}"
    return parts[0] + (f"_{{{','.join(parts[1:])}}}" if parts[1:] else "")


class ArrayCodegen(ExpressionCodegen):
    """One expression of NumPy on arrays."""

    def __init__(self) -> None:
        super().__init__()
        self.scalars: set[str] = set()

    def generic_visit(self, node: ast.AST) -> str:
        raise refuse(node, type(node).__name__)

    def visit_Name(self, node: ast.Name) -> str:  # noqa: N802 - ast's name
        return name_text(node.id)

    def visit_Constant(self, node: ast.Constant) -> str:  # noqa: N802
        if isinstance(node.value, float) and node.value.is_integer():
            return str(int(node.value))
        return str(super().visit_Constant(node))

    def visit_Attribute(self, node: ast.Attribute) -> str:  # noqa: N802
        if _is_np(node):
            named = {"pi": r"\pi", "e": "e", "inf": r"\infty"}
            if node.attr in named:
                return named[node.attr]
        elif node.attr == "T":
            return f"{self._atom(node.value)}^{{\\top}}"
        raise refuse(node, f"the attribute {node.attr}")

    def visit_UnaryOp(self, node: ast.UnaryOp) -> str:  # noqa: N802
        if not isinstance(node.op, ast.USub):
            raise refuse(node, "this sign")
        return f"-{self._within(node.operand, 2)}"

    def visit_Compare(self, node: ast.Compare) -> str:  # noqa: N802
        signs: dict[type[ast.cmpop], str] = {
            ast.Lt: "<", ast.LtE: r"\le", ast.Gt: ">", ast.GtE: r"\ge", ast.Eq: "=",
            ast.NotEq: r"\ne",
        }  # fmt: skip
        if len(node.ops) != 1 or type(node.ops[0]) not in signs:
            raise refuse(node, "this comparison")
        left, right = self._within(node.left, 1), self._within(node.comparators[0], 1)
        return f"{left} {signs[type(node.ops[0])]} {right}"

    def visit_BinOp(self, node: ast.BinOp) -> str:  # noqa: N802
        if isinstance(node.op, ast.Div):
            return rf"\frac{{{self.visit(node.left)}}}{{{self.visit(node.right)}}}"
        if isinstance(node.op, ast.Pow):
            if isinstance(node.right, ast.Constant) and node.right.value == 0.5:
                return rf"\sqrt{{{self.visit(node.left)}}}"
            return f"{self._atom(node.left)}^{{{self.visit(node.right)}}}"
        if type(node.op) not in OPERATORS:
            raise refuse(node, f"the operator {type(node.op).__name__}")
        sign, level = OPERATORS[type(node.op)]
        if isinstance(node.op, ast.Mult) and (
            self._is_scalar(node.left) or self._is_scalar(node.right)
        ):
            sign = r" \cdot "
        return (
            f"{self._side(node.left, node, level)}{sign}{self._side(node.right, node, level + 1)}"
        )

    def _side(self, child: ast.expr, parent: ast.BinOp, level: int) -> str:
        """An operand in brackets wherever two kinds of product meet."""
        mixed = isinstance(child, ast.BinOp) and isinstance(parent.op, (ast.Mult, ast.MatMult))
        if (
            mixed
            and isinstance(child, ast.BinOp)
            and type(child.op) not in (type(parent.op), ast.Div, ast.Pow)
        ):
            return _bracketed(self.visit(child))
        return self._within(child, level)

    def _is_scalar(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, ast.BinOp):
            return self._is_scalar(node.left) and self._is_scalar(node.right)
        return isinstance(node, ast.Name) and node.id in self.scalars

    def _within(self, node: ast.expr, level: int) -> str:
        text = str(self.visit(node))
        own = 9
        if isinstance(node, ast.BinOp):
            own = OPERATORS.get(type(node.op), ("", 3))[1]
        elif isinstance(node, ast.UnaryOp):
            own = 1
        elif isinstance(node, ast.Compare):
            own = 0
        return text if own >= level else _bracketed(text)

    def _atom(self, node: ast.expr) -> str:
        text = str(self.visit(node))
        plain = isinstance(node, (ast.Name, ast.Constant)) or (
            isinstance(node, ast.Attribute) and _is_np(node)
        )
        return text if plain else _bracketed(text)

    # ---- calls

    def visit_Call(self, node: ast.Call) -> str:  # noqa: N802
        if isinstance(node.func, ast.Attribute) and node.func.attr == "astype":
            return self._cast(node, node.func)
        if isinstance(node.func, ast.Attribute) and _is_np(node.func):
            return self._numpy_call(node, node.func.attr)
        if isinstance(node.func, ast.Name) and node.func.id == "float" and len(node.args) == 1:
            return rf"\left[ {self.visit(node.args[0])} \right]"
        if isinstance(node.func, ast.Call) and len(node.args) == 1 and not node.keywords:
            return self._vectorised(node, node.func)
        if isinstance(node.func, ast.Name) and not node.keywords:
            return f"{self.visit(node.func)}{self._arguments(node)}"
        raise refuse(node, "this call")

    def _cast(self, node: ast.Call, method: ast.Attribute) -> str:
        if node.keywords or len(node.args) != 1:
            raise refuse(node, "this astype")
        text = self.visit(method.value)
        truth = isinstance(method.value, (ast.Compare, ast.BinOp)) and not _is_number(method.value)
        return rf"\left[ {text} \right]" if truth else str(text)

    def _vectorised(self, node: ast.Call, maker: ast.Call) -> str:
        inner = maker.args[0] if maker.args else None
        named = isinstance(maker.func, ast.Attribute) and maker.func.attr == "vectorize"
        if not named or not isinstance(inner, ast.Attribute):
            raise refuse(node, "this call")
        return rf"\operatorname{{{inner.attr}}}{self._arguments(node)}"

    def _arguments(self, node: ast.Call) -> str:
        return _bracketed(", ".join(map(self.visit, node.args)))

    def _numpy_call(self, node: ast.Call, name: str) -> str:
        options = {k.arg: k.value for k in node.keywords}
        options.pop("dtype", None)
        special: dict[str, Callable[[ast.Call, str, dict[str | None, ast.expr]], str]] = {
            "sum": self._sum, "max": self._sum, "sqrt": self._root, "where": self._cases,
            "eye": self._constant, "ones": self._constant, "zeros": self._constant,
            "arange": self._constant, "inv": self._inverse, "abs": self._inverse,
        }  # fmt: skip
        if name in special:
            text = special[name](node, name, options)
        elif name in PLAIN:
            text = PLAIN[name] + self._arguments(node)
        elif name in WORDS:
            marks = ",".join(f"{k}={self.visit(v)}" for k, v in options.items())
            options = {}
            word = rf"\operatorname{{{name.replace('_', chr(92) + '_')}}}"
            text = f"{word}{f'_{{{marks}}}' if marks else ''}{self._arguments(node)}"
        else:
            raise refuse(node, f"np.{name}")
        if options:
            raise refuse(node, f"the keyword {next(iter(options))} of np.{name}")
        return text

    def _sum(self, node: ast.Call, name: str, options: dict[str | None, ast.expr]) -> str:
        axis = options.pop("axis", None)
        keep = options.pop("keepdims", None)
        marks = [rf"\text{{axis }} {self.visit(axis)}"] if axis is not None else []
        marks += [r"\text{kept}"] if keep is not None else []
        sign = r"\sum" if name == "sum" else r"\max"
        return f"{sign}{f'_{{{chr(44).join(marks)}}}' if marks else ''} {self._arguments(node)}"

    def _root(self, node: ast.Call, name: str, options: dict[str | None, ast.expr]) -> str:
        return rf"\sqrt{{{self.visit(node.args[0])}}}"

    def _cases(self, node: ast.Call, name: str, options: dict[str | None, ast.expr]) -> str:
        test, yes, no = map(self.visit, node.args)
        rows = rf"{yes} & \text{{if }} {test} \\ {no} & \text{{else}}"
        return rf"\begin{{cases}} {rows} \end{{cases}}"

    def _constant(self, node: ast.Call, name: str, options: dict[str | None, ast.expr]) -> str:
        sign = {"eye": "I", "ones": r"\mathbf{1}", "zeros": r"\mathbf{0}", "arange": r"\iota"}[name]
        sizes = node.args[0].elts if isinstance(node.args[0], ast.Tuple) else node.args
        return rf"{sign}_{{{' , '.join(map(self.visit, sizes))}}}"

    def _inverse(self, node: ast.Call, name: str, options: dict[str | None, ast.expr]) -> str:
        if name == "abs":
            return rf"\left| {self.visit(node.args[0])} \right|"
        return f"{self._atom(node.args[0])}^{{-1}}"

    # ---- indexing

    def visit_Subscript(self, node: ast.Subscript) -> str:  # noqa: N802
        places = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        base = self._atom(node.value)
        base = f"{{{base}}}" if "_" in base else base  # no double subscript
        return f"{base}_{{[{', '.join(map(self._place, places))}]}}"

    def _place(self, node: ast.expr) -> str:
        if isinstance(node, ast.Slice):
            if node.step is not None:
                raise refuse(node, "a step in a slice")
            return ":".join(
                self.visit(e) if e is not None else "" for e in (node.lower, node.upper)
            )
        if isinstance(node, ast.Constant) and node.value in (None, Ellipsis):
            return r"\ast" if node.value is None else r"\ldots"
        return str(self.visit(node))


def _is_np(node: ast.Attribute) -> bool:
    value = node.value
    if isinstance(value, ast.Attribute) and value.attr == "linalg":
        value = value.value
    return isinstance(value, ast.Name) and value.id in ("np", "math")


def _is_number(node: ast.expr) -> bool:
    arithmetic = (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod, ast.Div)
    return isinstance(node, ast.BinOp) and isinstance(node.op, arithmetic)
