using NotebookKit.Cost;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Show;

/// <summary>The layers of a network: what comes out, parameters, multiply-accumulates.</summary>
public static class LayerTable
{
    private const int MostLayers = 100;
    private static readonly long[] Sides = [32, 28, 64, 224];           // CIFAR, MNIST, small and ImageNet pictures

    /// <summary>Draws a network for an input of a given shape.</summary>
    /// <param name="model">The network.</param>
    /// <param name="inputShape">Shape of its input: [1, C, H, W] for one picture.</param>
    /// <returns>The table; its last line has the sums.</returns>
    /// <exception cref="NotSupportedException">A layer multiplies in a way that is not known.</exception>
    public static Figure Draw(Module<Tensor, Tensor> model, params long[] inputShape) =>
        Draw(model, ModelCost.Of(model, inputShape), $"for an input of [{string.Join(", ", inputShape)}]");

    /// <summary>Draws a network whose input is not known: the first layer tells the channels, and pictures of usual
    /// sizes are tried.</summary>
    /// <param name="model">The network.</param>
    /// <returns>The table; without shapes where no guess ran through the network.</returns>
    public static Figure Draw(Module model)
    {
        if (model is Module<Tensor, Tensor> network)
        {
            foreach (var shape in Guesses(model))
            {
                if (TryCost(network, shape) is { } cost)
                {
                    return Draw(model, cost, $"for an input of [{string.Join(", ", shape)}], which was guessed");
                }
            }
        }

        return Draw(model, ModelCost.Of(model, () => { }), "");
    }

    /// <summary>Kind and number of parameters in one line.</summary>
    /// <param name="model">The network.</param>
    public static string Brief(Module model) =>
        $"{model.GetType().Name} with {Numbers.Count(model.parameters().Sum(p => p.numel()))} parameters";

    private static Figure Draw(Module model, ModelCost cost, string input)
    {
        var mode = model.training ? "training mode" : "inference mode";
        if (cost.Layers.Count == 0)
        {
            return Figure.Message(model.GetType().Name, $"A module without parameters, in {mode}.");
        }

        var rows = cost.Layers.Select(layer => new Row(
            layer.Name.Length > 0 ? layer.Name : "(itself)", layer.Kind,
            layer.OutputShape.Count > 0 ? $"[{string.Join(", ", layer.OutputShape)}]" : "", layer.Parameters,
            input.Length > 0 ? layer.Macs : null));
        var sums = input.Length > 0
            ? $"{Numbers.Count(cost.Macs)} multiply-accumulates {input}"
            : "shapes unknown: LayerTable.Draw(model, 1, 3, 32, 32) shows them for an input of that shape";
        return Table.Draw(rows, Brief(model), MostLayers, new Dictionary<string, string>
        {
            [nameof(Row.Parameters)] = "N0", [nameof(Row.MACs)] = "N0",
        }).WithNote($"{sums}; {mode}.");
    }

    private static IEnumerable<long[]> Guesses(Module model)
    {
        foreach (var (_, module) in model.named_modules().Prepend(("", model)))
        {
            switch (module)
            {
                case Convolution { transposed: false } first when first.weight.dim() == 4:
                    return Sides.Select(side => (long[])[1, first.in_channels, side, side]);
                case Linear first:
                    return [[1, first.weight.shape[1]]];
                case Convolution or TorchSharp.Modules.Embedding or TorchSharp.Modules.MultiheadAttention:
                    return [];
                default:
                    break;
            }
        }

        return [];
    }

    /// <summary>Whether a network takes a guessed shape is only known when it has tried.</summary>
    private static ModelCost? TryCost(Module<Tensor, Tensor> model, long[] shape)
    {
        try
        {
            return ModelCost.Of(model, shape);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return null;
        }
    }

    private sealed record Row(string Layer, string Kind, string Output, long Parameters, long? MACs);
}
