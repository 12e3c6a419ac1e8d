"""The suite of claims: FAMILY.jsonl files beside this one, a claim a line.

A line has the fields of the claim language, and expect ("proved" or "refuted"), level ("easy",
"medium" or "hard") and note (for a false claim: the mistake that was made).
"""

import json
from pathlib import Path

FOLDER = Path(__file__).parent
LEVELS = ("easy", "medium", "hard")


def families():
    """The names of the families, in order."""
    return sorted(p.stem for p in FOLDER.glob("*.jsonl"))


def claims(*wanted):
    """The claims of these families, or of all, each with its family; identities are unique."""
    found = []
    for family in wanted or families():
        text = (FOLDER / f"{family}.jsonl").read_text(encoding="utf-8")
        for line in text.splitlines():
            if line.strip():
                found.append({"symbols": {}, **json.loads(line), "family": family})
    return found


def as_line(claim):
    """The JSON line that symattn reads: the claim without the name of its family."""
    return json.dumps({k: v for k, v in claim.items() if k != "family"})
