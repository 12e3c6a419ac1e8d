"""A task that hangs, dies or eats memory costs its own answer and no other."""

import os
import time
from itertools import count

import pytest

from symattn.rendering import workers
from symattn.rendering.workers import OVERRAN, Workers, memory_limit
from tests.rendering.misbehaving import behave, never_ready


def outcomes(*words, jobs=1, seconds=30.0, **told):
    """The outcomes of the words, in order."""
    tasks = [(word, k) for k, word in enumerate(words)]
    return list(Workers(behave, seconds=seconds, jobs=jobs, **told).outcomes(tasks))


def is_running(pid):
    """Whether the process is there and no zombie."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    ("word", "lost"),
    [("crash", "SIGSEGV"), ("exit", "exit code 7"), ("raise", "exit code"), ("memory", "exit")],
)
def test_task_that_dies_costs_its_own_answer(word, lost, capfd):
    found = outcomes("ok", word, "ok", word, "ok")
    assert [o.found and o.found[0] for o in found] == [0, None, 2, None, 4]
    assert all(lost in found[k].lost for k in (1, 3))


@pytest.mark.parametrize("word", ["hang", "deaf"])
def test_task_that_overruns_is_killed_from_outside(word):
    start = time.monotonic()
    found = outcomes("ok", word, "ok", seconds=0.2, grace=0.3)
    assert [o.lost for o in found] == ["", OVERRAN, ""]
    assert found[1].seconds >= 0.5 and time.monotonic() - start < 120  # it does not hang


def test_outcomes_keep_their_order_and_use_all_workers():
    found = outcomes(*["ok"] * 30, jobs=3)
    assert [o.found[0] for o in found] == list(range(30))
    assert 1 <= len({o.found[1] for o in found}) <= 3


def test_outcome_is_there_before_the_next_task_is():
    """Tasks may come from somebody who waits for an answer before he asks again."""
    heard = []

    def tasks():
        for k in range(4):
            while len(heard) < k:
                time.sleep(0.01)
            yield ("ok", k)

    for outcome in Workers(behave, seconds=30, jobs=3).outcomes(tasks()):
        heard.append(outcome.found[0])
    assert heard == [0, 1, 2, 3]


def test_worker_that_is_worn_is_replaced(monkeypatch):
    monkeypatch.setattr(workers, "memory_limit", lambda jobs: 800 << 20)
    found = outcomes("ok", "wear", "ok")
    pids = [o.found[1] for o in found]
    assert pids[0] == pids[1] != pids[2]


def test_children_end_with_their_worker():
    (found,) = outcomes("child")
    deadline = time.monotonic() + 5
    while is_running(found.found[1]) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(found.found[1])
    assert is_running(os.getpid())


def test_worker_that_dies_idle_costs_nothing():
    pool = Workers(behave, seconds=30)
    found = []
    for outcome in pool.outcomes(("ok", k) for k in range(3)):
        found.append(outcome.found[0])
        for worker in [w for w in pool.workers if not w.task]:
            worker.process.kill()
            worker.process.join()
    assert found == [0, 1, 2]


def test_processes_that_do_not_start_leave_answers():
    found = outcomes("ok", "ok", prepare=never_ready)
    assert [o.lost for o in found] == ["no process could be started"] * 2


def test_error_in_reading_the_tasks_is_raised():
    def tasks():
        yield ("ok", 1)
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        list(Workers(behave, seconds=30).outcomes(tasks()))


def test_outcomes_that_nobody_wants_leave_no_process():
    pool = Workers(behave, seconds=30, jobs=2)
    running = pool.outcomes(("ok", k) for k in count())
    next(running)
    pids = [w.process.pid for w in pool.workers]
    running.close()
    assert pids and not any(map(is_running, pids))


def test_memory_is_shared_fairly(monkeypatch):
    assert workers.LEAST <= memory_limit(64) <= memory_limit(1) <= workers.MOST
    monkeypatch.delattr(os, "sysconf")
    assert memory_limit(3) == workers.MOST
