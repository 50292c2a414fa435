using static TorchSharp.torch;

namespace NotebookKit.Train;

/// <summary>Sums losses and right predictions over an epoch. Values stay tensors until a window of steps is full, so that a
/// step never waits for the device.</summary>
internal sealed class LossMeter : IDisposable
{
    private const int Window = 32;

    private readonly Tensor pending;                                        // [2, Window], float64: losses, right predictions
    private readonly Tensor[] lossSlots;
    private readonly Tensor[] correctSlots;
    private readonly long[] counts = new long[Window];
    private int filled;

    public LossMeter(Device device)
    {
        pending = zeros([2, Window], ScalarType.Float64, device).DetachFromDisposeScope();
        using var scope = NewDisposeScope();
        lossSlots = Slots(0);
        correctSlots = Slots(1);
    }

    /// <summary>The sums so far, without what waits for <see cref="Flush"/>.</summary>
    public EpochSums Sums { get; set; } = new(0, 0, 0);

    /// <summary>Mean loss over the last window; NaN before the first.</summary>
    public double RecentLoss { get; private set; } = double.NaN;

    /// <summary>True when the window must be flushed before the next step.</summary>
    public bool IsFull => filled == Window;

    /// <summary>Adds one step: mean loss and number of right predictions of <paramref name="count"/> images.</summary>
    public void Add(Tensor loss, Tensor correct, long count)
    {
        using var noGradients = no_grad();
        lossSlots[filled].copy_(loss);
        correctSlots[filled].copy_(correct);
        counts[filled++] = count;
    }

    /// <summary>Fetches the waiting values and adds them to the sums.</summary>
    /// <returns>The first loss that is no finite number, and how many steps before the last added one it occurred; the sums
    /// then hold the steps before it. Null: all are finite.</returns>
    public (double Loss, int StepsBack)? Flush()
    {
        if (filled == 0)
        {
            return null;
        }
        using var scope = NewDisposeScope();
        var values = pending.cpu().data<double>().ToArray();
        var (steps, loss, count) = (filled, 0.0, 0L);
        filled = 0;
        for (var i = 0; i < steps; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                return (values[i], steps - 1 - i);
            }
            Sums = new(Sums.Loss + values[i] * counts[i], Sums.Correct + values[Window + i], Sums.Images + counts[i]);
            (loss, count) = (loss + values[i] * counts[i], count + counts[i]);
        }
        RecentLoss = loss / count;
        return null;
    }

    public void Dispose()
    {
        foreach (var slot in lossSlots.Concat(correctSlots))
        {
            slot.Dispose();
        }
        pending.Dispose();
    }

    private Tensor[] Slots(long row) => [.. pending.select(0, row).unbind().Select(slot => slot.DetachFromDisposeScope())];
}

/// <summary>Sums over the images of an epoch so far.</summary>
/// <param name="Loss">Sum of losses.</param>
/// <param name="Correct">Right predictions.</param>
/// <param name="Images">Images seen.</param>
internal readonly record struct EpochSums(double Loss, double Correct, long Images)
{
    public double MeanLoss => Loss / Images;

    public double Accuracy => Correct / Images;
}
