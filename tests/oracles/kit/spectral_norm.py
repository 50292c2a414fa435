"""Three training steps and one pass in inference mode through torch.nn.utils.spectral_norm.

    /usr/bin/python3 tests/oracles/kit/spectral_norm.py > tests/oracles/kit/spectral_norm.json     # PyTorch 1.13.1

Everything is float64. "state" is the state before, "after" the one behind three SGD steps of 0.1 on the mean square
of the output; "outputs" are those of each step and of the last pass in inference mode; "gradient" is weight_orig's of step 3.
"""
import json

import torch
from torch import nn

LAYERS = {
    "Linear": (lambda: nn.Linear(5, 4), (3, 5)),
    "Conv2d": (lambda: nn.Conv2d(4, 6, 3, stride=2, padding=1, groups=2), (2, 4, 5, 5)),
    "ConvTranspose2d": (lambda: nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1, output_padding=1), (2, 3, 3, 3)),
}


def numbers(tensor):
    return tensor.detach().flatten().tolist()


def run(make, shape):
    torch.manual_seed(5)
    layer = nn.utils.spectral_norm(make().double())
    x = torch.randn(shape).double()
    state = {name: numbers(value) for name, value in layer.state_dict().items()}
    optimizer = torch.optim.SGD(layer.parameters(), 0.1)
    outputs = []
    for _ in range(3):
        optimizer.zero_grad()
        y = layer(x)
        outputs.append(numbers(y))
        y.square().mean().backward()
        optimizer.step()
    gradient = numbers(layer.weight_orig.grad)
    after = {name: numbers(value) for name, value in layer.state_dict().items()}
    layer.eval()
    outputs.append(numbers(layer(x)))
    return {"x": numbers(x), "state": state, "outputs": outputs, "gradient": gradient, "after": after}


cases = {"torch": torch.__version__, **{name: run(*case) for name, case in LAYERS.items()}}
print("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(case)}" for name, case in cases.items()) + "\n}")
