"""Microseconds per call of small operators (4x4 float32, one thread, each result freed), ours against PyTorch's.

    dotnet build benchmarks/overhead -c Release && /usr/bin/python3 benchmarks/overhead/compare.py

Two long-lived processes over the same libtorch take short turns, so that both see the same machine. Best and median over
the turns; fails when the best `x + y` takes more than --limit of PyTorch's, or more than 0.7 of the 0.81 us that TorchSharp
0.99.6 took over the same libtorch on a machine of this kind, where PyTorch took 0.86.
"""
import argparse
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TORCHSHARP, TORCHSHARP_LIMIT = 0.81, 0.7                                   # us; largest ratio of x + y that passes
CALLS = {"x + y": "the sum", "x + w": "the sum, recorded by autograd", "x.relu()": "", "x.mm(y)": "", "x.sum(1)": ""}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--calls", type=int, default=2000, help="calls in a turn")
    parser.add_argument("--limit", type=float, default=0.85, help="largest ratio of x + y that passes")
    options = parser.parse_args()
    environment = dict(os.environ, OMP_NUM_THREADS="1")
    commands = {
        "NotebookKit": ["dotnet", os.path.join(HERE, "bin/Release/net10.0/overhead.dll")],
        "PyTorch": [sys.executable, os.path.join(HERE, "pytorch_side.py")],
    }
    sides = {name: subprocess.Popen(command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
             for name, command in commands.items()}

    def turn(name, call, count):
        sides[name].stdin.write(f"{call} {count}\n")
        sides[name].stdin.flush()
        answer = sides[name].stdout.readline().split()
        if len(answer) != 2:
            sys.exit(f"{name} ended: see its message above.")
        return [float(seconds) / count * 1e6 for seconds in answer]

    for call in CALLS:
        for name in sides:
            for _ in range(80):                                          # also lets the runtime compile the loop anew
                turn(name, call, options.calls)
    load = os.getloadavg()[0]
    turns = {call: {name: [] for name in sides} for call in CALLS}
    for k in range(options.rounds):
        for call in CALLS:
            for name in list(sides)[::1 if k % 2 == 0 else -1]:
                turns[call][name].append(turn(name, call, options.calls))
    for side in sides.values():
        side.stdin.close()
        side.wait()

    print(f"load {load:.1f} to {os.getloadavg()[0]:.1f}; {options.rounds} rounds of {options.calls} calls; us per call")
    print("call       best: ours PyTorch ratio   median: ours PyTorch ratio   CPU median: ours PyTorch ratio")
    for call in CALLS:
        ours, theirs = (turns[call][name] for name in ("NotebookKit", "PyTorch"))
        figures = []
        for of, which in ((min, 0), (statistics.median, 0), (statistics.median, 1)):
            a, b = of(t[which] for t in ours), of(t[which] for t in theirs)
            figures.append(f"{a:6.3f} {b:6.3f} {a / b:5.2f}")
        print(f"{call:9}      " + "          ".join(figures))
    ours, theirs = (min(t[0] for t in turns["x + y"][name]) for name in ("NotebookKit", "PyTorch"))
    print(f"x + y: {ours / theirs:.2f} of PyTorch's time, {ours / TORCHSHARP:.2f} of TorchSharp's {TORCHSHARP} us")
    if ours / theirs > options.limit:
        sys.exit(f"x + y takes more than {options.limit} of PyTorch's time.")
    if ours / TORCHSHARP > TORCHSHARP_LIMIT:
        sys.exit(f"x + y takes more than {TORCHSHARP_LIMIT} of TorchSharp's time.")


if __name__ == "__main__":
    main()
