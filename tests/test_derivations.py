"""The docket: every file only declares, cites its source, and its verdicts are as pinned."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from symattn.errors import BadInput
from symattn.prover.settle import prove
from symattn.rendering.docket_files import derivation_files, read_derivation

FOLDER = Path(__file__).parent.parent / "derivations"
FILES = derivation_files(FOLDER)
SOURCES = {"000_188c77765dbd8ce2.txt", "001_ec4034627d189ce8.txt"}
ITEMS = (
    "A01.1 A01.2 A01.3 A01.4 A02 A03.1 A03.2 A03.3 A03.4 A05.1 A05.2 A05.3 A08 A09.3 A10 A11 A12 "
    "A16.1 A16.2 A16.3 A16.4 A16.5 B02 B05.1 B05.2 B05.3 B05.4 B05.5 B05.6 B07 B08 B10 B11 B12 B13 "
    "B24 B26 B27 B30 S1 S2 S3"
).split()
CLAIMS = [
    pytest.param(claim, id=f"{path.stem}: {name}")
    for path in FILES
    for name, claim in read_derivation(path, FOLDER).readings
]


def faults_of(text):
    """Where a file does more than declare, found on its syntax tree alone."""
    tree = ast.parse(text)
    faults = [] if ast.get_docstring(tree) else ["no docstring"]
    for statement in tree.body[1:]:
        from_us = (
            isinstance(statement, ast.ImportFrom) and statement.module.split(".")[0] == "symattn"
        )
        if not from_us and not isinstance(statement, ast.Assign):
            faults.append(f"line {statement.lineno}: {type(statement).__name__}")
    computing = (ast.Lambda, ast.IfExp, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    faults += [
        f"line {n.lineno}: {type(n).__name__}" for n in ast.walk(tree) if isinstance(n, computing)
    ]
    return faults


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_file_only_declares(path):
    assert faults_of(path.read_text()) == []


@pytest.mark.parametrize(
    "text", ["x = 1", '"""a"""\nimport os', '"""a"""\nfor i in x: y = i', '"""a"""\ndef f(): pass', '"""a"""\nx = [i for i in y]']
)  # fmt: skip
def test_a_file_that_computes_is_found(text):
    assert faults_of(text)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_file_cites_and_quotes_its_source(path):
    item = read_derivation(path, FOLDER)
    for _, claim in item.readings:
        assert claim.source in SOURCES
        assert claim.as_written


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_file_name_and_docstring_is_a_sentence(path):
    text = ast.get_docstring(ast.parse(path.read_text()))
    title, answer, items = text.split("\n\n")
    assert len(path.stem.split("_")) >= 4
    assert title.endswith(".") and answer.endswith(".")
    assert items.startswith("Items: ")


def test_every_item_is_covered():
    found = set()
    for path in FILES:
        found |= set(re.search(r"^Items: (.*)$", path.read_text(), re.M).group(1).split(", "))
    assert sorted(found) == sorted(ITEMS)


def test_the_names_of_readings_differ():
    for path in FILES:
        names = [name for name, _ in read_derivation(path, FOLDER).readings]
        assert len(set(names)) == len(names), path


def test_the_reader_refuses_a_file_that_computes(tmp_path):
    path = tmp_path / "a_loop.py"
    path.write_text('"""Title."""\nfor i in range(3):\n    x = i\n')
    with pytest.raises(BadInput):
        read_derivation(path, tmp_path)


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_verdict_is_as_pinned(claim):
    verdict = prove(claim)
    assert verdict.word == claim.expect, getattr(verdict, "reason", verdict)
