"""Oracle of the backbones: the same networks written in PyTorch, under the state-dict names of the public checkpoints.

    python3 tests/oracles/backbones/generate.py            # needs python3-torch 1.13; writes backbones.json beside it

Nothing big is stored: every entry of a state dict is filled by a formula of its name and its index; so is the input.
Value number i of the entry called NAME is a 32-bit mixture of NAME's hash (FNV-1a) and i, scaled to [-1, 1): `uniform`.
Stored per network: number of entries and parameters, multiply-accumulates of one image (convolutions, linear layers and
attention products, counted here by hooks), logits in inference mode, and of the loss sum(logits x fill) the gradient of
a few parameters (sum of absolute values, and the first value). Under "published": parameters and multiply-accumulates
of the networks as published for ImageNet, on one image of 224x224.
"""
import json
import math
import os
from collections import OrderedDict

import numpy
import torch
from torch import nn
from torch.nn import functional as F

HERE = os.path.dirname(os.path.abspath(__file__))


def uniform(name, count):
    """Numbers in [-1, 1) from the name and the index: multiply, shift and xor of 32-bit integers."""
    start = 0x811C9DC5
    for letter in name.encode():
        start = (start ^ letter) * 0x01000193 & 0xFFFFFFFF
    with numpy.errstate(over="ignore"):
        x = numpy.arange(count, dtype=numpy.uint32) * numpy.uint32(0x9E3779B9) + numpy.uint32(start)
        x = (x ^ (x >> numpy.uint32(16))) * numpy.uint32(0x85EBCA6B)
        x = (x ^ (x >> numpy.uint32(13))) * numpy.uint32(0xC2B2AE35)
        x = x ^ (x >> numpy.uint32(16))
    return x.astype(numpy.float64) / 2.0 ** 31 - 1


def fill(network):
    """Weights with He's variance, everything else near its neutral value."""
    for name, value in network.state_dict().items():
        if not value.is_floating_point():          # counters and indices
            continue
        u = uniform(name, value.numel())
        if name.endswith("running_var") or (name.endswith("weight") and value.dim() == 1):
            u = 1 + 0.2 * u
        elif value.dim() > 1 and name.endswith("weight"):
            u = u * math.sqrt(6 / value[0].numel())
        else:
            u = 0.1 * u
        value.copy_(torch.from_numpy(u.astype(numpy.float32)).view(value.shape))


def picture(shape):
    return torch.from_numpy(uniform("input", int(numpy.prod(shape))).astype(numpy.float32)).view(shape)


def norm(width):
    return nn.BatchNorm2d(width)


def conv(inputs, width, kernel=3, stride=1, groups=1, bias=False):
    return nn.Conv2d(inputs, width, kernel, stride, kernel // 2, groups=groups, bias=bias)


class Block(nn.Module):
    """Residual block: basic, or a bottleneck when `wide` is four times the width."""

    def __init__(self, inputs, width, stride, bottleneck, name):
        super().__init__()
        wide = 4 * width if bottleneck else width
        self.bottleneck = bottleneck
        self.name = name
        self.conv1 = conv(inputs, width, 1 if bottleneck else 3, 1 if bottleneck else stride)
        self.bn1 = norm(width)
        self.conv2 = conv(width, width, 3, stride if bottleneck else 1)
        self.bn2 = norm(width)
        if bottleneck:
            self.conv3 = conv(width, wide, 1)
            self.bn3 = norm(wide)
        if stride > 1 or inputs != wide:
            setattr(self, name, nn.Sequential(nn.Conv2d(inputs, wide, 1, stride, bias=False), norm(wide)))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.bottleneck:
            y = self.bn3(self.conv3(F.relu(y)))
        return F.relu(y + (getattr(self, self.name)(x) if hasattr(self, self.name) else x))


class ResNet(nn.Module):
    def __init__(self, blocks, stem, classes, bottleneck=False, width=64, name="downsample", last="fc"):
        super().__init__()
        self.pools = stem == 7
        self.conv1 = nn.Conv2d(3, width, stem, 2 if self.pools else 1, stem // 2, bias=False)
        self.bn1 = norm(width)
        inputs = width
        self.stages = []
        for k, count in enumerate(blocks):
            layers = []
            for j in range(count):
                layers.append(Block(inputs, width << k, 2 if j == 0 and k > 0 else 1, bottleneck, name))
                inputs = (width << k) * (4 if bottleneck else 1)
            setattr(self, f"layer{k + 1}", nn.Sequential(*layers))
            self.stages.append(f"layer{k + 1}")
        self.last = last
        setattr(self, last, nn.Linear(inputs, classes))

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        if self.pools:
            x = F.max_pool2d(x, 3, 2, 1)
        for stage in self.stages:
            x = getattr(self, stage)(x)
        return getattr(self, self.last)(x.mean((2, 3)))


class Vgg(nn.Module):
    def __init__(self, counts, classes, wide=False):
        super().__init__()
        layers, inputs = [], 3
        for width, count in zip((64, 128, 256, 512, 512), counts):
            for _ in range(count):
                layers += [conv(inputs, width, bias=True), norm(width), nn.ReLU()]
                inputs = width
            layers.append(nn.MaxPool2d(2))
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(512, classes)
        if wide:
            self.classifier = nn.Sequential(nn.Linear(512 * 49, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 4096),
                                            nn.ReLU(), nn.Dropout(), nn.Linear(4096, classes))

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


class DenseBlock(nn.Module):
    def __init__(self, inputs, growth, count):
        super().__init__()
        for k in range(count):
            self.add_module(f"denselayer{k + 1}", nn.Sequential(OrderedDict([
                ("norm1", norm(inputs + k * growth)), ("relu1", nn.ReLU()),
                ("conv1", conv(inputs + k * growth, 4 * growth, 1)),
                ("norm2", norm(4 * growth)), ("relu2", nn.ReLU()), ("conv2", conv(4 * growth, growth))])))

    def forward(self, x):
        for layer in self.children():
            x = torch.cat([x, layer(x)], 1)
        return x


class DenseNet(nn.Module):
    def __init__(self, growth, stem, classes):
        super().__init__()
        width = 2 * growth
        layers = OrderedDict(conv0=nn.Conv2d(3, width, stem, 2 if stem == 7 else 1, stem // 2, bias=False))
        if stem == 7:
            layers.update(norm0=norm(width), relu0=nn.ReLU(), pool0=nn.MaxPool2d(3, 2, 1))
        for k, count in enumerate((6, 12, 24, 16)):
            layers[f"denseblock{k + 1}"] = DenseBlock(width, growth, count)
            width += count * growth
            if k < 3:
                layers[f"transition{k + 1}"] = nn.Sequential(OrderedDict(
                    norm=norm(width), relu=nn.ReLU(), conv=conv(width, width // 2, 1), pool=nn.AvgPool2d(2)))
                width //= 2
        layers["norm5"] = norm(width)
        self.features = nn.Sequential(layers)
        self.classifier = nn.Linear(width, classes)

    def forward(self, x):
        return self.classifier(F.relu(self.features(x)).mean((2, 3)))


class Separable(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv_dw = conv(inputs, inputs, 3, stride, inputs)
        self.bn1 = norm(inputs)
        self.conv_pw = conv(inputs, width, 1)
        self.bn2 = norm(width)

    def forward(self, x):
        return F.relu(self.bn2(self.conv_pw(F.relu(self.bn1(self.conv_dw(x))))))


class MobileNetV1(nn.Module):
    def __init__(self, multiplier, stride, classes):
        super().__init__()
        inputs = int(32 * multiplier)
        self.conv_stem = conv(3, inputs, 3, stride)
        self.bn1 = norm(inputs)
        stages = []
        for k, (width, count) in enumerate(((64, 1), (128, 2), (256, 2), (512, 6), (1024, 2))):
            layers = []
            for j in range(count):
                layers.append(Separable(inputs, int(width * multiplier), 2 if j == 0 and k > 0 else 1))
                inputs = int(width * multiplier)
            stages.append(nn.Sequential(*layers))
        self.blocks = nn.Sequential(*stages)
        self.classifier = nn.Linear(inputs, classes)

    def forward(self, x):
        return self.classifier(self.blocks(F.relu(self.bn1(self.conv_stem(x)))).mean((2, 3)))


class Inverted(nn.Module):
    def __init__(self, inputs, width, stride, expansion, cifar):
        super().__init__()
        act = nn.ReLU if cifar else nn.ReLU6
        inner = inputs * expansion
        steps = []
        if cifar or expansion > 1:
            steps.append(nn.Sequential(conv(inputs, inner, 1), norm(inner), act()))
        steps += [nn.Sequential(conv(inner, inner, 3, stride, inner), norm(inner), act()),
                  conv(inner, width, 1), norm(width)]
        self.conv = nn.Sequential(*steps)
        self.passes = stride == 1 and inputs == width
        if cifar and stride == 1 and inputs != width:
            self.shortcut = nn.Sequential(conv(inputs, width, 1), norm(width))

    def forward(self, x):
        y = self.conv(x)
        if self.passes:
            return y + x
        return y + self.shortcut(x) if hasattr(self, "shortcut") else y


class MobileNetV2(nn.Module):
    def __init__(self, cifar, classes):
        super().__init__()
        act = nn.ReLU if cifar else nn.ReLU6
        layers = [nn.Sequential(conv(3, 32, 3, 1 if cifar else 2), norm(32), act())]
        inputs = 32
        for t, width, count, stride in ((1, 16, 1, 1), (6, 24, 2, 1 if cifar else 2), (6, 32, 3, 2), (6, 64, 4, 2),
                                        (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)):
            for j in range(count):
                layers.append(Inverted(inputs, width, stride if j == 0 else 1, t, cifar))
                inputs = width
        layers.append(nn.Sequential(conv(320, 1280, 1), norm(1280), act()))
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(1280, classes))

    def forward(self, x):
        return self.classifier(self.features(x).mean((2, 3)))


class Plain(nn.Module):
    """Stages 8-8 and 16 on 16x16, 5x5 windows, one hidden layer of 12."""

    def __init__(self, classes):
        super().__init__()
        layers, inputs = [], 3
        for width, pools in ((8, False), (8, True), (16, True)):
            layers += [conv(inputs, width, 5), norm(width), nn.ReLU()] + ([nn.MaxPool2d(2)] if pools else [])
            inputs = width
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(nn.Linear(16 * 16, 12, bias=False), nn.BatchNorm1d(12), nn.ReLU(),
                                        nn.Linear(12, classes))

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        n, length, width = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-2, -1) / math.sqrt(width // self.heads)).softmax(-1)
        self.macs = 2 * n * length * length * width
        return self.proj((weights @ v).transpose(1, 2).reshape(n, length, width))


class Transformer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.attn = Attention(width, heads)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.mlp = nn.Sequential(OrderedDict(
            fc1=nn.Linear(width, 4 * width), act=nn.GELU(), fc2=nn.Linear(4 * width, width)))

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Vit(nn.Module):
    def __init__(self, width, depth, heads, side, patch, classes):
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, 1 + (side // patch) ** 2, width))
        self.patch_embed = nn.Sequential(OrderedDict(proj=nn.Conv2d(3, width, patch, patch)))
        self.blocks = nn.Sequential(*[Transformer(width, heads) for _ in range(depth)])
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        x = self.patch_embed(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls_token.expand(len(x), -1, -1), x], 1) + self.pos_embed
        return self.head(self.norm(self.blocks(x))[:, 0])


class UNet(nn.Module):
    """Widths 4, 8, 16, residual output and a head of two classes; its result is both in one row."""

    def __init__(self):
        super().__init__()
        def step(inputs, width, stride=1):
            return nn.Sequential(conv(inputs, width, 3, stride, bias=True), nn.InstanceNorm2d(width, affine=True),
                                 nn.LeakyReLU(0.2))
        self.down = nn.ModuleList([step(1, 4), step(4, 8, 2), step(8, 16, 2)])
        self.middle = step(16, 16)
        self.up = nn.ModuleList([step(24, 8), step(12, 4)])
        self.output = conv(4, 1, 3, bias=True)
        self.head = nn.Linear(16, 2)

    def forward(self, x):
        a = self.down[0](x)
        b = self.down[1](a)
        m = self.middle(self.down[2](b))
        y = self.up[0](torch.cat([F.interpolate(m, scale_factor=2), b], 1))
        y = self.up[1](torch.cat([F.interpolate(y, scale_factor=2), a], 1))
        changed = torch.tanh(torch.atanh(x.clamp(-0.99, 0.99)) + self.output(y))
        return torch.cat([changed.flatten(1)[:, ::37], self.head(m.mean((2, 3)))], 1)


def count_macs(network, image):
    total, hooks = [0], []

    def hook(module, inputs, output):
        if isinstance(module, nn.Conv2d):
            total[0] += output.numel() * module.weight[0].numel()
        elif isinstance(module, nn.Linear):
            total[0] += output.numel() * module.in_features
        elif isinstance(module, Attention):
            total[0] += module.macs
    for module in network.modules():
        hooks.append(module.register_forward_hook(hook))
    with torch.no_grad():
        network(image)
    for handle in hooks:
        handle.remove()
    return total[0]


def record(network, shape):
    network.eval()
    with torch.no_grad():
        fill(network)
    image = picture(shape)
    macs = count_macs(network, image[:1])
    logits = network(image)
    weights = torch.from_numpy(uniform("loss", logits.numel()).astype(numpy.float32)).view(logits.shape)
    (logits * weights).sum().backward()
    named = list(network.named_parameters())
    chosen = [named[(len(named) - 1) * k // 5] for k in range(6)]
    return {
        "entries": len([k for k in network.state_dict() if not k.endswith("num_batches_tracked")]),
        "parameters": sum(p.numel() for p in network.parameters()),
        "macs": macs,
        "input": list(shape),
        "logits": [round(v, 6) for v in logits.flatten().tolist()],
        "gradients": {name: [round(p.grad.abs().sum().item(), 5), round(p.grad.flatten()[0].item(), 7)]
                      for name, p in chosen},
    }


CASES = {
    "resnet20-b": (lambda: ResNet((3, 3, 3), 3, 10, width=16, name="shortcut", last="linear"), (2, 3, 32, 32)),
    "resnet32-b": (lambda: ResNet((5, 5, 5), 3, 10, width=16, name="shortcut", last="linear"), (2, 3, 32, 32)),
    "resnet18-cifar": (lambda: ResNet((2, 2, 2, 2), 3, 10), (2, 3, 32, 32)),
    "resnet34": (lambda: ResNet((3, 4, 6, 3), 7, 7), (2, 3, 64, 64)),
    "resnet50": (lambda: ResNet((3, 4, 6, 3), 7, 7, bottleneck=True), (2, 3, 64, 64)),
    "vgg11-cifar": (lambda: Vgg((1, 1, 2, 2, 2), 10), (2, 3, 32, 32)),
    "vgg13-cifar": (lambda: Vgg((2, 2, 2, 2, 2), 10), (2, 3, 32, 32)),
    "vgg16-cifar": (lambda: Vgg((2, 2, 3, 3, 3), 10), (2, 3, 32, 32)),
    "vgg19-cifar": (lambda: Vgg((2, 2, 4, 4, 4), 10), (2, 3, 32, 32)),
    "densenet121-cifar": (lambda: DenseNet(12, 3, 10), (2, 3, 32, 32)),
    "densenet121": (lambda: DenseNet(32, 7, 7), (2, 3, 64, 64)),
    "mobilenetv1-cifar": (lambda: MobileNetV1(0.5, 1, 10), (2, 3, 32, 32)),
    "mobilenetv1": (lambda: MobileNetV1(1, 2, 7), (2, 3, 64, 64)),
    "mobilenetv2-cifar": (lambda: MobileNetV2(True, 10), (2, 3, 32, 32)),
    "mobilenetv2": (lambda: MobileNetV2(False, 7), (2, 3, 64, 64)),
    "plain": (lambda: Plain(5), (2, 3, 16, 16)),
    "vit": (lambda: Vit(48, 3, 4, 32, 8, 10), (2, 3, 32, 32)),
    "unet": (UNet, (2, 1, 16, 16)),
}

PUBLISHED = {
    "resnet18": lambda: ResNet((2, 2, 2, 2), 7, 1000),
    "resnet34": lambda: ResNet((3, 4, 6, 3), 7, 1000),
    "resnet50": lambda: ResNet((3, 4, 6, 3), 7, 1000, bottleneck=True),
    "vgg11": lambda: Vgg((1, 1, 2, 2, 2), 1000, wide=True),
    "vgg13": lambda: Vgg((2, 2, 2, 2, 2), 1000, wide=True),
    "vgg16": lambda: Vgg((2, 2, 3, 3, 3), 1000, wide=True),
    "vgg19": lambda: Vgg((2, 2, 4, 4, 4), 1000, wide=True),
    "densenet121": lambda: DenseNet(32, 7, 1000),
    "mobilenetv1": lambda: MobileNetV1(1, 2, 1000),
    "mobilenetv2": lambda: MobileNetV2(False, 1000),
    "vit_tiny": lambda: Vit(192, 12, 3, 224, 16, 1000),
    "vit_base": lambda: Vit(768, 12, 12, 224, 16, 1000),
    "vit_large": lambda: Vit(1024, 24, 16, 224, 16, 1000),
}


def published():
    counts = {}
    for name, build in PUBLISHED.items():
        network = build().eval()
        counts[name] = [sum(p.numel() for p in network.parameters()), count_macs(network, torch.zeros(1, 3, 224, 224))]
        print(name, *counts[name])
    return counts


def main():
    torch.set_num_threads(1)
    result = {"torch": torch.__version__, "published": published()}
    for name, (build, shape) in CASES.items():
        result[name] = record(build(), shape)
        print(name, *(result[name][key] for key in ("entries", "parameters", "macs")))
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in result.items())
    with open(os.path.join(HERE, "backbones.json"), "w", encoding="utf-8") as out:
        out.write("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main()
