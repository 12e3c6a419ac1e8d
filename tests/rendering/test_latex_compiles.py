"""Every formula we print parses in KaTeX strict mode and compiles with pdflatex."""

import importlib.util
import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from symattn.errors import BadInput
from symattn.lowering.lowered_function import lower
from symattn.models.catalogue import CATALOGUE
from symattn.notation.derivation_latex import latex_of_derivation
from symattn.notation.latex_writer import latex_of
from symattn.notation.latex_writer_equations import heads_by_name, write_equation
from symattn.notation.styles import STYLES
from symattn.prover.claim import Chain, Claim
from symattn.prover.settle import prove
from symattn.rendering.docket_files import derivation_files, read_derivation
from symattn.rendering.latex import compile_pdf, latex_document

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_spec = importlib.util.spec_from_file_location(
    "latex_samples", HERE.parent / "notation/latex_samples.py"
)
samples = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(samples)

TROUBLE = r"100% of {x} & $5 \textbf{a_b} ^ ~ # <|> é 数 — done"


def all_formulas():
    """Every sample in every style, with and without shapes; names, random ones, derivations."""
    source = random.Random(7)
    nodes = [*samples.ONE_OF_EACH, *[x for row in samples.LOOK_ALIKES for x in row]]
    nodes += [samples.random_node(source, source.randrange(3), 3) for _ in range(150)]
    nodes += [samples.tensor(name, samples.n) for name in samples.NAMES]
    formulas = []
    for style in sorted(STYLES):
        formulas += [latex_of(x, style) for x in nodes]
        formulas += [latex_of(x, style, shapes=True) for x in samples.ONE_OF_EACH]
        steps = [(x, TROUBLE) for x in samples.ONE_OF_EACH if x.rank == 2]
        formulas += [
            latex_of_derivation(samples.A, steps, style),
            write_equation("P", samples.A, style),
        ]
        models = [make() for make in CATALOGUE.values()]
        formulas += [latex_of(x, style, shapes=shapes) for x in models for shapes in (False, True)]
        formulas.append(heads_by_name("Y", CATALOGUE["multi_head"](), style))
    return list(dict.fromkeys(formulas))


def docket_formulas():
    """Every reading and every chain of derivations/ in every style; what is ill-typed has no text."""
    formulas = []
    for path in derivation_files(ROOT / "derivations", ()):
        item = read_derivation(path, ROOT / "derivations")
        for style in sorted(STYLES):
            if isinstance(item.stated, Chain):
                formulas.append(latex_of_derivation(item.stated.start, item.stated.steps, style))
                continue
            typed = [
                c.typed
                for _, c in item.readings
                if isinstance(c, Claim) and c.expect != "ill-typed"
            ]
            formulas += [
                write_equation(c.left, c.right, style, c.relation, width=60) for c in typed
            ]
    return list(dict.fromkeys(formulas))


def computed_formulas():
    """What the lowered sources say in maths, and when the readings of the slide hold exactly."""
    formulas = [lower(make(), name=name).latexify for name, make in CATALOGUE.items()]
    folder = ROOT / "derivations"
    name = "projections/the_slide_multiplies_the_query_by_the_head_weights"
    (path,) = derivation_files(folder, (name,))
    for _, claim in read_derivation(path, folder).readings:
        verdict = prove(claim)
        if verdict.word == "refuted" and verdict.holds_exactly_when:
            formulas.append(verdict.holds_exactly_when)
        if verdict.word == "proved":
            formulas += verdict.conditions
    return list(dict.fromkeys(formulas))


@pytest.fixture(scope="session")
def katex(tmp_path_factory):
    """A folder with the KaTeX that package.json pins; the test is skipped where npm cannot get it."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("no node or npm on this machine: KaTeX was not run")
    if (ROOT / "node_modules" / "katex").is_dir():
        return ROOT
    folder = tmp_path_factory.mktemp("katex")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder)
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"npm could not install KaTeX: {done.stderr.strip()[-200:]}")
    return folder


def katex_answer(folder, formulas):
    done = subprocess.run(
        ["node", str(HERE / "check_katex.mjs"), str(folder)],
        input=json.dumps(formulas), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.slow
def test_every_formula_parses_in_katex_strict_mode(katex):
    formulas = all_formulas()
    answer = katex_answer(katex, formulas)
    assert answer["checked"] == len(formulas) > 500
    assert answer["faults"] == []


@pytest.mark.slow
def test_every_derivation_parses_in_katex_strict_mode(katex):
    formulas = docket_formulas()
    answer = katex_answer(katex, formulas)
    assert answer["checked"] == len(formulas) > 100
    assert answer["faults"] == []


@pytest.mark.slow
def test_every_computed_formula_parses_in_katex_and_compiles(katex, tex, tmp_path):
    formulas = computed_formulas()
    answer = katex_answer(katex, formulas)
    assert answer["checked"] == len(formulas) > 10
    assert answer["faults"] == []
    compile_pdf(latex_document(formulas), tmp_path / "computed.pdf")


@pytest.mark.slow
def test_katex_refuses_what_is_not_latex(katex):
    bad = [r"\frac{1}", r"x $y$", r"\undefined", r"\text{d_model}", r"W^Q^T", "é"]
    assert len(katex_answer(katex, bad)["faults"]) == len(bad)


@pytest.fixture(scope="session")
def tex():
    """Skips where there is no TeX."""
    if not shutil.which("pdflatex"):
        pytest.skip("no pdflatex on this machine: TeX was not run")


@pytest.mark.slow
def test_every_formula_compiles_with_pdflatex(tex, tmp_path):
    target = tmp_path / "all.pdf"
    compile_pdf(latex_document(all_formulas()), target)
    assert target.stat().st_size > 10_000


@pytest.mark.slow
def test_every_derivation_compiles_with_pdflatex(tex, tmp_path):
    compile_pdf(latex_document(docket_formulas()), tmp_path / "docket.pdf")


@pytest.mark.slow
def test_pdflatex_refuses_what_is_not_latex(tex, tmp_path):
    with pytest.raises(BadInput, match="Double superscript"):
        compile_pdf(latex_document(["W^Q^T"]), tmp_path / "bad.pdf")


def test_document_uses_no_other_package():
    text = latex_document([("a title with 5%", "x")])
    assert r"\usepackage{amsmath,amssymb,bm,xcolor}" in text
    assert r"\textbf{a title with 5\%}" in text
