"""One step of BAGAN's small mode (D on 32 + 4 pictures, G on 36, Adam), ours against PyTorch's.

    dotnet build benchmarks/bagan -c Release
    /usr/bin/python3 benchmarks/bagan/compare.py

benchmarks/in_turn.py says how the two sides are timed.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

import in_turn       # noqa: E402
import pytorch_side  # noqa: E402

if __name__ == "__main__":
    in_turn.compare(HERE, "bagan.dll", pytorch_side.write, losses=2, steps=10,
                    title=__doc__.splitlines()[0])
