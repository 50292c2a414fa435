"""One pre-training step of MAEDAY's small mode (masked autoencoder, batch 48, AdamW), ours against PyTorch's.

    dotnet build benchmarks/maeday -c Release
    /usr/bin/python3 benchmarks/maeday/compare.py

benchmarks/in_turn.py says how the two sides are timed. They get the same masks.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

import in_turn       # noqa: E402
import pytorch_side  # noqa: E402

if __name__ == "__main__":
    in_turn.compare(HERE, "maeday.dll", pytorch_side.write, losses=1, steps=20, first_step=5,
                    title=__doc__.splitlines()[0])
