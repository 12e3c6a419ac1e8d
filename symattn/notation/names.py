"""Plain names and their LaTeX parts: what the LaTeX reader and the LaTeX writer agree on.

Place: below the reader and the writer, which both import it.

Rule   A plain name is a base and labels, joined by "_": `W_Q_1` is the base W with labels Q and 1.
       In LaTeX a label stands above or below, in any order and any font: W^Q_1, W_1^Q, W_{Q,1} and
       W^{(Q)}_1 are all `W_Q_1`. Greek letters are spelt out (`alpha_hat`), an accent or a prime is
       a label (tilde, hat, bar, vec, prime). The labels are compared as a set of spellings: a
       declared name is found whatever the order in which its labels are written.

Legend
  base        the letter or word         labels      what stands above and below it
"""

from __future__ import annotations

import re
from itertools import permutations

GREEK: tuple[str, ...] = (
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta",
    "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "varrho", "sigma", "varsigma", "tau",
    "upsilon", "phi", "varphi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi",
    "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega", "ell",
)  # fmt: skip
ACCENTS: dict[str, str] = {
    "tilde": "tilde", "widetilde": "tilde", "hat": "hat", "widehat": "hat", "bar": "bar",
    "overline": "bar", "vec": "vec", "dot": "dot", "check": "check", "prime": "prime",
}  # fmt: skip
ROLES: tuple[str, ...] = ("Q", "K", "V", "O", "q", "k", "v", "o")

_MOST_LABELS = 4


def parts_of(name: str) -> tuple[str, tuple[str, ...]]:
    """The base and the labels of a plain name.

    Example  >>> parts_of("W_Q_1")
             ('W', ('Q', '1'))
    """
    spelt = name.replace("'", "_prime")
    base, *labels = [part for part in re.split(r"[_^{}(),<> ]+", spelt) if part] or [name]
    return base, tuple(labels)


def canonical(name: str) -> str:
    """The plain name of a name that may be spelt with ^, braces or primes.

    Example  >>> canonical("W_1^Q"), canonical("W^{(l)}")
             ('W_1_Q', 'W_l')
    """
    base, labels = parts_of(name)
    return plain_name(base, *labels)


def plain_name(base: str, *labels: str) -> str:
    """The plain name of a base with labels.

    Example  >>> plain_name("W", "Q", "1")
             'W_Q_1'
    """
    return "_".join((base, *(label for label in labels if label)))


def spellings_of(base: str, labels: tuple[str, ...]) -> list[str]:
    """All plain names that this base with these labels may have been declared as."""
    if len(labels) > _MOST_LABELS:
        return [plain_name(base, *labels)]
    names = [plain_name(base, *order) for order in permutations(labels)]
    return list(dict.fromkeys(names))


def latex_name(name: str) -> str:
    """The plain name as LaTeX, in the placing that both styles share.

    Math     role labels (Q, K, V, O) stand above, every other label below, accents on the base
    Example  >>> latex_name("W_Q_1"), latex_name("d_model"), latex_name("alpha_hat")
             ('W^{Q}_{1}', 'd_{\\\\text{model}}', '\\\\hat{\\\\alpha}')
    """
    base, labels = parts_of(name)
    text = latex_word(base, r"\mathrm")
    accents = [label for label in labels if label in ACCENTS]
    for accent in accents:
        text = f"{text}'" if accent == "prime" else rf"\{accent}{{{text}}}"
    above = [label for label in labels if label in ROLES and base[:1].isupper()]
    below = [label for label in labels if label not in above and label not in accents]
    text += f"^{{{','.join(above)}}}" if above else ""
    return text + (f"_{{{','.join(latex_word(b) for b in below)}}}" if below else "")


def latex_word(word: str, font: str = r"\text") -> str:
    """One letter as it is, a Greek letter as its command, a longer word in an upright font."""
    if word in GREEK:
        return rf"\{word}"
    return word if len(word) == 1 or word.isdigit() else f"{font}{{{word}}}"
