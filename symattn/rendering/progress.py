"""The progress bars, on a terminal only, and the console tables are printed on.

Place: above docket and settling_files, below cli. In a pipe there is no bar and no colour, and
lines are not folded to the width of a screen that is not there.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from symattn.rendering.answers import Answer
from symattn.rendering.docket import settle_docket
from symattn.rendering.docket_files import derivation_files
from symattn.rendering.settling import LineAnswer
from symattn.rendering.settling_files import count_lines, settle_lines

PIPE_WIDTH = 160


def wide_console() -> Console:
    """The console of standard output, of fixed width where it is not a terminal."""
    return Console() if sys.stdout.isatty() else Console(width=PIPE_WIDTH)


def settle_with_progress(
    folder: Path, names: tuple[str, ...], certificates: Path | None, workers: int
) -> list[Answer]:
    """The rows of the docket; meanwhile a bar on standard error if somebody is looking."""
    console = Console(stderr=True)
    if not console.is_terminal:
        return settle_docket(folder, names, certificates=certificates, workers=workers)
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("settling", total=len(derivation_files(folder, names)))
        return settle_docket(
            folder,
            names,
            certificates=certificates,
            workers=workers,
            done=lambda: progress.advance(bar),
        )


def settle_lines_with_progress(
    path: Path, jobs: int, seconds: float
) -> Generator[LineAnswer, None, None]:
    """The answers of a file; meanwhile a bar on standard error if somebody is looking.

    Where the answers go to the same screen, they are the progress, and a bar would run over them.
    """
    console = Console(stderr=True)
    answers = settle_lines(path, jobs=jobs, seconds=seconds)
    if not console.is_terminal or sys.stdout.isatty():
        yield from answers
        return
    bar = Progress(console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
    with bar:
        task = bar.add_task("settling", total=count_lines(path))
        for answer in answers:
            yield answer
            bar.advance(task)
