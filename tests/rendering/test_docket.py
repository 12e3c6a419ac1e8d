"""The docket: rows in order, pins compared, exit codes, table, pages and certificates."""

import io
import json

import pytest
from click.testing import CliRunner
from rich.console import Console

from symattn.cli import main
from symattn.prover.verdict import Undecided
from symattn.rendering.docket import (
    docket_counts,
    docket_exit_code,
    print_docket,
    rows_of_file,
    settle_docket,
)
from symattn.rendering.pages import write_pages

TRUE = 'from symattn import Claim\nclaim = Claim.from_text("{}", symbols={{"x": "n", "y": "n"}}, expect="{}")\n'
ADDITION, SUBTRACTION = "x + y == y + x", "x - y == y - x"


@pytest.fixture
def folder(tmp_path):
    """A docket with a proved and a refuted claim, both as pinned."""
    here = tmp_path / "derivations"
    here.mkdir()
    (here / "addition_commutes.py").write_text(
        '"""Addition commutes."""\n' + TRUE.format(ADDITION, "proved")
    )
    (here / "subtraction_commutes.py").write_text(TRUE.format(SUBTRACTION, "refuted"))
    return here


def test_rows_are_as_pinned(folder):
    rows = settle_docket(folder, workers=1)
    assert [(r["item"], r["verdict"], r["as_pinned"]) for r in rows] == [
        ("addition_commutes", "proved", True),
        ("subtraction_commutes", "refuted", True),
    ]
    assert docket_exit_code(rows) == 0
    assert docket_counts(rows).startswith("checked 2  as pinned 2  differ 0  failed 0")


def test_two_processes_give_the_same_rows(folder):
    done = []
    rows = settle_docket(folder, workers=2, done=lambda: done.append(1))
    assert [r["verdict"] for r in rows] == ["proved", "refuted"]
    assert len(done) == 2


@pytest.mark.parametrize(("text", "expect"), [(ADDITION, "refuted"), (ADDITION, "undecided")])
def test_better_or_other_than_pinned_differs(folder, text, expect):
    (folder / "pinned_wrongly.py").write_text(TRUE.format(text, expect))
    rows = settle_docket(folder, ("pinned_wrongly",), workers=1)
    assert docket_exit_code(rows) == 1
    assert "differ 1" in docket_counts(rows)


def test_file_that_cannot_be_read_is_a_row(folder):
    (folder / "not_read.py").write_text("import os\n")
    rows = settle_docket(folder, workers=1)
    assert [r["failed"] for r in rows] == ["", "not read", ""]
    assert docket_exit_code(rows) == 2


def test_our_bug_is_a_row(folder, monkeypatch):
    def broken(claim):
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr("symattn.rendering.docket.prove", broken)
    rows = rows_of_file((str(folder / "addition_commutes.py"), str(folder), ""))
    assert rows[0]["verdict"] == "undecided" and "deep inside" in rows[0]["reason"]
    assert docket_exit_code(rows) == 3


def test_bug_that_the_prover_reports_is_a_bug_here(folder, monkeypatch):
    reported = Undecided("our bug, please report: the kernel refused the certificate")
    monkeypatch.setattr("symattn.rendering.docket.prove", lambda claim: reported)
    rows = rows_of_file((str(folder / "addition_commutes.py"), str(folder), ""))
    assert docket_exit_code(rows) == 3


def test_nothing_checked_is_bad_input():
    assert docket_exit_code([]) == 2


def test_table_shows_claim_verdict_and_what_differs(folder):
    (folder / "pinned_wrongly.py").write_text(TRUE.format(ADDITION, "refuted"))
    text = io.StringIO()
    print_docket(settle_docket(folder, workers=1), Console(file=text, width=150))
    assert "addition commutes" in text.getvalue()
    assert "refuted" in text.getvalue()
    assert "differs: pinned_wrongly, claim: proved, pinned refuted" in text.getvalue()


def test_command_prints_rows_as_json(folder):
    words = ["docket", "--folder", str(folder), "--json", "--workers", "1"]
    result = CliRunner().invoke(main, words)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["verdict"] for row in rows] == ["proved", "refuted"]
    assert result.stderr.strip().splitlines()[-1].startswith("checked 2")
    assert result.exit_code == 0


def test_command_writes_pages_and_certificates(folder, tmp_path):
    target = tmp_path / "out"
    words = ["docket", "--folder", str(folder), "--write", str(target), "--workers", "1"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    page = (target / "docket.md").read_text()
    assert "## addition commutes" in page and "**claim**: proved" in page
    assert "x + y" in page and "def " in page and "latexify-py" in page
    certificates = sorted((target / "certificates").iterdir())
    assert [c.name for c in certificates] == ["addition_commutes.1.json"]
    replayed = CliRunner().invoke(main, ["replay", str(certificates[0])])
    assert replayed.exit_code == 0, replayed.output


def test_no_progress_bar_in_a_pipe(folder):
    result = CliRunner().invoke(main, ["docket", "--folder", str(folder), "--workers", "1"])
    assert "settling" not in result.stderr
    assert result.stdout.strip().splitlines()[-1].startswith("checked 2")


NO_CLAIMS = '''"""A query."""
from symattn import Claim, Dispute
from symattn.prover.readings import Definition, Informal
SHAPES = {"q": "k", "W": "k d", "x": "d"}
dispute = Dispute("q", {
    "as a definition [q; x]": Definition(Claim.from_text("q == W @ x", symbols=SHAPES)),
    "with the wrong width": Definition(
        Claim.from_text("q == x", symbols=SHAPES), expect="ill-typed"),
    "as a question": Informal("what a vector asks is an interpretation"),
})
'''


def test_what_claims_nothing_is_counted_apart(folder):
    (folder / "a_query.py").write_text(NO_CLAIMS)
    rows = settle_docket(folder, ("a_query",), workers=1)
    assert [row["verdict"] for row in rows] == ["definition", "ill-typed", "informal"]
    assert docket_exit_code(rows) == 0
    assert docket_counts(rows).endswith(
        "(proved 0  refuted 0  ill-typed 1  undecided 0  definition 1  informal 1)"
    )


def test_table_shows_brackets_repairs_and_reasons(folder):
    (folder / "a_query.py").write_text(NO_CLAIMS)
    text = io.StringIO()
    rows = settle_docket(folder, ("a_query",), workers=1)
    print_docket(rows, Console(file=text, width=250))
    for shown in ("as a definition [q; x]", "defines q (k)", "do: ", "is an interpretation"):
        assert shown in text.getvalue()


def test_page_shows_definitions_and_reasons(folder, tmp_path):
    (folder / "a_query.py").write_text(NO_CLAIMS)
    page = write_pages(tmp_path, settle_docket(folder, ("a_query",), workers=1), folder).read_text()
    assert "**as a question**: informal\n\n```text\nwhat a vector asks" in page
    assert "q = Wx" in page
    assert r"**as a definition \[q; x\]**: definition" in page


def test_page_shows_what_is_given(folder, tmp_path):
    (folder / "given.py").write_text(
        '"""A*B is q<i>."""\nfrom symattn import Claim\n'
        'claim = Claim.from_text("q == x", symbols={"q": "d", "x": "d"}, given=("equal(q, x)",))\n'
    )
    page = write_pages(tmp_path, settle_docket(folder, ("given",), workers=1), folder).read_text()
    assert r"A\*B is q\<i>." in page
    assert "for all `q (d), x (d); d >= 1`\n\ngiven `equal(q, x)`\n\n" in page
