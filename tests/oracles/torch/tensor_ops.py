"""Writes tensor_ops.json: what PyTorch gives for the calls that TensorOracleTests.cs repeats.

Run with Debian 12's python3-torch (1.13):  /usr/bin/python3 tests/oracles/torch/tensor_ops.py
"""
import json
import pathlib

import torch

torch.set_num_threads(1)


def base(*shape, dtype=torch.float64):
    count = 1
    for n in shape:
        count *= n
    k = torch.arange(count, dtype=torch.float64)
    return ((k * 0.37 - 1.9).sin() * 2 + k * 0.01).reshape(shape).to(dtype)


x = base(2, 3, 4)
m = base(3, 3)
v = base(4)
p = x.abs() + 0.5
i = torch.tensor([[2, 0, 1], [1, 1, 0]])
cases = {}


def case(name, value):
    value = value.detach()
    if value.is_complex():
        value = torch.view_as_real(value)
    cases[name] = {"dtype": str(value.dtype).replace("torch.", ""), "shape": list(value.shape),
                   "values": [float(a) for a in value.flatten()]}


for name in ("abs acos_in asin_in atan ceil cos cosh erf exp expm1 floor frac neg relu sigmoid sign sin sinh square tan tanh trunc "
             "silu selu mish hardswish hardsigmoid relu6 erfinv_in round softplus gelu").split():
    if name.endswith("_in"):
        case(name, getattr(torch, name[:-3])(x / 5))
    elif name in ("silu", "mish", "hardswish", "hardsigmoid", "relu6", "softplus", "gelu", "selu"):
        case(name, getattr(torch.nn.functional, name)(x))
    else:
        case(name, getattr(torch, name)(x))
for name in "log log10 log1p log2 sqrt rsqrt reciprocal lgamma digamma".split():
    case(name, getattr(torch, name)(p))
case("add", x + v)
case("add_alpha", torch.add(x, v, alpha=2.5))
case("sub", x - v)
case("rsub", 3 - x)
case("mul", x * v)
case("div", x / p)
case("rdiv", 2 / p)
case("div_floor", torch.div(x, p, rounding_mode="floor"))
case("div_trunc", torch.div(x, p, rounding_mode="trunc"))
case("remainder", x % 0.7)
case("fmod", torch.fmod(x, 0.7))
case("pow", p ** 2.5)
case("pow_tensor", torch.pow(p, v))
case("atan2", torch.atan2(x, p))
case("clamp", x.clamp(-0.5, 1))
case("clamp_min", x.clamp(min=0.25))
case("lerp", torch.lerp(x, p, torch.tensor(0.3, dtype=torch.float64)))
case("addcmul", torch.addcmul(x, p, x, value=0.5))
case("addcdiv", torch.addcdiv(x, x, p, value=0.5))
case("where", torch.where(x > 0, x, p))
case("logical", (x > 0) & (p < 1.5))
case("eq", x.round() == 1)
case("sum", x.sum())
case("sum_dims", x.sum([0, 2]))
case("sum_keep", x.sum(1, keepdim=True))
case("mean", x.mean())
case("mean_dims", x.mean([1, 2]))
case("prod", p.prod(2))
case("std", x.std())
case("std_dim", x.std([0, 2], unbiased=False))
case("var", x.var(1))
case("max_dim", x.max(1).values)
case("max_dim_index", x.max(1).indices)
case("amin", x.amin([0, 1]))
case("argmax", x.argmax())
case("argmin_dim", x.argmin(2))
case("norm", x.norm())
case("norm_dim", x.norm(p=1, dim=2))
case("logsumexp", x.logsumexp(2))
case("cumsum", x.cumsum(1))
case("cumprod", p.cumprod(2))
case("cummax", x.cummax(2).values)
case("median", x.median())
case("quantile", x.flatten().quantile(torch.tensor([0.1, 0.5, 0.9], dtype=torch.float64)))
case("kthvalue", x.kthvalue(2, 1).values)
case("topk", x.topk(2).values)
case("topk_index", x.topk(2).indices)
case("sort", x.sort(2, descending=True).values)
case("argsort", x.argsort(1))
case("all", (x > -1).all(2))
case("any", (x > 1.5).any(0))
case("count_nonzero", torch.count_nonzero(x.round(), dim=(1,)))
case("softmax", x.softmax(2))
case("log_softmax", x.log_softmax(1))
case("unique", torch.unique(x.round()))
case("bincount", torch.bincount(torch.tensor([1, 3, 3, 0])))
case("histc", x.histc(5, -2, 2))
case("diff", x.diff())
case("searchsorted", torch.searchsorted(torch.tensor([0.0, 1.0, 2.0], dtype=torch.float64), v))
case("trapezoid", torch.trapezoid(v, dx=0.5))
case("permute", x.permute(2, 0, 1))
case("transpose_reshape", x.transpose(0, 2).reshape(6, 4))
case("flip", x.flip(0, 2))
case("roll", x.roll((1, -1), (1, 2)))
case("rot90", m.rot90())
case("tril", m.tril(-1))
case("triu", m.triu(1))
case("diagonal", x.diagonal(1, 1, 2))
case("diag", v.diag())
case("unfold", v.unfold(0, 2, 1))
case("repeat", m.repeat(2, 1))
case("repeat_interleave", v.repeat_interleave(2))
case("cat", torch.cat([x, p], 1))
case("stack", torch.stack([m, m.T], 2))
case("meshgrid", torch.meshgrid(v, v[:2], indexing="ij")[1])
case("gather", m.gather(1, torch.tensor([[2, 0, 1], [1, 1, 0], [0, 0, 0]])))
case("scatter", torch.zeros(2, 3, dtype=torch.float64).scatter(1, i, base(2, 3)))
case("scatter_add", torch.ones(2, 3, dtype=torch.float64).scatter_add(1, i, base(2, 3)))
case("index_select", x.index_select(2, torch.tensor([3, 0])))
case("masked_fill", x.masked_fill(x > 1, -7))
case("masked_select", x.masked_select(x > 1))
case("take", x.take(torch.tensor([0, 23, 5])))
case("nonzero", (m > 0.5).nonzero())
case("matmul", x @ base(4, 2))
case("mm", m @ m)
case("bmm", torch.bmm(x, x.transpose(1, 2)))
case("outer", torch.outer(v, v))
case("baddbmm", torch.baddbmm(torch.ones(2, 3, 3, dtype=torch.float64), x, x.transpose(1, 2), beta=0.5, alpha=2))
case("einsum", torch.einsum("bij,kj->bik", x, base(5, 4)))
case("tensordot", torch.tensordot(x, base(3, 4, 2), dims=2))
case("cdist", torch.cdist(m, m + 1))
case("inverse", torch.linalg.inv(m + 3 * torch.eye(3, dtype=torch.float64)))
case("det", torch.linalg.det(m))
case("eigh", torch.linalg.eigh(m + m.T).eigenvalues)
case("svd", torch.linalg.svd(x).S)
case("solve", torch.linalg.solve(m + 3 * torch.eye(3, dtype=torch.float64), base(3, 2)))
case("qr", torch.linalg.qr(m).R.abs())
case("pinv", torch.linalg.pinv(x[0]))
case("vector_norm", torch.linalg.vector_norm(x, 3, dim=(1,)))
case("fft2", torch.fft.fft2(x))
case("ifft2", torch.fft.ifft2(x))
case("rfft2", torch.fft.rfft2(x, norm="ortho"))
case("irfft2", torch.fft.irfft2(torch.fft.rfft2(x)))
case("fftfreq", torch.fft.fftfreq(6, 0.5))
case("fftshift", torch.fft.fftshift(v))
case("index_mixed", x[:, [0, 2], 1])
case("index_slice", x[..., 1:-1, None, ::2])
case("index_two", x[torch.tensor([0, 1]), torch.tensor([2, 0])])
case("float32_sum", base(1000, dtype=torch.float32).sum())
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
own = torch.Generator().manual_seed(99)
case("rand_own", torch.rand(4, generator=own))
case("randn_own", torch.randn(3, generator=own))

target = pathlib.Path(__file__).with_suffix(".json")
lines = ",\n".join(f"  {json.dumps(k)}: {json.dumps(c)}" for k, c in cases.items())
target.write_text('{\n  "pytorch": ' + json.dumps(torch.__version__) + ",\n" + lines + "\n}\n")
