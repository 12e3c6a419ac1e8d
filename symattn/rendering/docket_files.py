"""The files of derivations/: found, checked to be mere declarations, and read.

Place: below docket. A derivation states and never decides, so its file may hold a docstring,
imports from symattn and assignments, nothing else; that is checked on the syntax tree before a
line of it runs. The limits keep a declaration from being a computation.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from symattn.errors import BadInput, SymattnError
from symattn.prover.claim import Chain, Claim, Dispute
from symattn.prover.readings import Reading
from symattn.prover.system import System

LONGEST = 100_000  # characters in a file
LARGEST = 1_000_000  # the largest number that may be written
KINDS = {"claim": Claim, "dispute": Dispute, "derivation": Chain, "system": System}
REFUSED = (
    ast.Lambda,
    ast.IfExp,
    ast.NamedExpr,
    ast.Await,
    ast.Yield,
    ast.YieldFrom,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


@dataclass(frozen=True)
class Item:
    """One file of the docket: its name and its readings, each with its own name."""

    name: str
    kind: str
    stated: Any
    readings: tuple[tuple[str, Reading], ...]
    about: str


def derivation_files(folder: Path, names: tuple[str, ...] = ()) -> list[Path]:
    """The files of the docket in order; BadInput where a name fits none of them."""
    if not folder.is_dir():
        raise BadInput(
            "looking for derivations", f"there is no folder {folder}", do="name one with --folder"
        )
    files = sorted(p for p in folder.rglob("*.py") if not p.name.startswith("_"))
    for name in names:
        if not any(_fits(name, p) for p in files):
            raise BadInput(
                "choosing derivations",
                f"no file in {folder} has {name!r} in its name",
                known=f"{len(files)} files",
                do="leave the name out to run all of them",
            )
    return [p for p in files if not names or any(_fits(name, p) for name in names)]


def _fits(name: str, path: Path) -> bool:
    return name.removesuffix(".py").replace("-", "_") in str(path.with_suffix(""))


def check_declarative(text: str, name: str) -> ast.Module:
    """The syntax tree of a file that only declares; BadInput, with the line, for any other."""
    if len(text) > LONGEST:
        raise _fault(name, 1, f"it has more than {LONGEST} characters")
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise _fault(name, error.lineno or 1, f"it is not Python: {error.msg}") from error
    for place, statement in enumerate(tree.body):
        wrong = _wrong_statement(statement, first=place == 0)
        if wrong:
            raise _fault(name, statement.lineno, wrong)
    for node in ast.walk(tree):
        wrong = _wrong_expression(node)
        if wrong:
            raise _fault(name, getattr(node, "lineno", 1), wrong)
    return tree


def _wrong_statement(statement: ast.stmt, first: bool) -> str:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return "" if first else "a text stands alone below the docstring"
    if isinstance(statement, ast.ImportFrom):
        module = statement.module or ""
        inside = statement.level == 0 and module.split(".")[0] == "symattn"
        return "" if inside else f"it imports from {module or '.'}, only symattn is allowed"
    if isinstance(statement, ast.Assign):
        return ""
    return f"a {type(statement).__name__} is not a declaration"


def _wrong_expression(node: ast.AST) -> str:
    if isinstance(node, REFUSED):
        return f"a {type(node).__name__} computes; a derivation only declares"
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    if isinstance(name, str) and name.startswith("_"):
        return f"the name {name} is private"
    if isinstance(node, ast.alias) and (node.name == "*" or node.name.startswith("_")):
        return f"the import of {node.name} is not a declared name"
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return f"the number {node.value} is too large" if abs(node.value) > LARGEST else ""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Pow, ast.LShift)):
        nested = any(isinstance(n, ast.BinOp) for n in ast.walk(node.right))
        return "an exponent is itself computed" if nested else ""
    return ""


def _fault(name: str, line: int, wrong: str) -> BadInput:
    return BadInput(
        f"reading {name}, line {line}", wrong, do="write the docstring, imports, assignments only"
    )


def read_derivation(path: Path, folder: Path) -> Item:
    """The claim, dispute or chain that a file declares."""
    name = str(path.relative_to(folder).with_suffix(""))
    text = path.read_text(encoding="utf-8")
    tree = check_declarative(text, str(path))
    declared: dict[str, Any] = {"__name__": f"derivations.{name}"}
    try:
        exec(compile(tree, str(path), "exec"), declared)
    except SymattnError:
        raise
    except Exception as error:
        raise BadInput(f"reading {path}", f"{type(error).__name__}: {error}") from error
    found = [(k, declared[k]) for k in KINDS if isinstance(declared.get(k), KINDS[k])]
    if len(found) != 1:
        raise _fault(str(path), 1, f"{len(found)} of {', '.join(KINDS)} are declared")
    kind, stated = found[0]
    about = ast.get_docstring(tree) or ""
    return Item(name, kind, stated, readings_of(kind, stated), about)


def readings_of(kind: str, stated: Any) -> tuple[tuple[str, Reading], ...]:
    """The readings to settle, each with a short name."""
    if kind in ("claim", "system"):
        return ((stated.name or kind, stated),)
    claims = stated.claims
    word = "reading" if kind == "dispute" else "step"
    return tuple((c.name or f"{word} {k}", c) for k, c in enumerate(claims, 1))
