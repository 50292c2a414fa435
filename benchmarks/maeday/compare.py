"""One pre-training step of MAEDAY's small mode (masked autoencoder, batch 48, AdamW), ours against PyTorch's.

    dotnet build benchmarks/maeday -c Release
    /usr/bin/python3 benchmarks/maeday/compare.py

Both sides are long-lived processes over the same libtorch with the same environment, threads, first values, batches and masks.
They take turns of a few steps (which one begins changes from round to round), so that both see the same machine. Medians
over the rounds.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--steps", type=int, default=20, help="steps in a turn")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--limit", type=float, default=0.9, help="largest ratio of the CPU medians that passes")
    options = parser.parse_args()

    environment = dict(os.environ, OMP_NUM_THREADS=str(options.threads), OPENBLAS_NUM_THREADS=str(options.threads))
    environment.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "values.bin")
        import pytorch_side
        pytorch_side.write(path)
        commands = {
            "NotebookKit": ["dotnet", os.path.join(HERE, "bin/Release/net10.0/maeday.dll"), path, str(options.threads)],
            "PyTorch": [sys.executable, os.path.join(HERE, "pytorch_side.py"), path, str(options.threads)],
        }
        sides = {name: subprocess.Popen(command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                 for name, command in commands.items()}

        def turn(name, steps):
            sides[name].stdin.write(f"{steps}\n")
            sides[name].stdin.flush()
            answer = [float(word) for word in sides[name].stdout.readline().split()]
            if len(answer) != 3:
                sys.exit(f"{name} ended: see its message above.")
            return answer[0] / steps * 1e3, answer[1] / steps * 1e3, answer[2:]

        first = {name: turn(name, 5)[2] for name in sides}                   # the losses of the fifth step agree
        apart = max(abs(a - b) / max(1e-3, abs(b)) for a, b in zip(first["NotebookKit"], first["PyTorch"]))
        for name in sides:
            turn(name, 4)                                                    # warm up
        turns = {name: [] for name in sides}
        for k in range(options.rounds):
            for name in list(sides)[::1 if k % 2 == 0 else -1]:
                turns[name].append(turn(name, options.steps))
        for side in sides.values():
            side.stdin.close()
            side.wait()

    print(f"threads {options.threads}, {options.rounds} rounds of {options.steps} steps, load {os.getloadavg()[0]:.1f}; "
          f"losses of the fifth step {apart:.1e} apart")
    for which, what in enumerate(("wall", "CPU")):
        ours, theirs = ([t[which] for t in turns[name]] for name in ("NotebookKit", "PyTorch"))
        ratio = statistics.median(ours) / statistics.median(theirs)
        print(f"{what:>4} ms per step: NotebookKit {statistics.median(ours):.2f}, PyTorch {statistics.median(theirs):.2f}; "
              f"ratio {ratio:.3f} (best {min(ours):.2f} and {min(theirs):.2f})")
    if apart > 1e-3:
        sys.exit("The losses differ by more than 1e-3: the two sides do not compute the same.")
    if ratio > options.limit:
        sys.exit(f"The CPU ratio is above {options.limit}.")


if __name__ == "__main__":
    main()
