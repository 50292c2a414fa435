"""The other side of compare.py: the same network, values, batches and protocol as Program.cs, in PyTorch."""
import struct
import sys
import time

import torch
from torch import nn

BATCH_SIZE = 64


def network():
    return nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(2048, 64), nn.ReLU(), nn.Linear(64, 1))


def write(path, batches=4):
    """Draws the network's first values and the batches, and writes them as raw float32 in order."""
    torch.manual_seed(7)
    with open(path, "wb") as out:
        for parameter in network().parameters():
            out.write(parameter.detach().numpy().tobytes())
        out.write(struct.pack("<i", batches))
        for _ in range(batches):
            out.write(torch.rand(BATCH_SIZE, 3, 32, 32).numpy().tobytes())
            out.write(torch.randint(2, (BATCH_SIZE, 1)).float().numpy().tobytes())


def main(path, threads):
    data = open(path, "rb")

    def read(shape):
        values = bytearray(data.read(4 * torch.Size(shape).numel()))
        return torch.frombuffer(values, dtype=torch.float32).clone().view(shape)

    model = network()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(read(parameter.shape))
    batches = [(read((BATCH_SIZE, 3, 32, 32)), read((BATCH_SIZE, 1))) for _ in range(struct.unpack("<i", data.read(4))[0])]
    optimizer = torch.optim.Adam(model.parameters())
    criterion = nn.BCEWithLogitsLoss()
    torch.set_num_threads(threads)
    step = 0
    for line in sys.stdin:
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(int(line)):
            images, targets = batches[step % len(batches)]
            optimizer.zero_grad(set_to_none=True)
            loss = criterion(model(images), targets)
            loss.backward()
            optimizer.step()
            step += 1
        value = loss.item()
        print(time.perf_counter() - wall, time.process_time() - cpu, value, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
