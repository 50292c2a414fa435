"""Attention and transformer layers under torch.autocast("cpu", bfloat16): which results are bfloat16, values, gradients.

    /usr/bin/python3 tests/oracles/kit/autocast_attention.py > tests/oracles/kit/autocast_attention.json     # PyTorch 1.13.1

Every case draws its parameters, then its inputs, after torch.manual_seed(7). The loss is the sum of the outputs, each number
with its own weight from -1 to 1. "inside" are the types of what the parts of the module give, by name; "exact" the
outputs without a region.
"""
import json

import torch
from torch import nn

torch.set_num_threads(1)
CAUSAL = torch.ones(4, 4).triu(1).bool()
PADDING = torch.tensor([[False, False, False, True], [False, False, True, True]])


class Product(nn.Module):
    """softmax(q k^T / sqrt(D)) v of one linear map; in later versions the same under a public name."""

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(8, 24)

    def forward(self, x):
        q, k, v = self.qkv(x).chunk(3, -1)
        return torch.ops.aten._scaled_dot_product_attention(q, k, v)[0]


CASES = {
    "attention": (lambda: nn.MultiheadAttention(8, 2), lambda m, x: m(x, x, x)),
    "attention masked": (lambda: nn.MultiheadAttention(8, 2),
                         lambda m, x: m(x, x, x, key_padding_mask=PADDING, attn_mask=CAUSAL)),
    "layer": (lambda: nn.TransformerEncoderLayer(8, 2, 16, 0.0), lambda m, x: [m(x)]),
    "layer masked": (lambda: nn.TransformerEncoderLayer(8, 2, 16, 0.0, "gelu"), lambda m, x: [m(x, CAUSAL, PADDING)]),
    "encoder": (lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, 0.0), 2), lambda m, x: [m(x)]),
    "product": (Product, lambda m, x: [m(x)]),
}


def numbers(tensor):
    return [float(f"{v:.5g}") for v in tensor.detach().float().flatten().tolist()]


def kind(tensor):
    return str(tensor.dtype)[6:]


def run(make, call):
    torch.manual_seed(7)
    module = make()
    x = torch.randn(4, 2, 8)
    exact = call(module, x)
    inside = {}
    for name, part in module.named_modules():
        if name and not list(part.children()):
            part.register_forward_hook(lambda m, i, o, name=name: inside.update({name: kind(o)}))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = call(module, x)
    sum((o * torch.linspace(-1, 1, o.numel()).view(o.shape)).sum() for o in outputs).backward()
    return {
        "inside": inside,
        "types": [kind(o) for o in outputs],
        "outputs": [numbers(o) for o in outputs],
        "exact": [numbers(o) for o in exact],
        "gradient types": sorted({kind(p.grad) for p in module.parameters()}),
        "gradients": {n: numbers(p.grad) for n, p in module.named_parameters()},
    }


lines = [f'{json.dumps(name)}: {json.dumps(run(*case), separators=(",", ":"))}' for name, case in CASES.items()]
print('{"torch": "' + torch.__version__ + '",\n' + ",\n".join(lines) + "\n}")
