"""Our suite of claims: numbers agree with what is expected, and symattn contradicts none.

The first test trusts nothing of symattn; the second (slow) lets symattn settle every claim, where
undecided is no failure and a wrong verdict is.
"""

import json
import subprocess
import sys

import pytest

from tests.claims.evaluation import judge
from tests.claims.files import LEVELS, as_line, claims

CLAIMS = claims()
WORDS = {"proved": "agree", "refuted": "differ"}
FIELDS = {
    "id", "symbols", "dims", "indices", "functions", "under", "lhs", "rhs", "min_size", "expect",
    "level", "note", "family",
}  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c["id"])
def test_numbers_say_what_is_expected(claim):
    solved = any("eye(" in given for given in claim.get("under", ()))  # sizes that fit are rare
    assert judge(claim, draws=1 if solved else 3) == WORDS[claim["expect"]]


def test_every_line_is_complete():
    for claim in CLAIMS:
        assert set(claim) <= FIELDS and claim["level"] in LEVELS and claim["expect"] in WORDS
        assert claim.get("note") or claim["expect"] == "proved", claim["id"]


def contradictions(answers, told):
    """The claims whose verdict is another than expected, undecided left out."""
    pairs = zip(answers, told, strict=True)
    return [c["id"] for a, c in pairs if a["verdict"] not in ("undecided", c["expect"])]


def test_a_contradiction_is_seen():
    told = [{"id": "a", "expect": "proved"}, {"id": "b", "expect": "refuted"}]
    words = [{"verdict": w} for w in ("refuted", "undecided")]
    assert contradictions(words, told) == ["a"]
    assert contradictions([{"verdict": "ill-typed"}, {"verdict": "refuted"}], told) == ["a"]


@pytest.mark.parametrize(
    "share", [pytest.param(40, marks=pytest.mark.slow), pytest.param(1, marks=pytest.mark.thorough)]
)
def test_no_verdict_contradicts_what_is_expected(tmp_path, share):
    """One claim in forty, or every one."""
    told = CLAIMS[::share]
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(map(as_line, told)) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "symattn", "settle", str(path), "--json"]
    command += ["--jobs", "2", "--budget", "5"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=3600, check=False)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [a["id"] for a in answers] == [c["id"] for c in told]
    assert contradictions(answers, told) == []
