using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>Something done to images: [..., C, H, W] to a new tensor.</summary>
    public interface ITransform : nn.IModule<Tensor, Tensor>
    {
    }

    // A transform that is a function.
    private sealed class Transform(Func<Tensor, Tensor> run) : ITransform
    {
        public Tensor call(Tensor input1)
        {
            using var scope = NewDisposeScope();
            var result = run(input1);
            return (ReferenceEquals(result, input1) ? result.alias() : result).MoveToOuterDisposeScope();
        }
    }
}
