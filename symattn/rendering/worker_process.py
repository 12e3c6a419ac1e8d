"""What runs in a worker process: one task after the other, within limits, until nobody asks.

Place: below workers, which starts these processes and watches them from outside.

Legend
  task        the arguments of one call of `answering`
  limit       bytes of memory that the process and its children may take each
  worn        whether so much memory is in use that a fresh process should take the next task
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

try:
    import resource
except ImportError:  # a system without limits: the watch from outside has to do
    resource = None  # type: ignore[assignment]

WORN = 0.5  # part of the limit that a process may keep for its next task
COLLECTIONS = (20_000, 10, 50)  # rarer than by default: terms are never garbage
UNIT = 1 if sys.platform == "darwin" else 1024  # of the memory that the system reports


def serve(
    connection: Connection,
    answering: Callable[..., Any],
    prepare: Callable[[], None] | None,
    limit: int,
) -> None:
    """Say that it is ready, then answer task after task: (answer, worn)."""
    _go_apart()
    if resource is not None:
        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        soft = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(resource.RLIMIT_AS, (soft, most))
    if prepare is not None:
        prepare()
    gc.freeze()  # what is loaded stays, and is not looked through again and again
    gc.set_threshold(*COLLECTIONS)
    connection.send("ready")
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        connection.send((answering(*task), _is_worn(limit)))


def _go_apart() -> None:
    """A group of its own, so that the end of a worker ends its children; nothing on stdout."""
    if hasattr(os, "setsid"):
        os.setsid()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _is_worn(limit: int) -> bool:
    if resource is None:
        return False
    return bool(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT > WORN * limit)
