"""Times one training step of ours against PyTorch's: two long-lived processes over the same libtorch with the same
environment, threads, first values and batches. They take turns of a few steps (which one begins changes from round to
round), so that both see the same machine. Medians over the rounds.

A benchmark's compare.py names its pieces: `pytorch_side.write(path)` writes first values and batches; both sides read
them, then answer each line "count" with "wall seconds, CPU seconds, losses" (of the last step, or of each).
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile

OURS, THEIRS = "NotebookKit", "PyTorch"


def parser(title, steps, rounds, limit, of="CPU medians"):
    """The options that every comparison has."""
    result = argparse.ArgumentParser(description=title)
    result.add_argument("--rounds", type=int, default=rounds)
    result.add_argument("--steps", type=int, default=steps, help="steps in a turn")
    result.add_argument("--threads", type=int, default=os.cpu_count())
    result.add_argument("--limit", type=float, default=limit, help=f"largest ratio of the {of} that passes")
    return result


def environment(threads):
    """This environment with so many threads."""
    return dict(os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads))


def commands(folder, program, arguments, ours=()):
    """How the two sides of a folder are started: our dll, pytorch_side.py; ours: more arguments of our side."""
    return {
        OURS: ["dotnet", os.path.join(folder, "bin/Release/net10.0", program), *arguments, *ours],
        THEIRS: [sys.executable, os.path.join(folder, "pytorch_side.py"), *arguments],
    }


def take_turns(started, environments, options, first_step, losses=None):
    """Runs both sides. Returns the losses of the first turn, of first_step steps, and [wall, CPU] ms per step of each
    turn, each by side. losses: how many a side answers; None: one for each step."""
    sides = {name: subprocess.Popen(command, env=environments[name], text=True, stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE) for name, command in started.items()}

    def turn(name, count):
        sides[name].stdin.write(f"{count}\n")
        sides[name].stdin.flush()
        answer = [float(word) for word in sides[name].stdout.readline().split()]
        if len(answer) != 2 + (losses or count):
            sys.exit(f"{name} ended: see its message above.")
        return answer[0] / count * 1e3, answer[1] / count * 1e3, answer[2:]

    first = {name: turn(name, first_step)[2] for name in sides}
    for name in sides:
        turn(name, 4)                                                        # warm up
    turns = {name: [] for name in sides}
    for k in range(options.rounds):
        for name in list(sides)[::1 if k % 2 == 0 else -1]:
            turns[name].append(turn(name, options.steps)[:2])
    for side in sides.values():
        side.stdin.close()
        side.wait()
    return first, turns


def apart(first):
    """The largest difference of two losses, of their value or of 1e-3."""
    return max(abs(a - b) / max(1e-3, abs(b)) for a, b in zip(first[OURS], first[THEIRS]))


def report(turns):
    """Prints medians and bests; returns the ratios of the medians, wall and CPU."""
    ratios = []
    for which, what in enumerate(("wall", "CPU")):
        ours, theirs = ([t[which] for t in turns[name]] for name in (OURS, THEIRS))
        ratios.append(statistics.median(ours) / statistics.median(theirs))
        rounds = statistics.median(a / b for a, b in zip(ours, theirs))
        print(f"{what:>4} ms per step: {OURS} {statistics.median(ours):.2f}, {THEIRS} {statistics.median(theirs):.2f}; "
              f"ratio {ratios[-1]:.3f} (median of rounds {rounds:.3f}; best {min(ours):.2f} and {min(theirs):.2f})")
    return ratios


def compare(folder, program, write, losses, steps, first_step=1, title=""):
    """Runs the two sides in a folder and prints the ratios.

    program: name of our dll; losses: how many a side answers; steps: in a turn; first_step: whose losses must agree.
    """
    options = parser(title, steps, rounds=12, limit=0.9).parse_args()
    both = environment(options.threads)
    both.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    with tempfile.TemporaryDirectory() as values:
        path = os.path.join(values, "values.bin")
        write(path)
        first, turns = take_turns(commands(folder, program, [path, str(options.threads)]), {OURS: both, THEIRS: both},
                                  options, first_step, losses)
    print(f"threads {options.threads}, {options.rounds} rounds of {options.steps} steps, "
          f"load {os.getloadavg()[0]:.1f}; losses of step {first_step} at most {apart(first):.1e} apart")
    _, ratio = report(turns)
    if apart(first) > 1e-3:
        sys.exit("The losses differ by more than 1e-3: the two sides do not compute the same.")
    if ratio > options.limit:
        sys.exit(f"The CPU ratio is above {options.limit}.")
