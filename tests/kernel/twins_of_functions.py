"""Broken twins of the rules about functions; the columns are those of twins.py."""

F, D = "rules_functions", "rules_derivatives"

TWINS = [
    ("angle_sum_expands", f"{F}:angle_sum_expands", "num(-1), ", ""),
    ("angle_sum_expands", f"{F}:angle_sum_expands", 't.args[1].op == "add"', "True"),
    ("angle_sum_expands", f"{F}:angle_sum_expands", 't.args[0] in ("sin", "cos")', "True"),
    ("function_is_odd_or_even", f"{F}:function_is_odd_or_even", "not plus(arithmetic.poly(t.args[1]), arithmetic.poly(x))", "True"),
    ("function_is_odd_or_even", f"{F}:function_is_odd_or_even", 't.args[0] in ("sin", "cos", "erf")', "True"),
    ("function_is_odd_or_even", f"{F}:function_is_odd_or_even", 'own if t.args[0] == "cos" else ', ""),
    ("squares_of_sine_and_cosine", f"{F}:squares_of_sine_and_cosine", "mul(num(-1), square)", "square"),
    ("function_at_known_point", f"{F}:function_at_known_point", "k.arithmetic.poly(t.args[1]) == k.arithmetic.poly(angle)", "True"),
    ("function_at_known_point", f"{F}:function_at_known_point", "q == 0", "True"),
    ("function_at_known_point", f"{F}:function_at_known_point", "(-1, turned - 1)", "(1, turned - 1)"),
    ("function_at_known_point", f"{F}:function_at_known_point", 'q + HALF if t.args[0] == "cos" else ', ""),
    ("function_at_known_point", f"{F}:function_at_known_point", "need(value is not None", "need(True"),
    ("derivative_of_call", f"{D}:derivative_of_call", "mul(KNOWN_SLOPES[name](x), slope)", "slope"),
    ("sign_by_form", "signs:Signs._sign_of", 'args == ("pi",)', "True"),
]  # fmt: skip
