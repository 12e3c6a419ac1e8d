"""Tasks that hang, die or eat memory, for processes that are meant to survive them."""

import ctypes
import os
import signal
import time

from symattn.rendering.settling import answer_to_line

KEPT = []


def behave(word, number=0):
    """The number, unless the word says to misbehave."""
    if word == "hang":
        time.sleep(600)
    if word == "deaf":  # no signal is heard, as in a long computation of a library
        signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGKILL})
        time.sleep(600)
    if word == "crash":
        ctypes.string_at(0)
    if word == "exit":
        os._exit(7)
    if word == "raise":
        raise SystemExit
    if word == "memory":
        bytearray(1 << 40)
    if word == "wear":
        KEPT.append(bytearray(b"x") * (400 << 20))
    if word == "child":
        return number, os.spawnlp(os.P_NOWAIT, "sleep", "sleep", "600")
    return number, os.getpid()


def answer(line, number, seconds):
    """The answer to a line, unless its id says to misbehave."""
    for word in ("hang", "crash", "exit"):
        if f'"id": "{word}"' in line:
            behave(word)
    return answer_to_line(line, number, seconds)


def never_ready():
    """What keeps a process from starting."""
    os._exit(3)
