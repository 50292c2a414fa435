using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>
/// The small plain networks of the papers: convolution without bias, batch normalisation, ReLU; max pooling between
/// stages; linear classifier. Probe nets, pools of small networks and networks small enough to prune in a minute are
/// all of this form. State-dict names: features.N, classifier.N.
/// </summary>
public sealed class PlainCnn : Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Sequential features;
    private readonly TorchSharp.Modules.Sequential classifier;

    /// <summary>Builds a network with He-normal weights, drawn from the default generator.</summary>
    /// <param name="shape">Its stages and layers.</param>
    /// <param name="classes">K, 1 or more.</param>
    /// <exception cref="ArgumentException">A shape that cannot be built, or no class.</exception>
    public PlainCnn(PlainCnnShape shape, int classes = 10)
        : base(nameof(PlainCnn))
    {
        shape.Check();
        BackboneInit.RequireClasses(classes);
        Shape = shape;
        features = Sequential(Convolutions(shape));
        classifier = Sequential(Classifier(shape, classes));
        RegisterComponents();
        BackboneInit.HeNormal(this, init.FanInOut.FanIn);
    }

    /// <summary>Its stages and layers.</summary>
    public PlainCnnShape Shape { get; }

    /// <summary>Convolutions and pooling: [N, C, H, W] to [N, filters, h, w].</summary>
    public TorchSharp.Modules.Sequential Features => features;

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, C, side, side], float32, normalised as in training.</param>
    /// <returns>[N, K].</returns>
    public override Tensor forward(Tensor input)
    {
        var x = features.call(input);                                     // [N, filters, h, w]
        return classifier.call(Shape.TakesMean ? x.mean([2, 3]) : x.flatten(1));
    }

    private static IEnumerable<Module<Tensor, Tensor>> Convolutions(PlainCnnShape shape)
    {
        var inputs = shape.Channels;
        for (var stage = 0; stage < shape.Stages.Count; stage++)
        {
            foreach (var filters in shape.Stages[stage])
            {
                yield return Conv2d(inputs, filters, shape.Kernel, padding: shape.Kernel / 2, bias: false);
                yield return BatchNorm2d(filters);
                yield return ReLU();
                inputs = filters;
            }

            if (shape.PoolsLast || stage < shape.Stages.Count - 1)
            {
                yield return MaxPool2d(2);
            }
        }
    }

    private static IEnumerable<Module<Tensor, Tensor>> Classifier(PlainCnnShape shape, int classes)
    {
        var inputs = shape.Features;
        foreach (var units in shape.Hidden)
        {
            yield return Linear(inputs, units, hasBias: false);
            yield return BatchNorm1d(units);
            yield return ReLU();
            inputs = units;
        }

        yield return Linear(inputs, classes);
    }
}
