"""A wall clock stops what overruns, puts the outer clock back, and stays out of other threads."""

import signal
import threading
import time

import pytest

from symattn.prover.wall_clock import GRACE, TimeLimit, time_left, time_limit


def spin():
    while True:
        pass


def test_a_body_that_overruns_is_stopped():
    with pytest.raises(TimeLimit, match=r"0\.05 s"), time_limit(0.05):
        spin()


def test_a_body_in_time_leaves_no_clock_behind():
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(30):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_an_error_in_the_body_leaves_no_clock_behind():
    with pytest.raises(ZeroDivisionError), time_limit(30):
        raise ZeroDivisionError
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_the_outer_clock_goes_on():
    with pytest.raises(TimeLimit, match="60 s") as outer, time_limit(60):
        with time_limit(30):
            pass
        assert 30 < signal.getitimer(signal.ITIMER_REAL)[0] <= 60
        for _ in range(GRACE + 1):  # the clock first waits for code that is not ours
            signal.raise_signal(signal.SIGALRM)
    assert outer


def test_the_inner_clock_takes_its_time_from_the_outer():
    assert time_left() == float("inf")
    with time_limit(60):
        with pytest.raises(TimeLimit, match=r"0\.2 s"), time_limit(0.2):
            spin()
        assert 50 < time_left() < 59.9
        with time_limit(30):
            assert time_left() <= 30
    assert time_left() == float("inf")


def test_another_thread_has_no_clock_and_runs_to_its_end():
    done = []

    def body():
        with time_limit(1e-3):
            time.sleep(0.02)
            done.append(signal.getitimer(signal.ITIMER_REAL)[0])

    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    assert done == [0.0]
