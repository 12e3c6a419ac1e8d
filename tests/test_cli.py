"""The commands as somebody types them: answers, exit codes, counts, and files."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from symattn.cli import main

COMMANDS = ["docket", "settle", "write", "lower", "replay"]
SHIFT = ["softmax(x + c) == softmax(x)", "--shape", "x=n", "--shape", "c="]


def run(*words):
    """The result of one command."""
    return CliRunner().invoke(main, list(words))


def last_line(result):
    return result.output.strip().splitlines()[-1]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"symattn {command}" in result.output.split("Example")[1]


def test_help_names_every_command():
    assert all(command in run("--help").output for command in COMMANDS)


def test_true_claim_is_proved():
    result = run("settle", *SHIFT)
    assert result.exit_code == 0
    assert result.output.startswith("PROVED")
    assert "softmax(x + c)" in result.output
    assert last_line(result).startswith("settled 1  proved 1")


def test_false_claim_is_refuted_with_a_witness():
    result = run("settle", "sqrt(x**2) == x", "--shape", "x=")
    assert result.exit_code == 1
    assert result.output.startswith("REFUTED")
    assert "witness" in result.output


def test_ill_typed_claim_is_a_verdict():
    result = run("settle", "Q @ K == Q @ K", "--shape", "Q=n,d", "--shape", "K=m,d")
    assert result.exit_code == 1
    assert result.output.startswith("ILL-TYPED")
    assert "d" in result.output and "m" in result.output


def test_ill_typed_equation_is_a_verdict():
    result = run("settle", "x == y", "--shape", "x=n", "--shape", "y=m")
    assert result.exit_code == 1
    assert result.output.startswith("ILL-TYPED")


@pytest.mark.parametrize(
    ("text", "caret_under"),
    [("softmax(x ++) == x", ")"), ("softmx(x) == x", "softmx"), ("x == = x", "=")],
)
def test_malformed_text_is_an_error_with_a_caret(text, caret_under):
    result = run("settle", text, "--shape", "x=n")
    assert result.exit_code == 2
    lines = result.output.splitlines()
    caret = next(k for k, line in enumerate(lines) if line.strip() == "^")
    assert lines[caret - 1].strip() == text


def test_bad_option_is_an_error():
    assert run("settle", "x == x", "--shape", "x").exit_code == 2
    assert run("settle", "x == x", "--shape", "x=n", "--size", "n=0").exit_code == 2
    assert run("settle").exit_code == 2


def test_option_that_does_not_fit_is_an_error(tmp_path):
    path = write_lines(tmp_path / "c.jsonl", LINES)
    for words in (
        ("settle", path, "--jobs", "0"),
        ("settle", path, "--budget", "soon"),
        ("settle", path, "--shape", "x=n"),
        ("settle", path, "--certificate", str(tmp_path / "x.json")),
        ("settle", *SHIFT, "--jobs", "2"),
    ):
        result = run(*words)
        assert result.exit_code == 2 and words[-2] in result.output and "do:" in result.output


def test_budget_of_a_typed_claim_is_kept():
    result = run(
        "settle",
        "(a+b+c+d)**60 == (d+c+b+a)**60",
        *(w for n in "abcd" for w in ("--shape", f"{n}=")),
        "--budget",
        "0.2",
    )
    assert result.exit_code == 1 and "UNDECIDED" in result.output


def test_json_of_one_claim_has_exactly_the_fields():
    result = CliRunner().invoke(main, ["settle", *SHIFT, "--json"])
    answer = json.loads(result.stdout)
    assert list(answer) == [
        "id",
        "verdict",
        "reason",
        "conditions",
        "witness",
        "holds_exactly_when",
        "holds_when",
        "certificate",
        "seconds",
    ]
    assert answer["verdict"] == "proved"
    assert answer["certificate"]["steps"] > 0
    assert answer["certificate"]["bytes"] > 0


LINES = [
    {"id": "a", "symbols": {"x": ["n"], "y": ["n"]}, "dims": ["n"], "lhs": "x + y", "rhs": "y + x"},
    {"id": "b", "symbols": {"x": ["n"], "y": ["n"]}, "dims": ["n"], "lhs": "x - y", "rhs": "y - x"},
    {"id": "c", "symbols": {"x": ["n"], "y": ["m"]}, "dims": ["n", "m"], "lhs": "x", "rhs": "y"},
]


def write_lines(path, objects):
    path.write_text("".join(json.dumps(o) + "\n" for o in objects))
    return str(path)


def test_file_is_answered_line_by_line_in_order(tmp_path):
    result = CliRunner().invoke(
        main, ["settle", write_lines(tmp_path / "c.jsonl", LINES), "--json"]
    )
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [a["id"] for a in answers] == ["a", "b", "c"]
    assert [a["verdict"] for a in answers] == ["proved", "refuted", "ill-typed"]
    assert result.exit_code == 0
    counts = result.stderr.strip().splitlines()[-1]
    assert counts == "settled 3  proved 1  refuted 1  ill-typed 1  undecided 0"


def test_bad_line_of_a_file_leaves_the_others(tmp_path):
    path = write_lines(tmp_path / "c.jsonl", [LINES[0], {"id": "bad", "lhs": "x +", "rhs": "x"}])
    result = CliRunner().invoke(main, ["settle", path, "--json"])
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [a["verdict"] for a in answers] == ["proved", "undecided"]
    assert answers[1]["id"] == "bad" and "not read" in answers[1]["reason"]
    assert result.exit_code == 2


def test_line_that_is_no_json_is_answered_too(tmp_path):
    path = tmp_path / "c.jsonl"
    path.write_text("{oops\n")
    result = CliRunner().invoke(main, ["settle", str(path), "--json"])
    assert json.loads(result.stdout)["verdict"] == "undecided"
    assert result.exit_code == 2


def test_pinned_line_that_differs_ends_with_1(tmp_path):
    path = write_lines(tmp_path / "c.jsonl", [{**LINES[0], "expect": "refuted"}])
    result = CliRunner().invoke(main, ["settle", path])
    assert result.exit_code == 1
    assert "differs 1" in result.stderr


def test_empty_file_checked_nothing(tmp_path):
    assert run("settle", write_lines(tmp_path / "c.jsonl", [])).exit_code == 2
    assert run("settle", str(tmp_path / "none.jsonl")).exit_code == 2


def test_certificate_is_written_and_replays(tmp_path):
    path = tmp_path / "shift.json"
    assert run("settle", *SHIFT, "--certificate", str(path)).exit_code == 0
    assert list(tmp_path.iterdir()) == [path]  # nothing temporary is left
    result = run("replay", str(path))
    assert result.exit_code == 0, result.output
    assert last_line(result) == "replayed 1  accepted 1  refused 0"


def test_edited_certificate_is_refused(tmp_path):
    path = tmp_path / "shift.json"
    run("settle", *SHIFT, "--certificate", str(path))
    text = path.read_text()
    path.write_text(text.replace('"', "'", 1))
    result = run("replay", str(path))
    assert result.exit_code == 1
    assert last_line(result) == "replayed 1  accepted 0  refused 1"


def test_latex_claim_is_settled():
    shapes = ["--shape", "A=n,m", "--shape", "B=m,n"]
    result = run("settle", r"(AB)^T = B^T A^T", "--latex", *shapes)
    assert result.exit_code == 0, result.output


def test_write_and_lower_know_the_models():
    written = run("write", "attention")
    assert written.exit_code == 0 and r"\mathrm{softmax}" in written.stdout.replace(
        "operatorname", "mathrm"
    )
    lowered = run("lower", "attention")
    assert lowered.exit_code == 0 and "def attention(" in lowered.stdout
    compile(lowered.stdout, "lowered", "exec")


def test_write_and_lower_read_expressions():
    shapes = ["--shape", "Q=n,d", "--shape", "K=m,d"]
    assert run("write", "softmax(Q @ K.T)", *shapes, "--style", "ng").exit_code == 0
    assert "def scores(" in run("lower", "Q @ K.T", *shapes, "--name", "scores").stdout


def test_unknown_names_are_errors():
    assert run("lower", "no_such_model").exit_code == 2
    assert run("write", "no_such_derivation").exit_code == 2
    assert run("docket", "no_such_derivation").exit_code == 2
    assert run("replay", "no_such_file.json").exit_code == 2


def test_module_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "symattn", "--version"], capture_output=True, text=True
    )
    assert done.returncode == 0 and "version" in done.stdout
