"""Writes attention.json: attention, transformer encoder and embedding bag of PyTorch (1.13.1 wrote the file kept here).
Run with:  python3 attention.py

Every case draws its numbers after torch.manual_seed(7): parameters, then inputs, then dropout, in PyTorch's order.
"""
import json
import os

import torch
from torch import nn

torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))


def flat(tensor):
    return [float(f"{v:.9g}") for v in tensor.detach().double().reshape(-1).tolist()]


def case(make, run):
    torch.manual_seed(7)
    layer = make()
    outputs = [r for r in run(layer) if r is not None]
    sum((r * torch.linspace(-1, 1, r.numel()).view(r.shape)).sum() for r in outputs).backward()
    return {
        "state": list(layer.state_dict().keys()),
        "parameters": {n: flat(p) for n, p in layer.named_parameters()},
        "outputs": [flat(r) for r in outputs],
        "gradients": {n: flat(p.grad) for n, p in layer.named_parameters()},
    }


def causal(n):
    return torch.ones(n, n).triu(1).bool()


def added(n):
    return torch.zeros(n, n).masked_fill(causal(n), -float("inf"))


padding = torch.tensor([[False, False, False, True], [False, False, True, True]])


def one(shape, *masks, **named):
    def run(layer):
        x = torch.randn(shape)
        return [layer(x, *masks, **named)]
    return run


def attend(*shapes, **named):
    def run(layer):
        inputs = [torch.randn(s) for s in shapes]
        return layer(*(inputs * 3 if len(inputs) == 1 else inputs), **named)
    return run


def pair(first, second, **masks):
    def run(layer):
        return [layer(torch.randn(first), torch.randn(second), **masks)]
    return run


def bag(shape, offsets=None, weights=False):
    def run(layer):
        x = torch.randint(5, shape)
        if weights:
            return [layer(x, offsets, torch.randn(shape))]
        return [layer(x, offsets)]
    return run


starts = torch.tensor([0, 3, 3])
cases = {
    "self": case(lambda: nn.MultiheadAttention(6, 2), attend((4, 2, 6))),
    "cross": case(lambda: nn.MultiheadAttention(6, 3, bias=False, kdim=5, vdim=4), attend((3, 2, 6), (4, 2, 5), (4, 2, 4))),
    "added rows": case(lambda: nn.MultiheadAttention(6, 2, add_bias_kv=True, add_zero_attn=True), attend((3, 2, 6), (4, 2, 6), (4, 2, 6), key_padding_mask=padding)),
    "masked": case(lambda: nn.MultiheadAttention(6, 2), attend((4, 2, 6), key_padding_mask=padding, attn_mask=causal(4))),
    "dropout": case(lambda: nn.MultiheadAttention(6, 2, dropout=0.3), attend((4, 2, 6), need_weights=False, attn_mask=added(4))),
    "layer": case(lambda: nn.TransformerEncoderLayer(6, 2, 8), one((4, 2, 6))),
    "layer gelu masked": case(lambda: nn.TransformerEncoderLayer(6, 2, 8, 0.2, "gelu"), one((4, 2, 6), added(4), padding)),
    "encoder": case(lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(6, 2, 8), 2), one((4, 2, 6), causal(4))),
    "decoder layer": case(lambda: nn.TransformerDecoderLayer(6, 2, 8), pair((3, 2, 6), (4, 2, 6))),
    "decoder masked": case(lambda: nn.TransformerDecoder(nn.TransformerDecoderLayer(6, 2, 8, 0.2, "gelu"), 2),
                           pair((4, 2, 6), (4, 2, 6), tgt_mask=causal(4), memory_mask=added(4), memory_key_padding_mask=padding)),
    "transformer": case(lambda: nn.Transformer(6, 2, 2, 1, 8), pair((4, 2, 6), (3, 2, 6))),
    "transformer masked": case(lambda: nn.Transformer(6, 2, 1, 1, 8, 0.0), pair((4, 2, 6), (4, 2, 6), src_mask=causal(4), tgt_mask=causal(4), src_key_padding_mask=padding)),
    "bilinear": case(lambda: nn.Bilinear(3, 4, 2), pair((5, 3), (5, 4))),
    "bilinear without bias": case(lambda: nn.Bilinear(3, 2, 2, bias=False), pair((3,), (2,))),
    "bag mean": case(lambda: nn.EmbeddingBag(5, 3), bag((2, 4))),
    "bag offsets": case(lambda: nn.EmbeddingBag(5, 3, mode="max", padding_idx=1), bag((7,), starts)),
    "bag weighted": case(lambda: nn.EmbeddingBag(5, 3, mode="sum", max_norm=1.0), bag((7,), starts, True)),
    "bag last offset": case(lambda: nn.EmbeddingBag(5, 3, include_last_offset=True, scale_grad_by_freq=True), bag((7,), torch.tensor([0, 3, 3, 7]))),
}
path = os.path.join(HERE, "attention.json")
with open(path + ".new", "w") as out:
    out.write(json.dumps({"torch": torch.__version__, "seed": 7})[:-1] + ', "cases": {\n')
    out.write(",\n".join(f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in cases.items()))
    out.write("\n}}\n")
os.replace(path + ".new", path)
