"""A training step of one network, ours against PyTorch's, alternating in one run.

    dotnet build benchmarks/training_step -c Release
    /usr/bin/python3 benchmarks/training_step/compare.py resnet20 [--bfloat16] [--threads 1] [--passive]

Networks: cifake (batch 64, Adam), lenet5 (batch 64, SGD), resnet20 (batch 128, SGD), vit-mae (batch 64, AdamW). Both sides
are long-lived processes over the same libtorch with the same threads, OpenBLAS kernels, first values and batches; PyTorch
runs as it comes, in float32. They take turns of a few steps (which one begins changes from round to round), so that both see
the same machine. Medians over the rounds; the ratio of a round compares its two turns. --passive also gives PyTorch the
wait policy that our binding sets for itself (OMP_WAIT_POLICY=PASSIVE).
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
    parser.add_argument("network", choices=["cifake", "lenet5", "resnet20", "vit-mae"])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--steps", type=int, default=10, help="steps in a turn")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--bfloat16", action="store_true", help="our side computes in a bfloat16 region")
    parser.add_argument("--passive", action="store_true", help="PyTorch too gets OMP_WAIT_POLICY=PASSIVE")
    parser.add_argument("--limit", type=float, default=0.75, help="largest ratio of the medians that passes")
    options = parser.parse_args()

    environment = dict(os.environ, OMP_NUM_THREADS=str(options.threads), OPENBLAS_NUM_THREADS=str(options.threads))
    theirs = dict(environment, OMP_WAIT_POLICY="PASSIVE") if options.passive else environment
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "values.bin")
        import pytorch_side
        pytorch_side.write(options.network, path)
        arguments = [options.network, path, str(options.threads)]
        program = os.path.join(HERE, "bin/Release/net10.0/training_step.dll")
        commands = {
            "NotebookKit": (["dotnet", program, *arguments, *(["bfloat16"] if options.bfloat16 else [])], environment),
            "PyTorch": ([sys.executable, os.path.join(HERE, "pytorch_side.py"), *arguments], theirs),
        }
        sides = {name: subprocess.Popen(command, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                 for name, (command, env) in commands.items()}

        def turn(name, steps):
            sides[name].stdin.write(f"{steps}\n")
            sides[name].stdin.flush()
            answer = [float(word) for word in sides[name].stdout.readline().split()]
            if len(answer) != 2 + steps:
                sys.exit(f"{name} ended: see its message above.")
            return answer[0] / steps * 1e3, answer[1] / steps * 1e3, answer[2:]

        first = {name: turn(name, 20)[2] for name in sides}                  # warm up; also the losses to compare
        apart = max(abs(a - b) / abs(b) for a, b in zip(first["NotebookKit"], first["PyTorch"]))
        load = os.getloadavg()[0]
        turns = {name: [] for name in sides}
        for k in range(options.rounds):
            for name in list(sides)[::1 if k % 2 == 0 else -1]:
                turns[name].append(turn(name, options.steps))
        for side in sides.values():
            side.stdin.close()
            side.wait()

    core = environment.get("OPENBLAS_CORETYPE", "chosen by OpenBLAS")
    print(f"{options.network}{' in bfloat16' if options.bfloat16 else ''}, threads {options.threads}, "
          f"PyTorch's OMP_WAIT_POLICY {theirs.get('OMP_WAIT_POLICY', 'as it comes')}, OPENBLAS_CORETYPE {core}, "
          f"{options.rounds} rounds of {options.steps} steps, load {load:.1f} to {os.getloadavg()[0]:.1f}")
    print(f"loss of step 20: {first['NotebookKit'][-1]:.7f} and {first['PyTorch'][-1]:.7f}; "
          f"at most {apart:.1e} apart over the first 20 steps")
    ratios = []
    for which, what in enumerate(("wall", "CPU")):
        ours, other = ([t[which] for t in turns[name]] for name in ("NotebookKit", "PyTorch"))
        ratio = statistics.median(ours) / statistics.median(other)
        paired = statistics.median(a / b for a, b in zip(ours, other))
        ratios.append(ratio)
        print(f"{what:>4} ms per step: NotebookKit {statistics.median(ours):.2f}, PyTorch {statistics.median(other):.2f}; "
              f"ratio {ratio:.3f} (median of rounds {paired:.3f}; best {min(ours):.2f} and {min(other):.2f})")
    if apart > 1e-3 and not options.bfloat16:
        sys.exit("The losses differ by more than 1e-3 of their value: the two sides do not compute the same.")
    if max(ratios) > options.limit:
        sys.exit(f"A ratio is above {options.limit}.")


if __name__ == "__main__":
    main()
