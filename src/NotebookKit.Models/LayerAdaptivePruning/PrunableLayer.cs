using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>A weight tensor that can be pruned: that of a convolution or of a linear layer. Biases and normalisation
/// stay untouched (section 3.1 of the paper).</summary>
/// <param name="Name">Name of the module in its network, "layer1.0.conv1".</param>
/// <param name="Module">The convolution or linear layer.</param>
/// <param name="Weight">Its weights, [out, in, kernel...].</param>
/// <param name="WeightName">Their name in the network, "layer1.0.conv1.weight".</param>
public sealed record PrunableLayer(string Name, Module<Tensor, Tensor> Module, Parameter Weight, string WeightName)
{
    /// <summary>N, number of weights.</summary>
    public long Count => Weight.numel();

    /// <summary>Numbers in the layer's bias, which stays.</summary>
    internal long Biases =>
        Module.named_parameters(recurse: false).Where(p => p.name == "bias").Sum(p => p.parameter.numel());

    /// <summary>The layers of a network, in the order in which it registers them.</summary>
    /// <param name="model">Any network.</param>
    /// <exception cref="ArgumentException">It has no convolution and no linear layer.</exception>
    public static IReadOnlyList<PrunableLayer> Of(Module model)
    {
        List<PrunableLayer> layers = [];
        foreach (var (name, module) in model.named_modules().Prepend(("", model)))
        {
            if (module is Module<Tensor, Tensor> layer && WeightOf(module) is { } weight)
            {
                layers.Add(name.Length == 0
                    ? new(model.GetName(), layer, weight, "weight")
                    : new(name, layer, weight, $"{name}.weight"));
            }
        }

        return layers.Count > 0
            ? layers
            : throw new ArgumentException(
                $"To be pruned, a network must have a convolution or a linear layer, but '{model.GetName()}' has none " +
                $"among its {model.modules().Count()} modules. Register them (RegisterComponents) in its constructor.");
    }

    /// <summary>What the baselines need to know of the layer.</summary>
    /// <param name="alive">[N], bool: false where a weight is pruned already; null means all are alive.</param>
    public LayerWeights ToWeights(Tensor? alive = null)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        return new(
            Weight.shape, Weight.detach().cpu().to(ScalarType.Float32).flatten().data<float>().ToArray(),
            alive is null
                ? [.. Enumerable.Repeat(true, (int)Count)]
                : alive.cpu().flatten().data<bool>().ToArray());
    }

    private static Parameter? WeightOf(Module module) => module switch
    {
        Conv1d conv => conv.weight,
        Conv2d conv => conv.weight,
        Conv3d conv => conv.weight,
        Linear linear => linear.weight,
        _ => null,
    };
}
