"""The docket as a page: each reading with its formulas, its verdict and its NumPy function.

Place: above docket; `symattn docket --write DIR` calls it. Beside our own LaTeX stands what
latexify-py makes of the lowered source: a second, independent view of what was computed.
"""

from __future__ import annotations

import re
from pathlib import Path

from symattn.errors import SymattnError
from symattn.lowering.lowered_function import lower
from symattn.prover.claim import Claim
from symattn.prover.readings import Definition, Informal, Reading
from symattn.prover.system import System
from symattn.rendering.answers import Answer
from symattn.rendering.docket import docket_counts
from symattn.rendering.docket_files import Item, derivation_files, read_derivation
from symattn.rendering.terminal import given_texts, quantifier_text
from symattn.rendering.writing import reading_latex

STYLES = ("vaswani", "ng")
REASONED = ("refuted", "ill-typed", "undecided", "informal")  # their reason is shown


def write_pages(target: Path, rows: list[Answer], folder: Path) -> Path:
    """Write docket.md: every item with its formulas, verdicts and lowered functions."""
    items = {}
    for path in derivation_files(folder):
        try:
            item = read_derivation(path, folder)
        except SymattnError:
            continue  # its row says why
        items[item.name] = item
    parts = ["# Docket", docket_counts(rows)]
    for name in dict.fromkeys(row["item"] for row in rows):
        chosen = [row for row in rows if row["item"] == name]
        if name in items:
            parts += item_lines(items[name], chosen)
    target.mkdir(parents=True, exist_ok=True)
    page = target / "docket.md"
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return page


def item_lines(item: Item, rows: list[Answer]) -> list[str]:
    """The paragraphs of one item."""
    parts = [f"## {item.name.replace('_', ' ')}", escaped(item.about)]
    first = next((claim for _, claim in item.readings if isinstance(claim, Claim)), None)
    as_written = getattr(item.stated, "as_written", "")
    if as_written:
        source = getattr(item.stated, "source", "")
        parts.append(f"As written{f' ({source})' if source else ''}: ${as_written}$")
    for (reading, claim), row in zip(item.readings, rows, strict=False):
        parts.append(f"**{escaped(reading)}**: {row['verdict']}")
        parts += scope_lines(claim)
        parts += [f"{style}:\n\n{formula}" for style, formula in formulas_of(claim)]
        if row["verdict"] in REASONED and row["reason"]:
            parts.append(f"```text\n{row['reason']}\n```")
        if row["holds_exactly_when"]:
            parts.append(f"exactly when ${row['holds_exactly_when']}$")
        if row["holds_when"]:
            parts.append(f"at least when ${row['holds_when']}$")
    return parts + (lowered_lines(first) if first is not None else [])


def escaped(text: str) -> str:
    """Plain text that Markdown shows as it is: q<i> is no tag, and a * b * c not emphasised."""
    return re.sub(r"([\\<*_`\[\]])", r"\\\1", text)


def scope_lines(reading: Reading) -> list[str]:
    """What a reading ranges over and what it takes as given, as in the terminal."""
    if isinstance(reading, Informal):
        return []
    claim = reading.equation if isinstance(reading, Definition) else reading
    try:
        claim = claim.typed if isinstance(claim, System) else claim
    except SymattnError:
        return []  # its row says why
    lines = [f"for all `{ranges}`"] if (ranges := quantifier_text(claim)) else []
    return lines + [f"given `{text}`" for text in given_texts(claim)]


def formulas_of(claim: Reading) -> list[tuple[str, str]]:
    """The claim as a displayed formula, once for the styles that write it alike."""
    try:
        styles: dict[str, list[str]] = {}
        for style in STYLES:
            for formula in reading_latex(claim, style):
                styles.setdefault(f"$$\n{formula}\n$$", []).append(style)
        return [(" and ".join(names), formula) for formula, names in styles.items()]
    except SymattnError as error:
        return [("not written", str(error).splitlines()[0])]


def lowered_lines(claim: Claim) -> list[str]:
    """The NumPy function of the left side of a claim, and how latexify-py reads it."""
    try:
        function = lower(claim.typed.left)
    except SymattnError:
        return []
    source = f"```python\n{function.source.strip()}\n```"
    return [
        "Left side as NumPy:",
        source,
        f"latexify-py reads that source as $${function.latexify}$$",
    ]
