"""Whole claims as texts: JSON lines, one object each, and the options of the command line.

Place: above python_reader_claims.py, which reads the checked texts as mathematics.

Legend
  record      the fields of a claim as texts, checked but not yet read as mathematics
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from symattn.expressions.nodes import Node
from symattn.notation.claim_checks import bad, check_record, is_name, names_quantified
from symattn.notation.python_reader_claims import Record, read_side
from symattn.notation.python_reader_text import plain_name

FIELDS: Mapping[str, type] = {
    "id": str, "symbols": dict, "dims": list, "indices": dict, "functions": dict, "under": list,
    "lhs": str, "rhs": str, "min_size": int, "claim": str, "least": dict, "expect": str,
    "source": str, "note": str, "as_written": str, "given": list, "for_all": list,
}  # fmt: skip
REMARKS = ("id", "expect", "source", "note", "as_written")  # fields that do not change the claim


# ---- JSON lines ----------------------------------------------------------------------------------


def records_of(text: str) -> list[Record]:
    """The claims of a JSON lines text, in order; blank lines are skipped.

    Fails    BadInput naming the line
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            found.append(record_of_line(line, f"reading line {number}"))
    return found


def record_of_line(line: str, doing: str = "reading a claim") -> Record:
    """The claim of one JSON object as text.

    Fails    BadInput for no JSON, a key that is given twice, or wrong fields
    """

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [k for k, _ in pairs]
        twice = next((k for k in keys if keys.count(k) > 1), None)
        if twice is not None:
            raise bad(doing, f"the key {twice!r} is given twice", do="give each key once")
        return dict(pairs)

    try:
        found = json.loads(line, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise bad(doing, f"this is not JSON: {error}", do="write one object on a line") from None
    return record_of_object(found, doing)


def record_of_object(found: Any, doing: str = "reading a claim") -> Record:
    """The claim of one decoded JSON object; sizes are at least 2 unless min_size says otherwise."""
    if not isinstance(found, dict):
        raise bad(
            doing, "this is not a JSON object", do='write {"id": ..., "lhs": ..., "rhs": ...}'
        )
    if type(found.get("id")) is int:
        found = {**found, "id": str(found["id"])}
    _check_fields(found, doing)
    doing = f"{doing} ({found['id']})" if found.get("id") else doing
    sides = [k for k in ("lhs", "rhs", "claim") if found.get(k, "").strip()]
    if sides not in (["lhs", "rhs"], ["claim"]):
        raise bad(doing, f"the sides are given by {sides or 'nothing'}", "a claim has lhs and rhs",
                  "give both, or claim with lhs == rhs")  # fmt: skip
    least = found.get("min_size", 2)
    if least not in (0, 1, 2):
        raise bad(doing, f"min_size is {least}", "it is 0, 1 or 2", "leave it out for 2")
    record = Record(
        name=found.get("id", ""), claim=found.get("claim", ""),
        lhs=found.get("lhs", ""), rhs=found.get("rhs", ""),
        dims=tuple(map(plain_name, found["dims"])) if _names_only(found, doing) else None,
        under=_texts(found.get("under", []) + found.get("given", []), f"{doing}, under"),
        min_size=least, least=found.get("least", {}),
        for_all=names_quantified(found.get("for_all", []), f"{doing}, for_all"),
        rest={k: found[k] for k in ("expect", "source", "note", "as_written") if k in found},
        **_declared(doing, *(found.get(k, {}) for k in ("symbols", "indices", "functions"))),
    )  # fmt: skip
    check_record(record, doing)
    return record


def _names_only(found: Mapping[str, Any], doing: str) -> bool:
    """Whether dims are given; they are names."""
    wrong = next((d for d in found.get("dims", []) if not is_name(d)), None)
    if wrong is not None:
        raise bad(
            doing, f"{wrong!r:.60} is not a name", "dims lists size names", 'write ["n", "d"]'
        )
    return "dims" in found


def _declared(
    doing: str, symbols: Mapping[str, Any], indices: Mapping[str, Any], functions: Mapping[str, Any]
) -> dict[str, Any]:
    """Symbols, indices and functions in their checked form."""
    return {
        "symbols": {plain_name(k): _shape(v, f"{doing}, symbol {k}") for k, v in symbols.items()},
        "indices": {
            plain_name(k): _size_text(v, f"{doing}, index {k}") for k, v in indices.items()
        },
        "functions": {
            plain_name(k): _names(v, f"{doing}, function {k}") for k, v in functions.items()
        },
    }


def _check_fields(found: Mapping[str, Any], doing: str) -> None:
    """A field that is not known is left alone, unless its name is nearly that of a known field."""
    for key, value in found.items():
        if key not in FIELDS:
            near = get_close_matches(key, [k for k in FIELDS if k not in REMARKS], 1, 0.7)
            if not near:
                continue
            raise bad(doing, f"there is no field {key!r}", "fields are " + " ".join(FIELDS),
                      f"did you mean {near[0]}?")  # fmt: skip
        if type(value) is not FIELDS[key]:
            raise bad(doing, f"{key} is {value!r:.60}", f"{key} is a {FIELDS[key].__name__}",
                      "see the table of fields in docs/notation.md")  # fmt: skip


def _shape(value: Any, doing: str) -> tuple[str, ...]:
    """A shape from a list of size texts, or from one text with blanks or commas between sizes."""
    if isinstance(value, str):
        value = re.sub(r"\s*([*+])\s*", r"\1", value).replace(",", " ").split()
    if not isinstance(value, (list, tuple)) or len(value) > 8:
        raise bad(doing, f"the shape is {value!r:.60}", "a shape is a list of at most 8 sizes",
                  'write ["n", "H*d"]; [] is a scalar')  # fmt: skip
    return tuple(_size_text(v, doing) for v in value)


def _size_text(value: Any, doing: str) -> str:
    if type(value) is int or (isinstance(value, str) and value.strip()):
        return str(value)
    raise bad(doing, f"the size is {value!r:.60}", "a size is a text", 'write "n", "H*d" or "2"')


def _names(value: Any, doing: str) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) and value else value
    if not isinstance(names, (list, tuple)) or not all(is_name(v) for v in names) or len(names) > 2:
        raise bad(doing, f"its derivatives are {value!r:.60}", "they are at most two names",
                  'write ["df", "ddf"]')  # fmt: skip
    return tuple(map(plain_name, names))


def _texts(value: Any, doing: str) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
        raise bad(doing, f"{value!r:.60} is not a list of texts", do='write ["symmetric(A)"]')
    return tuple(value)


# ---- the command line ----------------------------------------------------------------------------


def record_from_options(
    claim: str,
    *,
    shapes: Sequence[str] = (),
    given: Sequence[str] = (),
    indices: Sequence[str] = (),
    sizes: Sequence[str] = (),
    functions: Sequence[str] = (),
    for_all: Sequence[str] = (),
) -> Record:
    """The claim of a command line; sizes are at least 1 unless an option says otherwise.

    Example  record_from_options("softmax(x + c) == softmax(x)", shapes=["x=n", "c="])
    """
    doing = "reading the options"
    pairs = {what: dict(_pair(o, what) for o in _once(options, what)) for what, options in
             (("--shape", shapes), ("--index", indices), ("--function", functions))}  # fmt: skip
    least = dict(_least(s) for s in sizes)
    functions_read = {k: [x for x in v.split(",") if x] for k, v in pairs["--function"].items()}
    record = Record(
        claim=claim, under=tuple(given), least=least,
        for_all=names_quantified([x for o in for_all for x in o.split(",")], f"{doing}, --for-all"),
        **_declared(doing, pairs["--shape"], pairs["--index"], functions_read),
    )  # fmt: skip
    check_record(record, doing)
    return record


def expression_from_options(
    text: str, *, shapes: Sequence[str] = (), indices: Sequence[str] = ()
) -> Node:
    """The expression of a command line, as `write` and `lower` take it.

    Example  expression_from_options("softmax(Q @ K.T) @ V", shapes=["Q=n,d", "K=m,d", "V=m,e"])
    """
    return read_side(record_from_options(text, shapes=shapes, indices=indices))


def record_from_fields(
    claim: str,
    symbols: Mapping[str, Any],
    *,
    given: Iterable[str] = (),
    indices: Mapping[str, Any],
    functions: Mapping[str, Any],
    least: Mapping[str, int],
) -> Record:
    """The claim of a Python call: as in a file, but sizes are at least 1 unless said otherwise."""
    doing = "making a claim"
    if not isinstance(claim, str):
        raise bad(doing, f"{claim!r:.60} is not a text", do="write 'lhs == rhs'")
    record = Record(
        claim=claim, under=_texts([given] if isinstance(given, str) else list(given), doing),
        least={plain_name(k): v for k, v in least.items()},
        **_declared(doing, symbols, indices, functions),
    )  # fmt: skip
    check_record(record, doing)
    return record


def _once(options: Sequence[str], what: str) -> Sequence[str]:
    names = [o.partition("=")[0].strip() for o in options]
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice is not None:
        raise bad("reading the options", f"{what} gives {twice} twice", do="give it once")
    return options


def _pair(option: str, what: str) -> tuple[str, str]:
    name, sign, value = option.partition("=")
    if not sign or not is_name(name.strip()):
        raise bad("reading the options", f"{what} {option} is not name=value",
                  do=f"write {what} x=n,d; {what} c= for a scalar")  # fmt: skip
    return plain_name(name.strip()), value.strip()


def _least(option: str) -> tuple[str, int]:
    found = re.fullmatch(r"\s*(\w+)\s*>=\s*(\d{1,4})\s*", option)
    if found is None:
        raise bad("reading the options", f"--size {option} is not read", do="write --size n>=0")
    return plain_name(found[1]), int(found[2])
