"""The other side of compare.py: the same networks, values, batches and step as Program.cs, in PyTorch."""
import struct
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH_SIZE = 24


def block(before, after, stride=1):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, stride, 1), nn.InstanceNorm2d(after, affine=True), nn.LeakyReLU(0.2))


class Generator(nn.Module):
    def __init__(self, c=12):
        super().__init__()
        self.enter, self.down1, self.down2 = block(1, c), block(c, 2 * c, 2), block(2 * c, 4 * c, 2)
        self.bottom, self.up1, self.up2 = block(4 * c, 4 * c), block(6 * c, 2 * c), block(3 * c, c)
        self.last, self.head = nn.Conv2d(c, 1, 3, 1, 1), nn.Linear(4 * c, 2)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def forward(self, x):
        first = self.enter(x)
        half = self.down1(first)
        bottom = self.bottom(self.down2(half))
        up = self.up1(torch.cat([F.interpolate(bottom, scale_factor=2), half], 1))
        up = self.up2(torch.cat([F.interpolate(up, scale_factor=2), first], 1))
        return torch.tanh(torch.atanh(x.clamp(-0.99, 0.99)) + self.last(up)), self.head(bottom.mean((2, 3)))


class Classifier(nn.Module):
    def __init__(self, outputs, w=24):
        super().__init__()
        layers = []
        for before, after, stride in ((1, w, 1), (w, w, 2), (w, 2 * w, 2), (2 * w, 2 * w, 2)):
            layers += [nn.Conv2d(before, after, 3, stride, 1), nn.LeakyReLU(0.2)]
        self.features, self.head = nn.Sequential(*layers), nn.Linear(2 * w, outputs)

    def forward(self, x):
        return self.head(self.features(x).amax((2, 3)))


def networks():
    return Generator(), Classifier(3), Classifier(2)


def write(path, batches=4):
    """Draws the first values and the batches, and writes them as raw float32 in order."""
    torch.manual_seed(7)
    with open(path, "wb") as out:
        for network in networks():
            for parameter in network.parameters():
                out.write(parameter.detach().numpy().tobytes())
        out.write(struct.pack("<i", batches))
        for _ in range(batches):
            labels = torch.arange(BATCH_SIZE) % 2
            images = torch.rand(BATCH_SIZE, 1, 32, 32) * 0.4
            images[labels == 1, :, 12:15] -= 0.5
            out.write(images.numpy().tobytes())
            out.write(labels.float().numpy().tobytes())


def share(logits, labels):
    with torch.no_grad():
        return (logits[:, :2].argmax(1) == labels).float().mean()


def main(path, threads):
    data = open(path, "rb")

    def read(shape):
        values = bytearray(data.read(4 * torch.Size(shape).numel()))
        return torch.frombuffer(values, dtype=torch.float32).clone().view(shape)

    g, d, c = networks()
    with torch.no_grad():
        for network in (g, d, c):
            for parameter in network.parameters():
                parameter.copy_(read(parameter.shape))
    batches = [(read((BATCH_SIZE, 1, 32, 32)), read((BATCH_SIZE,)).long())
               for _ in range(struct.unpack("<i", data.read(4))[0])]
    g_optimizer, d_optimizer, c_optimizer = (torch.optim.Adam(n.parameters(), 5e-4, (0.5, 0.999)) for n in (g, d, c))
    torch.set_num_threads(threads)
    step = 0
    for line in sys.stdin:
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(int(line)):
            x, y = batches[step % len(batches)]
            made, own = g(x)
            d_optimizer.zero_grad(set_to_none=True)
            real, fake = d(torch.cat([x, made.detach()])).split(BATCH_SIZE)
            d_loss = F.cross_entropy(real, y) + 0.5 * F.cross_entropy(fake, torch.full_like(y, 2))
            d_loss.backward()
            d_optimizer.step()
            known = share(real, y)
            g_optimizer.zero_grad(set_to_none=True)
            d.requires_grad_(False)
            judged = d(made)
            back, again = g(made)
            adversarial = F.cross_entropy(judged, 1 - y)
            classes = F.cross_entropy(own, y) + F.cross_entropy(again, 1 - y)
            cycle, identity = F.l1_loss(back, x), F.l1_loss(made, x)
            (adversarial + 0.5 * classes + 10 * cycle + 5 * identity).backward()
            g_optimizer.step()
            d.requires_grad_(True)
            shares = known, share(own, y), share(judged, 1 - y)
            c_optimizer.zero_grad(set_to_none=True)
            logits = c(x)
            c_loss = F.cross_entropy(logits, y)
            c_loss.backward()
            c_optimizer.step()
            shares += (share(logits, y),)
            step += 1
        losses = [term.item() for term in (d_loss, adversarial, cycle, identity, c_loss)]
        print(time.perf_counter() - wall, time.process_time() - cpu, *losses, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
