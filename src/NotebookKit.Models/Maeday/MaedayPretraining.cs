using System.Security.Cryptography;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Models.Backbones;
using NotebookKit.Show;
using NotebookKit.Train;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Maeday;

/// <summary>The masked autoencoder that everything else leaves untouched, and how it came to its weights.</summary>
/// <param name="Network">Trained here, or read from a checkpoint.</param>
/// <param name="Scale">How pixels come to it.</param>
/// <param name="Source">What it learned from.</param>
/// <param name="History">The loss of every step; null for a checkpoint.</param>
/// <param name="Film">Reconstructions of pictures that it never learned from; null for a checkpoint.</param>
public sealed record MaedayPretraining(
    MaskedAutoencoder Network, PixelScale Scale, DataUse Source, StepHistory? History, FilmStrip? Film) : IDisposable
{
    private const string Loss = "loss";

    /// <summary>Trains a network, or reads it.</summary>
    /// <param name="recipe">How to train.</param>
    /// <param name="data">Test pictures for the film; never learned from.</param>
    /// <param name="seed">Seed of weights, order and masks.</param>
    /// <param name="live">Show the loss while it is made.</param>
    /// <param name="steps">Steps to end at; null does all. The learning rate follows the recipe's steps.</param>
    /// <exception cref="DataException">Pictures to learn from are missing or damaged.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no finite number any more.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted; the state is kept.</exception>
    public static MaedayPretraining Run(
        MaedayRecipe recipe, MaedayData data, long seed, bool live = false, int? steps = null)
    {
        if (MaedayNetwork.IsCheckpoint(recipe.Pretraining))
        {
            var loaded = MaedayNetwork.Load(recipe.Pretraining).to(recipe.Device);
            using var file = File.OpenRead(recipe.Pretraining);
            return new(
                loaded, PixelScale.ImageNet,
                new("checkpoint", Convert.ToHexStringLower(SHA256.HashData(file)),
                    $"weights of {Path.GetFileName(recipe.Pretraining)}", false),
                null, null);
        }

        using var pictures = PretrainingPictures.For(recipe, data, seed);
        var network = MaedayNetwork.New(recipe, data.Channels, seed);
        using var optimizer = Optimizer(network, recipe);
        using var subjects = FilmSubjects(data, pictures.Scale, network.Encoder, recipe.Device);
        var film = new FilmStrip([.. data.Categories.Take(FilmRows).Select(category => category.Name)]);
        var chart = new LiveFigure<StepHistory>(history => Chart(history, recipe, pictures.Source));
        var history = new StepTraining(
            new Dictionary<string, Module> { ["network"] = network },
            new Dictionary<string, OptimizerHelper> { ["network"] = optimizer },
            new StepOptions
            {
                Steps = steps ?? recipe.Steps, Seed = seed, Title = $"Pre-training, seed {seed}", Terms = [Loss],
                Also = new Dictionary<string, IResumable> { ["film"] = film }, Watch = live ? chart.Show : null,
                Resume = recipe.Resume, CheckpointPath = CheckpointPath(recipe, seed),
            })
            .Run(step =>
            {
                if (step % recipe.FilmEvery == 0)
                {
                    Shoot(film, step, network, subjects, pictures.Scale);
                }

                return [Step(network, optimizer, recipe, pictures.At(step).to(recipe.Device), step)];
            });
        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();    // an interrupted training is not measured
        Shoot(film, history.Steps, network, subjects, pictures.Scale);
        return new(network, pictures.Scale, pictures.Source, history, film);
    }

    /// <summary>One step: a fresh mask for each picture, the loss of the removed patches, one update.</summary>
    /// <param name="network">The network.</param>
    /// <param name="optimizer">Its optimizer, from <see cref="Optimizer"/>.</param>
    /// <param name="recipe">Ratio and learning rate.</param>
    /// <param name="images">[B, C, side, side].</param>
    /// <param name="step">0, 1, ...: the learning rate follows from it.</param>
    /// <returns>The loss, 0-d.</returns>
    public static Tensor Step(
        MaskedAutoencoder network, OptimizerHelper optimizer, MaedayRecipe recipe, Tensor images, int step)
    {
        var rate = LearningRate(recipe, step);
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }

        var mask = PatchMask.Random(
            images.shape[0], network.Encoder.Patches, recipe.MaskRatio, device: images.device);
        optimizer.zero_grad();
        var loss = network.Loss(images, network.call(images, mask), mask);
        loss.backward();
        optimizer.step();
        return loss;
    }

    /// <summary>Linear warm-up, then half a cosine down to 0, per step (the published MAE).</summary>
    /// <param name="recipe">Peak, warm-up and number of steps.</param>
    /// <param name="step">0, 1, ...</param>
    internal static double LearningRate(MaedayRecipe recipe, int step)
    {
        var warmup = Math.Min(recipe.WarmupSteps, recipe.Steps / 2);
        return recipe.LearningRate * (step < warmup
            ? (step + 1.0) / warmup
            : Schedule.Cosine((step - warmup) / (double)Math.Max(1, recipe.Steps - warmup)));
    }

    /// <summary>AdamW with betas 0.9 and 0.95; weight decay for matrices only.</summary>
    /// <param name="network">Whose parameters it moves.</param>
    /// <param name="recipe">Learning rate and weight decay.</param>
    /// <returns>The caller's.</returns>
    public static OptimizerHelper Optimizer(MaskedAutoencoder network, MaedayRecipe recipe)
    {
        var matrices = network.parameters().Where(IsMatrix);
        var others = network.parameters().Where(parameter => !IsMatrix(parameter));
        return optim.AdamW(
            [
                new AdamW.ParamGroup(
                    matrices, recipe.LearningRate, beta1: 0.9, beta2: 0.95, weight_decay: recipe.WeightDecay),
                new AdamW.ParamGroup(others, recipe.LearningRate, beta1: 0.9, beta2: 0.95),
            ],
            recipe.LearningRate, 0.9, 0.95);

        static bool IsMatrix(Parameter parameter) => parameter.shape.Count(size => size > 1) > 1;
    }

    /// <summary>What the network is and where its weights come from.</summary>
    /// <returns>One sentence.</returns>
    public string Summary()
    {
        var size = $"{Network.parameters().Sum(parameter => parameter.numel()):N0} parameters";
        return History is null
            ? $"No training here: {Source.Description}, {size}."
            : $"{size}. Loss {History.Rows[0][0]:0.000} at the first step, {History.Recent(Loss):0.000} at the end: "
                + "what no surroundings predict sets the floor.";
    }

    /// <summary>Unseen pictures, reconstructed while the network learns.</summary>
    public Figure? FilmStrip() => Film?.Draw(
        "Reconstructions while the network learns; visible patches are pasted. None of these surfaces is ever learned "
        + "from.", columns: 8);

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private const int FilmRows = 3;

    private static Figure Chart(StepHistory history, MaedayRecipe recipe, DataUse source) => StepChart.Draw(
        history, $"Pre-training: squared error of the removed patches over {recipe.Steps:N0} steps of "
            + $"{recipe.BatchSize} pictures, on the network's scale.").On(source);

    private static Tensor FilmSubjects(MaedayData data, PixelScale scale, VitShape shape, Device device)
    {
        using var scope = NewDisposeScope();
        return cat([.. data.Categories.Take(FilmRows).Select(
            category =>
                scale.Apply(category.Test.Images.narrow(0, 0, 1)).narrow(2, 0, shape.Side).narrow(3, 0, shape.Side))])
            .to(device).DetachFromDisposeScope();
    }

    private static void Shoot(FilmStrip film, int step, MaskedAutoencoder network, Tensor subjects, PixelScale scale)
    {
        using var scope = NewDisposeScope();
        var (pixels, removed) = new AnomalyMapper(network, new(1)).Reconstruct(subjects, 0, seed: 0);
        var pasted = where(removed.unsqueeze(1) > 0, pixels, subjects);
        // A frame must not stop a diverging training: the training itself says so, with its last good weights.
        film.Add(step, scale.Invert(pasted).nan_to_num().cpu());
    }

    // Names what the weights depend on, so that no other training takes them up.
    private static string? CheckpointPath(MaedayRecipe recipe, long seed) =>
        RunContext.Current.OutputDirectory is { } folder
            ? Path.Combine(folder, $"mae-{recipe.CheckpointName(seed)}.checkpoint")
            : null;
}
