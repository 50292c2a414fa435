using NotebookKit.Models.Backbones;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Bagan;

/// <summary>The paper's classifier, ResNet-18 (section 4): pictures [N, C, H, W] in [0, 1] to logits [N, n]. Up to 64
/// pixels its stem keeps the size, and a grey picture is seen in all three channels.</summary>
public sealed class BaganResNet : Module<Tensor, Tensor>
{
    private const int Largest = 64;                                       // pixels that a stem without stride takes

    private readonly ResNet network;

    /// <summary>Builds a classifier with random weights.</summary>
    /// <param name="architecture">Gives the size of the pictures.</param>
    /// <param name="classes">n.</param>
    public BaganResNet(BaganArchitecture architecture, int classes)
        : base(nameof(BaganResNet))
    {
        network = new(18, architecture.Size <= Largest ? BackboneForm.Cifar : BackboneForm.ImageNet, classes);
        RegisterComponents();
    }

    /// <summary>Classifies pictures.</summary>
    /// <param name="input">[N, 1 or 3, H, W] in [0, 1].</param>
    /// <returns>Logits [N, n].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return network.call(BaganMethod.Centred(input).expand(-1, 3, -1, -1)).MoveToOuterDisposeScope();
    }
}
