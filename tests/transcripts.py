"""The fenced blocks of the docs: found, run, compared, and rewritten on request.

`python -m tests.transcripts` runs every console block and writes what was really printed into
README.md and docs/. tests/test_docs.py compares, and does not write.

Legend
  block       a fenced block: its language, its text and its first line in the file
  command     a line "$ symattn ..." or "$ make docket" of a console block, with its output below
"""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LONGEST, HEAD = 40, 26  # an output with more lines is shown by its first lines and its last one


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    language: str
    text: str
    line: int


def blocks_of(text, language):
    """The fenced blocks of one language."""
    found = (Block(m[1], m[2], text.count("\n", 0, m.start()) + 1) for m in FENCE.finditer(text))
    return [block for block in found if block.language == language]


def commands_of(block_text):
    """(command, output) for every "$ " line of a console block."""
    pairs = []
    for line in block_text.splitlines():
        if line.startswith("$ "):
            pairs.append((line[2:], []))
        elif pairs:
            pairs[-1][1].append(line)
    return [(command, "\n".join(output).strip("\n")) for command, output in pairs]


def run_command(command, folder):
    """What the command prints; `make docket` stands for `symattn docket`, nothing else is run."""
    words = shlex.split(command.replace("make docket", "symattn docket"))
    if words[0] != "symattn":
        raise ValueError(f"only symattn and make docket are run, not {command!r}")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "150", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "symattn", *words[1:]],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=180,
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def prepared_folder(folder):
    """A folder in which the commands of the docs can run."""
    (folder / "derivations").symlink_to(ROOT / "derivations")
    return folder


def same_up_to_times(written, printed):
    """Whether the output is as written, up to times and sizes; "..." stands for any lines."""
    pattern = ".*".join(re.escape(_timeless(part)) for part in re.split(r"(?m)^\.\.\.$", written))
    return re.fullmatch(pattern, _timeless(printed), re.DOTALL) is not None


def _timeless(text):
    lines = []
    for line in text.splitlines():
        line = re.sub(r"\d+(\.\d+)? ?(ms|s)\b", "TIME", line)
        line = re.sub(r"\d+ steps, \d+ bytes", "STEPS", line)
        line = re.sub(r"(\s{2,}\d+)?\s{2,}\d+$", " TIME", line.rstrip())
        lines.append(re.sub(r"[ ─━]+", " ", line).strip())
    return "\n".join(lines).strip() + ("\n" if text.endswith("\n") else "")


def shortened(output):
    """The output, or its first lines, "..." and its last line."""
    lines = output.splitlines()
    if len(lines) <= LONGEST:
        return output
    return "\n".join([*lines[:HEAD], "...", lines[-1]])


def rewritten(text, folder):
    """The page with every console block as it really prints."""

    def fresh(match):
        if match[1] != "console":
            return match[0]
        parts = []
        for command, _ in commands_of(match[2]):
            printed = run_command(command, folder)
            if "this is a bug in symattn" in printed:
                raise RuntimeError(f"nothing is rewritten: {command}: {printed}")
            parts += [f"$ {command}", shortened(printed)]
        return "```console\n" + "\n".join(p for p in parts if p) + "\n```"

    return FENCE.sub(fresh, text)


def main():
    """Rewrite the console blocks of all pages."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = prepared_folder(Path(name))
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            fresh = rewritten(text, folder)
            if fresh != text:
                page.write_text(fresh, encoding="utf-8")
                print(f"rewrote {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
