"""The progress bar of the docket, on a terminal only, and the console tables are printed on.

Place: above docket, below cli. In a pipe there is no bar and no colour, and lines are not folded
to the width of a screen that is not there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from symattn.rendering.answers import Answer
from symattn.rendering.docket import settle_docket
from symattn.rendering.docket_files import derivation_files

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
