"""Files of claims: every line is answered, in order, whatever the others do."""

import io
import json

import pytest

from symattn.errors import BadInput
from symattn.rendering import settling_files
from symattn.rendering.settling import LineAnswer
from symattn.rendering.settling_files import (
    count_lines,
    file_exit_code,
    jobs_from,
    line_text,
    seconds_from,
    settle_lines,
    settled_counts,
)
from tests.rendering import misbehaving

X = {"symbols": {"x": ["n"]}, "dims": ["n"]}
TRUE = {**X, "lhs": "x + x", "rhs": "2*x"}
FALSE = {**X, "lhs": "x * x", "rhs": "2*x"}


def file_of(folder, *lines):
    """A file of these lines, each an object or a text."""
    path = folder / "claims.jsonl"
    path.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines))
    return path


def words(answers):
    return [(a.answer["id"], a.answer["verdict"]) for a in answers]


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_line_is_answered_in_order(tmp_path, monkeypatch, jobs, capfd):
    """Lines that are no JSON, no UTF-8 or no claim, and processes that hang or die, cost one."""
    monkeypatch.setattr(settling_files, "answer_to_line", misbehaving.answer)
    path = file_of(
        tmp_path, {"id": "a", **TRUE}, "{oops", {"id": "crash", **TRUE}, "", {"id": "b", **FALSE},
        {"id": "hang", **TRUE}, {"id": "c", "lhs": "x"}, {"id": "exit", **TRUE},
        {"id": "d", "symbols": {"x": ["n"], "y": ["m"]}, "lhs": "x", "rhs": "y"}, {"id": "e", **TRUE},
    )  # fmt: skip
    path.write_bytes(path.read_bytes() + b'{"id": "f", "lhs": "\xff"}')
    answers = list(settle_lines(path, jobs=jobs, seconds=2.0))
    assert words(answers) == [
        ("a", "proved"), ("line 2", "undecided"), ("crash", "undecided"), ("b", "refuted"),
        ("hang", "undecided"), ("c", "undecided"), ("exit", "undecided"), ("d", "ill-typed"),
        ("e", "proved"), ("f", "undecided"),
    ]  # fmt: skip
    reasons = {a.answer["id"]: a.answer["reason"] for a in answers}
    assert "SIGSEGV" in reasons["crash"] and "exit code 7" in reasons["exit"]
    assert reasons["hang"] == "the budget ran out: 2 s for the whole claim"
    assert all(reasons[k].startswith("not read") for k in ("line 2", "c", "f"))
    assert list(answers[1].answer) == list(answers[0].answer)
    assert file_exit_code(answers) == 3


def test_process_that_the_system_kills_is_out_of_budget():
    outcome = settling_files.Outcome(('{"id": "a"}', 1, 5.0), lost="signal 9 SIGKILL", seconds=3.0)
    lost = settling_files._lost(outcome)
    assert (lost.answer["id"], lost.answer["seconds"], lost.went) == ("a", 3.0, "")
    assert lost.answer["reason"].startswith("the budget ran out: its process was killed")


def test_lines_come_from_standard_input(monkeypatch):
    line = json.dumps({"id": "a", **TRUE, "expect": "proved"})
    standard = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + f"{line}\n\n".encode()))
    monkeypatch.setattr("sys.stdin", standard)
    answers = list(settle_lines(settling_files.Path("-")))
    assert words(answers) == [("a", "proved")]
    assert file_exit_code(answers) == 0
    assert count_lines(settling_files.Path("-")) is None


def test_lines_are_counted_as_they_are_answered(tmp_path):
    assert count_lines(file_of(tmp_path, "a", "", "  ", "b")) == 2


def test_file_that_is_not_there_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(BadInput, match="there is no file"):
            list(settle_lines(path))


def test_options_have_defaults_and_limits():
    assert jobs_from("3") == 3 and jobs_from(None) >= 1
    assert seconds_from("0.5") == 0.5 and seconds_from(None) == 10
    for text in ("0", "65", "-1", "two", "", "1.5", "\u00b2"):
        with pytest.raises(BadInput, match="--jobs"):
            jobs_from(text)
    for text in ("0", "-1", "ten", "", "nan", "inf", "1e9"):
        with pytest.raises(BadInput, match="--budget") as refused:
            seconds_from(text)
        assert refused.value.known and refused.value.do


def test_id_that_no_screen_shows_is_printed_all_the_same():
    assert "ud800" in line_text({"verdict": "proved", "id": "\ud800", "reason": ""})


def test_counts_tell_what_went_wrong():
    answers = [LineAnswer({"verdict": "undecided"}, w) for w in ("", "unread", "differs")]
    assert settled_counts(answers).endswith("undecided 3  unread 1  differs 1")
    assert file_exit_code(answers[::2]) == 1
