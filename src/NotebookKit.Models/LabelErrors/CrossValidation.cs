using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Train;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LabelErrors;

/// <summary>How to cross-validate.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>Number of folds, 2 or more; each is held out once.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>How each fold's model is trained; title, seed, resume and checkpoint are set per fold.</summary>
    public required TrainOptions Training { get; init; }

    /// <summary>Share of a fold's training images that chooses its best epoch, in (0, 1); never the held-out
    /// ones.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Folder that keeps the state of every fold; null: none is kept.</summary>
    public string? CheckpointFolder { get; init; }
}

/// <summary>Out-of-sample probabilities of every example.</summary>
/// <param name="PredProbs">[N * K], each row from the model that never saw that example.</param>
/// <param name="Classes">K.</param>
/// <param name="Folds">[N] the fold in which each example was held out.</param>
/// <param name="Histories">One per fold.</param>
public sealed record OutOfSample(double[] PredProbs, int Classes, int[] Folds, IReadOnlyList<History> Histories);

/// <summary>
/// Cross-validated training: the out-of-sample probabilities that confident learning needs, for any set of images.
/// </summary>
public static class CrossValidation
{
    /// <summary>Trains one model per fold and predicts the images that it never saw.</summary>
    /// <param name="set">Images with the labels as given, right or wrong.</param>
    /// <param name="network">Makes a classifier with fresh weights, [N, C, H, W] in [0, 1] to logits [N, K].</param>
    /// <param name="options">Folds and training.</param>
    /// <returns>The same for the same seed; also where an interrupted run is taken up with
    /// <see cref="TrainOptions.Resume"/>, bit for bit.</returns>
    /// <exception cref="ArgumentException">The number of folds does not fit the set.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted; finished folds and the state of the running
    /// one are kept in the folder.</exception>
    /// <exception cref="TrainingDivergedException">A loss is no finite number.</exception>
    public static OutOfSample Run(ImageSet set, Func<Module<Tensor, Tensor>> network, CrossValidationOptions options)
    {
        var labels = Array.ConvertAll(set.ToLabels(), label => (int)label);
        var (classes, seed) = (set.Classes.Count, options.Training.Seed);
        var folds = LabelErrorsMethod.Folds(labels, options.Folds, (int)seed);
        var (probs, histories) = (new double[labels.Length * classes], new List<History>());
        using var progress = options.Training.ShowProgress
            ? Progress.Start(options.Training.Title, options.Folds, "fold")
            : null;
        for (var fold = 0; fold < options.Folds; fold++)
        {
            var (kept, held) = (Where(folds, f => f != fold), Where(folds, f => f == fold));
            using var rest = set.Select(kept);
            using var unseen = set.Select(held);
            var (training, validation) = rest.Split(options.ValidationShare, seed + fold);
            using (training)
            using (validation)
            {
                Seed.All(seed + fold);
                using var model = network();
                histories.Add(new Trainer().Fit(model, training, validation, OfFold(options, fold, set)));
                NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
                Fill(probs, held, Probabilities(model, unseen), classes);
            }

            progress?.Report(fold + 1, $"accuracy on the held-out fold {Agreement(probs, labels, held, classes):P1}");
        }

        return new OutOfSample(probs, classes, folds, histories);
    }

    /// <summary>Class probabilities of every image.</summary>
    /// <param name="model">Classifier, [N, C, H, W] to logits [N, K].</param>
    /// <param name="set">Images.</param>
    /// <returns>[N * K], rows sum to 1.</returns>
    public static double[] Probabilities(Module<Tensor, Tensor> model, ImageSet set)
    {
        using var scope = NewDisposeScope();
        return Evaluation.Logits(model, set).to(ScalarType.Float64).softmax(1).data<double>().ToArray();   // [N, K]
    }

    private static TrainOptions OfFold(CrossValidationOptions options, int fold, ImageSet set) =>
        options.Training with
        {
            Seed = options.Training.Seed + fold,
            ShowProgress = false,
            CheckpointPath = options.CheckpointFolder is { } folder
                ? Path.Combine(folder, $"fold-{fold + 1}-of-{options.Folds}-{Fingerprint(options, set)}.checkpoint")
                : null,
        };

    /// <summary>What the weights depend on, so that no other training takes them up.</summary>
    private static string Fingerprint(CrossValidationOptions options, ImageSet set)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(set.ToPlanes());
        hash.AppendData(MemoryMarshal.AsBytes(set.ToLabels().AsSpan()));
        var training = options.Training;
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{training.Seed} {training.Epochs} {training.BatchSize} {training.LearningRate:R} " +
            $"{options.ValidationShare:R}")));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private static long[] Where(int[] folds, Func<int, bool> wanted) =>
        [.. Enumerable.Range(0, folds.Length).Where(i => wanted(folds[i])).Select(i => (long)i)];

    private static void Fill(double[] probs, long[] held, double[] rows, int classes)
    {
        for (var n = 0; n < held.Length; n++)
            rows.AsSpan(n * classes, classes).CopyTo(probs.AsSpan((int)held[n] * classes));
    }

    private static double Agreement(double[] probs, int[] labels, long[] held, int classes) =>
        held.Count(i => ArgMax(probs.AsSpan((int)i * classes, classes)) == labels[i]) / (double)held.Length;

    private static int ArgMax(ReadOnlySpan<double> row) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(row);
}
