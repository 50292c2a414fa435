using static TorchSharp.torch;

namespace NotebookKit.Data;

/// <summary>The pictures of a set as a TorchSharp data set, for code written for its loaders: item k is "data", float32
/// [C, H, W] in [0, 1], and "label", int64, a scalar. <see cref="Batches"/> is faster: it gathers a whole batch at
/// once.</summary>
/// <param name="set">The pictures; owned by the caller.</param>
public sealed class ImageDataset(ImageSet set) : utils.data.Dataset
{
    /// <summary>Number of pictures.</summary>
    public override long Count => set.Count;

    /// <summary>One picture with its label; the tensors belong to the caller.</summary>
    /// <param name="index">0..N-1.</param>
    public override Dictionary<string, Tensor> GetTensor(long index)
    {
        using var scope = NewDisposeScope();
        var image = set.Images[index].to(ScalarType.Float32).div_(255f);
        return new()
        {
            ["data"] = image.MoveToOuterDisposeScope(),
            ["label"] = set.Labels[index].clone().MoveToOuterDisposeScope(),
        };
    }
}
