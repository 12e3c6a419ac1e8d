"""Names as LaTeX: W_Q_1 becomes W^Q_1, d_model becomes d_{\\text{model}}, and nothing is left raw.

Place: below the LaTeX writer. One name is spelled in one way; several spellings of a name in Python
(W_Q_1, W^Q_1, W_1^Q) give one symbol, and the writer refuses a text in which two names meet.

Legend
  base        the letters before the first _ or ^            label    what follows one of them

Rules that keep symbols apart from operations:
- a label of a tensor that is one lower-case letter prints upright, W_{\\mathrm{q}}, because an
  italic lower-case subscript is an index (x_{i} is the entry i of x);
- a number above the base prints in brackets, W^{(2)}, because W^{2} is a power;
- a name that would look like a transpose, such as K^T, and every name without a structure we know,
  prints letter for letter as an upright word;
- a name that is the word of an operator (softmax, diag) prints in \\mathit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symattn.notation.styles import Style

GREEK = frozenset(
    """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau
    upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    varepsilon vartheta varphi varrho varsigma ell""".split()
)
ACCENTS = {x: rf"\{x}" for x in ("hat", "bar", "tilde", "vec", "dot", "check")}
ROLES = frozenset({"Q", "K", "V", "O", "E", "U", "QK", "OV"})  # written above a W
OPERATORS = frozenset(
    """softmax Softmax concat Concat exp log sin cos tan tanh max min diag diagonal tr vec reshape
    permute einsum causal rowsum colsum rowmean colmean rowmax colmax sum mean logsoftmax
    logsumexp erf sigmoid softplus relu silu let where if otherwise mask""".split()
)
TRANSPOSE_LABELS = frozenset({"T", "top", "intercal"})
TEXT_ESCAPES = {
    "\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "$": r"\textdollar{}",
    "{": r"\{", "}": r"\}", "_": r"\_", "%": r"\%", "&": r"\&", "#": r"\#", "\n": " ", "\t": " ",
}  # fmt: skip

_NAME = re.compile(r"(?P<base>\\?[A-Za-z]+)(?P<digits>[0-9]*)(?P<primes>'*)(?P<scripts>([_^].*)?)$")
_SCRIPT = re.compile(
    r"(?P<where>[_^])(?:\{(?P<braced>[^{}]*)\}|(?P<angle><[A-Za-z0-9]+>)|(?P<round>\([A-Za-z0-9]+\))"
    r"|(?P<plain>\\?[A-Za-z0-9]+|\*))"
)
_LABEL = re.compile(r"<[A-Za-z0-9]+>|\([A-Za-z0-9]+\)|\\?[A-Za-z0-9]+|\*")


@dataclass(frozen=True)
class Symbol:
    """A spelled name: its parts, so that a writer can add a subscript or a superscript."""

    base: str
    sub: str
    sup: str

    def with_scripts(self, style: Style, sub: str = "", sup: str = "") -> str:
        """The symbol as LaTeX, with further scripts where it has none of its own."""
        below, above = self.sub or sub, self.sup or sup
        scripts = {
            "_": "_" + _braced(below) if below else "",
            "^": "^" + _braced(above) if above else "",
        }
        return self.base + "".join(scripts[s] for s in style.scripts)


def _braced(label: str) -> str:
    return label if len(label) == 1 else "{" + label + "}"


def escape_text(text: str) -> str:
    """Any text as the argument of \\text: printable in LaTeX and KaTeX, no dollar sign."""
    return "".join(_escaped(c) for c in text)


def _escaped(c: str) -> str:
    if c in TEXT_ESCAPES:
        return TEXT_ESCAPES[c]
    if " " <= c <= "~":
        return c
    return UNICODE_TEXT.get(c, f"(U+{ord(c):04X})")


UNICODE_TEXT = {
    "–": "--", "—": "---", "’": "'", "‘": "`", "“": "``", "”": "''", "…": "...", "é": r"\'e",
    "è": r"\`e", "ä": r"\"a", "ö": r"\"o", "ü": r"\"u", "≤": "<=".replace("<", r"\textless{}"),
    "≥": r"\textgreater{}=", "·": ".", "×": "x", "→": r"-\textgreater{}", "\u00a0": " ",
}  # fmt: skip


def word(text: str, style: Style) -> str:
    """A word of several letters, upright as the style writes it."""
    return f"{style.word}{{{escape_text(text)}}}"


def symbol_of(name: str, style: Style, kind: str = "tensor") -> Symbol:
    """The symbol of a name; kind is "tensor", "size", "index" or "function".

    Example  >>> from symattn.notation.styles import STYLES
             >>> symbol_of("W_Q_1", STYLES["vaswani"]).with_scripts(STYLES["vaswani"])
             'W^Q_1'
    """
    found = _parts_of(name)
    if found is None:
        return Symbol(rf"\text{{{escape_text(name)}}}", "", "")
    base, accent, below, above = found
    if len(above) > 1 or set(above) & TRANSPOSE_LABELS or (base == "I" and below):
        return Symbol(rf"\text{{{escape_text(name)}}}", "", "")
    spelled = _base_text(base, style)
    if accent:
        spelled = f"{ACCENTS[accent]}{{{spelled}}}"
    sub = ("," if kind == "size" else r"\,").join(_label(x, kind, "_") for x in below)
    return Symbol(spelled, sub, "".join(_label(x, kind, "^") for x in above))


def _parts_of(name: str) -> tuple[str, str, list[str], list[str]] | None:
    """Base, accent, labels below and labels above; None if the name has no such structure."""
    match = _NAME.match(name)
    if not match:
        return None
    base = match["base"].removeprefix("\\")
    if match["base"].startswith("\\") and base not in GREEK:
        return None
    labels: dict[str, list[str]] = {"_": [match["digits"]] if match["digits"] else [], "^": []}
    accent, position, scripts, primes = "", 0, match["scripts"], match["primes"]
    while position < len(scripts):
        script = _SCRIPT.match(scripts, position)
        if not script:
            return None
        label = next(x for x in script.group("braced", "angle", "round", "plain") if x is not None)
        if not _LABEL.fullmatch(label):
            return None
        where = script["where"]
        if where == "_" and base == "W" and label in ROLES and not labels["^"]:
            where = "^"
        if where == "_" and label in ACCENTS and not accent:
            accent = label
        elif where == "_" and label == "prime":
            primes += "'"
        elif where == "_" and label[0] in "<(*":
            return None
        else:
            labels[where].append(label)
        position = script.end()
    return base + primes, accent, labels["_"], labels["^"]


def _base_text(base: str, style: Style) -> str:
    letters = base.rstrip("'")
    primes = base[len(letters) :]
    if len(letters) == 1:
        return base
    if letters in GREEK:
        return f"\\{letters}{primes}"
    if letters in OPERATORS:
        return rf"\mathit{{{letters}}}{primes}"
    return word(letters, style) + primes


def _label(label: str, kind: str, where: str) -> str:
    if label.startswith("<"):
        return rf"\text{{{escape_text(label)}}}"  # as typed: \langle is for the token itself
    if label.startswith("(") or label == "*":
        return label
    if label.isdigit():
        return f"({label})" if where == "^" else label
    plain = label.removeprefix("\\")
    if plain in GREEK:
        return f"\\{plain}"
    if len(plain) == 1:
        return rf"\mathrm{{{plain}}}" if kind == "tensor" and plain.islower() else plain
    return rf"\text{{{escape_text(label)}}}"
