using System.Diagnostics;
using NotebookKit.Runs;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.Bagan;

/// <summary>
/// Puts data, networks, method and recipe together, step by step as the notebook tells it. The story is that of the
/// first seed and the first minority class; the claims are means over all of them.
/// </summary>
/// <param name="recipe">Every number of the run.</param>
public sealed class BaganExperiment(BaganRecipe recipe) : IDisposable
{
    private const int PointsPerClass = 200;

    private const int MostClouds = 12;                                    // of more classes the three shown elsewhere

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly BaganStudy _study = new(recipe, recipe.Seed, recipe.Minorities[0], story: true);
    private IReadOnlyList<BaganMeasurement>? _measurements;

    /// <summary>Every number of the run.</summary>
    public BaganRecipe Recipe { get; } = recipe;

    /// <summary>The data of the story.</summary>
    public BaganData Data => _study.Data;

    /// <summary>The recipe as a table, each value beside the official program's.</summary>
    public Figure Settings()
    {
        var (full, counts) = (BaganRecipe.Full, Data.Counts);
        return Table.Draw(
            new[]
            {
                Row("minority classes, one study each",
                    string.Join(", ", Recipe.Minorities.Select(label => Data.Train.Classes[label])),
                    "every class in turn"),
                Row("training pictures of the largest class / of the minority",
                    $"{counts.Max():N0} / {counts[Data.Minority]:N0}",
                    "about 6,000 / 300 (MNIST, 95 % dropped)"),
                Row("latent size", $"{Recipe.Architecture.Latent}", $"{full.Architecture.Latent}"),
                Row("autoencoder", $"{Recipe.AutoencoderSteps:N0} steps, Adam {Recipe.AutoencoderRate:0.#####}",
                    $"150 epochs, Adam {full.AutoencoderRate:0.#####}"),
                Row("adversarial training",
                    $"{Recipe.AdversarialSteps:N0} steps, Adam {Recipe.AdversarialRate:0.#####}",
                    $"150 epochs, Adam {full.AdversarialRate:0.#####}"),
                Row("batch",
                    $"{Recipe.BatchSize} real + {BaganMethod.FakesPerBatch(Recipe.BatchSize, Data.Classes)} generated",
                    $"{full.BatchSize} + {BaganMethod.FakesPerBatch(full.BatchSize, 10)}"),
                Row("classifier",
                    $"{(Recipe.ResNetClassifier ? "ResNet-18" : "two convolutions")}, "
                    + $"{Recipe.ClassifierSteps:N0} steps, Adam {Recipe.ClassifierRate:0.#####}",
                    "ResNet-18"),
            },
            $"What this run does: mode {Recipe.Mode}, data {Recipe.Data}, seed {Recipe.Seed}"
            + (Recipe.Seeds > 1 ? $" and the {Recipe.Seeds - 1} after it." : "."));

        static SettingRow Row(string setting, string here, string official) => new(setting, here, official);
    }

    /// <summary>Step 1, with a live chart.</summary>
    public BaganAutoencoder TrainAutoencoder() => _study.Autoencoder;

    /// <summary>Encoded training pictures in the plane of the two largest variances, with each class's
    /// ellipse.</summary>
    public Figure LatentSpace()
    {
        using var scope = NewDisposeScope();
        var latents = _study.Autoencoder.Encode(Data.Train).cpu().to(float64);           // [N, D]
        var centred = latents - latents.mean([0]);
        var (values, vectors) = linalg.eigh(centred.t().matmul(centred) / (latents.shape[0] - 1));
        var plane = centred.matmul(vectors.narrow(1, vectors.shape[1] - 2, 2)).flip(1);  // [N, 2], largest first
        var (x, y) = (plane.select(1, 0).data<double>().ToArray(), plane.select(1, 1).data<double>().ToArray());
        var labels = Data.Train.ToLabels();
        IReadOnlyList<int> drawn = Data.Classes <= MostClouds ? [.. Enumerable.Range(0, Data.Classes)] : Data.Shown();
        var share = (values.narrow(0, values.shape[0] - 2, 2).sum() / values.sum()).item<double>();
        var clouds = PointClouds.Draw(
            [
                .. drawn.Select(label => new PointCloud(
                    Data.Train.Classes[label], Of(x, label), Of(y, label), Emphasised: label == Data.Minority)),
            ],
            "first principal axis", "second principal axis",
            $"Step 2: the encoded training pictures. The autoencoder was told no class; minority class "
            + $"{Data.Train.Classes[Data.Minority]} emphasised.")
            .WithNote($"The plane holds {share:P0} of the variance of {latents.shape[1]} axes.");
        return drawn.Count == Data.Classes
            ? clouds
            : clouds.WithNote($"Of {Data.Classes} classes {drawn.Count} are drawn, the minority and the largest.");

        // A few hundred points tell where a class lies; the axes are those of all pictures.
        double[] Of(double[] axis, int label) => [.. axis.Where((_, i) => labels[i] == label).Take(PointsPerClass)];
    }

    /// <summary>Rank and condition number of each class's covariance.</summary>
    public Figure Gaussians()
    {
        var table = Table.Draw(
            _study.Gaussians.Classes.Select((fit, label) => new
            {
                Class = Data.Train.Classes[label], fit.Pictures, fit.Rank, fit.Condition,
            }),
            $"Step 2: one Gaussian per class in {Recipe.Architecture.Latent} dimensions. "
            + "A rank below that has no Cholesky factor.",
            formats: new Dictionary<string, string> { ["Condition"] = "0.0E+0" });
        var single = _study.Gaussians.SinglePictureClasses;
        return single.Count == 0
            ? table
            : table.WithNote(
                "One picture has no covariance: 1e-3 I stands for that of class "
                + $"{string.Join(", ", single.Select(label => Data.Train.Classes[label]))}.");
    }

    /// <summary>Pictures of steps 1 and 2 only.</summary>
    public Figure InitialSamples()
    {
        using var scope = NewDisposeScope();
        return ImageGrid.Draw(
            [.. Data.Shown().SelectMany(label => new[]
            {
                BaganData.Pictures(Data.Train, label, 12),
                [.. _study.Initial.Pictures(label, 12, Recipe.Seed).unbind().Select(RgbImage.FromTensor)],
            })],
            [.. Data.Shown().SelectMany(label => new[]
            {
                $"real {Data.Train.Classes[label]}", $"made {Data.Train.Classes[label]}",
            })],
            "Step 2 only: the decoder fed by the class Gaussians, before any adversarial step.")
            .On(Data.Train.Source);
    }

    /// <summary>Step 3, with a live chart.</summary>
    public ConditionalGan TrainBagan() => _study.Bagan;

    /// <summary>The film strip of step 3.</summary>
    public Figure Film() =>
        _study.Bagan.Film!.Draw(
            "Step 3: the same latent vectors, decoded while the generator learns.", columns: 13,
            kept: _study.Bagan.Selection!.Chosen!.Step)
            .WithNote("All that follows is made by the generator of the kept step; what came after it is given up.")
            .WithNote("The last row is a training picture of the minority that was encoded once: nothing holds the "
                + "generator to it any more, so it may drift.");

    /// <summary>Accuracy and variety over the adversarial steps, and which step is kept.</summary>
    public Figure Tradeoff()
    {
        var selection = _study.Bagan.Selection!;
        double[] steps = [.. selection.Looks.Select(look => (double)look.Step)];
        var chart = LineChart.Draw(
            [
                new("right class", steps, [.. selection.Looks.Select(look => look.Accuracy)]),
                new("SSIM of couples", steps, [.. selection.Looks.Select(look => look.Ssim)]),
                new("SSIM limit", steps, [.. steps.Select(_ => selection.Limit)]),
            ],
            "adversarial steps", "share, SSIM",
            $"Fidelity is paid with variety. Kept: step {selection.Chosen!.Step}, "
            + (selection.Chosen.Ssim <= selection.Limit
                ? "the most accurate below the limit."
                : "the most accurate; none is below the limit."),
            yIncludes: [0, 1])
            .WithNote(
                $"{Recipe.LookCount} pictures per look, judged on training data only. Real couples: "
                + $"{_study.Judge.RealSsim:0.000}; the limit is {Recipe.SsimMargin} above.");
        return Warned(chart, [_study.Bagan]);
    }

    /// <summary>ACGAN, the single output without autoencoder, the GAN of the minority alone, and BAGAN-GP where the
    /// recipe asks for it, with live charts.</summary>
    public void TrainComparisons() => _ = _study.Generators;

    /// <summary>Real and generated pictures of the minority class and of two majority classes.</summary>
    public Figure SideBySide()
    {
        using var scope = NewDisposeScope();
        var blocks = Data.Shown().Select((label, i) => (Label: label, Count: i == 0 ? 6 : 4)).ToArray();
        var rows = _study.Generators.Select(gan => (IReadOnlyList<RgbImage>)
        [
            .. (gan.Latents is PlainNoise ? blocks.Take(1) : blocks).SelectMany(block =>
                gan.Pictures(block.Label, block.Count, Recipe.Seed).unbind().Select(RgbImage.FromTensor)),
        ]);
        return ImageGrid.Draw(
            [[.. blocks.SelectMany(Real)], .. rows], ["real", .. _study.Generators.Select(gan => gan.Name)],
            $"Real pictures above, generated ones below: from the left six of the minority class "
            + $"{Data.Train.Classes[Data.Minority]}, then four each of "
            + $"{string.Join(" and ", blocks.Skip(1).Select(block => Data.Train.Classes[block.Label]))}. "
            + "The GAN of the minority knows no other class.")
            .On(Data.Train.Source);

        // A class with fewer pictures leaves white squares.
        IEnumerable<RgbImage> Real((int Label, int Count) block)
        {
            var pictures = BaganData.Pictures(Data.Train, block.Label, block.Count);
            var white = RgbImage.From(pictures[0].Width, pictures[0].Height, (_, _) => new(255, 255, 255));
            return pictures.Concat(Enumerable.Repeat(white, block.Count - pictures.Count));
        }
    }

    /// <summary>The quality of the generated pictures.</summary>
    public Figure Quality() => Warned(Table.Draw(
        _study.Quality.Append(new("real pictures", double.NaN, _study.Judge.RealSsim, double.NaN, double.NaN)),
        $"Generated pictures of class {Data.Train.Classes[Data.Minority]}: accuracy under a classifier "
        + "trained on all data, "
        + "and variety. Read both together: noise is varied, too.",
        formats: new Dictionary<string, string>
        {
            ["Accuracy"] = "P1", ["SsimCouples"] = "0.000", ["SsimNearest"] = "0.000", ["MajorityAccuracy"] = "P1",
        })
        .WithNote($"Majority accuracy: the same for class {Data.Train.Classes[Data.Shown()[1]]}, which has all its "
            + "pictures."),
        _study.Generators);

    /// <summary>Eight generated pictures above the training picture that is most like each.</summary>
    public Figure NearestNeighbours()
    {
        using var scope = NewDisposeScope();
        var pictures = _study.Bagan.Pictures(Data.Minority, 8, Recipe.Seed);
        var real = BaganData.OfClass(Data.Train, Data.Minority);
        var nearest = _study.Judge.NearestTraining(pictures);
        return ImageGrid.Draw(
            [
                [.. pictures.unbind().Select(RgbImage.FromTensor)],
                [.. nearest.Select(one => RgbImage.FromTensor(real[one.Index]))],
            ],
            ["generated", "nearest"],
            $"BAGAN's pictures and the most similar of the {real.shape[0]} training pictures: "
            + "has it learned them by heart?",
            titles: [[.. nearest.Select(_ => "")], [.. nearest.Select(one => $"{one.Ssim:0.00}")]])
            .WithNote("The number is the SSIM of the two; 1 would be a copy.");
    }

    /// <summary>Test accuracy of the classifier for each way of balancing.</summary>
    public Figure Classification() => Table.Draw(
        _study.Balanced.Select(row => new
        {
            row.Balancing, Minority = row.MinorityAccuracy, All = row.Accuracy,
            Named = string.Join(", ", row.MinorityVerdicts.Index().Where(one => one.Item > 0)
                .OrderByDescending(one => one.Item).Select(one => $"{one.Item:N0} as {Data.Train.Classes[one.Index]}")),
        }),
        $"A classifier after balancing class {Data.Train.Classes[Data.Minority]}: accuracy on its test "
        + "pictures and on all.",
        formats: new Dictionary<string, string> { ["Minority"] = "P1", ["All"] = "P1" })
        .WithNote(Data.MinorityTests == 0
            ? "The minority class has too few pictures for a test part, so its own accuracy is unknown (NaN)."
            : $"Named: the classes that the classifier gives the minority's {Data.MinorityTests:N0} test pictures.");

    /// <summary>The same over all minority classes and seeds of the recipe, which are measured now.</summary>
    public Figure ClassificationOverSeeds()
    {
        var seeds = Measurements.Select(m => m.Balanced).ToArray();
        var all = seeds.SelectMany(studies => studies).ToArray();
        var classes = string.Join(", ", Recipe.Minorities.Select(label => Data.Train.Classes[label]));
        return Table.Draw(
            all[0].Select(row => row.Balancing).Where(name => all.All(study => study.Any(row => row.Balancing == name)))
                .Select(name =>
                {
                    double[] means =
                        [.. seeds.Select(studies => studies.Average(study => Row(study).MinorityAccuracy))];
                    return new
                    {
                        Balancing = name, Minority = means.Average(), Spread = Spread(means),
                        All = all.Average(study => Row(study).Accuracy),
                        AgainstPlain = string.Join(", ", Recipe.Minorities.Select((label, k) =>
                            $"{Data.Train.Classes[label]}: "
                            + $"{seeds.Average(studies => Gain(studies[k])):+0.0;-0.0;0.0}")),
                    };

                    BalancedAccuracy Row(IReadOnlyList<BalancedAccuracy> study) =>
                        study.First(row => row.Balancing == name);

                    double Gain(IReadOnlyList<BalancedAccuracy> study) =>
                        100 * (Row(study).MinorityAccuracy - study[0].MinorityAccuracy);
                }),
            $"The same over {all.Length} studies, minority class {classes}, seed "
            + $"{string.Join(", ", Measurements.Select(m => m.Seed))}: mean accuracy on the minority's test pictures.",
            formats: new Dictionary<string, string>
            {
                ["Minority"] = "P1", ["Spread"] = "P1", ["All"] = "P1",
            })
            .WithNote("Against plain: what the row's minority accuracy gains over plain, percentage points, by class. "
                + (seeds.Length > 1
                    ? "Spread: standard deviation over the seeds, of each the mean over its classes."
                    : "One seed has no spread: run -p seeds=3."));

        static double Spread(double[] means) => means.Length == 1 ? double.NaN
            : Math.Sqrt(means.Sum(mean => Math.Pow(mean - means.Average(), 2)) / (means.Length - 1));
    }

    /// <summary>From the mean of a majority class to the mean of the minority, in latent space.</summary>
    public Figure Interpolation()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var means = _study.Gaussians.Means().to(float32);
        var others = Data.Shown().Skip(1).ToArray();
        var rows = others.Select(from =>
        {
            var path = linspace(0, 1, 10, device: means.device).unsqueeze(1);             // [10, 1]
            var z = (1 - path) * means[from] + path * means[Data.Minority];               // [10, D]
            return (IReadOnlyList<RgbImage>)
                [.. BaganMethod.Unit(_study.Bagan.Generator.call(z)).unbind().Select(RgbImage.FromTensor)];
        }).ToArray();
        return ImageGrid.Draw(
            rows, [.. others.Select(from => $"{Data.Train.Classes[from]} to {Data.Train.Classes[Data.Minority]}")],
            "A straight line in latent space, from the mean of a majority class to the mean of the minority.");
    }

    /// <summary>The published figures.</summary>
    public Figure PublishedFigures() => Table.Draw(
        BaganPaper.Figures(Recipe).Select(f => new { f.Quantity, f.Value, f.Where }),
        "Published figures, read off the paper's vector graphics. "
        + (Data.Source.StandIn ? "Other data, so the digits are not comparable."
            : "Another budget, so compare their order rather than their digits."));

    /// <summary>Measures the other classes and seeds, draws up the claims and writes metrics.json; on real pictures,
    /// and where an exercise changes the digits, also the record of the run with its figures.</summary>
    public PaperResult Conclude()
    {
        var result = BaganResult.Of(Recipe, Measurements, Data, Stopwatch.GetElapsedTime(_started));
        result.WriteMetrics();
        if (!Data.Source.StandIn || BaganResult.IsExercise(Recipe))
        {
            result.WriteRecord(
                Data.Source, (BaganRecords.Samples, SideBySide()), (BaganRecords.Quality, Quality()),
                (BaganRecords.Tradeoff, Tradeoff()), (BaganRecords.Classification, Classification()),
                (BaganRecords.OverSeeds, ClassificationOverSeeds()),
                (BaganRecords.Claims, result.ClaimTable()));
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _study.Dispose();

    private sealed record SettingRow(string Setting, string Here, string Official);

    private IReadOnlyList<BaganMeasurement> Measurements => _measurements ??= MeasureAll();

    private List<BaganMeasurement> MeasureAll()
    {
        var measurements = new List<BaganMeasurement>();
        foreach (var seed in Enumerable.Range(0, Recipe.Seeds).Select(i => Recipe.Seed + i))
        {
            var others = Recipe.Minorities.Where(minority => (seed, minority) != (Recipe.Seed, Data.Minority))
                .Select(minority => new BaganStudy(Recipe, seed, minority, story: false)).ToArray();
            try
            {
                measurements.Add(BaganMeasurement.Of(seed == Recipe.Seed ? [_study, .. others] : others));
            }
            finally
            {
                Array.ForEach(others, study => study.Dispose());
            }
        }

        return measurements;
    }

    private static Figure Warned(Figure figure, IEnumerable<ConditionalGan> generators) =>
        generators.Select(gan => gan.Warning).OfType<string>().Aggregate(figure, (f, warning) => f.WithNote(warning));
}
