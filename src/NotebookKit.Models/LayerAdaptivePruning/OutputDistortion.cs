using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>How far outputs moved: per image the mean over its K logits of the squared error (section 3.1).</summary>
/// <param name="Worst">Largest value of an image.</param>
/// <param name="Mean">Mean over the images.</param>
public readonly record struct OutputDistortion(double Worst, double Mean)
{
    /// <summary>Compares two outputs.</summary>
    /// <param name="reference">[n, K], of the network as it is.</param>
    /// <param name="output">[n, K], of the pruned network.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static OutputDistortion Between(Tensor reference, Tensor output)
    {
        using var scope = NewDisposeScope();
        var each = PerImage(reference, output);
        return new(each.max().ToDouble(), each.mean().ToDouble());
    }

    /// <summary>e_i of every image.</summary>
    /// <returns>[n], float32.</returns>
    internal static Tensor PerImage(Tensor reference, Tensor output) =>
        (reference.Require("n K", "The network must give logits.") - output).square_().mean([1L]);  // [n]

    /// <summary>The value of one kind.</summary>
    /// <param name="kind">Worst image or mean.</param>
    public double Of(CurveKind kind) => kind == CurveKind.Worst ? Worst : Mean;
}
