"""One step of the counterfactual GAN's small mode (G, D and C, batch 24, Adam), ours against PyTorch's.

    dotnet build benchmarks/counterfactual -c Release
    /usr/bin/python3 benchmarks/counterfactual/compare.py

benchmarks/in_turn.py says how the two sides are timed.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

import in_turn       # noqa: E402
import pytorch_side  # noqa: E402

if __name__ == "__main__":
    in_turn.compare(HERE, "counterfactual.dll", pytorch_side.write, losses=5, steps=5,
                    title=__doc__.splitlines()[0])
