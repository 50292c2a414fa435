using NotebookKit.Attacks;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Train;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>Networks to compare with: one that is told the masks, and one that is trained on attacked
/// pictures.</summary>
internal static class ComparisonNetworks
{
    private const double SupervisedFactor = 4;                            // a plain regression bears larger steps
    private const int InnerSteps = 5;

    /// <summary>The same U-Net trained on the masks: an upper bound for everything that knows only the class.</summary>
    /// <returns>Its residual, [N, C, H, W], first channel, is the logit of "damaged pixel"; the caller's.</returns>
    public static Module<Tensor, (Tensor Residual, Tensor Logits)> TrainSupervised(
        CounterfactualData data, CounterfactualRecipe recipe, long seed)
    {
        Seed.All(seed);
        var network = CounterfactualGenerator.UNet(data.Channels, recipe).to(recipe.Device);
        var masks = data.Train.Masks[CounterfactualData.Damage];                                // [N, H, W]
        var optimizer = CounterfactualGame.OptimizerOf(network, recipe, SupervisedFactor * recipe.LearningRate);
        var size = (int)Math.Min(recipe.BatchSize, data.Train.Count);
        var perEpoch = (int)data.Train.Count / size;
        Steps("U-Net that is told the masks", "supervised", network, optimizer, recipe.SupervisedSteps, recipe, seed, k =>
        {
            var order = Batches.Order(data.Train.Count, seed, k / perEpoch);
            var places = order.AsSpan(k % perEpoch * size, size).ToArray();
            var images = CounterfactualData.Prepare(data.Train, places).to(recipe.Device);
            var truth = masks.index_select(0, tensor(places)).to(ScalarType.Float32).to(recipe.Device);
            optimizer.zero_grad();
            var logit = network.call(images).Residual.select(1, 0);                             // [B, H, W]
            var loss = F.binary_cross_entropy_with_logits(logit, truth);
            loss.backward();
            optimizer.step();
            return [loss];
        });
        optimizer.Dispose();
        return network;
    }

    /// <summary>Adversarial training (Madry et al. 2018, eq. 2.1): the plain classifier learns on attacked pictures
    /// only.
    /// The bound grows over the first half of the steps.</summary>
    /// <returns>The classifier; the caller's.</returns>
    public static CounterfactualClassifier TrainAdversarially(
        CounterfactualData data, CounterfactualRecipe recipe, long seed)
    {
        Seed.All(seed);
        var network = new CounterfactualClassifier(data.Channels, recipe, outputs: 2).to(recipe.Device);
        var optimizer = CounterfactualGame.OptimizerOf(
            network, recipe, recipe.ClassifierLearningRate ?? recipe.LearningRate);
        using var batches = new BalancedBatches(data.Train, recipe, seed);
        Steps("Adversarial training of C", "hardened", network, optimizer, recipe.AdversarialSteps, recipe, seed, k =>
        {
            var (x, labels) = batches.At(k);
            var epsilon = recipe.AdversarialBound * Math.Min(1, 2.0 * (k + 1) / recipe.AdversarialSteps);
            var attacked = Pgd.Attack(network, x, labels, AttackLosses.AllLogits, new PgdOptions
            {
                Epsilon = epsilon, StepSize = epsilon / 2, Steps = InnerSteps, Low = -1, High = 1,
                Seed = (seed << 20) + k,
            });
            return [CounterfactualGame.StepClassifier(network, optimizer, attacked, labels)[0]];
        });
        optimizer.Dispose();
        return network;
    }

    private static void Steps(
        string title, string name, Module network, TorchSharp.Modules.OptimizerHelper optimizer, int steps,
        CounterfactualRecipe recipe, long seed, Func<int, IReadOnlyList<Tensor>> step)
    {
        new StepTraining(
            new Dictionary<string, Module> { ["network"] = network },
            new Dictionary<string, TorchSharp.Modules.OptimizerHelper> { ["network"] = optimizer },
            new StepOptions
            {
                Steps = steps, Terms = ["loss"], Seed = seed, Title = title, Resume = recipe.Resume,
                CheckpointPath = CounterfactualTraining.CheckpointPath(name, recipe, seed),
            }).Run(k =>
            {
                CounterfactualGame.SetRates([optimizer], recipe, k, steps);
                return step(k);
            });
        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
    }
}
