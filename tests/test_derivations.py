"""The docket: every file only declares, cites its source, and its verdicts are as pinned."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from symattn.errors import BadInput
from symattn.prover.claim import Claim
from symattn.prover.settle import prove
from symattn.prover.system import System
from symattn.rendering.docket_files import derivation_files, read_derivation

FOLDER = Path(__file__).parent.parent / "derivations"
FILES = derivation_files(FOLDER)
SOURCES = {"000_188c77765dbd8ce2.txt", "001_ec4034627d189ce8.txt"}
# the statements of the two discussions (A, B) and their contradictions (S): how many readings of
# each are numbered, where it is more than one, and the verdicts that its files must come to; of an
# exact condition that is a refutation without it and a proof with it
READINGS = {"A01": 4, "A03": 7, "A05": 6, "A09": 4, "A16": 5, "A18": 3, "B05": 6, "B08": 3}
BOTH = "proved refuted"
VERDICTS = {
    "A01.1": "proved ill-typed", "A01.2": BOTH, "A01.3": "proved", "A01.4": BOTH,
    "A02": BOTH,
    "A03.1": BOTH, "A03.2": "proved", "A03.3": "refuted", "A03.4": "refuted", "A03.5": "proved",
    "A03.6": BOTH, "A03.7": "proved", "A04": "proved",
    "A05.1": BOTH, "A05.2": "proved", "A05.3": "refuted", "A05.4": "proved", "A05.5": "proved",
    "A05.6": "refuted",
    "A06": "ill-typed refuted", "A07": BOTH, "A08": BOTH,
    "A09.1": BOTH, "A09.2": "ill-typed proved refuted", "A09.3": "proved", "A09.4": BOTH,
    "A10": BOTH, "A11": "definition proved", "A12": "proved", "A13": "definition proved refuted",
    "A14": "definition proved refuted informal", "A15": BOTH,
    "A16.1": "proved", "A16.2": BOTH, "A16.3": BOTH, "A16.4": BOTH, "A16.5": "refuted",
    "A17": "ill-typed proved refuted", "A18.1": "refuted", "A18.2": BOTH, "A18.3": "proved",
    "B01": "definition ill-typed", "B02": "definition proved refuted",
    "B03": "ill-typed definition proved refuted", "B04": "definition",
    "B05.1": "proved", "B05.2": BOTH, "B05.3": "ill-typed", "B05.4": "proved",
    "B05.5": "proved", "B05.6": "refuted",
    "B06": BOTH, "B07": "proved refuted ill-typed",
    "B08.1": "proved ill-typed", "B08.2": "proved", "B08.3": "proved refuted ill-typed",
    "B09": "refuted", "B10": "definition proved refuted", "B11": "definition proved refuted",
    "B12": BOTH, "B13": BOTH, "B14": BOTH, "B15": BOTH, "B16": "refuted", "B17": "proved",
    "B18": "proved ill-typed", "B19": BOTH, "B20": "definition proved", "B21": "definition",
    "B22": BOTH, "B23": "proved", "B24": "proved ill-typed", "B25": "proved ill-typed",
    "B26": BOTH, "B27": BOTH, "B28": "refuted", "B29": "proved",
    "B30": "proved refuted informal", "B31": "informal proved", "B32": "refuted definition",
    "B33": "proved", "B34": "definition proved refuted", "B35": "informal",
    "S1": BOTH, "S2": BOTH, "S3": BOTH, "S4": BOTH, "S5": BOTH,
}  # fmt: skip
READ = {path: read_derivation(path, FOLDER).readings for path in FILES}
CLAIMS = [
    pytest.param(claim, id=f"{path.stem}: {name}")
    for path, readings in READ.items()
    for name, claim in readings
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
    for _, claim in READ[path]:
        assert claim.source in SOURCES
        assert claim.as_written


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_file_name_and_docstring_is_a_sentence(path):
    text = ast.get_docstring(ast.parse(path.read_text()))
    title, answer, items = text.split("\n\n")
    assert len(path.stem.split("_")) >= 4
    assert title.endswith(".") and answer.endswith(".")
    assert items.startswith("Items: ")


def numbered_items():
    """Every numbered reading of 18 statements of one discussion, 35 of the other, 5 systems."""
    names = [f"A{k:02}" for k in range(1, 19)] + [f"B{k:02}" for k in range(1, 36)]
    split = [
        [f"{name}.{k}" for k in range(1, READINGS[name] + 1)] if name in READINGS else [name]
        for name in names
    ]
    return [item for part in split for item in part] + [f"S{k}" for k in range(1, 6)]


def files_of_items():
    """The files that say of themselves that they settle an item."""
    found = {}
    for path in FILES:
        line = re.search(r"^Items: (.*)$", path.read_text(), re.M).group(1)
        for item in line.split(", "):
            found.setdefault(item, []).append(path)
    return found


def test_every_item_and_every_numbered_reading_has_a_file():
    assert sorted(VERDICTS) == sorted(numbered_items())
    assert sorted(files_of_items()) == sorted(VERDICTS)


@pytest.mark.parametrize("item", VERDICTS)
def test_the_files_of_an_item_come_to_its_verdicts(item):
    pinned = {claim.expect for path in files_of_items()[item] for _, claim in READ[path]}
    assert set(VERDICTS[item].split()) <= pinned


def test_the_names_of_readings_differ():
    for path, readings in READ.items():
        names = [name for name, _ in readings]
        assert len(set(names)) == len(names), path


def test_the_reader_refuses_a_file_that_computes(tmp_path):
    path = tmp_path / "a_loop.py"
    path.write_text('"""Title."""\nfor i in range(3):\n    x = i\n')
    with pytest.raises(BadInput):
        read_derivation(path, tmp_path)


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_verdict_is_as_pinned(claim):
    verdict = prove(claim) if isinstance(claim, (Claim, System)) else claim.verdict
    assert verdict.word == claim.expect, getattr(verdict, "reason", verdict)
    if verdict.word == "ill-typed":
        assert "\n  do: " in verdict.report
