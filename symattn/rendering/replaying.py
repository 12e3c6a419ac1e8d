"""Certificates checked by the kernel alone, in a process of its own.

Place: beside docket; used by `symattn replay`. Nothing is imported from the kernel here: the
command line of the kernel is what is run, exactly as a doubting reader would run it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from symattn.errors import BadInput

ROOT = Path(__file__).resolve().parents[2]
LONGEST_WAIT = 120  # seconds


def replay_file(path: Path) -> tuple[bool, str]:
    """Whether the kernel accepts the certificate, and what it printed."""
    if not path.is_file():
        raise BadInput("replaying a certificate", f"there is no file {path}")
    command = [sys.executable, "-E", "-s", "-m", "symattn.kernel", str(path.resolve())]
    try:
        ended = subprocess.run(
            command, capture_output=True, text=True, timeout=LONGEST_WAIT, cwd=ROOT
        )
    except subprocess.TimeoutExpired:
        return False, f"{path}: not replayed within {LONGEST_WAIT} s"
    return ended.returncode == 0, (ended.stdout + ended.stderr).strip()
