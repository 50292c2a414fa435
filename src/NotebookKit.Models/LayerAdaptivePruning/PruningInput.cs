namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>Checks of what a user passes, with one message form.</summary>
internal static class PruningInput
{
    public static void CheckSparsity(double sparsity)
    {
        if (!(sparsity is >= 0 and < 1))
        {
            throw new ArgumentException(
                $"sparsity must lie in [0, 1), but is {sparsity}. It is the share of weights that become zero: 0.9 " +
                "prunes 90 %.");
        }
    }

    /// <summary>T = floor((1 - S) N), the weights that may stay.</summary>
    public static long Budget(long total, double sparsity)
    {
        CheckSparsity(sparsity);
        return (long)Math.Floor((1 - sparsity) * total);
    }

    public static void CheckMacsLeft(double share)
    {
        if (!(share is > 0 and <= 1))
        {
            throw new ArgumentException(
                $"macsLeft must lie in (0, 1], but is {share}. It is the share of the dense network's " +
                "multiply-accumulates that may remain.");
        }
    }

    public static void CheckMinKeep(double share)
    {
        if (!(share is >= 0 and < 1))
        {
            throw new ArgumentException(
                $"minKeep must lie in [0, 1), but is {share}. It is the share of each layer's weights that stays " +
                "whatever the budget; 0.01 keeps 1 %.");
        }
    }

    public static void CheckIntervals(int intervals)
    {
        if (intervals is < 1 or > LayerCurves.MaxIntervals)
        {
            throw new ArgumentException(
                $"The grid must have 1 to {LayerCurves.MaxIntervals} intervals, but has {intervals}. The paper has 100.");
        }
    }
}
