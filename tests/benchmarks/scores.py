"""The suite of tests/claims settled, as a table by family; the last part of `make bench`.

Two processes, BUDGET seconds a claim. A claim is right where its verdict is the expected one, and
wrong where it is any other but undecided; seconds are those of the verdict.
"""

import multiprocessing
import statistics
from time import perf_counter

from symattn.errors import SymattnError
from symattn.notation.claim_lines import record_of_line
from symattn.prover.claim import claim_from_record
from symattn.prover.settle import Budget, prove
from tests.claims.files import LEVELS, as_line, claims

BUDGET, PROCESSES = 10.0, 2


def settle(claim):
    """The word of the verdict, and its seconds."""
    start = perf_counter()
    try:
        budget = Budget(proof=BUDGET / 2, refutation=BUDGET / 4, whole=BUDGET)
        word = prove(claim_from_record(record_of_line(as_line(claim))), budget).word
    except SymattnError as error:
        word = type(error).__name__
    return word, perf_counter() - start


def score(told, answers):
    """The numbers of one row: claims, right, undecided, wrong, median and 95th percentile."""
    words = [word for word, _ in answers]
    seconds = sorted(s for _, s in answers)
    right = sum(w == c["expect"] for c, w in zip(told, words, strict=True))
    undecided = words.count("undecided")
    late = seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))]
    return (
        len(told),
        right,
        undecided,
        len(told) - right - undecided,
        statistics.median(seconds),
        late,
    )


def row(name, numbers):
    """One line of the table."""
    claims_, right, undecided, wrong, median, late = numbers
    return f"{name:<28}{claims_:>7}{right:>7}{undecided:>11}{wrong:>7}{median:>10.3f}{late:>8.2f}"


def print_scores(families=()):
    """Settle the suite, print the table, and give the number of wrong verdicts."""
    told = claims(*families)
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        answers = pool.map(settle, told, chunksize=4)
    print(f"\n{'family':<28}{'claims':>7}{'right':>7}{'undecided':>11}{'wrong':>7}{'median s':>10}{'p95 s':>8}")  # fmt: skip
    groups = {c["family"]: "family" for c in told} | dict.fromkeys(LEVELS, "level")
    for group, field in groups.items():
        here = [k for k, c in enumerate(told) if c[field] == group]
        if here:
            print(row(group, score([told[k] for k in here], [answers[k] for k in here])))
    total = score(told, answers)
    print(row("all", total), flush=True)
    return total[3]
