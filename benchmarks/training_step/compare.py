"""A training step of one network, ours against PyTorch's, alternating in one run.

    dotnet build benchmarks/training_step -c Release
    /usr/bin/python3 benchmarks/training_step/compare.py resnet20 [--bfloat16] [--threads 1] [--passive]

Networks: cifake (batch 64, Adam), lenet5 (batch 64, SGD), resnet20 (batch 128, SGD), vit-mae (batch 64, AdamW).
benchmarks/in_turn.py says how the two sides are timed; PyTorch runs as it comes, in float32. --passive also gives
PyTorch the wait policy that our binding sets for itself (OMP_WAIT_POLICY=PASSIVE).
"""
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

import in_turn       # noqa: E402
import pytorch_side  # noqa: E402


def main():
    parser = in_turn.parser(__doc__.splitlines()[0], steps=10, rounds=20, limit=None, of="medians (0.75; 0.55 in bfloat16)")
    parser.add_argument("network", choices=["cifake", "lenet5", "resnet20", "vit-mae"])
    parser.add_argument("--bfloat16", action="store_true", help="our side computes in a bfloat16 region")
    parser.add_argument("--passive", action="store_true", help="PyTorch too gets OMP_WAIT_POLICY=PASSIVE")
    options = parser.parse_args()
    limit = options.limit or (0.55 if options.bfloat16 else 0.75)

    ours = in_turn.environment(options.threads)
    theirs = dict(ours, OMP_WAIT_POLICY="PASSIVE") if options.passive else ours
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "values.bin")
        pytorch_side.write(options.network, path)
        started = in_turn.commands(HERE, "training_step.dll", [options.network, path, str(options.threads)],
                                   ["bfloat16"] if options.bfloat16 else [])
        first, turns = in_turn.take_turns(started, {in_turn.OURS: ours, in_turn.THEIRS: theirs}, options, first_step=20)

    print(f"{options.network}{' in bfloat16' if options.bfloat16 else ''}, threads {options.threads}, "
          f"PyTorch's OMP_WAIT_POLICY {theirs.get('OMP_WAIT_POLICY', 'as it comes')}, "
          f"OPENBLAS_CORETYPE {ours.get('OPENBLAS_CORETYPE', 'chosen by OpenBLAS')}, "
          f"{options.rounds} rounds of {options.steps} steps, load {load:.1f} to {os.getloadavg()[0]:.1f}")
    print(f"loss of step 20: {first[in_turn.OURS][-1]:.7f} and {first[in_turn.THEIRS][-1]:.7f}; "
          f"at most {in_turn.apart(first):.1e} apart over the first 20 steps")
    ratios = in_turn.report(turns)
    if in_turn.apart(first) > 1e-3 and not options.bfloat16:
        sys.exit("The losses differ by more than 1e-3 of their value: the two sides do not compute the same.")
    if max(ratios) > limit:
        sys.exit(f"A ratio is above {limit}.")


if __name__ == "__main__":
    main()
