using static TorchSharp.torch;

namespace NotebookKit.Train;

/// <summary>One seed for everything random.</summary>
public static class Seed
{
    /// <summary>Seeds the default generators of all devices: weights drawn, dropout and sampling after this call repeat.
    /// What takes a seed of its own (shuffling, splits, procedural data) repeats by that seed.</summary>
    /// <param name="seed">Any number; same seed, same draws on the same device and libtorch.</param>
    public static void All(long seed)
    {
        manual_seed(seed);                                                  // CPU, and every CUDA device there is
        if (cuda.is_available())
        {
            cuda.manual_seed_all(seed);
        }
    }
}
