using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Show;
using NotebookKit.Train;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Bagan;

/// <summary>Step 1: an autoencoder that knows nothing of classes; or, for BAGAN-GP, one that is told them.</summary>
/// <param name="Encoder">[N, C, H, W] in [-1, 1] to latent vectors [N, D].</param>
/// <param name="Decoder">Latent vectors back to pictures.</param>
/// <param name="History">Term "reconstruction" at each step.</param>
/// <param name="ClassVectors">A learned vector per class [n, D] by which a latent vector is multiplied before it is
/// decoded: BAGAN-GP's supervised autoencoder. Null: BAGAN's own.</param>
public sealed record BaganAutoencoder(
    BaganTrunk Encoder, BaganGenerator Decoder, StepHistory History, Embedding? ClassVectors = null) : IDisposable
{
    private const string Term = "reconstruction";

    /// <summary>Trains encoder and decoder on all pictures.</summary>
    /// <param name="train">Imbalanced training pictures, on the recipe's device.</param>
    /// <param name="recipe">Sizes, steps, rate, device.</param>
    /// <param name="options">Title, checkpoint, live chart, seed.</param>
    /// <param name="supervised">True tells it the classes.</param>
    public static BaganAutoencoder Train(
        ImageSet train, BaganRecipe recipe, StageOptions options, bool supervised = false)
    {
        Seed.All(options.Seed);
        var encoder = new BaganTrunk(recipe.Architecture, recipe.Architecture.Latent).to(recipe.Device);
        var decoder = new BaganGenerator(recipe.Architecture).to(recipe.Device);
        var networks = new Dictionary<string, Module> { ["encoder"] = encoder, ["decoder"] = decoder };
        var classVectors = supervised
            ? NewClassVectors(train.Classes.Count, recipe.Architecture.Latent).to(recipe.Device)
            : null;
        if (classVectors is not null)
        {
            networks["class vectors"] = classVectors;
        }

        using var optimizer = optim.Adam(
            [.. networks.Values.SelectMany(network => network.parameters())], recipe.AutoencoderRate,
            recipe.Beta1, 0.999, recipe.Epsilon);
        var batches = new BatchSequence(train, recipe.BatchSize, options.Seed);
        var history = new StepTraining(
            networks,
            new Dictionary<string, OptimizerHelper> { ["autoencoder"] = optimizer },
            options.For(recipe.AutoencoderSteps, [Term], recipe.Resume))
            .Run(k =>
            {
                var batch = batches.At(k);
                var x = BaganMethod.Centred(batch.Images);                               // [B, C, H, W]
                optimizer.zero_grad();
                var loss = BaganMethod.ReconstructionLoss(
                    x, decoder.call(Latent(encoder.call(x), classVectors, batch.Labels)));
                loss.backward();
                optimizer.step();
                return [loss];
            });
        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();    // an interrupted training is not measured
        return new(encoder, decoder, history, classVectors);
    }

    /// <summary>Encodes pictures in inference mode: dropout would inflate the class covariances.</summary>
    /// <param name="set">Pictures, on the encoder's device.</param>
    /// <returns>[N, D], float32, on that device; the caller owns it.</returns>
    public Tensor Encode(ImageSet set)
    {
        using var scope = NewDisposeScope();
        using var mode = new InferenceMode(Encoder);
        using var noGradients = no_grad();
        var parts = Batches.Of(set, 256).Select(batch => Latent(
            Encoder.call(BaganMethod.Centred(batch.Images)), ClassVectors, batch.Labels)).ToArray();
        return cat(parts).MoveToOuterDisposeScope();
    }

    /// <summary>Pictures above their reconstructions.</summary>
    /// <param name="data">Where the pictures come from.</param>
    public Figure Reconstructions(BaganData data)
    {
        using var scope = NewDisposeScope();
        using var mode = new InferenceMode(Encoder);
        using var noGradients = no_grad();
        var x = cat([.. data.Shown().Select(label => BaganData.OfClass(data.Train, label)).Select(
            ofClass => ofClass.narrow(0, 0, Math.Min(4, ofClass.shape[0])))]);
        var decoded = BaganMethod.Unit(Decoder.call(Encoder.call(BaganMethod.Centred(x))));
        return ImageGrid.Draw(
            [[.. x.unbind().Select(RgbImage.FromTensor)], [.. decoded.unbind().Select(RgbImage.FromTensor)]],
            ["picture", "decoded"], $"Step 1: pictures of the minority class and of others, and what the "
            + $"autoencoder makes of them after {History.Steps:N0} steps.")
            .On(data.Train.Source);
    }

    internal static Figure LossChart(StepHistory history) => StepChart.Draw(
        history, "Step 1: mean squared reconstruction error of pixels in [-1, 1].", axis: AxisKind.Log,
        yLabel: "squared error");

    /// <inheritdoc/>
    public void Dispose()
    {
        Encoder.Dispose();
        Decoder.Dispose();
        ClassVectors?.Dispose();
    }

    private static Tensor Latent(Tensor encoded, Embedding? classVectors, Tensor labels) =>
        classVectors is null ? encoded : encoded * classVectors.call(labels);

    // Around 1, so that no class begins with a part of its latent space shut.
    private static Embedding NewClassVectors(int classes, int latent)
    {
        var vectors = Embedding(classes, latent);
        init.normal_(vectors.weight!, 1, 0.25);
        return vectors;
    }
}

/// <summary>What a stage of the training needs besides the recipe.</summary>
/// <param name="Title">Progress line.</param>
/// <param name="Seed">Seed of start, order and noise.</param>
/// <param name="CheckpointPath">Where its state is kept; null: nowhere.</param>
/// <param name="Watch">Live chart; null: none.</param>
public sealed record StageOptions(
    string Title, long Seed, string? CheckpointPath = null, Action<StepHistory>? Watch = null)
{
    internal StepOptions For(int steps, IReadOnlyList<string> terms, bool resume) => new()
    {
        Steps = steps, Terms = terms, Seed = Seed, CheckpointPath = CheckpointPath, Resume = resume, Title = Title,
        Watch = Watch,
    };
}
