using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>Which values of a category's maps the colours of a figure span: what is usual is dark, so that a map laid
/// over a picture shows what is not.</summary>
/// <param name="Low">Shown as the first colour, and all below it.</param>
/// <param name="Top">Shown as the last colour, and all above it.</param>
internal readonly record struct HeatRange(double Low, double Top)
{
    private const double TopShare = 0.005;

    /// <summary>What a caption says of it.</summary>
    public const string Caption = "Colours run from the median of a category's maps to their highest half per cent.";

    /// <summary>The range of maps.</summary>
    /// <param name="maps">Of any shape, on the CPU.</param>
    public static HeatRange Of(Tensor maps)
    {
        using var scope = NewDisposeScope();
        var values = maps.flatten().sort().Values;
        var count = values.shape[0];
        return new(At(count / 2), At(Math.Min(count - 1, (long)(count * (1 - TopShare)))));

        double At(long place) => values[place].item<float>();
    }
}
