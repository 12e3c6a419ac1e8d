"""Time to prove and replay seven claims, beside SymPy's simplify of the same claims at n = 3, d = 2.

Run by `make bench`. Each round times ours, then SymPy's in a process of its own that is stopped
at a limit; a round that was stopped is not repeated. Medians of five rounds, one BLAS thread,
after import. "ours" is proving plus replaying, which the goals are about; "verdict" adds the second
opinions. Then the suite of claims is settled and scored (scores.py). The last line is the counts:
how many reached their goal, and how many verdicts of the suite are wrong.
"""

import argparse
import multiprocessing
import os
import platform
import statistics
import sys
from time import perf_counter

import sympy

from symattn import Claim, prove
from symattn.prover.replayer import REPLAYER
from symattn.prover.search import attempt_proof
from symattn.prover.statements import statement_of
from tests.benchmarks import peers
from tests.benchmarks.cases import CASES
from tests.benchmarks.scores import print_scores

ROUNDS, LIMIT = 5, 10.0


def time_ours(case):
    """Milliseconds to prove and replay, milliseconds of the whole verdict, and its word."""
    claim = Claim.from_text(case.text, symbols=case.symbols, indices=case.indices)
    start = perf_counter()
    attempt = attempt_proof(statement_of(claim))
    if attempt.certificate:
        REPLAYER.replay(attempt.certificate)
    proved = perf_counter()
    word = prove(claim).word if attempt.certificate else "undecided"
    return 1000 * (proved - start), 1000 * (perf_counter() - proved), word


def _simplify(name, queue):
    queue.put("ready")
    start = perf_counter()
    difference = getattr(peers, name)()
    zero = all(sympy.simplify(entry) == 0 for entry in difference)
    queue.put((1000 * (perf_counter() - start), zero))


def time_sympy(case):
    """Milliseconds to state and simplify it in SymPy at n = 3, d = 2; None where stopped."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_simplify, args=(case.name, queue))
    process.start()
    try:
        queue.get(timeout=60)
        return queue.get(timeout=LIMIT)
    except Exception:
        return None
    finally:
        process.kill()
        process.join()


def measure(case, rounds):
    """The medians of ours and of SymPy's, timed in the same rounds."""
    ours, verdicts, theirs, words, found_zero = [], [], [], set(), True
    time_ours(case)  # the first proof after import pays for caches that a session pays once
    for _ in range(rounds):
        proof, verdict, word = time_ours(case)
        ours.append(proof)
        verdicts.append(verdict)
        words.add(word)
        if theirs is not None:
            answer = time_sympy(case)
            theirs = None if answer is None else [*theirs, answer[0]]
            found_zero = found_zero and answer is not None and answer[1]
    peer = "stopped" if theirs is None else f"{statistics.median(theirs):.1f}"
    peer += "" if found_zero or theirs is None else " not 0"
    return statistics.median(ours), statistics.median(verdicts), "/".join(sorted(words)), peer


def main():
    """Print the table; end with 1 where a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("names", nargs="*", help="only the cases with these names, and no suite")
    told = parser.parse_args()
    print(f"python {platform.python_version()}, sympy {sympy.__version__}, {os.cpu_count()} cores")
    print(
        f"median of {told.rounds} rounds, ms; SymPy's simplify at n=3, d=2, stopped at {LIMIT:.0f} s"
    )
    print(f"{'claim':<28}{'verdict':<12}{'ours':>9}{'goal':>7}{'verdict':>9}{'simplify':>15}")
    reached = 0
    chosen = [c for c in CASES if not told.names or c.name in told.names]
    for case in chosen:
        ours, whole, word, peer = measure(case, told.rounds)
        good = word == "proved" and ours <= case.goal
        reached += good
        mark = "" if good else "  missed"
        row = f"{case.name:<28}{word:<12}{ours:>9.1f}{case.goal:>7}{whole:>9.1f}{peer:>15}{mark}"
        print(row, flush=True)
    wrong = 0 if told.names else print_scores()
    missed = len(chosen) - reached
    print(f"timed {len(chosen)}  reached {reached}  missed {missed}  wrong {wrong}")
    sys.exit(0 if chosen and not missed and not wrong else 1)


if __name__ == "__main__":
    main()
