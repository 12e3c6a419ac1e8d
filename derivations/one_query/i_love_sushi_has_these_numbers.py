"""I love sushi has these numbers.

The answer's example leaves the keys open; with keys equal to the values, v = (1,0), (0,1), (1,1) and
q = v_1 ("love"), the weights are (1, e, e)/(1 + 2e) and the output is (1 + e, 2e)/(1 + 2e).

Items: A09.3
"""

from symattn.expressions.build import at, exp, index, literal, sum_over, tensor
from symattn.expressions.nodes import Constant
from symattn.models.dot_product import attention_sum, attention_weights
from symattn.prover.claim import Claim, Dispute

words = literal([[1, 0], [0, 1], [1, 1]])
love = literal([0, 1])
e = exp(Constant(1))
weights = attention_weights(love, words, scale=False)
output = attention_sum(love, words, words, tokens="rows")

V = tensor("V", "n", "d")
i = index("i", "n")
j = index("j", "n")
t = index("t", "n")

dispute = Dispute(
    "i love sushi",
    readings={
        "scale(i) is a softmax over the words, for any words": Claim(
            exp(at(V, t, ":") @ at(V, i, ":")) / sum_over(j, exp(at(V, t, ":") @ at(V, j, ":"))),
            at(attention_weights(at(V, t, ":"), V, scale=False), i),
        ),
        "the weight of i is 1/(1 + 2e)": Claim(at(weights, 0), 1 / (1 + 2 * e)),
        "the weight of love is e/(1 + 2e)": Claim(at(weights, 1), e / (1 + 2 * e)),
        "the weight of sushi is e/(1 + 2e)": Claim(at(weights, 2), e / (1 + 2 * e)),
        "the first entry of the output is (1 + e)/(1 + 2e)": Claim(
            at(output, 0), (1 + e) / (1 + 2 * e)
        ),
        "the second entry of the output is 2e/(1 + 2e)": Claim(at(output, 1), 2 * e / (1 + 2 * e)),
    },
    as_written=r"scale(i)=\frac{exp(q.k^{<i>})}{\sum_{j} exp(q.k^{<j>})}",
    source="000_188c77765dbd8ce2.txt",
)
