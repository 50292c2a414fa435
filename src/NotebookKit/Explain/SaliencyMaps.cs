using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Explain;

/// <summary>Explanations of a batch of images.</summary>
/// <param name="Maps">[N, H, W] in [0, 1], at the size of the input.</param>
/// <param name="Raw">[N, h, w], at the size of the layer, not scaled; comparable between images.</param>
/// <param name="Empty">[N], bool: the map is all zero. That is legal - no positive evidence, or the same everywhere.</param>
/// <param name="Classes">[N], int64: the class that each map speaks for.</param>
public sealed record SaliencyMaps(Tensor Maps, Tensor Raw, Tensor Empty, Tensor Classes) : IDisposable
{
    /// <summary>How many maps are all zero.</summary>
    public long EmptyCount => Empty.sum().ToInt64();

    /// <summary>Frees the four tensors.</summary>
    public void Dispose()
    {
        Maps.Dispose();
        Raw.Dispose();
        Empty.Dispose();
        Classes.Dispose();
    }
}
