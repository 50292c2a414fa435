using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Train;

/// <summary>Where a model lives and in which number type it computes: that of its first parameter.</summary>
internal readonly record struct Placement(Device Device, ScalarType Dtype)
{
    public static Placement Of(Module model)
    {
        var first = model.parameters().FirstOrDefault();
        return first is null ? new(CPU, ScalarType.Float32) : new(first.device, first.dtype);
    }

    /// <summary>Images in the model's number type on its device; the same tensor where nothing changes.</summary>
    public Tensor Move(Tensor images) => images.to(Dtype, Device);
}
