"""The other side of compare.py: the same calls as Program.cs, in PyTorch."""
import sys
import time

import torch


def main():
    torch.set_num_threads(1)
    x, y = torch.rand(4, 4), torch.rand(4, 4)
    w = torch.rand(4, 4, requires_grad=True)

    def add(n):
        for _ in range(n):
            x + y

    def add_recorded(n):
        for _ in range(n):
            x + w

    def relu(n):
        for _ in range(n):
            x.relu()

    def product(n):
        for _ in range(n):
            x.mm(y)

    def total(n):
        for _ in range(n):
            x.sum(1)

    calls = {"x + y": add, "x + w": add_recorded, "x.relu()": relu, "x.mm(y)": product, "x.sum(1)": total}
    for line in sys.stdin:
        name, count = line.rsplit(" ", 1)
        cpu, wall = time.process_time(), time.perf_counter()
        calls[name](int(count))
        print(time.perf_counter() - wall, time.process_time() - cpu, flush=True)


main()
