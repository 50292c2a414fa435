"""A training step of the CIFAKE network (batch 64, Adam), ours against PyTorch's, alternating in one run.

    dotnet build benchmarks/training_step -c Release && python3 benchmarks/training_step/compare.py

Both sides are long-lived processes over the same libtorch with the same environment, threads, first values and batches.
They take turns of a few steps (which one begins changes from round to round), so that both see the same machine. Medians
over the rounds; the ratio of a round compares its two turns.
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
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--steps", type=int, default=10, help="steps in a turn")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--limit", type=float, default=1.1, help="largest ratio of the medians that passes")
    options = parser.parse_args()

    environment = dict(os.environ, OMP_NUM_THREADS=str(options.threads))
    environment.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "values.bin")
        import pytorch_side
        pytorch_side.write(path)
        commands = {
            "NotebookKit": ["dotnet", os.path.join(HERE, "bin/Release/net10.0/training_step.dll"), path, str(options.threads)],
            "PyTorch": [sys.executable, os.path.join(HERE, "pytorch_side.py"), path, str(options.threads)],
        }
        sides = {name: subprocess.Popen(command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                 for name, command in commands.items()}

        def turn(name, steps):
            sides[name].stdin.write(f"{steps}\n")
            sides[name].stdin.flush()
            answer = sides[name].stdout.readline().split()
            if len(answer) != 3:
                sys.exit(f"{name} ended: see its message above.")
            wall, cpu, loss = map(float, answer)
            return wall / steps * 1e3, cpu / steps * 1e3, loss

        first = {name: turn(name, 20)[2] for name in sides}                  # warm up; also the losses to compare
        apart = abs(first["NotebookKit"] - first["PyTorch"]) / first["PyTorch"]
        turns = {name: [] for name in sides}
        for k in range(options.rounds):
            for name in list(sides)[::1 if k % 2 == 0 else -1]:
                turns[name].append(turn(name, options.steps))
        for side in sides.values():
            side.stdin.close()
            side.wait()

    core = environment.get("OPENBLAS_CORETYPE", "chosen by OpenBLAS")
    print(f"threads {options.threads}, OMP_WAIT_POLICY {environment['OMP_WAIT_POLICY']}, OPENBLAS_CORETYPE {core}, "
          f"{options.rounds} rounds of {options.steps} steps")
    print(f"loss after 20 steps: {first['NotebookKit']:.7f} and {first['PyTorch']:.7f} ({apart:.1e} apart)")
    ratios = []
    for which, what in enumerate(("wall", "CPU")):
        ours, theirs = ([t[which] for t in turns[name]] for name in ("NotebookKit", "PyTorch"))
        ratio = statistics.median(ours) / statistics.median(theirs)
        paired = statistics.median(a / b for a, b in zip(ours, theirs))
        ratios.append(ratio)
        print(f"{what:>4} ms per step: NotebookKit {statistics.median(ours):.2f}, PyTorch {statistics.median(theirs):.2f}; "
              f"ratio {ratio:.3f} (median of rounds {paired:.3f}; best {min(ours):.2f} and {min(theirs):.2f})")
    if apart > 1e-3:
        sys.exit("The losses differ by more than 1e-3 of their value: the two sides do not compute the same.")
    if max(ratios) > options.limit:
        sys.exit(f"A ratio is above {options.limit}.")


if __name__ == "__main__":
    main()
