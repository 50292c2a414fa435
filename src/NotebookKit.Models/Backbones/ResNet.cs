using NotebookKit.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>
/// ResNet of four stages (He et al. 2016, section 4.1, table 1): 18 and 34 layers of basic blocks, 50 of bottlenecks,
/// shortcuts of option B; wide_resnet50_2 is the one of 50 with twice the channels in its 3x3 convolutions. State-dict
/// names are torchvision's: conv1, bn1, layer1.0.conv1 ... layer4.N.bn3, with layerS.0.downsample.0 and .1 for a
/// projection, fc.
/// </summary>
public sealed class ResNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;                                        // fields have their state-dict names
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly Linear fc;
    private readonly bool pools;

    /// <summary>Builds a network with He-normal weights, drawn from the default generator.</summary>
    /// <param name="depth">Weighted layers: 18, 34 or 50.</param>
    /// <param name="form">ImageNet: 7x7 stem of stride 2, then 3x3 max pooling. CIFAR: 3x3 stem, no pooling.</param>
    /// <param name="classes">K, 1 or more.</param>
    /// <param name="factor">Channels of the 3x3 convolutions, as a multiple of the published: 2 in wide_resnet50_2
    /// (Zagoruyko and Komodakis 2016); 1 but for depth 50.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such depth or factor, or no class.</exception>
    public ResNet(int depth, BackboneForm form = BackboneForm.ImageNet, int classes = 1000, int factor = 1)
        : base(nameof(ResNet))
    {
        int[] blocks = depth switch
        {
            18 => [2, 2, 2, 2],
            34 or 50 => [3, 4, 6, 3],
            _ => throw new ArgumentOutOfRangeException(nameof(depth), $"depth must be 18, 34 or 50, but is {depth}."),
        };
        if (factor < 1 || (factor > 1 && depth != 50))
        {
            throw new ArgumentOutOfRangeException(
                nameof(factor), $"factor must be 1, or with depth 50 more, but is {factor} with depth {depth}.");
        }

        BackboneInit.RequireClasses(classes);
        Depth = depth;
        pools = form == BackboneForm.ImageNet;
        conv1 = pools
            ? Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false)
            : Conv2d(3, 64, 3, padding: 1, bias: false);
        bn1 = BatchNorm2d(64);
        var outputs = depth == 50 ? ResNetBottleneck.Expansion : 1;
        layer1 = Stage(blocks[0], 64, 64, 1);
        layer2 = Stage(blocks[1], 64 * outputs, 128, 2);
        layer3 = Stage(blocks[2], 128 * outputs, 256, 2);
        layer4 = Stage(blocks[3], 256 * outputs, 512, 2);
        fc = Linear(512 * outputs, classes);
        RegisterComponents();
        BackboneInit.HeNormal(this, init.FanInOut.FanOut);

        Sequential Stage(int count, long inputs, long width, long stride) =>
            Sequential(Enumerable.Range(0, count).Select(Module<Tensor, Tensor> (k) => depth == 50
                ? new ResNetBottleneck(k == 0 ? inputs : width * outputs, width, k == 0 ? stride : 1, factor)
                : new ResNetBasicBlock(k == 0 ? inputs : width, width, k == 0 ? stride : 1)));
    }

    /// <summary>Weighted layers on the main path.</summary>
    public int Depth { get; }

    /// <summary>The last block, commonly explained by Grad-CAM: [N, 512 or 2048, H / 32, W / 32], for CIFAR a quarter
    /// of that division.</summary>
    public Module<Tensor, Tensor> LastBlock => (Module<Tensor, Tensor>)layer4[layer4.Count - 1];

    /// <summary>The last block of the first stage, a finer layer: [N, 64 or 256, H / 4, W / 4], for CIFAR of full
    /// size.</summary>
    public Module<Tensor, Tensor> FirstStage => (Module<Tensor, Tensor>)layer1[layer1.Count - 1];

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, 3, H, W], float32, normalised as in training.</param>
    /// <returns>[N, K].</returns>
    public override Tensor forward(Tensor input) => fc.call(Levels(input)[^1].mean([2, 3]));

    /// <summary>The maps of the stem and of the four stages, as a decoder needs them.</summary>
    /// <param name="input">[N, 3, H, W], float32, normalised as in training.</param>
    /// <param name="stages">Stages to compute, 1 to 4.</param>
    /// <returns>For ImageNet at 1/2, 1/4, 1/8, 1/16 and 1/32 of the sides, with <see cref="LevelWidths"/>
    /// channels.</returns>
    public IReadOnlyList<Tensor> Levels(Tensor input, int stages = 4)
    {
        var stem = bn1.NormRelu(conv1.call(input));                       // [N, 64, H / 2, W / 2]
        var levels = new List<Tensor> { stem };
        var x = pools ? functional.max_pool2d(stem, 3, stride: 2, padding: 1) : stem;
        foreach (var stage in new[] { layer1, layer2, layer3, layer4 }.Take(stages))
        {
            levels.Add(x = stage.call(x));
        }

        return levels;
    }

    /// <summary>Channels of the <see cref="Levels"/>.</summary>
    public IReadOnlyList<long> LevelWidths =>
        Depth == 50 ? [64, 256, 512, 1024, 2048] : [64, 64, 128, 256, 512];
}
