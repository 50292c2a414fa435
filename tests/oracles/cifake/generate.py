"""Expected values for the explanation tests, computed with PyTorch alone.

Run with Debian 12's python3-torch (1.13.1):  /usr/bin/python3 tests/oracles/cifake/generate.py
It first checks its own results against the published table (the constants below), then writes saliency.json beside itself.
Network, input and formulas: see the comments; every tensor is float64.
"""
import json
import math
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def fill(shape, a, b, s):
    """fill(shape)[i] = s * sin(a * i + b), i the row-major index from 0."""
    i = torch.arange(math.prod(shape), dtype=torch.float64)
    return (s * torch.sin(a * i + b)).reshape(shape)


def bias(n):
    return fill((n,), 0.7, 0.3, 0.05)


W1, B1 = fill((4, 3, 3, 3), 0.9, 0.1, 0.3), bias(4)
W2, B2 = fill((5, 4, 3, 3), 0.37, 0.5, 0.25), bias(5)
W3, B3 = fill((6, 20), 0.61, 0.2, 0.3), bias(6)
W4, B4 = fill((1, 6), 1.3, 0.4, 0.5), bias(1)
X = fill((1, 3, 8, 8), 0.23, 0.7, 0.5) + 0.5


def layer_a(x):
    h = F.max_pool2d(F.relu(F.conv2d(x, W1, B1, padding=1)), 2)
    return F.relu(F.conv2d(h, W2, B2, padding=1))                       # [N, 5, 4, 4]


def head(a):
    h = F.max_pool2d(a, 2).flatten(1)                                   # [N, 20]
    return F.linear(F.relu(F.linear(h, W3, B3)), W4, B4)                # [N, 1]


def net(x):
    return head(layer_a(x))


def weighted(weights, a):
    return F.relu((weights[:, :, None, None] * a).sum(1))


def grad_cam(a, g, x, sign):
    return weighted(g.mean((2, 3)), a)


def hires_cam(a, g, x, sign):
    return F.relu((g * a).sum(1))


def grad_cam_plus_plus(a, g, x, sign):
    alpha = g ** 2 / (2 * g ** 2 + a.sum((2, 3), keepdim=True) * g ** 3 + 1e-6)
    alpha = torch.where(g != 0, alpha, torch.zeros_like(alpha))
    return weighted((alpha * F.relu(g)).sum((2, 3)), a)


def xgrad_cam(a, g, x, sign):
    return weighted((g * a / (a.sum((2, 3), keepdim=True) + 1e-7)).sum((2, 3)), a)


def layer_cam(a, g, x, sign):
    return F.relu((F.relu(g) * a).sum(1))


def score_cam(a, g, x, sign):
    up = F.interpolate(a, size=x.shape[-2:], mode="bilinear", align_corners=True)
    low, high = up.amin((2, 3), keepdim=True), up.amax((2, 3), keepdim=True)
    mask = (up - low) / (high - low + 1e-8)
    scores = torch.stack([sign * net(x * mask[:, k:k + 1])[:, 0] for k in range(a.shape[1])], 1)
    return weighted(scores.softmax(1), a)


def eigen_cam(a, g, x, sign):
    n, c, h, w = a.shape
    flat = a.reshape(n, c, h * w).transpose(1, 2)                       # [N, hw, C]
    centred = flat - flat.mean(1, keepdim=True)
    _, _, vt = torch.linalg.svd(centred, full_matrices=False)
    p = (centred @ vt[:, 0, :, None])[..., 0]                           # [N, hw]
    mean = centred.mean(2)
    p = p * torch.where((p * mean).sum(1, keepdim=True) < 0, -1.0, 1.0)
    return F.relu(p.reshape(n, h, w))


METHODS = {"GradCam": grad_cam, "HiResCam": hires_cam, "GradCamPlusPlus": grad_cam_plus_plus, "XGradCam": xgrad_cam,
           "LayerCam": layer_cam, "ScoreCam": score_cam, "EigenCam": eigen_cam}


def resize(m):
    return F.interpolate(m[:, None], size=X.shape[-2:], mode="bilinear", align_corners=False)[:, 0]


def scale(m):
    m = m - m.amin((1, 2), keepdim=True)
    return m / (1e-7 + m.amax((1, 2), keepdim=True))


def gaussian(x, sigma=5.0, size=11):
    t = torch.arange(size) - (size - 1) / 2
    k = torch.exp(-t ** 2 / (2 * sigma ** 2))
    k = k / k.sum()
    c, r = x.shape[1], size // 2
    x = F.pad(x, (r, r, r, r), mode="reflect")
    return F.conv2d(x, (k[:, None] * k).expand(c, 1, size, size).contiguous(), groups=c)


def curve(start, end, order, steps, sign):
    """P(class) while pixels of `start` are replaced by those of `end`, in `order`; AUC by the trapezoid rule on [0, 1]."""
    per = order.numel() // steps
    values = []
    for s in range(steps + 1):
        mask = torch.zeros(order.numel(), dtype=torch.bool)
        mask[order[:s * per]] = True
        x = torch.where(mask.reshape(1, 1, *start.shape[-2:]), end, start)
        values.append(torch.sigmoid(sign * net(x))[0, 0].item())
    auc = sum((values[i] + values[i + 1]) / 2 for i in range(steps)) / steps
    return {"probability": values, "auc": auc}


def flat(t):
    return [float(v) for v in t.detach().reshape(-1)]


x = X.clone().requires_grad_()
a = layer_a(x)
a.retain_grad()
z = head(a)
z.sum().backward()
G, A = a.grad, a.detach()

# --- the published table, 10 decimals -------------------------------------------------------------------------------
TABLE = {
    "logit": (z, 0.1373201783), "sumA": (A.sum(), 18.3790715659), "sumG": (G.sum(), -0.0624932772),
    "sumAbsInputGradient": (x.grad.abs().sum(), 2.1447559439)}
PUBLISHED = {
    ("GradCam", 1): (0.0277387912, 0.0054401020, 0.1109551650, 0.0010210528),
    ("HiResCam", 1): (0.2091910123, 0.0459384439, 0.8367640491, 0.0131209790),
    ("GradCamPlusPlus", 1): (1.9122097790, 0.1930512281, 7.6488391160, 0.0878768036),
    ("GradCam", -1): (0.0041952227, 0.0021120414, None, 0.0002250174),
    ("HiResCam", -1): (0.0977567707, 0.0584071330, None, 0.0),
    ("GradCamPlusPlus", -1): (1.6585865370, 0.1753560618, None, 0.0785145867)}
for name, (got, expected) in TABLE.items():
    assert abs(got.item() - expected) < 6e-11, (name, got.item(), expected)

result = {"torch": torch.__version__, "logit": z.item(), "sumA": A.sum().item(), "sumG": G.sum().item(),
          "weights": flat(G.mean((2, 3))), "activation": flat(A), "gradient": flat(G), "maps": []}
for sign in (1, -1):
    for name, method in METHODS.items():
        m = method(A, sign * G, X, sign)
        up = resize(m)
        got = (m.sum().item(), m.max().item(), up.sum().item(), up[0, 3, 4].item())
        for value, expected in zip(got, PUBLISHED.get((name, sign), ())):
            assert expected is None or abs(value - expected) < 6e-11, (name, sign, value, expected)
        result["maps"].append({"method": name, "sign": sign, "raw": flat(m), "resized": flat(up), "scaled": flat(resize(scale(m)))})

scaled = resize(scale(grad_cam(A, G, X, 1)))
order = torch.sort(scaled.reshape(-1), descending=True, stable=True).indices
mean = X.mean((2, 3), keepdim=True).expand_as(X)
blurred = gaussian(X)
result["gaussian"] = flat(blurred)
result["deletionMean"] = curve(X, mean, order, 8, 1)
result["deletionBlur"] = curve(X, blurred, order, 8, 1)
result["insertion"] = curve(blurred, X, order, 8, 1)

path = pathlib.Path(__file__).with_name("saliency.json")
path.write_text(json.dumps(result, indent=1) + "\n")
print("published table agrees; wrote", path.name)
