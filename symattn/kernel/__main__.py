"""`python -m symattn.kernel CERT.json` replays a certificate and prints the theorem it checked.

With `-` it answers certificates on standard input, one JSON string a line, one JSON object a line.
Exit codes: 0 replayed, 1 refused, 2 no such file.
"""

from __future__ import annotations

import json
import sys
from typing import TextIO

from symattn.kernel.certificate import MAX_BYTES, Replayed, replay
from symattn.kernel.declarations import Refused
from symattn.kernel.text import text_of_open, text_of_theorem


def main(arguments: list[str]) -> int:
    """Replay each named file, or serve standard input."""
    if arguments == ["-"]:
        return serve(sys.stdin, sys.stdout)
    if not arguments:
        print(__doc__)
        return 2
    worst = 0
    for path in arguments:
        try:
            with open(path, encoding="utf-8") as file:
                print(text_of_theorem(replay(file.read(MAX_BYTES + 1))))
        except OSError as wrong:
            print(f"{path}: cannot be read: {wrong.strerror}", file=sys.stderr)
            return 2
        except (Refused, UnicodeDecodeError, RecursionError) as wrong:
            print(f"{path}: refused: {wrong}")
            worst = 1
    return worst


def serve(source: TextIO, target: TextIO) -> int:
    """Answer one certificate a line until the input ends."""
    for line in source:
        print(json.dumps(_answer(line)), file=target, flush=True)
    return 0


def _answer(line: str) -> dict[str, object]:
    try:
        found: Replayed = replay(line)
        theorem = text_of_theorem(found)
    except (Refused, RecursionError) as wrong:
        return {"replayed": False, "why": str(wrong)}
    except MemoryError:
        return {"replayed": False, "why": "out of memory"}
    return {
        "replayed": True,
        "fingerprint": found.fingerprint,
        "steps": found.steps,
        "conditions": [text_of_open(c) for c in found.conditions],
        "theorem": theorem,
    }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
