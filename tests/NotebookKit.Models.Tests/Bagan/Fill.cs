using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Bagan;

/// <summary>The specification's formula for test tensors: fill(shape, a, b, s)[i] = s sin(a i + b),
/// row-major.</summary>
internal static class Fill
{
    public static Tensor Of(long[] shape, double a, double b, double s) =>
        tensor(Enumerable.Range(0, (int)shape.Aggregate(1L, (x, y) => x * y)).Select(
            i => s * Math.Sin(a * i + b)).ToArray())
            .reshape(shape);
}
