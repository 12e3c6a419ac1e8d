"""A derivation only declares: what else stands in a file is refused before a line of it runs."""

import pytest

from symattn.errors import BadInput
from symattn.rendering.docket_files import check_declarative, derivation_files, read_derivation

GOOD = '''"""Addition commutes."""

from symattn import Claim

SHAPES = {"x": "n", "y": "n"}
claim = Claim.from_text("x + y == y + x", symbols=SHAPES)
'''

BAD = {
    "import os\n": "a Import",
    "from os import path\n": "imports from os",
    "from . import x\n": "imports from",
    "from symattn import *\n": "import of *",
    "from symattn import __all__\n": "import of __all__",
    "x = [i for i in (1, 2)]\n": "ListComp",
    "x = {i: 1 for i in (1, 2)}\n": "DictComp",
    "x = (lambda: 1)()\n": "Lambda",
    "x = 1 if 2 else 3\n": "IfExp",
    "x = (y := 1)\n": "NamedExpr",
    "if 1:\n    x = 1\n": "a If",
    "for x in (1, 2):\n    y = x\n": "a For",
    "def f():\n    x = 1\n": "a FunctionDef",
    "class A:\n    x = 1\n": "a ClassDef",
    "print(1)\n": "a Expr",
    "x = ().__class__\n": "private",
    "x = __builtins__\n": "private",
    "x = 10**10**10\n": "exponent",
    "x = 99999999999\n": "too large",
    "x = 1\n'text'\n": "stands alone",
    "x += 1\n": "a AugAssign",
    "x = \n": "not Python",
    "x = 1\n" * 30_000: "characters",
}


@pytest.mark.parametrize(("text", "wrong"), BAD.items(), ids=[t[:20] for t in BAD])
def test_refuses_what_does_not_declare(text, wrong):
    with pytest.raises(BadInput) as refused:
        check_declarative(text, "bad.py")
    assert wrong in str(refused.value)
    assert "bad.py, line" in str(refused.value)


def test_declarations_pass():
    assert len(check_declarative(GOOD, "good.py").body) == 4


def test_claim_is_read(tmp_path):
    (tmp_path / "sums").mkdir()
    path = tmp_path / "sums" / "addition_commutes.py"
    path.write_text(GOOD)
    item = read_derivation(path, tmp_path)
    assert (item.name, item.kind, item.about) == (
        "sums/addition_commutes",
        "claim",
        "Addition commutes.",
    )
    assert [str(claim) for _, claim in item.readings] == ["x + y == y + x"]


def test_dispute_and_chain_give_their_readings(tmp_path):
    path = tmp_path / "d.py"
    path.write_text(
        "from symattn import Claim, Dispute\n"
        'dispute = Dispute("d", {"one": Claim.from_text("x == x", symbols={"x": ""}),'
        ' "two": Claim.from_text("x == -x", symbols={"x": ""})})\n'
    )
    assert [name for name, _ in read_derivation(path, tmp_path).readings] == ["one", "two"]
    path.write_text(
        "from symattn import Chain, tensor\n"
        'A = tensor("A", "n", "m")\n'
        'B = tensor("B", "m", "n")\n'
        'derivation = Chain("c", (A @ B).T, ((B.T @ A.T, "transpose reverses"),))\n'
    )
    item = read_derivation(path, tmp_path)
    assert item.kind == "derivation"
    assert [name for name, _ in item.readings] == ["step 1: transpose reverses"]


@pytest.mark.parametrize(
    "text",
    ["from symattn import Claim\n", GOOD + 'dispute = claim\nderivation = claim\nclaim = "x"\n'],
)
def test_file_must_declare_exactly_one_thing(tmp_path, text):
    path = tmp_path / "none.py"
    path.write_text(text)
    with pytest.raises(BadInput, match="0 of claim"):
        read_derivation(path, tmp_path)


def test_error_while_declaring_names_the_file(tmp_path):
    path = tmp_path / "wrong.py"
    path.write_text("from symattn import Claim\nclaim = Claim.from_text()\n")
    with pytest.raises(BadInput, match=r"wrong\.py"):
        read_derivation(path, tmp_path)


def test_names_choose_files(tmp_path):
    for name in ("a_one.py", "b_two.py", "_private.py"):
        (tmp_path / name).write_text(GOOD)
    assert [p.name for p in derivation_files(tmp_path)] == ["a_one.py", "b_two.py"]
    assert [p.name for p in derivation_files(tmp_path, ("two",))] == ["b_two.py"]
    assert [p.name for p in derivation_files(tmp_path, ("a-one",))] == ["a_one.py"]
    with pytest.raises(BadInput, match="no file"):
        derivation_files(tmp_path, ("three",))
    with pytest.raises(BadInput, match="no folder"):
        derivation_files(tmp_path / "nowhere")
