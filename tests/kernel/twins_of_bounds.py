"""Broken twins of the rules about bounds; the columns are those of twins.py."""

B, S = "rules_bounds", "rules_steps"

TWINS = [
    ("exp_is_above_its_tangent", f"{B}:exp_is_above_its_tangent", "mul(MINUS_ONE, x)", "mul(num(-2), x)"),
    ("wave_is_bounded", f"{B}:wave_is_bounded", 't.args[0] in ("sin", "cos", "erf")', "True"),
    ("wave_is_bounded", f"{B}:wave_is_bounded", "way in (1, -1)", "True"),
    ("sum_is_no_less_than_term", f"{B}:sum_is_no_less_than_term", "k.arithmetic.sign(t.args[1]) >= 1", "True"),
    ("sum_is_no_less_than_term", f"{B}:sum_is_no_less_than_term", "frozenset(k.open_sorts(i))", "frozenset()"),
    ("sum_is_no_less_than_largest", f"{B}:sum_is_no_less_than_largest", "k.arithmetic.sign(t.args[1]) >= 1", "True"),
    ("log_is_no_less", f"{B}:log_is_no_less", "p.a is _minus(a, exp(b))", "True"),
    ("log_is_no_less", f"{B}:log_is_no_less", 'p.rel in (">", ">=")', "True"),
    ("log_is_no_less", f"{B}:log_is_no_less", "Theorem(p.rel", 'Theorem(">"'),
    ("log_is_no_more", f"{B}:log_is_no_more", 'q.rel == ">"', "True"),
    ("log_is_no_more", f"{B}:log_is_no_more", "q.a is a", "True"),
    ("log_is_no_more", f"{B}:log_is_no_more", "p.a is _minus(exp(b), a)", "True"),
    ("squares_compare", f"{B}:squares_compare", 'q.rel in (">", ">=")', "True"),
    ("squares_compare", f"{B}:squares_compare", "q.a is a", "True"),
    ("squares_compare", f"{B}:squares_compare", "Theorem(p.rel", 'Theorem(">"'),
    ("product_of_sums_of_squares", f"{B}:product_of_sums_of_squares", "total(s, power(v, 2)))", "total(s, v))"),
    ("product_of_lengths", f"{B}:product_of_lengths", "way in (1, -1)", "True"),
    ("signs_give_sign", f"{B}:signs_give_sign", "rest == k.arithmetic.poly(p.a)", "True"),
    ("signs_give_sign", f"{B}:signs_give_sign", 'p.rel in (">", ">=")', "True"),
    ("signs_give_sign", f"{S}:guarded", "q >= 0 if positive else q <= 0", "True"),
    ("sign_by_form", "signs:Signs._sign_of", "args.count(a) % 2 == 0", "args.count(a) >= 2"),
]  # fmt: skip
