"""The other side of compare.py: the same networks, values, batches and protocol as Program.cs, in PyTorch."""
import struct
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Lambda(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


class ResNetBlock(nn.Module):
    def __init__(self, inputs, width):
        super().__init__()
        stride = 1 if inputs == width else 2
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.extra = (width - inputs) // 2

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.extra:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.extra, self.extra))
        return F.relu(x + y)


def resnet20():
    def stage(inputs, width):
        return nn.Sequential(*(ResNetBlock(inputs if k == 0 else width, width) for k in range(3)))
    return nn.Sequential(nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(), stage(16, 16),
                         stage(16, 32), stage(32, 64), Lambda(lambda x: x.mean((2, 3))), nn.Linear(64, 10))


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.qkv, self.mix = nn.LayerNorm(width), nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.norm2, self.widen, self.narrow = nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def attend(self, x):
        n, t, d = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        weights = ((q @ k.transpose(-2, -1)) * (d // self.heads) ** -0.5).softmax(-1)
        return self.mix((weights @ v).transpose(1, 2).reshape(n, t, d))

    def forward(self, x):
        x = x + self.attend(self.norm1(x))
        return x + self.narrow(F.gelu(self.widen(self.norm2(x))))


class MaskedAutoencoder(nn.Module):
    def __init__(self, patches=64, width=192):
        super().__init__()
        self.position = nn.Parameter(0.02 * torch.randn(1, patches, width))
        self.decoder_position = nn.Parameter(0.02 * torch.randn(1, patches, width))
        self.mask_token = nn.Parameter(0.02 * torch.randn(1, 1, width))
        self.embed = nn.Linear(48, width)
        self.encoder = nn.Sequential(*(Block(width, 3) for _ in range(6)), nn.LayerNorm(width))
        self.between = nn.Linear(width, width)
        self.decoder = nn.Sequential(*(Block(width, 3) for _ in range(2)), nn.LayerNorm(width))
        self.head = nn.Linear(width, 48)

    def forward(self, images, order, restore):
        def gather(tokens, index):
            return tokens.gather(1, index.unsqueeze(-1).expand(-1, -1, tokens.shape[2]))
        n = len(images)
        patches = images.reshape(n, 3, 8, 4, 8, 4).permute(0, 2, 4, 3, 5, 1).reshape(n, 64, 48)
        tokens = self.embed(patches) + self.position
        code = self.between(self.encoder(gather(tokens, order[:, :16])))
        whole = torch.cat([code, self.mask_token.expand(n, 48, -1)], 1)
        whole = gather(whole, restore) + self.decoder_position
        error = (self.head(self.decoder(whole)) - patches).square().mean(2)
        masked = (restore >= 16).float()
        return (error * masked).sum() / masked.sum()


def classified(model):
    return lambda images, labels: F.cross_entropy(model(images), labels)


def cifake():
    return nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(2048, 64), nn.ReLU(), nn.Linear(64, 1))


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def labelled(size, *shape):
    images = torch.rand(size, *shape)
    return [images, torch.randint(10, (size,))]


def masked():
    order = torch.rand(64, 64).argsort(1)
    return [torch.rand(64, 3, 32, 32), order, order.argsort(1)]


# Name: model, loss of a batch, optimizer, a batch.
NETWORKS = {
    "cifake": (cifake, lambda m: lambda x, y: F.binary_cross_entropy_with_logits(m(x), y),
               lambda p: torch.optim.Adam(p),
               lambda: [torch.rand(64, 3, 32, 32), torch.randint(2, (64, 1)).float()]),
    "lenet5": (lenet5, classified, lambda p: torch.optim.SGD(p, 0.01, momentum=0.9), lambda: labelled(64, 1, 28, 28)),
    "resnet20": (resnet20, classified, lambda p: torch.optim.SGD(p, 0.01, momentum=0.9, weight_decay=1e-4),
                 lambda: labelled(128, 3, 32, 32)),
    "vit-mae": (MaskedAutoencoder, lambda m: m, lambda p: torch.optim.AdamW(p, 1.5e-4, weight_decay=0.05), masked),
}


def write(network, path, batches=4):
    """Draws the network's first values and the batches, and writes them in order."""
    def put(tensor):
        out.write(struct.pack("<ii", int(tensor.dtype == torch.int64), tensor.dim()))
        out.write(struct.pack(f"<{tensor.dim()}q", *tensor.shape))
        out.write(tensor.detach().contiguous().numpy().tobytes())

    make, _, _, batch = NETWORKS[network]
    torch.manual_seed(7)
    with open(path, "wb") as out:
        for parameter in make().parameters():
            put(parameter)
        out.write(struct.pack("<i", batches))
        for _ in range(batches):
            tensors = batch()
            out.write(struct.pack("<i", len(tensors)))
            for tensor in tensors:
                put(tensor)


def main(network, path, threads):
    data = open(path, "rb")

    def integer():
        return struct.unpack("<i", data.read(4))[0]

    def get():
        dtype = torch.int64 if integer() else torch.float32
        shape = [struct.unpack("<q", data.read(8))[0] for _ in range(integer())]
        values = bytearray(data.read(torch.Size(shape).numel() * (8 if dtype == torch.int64 else 4)))
        return torch.frombuffer(values, dtype=dtype).clone().view(shape)

    make, loss_of, make_optimizer, _ = NETWORKS[network]
    model = make()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(get())
    batches = [[get() for _ in range(integer())] for _ in range(integer())]
    optimizer = make_optimizer(model.parameters())
    criterion = loss_of(model)
    torch.set_num_threads(threads)
    step = 0
    for line in sys.stdin:
        losses = []
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(int(line)):
            optimizer.zero_grad(set_to_none=True)
            loss = criterion(*batches[step % len(batches)])
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
            step += 1
        values = [loss.item() for loss in losses]
        print(time.perf_counter() - wall, time.process_time() - cpu, *values, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
