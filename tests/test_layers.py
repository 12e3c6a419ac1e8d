"""Imports go down only, wherever in a file they stand, and the kernel needs nobody."""

import ast
import io
import sys
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "symattn").rglob("*.py"))
ORDER = [
    {"errors"},
    {"kernel"},
    {"expressions"},
    {"models"},
    {"notation"},
    {"calculus"},
    {"prover"},
    {"lowering"},
    {"rendering"},
    {"cli"},
    {"__main__"},
]
LEVEL = {name: k for k, names in enumerate(ORDER) for name in names}
MAY_IMPORT_INSIDE_FUNCTIONS = {"cli.py"}


def imported_names(tree):
    """(line, dotted name) of every import, also inside functions and under TYPE_CHECKING."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.lineno, "." * node.level + (node.module or "")))
    return found


def layer_of(path):
    """The layer that a file belongs to: its folder, or its own name at the top."""
    parts = path.relative_to("symattn").parts
    return parts[0] if len(parts) > 1 else path.stem


def upward_imports(text, path):
    """The imports of a file that go up or sideways out of its layer."""
    here = layer_of(Path(path))
    wrong = []
    for line, name in imported_names(ast.parse(text)):
        parts = name.split(".")
        if parts[0] != "symattn":
            continue
        target = parts[1] if len(parts) > 1 else "__init__"
        if target == here:
            continue
        if LEVEL.get(target, 99) >= LEVEL[here]:
            wrong.append(f"{path}:{line}: {here} imports {name}")
    return wrong


def foreign_imports_of_kernel(text, path):
    """What a kernel file imports besides the standard library and the kernel."""
    return [
        f"{path}:{line}: {name}"
        for line, name in imported_names(ast.parse(text))
        if name.split(".")[0] not in sys.stdlib_module_names
        and not (name + ".").startswith("symattn.kernel.")
    ]


def imports_inside_functions(text):
    """The lines of imports in function bodies."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    tree = ast.parse(text)
    return sorted(
        {
            node.lineno
            for f in ast.walk(tree)
            if isinstance(f, functions)
            for node in ast.walk(f)
            if isinstance(node, (ast.Import, ast.ImportFrom))
        }
    )


def relative(path):
    return path.relative_to(ROOT)


LAYERED = [p for p in SOURCES if relative(p) != Path("symattn/__init__.py")]


@pytest.mark.parametrize("path", LAYERED, ids=lambda p: str(relative(p)))
def test_imports_go_down_only(path):
    assert upward_imports(path.read_text(), relative(path)) == []


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if p.parent.name == "kernel"], ids=lambda p: p.name
)
def test_kernel_needs_the_standard_library_only(path):
    assert foreign_imports_of_kernel(path.read_text(), relative(path)) == []


@pytest.mark.parametrize("path", LAYERED, ids=lambda p: str(relative(p)))
def test_imports_stand_at_the_top(path):
    if path.name in MAY_IMPORT_INSIDE_FUNCTIONS:
        pytest.skip("cli.py imports in its commands, so that --help is quick")
    assert imports_inside_functions(path.read_text()) == []


def test_every_folder_is_a_layer():
    assert {layer_of(relative(p)) for p in LAYERED} <= set(LEVEL)


ARITHMETIC = {"arithmetic", "polynomial", "positions", "signs"}  # of rules and comparisons
REFUTING = {"duals", "enclosures", "evaluation", "exponentials", "guards", "interpretation"} | {
    "intervals",
    "witness",
    "witness_point",
}
PRINTING = {"text", "__main__"}


def code_lines(text):
    """How many lines hold code: no blank lines, comments or docstrings."""
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in silent | {tokenize.ENDMARKER}:
            lines |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        documented = isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))
        if documented and ast.get_docstring(node) is not None:
            lines -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return len(lines)


def test_checker_of_proofs_stays_small_enough_to_read():
    """At most 800 lines of code besides the rules, the witness checker and the printer."""
    files = {p.stem: p for p in SOURCES if p.parent.name == "kernel"}
    apart = ARITHMETIC | REFUTING | PRINTING
    assert set(files) > apart | {"certificate", "theorem", "terms"}
    counted = {f for f in files if not f.startswith("rules")} - apart
    assert sum(code_lines(files[name].read_text()) for name in counted) <= 800


# ---- the checks can fail


def test_upward_import_is_seen():
    text = "def f():\n    from symattn.prover.settle import prove\n"
    assert upward_imports(text, "symattn/expressions/nodes.py") == [
        "symattn/expressions/nodes.py:2: expressions imports symattn.prover.settle"
    ]


def test_import_of_the_door_is_seen():
    assert upward_imports("from symattn import prove\n", "symattn/models/heads.py")


def test_downward_and_own_imports_pass():
    text = "from symattn.errors import X\nfrom symattn.prover.claim import Claim\nimport numpy\n"
    assert upward_imports(text, "symattn/prover/settle.py") == []


def test_foreign_import_of_kernel_is_seen():
    assert foreign_imports_of_kernel("import sympy\n", "k.py") == ["k.py:1: sympy"]
    assert foreign_imports_of_kernel("from symattn.errors import X\n", "k.py")
    assert not foreign_imports_of_kernel("import json\nfrom symattn.kernel.terms import T\n", "k")


def test_import_inside_function_is_seen():
    assert imports_inside_functions("def f():\n    if 1:\n        import os\n") == [3]


def test_lines_of_code_are_counted():
    assert code_lines('"""Doc.\n\nmore\n"""\n# why\n\nx = (\n    1\n)\n') == 3
