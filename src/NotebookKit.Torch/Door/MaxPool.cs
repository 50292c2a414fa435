using static TorchSharp.torch;

namespace NotebookKit.Torch.Door;

/// <summary>Largest value of each 2x2 window, step 2: in float32 on a CPU with the rows in memory as they are read, for
/// training and for passes without gradients. Values and gradients are libtorch's to the bit.</summary>
internal static unsafe class MaxPool
{
    /// <summary>The largest values of a batch of pictures, the first of equal ones; NaN wins.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="window">[2] or [2, 2], else the operator does not fit.</param>
    /// <param name="step">The same, or null for the window.</param>
    /// <param name="border">[0], [0, 0] or null.</param>
    /// <param name="spacing">[1], [1, 1] or null.</param>
    /// <param name="ceil">An odd last line gets a window of its own; does not fit.</param>
    /// <returns>[N, C, H / 2, W / 2]; null, with nothing done, where the operator is not made for these.</returns>
    internal static Tensor? Apply(Tensor input, long[] window, long[]? step, long[]? border, long[]? spacing, bool ceil)
    {
        if (ceil || window.Length == 0 || !All(window, 2) || !All(step, 2) || !All(border, 0) || !All(spacing, 1))
        {
            return null;
        }

        int taken;
        var result = NativeMethods.nk_max_pool(input.Handle, &taken);
        GC.KeepAlive(input);
        if (result == 0)
        {
            return taken == 0 ? null : throw NativeError.Of("max_pool2d");
        }

        return new Tensor(result);

        static bool All(long[]? values, long wanted) =>
            values is null || (values.Length <= 2 && !values.AsSpan().ContainsAnyExcept(wanted));
    }
}
