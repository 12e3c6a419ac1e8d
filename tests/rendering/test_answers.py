"""Verdicts as plain data and as text."""

from symattn import Claim
from symattn.errors import BadInput
from symattn.prover.verdict import IllTyped, Undecided
from symattn.rendering.answers import (
    answer_of,
    counts_of,
    expected_word,
    unread_answer,
    write_certificate,
)
from symattn.rendering.terminal import verdict_text, witness_lines

WITNESS = {
    "sizes": {"n": 2},
    "entries": {"x": ["1/2", ["0", "1"]]},
    "functions": {},
    "left": "1",
    "right": "2",
}


def test_reasons_are_kept():
    assert answer_of("a", IllTyped("K does not fit"))["reason"] == "K does not fit"
    assert answer_of("a", Undecided("budget", None))["reason"] == "budget"


def test_unread_claim_is_undecided():
    answer = unread_answer("a", BadInput("reading", "no sides"))
    assert answer["verdict"] == "undecided"
    assert answer["reason"] == "not read: reading: no sides"


def test_counts_name_every_verdict():
    assert (
        counts_of(["proved", "proved", "refuted"])
        == "proved 2  refuted 1  ill-typed 0  undecided 0"
    )


def test_open_is_undecided():
    assert [expected_word(w) for w in ("open", "proved")] == ["undecided", "proved"]


def test_certificate_is_never_half_written(tmp_path):
    path = tmp_path / "new" / "c.json"
    write_certificate(path, "{}")
    assert path.read_text() == "{}\n"
    assert [p.name for p in path.parent.iterdir()] == ["c.json"]


def test_text_shows_the_claim_as_understood():
    claim = Claim.from_text("x + y == y", symbols={"x": "", "y": ""}, given=("equal(x, y)",))
    answer = answer_of("a", Undecided("budget\nwas spent", None))
    lines = verdict_text(answer, claim).splitlines()
    assert lines[0].startswith("UNDECIDED")
    assert any("x + y" in line for line in lines)
    assert lines[-2:] == ["  reason       budget", "               was spent"]


def test_text_shows_conditions_and_exact_condition():
    answer = answer_of("a", Undecided("", None))
    answer |= {"verdict": "refuted", "conditions": ["d != 0"], "witness": WITNESS}
    answer |= {"holds_exactly_when": "W = I", "certificate": {"steps": 3, "bytes": 10}}
    text = verdict_text(answer)
    for shown in ("d != 0", "n = 2", "W = I", "3 steps"):
        assert shown in text


def test_witness_is_one_line_per_name():
    assert witness_lines(WITNESS) == ["n = 2", "x = [1/2, [0, 1]]", "left 1, right 2"]
