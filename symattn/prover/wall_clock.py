"""A wall clock that ends a computation which has overrun every budget of its own.

Place: below settle, the last guard against a hang. It needs the main thread and a system with
interval timers; elsewhere the budgets of the parts have to do.

Legend
  seconds     how long the body may take before TimeLimit is raised in it
  grace       how often the clock waits for other people's code to return before it stops that too
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from math import inf
from pathlib import Path
from types import FrameType

HOME = str(Path(__file__).resolve().parents[1])
PAUSE, GRACE = 0.01, 100  # seconds between two looks, and how many looks


def time_left() -> float:
    """The seconds that the innermost clock has left; infinity where none is running."""
    left = signal.getitimer(signal.ITIMER_REAL)[0] if hasattr(signal, "getitimer") else 0.0
    return left or inf


class TimeLimit(Exception):
    """The body took too long."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeLimit in the body after so many seconds; then an outer clock goes on."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return
    looks = count()
    over = False

    def stop(number: int, frame: FrameType | None) -> None:
        if over:  # a signal from the last moment, while the outer clock is put back
            return
        # code of others may hold a lock here, which an exception would leave locked for ever
        ours = frame is not None and frame.f_code.co_filename.startswith(HOME)
        if ours or next(looks) >= GRACE:
            signal.setitimer(signal.ITIMER_REAL, 0.0)  # not twice, while the first one unwinds
            raise TimeLimit(f"{seconds:g} s")

    started = time.monotonic()
    before = signal.signal(signal.SIGALRM, stop)
    left, interval = signal.setitimer(signal.ITIMER_REAL, max(seconds, PAUSE), PAUSE)
    try:
        yield
    finally:
        over = True
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
        rest = max(left - (time.monotonic() - started), PAUSE) if left else 0.0
        signal.setitimer(signal.ITIMER_REAL, rest, interval)
