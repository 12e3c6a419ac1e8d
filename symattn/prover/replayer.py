"""The kernel in a process of its own, which has never seen the prover.

Place: between the prover and its verdicts. One process serves many certificates: each is a line
of JSON, each answer a line; the kernel keeps nothing between two certificates but its terms.
"""

from __future__ import annotations

import atexit
import json
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

from symattn.errors import CertificateError

ROOT = Path(__file__).resolve().parents[2]
RECYCLE = 500  # certificates after which a fresh process is taken, so that memory stays bounded


class Replayer:
    """A kernel process that is started when first needed, and again if it dies."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._served = 0

    def replay(self, certificate: str, seconds: float = 60.0) -> dict[str, Any]:
        """What the kernel answers: its fingerprint of the statement, the steps, the theorem.

        Fails    CertificateError where the kernel refuses or does not answer in time
        """
        if "\n" in certificate:
            raise CertificateError("replaying a certificate", "it is not one line of JSON")
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise CertificateError("replaying a certificate", "the kernel process has no pipes")
        try:
            process.stdin.write(certificate + "\n")
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], seconds)
            line = process.stdout.readline() if ready else ""
        except (OSError, ValueError) as wrong:
            self.stop()
            raise CertificateError(
                "replaying a certificate", f"the kernel died: {wrong}"
            ) from wrong
        if not line:
            self.stop()
            raise CertificateError("replaying a certificate", f"no answer within {seconds} s")
        self._served += 1
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError as wrong:
            self.stop()
            why = "the kernel died in the middle of an answer"
            raise CertificateError("replaying a certificate", why) from wrong
        if not answer["replayed"]:
            raise CertificateError("replaying a certificate", answer["why"])
        return answer

    def _started(self) -> subprocess.Popen[str]:
        if self._served >= RECYCLE:
            self.stop()
        if self._process is not None and self._process.poll() is not None:
            self.stop()
        if self._process is None:
            # -E and -s: nothing from the caller's environment is imported beside the kernel
            self._process = subprocess.Popen(
                [sys.executable, "-E", "-s", "-m", "symattn.kernel", "-"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            )  # fmt: skip
            self._served = 0
        return self._process

    def stop(self) -> None:
        """End the process."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # a pipe to a dead process may not flush


REPLAYER = Replayer()
atexit.register(REPLAYER.stop)
