"""Writes distributions.json: draws, densities and moments of PyTorch's distributions (1.13.1 wrote the file kept here).
Run with:  python3 distributions.py

Every case seeds with 7, draws its parameters in [0, 1), then three samples for each; densities are at those samples.
"""
import json
import os

import torch
from torch import distributions as D

torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))


def flat(tensor):
    return ["NaN" if v != v else float(f"{v:.9g}") for v in tensor.detach().double().reshape(-1).tolist()]


def case(make):
    torch.manual_seed(7)
    p = torch.rand(2, 4).requires_grad_()
    d = make(p)
    sample = d.sample((3,))
    log_prob = d.log_prob(sample)
    entropy = d.entropy()
    (log_prob.sum() + entropy.sum()).backward()
    return {
        "sample": flat(sample), "shape": list(sample.shape), "log_prob": flat(log_prob), "entropy": flat(entropy),
        "mean": flat(d.mean), "variance": flat(d.variance), "gradient": flat(p.grad),
    }


cases = {
    "Normal": case(lambda p: D.Normal(p, 1 + p)),
    "Uniform": case(lambda p: D.Uniform(p - 1, p * p + 2, validate_args=False)),
    "Bernoulli": case(lambda p: D.Bernoulli(p)),
    "Bernoulli logits": case(lambda p: D.Bernoulli(logits=p - 0.5)),
    "Binomial": case(lambda p: D.Binomial(6, p)),
    "Binomial logits": case(lambda p: D.Binomial(6, logits=p - 0.5)),
    "Categorical": case(lambda p: D.Categorical(p)),
    "Categorical logits": case(lambda p: D.Categorical(logits=p * 3)),
    "Multinomial": case(lambda p: D.Multinomial(5, p)),
    "Multinomial logits": case(lambda p: D.Multinomial(5, logits=p * 3)),
}
path = os.path.join(HERE, "distributions.json")
with open(path + ".new", "w") as out:
    out.write(json.dumps({"torch": torch.__version__, "seed": 7})[:-1] + ', "cases": {\n')
    out.write(",\n".join(f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in cases.items()))
    out.write("\n}}\n")
os.replace(path + ".new", path)
