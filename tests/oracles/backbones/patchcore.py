"""Oracle of PatchCore: torchvision's wide_resnet50_2, the features of its stages 2 and 3, and a map of distances.

    /usr/bin/python3 tests/oracles/backbones/patchcore.py > tests/oracles/backbones/patchcore.json

Needs python3-torch 1.13.1 and python3-torchvision 0.14.1; downloads nothing. The network is filled by name as in
generate.py and computes in float64. "features": 3x3 means of layer2 and layer3 (zeros beyond the border, which count),
layer3 bilinear on layer2's grid, behind layer2; every STEP-th value. "map": distance of every place of picture 1 to the
nearest of picture 0, bilinear on the picture's grid, Gaussian of sigma 4 cut at 12 pixels, borders reflected. "coreset":
the greedy choice among points by a search over all pairs, from the first point on.
"""
import json

import torch
import torchvision
from torch.nn import functional as F

from generate import fill, picture, uniform

SIDE, SIGMA, HALF, STEP, POINTS = 64, 4, 12, 9001, 40


def features(network, images):
    kept = {}
    handles = [getattr(network, name).register_forward_hook(lambda _, __, y, name=name: kept.update({name: y}))
               for name in ("layer2", "layer3")]
    network(images)
    for handle in handles:
        handle.remove()
    fine, coarse = (F.avg_pool2d(kept[name], 3, 1, 1, count_include_pad=True) for name in ("layer2", "layer3"))
    return torch.cat([fine, F.interpolate(coarse, fine.shape[2:], mode="bilinear", align_corners=False)], 1)


def anomaly_map(memory, query):
    rows, bank = (x.permute(1, 2, 0).flatten(0, 1) for x in (query, memory))
    nearest = torch.stack([(bank - row).pow(2).sum(1).min().sqrt() for row in rows])
    side = query.shape[1]
    wide = F.interpolate(nearest.view(1, 1, side, side), (SIDE, SIDE), mode="bilinear", align_corners=False)
    line = torch.exp(-torch.arange(-HALF, HALF + 1).double() ** 2 / (2 * SIGMA ** 2))
    kernel = torch.outer(line, line) / line.sum() ** 2
    return F.conv2d(F.pad(wide, (HALF,) * 4, "reflect"), kernel.view(1, 1, *kernel.shape))[0, 0]


def coreset(points, count):
    chosen = [0]
    while len(chosen) < count:
        gaps = [min(sum((a - b) ** 2 for a, b in zip(point, points[k])) for k in chosen) for point in points]
        chosen.append(gaps.index(max(gaps)))
    return chosen


def main():
    torch.set_num_threads(1)
    network = torchvision.models.wide_resnet50_2(weights=None).eval()
    with torch.no_grad():
        fill(network)
        images = picture((2, 3, SIDE, SIDE)).double()
        found = features(network.double(), images)
        heat = anomaly_map(found[0], found[1])
    points = uniform("points", 3 * POINTS).reshape(POINTS, 3).tolist()
    print(json.dumps({
        "torch": torch.__version__, "torchvision": torchvision.__version__,
        "parameters": sum(p.numel() for p in network.parameters()),
        "shapes": {name: list(value.shape) for name, value in network.state_dict().items()
                   if not name.endswith("num_batches_tracked")},
        "features": {"shape": list(found.shape), "sum": found.sum().item(), "step": STEP,
                     "values": [round(v, 7) for v in found.flatten()[::STEP].tolist()]},
        "map": {"sum": heat.sum().item(), "max": heat.max().item(), "at_10_20": heat[10, 20].item()},
        "coreset": coreset(points, POINTS // 4),
    }))


if __name__ == "__main__":
    main()
