"""Claims from JSON lines and command-line options: every field, every refusal, every default."""

import json

import pytest

from symattn.errors import BadInput, NotationError, ShapeError, UnknownName, Unsupported
from symattn.expressions.build import tensor
from symattn.expressions.plain_texts import plain_text
from symattn.notation.claim_lines import (
    expression_from_options,
    record_from_fields,
    record_from_options,
    record_of_line,
    record_of_object,
    records_of,
)
from symattn.notation.python_reader_claims import read_record
from symattn.prover.claim import Claim

GOOD = {
    "id": "one", "symbols": {"x": ["n", "H*d"], "k": [], "c": []}, "dims": ["n", "H", "d"],
    "indices": {"i": "n"}, "functions": {"f": ["df", "ddf"]}, "under": ["integer(k, 0, inf)", "positive(c)"],
    "lhs": "f(x[i]) * c", "rhs": "x[i] * k",
}  # fmt: skip


def test_every_field_of_a_line_is_read():
    record = record_of_line(json.dumps(GOOD))
    claim = read_record(record)
    assert plain_text(claim.left) == "f(x[i, :]) * c" and plain_text(claim.right) == "x[i, :] * k"
    assert claim.relation == "="
    assert dict(claim.least) == {"n": 2, "H": 2, "d": 2, "k": 0}  # k is an integer from 0 on
    assert [a.kind for a in claim.given] == ["integer", "positive"]
    assert claim.functions == (("f", ("df", "ddf")),)
    assert [i.name for i in claim.indices] == ["i"]
    assert record.name == "one" and record.text == "f(x[i]) * c == x[i] * k"


def test_sizes_of_a_file_are_at_least_2_unless_min_size_says_otherwise():
    for given, least in (({}, 2), ({"min_size": 1}, 1), ({"min_size": 0}, 0), ({"min_size": 2}, 2)):
        claim = read_record(record_of_object({**GOOD, **given}))
        assert dict(claim.least)["n"] == least


def test_sizes_of_the_command_line_are_at_least_1():
    record = record_from_options(
        "softmax(x[i] + c) == softmax(x[i])", shapes=["x=n,d", "c="], given=["equal(c, 1)"],
        indices=["i=n"], sizes=["n>=0", " d >= 3 "], functions=["f=df,ddf", "g="],
    )  # fmt: skip
    claim = read_record(record)
    assert dict(claim.least) == {"n": 0, "d": 3}
    assert claim.functions == (("f", ("df", "ddf")), ("g", ()))
    assert [a.kind for a in claim.given] == ["equal"] and claim.indices[0].name == "i"
    assert dict(read_record(record_from_options("x == x", shapes=["x=n,2"])).least) == {"n": 1}


def test_shapes_are_lists_or_texts():
    for shape in (["n", "H*d"], "n H*d", "n,H*d", "n, H * d"):
        record = record_from_fields("x == x", {"x": shape}, indices={}, functions={}, least={})
        assert record.symbols["x"] == ("n", "H*d")
    assert (
        record_from_fields("c == c", {"c": ""}, indices={}, functions={}, least={}).symbols["c"]
        == ()
    )


def test_size_equations_are_put_into_every_shape():
    line = {
        "symbols": {"x": ["n", "D"], "W": ["H*d", "m"]}, "dims": ["n", "D", "H", "d", "m"],
        "under": ["equal(D, H*d)"], "lhs": "x @ W", "rhs": "x @ W",
    }  # fmt: skip
    claim = read_record(record_of_object(line))
    assert str(claim.left.args[0].shape[1]) == "H*d"
    assert [a.kind for a in claim.given] == [
        "equal"
    ]  # kept, for its least value and for the reader
    with pytest.raises(ShapeError):
        read_record(record_of_object({**line, "under": []}))


def test_one_text_may_hold_the_whole_claim():
    record = record_of_object(
        {"claim": "x > y", "symbols": {"x": ["n"], "y": ["n"]}, "given": ["positive(x)"]}
    )
    claim = read_record(record)
    assert (claim.left, claim.right) == (
        tensor("x", "n"),
        tensor("y", "n"),
    ) and claim.relation == ">"
    assert len(claim.given) == 1


def test_lines_keep_their_order_and_blank_lines_are_skipped():
    text = "\n".join(
        ['{"id": "a", "lhs": "1", "rhs": "1"}', "", '{"id": "b", "lhs": "2", "rhs": "2"}', " "]
    )
    assert [r.name for r in records_of(text)] == ["a", "b"]
    with pytest.raises(BadInput) as error:
        records_of(text + "\n{")
    assert error.value.doing == "reading line 5"


def test_one_expression_is_read_from_options():
    node = expression_from_options(
        "softmax(Q[i] @ K.T) @ V", shapes=["Q=n,d", "K=m,d", "V=m,e"], indices=["i=n"]
    )
    assert plain_text(node) == "softmax(Q[i, :] @ K.T, 0) @ V" and str(node.shape[0]) == "e"
    with pytest.raises(NotationError):
        expression_from_options("x == x", shapes=["x=n"])


@pytest.mark.parametrize("name", ["sin", "cos", "erf", "step", "pi", "inf", "softmax", "sum"])
def test_a_function_cannot_take_a_name_with_a_meaning(name):
    for functions in ({name: ["df"]}, {"f": [name]}):
        with pytest.raises(BadInput) as error:
            record_of_object({"lhs": "1", "rhs": "1", "functions": functions})
        e = error.value
        assert name in e.wrong and e.doing and e.known and e.do


def test_an_id_may_be_a_number():
    assert record_of_line('{"id": 7, "lhs": "1", "rhs": "1"}').name == "7"


@pytest.mark.parametrize(
    "field", ["level", "family", "expected", "idx", "index", "tags", "difficulty"]
)
def test_a_field_of_another_tool_is_left_alone(field):
    for value in ("hard", 3, None, ["a"]):
        record = record_of_object({"lhs": "1", "rhs": "1", field: value})
        assert record.lhs == "1" and field not in record.rest


@pytest.mark.parametrize(
    ("field", "meant"),
    [("symbol", "symbols"), ("dim", "dims"), ("indexes", "indices")],
)
def test_a_field_that_is_nearly_a_known_one_is_refused(field, meant):
    with pytest.raises(BadInput) as error:
        record_of_object({"lhs": "1", "rhs": "1", field: {}})
    e = error.value
    assert e.do == f"did you mean {meant}?" and field in e.wrong and e.known


NO_LINES = [
    "", "{", "[]", "3", "null", '"x"', '{"lhs": "x"}', '{"lhs": "x", "rhs": ""}', '{"lhs": "x", "rhs": "x", "claim": "x == x"}',
    '{"lhs": "x", "lhs": "y", "rhs": "x"}', '{"lhs": "x", "rhs": "x", "symbols": {"x": [], "x": ["n"]}}',
    '{"lhs": 3, "rhs": "x"}', '{"lhs": "x", "rhs": "x", "dims": "n"}', '{"lhs": "x", "rhs": "x", "sybols": {}}',
    '{"lhs": "x", "rhs": "x", "min_size": 3}', '{"lhs": "x", "rhs": "x", "min_size": true}', '{"lhs": "x", "rhs": "x", "min_size": -1}',
    '{"lhs": "x", "rhs": "x", "symbols": {"x": [1.5]}}', '{"lhs": "x", "rhs": "x", "symbols": {"x": [[]]}}',
    '{"lhs": "x", "rhs": "x", "symbols": {"x": 3}}', '{"lhs": "x", "rhs": "x", "symbols": {"x y": []}}', '{"lhs": "x", "rhs": "x", "symbols": {"": []}}',
    '{"lhs": "x", "rhs": "x", "symbols": {"x": ["n","n","n","n","n","n","n","n","n"]}}',
    '{"lhs": "x", "rhs": "x", "symbols": {"lambda": []}}', '{"lhs": "x", "rhs": "x", "dims": [3]}', '{"lhs": "x", "rhs": "x", "dims": ["n m"]}',
    '{"lhs": "x", "rhs": "x", "indices": {"i": ""}}', '{"lhs": "x", "rhs": "x", "indices": {"i": null}}',
    '{"lhs": "x", "rhs": "x", "functions": {"f": ["a", "b", "c"]}}', '{"lhs": "x", "rhs": "x", "functions": {"f": [3]}}',
    '{"lhs": "x", "rhs": "x", "functions": {"softmax": ["a", "b"]}}', '{"lhs": "x", "rhs": "x", "functions": {"f": ["exp", "b"]}}',
    '{"lhs": "x", "rhs": "x", "under": [3]}', '{"lhs": "x", "rhs": "x", "symbols": {"i": []}, "indices": {"i": "n"}}',
    '{"lhs": "x", "rhs": "x", "least": {"n": -1}}', '{"lhs": "x", "rhs": "x", "least": {"n": "2"}}', "[" * 100_000,
    '{"lhs": "x", "rhs": "x", "dims": [' + ", ".join(f'"n{i}"' for i in range(300)) + "]}",
]  # fmt: skip


@pytest.mark.parametrize("line", NO_LINES)
def test_a_line_that_is_no_claim_is_refused_in_four_parts(line):
    with pytest.raises(BadInput) as error:
        record_of_line(line, "reading line 7")
    e = error.value
    assert e.doing.startswith("reading line 7") and e.wrong and e.do


WRONG = {  # fields -> error class, a word of its text
    ("x", "y", "n"): (UnknownName, "y is not a name"),
    ("x", "x +", "n"): (NotationError, "not a Python expression"),
    ("x", "x", "m"): (BadInput, "n is used as a size and is not in dims"),
    ("x", "ones(m)", "n"): (UnknownName, "m is not an index or size"),
    ("x[:0]", "x", "n"): (Unsupported, "borders"),
    ("x @ T(x)", "x", "n"): (ShapeError, ""),
}


@pytest.mark.parametrize("fields", WRONG)
def test_mathematics_that_is_wrong_is_found_when_it_is_read(fields):
    lhs, rhs, dim = fields
    kind, words = WRONG[fields]
    record = record_of_object({"lhs": lhs, "rhs": rhs, "symbols": {"x": ["n"]}, "dims": [dim]})
    with pytest.raises(kind) as error:
        read_record(record)
    assert words in str(error.value)


def test_negative_integers_are_unsupported():
    record = record_of_object(
        {"lhs": "k", "rhs": "k", "symbols": {"k": []}, "under": ["integer(k, -1, 5)"]}
    )
    with pytest.raises(Unsupported):
        read_record(record)


@pytest.mark.parametrize(
    "options",
    [
        {"shapes": ["x"]}, {"shapes": ["x=n", "x=m"]}, {"shapes": ["3=n"]}, {"sizes": ["n"]}, {"sizes": ["n>=x"]}, {"sizes": ["n>=99999"]},
        {"indices": ["i"]}, {"functions": ["f"]}, {"functions": ["exp=a,b"]}, {"sizes": ["n<=3"]}, {"indices": ["i="]},
    ],
)  # fmt: skip
def test_options_that_cannot_be_used_are_refused(options):
    with pytest.raises(BadInput) as error:
        record_from_options("x == x", **{"shapes": ["x=n"], **options})
    assert error.value.doing and error.value.wrong and error.value.do


def test_for_all_names_declared_tensors():
    line = {"lhs": "W@x", "rhs": "x", "symbols": {"W": ["n", "n"], "x": ["n"]}, "for_all": ["x"]}
    assert record_of_object(line).for_all == ("x",)
    assert Claim.from_record(line).for_all == ("x",)
    for wrong in (["y"], [1], ["x y"]):
        with pytest.raises(BadInput):
            record_of_object({**line, "for_all": wrong})
    shapes = ["W=n,n", "x=n", "y=n"]
    told = record_from_options("W@x == x", shapes=shapes, for_all=["x,y", "W"])
    assert told.for_all == ("x", "y", "W")
