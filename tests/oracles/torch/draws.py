"""Writes draws.json: the numbers that PyTorch draws after one seed, in the order of RandomOracleTests.cs.

Run with Debian 12's python3-torch (1.13):  /usr/bin/python3 tests/oracles/torch/draws.py
"""
import json
import pathlib

import torch

cases = {}


def case(name, value):
    cases[name] = {"dtype": str(value.dtype).replace("torch.", ""), "shape": list(value.shape),
                   "values": [float(a) for a in value.flatten()]}


torch.manual_seed(1234)
case("rand", torch.rand(5))
case("randn", torch.randn(40))
case("randperm", torch.randperm(10))
case("randint", torch.randint(0, 100, (6,)))
case("normal_", torch.empty(20, dtype=torch.float64).normal_(2, 3))
case("uniform_", torch.empty(7).uniform_(-1, 1))
case("bernoulli", torch.bernoulli(torch.full((12,), 0.4)))
case("multinomial", torch.multinomial(torch.tensor([0.1, 0.2, 0.7]), 8, True))
case("exponential_", torch.empty(4).exponential_(1.5))
case("cauchy_", torch.empty(4).cauchy_(0.5, 2))
case("geometric_", torch.empty(6).geometric_(0.3))
case("log_normal_", torch.empty(4).log_normal_(0.5, 0.25))
case("random_", torch.empty(6, dtype=torch.int64).random_(3, 12))
case("bernoulli_", torch.empty(6).bernoulli_(0.3))
case("bernoulli_tensor", torch.empty(3).bernoulli_(torch.tensor([0.1, 0.5, 0.9])))
case("normal", torch.normal(torch.tensor([1.0, 2.0]), torch.tensor([0.5, 3.0])))
case("normal_numbers", torch.normal(2.0, 3.0, (3,)))
case("poisson", torch.poisson(torch.tensor([0.5, 4.0, 20.0])))
case("rand_like", torch.rand_like(torch.zeros(3, dtype=torch.float64)))
case("randn_like", torch.randn_like(torch.zeros(3)))
case("randint_like", torch.randint_like(torch.zeros(5, dtype=torch.int64), 2, 9))
case("dropout", torch.nn.functional.dropout(torch.ones(10), 0.4, True))
case("dropout2d", torch.nn.functional.dropout2d(torch.ones(1, 6, 1, 2), 0.4, True))
own = torch.Generator().manual_seed(99)
case("rand_own", torch.rand(4, generator=own))
case("randn_own", torch.randn(3, generator=own))

target = pathlib.Path(__file__).with_suffix(".json")
lines = ",\n".join(f"  {json.dumps(k)}: {json.dumps(c)}" for k, c in cases.items())
target.write_text('{\n  "pytorch": ' + json.dumps(torch.__version__) + ",\n" + lines + "\n}\n")
