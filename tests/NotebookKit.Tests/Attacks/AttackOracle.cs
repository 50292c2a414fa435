using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Attacks;

/// <summary>
/// The worked example of the counterfactual GAN's specification, section 7 (PyTorch 1.13.1, float64): a convolution and a
/// dense layer with weights scale * sin(step * i + shift), images the same in [0, 1].
/// </summary>
internal sealed class AttackOracle : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public AttackOracle(ScalarType type = ScalarType.Float64)
    {
        Model = Sequential(
            Conv2d(1, 4, 3, stride: 2, padding: 1), LeakyReLU(0.2), Flatten(), Linear(64, 3)).to(type);
        using (no_grad())
        {
            var parameters = Model.parameters().ToArray();
            parameters[0].copy_(Fill([4, 1, 3, 3], 0.83, 0.2, 0.4, type));
            parameters[1].copy_(Fill([4], 0.7, 0.3, 0.05, type));
            parameters[2].copy_(Fill([3, 64], 0.29, 0.6, 0.3, type));
            parameters[3].copy_(Fill([3], 0.7, 0.3, 0.05, type));
        }

        Images = Fill([2, 1, 8, 8], 0.17, 0.4, 0.5, type) + 0.5;
        Labels = tensor([0L, 1L]);
    }

    public Module<Tensor, Tensor> Model { get; }

    public Tensor Images { get; }

    public Tensor Labels { get; }

    public static Tensor Fill(long[] shape, double step, double shift, double scale, ScalarType type) =>
        (scale * sin(step * arange(shape.Aggregate(1L, (a, b) => a * b), ScalarType.Float64) + shift))
        .reshape(shape).to(type);

    public void Dispose()
    {
        Model.Dispose();
        scope.Dispose();
    }
}
