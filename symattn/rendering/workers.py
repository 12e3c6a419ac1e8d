"""Tasks shared among processes that may hang or die: each task costs at most its own answer.

Place: below settling, above worker_process. A worker that overruns its time is killed from
outside, with its children, and replaced; so is one that dies, whatever it died of. Outcomes come
in the order of the tasks, each as soon as all before it are there.

Legend
  task        the arguments of one call, as a tuple
  outcome     a task with what was found, or what became of its worker
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pickle import UnpicklingError
from time import monotonic
from typing import Any

from symattn.rendering.worker_process import serve

METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
GRACE = 2.0  # seconds after which a worker is killed that has not kept its own time
START, MOST_STARTS = 120.0, 3  # seconds in which a worker has to be ready; starts that may fail
LEAST, MOST = 1 << 30, 4 << 30  # bytes of memory for a worker, whatever the machine has
OVERRAN = "time"

Task = tuple[Any, ...]


@dataclass(frozen=True)
class Outcome:
    """What was found for a task; else `lost` says how its worker ended, after how many seconds."""

    task: Task
    found: Any = None
    lost: str = ""
    seconds: float = 0.0


@dataclass
class Worker:
    """One process: starting while it is not ready, idle while it has no task."""

    process: Any
    connection: Connection
    since: float = field(default_factory=monotonic)
    ready: bool = False
    place: int = -1  # of its task among all tasks
    task: Task | None = None

    def ending(self) -> str:
        """How a process has ended whose end of the pipe is closed."""
        self.process.join(1.0)
        code = self.process.exitcode
        if code is None or code >= 0:
            return f"exit code {code}"
        names = {int(s): s.name for s in signal.Signals}
        return f"signal {-code} {names.get(-code, '')}".strip()

    def end(self) -> None:
        """End the process and its children."""
        with suppress(OSError, AttributeError):  # it may have no group, or be gone
            os.killpg(self.process.pid, signal.SIGKILL)
        with suppress(OSError):
            self.process.kill()
        self.process.join()
        self.connection.close()


def memory_limit(jobs: int) -> int:
    """Bytes that each of so many workers may take: a fair part of the machine."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return MOST
    return max(LEAST, min(MOST, int(0.8 * whole / jobs)))


class Workers:
    """So many processes that call `answering(*task)`, within `seconds` for each task."""

    def __init__(
        self,
        answering: Callable[..., Any],
        *,
        seconds: float,
        jobs: int = 1,
        prepare: Callable[[], None] | None = None,
        grace: float = GRACE,
    ) -> None:
        self.answering, self.prepare = answering, prepare
        self.seconds, self.jobs, self.grace = seconds, jobs, grace
        self.context: Any = multiprocessing.get_context(METHOD)
        if METHOD == "forkserver":  # a worker is then a copy of a process that has loaded it all
            self.context.set_forkserver_preload([answering.__module__])
        self.workers: list[Worker] = []
        self.failed_starts = 0
        self.pending: tuple[int, Task] | None = None
        self.done: dict[int, Outcome] = {}

    def outcomes(self, tasks: Iterable[Task]) -> Generator[Outcome, None, None]:
        """The outcome of each task, in order; the tasks are taken as they come."""
        source, sender = multiprocessing.Pipe(duplex=False)
        threading.Thread(target=_feed, args=(tasks, sender), daemon=True).start()
        due, taken, more = 0, 0, True
        try:
            while more or self.pending or any(w.task for w in self.workers):
                if more and self.pending is None and source.poll():
                    more = self._take(source, taken)
                    taken += more
                self._give()
                watched = [w for w in self.workers if w.task or not w.ready]
                ends = [w.connection for w in watched]
                ends += [source] if more and self.pending is None else []
                if ends:
                    wait(ends, self._patience(watched))
                for worker in watched:
                    self._look_at(worker)
                while due in self.done:
                    yield self.done.pop(due)
                    due += 1
        finally:
            source.close()
            while self.workers:
                self._dismiss(self.workers[-1])

    def _take(self, source: Connection, place: int) -> bool:
        """Take a task; False where there is none left."""
        try:
            task, wrong = source.recv()
        except EOFError:
            return False
        if wrong is not None:
            raise wrong
        self.pending = (place, task)
        return True

    def _give(self) -> None:
        """Give the pending task to an idle worker; hire one where none is idle."""
        while self.pending is not None:
            place, task = self.pending
            worker = next((w for w in self.workers if w.ready and not w.task), None)
            if worker is None:
                break
            try:
                worker.connection.send(task)
            except OSError:  # it died while it was idle, which is nobody's fault
                self._dismiss(worker)
                continue
            worker.place, worker.task, worker.since = place, task, monotonic()
            self.pending = None
        if self.pending is not None and self.failed_starts >= MOST_STARTS:
            place, task = self.pending
            self.done[place] = Outcome(task, lost="no process could be started")
            self.pending, self.failed_starts = None, MOST_STARTS - 1
        elif self.pending is not None and len(self.workers) < self.jobs:
            self.workers.append(self._hired())

    def _hired(self) -> Worker:
        ours, theirs = self.context.Pipe()
        told = (theirs, self.answering, self.prepare, memory_limit(self.jobs))
        process = self.context.Process(target=serve, args=told, daemon=False)
        process.start()
        theirs.close()
        return Worker(process, ours)

    def _patience(self, watched: list[Worker]) -> float | None:
        """Seconds until the first worker is overdue; None for ever."""
        return max(0.0, min(map(self._end_of, watched)) - monotonic()) if watched else None

    def _end_of(self, worker: Worker) -> float:
        return worker.since + (self.seconds + self.grace if worker.ready else START)

    def _look_at(self, worker: Worker) -> None:
        """Hear what a worker says, or what has become of it."""
        try:
            told = worker.connection.recv() if worker.connection.poll() else None
        except (EOFError, OSError, UnpicklingError):
            self._lose(worker, worker.ending())
            return
        if told is None:
            if monotonic() > self._end_of(worker):
                self._lose(worker, OVERRAN)
        elif not worker.ready:
            worker.ready, self.failed_starts = True, 0
        else:
            found, worn = told
            self._answered(worker, found=found)
            if worn:
                self._dismiss(worker)

    def _lose(self, worker: Worker, why: str) -> None:
        self.failed_starts += not worker.ready
        if worker.task:
            self._answered(worker, lost=why)
        self._dismiss(worker)

    def _answered(self, worker: Worker, found: Any = None, lost: str = "") -> None:
        took = monotonic() - worker.since
        self.done[worker.place] = Outcome(worker.task or (), found, lost, took)
        worker.task = None

    def _dismiss(self, worker: Worker) -> None:
        worker.end()
        self.workers.remove(worker)


def _feed(tasks: Iterable[Task], sender: Connection) -> None:
    """Send the tasks, or the error that reading them raises, until nobody listens."""
    with suppress(OSError), closing(sender):
        try:
            for task in tasks:
                sender.send((task, None))
        except BrokenPipeError:
            raise
        except Exception as wrong:
            sender.send(((), wrong))
