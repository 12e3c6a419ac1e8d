"""The rules of the house that a machine can see, and for each a file that breaks it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "symattn").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
FORBIDDEN_MODULES = {"utils", "util", "core", "helpers", "common", "misc", "simplify"}
LATER = ("TO" + "DO", "FIX" + "ME", "X" + "XX")


def faults_of(text):
    """What a library file does that the house forbids, each with its line."""
    tree = ast.parse(text)
    faults = []
    if text.count("\n") > LONGEST_FILE:
        faults.append(f"more than {LONGEST_FILE} lines")
    if ast.get_docstring(tree) is None and tree.body:
        faults.append("1: no module docstring")
    for k, line in enumerate(text.splitlines(), 1):
        faults += [f"{k}: {word}" for word in LATER if word in line]
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION:
                faults.append(f"{node.lineno}: {node.name} is longer than {LONGEST_FUNCTION} lines")
        elif isinstance(node, ast.Assert):
            faults.append(f"{node.lineno}: assert")
        elif isinstance(node, ast.ExceptHandler) and node.type is None:
            faults.append(f"{node.lineno}: bare except")
        elif isinstance(node, ast.ImportFrom) and node.level:
            faults.append(f"{node.lineno}: relative import")
        elif isinstance(node, ast.Name) and node.id == "NotImplementedError":
            faults.append(f"{node.lineno}: NotImplementedError")
    return faults


def public_functions_of(text):
    return {
        n.name
        for n in ast.parse(text).body
        if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")
    }


def undocumented_of(text):
    """Public functions and classes at the top of a module that have no docstring."""
    return [
        n.name
        for n in ast.parse(text).body
        if isinstance(n, (ast.FunctionDef, ast.ClassDef))
        and not n.name.startswith("_")
        and ast.get_docstring(n) is None
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_file_keeps_the_house_rules(path):
    assert faults_of(path.read_text()) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_public_names_of_file_have_docstrings(path):
    assert undocumented_of(path.read_text()) == []


def test_there_are_files_to_check():
    assert len(SOURCES) > 20


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('"""Doc."""\nassert 1\n', "2: assert"),
        ('"""Doc."""\ntry:\n    x = 1\nexcept:\n    x = 2\n', "4: bare except"),
        ('"""Doc."""\nfrom . import x\n', "2: relative import"),
        ("x = 1\n", "1: no module docstring"),
        ('"""Doc."""\n# ' + LATER[0] + "\n", "2: " + LATER[0]),
        ('"""Doc."""\n' + "x = 1\n" * 300, "more than 300 lines"),
        ('"""Doc."""\ndef f():\n' + "    x = 1\n" * 40, "2: f is longer than 40 lines"),
        ('"""Doc."""\nraise NotImplementedError\n', "2: NotImplementedError"),
    ],
)
def test_each_rule_can_be_broken(text, fault):
    assert fault in faults_of(text)


def test_missing_docstring_is_seen():
    assert undocumented_of("def f():\n    pass\ndef _g():\n    pass\n") == ["f"]


def test_no_module_shares_its_name_with_a_public_function():
    functions = set().union(*(public_functions_of(p.read_text()) for p in SOURCES))
    modules = {p.stem for p in SOURCES} | {p.parent.name for p in SOURCES}
    assert functions & modules == set()


def test_no_module_has_a_name_that_says_nothing():
    assert {p.stem for p in SOURCES} & FORBIDDEN_MODULES == set()


def test_tests_mirror_the_library():
    """A folder of tests is a layer of the library; a stray folder would hide tests from readers."""
    layers = {p.name for p in (ROOT / "symattn").iterdir() if p.is_dir()}
    folders = {p.name for p in (ROOT / "tests").iterdir() if p.is_dir()}
    allowed = layers | {"benchmarks", "claims", "golden"}
    assert {f for f in folders if not f.startswith((".", "__"))} <= allowed
