r"""The emitted source as LaTeX, by latexify-py: a second view that shares nothing with our writer.

Place: imported only when `lowered.latexify` is asked for; expressions are in latexify_expressions.

Legend
  a row       one step of the source, name &= value; bindings of sizes and checks are left out
"""

from __future__ import annotations

import ast

from latexify.codegen.function_codegen import FunctionCodegen

from symattn.lowering.latexify_expressions import ArrayCodegen, name_text, refuse

SETUP_CALLS = ("result_type",)


def latex_of_source(source: str) -> str:
    """The function of an emitted source as one aligned display, without dollar signs.

    Fails   Unsupported for a statement, function or keyword that has no rendering.
    """
    tree = ast.parse(source)
    functions = [part for part in tree.body if isinstance(part, ast.FunctionDef)]
    if len(functions) != 1:
        raise refuse(tree, f"{len(functions)} functions")
    return str(_SourceCodegen().visit(functions[0]))


class _SourceCodegen(FunctionCodegen):
    """A whole emitted function: its steps one below the other."""

    def __init__(self) -> None:
        super().__init__()
        self._expression_codegen = ArrayCodegen()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> str:  # noqa: N802 - ast's name
        rows = []
        for part in node.body[:-1]:
            if not self._is_setup(part):
                rows.append(self._row(part))
        last = node.body[-1]
        if not isinstance(last, ast.Return) or last.value is None:
            raise refuse(last, "a function without a last return")
        arguments = ", ".join(name_text(a.arg) for a in node.args.args)
        head = rf"\mathrm{{{node.name.replace('_', chr(92) + '_')}}}({arguments})"
        rows.append(f"{head} &= {self._expression_codegen.visit(last.value)}")
        return r"\begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}"

    def _row(self, part: ast.stmt) -> str:
        if not isinstance(part, ast.Assign) or len(part.targets) != 1:
            raise refuse(part, type(part).__name__)
        left, right = (self._expression_codegen.visit(e) for e in (part.targets[0], part.value))
        return f"{left} &= {right}"

    def _is_setup(self, part: ast.stmt) -> bool:
        """Docstring, sizes from shapes, the common dtype, and the checks that only raise."""
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant):
            return True
        if isinstance(part, ast.For):
            return len(part.body) == 1 and _only_raises(part.body[0])
        if isinstance(part, ast.If):
            return _only_raises(part)
        if not isinstance(part, ast.Assign):
            return False
        inside = [a.attr for a in ast.walk(part.value) if isinstance(a, ast.Attribute)]
        if inside and set(inside) == {"shape"}:
            target = part.targets[0]
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            self._expression_codegen.scalars |= {n.id for n in names if isinstance(n, ast.Name)}
            return True
        return len(inside) == 1 and inside[0] in SETUP_CALLS


def _only_raises(part: ast.stmt) -> bool:
    return (
        isinstance(part, ast.If)
        and not part.orelse
        and all(isinstance(p, ast.Raise) for p in part.body)
    )
