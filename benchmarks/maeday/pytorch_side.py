"""The other side of compare.py: the same network, values, batches, masks and step as Program.cs, in PyTorch."""
import math
import struct
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH_SIZE, SIDE, PATCH, RATIO = 48, 32, 4, 0.75
STEPS, WARMUP, RATE, DECAY = 1400, 50, 2e-3, 0.05
WIDTH, DEPTH, HEADS, DECODER_WIDTH, DECODER_DEPTH, DECODER_HEADS = 48, 3, 4, 32, 1, 4


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.scale = heads, (width // heads) ** -0.5
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = ((q @ k.transpose(-2, -1)) * self.scale).softmax(-1) @ v
        return self.proj(mixed.transpose(1, 2).reshape(n, t, d))


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1, self.attn = nn.LayerNorm(width, eps=1e-6), Attention(width, heads)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.mlp = nn.ModuleDict({"fc1": nn.Linear(width, 4 * width), "fc2": nn.Linear(4 * width, width)})

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp["fc2"](F.gelu(self.mlp["fc1"](self.norm2(x))))


def position_code(width, grid):
    """First half of the channels the column, second half the row; sines, then cosines; class token zero."""
    place = torch.arange(grid, dtype=torch.float64)
    angle = place[:, None] * 10000 ** (-torch.arange(width // 4, dtype=torch.float64) / (width // 4))
    line = torch.cat([angle.sin(), angle.cos()], 1)
    code = torch.cat([line.repeat(grid, 1), line.repeat_interleave(grid, 0)], 1)
    return torch.cat([torch.zeros(1, width), code.float()])[None]


class MaskedAutoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        grid = SIDE // PATCH
        self.cls_token = nn.Parameter(torch.empty(1, 1, WIDTH))
        self.mask_token = nn.Parameter(torch.empty(1, 1, DECODER_WIDTH))
        self.register_buffer("pos_embed", position_code(WIDTH, grid))
        self.register_buffer("decoder_pos_embed", position_code(DECODER_WIDTH, grid))
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv2d(1, WIDTH, PATCH, PATCH)})
        self.blocks = nn.Sequential(*(Block(WIDTH, HEADS) for _ in range(DEPTH)))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-6)
        self.decoder_embed = nn.Linear(WIDTH, DECODER_WIDTH)
        self.decoder_blocks = nn.Sequential(*(Block(DECODER_WIDTH, DECODER_HEADS) for _ in range(DECODER_DEPTH)))
        self.decoder_norm = nn.LayerNorm(DECODER_WIDTH, eps=1e-6)
        self.decoder_pred = nn.Linear(DECODER_WIDTH, PATCH * PATCH)

    def forward(self, images):
        x = self.patch_embed["proj"](images).flatten(2).transpose(1, 2) + self.pos_embed[:, 1:]
        n, length, width = x.shape
        kept = int(length * (1 - RATIO))
        order = torch.rand(n, length).argsort(dim=1)
        restore = order.argsort(dim=1)
        mask = torch.ones(n, length)
        mask[:, :kept] = 0
        mask = mask.gather(1, restore)
        x = x.gather(1, order[:, :kept, None].repeat(1, 1, width))
        x = torch.cat([(self.cls_token + self.pos_embed[:, :1]).expand(n, -1, -1), x], 1)
        x = self.decoder_embed(self.norm(self.blocks(x)))
        hidden = self.mask_token.repeat(n, length - kept, 1)
        filled = torch.cat([x[:, 1:], hidden], 1).gather(1, restore[:, :, None].repeat(1, 1, x.shape[2]))
        x = torch.cat([x[:, :1], filled], 1) + self.decoder_pos_embed
        predicted = self.decoder_pred(self.decoder_norm(self.decoder_blocks(x)))[:, 1:]
        grid = SIDE // PATCH
        target = images.reshape(n, 1, grid, PATCH, grid, PATCH).permute(0, 2, 4, 3, 5, 1).reshape(n, length, -1)
        return (((predicted - target) ** 2).mean(-1) * mask).sum() / mask.sum()


def write(path, batches=4):
    """Draws the first values and the batches, and writes them as raw float32, parameters by name."""
    torch.manual_seed(3)
    network = MaskedAutoencoder()
    with open(path, "wb") as out, torch.no_grad():
        for name, parameter in sorted(network.named_parameters()):
            if parameter.dim() > 1:
                parameter.normal_(0, 0.02 if "token" in name else 0.1)
            out.write(parameter.detach().numpy().tobytes())
        out.write(struct.pack("<i", batches))
        for _ in range(batches):
            phase = torch.rand(BATCH_SIZE, 1, 1, 1) * 6
            images = torch.sin(torch.arange(SIDE) * 0.8 + phase) + 0.1 * torch.randn(BATCH_SIZE, 1, SIDE, SIDE)
            out.write(images.numpy().tobytes())


def main(path, threads):
    data = open(path, "rb")

    def read(shape):
        return torch.frombuffer(bytearray(data.read(4 * torch.Size(shape).numel())), dtype=torch.float32).clone().view(shape)

    network = MaskedAutoencoder()
    with torch.no_grad():
        for _, parameter in sorted(network.named_parameters()):
            parameter.copy_(read(parameter.shape))
    batches = [read((BATCH_SIZE, 1, SIDE, SIDE)) for _ in range(struct.unpack("<i", data.read(4))[0])]
    matrices = [p for p in network.parameters() if sum(size > 1 for size in p.shape) > 1]
    others = [p for p in network.parameters() if sum(size > 1 for size in p.shape) <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": DECAY}, {"params": others, "weight_decay": 0}], RATE, (0.9, 0.95))
    torch.set_num_threads(threads)
    torch.manual_seed(7)
    step = 0
    for line in sys.stdin:
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(int(line)):
            rate = RATE * ((step + 1) / WARMUP if step < WARMUP
                           else (1 + math.cos(math.pi * (step - WARMUP) / (STEPS - WARMUP))) / 2)
            for group in optimizer.param_groups:
                group["lr"] = rate
            optimizer.zero_grad(set_to_none=True)
            loss = network(batches[step % len(batches)])
            loss.backward()
            optimizer.step()
            step += 1
            value = loss.item()
        print(time.perf_counter() - wall, time.process_time() - cpu, value, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
