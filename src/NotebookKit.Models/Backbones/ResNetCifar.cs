using NotebookKit.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>How a block's input passes by where width and size change (He et al. 2016, section 3.3).</summary>
public enum ResNetShortcut
{
    /// <summary>Option A: every second pixel, zeros for the new channels; no parameters.</summary>
    ZeroPadding,

    /// <summary>Option B: a 1x1 convolution of stride 2 with batch normalisation.</summary>
    Projection,
}

/// <summary>
/// ResNet for CIFAR (He et al. 2016, "Deep Residual Learning for Image Recognition", section 4.2): a 3x3 stem of 16
/// channels, three stages of (depth - 2) / 6 blocks with 16, 32 and 64 channels on 32x32, 16x16 and 8x8 pixels, the
/// mean over all pixels, one linear layer. State-dict names: conv1, bn1, layer1.0.conv1 ... layer3.N.bn2, linear.
/// </summary>
public sealed class ResNetCifar : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;                                        // fields have their state-dict names
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Linear linear;

    /// <summary>Builds a network with He-normal weights, drawn from the default generator.</summary>
    /// <param name="depth">Weighted layers: 6 n + 2, the paper's are 20, 32, 44, 56 and 110.</param>
    /// <param name="shortcut">The paper's CIFAR networks have option A.</param>
    /// <param name="classes">K, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such depth, or no class.</exception>
    public ResNetCifar(int depth, ResNetShortcut shortcut = ResNetShortcut.ZeroPadding, int classes = 10)
        : base(nameof(ResNetCifar))
    {
        if (depth < 8 || depth % 6 != 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(depth), $"depth must be 6 n + 2 with n of 1 or more (20, 32, 44, 56, 110), but is {depth}.");
        }

        if (classes < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(classes), $"classes must be 1 or more, but is {classes}.");
        }

        Depth = depth;
        conv1 = Conv2d(3, 16, 3, padding: 1, bias: false);
        bn1 = BatchNorm2d(16);
        var blocks = (depth - 2) / 6;
        layer1 = Stage(blocks, 16, 16, shortcut);
        layer2 = Stage(blocks, 16, 32, shortcut);
        layer3 = Stage(blocks, 32, 64, shortcut);
        linear = Linear(64, classes);
        RegisterComponents();
        Reinitialise();
    }

    /// <summary>Weighted layers on the main path.</summary>
    public int Depth { get; }

    /// <summary>The last block, commonly explained by Grad-CAM: [N, 64, 8, 8].</summary>
    public Module<Tensor, Tensor> LastBlock => (Module<Tensor, Tensor>)layer3[layer3.Count - 1];

    /// <summary>Draws convolution and linear weights anew: He-normal (He et al. 2015, eq. 10), zero bias.</summary>
    public void Reinitialise()
    {
        using var guard = no_grad();
        foreach (var (_, parameter) in named_parameters().Where(entry => entry.parameter.dim() > 1))
        {
            init.kaiming_normal_(parameter);
        }

        init.zeros_(linear.bias!);
    }

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, 3, 32, 32], float32, normalised as in training.</param>
    /// <returns>[N, K].</returns>
    public override Tensor forward(Tensor input)
    {
        var x = bn1.NormRelu(conv1.call(input));                        // [N, 16, 32, 32]
        x = layer1.call(x);                                              // [N, 16, 32, 32]
        x = layer2.call(x);                                              // [N, 32, 16, 16]
        x = layer3.call(x);                                              // [N, 64, 8, 8]
        return linear.call(x.mean([2, 3]));                                // [N, K]
    }

    private static Sequential Stage(int blocks, long inputs, long width, ResNetShortcut shortcut) =>
        Sequential(Enumerable.Range(0, blocks).Select(Module<Tensor, Tensor> (k) =>
            new ResNetCifarBlock(k == 0 ? inputs : width, width, shortcut)));
}
