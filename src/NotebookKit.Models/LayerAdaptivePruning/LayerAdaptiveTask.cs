using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using NotebookKit.Models.Backbones;
using NotebookKit.Sparsity;
using NotebookKit.Train;
using NotebookKit.Weights;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>A dense network that works, with the pictures that it is pruned, trained on and tested with.</summary>
public sealed class LayerAdaptiveTask : IDisposable
{
    private static readonly IReadOnlyList<string> TrainFiles = ["data_batch_1.bin", "data_batch_2.bin"];

    private readonly LayerAdaptiveRecipe recipe;
    private readonly Dictionary<string, Tensor> dense;

    private LayerAdaptiveTask(
        LayerAdaptiveRecipe recipe, long seed, Module<Tensor, Tensor> network, ImageSet train, ImageSet test)
    {
        (this.recipe, Seed, Network, Train, Test) = (recipe, seed, network, train, test);
        dense = network.state_dict().ToDictionary(
            entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope(), StringComparer.Ordinal);
        Calibration = CalibrationImages();
        DenseAccuracy = Accuracy();
    }

    /// <summary>Seed of pictures, start and order.</summary>
    public long Seed { get; }

    /// <summary>The network, in evaluation mode, pixels in [0, 1] to logits [N, K].</summary>
    public Module<Tensor, Tensor> Network { get; }

    /// <summary>Pictures to learn from.</summary>
    public ImageSet Train { get; }

    /// <summary>Pictures that are only measured on.</summary>
    public ImageSet Test { get; }

    /// <summary>[n, C, H, W] in [0, 1]: training pictures at equal strides, fixed and not augmented.</summary>
    public Tensor Calibration { get; }

    /// <summary>Test accuracy of the dense network.</summary>
    public double DenseAccuracy { get; }

    /// <summary>Makes or loads data and network of a seed.</summary>
    /// <param name="recipe">Every number of the run.</param>
    /// <param name="seed">Seed of pictures, start and order.</param>
    /// <exception cref="DataException">CIFAR-10 or the weights are not there.</exception>
    public static LayerAdaptiveTask Prepare(LayerAdaptiveRecipe recipe, long seed)
    {
        TrainTest.Seed(seed);
        if (recipe.Data == "cifar10")
        {
            var folder = Datasets.Require(Cifar10.Id, [.. TrainFiles, Cifar10.TestFile]).Directory;
            var all = Cifar10.Load(folder, Cifar10.TestFile);
            var test = recipe.TestCount < all.Count ? all.Take(recipe.TestCount) : all;
            return new(recipe, seed, PublishedResNet(folder).to(recipe.Device), Cifar10.Load(folder, TrainFiles), test);
        }

        var network = new LayerAdaptiveNetwork().to(recipe.Device);
        var train = ProceduralShapes.Generate(recipe.TrainCount, 2 * seed);
        var steps = recipe.Epochs * recipe.TrainCount / recipe.BatchSize;
        TrainTest.Steps(
            network, train, recipe, optim.Adam(network.parameters(), recipe.LearningRate), steps, seed, null,
            "Dense network");
        return new(recipe, seed, network, train, ProceduralShapes.Generate(recipe.TestCount, (2 * seed) + 1));
    }

    /// <summary>Share of the test pictures that the network gets right.</summary>
    /// <param name="count">Only so many of them, the first; null for all.</param>
    public double Accuracy(int? count = null)
    {
        if (count is null || count >= Test.Count)
        {
            return Evaluation.Measure(Network, Test, Objective.MultiClass).Accuracy;
        }

        using var part = Test.Take(count.Value);
        return Evaluation.Measure(Network, part, Objective.MultiClass).Accuracy;
    }

    /// <summary>Trains the network on, pruned weights held at zero; AdamW as in the paper.</summary>
    /// <param name="masks">Masks of the pruned weights.</param>
    /// <param name="steps">Optimizer steps.</param>
    public void Retrain(PruningMasks masks, int steps) => TrainTest.Steps(
        Network, Train, recipe, optim.AdamW(Network.parameters(), recipe.RetrainRate, weight_decay: 0.01), steps,
        Seed + 1000, masks, title: null);

    /// <summary>Puts the dense weights back.</summary>
    public void Restore()
    {
        using var guard = no_grad();
        foreach (var (name, value) in Network.state_dict())
        {
            value.copy_(dense[name]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in dense.Values)
        {
            tensor.Dispose();
        }

        Calibration.Dispose();
        Network.Dispose();
        Train.Dispose();
        Test.Dispose();
    }

    private Tensor CalibrationImages()
    {
        var stride = Math.Max(1, Train.Count / recipe.Calibration);
        using var part = Train.Select([.. Enumerable.Range(0, recipe.Calibration).Select(i => i * stride)]);
        using var scope = NewDisposeScope();
        return part.Images.to(ScalarType.Float32, recipe.Device).div_(255f).DetachFromDisposeScope();
    }

    private static NormalisedNetwork PublishedResNet(string cifar)
    {
        var file = Path.Combine(Path.GetDirectoryName(cifar.TrimEnd('/'))!, "weights", "resnet32-cifar10.safetensors");
        var network = new ResNetCifar(32);
        using var weights = Safetensors.Read(file);
        weights.LoadInto(network);
        network.eval();
        return new(network, [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);   // as these weights were trained
    }
}
