r"""LaTeX pages: formulas as a document that compiles, and a compiler run that says what failed.

Place: above the notation; a page needs amsmath, amssymb, bm and xcolor and no private macro.

Legend
  formula     LaTeX for display mathematics, without dollar signs
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from symattn.errors import BadInput
from symattn.notation.latex_writer_names import escape_text

PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath,amssymb,bm,xcolor}
\usepackage[margin=1cm,paperwidth=60cm,paperheight=80cm]{geometry}
\pagestyle{empty}
\setlength{\parindent}{0pt}
\allowdisplaybreaks
"""
PACKAGES = ("amsmath", "amssymb", "bm", "xcolor")


def latex_document(formulas: Iterable[str | tuple[str, str]]) -> str:
    """A complete document with one display for each formula, or for each (title, formula)."""
    lines = [PREAMBLE + r"\begin{document}"]
    for item in formulas:
        title, formula = ("", item) if isinstance(item, str) else item
        lines += [rf"\textbf{{{escape_text(title)}}}"] if title else []
        lines += [r"\[", formula, r"\]"]
    return "\n".join([*lines, r"\end{document}", ""])


def compile_pdf(document: str, target: Path) -> None:
    """Compile a LaTeX document to the PDF file `target`.

    Fails    BadInput where TeX is not installed, and with TeX's own message where it fails
    """
    program = shutil.which("pdflatex")
    if program is None:
        raise BadInput(
            "compiling LaTeX", "there is no pdflatex", do="install texlive-latex-recommended"
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.tex")
        source.write_text(document, encoding="utf-8")
        options = ("-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape")
        done = subprocess.run(
            [program, *options, source.name], cwd=folder, capture_output=True, text=True,
            errors="replace", check=False,
        )  # fmt: skip
        if done.returncode:
            raise BadInput("compiling LaTeX", _fault_of(done.stdout), do="report it: it is our bug")
        shutil.copyfile(source.with_suffix(".pdf"), target)


def _fault_of(log: str) -> str:
    """The lines of a TeX log from the first error on."""
    lines = log.splitlines()
    start = next((k for k, line in enumerate(lines) if line.startswith("!")), len(lines) - 8)
    return "\n".join(lines[max(0, start) : start + 8])
