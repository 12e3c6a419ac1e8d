"""Real certificates, edited in every place: what still replays states and proves what it did.

Legend
  edit        (path into the JSON, new value)
"""

import copy
import json

import pytest

from symattn.kernel.certificate import Refused, replay
from symattn.kernel.statement import fingerprint
from symattn.kernel.text import text_of_theorem
from symattn.kernel.theorem import RULES
from symattn.prover.claim import Claim
from symattn.prover.search import attempt_proof
from symattn.prover.statements import statement_of

CLAIMS = {
    "softmax(x + c) == softmax(x)": {"x": "n", "c": ""},
    "sum_all(softmax(x)) == 1": {"x": "n"},
    "grad(sum_all(exp(x)*y), x) == exp(x)*y": {"x": "n", "y": "n"},
    "sqrt(x*x*y) == sqrt(y)*sqrt(x*x)": {"x": "", "y": ""},
    "x/y*y == x": {"x": "", "y": ""},
}


def certificates():
    for text, symbols in CLAIMS.items():
        statement = statement_of(Claim.from_text(text, symbols=symbols))
        yield pytest.param(attempt_proof(statement).certificate, fingerprint(statement), id=text)


def places(x, path=()):
    """The path of every part of a JSON value."""
    yield path
    items = x.items() if isinstance(x, dict) else enumerate(x) if isinstance(x, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def part(data, path):
    for key in path:
        data = data[key]
    return data


def others(value, data):
    """What may stand for a value: a neighbour, a name of the same kind, nothing, too much."""
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, int):
        return [value - 1, value + 1, 0, -1, value == 1, str(value), 10**17]
    if isinstance(value, str):
        names = {row[0] for row in data["terms"]} | set(RULES) | {"x", "y", "n", "c", "=", ">", "2/1"}  # fmt: skip
        near = sorted(names, key=lambda name: abs(len(name) - len(value)))[:6]
        return [*near, "", value + "'", 0]
    if isinstance(value, list):
        return [value[:-1], value[1:], value[::-1], [*value, *value[-1:]], []]
    return [{}, {**value, "u": 0}, {"t": value["t"] + 1} if "t" in value else [], None]


def edits(data):
    for path in places(data):
        if path:
            for new in others(part(data, path), data):
                yield path, new
    steps = data["steps"]
    for a in range(len(steps)):
        yield ("steps",), steps[:a] + steps[a + 1 :]
        yield ("steps",), [*steps[:a], steps[a], *steps[a:]]
    for a in range(len(steps) - 1):
        yield ("steps",), [*steps[:a], steps[a + 1], steps[a], *steps[a + 2 :]]


def edited(data, path, new):
    data = copy.deepcopy(data)
    part(data, path[:-1])[path[-1]] = new
    return json.dumps(data)


@pytest.mark.parametrize(("certificate", "signed"), list(certificates()))
def test_edited_certificate_is_refused_or_proves_the_same(certificate, signed):
    found = replay(certificate)
    assert found.fingerprint == signed
    data, refused = json.loads(certificate), 0
    for path, new in edits(data):
        try:
            again = replay(edited(data, path, new))
        except Refused:
            refused += 1
            continue
        assert again.fingerprint == signed, (path, new)
        assert again.statement == found.statement, (path, new)
        assert set(again.conditions) <= set(found.conditions), (path, new)
        shown, was = (text_of_theorem(x).splitlines()[1:] for x in (again, found))
        assert set(shown) <= set(was), (path, new)
    assert refused > 300


def test_signature_of_another_statement_is_refused():
    """The statement of one certificate with the proof and the signature of another."""
    first, second = (json.loads(c.values[0]) for c in list(certificates())[:2])
    for part_of_it in ("statement", "sha256", "terms", "steps", "goals"):
        with pytest.raises(Refused):
            replay(json.dumps({**first, part_of_it: second[part_of_it]}))
