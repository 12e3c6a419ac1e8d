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
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import FrameType

HOME = str(Path(__file__).resolve().parents[1])
PAUSE, GRACE = 0.01, 100  # seconds between two looks, and how many looks


class TimeLimit(Exception):
    """The body took too long."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeLimit in the body after so many seconds; an outer timer is put back."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return
    looks = count()

    def stop(number: int, frame: FrameType | None) -> None:
        # code of others may hold a lock here, which an exception would leave locked for ever
        ours = frame is not None and frame.f_code.co_filename.startswith(HOME)
        if ours or next(looks) >= GRACE:
            signal.setitimer(signal.ITIMER_REAL, 0.0)  # not twice, while the first one unwinds
            raise TimeLimit(f"{seconds:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, PAUSE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left, interval)
        signal.signal(signal.SIGALRM, before)
