using NotebookKit.Memory;
using NotebookKit.Precision;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Benchmarks.Cifar10;

/// <summary>A network that takes pictures in [0, 1]: shifts and scales each channel by CIFAR-10's statistics first.</summary>
internal sealed class Normalised : Module<Tensor, Tensor>
{
    private static readonly float[] Mean = [0.4914f, 0.4822f, 0.4465f];         // of the 50,000 training images
    private static readonly float[] Deviation = [0.2470f, 0.2435f, 0.2616f];

    private readonly Module<Tensor, Tensor> network;
    private readonly bool bfloat16;
    private readonly Tensor mean;                                               // buffers have their state-dict names
    private readonly Tensor deviation;

    /// <summary>Takes over a network.</summary>
    /// <param name="network">[N, 3, H, W], normalised, to logits [N, K].</param>
    /// <param name="bfloat16">Its convolutions compute in bfloat16.</param>
    public Normalised(Module<Tensor, Tensor> network, bool bfloat16)
        : base(nameof(Normalised))
    {
        (this.network, this.bfloat16) = (network, bfloat16);
        mean = tensor(Mean).reshape(1, 3, 1, 1);
        deviation = tensor(Deviation).reshape(1, 3, 1, 1);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var region = bfloat16 ? Autocast.BFloat16() : null;
        return network.call(((input - mean) / deviation).ToChannelsLast()).to(float32);
    }
}
