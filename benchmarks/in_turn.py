"""Times one training step of ours against PyTorch's: two long-lived processes over the same libtorch with the same
environment, threads, first values and batches. They take turns of a few steps (which one begins changes from round to
round), so that both see the same machine. Medians over the rounds.

A benchmark's compare.py names its pieces: `pytorch_side.write(path)` writes first values and batches; both sides read
them, then answer each line "count" with "wall seconds, CPU seconds, losses of the last step".
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile


def compare(folder, program, write, losses, steps, first_step=1, title=""):
    """Runs the two sides in a folder and prints the ratios.

    program: name of our dll; losses: how many a side answers; steps: in a turn; first_step: whose losses must agree.
    """
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--steps", type=int, default=steps, help="steps in a turn")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--limit", type=float, default=0.9, help="largest ratio of the CPU medians that passes")
    options = parser.parse_args()

    threads = str(options.threads)
    environment = dict(os.environ, OMP_NUM_THREADS=threads, OPENBLAS_NUM_THREADS=threads)
    environment.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    with tempfile.TemporaryDirectory() as values:
        path = os.path.join(values, "values.bin")
        write(path)
        commands = {
            "NotebookKit": ["dotnet", os.path.join(folder, "bin/Release/net10.0", program), path, threads],
            "PyTorch": [sys.executable, os.path.join(folder, "pytorch_side.py"), path, threads],
        }
        sides = {name: subprocess.Popen(
            command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for name, command in commands.items()}

        def turn(name, count):
            sides[name].stdin.write(f"{count}\n")
            sides[name].stdin.flush()
            answer = [float(word) for word in sides[name].stdout.readline().split()]
            if len(answer) != 2 + losses:
                sys.exit(f"{name} ended: see its message above.")
            return answer[0] / count * 1e3, answer[1] / count * 1e3, answer[2:]

        first = {name: turn(name, first_step)[2] for name in sides}
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

    print(f"threads {threads}, {options.rounds} rounds of {options.steps} steps, load {os.getloadavg()[0]:.1f}; "
          f"losses of step {first_step} at most {apart:.1e} apart")
    for which, what in enumerate(("wall", "CPU")):
        ours, theirs = ([t[which] for t in turns[name]] for name in ("NotebookKit", "PyTorch"))
        ratio = statistics.median(ours) / statistics.median(theirs)
        print(f"{what:>4} ms per step: NotebookKit {statistics.median(ours):.2f}, "
              f"PyTorch {statistics.median(theirs):.2f}; ratio {ratio:.3f} "
              f"(best {min(ours):.2f} and {min(theirs):.2f})")
    if apart > 1e-3:
        sys.exit("The losses differ by more than 1e-3: the two sides do not compute the same.")
    if ratio > options.limit:
        sys.exit(f"The CPU ratio is above {options.limit}.")
