"""A certificate that proves its statement replays; whatever is forged, edited or too large does not."""

import io
import json
import runpy
import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from symattn.kernel import certificate
from symattn.kernel.__main__ import main, serve
from symattn.kernel.certificate import Refused, certificate_text, replay
from symattn.kernel.declarations import check_conditions
from symattn.kernel.indices import bound, free, image
from symattn.kernel.statement import Hypothesis, Judgement, Statement, fingerprint
from symattn.kernel.terms import ONE, add, call, entry, exp, log, mul, num, power, size, total

I = free("i", "n")  # noqa: E741 - an index
X, Y, C = entry("x", I), entry("y", I), entry("c")
TENSORS = (("x", ("n",), ()), ("y", ("n",), ()), ("c", (), ()))
GOAL = Judgement("=", add(X, Y), add(Y, X))
STATEMENT = Statement(sizes=(("n", 1),), tensors=TENSORS, goals=(GOAL,))
STEP = ("equal_by_arithmetic", [], [GOAL.a, GOAL.b])
SWAPPED = Judgement("=", GOAL.b, GOAL.a)
TWO = Statement(sizes=(("n", 1),), tensors=TENSORS, goals=(SWAPPED,))
TWO_STEPS = [STEP, ("equality_is_symmetric", [0], [])]
GIVEN = Statement(
    sizes=(("n", 1),),
    tensors=TENSORS,
    hypotheses=(Hypothesis(("n",), Judgement("=", entry("x", bound(0, "n")), C)),),
    goals=(Judgement("=", X, C),),
)
GIVEN_STEPS = [("hypothesis_holds", [], [0, I])]
RATIO = Statement(tensors=TENSORS[2:], goals=(Judgement("=", mul(C, power(C, -1)), ONE),))
NOT_ZERO = Judgement("!=", C)
RATIO_STEPS = [
    ("condition_holds", [], [0]),
    ("equal_by_arithmetic", [0], [RATIO.goals[0].a, RATIO.goals[0].b]),
]


def made(statement=STATEMENT, conditions=(), steps=(STEP,), goals=(0,)):
    return certificate_text(statement, conditions, list(steps), list(goals))


def edited(text, **changes):
    """The certificate with some of its parts changed, JSON again."""
    return json.dumps({**json.loads(text), **changes})


def refusal(text):
    """Why the certificate is refused."""
    with pytest.raises(Refused) as refused:
        replay(text)
    return str(refused.value)


# ---- what proves


@pytest.mark.parametrize(
    ("text", "steps", "conditions"),
    [
        (made(), 1, 0),
        (made(TWO, (), TWO_STEPS, (1,)), 2, 0),
        (made(GIVEN, (), GIVEN_STEPS), 1, 0),
        (made(RATIO, (NOT_ZERO,), RATIO_STEPS, (1,)), 2, 1),
    ],
)
def test_certificate_replays(text, steps, conditions):
    found = replay(text)
    assert (found.steps, len(found.conditions)) == (steps, conditions)
    assert found.fingerprint == fingerprint(found.statement)


def test_statement_survives_the_text():
    found = replay(made(GIVEN, (), GIVEN_STEPS)).statement
    assert found == GIVEN


# ---- forged proofs


def test_forged_goal_is_refused():
    false = Statement(sizes=(("n", 1),), tensors=TENSORS, goals=(Judgement("=", X, Y),))
    assert "not one polynomial" in refusal(made(false, steps=[("equal_by_arithmetic", [], [X, Y])]))
    assert "does not prove its goal" in refusal(made(false))


def test_reordered_steps_are_refused():
    text = made(TWO, (), TWO_STEPS, (1,))
    assert "not an earlier one" in refusal(edited(text, steps=json.loads(text)["steps"][::-1]))


def test_cyclic_step_is_refused():
    assert "not an earlier one" in refusal(made(TWO, (), [("equality_is_symmetric", [0], [])]))


@pytest.mark.parametrize("x", [-1, 7, True, "0", None])
def test_step_that_is_none_is_refused(x):
    text = made(TWO, (), TWO_STEPS, (1,))
    assert refusal(edited(text, goals=[x]))
    assert refusal(edited(text, steps=[["equality_is_symmetric", [x], []]]))


def test_unknown_rule_is_refused():
    assert "no rule 'because'" in refusal(made(steps=[("because", [], [])]))


def test_unlisted_hypothesis_is_refused():
    assert "no such hypothesis" in refusal(made(GIVEN, (), [("hypothesis_holds", [], [1, I])]))
    without = edited(made(GIVEN, (), GIVEN_STEPS))
    data = json.loads(without)
    data["statement"]["hypotheses"] = []
    assert "not the one that was signed" in refusal(json.dumps(data))


def test_unlisted_condition_is_refused():
    assert "no such condition" in refusal(made(RATIO, (), RATIO_STEPS, (1,)))


@pytest.mark.parametrize(
    "condition",
    [Judgement("=", X, Y), Judgement("!=", X), Judgement(">", C), Judgement(">=", C)],
)
def test_condition_about_no_denominator_is_refused(condition):
    """A condition may not smuggle in the claim, nor a sign that no root or logarithm needs."""
    assert "no denominator" in refusal(made(conditions=(condition,)))
    assert "no denominator" in refusal(made(RATIO, (condition,), RATIO_STEPS, (1,)))


def test_condition_of_a_logarithm_is_accepted():
    t = exp(log(C))
    rooted = Statement(tensors=TENSORS[2:], goals=(Judgement("=", t, C),))
    steps = [("condition_holds", [], [0]), ("exp_of_log", [0], [t])]
    assert replay(made(rooted, (Judgement(">", C),), steps, (1,))).steps == 2


def test_goals_must_be_proved_one_by_one():
    text = made()
    assert "each goal" in refusal(edited(text, goals=[]))
    assert "each goal" in refusal(edited(text, goals=[0, 0]))
    assert "each goal" in refusal(made(Statement(), (), [], []))


def test_proof_through_an_empty_range_is_refused():
    """An index of an empty range proves anything: 0 = 1 by a hypothesis about all its elements."""
    may_be_empty = Statement(
        sizes=(("n", 0),), tensors=TENSORS, goals=(Judgement("=", C, mul(ONE, C)),)
    )
    there, back = mul(ONE, C), add(C, X, mul(num(-1), X))
    steps = [
        ("equal_by_arithmetic", [], [C, back]),
        ("equal_by_arithmetic", [], [back, there]),
        ("equality_is_transitive", [0, 1], []),
    ]
    assert "range may be empty" in refusal(made(may_be_empty, (), steps, (2,)))
    inside = total("n", entry("x", bound(0, "n")))
    summed = Statement(sizes=(("n", 0),), tensors=TENSORS, goals=(Judgement("=", inside, inside),))
    x0 = entry("x", bound(0, "n"))
    steps = [("equal_by_arithmetic", [], [x0, x0]), ("equal_under_sums", [0], ["n"])]
    assert replay(made(summed, (), steps, (1,))).steps == 2


# ---- edited texts


def test_edited_number_is_refused():
    twice = Judgement("=", add(C, C), mul(num(2), C))
    text = made(
        Statement(tensors=TENSORS[2:], goals=(twice,)),
        steps=[("equal_by_arithmetic", [], [twice.a, twice.b])],
    )
    assert replay(text).steps == 1
    assert "signed" in refusal(text.replace('"2/1"', '"3/1"'))


def test_edited_name_is_refused():
    assert refusal(made().replace('"x"', '"z"'))


def test_duplicate_key_is_refused():
    text = made()
    assert "twice" in refusal(text[:-1] + ',"goals":[0]}')


@pytest.mark.parametrize("text", ["", "{", "[]", "1", "null", '"x"', "{}", "\x00", '{"a": NaN}'])
def test_text_that_is_no_certificate_is_refused(text):
    assert refusal(text)


def test_wrong_parts_are_refused():
    text = made()
    assert "format" in refusal(edited(text, format=2))
    assert "keys" in refusal(edited(text, note="trust me"))
    data = json.loads(text)
    data["statement"]["note"] = []
    assert "missing or unknown" in refusal(json.dumps(data))


def test_decimal_and_large_numbers_are_refused():
    text = made()
    assert "decimal" in refusal(edited(text, goals=[0.5]))
    assert "too large" in refusal(edited(text, goals=[10**30]))
    long = "1/" + "1" * 3000
    assert "too long" in refusal(edited(text, terms=[["num", long]]))
    assert "lowest terms" in refusal(edited(text, terms=[["num", "1/0"]]))


def test_over_large_certificates_are_refused(monkeypatch):
    text = made()
    monkeypatch.setattr(certificate, "MAX_ROWS", 2)
    assert "rows" in refusal(text)
    monkeypatch.setattr(certificate, "MAX_BYTES", 10)
    assert "bytes" in refusal(text)


def test_deep_terms_are_refused():
    deep = [["entry", "c"]] + [["exp", {"t": k}] for k in range(certificate.MAX_DEPTH + 1)]
    assert "deep" in refusal(edited(made(), terms=deep))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["sum", "n", {"t": 0}]], "not an earlier one"),
        ([["because"]], "unknown operation"),
        ([["entry", "c"], ["exp", {"u": 0}]], "neither a term"),
        ([["entry", "c"], ["exp", None]], "not an argument"),
        ([["entry", "c"], ["exp", True]], "not an argument"),
        ([["free", "i", ["*"]]], "not a sort"),
        ([["bound", 0, "m"], ["entry", "x", {"t": 0}], ["sum", "n", {"t": 1}]], "bound by a sum"),
        ([["entry", "c"], ["delta", {"t": 0}, {"t": 0}]], "not an index"),
        ([["num", "1/2/3"]], "not a certificate"),
        ([["num", "2/4"]], "lowest terms"),
        ([["num", "two"]], "not a"),
    ],
)
def test_ill_sorted_terms_are_refused(rows, why):
    assert why in refusal(edited(made(), terms=rows))


@pytest.mark.parametrize(
    ("sizes", "why"),
    [([["n", "1"]], "not an integer"), ([["n", True]], "not an integer"), ([[1, 1]], "a string")],
)
def test_ill_written_declarations_are_refused(sizes, why):
    data = json.loads(made())
    data["statement"]["sizes"] = sizes
    assert why in refusal(json.dumps(data))


def test_unknown_relation_is_refused():
    data = json.loads(made())
    data["statement"]["goals"][0][0] = "<"
    assert "relation" in refusal(json.dumps(data))


def signed(statement):
    """A certificate of a bad statement, honestly signed: the check of declarations must refuse it."""
    return certificate_text(statement, (), [], [])


M = free("j", "m")
BAD_STATEMENTS = {
    "declared twice": Statement(tensors=(("c", (), ()), ("c", (), ()))),
    "least size": Statement(sizes=(("n", -1),)),
    "unknown property": Statement(tensors=(("c", (), ("large",)),)),
    "fixed meaning": Statement(functions=(("sin", 1, "tan"),)),
    "other axes": Statement(tensors=(("c", (), ()),), goals=(Judgement("=", X, X),)),
    "no declared bijection": Statement(
        sizes=(("n", 1),), tensors=TENSORS, goals=(Judgement("=", entry("x", image("s", 1, I)), X),)
    ),
    "another number of arguments": Statement(
        tensors=TENSORS[2:], functions=(("f", 2, ""),), goals=(Judgement("=", call("f", C), C),)
    ),
    "undeclared size": Statement(tensors=TENSORS[2:], goals=(Judgement("=", size("n"), C),)),
    "bound by nothing": Statement(
        sizes=(("n", 1),), tensors=TENSORS, goals=(Judgement("=", entry("x", bound(0, "n")), C),)
    ),
    "named like an operation": Statement(functions=(("exp", 1, ""),)),
    "another number than 0": Statement(tensors=TENSORS[2:], goals=(Judgement(">", C, ONE),)),
    "is no name": Statement(sizes=(("n = 1", 1),)),
    "is an index": Statement(sizes=(("n", 1),), hypotheses=(Hypothesis((), Judgement("=", I, I)),)),
}


@pytest.mark.parametrize("why", BAD_STATEMENTS)
def test_bad_declarations_are_refused(why):
    assert why in refusal(signed(BAD_STATEMENTS[why]))


def test_compound_sizes_must_be_declared():
    wide = free("k", ("*", "n", "H"))
    bad = Statement(
        sizes=(("n", 1),),
        tensors=(("v", (("*", "n", "H"),), ()),),
        goals=(Judgement("=", entry("v", wide), entry("v", wide)),),
    )
    assert "undeclared size 'H'" in refusal(signed(bad))


# ---- the command


def test_command_prints_the_theorem(tmp_path, capsys):
    path = tmp_path / "c.json"
    path.write_text(made(GIVEN, (), GIVEN_STEPS))
    assert main([str(path)]) == 0
    shown = capsys.readouterr().out
    assert "checked in 1 steps" in shown and "for all i in n: x[i] = c" in shown
    assert "proves      x[i] = c" in shown


def test_command_says_why_it_refuses(tmp_path, capsys):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(made())
    bad.write_text(made(steps=[("because", [], [])]))
    assert main([str(bad), str(good)]) == 1
    assert "refused: there is no rule 'because'" in capsys.readouterr().out


def test_command_without_a_file_is_bad_input(tmp_path, capsys):
    assert main([]) == 2
    assert "CERT.json" in capsys.readouterr().out
    assert main([str(tmp_path / "none.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_served_lines_are_answered_one_by_one(monkeypatch):
    target = io.StringIO()
    assert serve(io.StringIO(f"{made()}\n{{}}\n"), target) == 0
    first, second = map(json.loads, target.getvalue().splitlines())
    assert first["replayed"] and first["fingerprint"] == fingerprint(STATEMENT)
    assert not second["replayed"] and "keys" in second["why"]

    def greedy(line):
        raise MemoryError

    monkeypatch.setattr("symattn.kernel.__main__.replay", greedy)
    target = io.StringIO()
    serve(io.StringIO("{}\n"), target)
    assert json.loads(target.getvalue()) == {"replayed": False, "why": "out of memory"}


def test_command_serves_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{made()}\n"))
    assert main(["-"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"] == 1


def test_module_is_the_command(monkeypatch):
    monkeypatch.setattr("sys.argv", ["symattn.kernel"])
    monkeypatch.delitem(sys.modules, "symattn.kernel.__main__")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("symattn.kernel", run_name="__main__")
    assert ended.value.code == 2


def test_a_root_may_be_conditioned_on_its_base_being_no_less_than_zero():
    """A root of 0 has a value, so >= 0 is all that a root asks for; no denominator asks for it."""
    root = replace(STATEMENT, goals=(Judgement("=", power(C, Fraction(1, 2)), ONE),))
    condition = Judgement(">=", C)
    check_conditions(root, [condition])
    with pytest.raises(Refused, match="no denominator"):
        check_conditions(replace(root, goals=(Judgement("=", power(C, -1), ONE),)), [condition])
