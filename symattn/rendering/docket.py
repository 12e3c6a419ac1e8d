"""The docket: every reading of every derivation settled, as rows, a table and counts.

Place: above docket_files and answers; `symattn docket` prints what this module makes. Two
processes share the files; a row is plain data, so it crosses between them and into JSON as is.

Legend
  row         the answer of one reading, with the item, the reading and the pinned verdict
  expect      the verdict pinned in the file; "open" is undecided
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from symattn.errors import SymattnError
from symattn.prover.claim import Claim
from symattn.prover.settle import prove
from symattn.prover.system import System
from symattn.prover.verdict import Proved
from symattn.rendering.answers import (
    NO_CLAIMS,
    WORDS,
    Answer,
    answer_of,
    counts_of,
    expected_word,
    is_our_bug,
    write_certificate,
)
from symattn.rendering.docket_files import Item, derivation_files, read_derivation

STYLE = {
    "proved": "green",
    "refuted": "magenta",
    "ill-typed": "yellow",
    "undecided": "blue",
    "definition": "cyan",
    "informal": "dim",
}


def settle_docket(
    folder: Path,
    names: tuple[str, ...] = (),
    *,
    certificates: Path | None = None,
    workers: int = 2,
    done: Callable[[], None] = lambda: None,
) -> list[Answer]:
    """The rows of all readings, in the order of the files; `done` is called after each file."""
    paths = derivation_files(folder, names)
    tasks = [(str(path), str(folder), str(certificates) if certificates else "") for path in paths]
    rows: list[Answer] = []
    for found in _rows_of_all(tasks, min(workers, len(tasks))):
        rows += found
        done()
    return rows


def _rows_of_all(tasks: list[tuple[str, str, str]], workers: int) -> Iterator[list[Answer]]:
    if workers < 2:
        yield from map(rows_of_file, tasks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(rows_of_file, tasks)


def rows_of_file(task: tuple[str, str, str]) -> list[Answer]:
    """The rows of one file; a file that cannot be read is one row that says why."""
    path, folder, certificates = task
    try:
        item = read_derivation(Path(path), Path(folder))
    except SymattnError as error:
        name = str(Path(path).relative_to(folder).with_suffix(""))
        return [_failed_row({"item": name, "reading": "", "expect": ""}, "not read", error)]
    return [_row_of(item, k, Path(certificates) if certificates else None) for k in _places(item)]


def _places(item: Item) -> range:
    return range(len(item.readings))


def _row_of(item: Item, k: int, certificates: Path | None) -> Answer:
    reading, claim = item.readings[k]
    head = {"item": item.name, "reading": reading, "expect": expected_word(claim.expect)}
    start = perf_counter()
    try:
        verdict = prove(claim) if isinstance(claim, (Claim, System)) else claim.verdict
    except SymattnError as error:
        return _failed_row(head, "not read", error)
    except Exception as error:  # our bug: reported in its row, and by exit code 3
        return _failed_row(head, "our bug", error)
    if certificates and isinstance(verdict, Proved):
        place = certificates / f"{item.name.replace('/', '.')}.{k + 1}.json"
        write_certificate(place, verdict.certificate_text)
    return _row(head, answer_of(item.name, verdict), start)


def _row(head: Answer, answer: Answer, start: float) -> Answer:
    milliseconds = round(1000 * (perf_counter() - start), 1)
    failed = "our bug" if is_our_bug(answer) else ""
    as_pinned = answer["verdict"] == head["expect"] and not failed
    rest = {"milliseconds": milliseconds, "as_pinned": as_pinned, "failed": failed}
    return {**head, **answer, **rest}


def _failed_row(head: Answer, why: str, error: Exception) -> Answer:
    reason = f"{why}: {type(error).__name__}: {error}"
    row = {**head, "id": head["item"], "verdict": "undecided", "reason": reason, "conditions": []}
    row |= {"witness": None, "certificate": None, "seconds": 0.0}
    row |= {"holds_exactly_when": None, "holds_when": None}
    return {**row, "milliseconds": 0.0, "as_pinned": False, "failed": why}


def docket_counts(rows: list[Answer]) -> str:
    """The last line of the docket."""
    agree = sum(row["as_pinned"] for row in rows)
    failed = sum(bool(row["failed"]) for row in rows)
    differ = len(rows) - agree - failed
    kinds = counts_of((row["verdict"] for row in rows if not row["failed"]), (*WORDS, *NO_CLAIMS))
    return f"checked {len(rows)}  as pinned {agree}  differ {differ}  failed {failed}  ({kinds})"


def docket_exit_code(rows: list[Answer]) -> int:
    """0 as pinned, 1 a verdict differs, 2 bad input or nothing checked, 3 our bug."""
    whys = {row["failed"] for row in rows}
    if "our bug" in whys:
        return 3
    if not rows or "not read" in whys:
        return 2
    return 0 if all(row["as_pinned"] for row in rows) else 1


def print_docket(rows: list[Answer], console: Console) -> None:
    """The table: claim, reading, verdict, exactly when, steps, milliseconds."""
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    for name, share in (("claim", 3), ("reading", 4), ("verdict", None), ("exactly when", 5)):
        table.add_column(name, overflow="fold", ratio=share, no_wrap=share is None)
    table.add_column("steps", justify="right", min_width=5)
    table.add_column("ms", justify="right", min_width=6)  # so that no time moves a fold
    last = ""
    for row in rows:
        shown = row["item"].split("/")[-1].replace("_", " ") if row["item"] != last else ""
        last = row["item"]
        table.add_row(shown, escape(row["reading"]), *_cells(row))
    console.print(table)
    for row in rows:
        if not row["as_pinned"]:
            where = f"{row['item']}, {row['reading']}" if row["reading"] else row["item"]
            console.print(
                f"differs: {where}: {row['verdict']}, pinned {row['expect'] or '-'}", markup=False
            )
            console.print(f"  {row['reason']}" if row["reason"] else "", markup=False, end="\n")


def _cells(row: Answer) -> tuple[str, str, str, str]:
    word = row["verdict"]
    verdict = f"[{STYLE[word]}]{word}[/]" + ("" if row["as_pinned"] else " [bold red](!)[/]")
    when = row["holds_exactly_when"] or " and ".join(row["conditions"]) or _why(row)
    steps = str(row["certificate"]["steps"]) if row["certificate"] else ""
    return verdict, escape(when), steps, f"{row['milliseconds']:.0f}"


def _why(row: Answer) -> str:
    """What stands for a condition where there is none: one that is enough, a repair or a reason."""
    if row["holds_when"]:
        return f"at least when {row['holds_when']}"
    reason = str(row["reason"])
    if row["verdict"] == "ill-typed":
        return reason.rpartition("\n")[2].strip()
    return reason if row["verdict"] in ("refuted", *NO_CLAIMS) else ""
