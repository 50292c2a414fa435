using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Train;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Bagan;

/// <summary>What a classifier reaches on the test pictures after its training data were balanced in some way.</summary>
/// <param name="Balancing">How.</param>
/// <param name="MinorityAccuracy">Share of the minority's test pictures that are recognised.</param>
/// <param name="Accuracy">Share of all test pictures.</param>
/// <param name="MinorityVerdicts">How often the minority's test pictures are given each class, [n].</param>
public sealed record BalancedAccuracy(
    string Balancing, double MinorityAccuracy, double Accuracy, IReadOnlyList<int> MinorityVerdicts);

/// <summary>The classifier that the augmentation is for: always the same network and number of steps.</summary>
public static class BaganClassification
{
    /// <summary>Trains a classifier.</summary>
    /// <param name="train">Training pictures, on the recipe's device.</param>
    /// <param name="recipe">Steps, batch, rate, device.</param>
    /// <param name="seed">Seed of start, order and dropout.</param>
    /// <param name="mirror">True flips each picture with probability one half.</param>
    /// <param name="checkpoint">File that keeps its state; null: none. A recipe that resumes goes on from it.</param>
    public static Module<Tensor, Tensor> Train(
        ImageSet train, BaganRecipe recipe, long seed, bool mirror = false, string? checkpoint = null)
    {
        Seed.All(seed);
        Module<Tensor, Tensor> classifier = recipe.ResNetClassifier
            ? new BaganResNet(recipe.Architecture, train.Classes.Count)
            : new BaganClassifier(recipe.Architecture, train.Classes.Count);
        classifier.to(recipe.Device);
        using var optimizer = optim.Adam(classifier.parameters(), recipe.ClassifierRate);
        var batches = new BatchSequence(train, recipe.ClassifierBatchSize, seed);
        new StepTraining(
            new Dictionary<string, Module> { ["classifier"] = classifier },
            new Dictionary<string, OptimizerHelper> { ["classifier"] = optimizer },
            new StepOptions
            {
                Steps = recipe.ClassifierSteps, Terms = ["loss"], Seed = seed, ShowProgress = false,
                CheckpointPath = checkpoint, Resume = recipe.Resume,
            })
            .Run(k =>
            {
                var batch = batches.At(k);
                optimizer.zero_grad();
                var loss = F.cross_entropy(
                    classifier.call(mirror ? Flipped(batch.Images) : batch.Images), batch.Labels);
                loss.backward();
                optimizer.step();
                return [loss];
            });
        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
        classifier.eval();
        return classifier;
    }

    /// <summary>Trains on balanced data and measures on the test pictures.</summary>
    /// <param name="balancing">Name of the row.</param>
    /// <param name="train">Training pictures.</param>
    /// <param name="data">Test pictures and minority class.</param>
    /// <param name="recipe">Steps, batch, rate.</param>
    /// <param name="seed">Seed of start, order and dropout.</param>
    /// <param name="mirror">True flips each picture with probability one half.</param>
    /// <param name="checkpoint">As in <see cref="Train"/>.</param>
    public static BalancedAccuracy Measure(
        string balancing, ImageSet train, BaganData data, BaganRecipe recipe, long seed, bool mirror = false,
        string? checkpoint = null)
    {
        using var scope = NewDisposeScope();
        using var classifier = Train(train, recipe, seed, mirror, checkpoint);
        var verdicts = Evaluation.Logits(classifier, data.Test).argmax(1).data<long>().ToArray();
        var labels = data.Test.ToLabels();
        var ofMinority = verdicts.Where((_, i) => labels[i] == data.Minority).ToArray();
        return new(
            balancing, ofMinority.Count(v => v == data.Minority) / (double)ofMinority.Length,
            Metrics.Accuracy.Of(verdicts, labels),
            [.. Enumerable.Range(0, data.Classes).Select(label => ofMinority.Count(v => v == label))]);
    }

    private static Tensor Flipped(Tensor images)
    {
        var coin = rand(images.shape[0], 1, 1, 1, device: images.device) < 0.5;
        return where(coin, images.flip(3), images);
    }
}
