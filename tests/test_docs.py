"""Nothing is printed in the docs that is not executed, and every path they name exists."""

import ast
import doctest
import importlib
import re
from pathlib import Path

import pytest

from tests import transcripts
from tests.transcripts import PAGES, ROOT, blocks_of, commands_of

NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
MODULES = sorted(
    p for p in (ROOT / "symattn").rglob("*.py") if ">>>" in p.read_text(encoding="utf-8")
)
NAMED_PATH = re.compile(r"`((?:symattn|tests|docs|derivations|\.ci)/[\w./*-]+)`|\]\(([\w./-]+)\)")
REQUIRED = [
    "docs/tour.md",
    "docs/notation.md",
    "docs/trust.md",
    "docs/architecture.md",
    "docs/glossary.md",
    "docs/contributing.md",
    "docs/changes.md",
    "docs/how_to/add_a_node.md",
    "docs/how_to/add_a_rule.md",
    "docs/how_to/add_a_claim.md",
    "docs/how_to/add_a_claim_to_the_suite.md",
    "docs/how_to/add_a_style.md",
]


def run_examples(text, name, scope, line=0):
    """Run a block: a doctest where it has prompts, plain Python elsewhere; the faults as text."""
    if ">>>" not in text:
        exec(compile("\n" * line + text, name, "exec"), scope)
        return ""
    test = doctest.DocTestParser().get_doctest(text, scope, name, name, line)
    printed = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=printed.append, clear_globs=False)
    scope.update(test.globs)
    return "".join(printed) if runner.failures else ""


def missing_paths(text, page):
    """The paths that a page names and that do not exist."""
    missing = []
    for match in NAMED_PATH.finditer(text):
        near, link = match[1], match[2]
        place = ROOT / near if near else page.parent / link
        found = list(ROOT.glob(near)) if near and "*" in near else [place] * place.exists()
        if not found:
            missing.append(near or link)
    return missing


@pytest.mark.parametrize("name", REQUIRED)
def test_page_is_there(name):
    assert (ROOT / name).stat().st_size > 200


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_python_blocks_run(page):
    scope = {"__name__": page.stem}
    for block in blocks_of(page.read_text(encoding="utf-8"), "python"):
        assert run_examples(block.text, str(page), scope, block.line) == ""


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_console_blocks_print_what_they_say(page, tmp_path):
    folder = transcripts.prepared_folder(tmp_path)
    for block in blocks_of(page.read_text(encoding="utf-8"), "console"):
        for command, written in commands_of(block.text):
            if command.startswith("make docket"):
                continue  # below, with a slow mark
            printed = transcripts.run_command(command, folder)
            assert transcripts.same_up_to_times(written, printed), f"$ {command}\n{printed}"


@pytest.mark.slow
def test_readme_shows_the_docket_as_it_is(tmp_path):
    folder = transcripts.prepared_folder(tmp_path)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = [c for b in blocks_of(text, "console") for c in commands_of(b.text)]
    written = dict(shown)["make docket"]
    printed = transcripts.run_command("make docket", folder)
    assert transcripts.same_up_to_times(written, printed), printed


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_paths_named_exist(page):
    assert missing_paths(page.read_text(encoding="utf-8"), page) == []


def docstrings_with_examples(module):
    """(name, text) of every docstring with a prompt; "Example" gives its place to blanks."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for node in (n for n in ast.walk(tree) if isinstance(n, kinds)):
        text = ast.get_docstring(node, clean=True) or ""
        if ">>>" in text:
            blanked = re.sub(r"Example( +)>>>", lambda m: " " * (7 + len(m[1])) + ">>>", text)
            yield getattr(node, "name", module.__name__), blanked


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_docstring_examples_run(path):
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    examples = list(docstrings_with_examples(module))
    assert examples, "the examples of this module are not in docstrings"
    for name, text in examples:
        assert doctest.DocTestParser().get_examples(text), f"{name}: no example is recognised"
        assert run_examples(text, name, dict(vars(module))) == ""


def test_readme_has_what_a_newcomer_needs():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for needed in ("make docket", "make test", "$ symattn settle", ">>>", "read_latex"):
        assert needed in text
    assert re.search(r"\d+ passed", text)


# ---- the checks can fail


def test_wrong_output_of_an_example_is_seen():
    assert "Expected" in run_examples(">>> 1 + 1\n3\n", "x", {})
    assert run_examples(">>> 1 + 1\n2\n", "x", {}) == ""


def test_failing_block_is_seen():
    with pytest.raises(ZeroDivisionError):
        run_examples("1 / 0\n", "x", {})


def test_missing_path_is_seen():
    page = ROOT / "README.md"
    assert missing_paths("`symattn/no_such.py` and [x](nowhere.md)", page) == [
        "symattn/no_such.py",
        "nowhere.md",
    ]
    assert missing_paths("`symattn/errors.py`", page) == []


def test_changed_transcript_is_seen():
    assert transcripts.same_up_to_times("a 12 ms\n...\nend", "a 9 ms\nmiddle\nend")
    assert not transcripts.same_up_to_times("a 12 ms\n...\nend", "b 9 ms\nmiddle\nend")
    assert not transcripts.same_up_to_times("proved 3", "refuted 3")


def test_commands_are_found():
    assert commands_of("$ a b\nx\ny\n$ c\n") == [("a b", "x\ny"), ("c", "")]
    assert [b.line for b in blocks_of("t\n```python\nx\n```\n", "python")] == [2]
    assert ast.parse(blocks_of("```python\nx\n```\n", "python")[0].text)
