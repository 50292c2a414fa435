"""The other side of compare.py: the same networks, values, latents, batches and step as Program.cs, in PyTorch."""
import struct
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH_SIZE, CLASSES, LATENT = 32, 10, 32


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.start = nn.Sequential(
            nn.Linear(LATENT, 256, bias=False), nn.ReLU(), nn.Linear(256, 24 * 16, bias=False), nn.ReLU())
        self.grow = nn.Sequential(
            nn.Upsample(scale_factor=2), nn.Conv2d(24, 24, 5, padding=2, bias=False), nn.ReLU(),
            nn.Upsample(scale_factor=2), nn.Conv2d(24, 16, 5, padding=2, bias=False), nn.ReLU(),
            nn.Conv2d(16, 1, 3, padding=1, bias=False), nn.Tanh())

    def forward(self, z):
        return self.grow(self.start(z).view(-1, 24, 4, 4))


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        layers, maps = [], 1
        for after, stride in ((16, 2), (24, 1), (32, 2), (32, 1)):
            layers += [nn.Conv2d(maps, after, 3, stride, 1), nn.LeakyReLU(0.3), nn.Dropout(0.3)]
            maps = after
        self.convolutions, self.head = nn.Sequential(*layers, nn.Flatten()), nn.Linear(32 * 16, CLASSES + 1)

    def forward(self, x):
        return self.head(self.convolutions(x))


def write(path, batches=4, encoded=200):
    """Draws the first values, encoded pictures and the batches, and writes them as raw float32 in order."""
    torch.manual_seed(7)
    with open(path, "wb") as out:
        for network in (Generator(), Discriminator()):
            for parameter in network.parameters():
                out.write(parameter.detach().numpy().tobytes())
        labels = torch.arange(encoded) % CLASSES
        latents = torch.randn(encoded, LATENT) + 0.3 * labels.unsqueeze(1)
        out.write(struct.pack("<i", encoded) + latents.numpy().tobytes() + labels.float().numpy().tobytes())
        out.write(struct.pack("<i", batches))
        for _ in range(batches):
            labels = torch.randint(CLASSES, (BATCH_SIZE,))
            images = torch.rand(BATCH_SIZE, 1, 16, 16) * 0.3
            for image, label in zip(images, labels):
                image[:, label:label + 4] += 0.6
            out.write(images.numpy().tobytes() + labels.float().numpy().tobytes())


def fit(latents, labels):
    """Mean and factor U sqrt(L) of each class's covariance, in float64."""
    means, factors = [], []
    for label in range(CLASSES):
        z = latents[labels == label].double()
        centred = z - z.mean(0)
        values, vectors = torch.linalg.eigh(centred.t() @ centred / (len(z) - 1))
        means.append(z.mean(0))
        factors.append(vectors * values.clamp_min(0).sqrt())
    return torch.stack(means), torch.stack(factors)


def main(path, threads):
    data = open(path, "rb")

    def read(*shape):
        values = bytearray(data.read(4 * torch.Size(shape).numel()))
        return torch.frombuffer(values, dtype=torch.float32).clone().view(shape)

    def count():
        return struct.unpack("<i", data.read(4))[0]

    g, d = Generator(), Discriminator()
    with torch.no_grad():
        for network in (g, d):
            for parameter in network.parameters():
                parameter.copy_(read(*parameter.shape))
    encoded = count()
    means, factors = fit(read(encoded, LATENT), read(encoded).long())
    batches = [(read(BATCH_SIZE, 1, 16, 16), read(BATCH_SIZE).long()) for _ in range(count())]
    g_optimizer, d_optimizer = (torch.optim.Adam(n.parameters(), 1e-4, (0.5, 0.999)) for n in (g, d))
    torch.set_num_threads(threads)
    torch.manual_seed(7)
    cumulative = torch.arange(1, CLASSES + 1, dtype=torch.float64) / CLASSES
    fakes = -(-BATCH_SIZE // CLASSES)

    def draw(size):
        return torch.searchsorted(cumulative, 1 - torch.rand(size, dtype=torch.float64))

    def sample(labels):
        noise = torch.randn(len(labels), LATENT, 1, dtype=torch.float64)
        return (means[labels] + torch.bmm(factors[labels], noise).squeeze(2)).float()

    step = 0
    for line in sys.stdin:
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(int(line)):
            x, y = batches[step % len(batches)]
            with torch.no_grad():
                fake = g(sample(draw(fakes)))
            d.requires_grad_(True)
            d_optimizer.zero_grad(set_to_none=True)
            logits = d(torch.cat([x * 2 - 1, fake]))
            d_loss = F.cross_entropy(logits, torch.cat([y, torch.full((fakes,), CLASSES)]))
            d_loss.backward()
            d_optimizer.step()
            wanted = draw(BATCH_SIZE + fakes)
            d.requires_grad_(False)
            g_optimizer.zero_grad(set_to_none=True)
            g_loss = F.cross_entropy(d(g(sample(wanted))), wanted)
            g_loss.backward()
            g_optimizer.step()
            step += 1
        losses = [term.item() for term in (d_loss, g_loss)]
        print(time.perf_counter() - wall, time.process_time() - cpu, *losses, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
