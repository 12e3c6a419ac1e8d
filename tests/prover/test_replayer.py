"""The kernel process: it has never seen the prover, dies and comes back, and refuses loudly."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from symattn.errors import CertificateError
from symattn.kernel.statement import fingerprint
from symattn.prover import replayer
from symattn.prover.replayer import Replayer
from symattn.prover.search import attempt_proof
from symattn.prover.statements import statement_of
from tests.prover.claim_table import row

SUMS_TO_1 = statement_of(row("proved", "sum_all(softmax(x)) == 1", "x:n").claim)
SHIFT = statement_of(row("proved", "softmax(x+c) == softmax(x)", "x:n; c:").claim)


@pytest.fixture
def kernel():
    made = Replayer()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def certificates():
    made = [attempt_proof(s) for s in (SUMS_TO_1, SHIFT)]
    assert all(a.certificate for a in made)
    return [a.certificate for a in made]


def modules_after(program, root, *flags):
    done = subprocess.run(
        [sys.executable, *flags, "-c", program + "\nimport sys, json; print(json.dumps(sorted(sys.modules)))"],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(json.loads(done.stdout.splitlines()[-1]))


def foreign(modules):
    """What is not the kernel, the top of the package, or the standard library."""
    kernel = {"symattn", "symattn.errors"}
    return {
        m for m in modules
        if m not in kernel and not m.startswith(("symattn.kernel", "__"))
        and m.split(".")[0] not in sys.stdlib_module_names
    }  # fmt: skip


def test_the_kernel_imports_neither_the_prover_nor_sympy(root):
    modules = modules_after("import symattn.kernel.__main__", root, "-E", "-s", "-S")
    assert foreign(modules) == set()
    assert not any(m.startswith(("symattn.prover", "symattn.notation", "sympy")) for m in modules)
    assert "symattn.kernel.certificate" in modules


def test_the_check_of_imports_can_fail(root):
    modules = modules_after("import symattn.prover.settle", root)
    assert {"symattn.prover.settle", "sympy"} <= foreign(modules)


def test_replaying_imports_nothing_more(root, certificates, tmp_path):
    path = tmp_path / "shift.json"
    path.write_text(certificates[1])
    program = f"from symattn.kernel.__main__ import main; print(main([{str(path)!r}]))"
    assert foreign(modules_after(program, root, "-E", "-s", "-S")) == set()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no /proc to look into")
def test_the_running_kernel_process_has_loaded_no_third_party_library(kernel, certificates):
    kernel.replay(certificates[0])
    process = kernel._process
    command = Path(f"/proc/{process.pid}/cmdline").read_bytes().split(b"\0")
    assert command[1:-1] == [b"-E", b"-s", b"-m", b"symattn.kernel", b"-"]
    assert "numpy" not in Path(f"/proc/{process.pid}/maps").read_text()
    assert process.pid != os.getpid()


def test_the_answer_says_what_was_replayed(kernel, certificates):
    answers = [kernel.replay(c) for c in certificates]
    assert [a["fingerprint"] for a in answers] == [fingerprint(SUMS_TO_1), fingerprint(SHIFT)]
    assert all(a["replayed"] and a["steps"] > 1 and a["theorem"] for a in answers)
    assert kernel.replay(certificates[0]) == answers[0]


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "not JSON", '{"version": 1}', "null", "[" * 100_000]
)
def test_what_is_no_certificate_is_refused_and_the_next_one_is_answered(kernel, certificates, text):
    with pytest.raises(CertificateError) as refused:
        kernel.replay(text)
    assert refused.value.doing == "replaying a certificate" and refused.value.wrong
    assert kernel.replay(certificates[0])["replayed"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"=",', '">",'),
        ("equal_by_arithmetic", "equal_by_magic"),
        ("sums_are_linear", "sums_commute"),
    ],
)
def test_an_edited_certificate_is_refused(kernel, certificates, old, new):
    assert old in certificates[1]
    with pytest.raises(CertificateError):
        kernel.replay(certificates[1].replace(old, new))


def test_a_kernel_that_died_is_started_again(kernel, certificates):
    kernel.replay(certificates[0])
    first = kernel._process
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert kernel.replay(certificates[0])["replayed"]
    assert kernel._process.pid != first.pid


def test_a_kernel_that_dies_over_a_certificate_is_an_error(kernel, certificates, monkeypatch):
    kernel.replay(certificates[0])
    process = kernel._process
    monkeypatch.setattr(process, "poll", lambda: None)  # it dies after it was looked at
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with pytest.raises(CertificateError):
        kernel.replay(certificates[0])
    assert kernel._process is None
    assert kernel.replay(certificates[0])["replayed"]


def test_a_kernel_that_does_not_answer_in_time_is_ended(kernel, certificates):
    kernel.replay(certificates[0])
    os.kill(kernel._process.pid, signal.SIGSTOP)
    with pytest.raises(CertificateError, match="no answer within"):
        kernel.replay(certificates[0], seconds=0.05)
    assert kernel._process is None
    assert kernel.replay(certificates[1])["fingerprint"] == fingerprint(SHIFT)


def test_a_certificate_of_two_lines_is_not_sent(kernel, certificates):
    with pytest.raises(CertificateError, match="one line"):
        kernel.replay("{}\n" + certificates[0])
    assert kernel.replay(certificates[1])["fingerprint"] == fingerprint(SHIFT)


def test_half_an_answer_is_an_error(kernel, certificates, monkeypatch):
    kernel.replay(certificates[0])
    monkeypatch.setattr(replayer.json, "loads", lambda line: json.JSONDecoder().decode(line[:-5]))
    with pytest.raises(CertificateError, match="middle of an answer"):
        kernel.replay(certificates[0])
    monkeypatch.undo()
    assert kernel._process is None and kernel.replay(certificates[0])["replayed"]


def test_a_kernel_without_pipes_is_an_error(kernel, certificates, monkeypatch):
    kernel.replay(certificates[0])
    pipe, kernel._process.stdin = kernel._process.stdin, None
    with pytest.raises(CertificateError, match="no pipes"):
        kernel.replay(certificates[0])
    pipe.close()


def test_a_kernel_is_recycled(kernel, certificates, monkeypatch):
    monkeypatch.setattr(replayer, "RECYCLE", 2)
    pids = []
    for _ in range(4):
        kernel.replay(certificates[0])
        pids.append(kernel._process.pid)
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_stopping_twice_is_stopping(kernel, certificates):
    kernel.stop()
    kernel.replay(certificates[0])
    kernel.stop()
    kernel.stop()
    assert kernel._process is None
