"""The LaTeX commands and characters that can be read, as data.

Place: below latex_tokens, which turns text into tokens with the help of these tables.
"""

from __future__ import annotations

from symattn.notation.names import ACCENTS

TOKEN_OF_COMMAND: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), ("FRAC", "frac")),
    "cdot": ("MULOP", "cdot"), "times": ("MULOP", "times"), "ast": ("MULOP", "ast"),
    "odot": ("MULOP", "odot"), "circ": ("MULOP", "odot"), "otimes": ("MULOP", "otimes"),
    "oplus": ("MULOP", "oplus"), "oslash": ("MULOP", "oslash"),
    "sum": ("BIG", "sum"), "prod": ("BIG", "prod"), "bigoplus": ("BIG", "bigoplus"),
    "top": ("TOP", "T"), "intercal": ("TOP", "T"), "transpose": ("TOP", "T"),
    "prime": ("PRIMEUP", "prime"), "infty": ("INFTY", "oo"), "partial": ("PARTIAL", "partial"),
    "nabla": ("NABLA", "nabla"), "R": ("REALS", "R"), "Reals": ("REALS", "R"),
    "in": ("IN", "in"), "forall": ("FORALL", "forall"), "over": ("OVER", "over"),
    **dict.fromkeys(("ldots", "dots", "cdots", "vdots", "ddots", "dotsc"), ("DOTS", "...")),
    "langle": ("LANGLE", "<"), "rangle": ("RANGLE", ">"), "lbrack": ("LS", "["),
    "rbrack": ("RS", "]"), "lbrace": ("LSET", "{"), "rbrace": ("RSET", "}"),
    "lVert": ("NORMOPEN", "||"), "rVert": ("NORMCLOSE", "||"),
    "lvert": ("ABSOPEN", "|"), "rvert": ("ABSCLOSE", "|"), "mid": ("MID", "|"),
    "colon": ("COLON", ":"), "lparen": ("LP", "("), "rparen": ("RP", ")"),
    **dict.fromkeys(
        ("leftarrow", "gets", "coloneqq", "triangleq", "equiv", "doteq", "eqqcolon", "coloneq"),
        ("REL", "="),
    ),
    **dict.fromkeys(("le", "leq", "leqslant"), ("REL", "<=")),
    **dict.fromkeys(("ge", "geq", "geqslant"), ("REL", ">=")),
    "to": ("REL", "->"), "rightarrow": ("REL", "->"), "land": ("LOGIC", "and"),
    "wedge": ("LOGIC", "and"), "lor": ("LOGIC", "or"), "vee": ("LOGIC", "or"),
    "neg": ("NOT", "not"), "lnot": ("NOT", "not"), "lt": ("REL", "<"),
    "gt": ("REL", ">"), "ne": ("REL", "!="), "neq": ("REL", "!="),
    **dict.fromkeys(("quad", "qquad"), ("QUAD", "quad")), "par": ("ROW", "\\\\"),
    "underbrace": ("WRAP", ""), "overbrace": ("WRAP", ""), "boxed": ("WRAP", ""),
    "mathbin": ("WRAP", ""), "mathrel": ("WRAP", ""),
}  # fmt: skip
TOKEN_OF_CHARACTER: dict[str, tuple[str, str]] = {
    "+": ("PLUS", "+"), "-": ("MINUS", "-"), "−": ("MINUS", "-"), "*": ("MULOP", "star"),
    "/": ("MULOP", "/"), "·": ("MULOP", "cdot"), "=": ("REL", "="), "<": ("REL", "<"),
    ">": ("REL", ">"), "^": ("SUP", "^"), "_": ("SUB", "_"), "'": ("PRIME", "'"),
    ",": ("COMMA", ","), ";": ("SEMI", ";"), "(": ("LP", "("), ")": ("RP", ")"), "[": ("LS", "["),
    "]": ("RS", "]"), "{": ("LB", "{"), "}": ("RB", "}"), ":": ("COLON", ":"), "≤": ("REL", "<="),
    "≥": ("REL", ">="), "×": ("MULOP", "times"), "√": ("SQRT", "sqrt"), "∞": ("INFTY", "oo"),
}  # fmt: skip
FUNCTION_COMMANDS: tuple[str, ...] = (
    "exp", "log", "ln", "sin", "cos", "tanh", "max", "min", "softmax", "Attn", "Attention", "diag",
    "bullet", "tr", "det", "Concat", "concat", "ReLU", "relu", "MultiHead",
)  # fmt: skip
SPACES = frozenset(
    "limits nolimits displaystyle textstyle scriptstyle nonumber notag Large large LARGE small "
    "normalsize "
    "mathstrut allowbreak hfill noindent left right middle strut bigskip medskip "
    "big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm".split()
)
DELIMITERS = frozenset("left right middle".split())
IGNORED_WITH_ARGUMENT = frozenset(
    "tag label hspace vspace color phantom hphantom vphantom textcolor mathcolor".split()
)
UPRIGHT = frozenset("text textrm textit texttt mbox operatorname mathop mathrm rm".split())
BOLD = frozenset("mathbf boldsymbol bm textbf bf vect bbold mathbb mathds".split())
FONTS = (
    UPRIGHT
    | BOLD
    | frozenset("mathsf mathit mathcal mathtt mathnormal mathfrak mathscr sf it cal tt pmb".split())
)
ACCENT_COMMANDS = frozenset(ACCENTS) - {"prime"}
DISPLAYS = frozenset(
    "aligned align align* split gather gather* gathered equation equation* eqnarray eqnarray* "
    "multline multline* alignedat displaymath math".split()
)
MATRICES = frozenset("matrix pmatrix bmatrix Bmatrix vmatrix smallmatrix array cases".split())
CLAUSES = frozenset(
    ("where", "with", "and", "so", "then", "thus", "hence", "by", "let", "so that")
)  # fmt: skip
CONDITIONS = frozenset(("if", "for", "when", "where"))
OTHERWISES = frozenset(("otherwise", "else", "else if"))
IN_WORDS: dict[str, str] = {
    "REL": "a relation (=)", "PLUS": "+", "MINUS": "-", "MULOP": "a product sign", "SUB": "_",
    "SUP": "^", "NAME": "a name", "WORD": "a name", "NUMBER": "a number", "LP": "(", "RP": ")",
    "LS": "[", "RS": "]",
    "LB": "{", "RB": "}", "COMMA": "','", "FRAC": r"\frac", "SQRT": r"\sqrt", "BIG": r"\sum",
    "RANGLE": r"\rangle", "LANGLE": r"\langle", "$END": "the end", "END": r"\end",
    "SEP": "the next equation",
    "ROW": r"\\", "NORMCLOSE": r"\rVert", "ABSCLOSE": "|", "RSET": r"\}", "IN": r"\in",
}  # fmt: skip
ELEMENTWISE: dict[str, str] = {
    **{f: f for f in ("exp", "log", "sin", "cos", "tanh", "erf", "abs", "sigmoid", "softplus")},
    "relu": "relu", "silu": "silu", "ln": "log", "ReLU": "relu", "SiLU": "silu",
    "Sigmoid": "sigmoid", "Softplus": "softplus", "Exp": "exp",
}  # fmt: skip
KNOWN_FUNCTIONS = frozenset(ELEMENTWISE) | frozenset(
    "softmax Softmax SoftMax log_softmax logsoftmax lse LSE max maximum diag Diag tr Tr trace "
    "Trace vec Concat concat Attention Attn attention MultiHead Multihead MHA rowsum sum mean sqrt "
    "reshape permute einsum kron".split()
)
