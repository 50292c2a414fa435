"""Oracle of the Swin transformer: torchvision's own network, filled as generate.py fills the others.

    /usr/bin/python3 tests/oracles/backbones/swin.py       # needs python3-torchvision 0.14; writes swin.json beside it

The case "swin" has windows of 3 on a picture of 40x36: the first stage (10x9 tokens) is filled up to 12x9 and shifted on
both sides, the second (5x5, its 10x9 filled up to be halved) to 6x6, and the third (3x3) is one window, which is not
shifted. Logits, gradients and counts are as in backbones.json; torchvision's attention multiplies by its weights without
calling its layers, so the hook here counts the whole of it. "swin_t" has parameters and multiply-accumulates of the
published network on one image of 224x224, and "names" its whole state dict: name and shape.
"""
import json
import os

import torch
import torchvision
from torchvision.models import swin_t
from torchvision.models.swin_transformer import ShiftedWindowAttention, SwinTransformer

import generate


def attention_macs(module, inputs, output):
    n, height, width, channels = inputs[0].shape
    window = module.window_size[0]
    tokens = n * (-(-height // window) * window) * (-(-width // window) * window)
    return tokens * (4 * channels * channels + 2 * window * window * channels)


def count_macs(network, image):
    total, hooks = [0], []

    def hook(module, inputs, output):
        if isinstance(module, ShiftedWindowAttention):
            total[0] += attention_macs(module, inputs, output)
        elif isinstance(module, torch.nn.Conv2d):
            total[0] += output.numel() * module.weight[0].numel()
        elif isinstance(module, torch.nn.Linear):
            total[0] += output.numel() * module.in_features
    for module in network.modules():
        hooks.append(module.register_forward_hook(hook))
    with torch.no_grad():
        network(image)
    for handle in hooks:
        handle.remove()
    return total[0]


def main():
    torch.set_num_threads(1)
    generate.count_macs = count_macs
    small = SwinTransformer([4, 4], 24, [2, 2, 2], [2, 3, 4], [3, 3], num_classes=7)
    tiny = swin_t().eval()
    result = {
        "torchvision": torchvision.__version__,
        "swin": generate.record(small, (2, 3, 40, 36)),
        "swin_t": [sum(p.numel() for p in tiny.parameters()), count_macs(tiny, torch.zeros(1, 3, 224, 224))],
        "names": {name: list(value.shape) for name, value in tiny.state_dict().items()},
    }
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in result.items())
    with open(os.path.join(generate.HERE, "swin.json"), "w", encoding="utf-8") as out:
        out.write("{\n" + lines + "\n}\n")
    print(result["swin"]["entries"], result["swin"]["parameters"], result["swin"]["macs"], *result["swin_t"])


if __name__ == "__main__":
    main()
