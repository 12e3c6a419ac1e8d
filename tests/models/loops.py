"""Attention in plain loops over words and entries, which the models are compared with."""

import math

import numpy as np

# pairwise different sizes, and all sizes 1
SIZES = [
    {"n": 3, "m": 4, "d": 5, "d_k": 2, "d_v": 6, "H": 7},
    dict.fromkeys(("n", "m", "d", "d_k", "d_v", "H"), 1),
]


def draw(rng, sizes, *axes):
    """A random array; the axis "H*d_v" has H times d_v places."""
    return rng.normal(size=[math.prod(sizes[f] for f in a.split("*")) for a in axes])


def attend_one(q, keys, values, scale, allowed=None):
    """The attention of one query: a loop over the words."""
    root = math.sqrt(len(q)) if scale else 1.0
    weights = []
    for i, k in enumerate(keys):
        score = sum(float(x) * float(y) for x, y in zip(q, k, strict=True)) / root
        weights.append(math.exp(score) if allowed is None or allowed[i] else 0.0)
    total = sum(weights)
    out = np.zeros(len(values[0]))
    for w, v in zip(weights, values, strict=True):
        out += w / total * np.asarray(v)
    return out


def attend(queries, keys, values, scale=True, mask=None):
    """The attention of every query, one after the other."""
    masks = [None] * len(queries) if mask is None else mask
    return np.array(
        [attend_one(q, keys, values, scale, m) for q, m in zip(queries, masks, strict=True)]
    )


def project(tokens, weights):
    """Each token times the weights, entry by entry."""
    return np.array(
        [
            [sum(x[a] * weights[a][b] for a in range(len(x))) for b in range(len(weights[0]))]
            for x in tokens
        ]
    )


def many_heads(inputs, weights, output, mask=None):
    """The heads one after the other, put beside each other, times the output weights."""
    heads = []
    for h in range(len(weights[0])):
        q, k, v = (project(x, w[h]) for x, w in zip(inputs, weights, strict=True))
        heads.append(attend(q, k, v, True, mask))
    return project([[x for head in heads for x in head[i]] for i in range(len(inputs[0]))], output)
