"""Writes the expected values of the nn, optim and init tests from PyTorch: layers.json, losses.json, functional.json, init.json, optimizers.json,
schedulers.json. Run with a PyTorch (1.13.1 wrote the files kept here):  python3 generate.py

Every case draws its own numbers after torch.manual_seed(7): first the layer's parameters, then the input. A test that
draws the same numbers in the same order so also checks initial values and the order of draws.
"""
import json
import math
import os

import torch
from torch import nn, optim
from torch.nn import functional as F

torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))


def flat(tensor):
    return [float(f"{v:.9g}") for v in tensor.detach().double().reshape(-1).tolist()]


def write(name, data):
    path = os.path.join(HERE, name)
    with open(path + ".new", "w") as out:
        out.write(json.dumps({"torch": torch.__version__, "seed": 7})[:-1] + ', "cases": {\n')
        out.write(",\n".join(f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in data.items()))
        out.write("\n}}\n")
    os.replace(path + ".new", path)


def layer_case(make, shape, prepare=None, integer=None):
    torch.manual_seed(7)
    layer = make()
    x = torch.randint(integer, shape) if integer else torch.randn(shape)
    if not integer:
        x.requires_grad_(True)
    output = layer(x)
    results = [output] if torch.is_tensor(output) else [output[0], *(output[1] if isinstance(output[1], tuple) else output[1:])]
    results = [r for r in results if torch.is_tensor(r)]
    sum((r * torch.linspace(-1, 1, r.numel()).view(r.shape)).sum() for r in results).backward()
    return {
        "parameters": {n: flat(p) for n, p in layer.named_parameters()},
        "state": list(layer.state_dict().keys()),
        "outputs": [flat(r) for r in results],
        "inputGradient": [] if integer else flat(x.grad),
        "gradients": {n: flat(p.grad) for n, p in layer.named_parameters()},
        "buffers": {n: flat(b) for n, b in layer.named_buffers()},
    }


class Shuffle(nn.Module):
    """What nn.ChannelShuffle(2) computes; 1.13 has no derivative of that operator."""

    def forward(self, x):
        shuffled = x.unflatten(1, (2, 2)).transpose(1, 2).flatten(1, 2)
        assert torch.equal(shuffled, nn.ChannelShuffle(2)(x.detach()))
        return shuffled


image = (2, 4, 5, 6)
layers = {
    "Linear": layer_case(lambda: nn.Linear(3, 4), (2, 3)),
    "Linear without bias": layer_case(lambda: nn.Linear(3, 4, bias=False), (2, 3)),
    "Conv1d": layer_case(lambda: nn.Conv1d(4, 2, 3, stride=2, padding=1), (2, 4, 7)),
    "Conv2d": layer_case(lambda: nn.Conv2d(4, 6, 3, padding=1), image),
    "Conv2d groups": layer_case(lambda: nn.Conv2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=2, bias=False), image),
    "Conv2d same": layer_case(lambda: nn.Conv2d(4, 2, 2, padding="same"), image),
    "Conv2d reflect": layer_case(lambda: nn.Conv2d(4, 2, 3, padding=1, padding_mode="reflect"), image),
    "Conv3d": layer_case(lambda: nn.Conv3d(2, 2, 2), (1, 2, 3, 3, 3)),
    "ConvTranspose1d": layer_case(lambda: nn.ConvTranspose1d(4, 2, 3, stride=2), (2, 4, 4)),
    "ConvTranspose2d": layer_case(lambda: nn.ConvTranspose2d(4, 2, 4, stride=2, padding=1), (1, 4, 3, 3)),
    "BatchNorm1d": layer_case(lambda: nn.BatchNorm1d(3), (5, 3)),
    "BatchNorm2d": layer_case(lambda: nn.BatchNorm2d(4), image),
    "LayerNorm": layer_case(lambda: nn.LayerNorm([5, 6]), image),
    "GroupNorm": layer_case(lambda: nn.GroupNorm(2, 4), image),
    "InstanceNorm2d": layer_case(lambda: nn.InstanceNorm2d(4), image),
    "Embedding": layer_case(lambda: nn.Embedding(5, 3, padding_idx=1), (2, 4), integer=5),
    "LSTM": layer_case(lambda: nn.LSTM(3, 2, num_layers=2, bidirectional=True), (4, 2, 3)),
    "GRU": layer_case(lambda: nn.GRU(3, 2, batch_first=True), (2, 4, 3)),
    "RNN": layer_case(lambda: nn.RNN(3, 2, nonlinearity="relu"), (4, 2, 3)),
    "LSTMCell": layer_case(lambda: nn.LSTMCell(3, 2), (2, 3)),
    "GRUCell": layer_case(lambda: nn.GRUCell(3, 2), (2, 3)),
    "ReLU": layer_case(lambda: nn.ReLU(), (3, 4)),
    "ReLU6": layer_case(lambda: nn.ReLU6(), (3, 4)),
    "LeakyReLU": layer_case(lambda: nn.LeakyReLU(0.2), (3, 4)),
    "ELU": layer_case(lambda: nn.ELU(0.7), (3, 4)),
    "GELU": layer_case(lambda: nn.GELU(), (3, 4)),
    "GELU tanh": layer_case(lambda: nn.GELU(approximate="tanh"), (3, 4)),
    "SiLU": layer_case(lambda: nn.SiLU(), (3, 4)),
    "Mish": layer_case(lambda: nn.Mish(), (3, 4)),
    "Sigmoid": layer_case(lambda: nn.Sigmoid(), (3, 4)),
    "Tanh": layer_case(lambda: nn.Tanh(), (3, 4)),
    "Hardswish": layer_case(lambda: nn.Hardswish(), (3, 4)),
    "Hardsigmoid": layer_case(lambda: nn.Hardsigmoid(), (3, 4)),
    "Softplus": layer_case(lambda: nn.Softplus(2, 1), (3, 4)),
    "GLU": layer_case(lambda: nn.GLU(), (3, 4)),
    "Softmax": layer_case(lambda: nn.Softmax(1), (3, 4)),
    "LogSoftmax": layer_case(lambda: nn.LogSoftmax(1), (3, 4)),
    "MaxPool2d": layer_case(lambda: nn.MaxPool2d(2), image),
    "MaxPool2d overlapping": layer_case(lambda: nn.MaxPool2d((3, 2), (1, 2), (1, 0), ceil_mode=True), image),
    "AvgPool2d": layer_case(lambda: nn.AvgPool2d(2, 1, 1, count_include_pad=False), image),
    "AdaptiveAvgPool2d": layer_case(lambda: nn.AdaptiveAvgPool2d((2, 3)), image),
    "AdaptiveMaxPool2d": layer_case(lambda: nn.AdaptiveMaxPool2d(2), image),
    "Dropout": layer_case(lambda: nn.Dropout(0.4), (4, 8)),
    "Dropout2d": layer_case(lambda: nn.Dropout2d(0.4), image),
    "AlphaDropout": layer_case(lambda: nn.AlphaDropout(0.4), (4, 8)),
    "FeatureAlphaDropout": layer_case(lambda: nn.FeatureAlphaDropout(0.4), image),
    "ChannelShuffle": layer_case(lambda: Shuffle(), image),
    "Flatten": layer_case(lambda: nn.Flatten(), image),
    "PixelShuffle": layer_case(lambda: nn.PixelShuffle(2), image),
    "Upsample nearest": layer_case(lambda: nn.Upsample(scale_factor=2), image),
    "Upsample bilinear": layer_case(lambda: nn.Upsample(size=(7, 4), mode="bilinear", align_corners=False), image),
    "Upsample bicubic": layer_case(lambda: nn.Upsample(scale_factor=1.5, mode="bicubic", align_corners=True), image),
    "ReflectionPad2d": layer_case(lambda: nn.ReflectionPad2d((1, 2, 3, 0)), image),
    "ReplicationPad2d": layer_case(lambda: nn.ReplicationPad2d(1), image),
    "ConstantPad2d": layer_case(lambda: nn.ConstantPad2d((1, 0, 0, 2), 3.5), image),
    "ZeroPad2d": layer_case(lambda: nn.ZeroPad2d(1), image),
    "PReLU": layer_case(lambda: nn.PReLU(4, 0.3), image),
    "SELU": layer_case(lambda: nn.SELU(), (3, 4)),
    "PixelUnshuffle": layer_case(lambda: nn.PixelUnshuffle(2), (1, 2, 4, 6)),
    "Unfold": layer_case(lambda: nn.Unfold((2, 3), padding=(1, 0), stride=(2, 1)), image),
    "Fold": layer_case(lambda: nn.Fold(4, 2), (1, 8, 9)),
    "LocalResponseNorm": layer_case(lambda: nn.LocalResponseNorm(3, 0.5, 0.8, 2.0), image),
    "LocalResponseNorm 1d": layer_case(lambda: nn.LocalResponseNorm(2), (2, 4, 3)),
}
write("layers.json", layers)


def loss_case(loss, shape, target):
    torch.manual_seed(7)
    x = torch.randn(shape, requires_grad=True)
    y = target()
    value = loss(x, y)
    value.sum().backward()
    return {"value": flat(value), "gradient": flat(x.grad)}


def classes():
    return torch.randint(4, (5,))


def bits():
    return torch.randint(2, (5, 4)).float()


def reals():
    return torch.randn(5, 4)


weights = torch.tensor([0.5, 1.0, 2.0, 0.25])
losses = {}
for reduction in ("none", "mean", "sum"):
    losses.update({
        f"BCEWithLogitsLoss {reduction}": loss_case(nn.BCEWithLogitsLoss(reduction=reduction), (5, 4), bits),
        f"BCEWithLogitsLoss weighted {reduction}": loss_case(nn.BCEWithLogitsLoss(weight=weights, pos_weight=weights, reduction=reduction), (5, 4), bits),
        f"BCELoss {reduction}": loss_case(lambda x, y, r=reduction: nn.BCELoss(reduction=r)(torch.sigmoid(x), y), (5, 4), bits),
        f"CrossEntropyLoss {reduction}": loss_case(nn.CrossEntropyLoss(reduction=reduction), (5, 4), classes),
        f"CrossEntropyLoss weighted {reduction}": loss_case(nn.CrossEntropyLoss(weight=weights, ignore_index=2, reduction=reduction), (5, 4), classes),
        f"cross_entropy smoothed {reduction}": loss_case(nn.CrossEntropyLoss(label_smoothing=0.1, reduction=reduction), (5, 4), classes),
        f"NLLLoss {reduction}": loss_case(lambda x, y, r=reduction: nn.NLLLoss(weight=weights, reduction=r)(F.log_softmax(x, 1), y), (5, 4), classes),
        f"MSELoss {reduction}": loss_case(nn.MSELoss(reduction=reduction), (5, 4), reals),
        f"L1Loss {reduction}": loss_case(nn.L1Loss(reduction=reduction), (5, 4), reals),
        f"SmoothL1Loss {reduction}": loss_case(nn.SmoothL1Loss(beta=0.5, reduction=reduction), (5, 4), reals),
        f"HuberLoss {reduction}": loss_case(nn.HuberLoss(delta=0.5, reduction=reduction), (5, 4), reals),
        f"KLDivLoss {reduction}": loss_case(lambda x, y, r=reduction: nn.KLDivLoss(log_target=True, reduction=r)(F.log_softmax(x, 1), F.log_softmax(y, 1)), (5, 4), reals),
    })
write("losses.json", losses)


def functional_case(run, *shapes):
    torch.manual_seed(7)
    return flat(run(*[torch.randn(s) for s in shapes]))


functional = {
    "normalize": functional_case(lambda x: F.normalize(x), (3, 4)),
    "interpolate area": functional_case(lambda x: F.interpolate(x, size=(2, 3), mode="area"), image),
    "interpolate bilinear antialias": functional_case(lambda x: F.interpolate(x, size=(3, 2), mode="bilinear", antialias=True), image),
    "interpolate nearest-exact": functional_case(lambda x: F.interpolate(x, scale_factor=1.7, mode="nearest-exact"), image),
    "unfold": functional_case(lambda x: F.unfold(x, (2, 3), padding=1), image),
    "fold": functional_case(lambda x: F.fold(x, (4, 4), 2), (1, 8, 9)),
    "grid_sample": functional_case(lambda x, g: F.grid_sample(x, g, align_corners=False), image, (2, 3, 3, 2)),
    "affine_grid": functional_case(lambda t: F.affine_grid(t, (2, 1, 3, 2), align_corners=False), (2, 2, 3)),
    "cosine_similarity": functional_case(lambda a, b: F.cosine_similarity(a, b), (3, 4), (3, 4)),
    "pairwise_distance": functional_case(lambda a, b: F.pairwise_distance(a, b), (3, 4), (3, 4)),
    "triplet_margin_loss": functional_case(lambda a, b, c: F.triplet_margin_loss(a, b, c), (3, 4), (3, 4), (3, 4)),
    "CosineSimilarity": functional_case(lambda a, b: nn.CosineSimilarity(0)(a, b), (3, 4), (3, 4)),
    "CosineEmbeddingLoss": functional_case(lambda a, b: nn.CosineEmbeddingLoss(0.1, reduction="none")(a, b, torch.tensor([1, -1, -1])), (3, 4), (3, 4)),
    "HingeEmbeddingLoss": functional_case(lambda a: nn.HingeEmbeddingLoss(reduction="none")(a, torch.tensor([1, -1, -1, 1])), (3, 4)),
    "TripletMarginLoss": functional_case(lambda a, b, c: nn.TripletMarginLoss(2.0, 1, swap=True, reduction="sum")(a, b, c), (3, 4), (3, 4), (3, 4)),
    "attention": functional_case(lambda q, k, v: torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(4), -1) @ v, (2, 3, 4), (2, 5, 4), (2, 5, 6)),
    "attention causal": functional_case(
        lambda q, k, v: torch.softmax((q @ k.transpose(-2, -1) / 2).masked_fill(torch.ones(3, 3).tril() == 0, -math.inf), -1) @ v, (2, 3, 4), (2, 3, 4), (2, 3, 6)),
}
write("functional.json", functional)


def init_case(run, shape):
    torch.manual_seed(7)
    return flat(run(torch.empty(shape)))


init = {
    "uniform_": init_case(lambda t: nn.init.uniform_(t, -2, 3), (4, 6)),
    "normal_": init_case(lambda t: nn.init.normal_(t, 1, 2), (4, 6)),
    "trunc_normal_": init_case(lambda t: nn.init.trunc_normal_(t, 0.5, 0.8, -1, 1), (4, 6)),
    "xavier_uniform_": init_case(lambda t: nn.init.xavier_uniform_(t, 1.5), (4, 3, 2, 2)),
    "xavier_normal_": init_case(lambda t: nn.init.xavier_normal_(t), (4, 6)),
    "kaiming_uniform_": init_case(lambda t: nn.init.kaiming_uniform_(t, nonlinearity="relu"), (4, 6)),
    "kaiming_normal_ fan_out": init_case(lambda t: nn.init.kaiming_normal_(t, 0.2, mode="fan_out"), (4, 3, 2, 2)),
    "orthogonal_ wide": init_case(lambda t: nn.init.orthogonal_(t, 2), (3, 5)),
    "orthogonal_ tall": init_case(lambda t: nn.init.orthogonal_(t), (5, 3)),
    "sparse_": init_case(lambda t: nn.init.sparse_(t, 0.3, 1), (5, 3)),
}
write("init.json", init)


def network(dtype):
    torch.manual_seed(7)
    model = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 1)).to(dtype)
    x = torch.randn(16, 6, dtype=dtype)
    y = torch.randint(2, (16, 1)).to(dtype)
    return model, x, y


def closures(make):
    model, x, y = network(torch.float64)
    optimizer = make(model.parameters())
    losses = []

    def closure():
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(model(x), y)
        loss.backward()
        return loss

    for _ in range(6):
        losses.append(float(f"{optimizer.step(closure).item():.15g}"))
    return {"losses": losses, "norms": [], "last": [float(f"{v:.15g}") for v in model[0].weight.detach().double().reshape(-1)[:12].tolist()]}


def trajectory(make, dtype=torch.float64, clip=None):
    model, x, y = network(dtype)
    optimizer = make(model.parameters())
    losses = []
    norms = []
    for _ in range(20):
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(model(x), y)
        loss.backward()
        if clip:
            norms.append(float(nn.utils.clip_grad_norm_(model.parameters(), clip)))
        optimizer.step()
        losses.append(float(f"{loss.item():.15g}"))
    return {"losses": losses, "norms": norms, "last": [float(f"{v:.15g}") for v in model[0].weight.detach().double().reshape(-1)[:12].tolist()]}


optimizers = {
    "SGD": trajectory(lambda p: optim.SGD(p, 0.1)),
    "SGD momentum": trajectory(lambda p: optim.SGD(p, 0.1, momentum=0.9, dampening=0.1, weight_decay=0.01)),
    "SGD nesterov": trajectory(lambda p: optim.SGD(p, 0.1, momentum=0.9, nesterov=True)),
    "SGD maximize": trajectory(lambda p: optim.SGD(p, 0.01, momentum=0.5, maximize=True)),
    "Adam": trajectory(lambda p: optim.Adam(p, 0.02)),
    "Adam decay": trajectory(lambda p: optim.Adam(p, 0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1)),
    "Adam amsgrad": trajectory(lambda p: optim.Adam(p, 0.05, amsgrad=True)),
    "Adam maximize": trajectory(lambda p: optim.Adam(p, 0.001, maximize=True)),
    "Adam clipped": trajectory(lambda p: optim.Adam(p, 0.02), clip=0.05),
    "Adam float32": trajectory(lambda p: optim.Adam(p, 0.02), torch.float32),
    "AdamW": trajectory(lambda p: optim.AdamW(p, 0.02, weight_decay=0.1)),
    "AdamW amsgrad": trajectory(lambda p: optim.AdamW(p, 0.02, weight_decay=0.1, amsgrad=True)),
    "RMSProp": trajectory(lambda p: optim.RMSprop(p, 0.01)),
    "RMSProp momentum": trajectory(lambda p: optim.RMSprop(p, 0.01, alpha=0.9, momentum=0.5, weight_decay=0.01)),
    "RMSProp centered": trajectory(lambda p: optim.RMSprop(p, 0.01, centered=True, momentum=0.2)),
    "Adagrad": trajectory(lambda p: optim.Adagrad(p, 0.05, lr_decay=0.1, weight_decay=0.01, initial_accumulator_value=0.1)),
    "Rprop": trajectory(lambda p: optim.Rprop(p, 0.01)),
    "Rprop limits": trajectory(lambda p: optim.Rprop(p, 0.02, etas=(0.4, 1.5), step_sizes=(1e-3, 0.05), maximize=True)),
    # foreach: the single-tensor form of 1.13 multiplies the momentum of this step twice into the product of the next
    "NAdam": trajectory(lambda p: optim.NAdam(p, 0.02, foreach=True)),
    "NAdam decay": trajectory(lambda p: optim.NAdam(p, 0.02, betas=(0.8, 0.99), weight_decay=0.1, momentum_decay=0.01, foreach=True)),
    "RAdam": trajectory(lambda p: optim.RAdam(p, 0.02)),
    "LBFGS": closures(lambda p: optim.LBFGS(p, 0.5, max_iter=5, history_size=4, tolerance_grad=1e-5)),
    "LBFGS short": closures(lambda p: optim.LBFGS(p, 1, max_iter=4, max_eval=3, tolerance_grad=1e-5)),
    "RAdam decay": trajectory(lambda p: optim.RAdam(p, 0.02, betas=(0.8, 0.9), weight_decay=0.1)),
}
write("optimizers.json", optimizers)


def curve(make, steps=24, values=None):
    optimizer = optim.SGD([nn.Parameter(torch.zeros(1))], 0.4, momentum=0.9)
    scheduler = make(optimizer)
    rates = [optimizer.param_groups[0]["lr"]]
    momenta = [optimizer.param_groups[0]["momentum"]]
    for k in range(steps):
        optimizer.step()
        if values is None:
            scheduler.step()
        else:
            scheduler.step(values[k])
        rates.append(optimizer.param_groups[0]["lr"])
        momenta.append(optimizer.param_groups[0]["momentum"])
    return {"rates": rates, "momenta": momenta}


S = optim.lr_scheduler
measured = [1.0, 0.8, 0.79999, 0.81, 0.82, 0.7, 0.71, 0.72, 0.73, 0.74, 0.75, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6]
schedulers = {
    "StepLR": curve(lambda o: S.StepLR(o, 5, 0.5)),
    "MultiStepLR": curve(lambda o: S.MultiStepLR(o, [3, 3, 10], 0.5)),
    "ExponentialLR": curve(lambda o: S.ExponentialLR(o, 0.9)),
    "LambdaLR": curve(lambda o: S.LambdaLR(o, lambda e: 1 / (1 + e))),
    "MultiplicativeLR": curve(lambda o: S.MultiplicativeLR(o, lambda e: 1 - 1 / (1 + e))),
    "PolynomialLR": curve(lambda o: S.PolynomialLR(o, 10, 2)),
    "ConstantLR": curve(lambda o: S.ConstantLR(o, 0.25, 6)),
    "LinearLR": curve(lambda o: S.LinearLR(o, 0.1, 0.9, 8)),
    "CosineAnnealingLR": curve(lambda o: S.CosineAnnealingLR(o, 10, 0.01)),
    "OneCycleLR": curve(lambda o: S.OneCycleLR(o, 1.0, total_steps=25)),
    "OneCycleLR three phases": curve(lambda o: S.OneCycleLR(o, 1.0, epochs=5, steps_per_epoch=5, three_phase=True, anneal_strategy="linear")),
    "CyclicLR": curve(lambda o: S.CyclicLR(o, 0.1, 0.5, 4, 6)),
    "CyclicLR triangular2": curve(lambda o: S.CyclicLR(o, 0.1, 0.5, 3, mode="triangular2", cycle_momentum=False)),
    "CyclicLR range": curve(lambda o: S.CyclicLR(o, 0.1, 0.5, 3, mode="exp_range", gamma=0.9, base_momentum=0.5, max_momentum=0.95)),
    "CyclicLR function": curve(lambda o: S.CyclicLR(o, 0.1, 0.5, 3, scale_fn=lambda n: 1 / (1 + n), scale_mode="iterations")),
    "SequentialLR": curve(lambda o: S.SequentialLR(o, [S.LinearLR(o, 0.1, 1, 5), S.CosineAnnealingLR(o, 19)], [5])),
    "ChainedLR": curve(lambda o: S.ChainedScheduler([S.ConstantLR(o, 0.1, 4), S.ExponentialLR(o, 0.9)])),
    "ReduceLROnPlateau": curve(lambda o: S.ReduceLROnPlateau(o, factor=0.5, patience=2, cooldown=1, min_lr=0.03), values=measured),
    "ReduceLROnPlateau max": curve(lambda o: S.ReduceLROnPlateau(o, mode="max", threshold_mode="abs", threshold=0.01, patience=3), values=measured),
}
write("schedulers.json", schedulers)
