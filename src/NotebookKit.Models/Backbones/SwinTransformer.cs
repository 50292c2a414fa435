using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>
/// Swin transformer (Liu et al. 2021, figure 3): patches as tokens on a map, stages of blocks with attention within
/// windows, the map halved between them, and a linear layer on its mean. State-dict names are torchvision's:
/// features.0.0 and .0.2 (patches), features.1, .3, .5 and .7 (stages: S.i.norm1, .attn.qkv, .attn.proj,
/// .attn.relative_position_bias_table, .norm2, .mlp.0, .mlp.3), features.2, .4 and .6 (halvings: norm, reduction),
/// norm, head. No dropout and no stochastic depth.
/// </summary>
public sealed class SwinTransformer : Module<Tensor, Tensor>
{
    private readonly Sequential features;                                 // fields have their state-dict names
    private readonly LayerNorm norm;
    private readonly Linear head;
    private readonly AxesOrder first = new(0, 3, 1, 2);
    private readonly AxesOrder last = new(0, 3, 1, 2);

    /// <summary>Builds a network with normal weights of deviation 0.02, drawn from the default generator.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="classes">K, 1 or more.</param>
    /// <exception cref="ArgumentException">Sizes that do not fit, or no class.</exception>
    public SwinTransformer(SwinShape shape, int classes = 1000)
        : base(nameof(SwinTransformer))
    {
        shape.Check();
        BackboneInit.RequireClasses(classes);
        Shape = shape;
        var widths = shape.Widths;
        List<Module<Tensor, Tensor>> parts =
        [
            Sequential(
                Conv2d(3, shape.Width, shape.Patch, stride: shape.Patch), new AxesOrder(0, 2, 3, 1),
                LayerNorm(shape.Width)),
        ];
        for (var stage = 0; stage < widths.Count; stage++)
        {
            if (stage > 0)
            {
                parts.Add(new PatchMerging(widths[stage - 1]));
            }

            parts.Add(Sequential(Enumerable.Range(0, shape.Depths[stage]).Select(Module<Tensor, Tensor> (block) =>
                new SwinBlock(widths[stage], shape.Heads[stage], shape.Window, shifted: block % 2 == 1))));
        }

        features = Sequential(parts);
        norm = LayerNorm(widths[^1]);
        head = Linear(widths[^1], classes);
        RegisterComponents();
        BackboneInit.SmallLinear(this, deviation: 0.02);
    }

    /// <summary>Its sizes.</summary>
    public SwinShape Shape { get; }

    /// <summary>The map of the first stage, [N, C, H / 4, W / 4]: a finer layer to explain.</summary>
    public Module<Tensor, Tensor> FirstStage => first;

    /// <summary>The map of the last stage behind the last norm, [N, 8 C, H / 32, W / 32]: the layer that Grad-CAM
    /// commonly explains.</summary>
    public Module<Tensor, Tensor> LastStage => last;

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, 3, H, W], float32, normalised as in training.</param>
    /// <returns>[N, K].</returns>
    public override Tensor forward(Tensor input) => head.call(Levels(input)[^1].mean([2, 3]));

    /// <summary>The maps of the stages, as a decoder needs them; the last one behind the last norm.</summary>
    /// <param name="input">[N, 3, H, W], float32, normalised as in training.</param>
    /// <returns>For Swin-T [N, C, H / 4, W / 4] to [N, 8 C, H / 32, W / 32], sides rounded up.</returns>
    public IReadOnlyList<Tensor> Levels(Tensor input)
    {
        var levels = new List<Tensor>();
        var x = input;
        for (var part = 0; part < features.Count; part++)
        {
            x = ((Module<Tensor, Tensor>)features[part]).call(x);                               // [N, h, w, c]
            if (part == 1)
            {
                levels.Add(first.call(x));                                // what follows depends on the map explained
                x = levels[0].permute(0, 2, 3, 1);
            }
            else if (part == features.Count - 1)
            {
                levels.Add(last.call(norm.call(x)));
            }
            else if (part % 2 == 1)
            {
                levels.Add(x.permute(0, 3, 1, 2));
            }
        }

        return levels;
    }
}

/// <summary>The same tensor with its axes in another order.</summary>
/// <param name="axes">Which axis of the input stands where.</param>
internal sealed class AxesOrder(params long[] axes) : Module<Tensor, Tensor>(nameof(AxesOrder))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => input.permute(axes);
}
