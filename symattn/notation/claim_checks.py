"""The names and least sizes of a record of texts, checked.

Place: below claim_lines.py, which makes the records.

Legend
  record      the fields of a claim as texts, checked but not yet read as mathematics
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from keyword import iskeyword
from typing import Any

from symattn.errors import BadInput
from symattn.notation.python_reader import RESERVED
from symattn.notation.python_reader_claims import Record
from symattn.notation.python_reader_text import CONSTANTS, plain_name

FIXED = RESERVED | {"step", *CONSTANTS}  # names with a meaning of their own, for no function
NAME = re.compile(r"[^\W\d]\w*")
MOST_NAMES = 200  # names that one claim may declare


def bad(doing: str, wrong: str, known: str = "", do: str = "") -> BadInput:
    """The error of this module: a record that cannot be used."""
    return BadInput(doing, wrong, known, do)


def is_name(x: Any) -> bool:
    """Whether x is a text that can be a name."""
    return isinstance(x, str) and plain_name(x).isidentifier() and not iskeyword(plain_name(x))


def names_quantified(value: Any, doing: str) -> tuple[str, ...]:
    """The names of "for all", checked to be names."""
    wrong = next((x for x in value if not is_name(x)), None)
    if wrong is not None:
        raise bad(doing, f"{wrong!r:.60} is not a name", do="name a tensor of the claim")
    return tuple(map(plain_name, value))


def check_record(record: Record, doing: str) -> None:
    """Raise BadInput where a name is no name, is taken twice, or a least size is wrong."""
    groups: dict[str, Iterable[str]] = {
        "symbol": record.symbols, "index": record.indices, "function": record.functions,
        "dimension": record.dims or (), "size": record.least,
        "derivative": [d for names in record.functions.values() for d in names],
    }  # fmt: skip
    for what, names in groups.items():
        for name in names:
            if not is_name(name):
                raise bad(doing, f"{name!r} is not a name", f"it is declared as {what}",
                          "names are letters, digits and _, and no Python keywords")  # fmt: skip
            if what in ("function", "derivative") and name in FIXED:
                raise bad(doing, f"{name} is a form of the language", f"it is declared as {what}",
                          "give the function another name")  # fmt: skip
    both = set(record.symbols) & set(record.indices)
    unknown = next((x for x in record.for_all if x not in record.symbols), None)
    if unknown is not None:
        raise bad(doing, f"for all {unknown}, which is not declared",
                  f"tensors are {' '.join(record.symbols)}", "name one of them")  # fmt: skip
    if both:
        raise bad(doing, f"{sorted(both)[0]} is both a symbol and an index", do="rename one")
    lengths = {n for shape in record.symbols.values() for t in shape for n in NAME.findall(t)}
    whole = {n for t in record.under for n in NAME.findall(t) if t.lstrip().startswith("integer")}
    both = lengths & set(record.symbols).difference(whole)
    if both:
        raise bad(doing, f"{sorted(both)[0]} is both a tensor and a size", do="rename one")
    if sum(len(list(v)) for v in groups.values()) > MOST_NAMES:
        raise bad(doing, "too many names are declared", f"at most {MOST_NAMES}", "split the claim")
    for name, least in record.least.items():
        if type(least) is not int or not 0 <= least <= 1000:
            raise bad(doing, f"the least value of {name} is {least!r:.20}", "it is 0 to 1000",
                      "write n>=0 or n>=2")  # fmt: skip
