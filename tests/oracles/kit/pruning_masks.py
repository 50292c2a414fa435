"""Weights of a masked two-layer network after 12 steps, by PyTorch's own pruning (torch.nn.utils.prune).

    /usr/bin/python3 tests/oracles/kit/pruning_masks.py > tests/oracles/kit/pruning_masks.json     # PyTorch 1.13.1

The first four steps are dense, so that the optimizers' moments of the weights pruned later are not zero. The optimizer
is made anew with the masks, as PyTorch's parametrisation by weight_orig needs.
"""
import json

import torch
from torch import nn
from torch.nn.utils import prune

OPTIMIZERS = {
    "SGD": lambda p: torch.optim.SGD(p, 0.05, momentum=0.9, weight_decay=0.01, nesterov=True),
    "Adam": lambda p: torch.optim.Adam(p, 0.02, weight_decay=0.01),
    "AdamW": lambda p: torch.optim.AdamW(p, 0.02, weight_decay=0.1),
    "RMSProp": lambda p: torch.optim.RMSprop(p, 0.01, momentum=0.5),
}


def run(make):
    torch.manual_seed(3)
    model = nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 2)).double()
    first = [p.detach().flatten().tolist() for p in model.parameters()]
    x, y = torch.randn(6, 4).double(), torch.randn(6, 2).double()
    masks = [(torch.rand(5, 4) > 0.5).double(), (torch.rand(2, 5) > 0.5).double()]

    def train(steps):
        optimizer = make(model.parameters())
        for _ in range(steps):
            optimizer.zero_grad()
            (model(x) - y).square().mean().backward()
            optimizer.step()

    train(4)
    prune.custom_from_mask(model[0], "weight", masks[0])
    prune.custom_from_mask(model[2], "weight", masks[1])
    train(8)
    prune.remove(model[0], "weight")
    prune.remove(model[2], "weight")
    last = {name: p.detach().flatten().tolist() for name, p in model.named_parameters()}
    return {"first": first, "x": x.flatten().tolist(), "y": y.flatten().tolist(),
            "masks": [m.flatten().tolist() for m in masks], "last": last}


cases = {"torch": torch.__version__, **{name: run(make) for name, make in OPTIMIZERS.items()}}
print("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(case)}" for name, case in cases.items()) + "\n}")
