using System.Diagnostics;
using NotebookKit.Data;
using NotebookKit.Runs;
using NotebookKit.Show;

namespace NotebookKit.Models.Maeday;

/// <summary>
/// Puts data, network, method and recipe together, step by step as the notebook tells it. Steps may be called in any
/// order; what a step needs of an earlier one is made then, once.
/// </summary>
/// <param name="recipe">Every number of the run.</param>
public sealed class MaedayExperiment(MaedayRecipe recipe) : IDisposable
{
    private readonly long started = Stopwatch.GetTimestamp();
    private MaedayData? data;
    private MaedayPretraining? pretraining;
    private MaedayZeroShot? zero;
    private MaedayVariants? variants;
    private MaedaySweeps? sweeps;
    private MaedayFewShot? few;
    private MaedayEnsemble? ensemble;

    /// <summary>Every number of the run.</summary>
    public MaedayRecipe Recipe { get; } = recipe;

    /// <summary>The recipe as a table: what it is here, and what is known of the paper's.</summary>
    public Figure Settings()
    {
        var r = Recipe;
        return Table.Draw(
            new[]
            {
                Row("mode, data, learned from", $"{r.Mode}, {r.Data}, {r.Pretraining}", "full, MVTec-AD, ImageNet"),
                Row("seeds, draws of the masks", $"{string.Join(", ", Seeds)}; {r.MaskSeeds} each", "not available"),
                Row("encoder",
                    $"{r.Encoder.Width} wide, {r.Encoder.Depth} blocks, patch {r.Encoder.Patch} of {r.Encoder.Side}",
                    "ViT, size not stated (re-implementations: B/16 on 224)"),
                Row("pre-training", $"{r.Steps:N0} steps of {r.BatchSize}, AdamW {r.LearningRate}",
                    "published weights"),
                Row("mask ratio, masks N", $"{r.MaskRatio}, {r.Masks} ({r.Design.ToString().ToLowerInvariant()})",
                    "0.75, 32"),
                Row("smoothing",
                    $"{MaedayMethod.KernelSize}x{MaedayMethod.KernelSize} Gaussian, sigma {MaedayMethod.KernelSigma}",
                    "the same (re-implementations)"),
                Row("few-shot",
                    $"k = {string.Join(", ", r.Shots)}; rank {r.Rank}, {r.FewShotSteps} steps of {r.FewShotBatch}, "
                    + $"{r.FewShotOptimizer} {r.FewShotLearningRate}",
                    "rank 32, 50 steps of 32, SGD 0.01 (a re-implementation)"),
                Row("draws of the k pictures, crops",
                    $"{r.SupportDraws}, " + (r.FewShotCrops == SupportCropping.Windows
                        ? "windows of the picture" : "resized crops, turned where a category allows it"), "not stated"),
                Row("embedding", r.Embedding.Length == 0 ? "principal components of small patches"
                    : $"WideResNet-50-2, {Path.GetFileName(r.Embedding)}", "WideResNet-50-2"),
                Row("device", r.Device.ToString(), "not stated"),
            },
            "What this run does.");

        static SettingRow Row(string setting, string here, string paper) => new(setting, here, paper);
    }

    /// <summary>The surfaces of the first seed.</summary>
    /// <exception cref="DataException">Data is missing or damaged, masks do not match, or there is no file of the
    /// embedding's weights: found here, not after the hours in front of their use.</exception>
    public MaedayData LoadData() => data ??= Recipe.Embedding.Length == 0 || File.Exists(Recipe.Embedding)
        ? MaedayData.Load(Recipe, Recipe.Seed)
        : throw new DataException(
            "embedding must be a file with the weights of wide_resnet50_2 (.pth, .safetensors), or empty, but there is "
            + $"no file '{Recipe.Embedding}'.");

    /// <summary>The network, trained with a live chart, or read.</summary>
    public MaedayPretraining Pretrain() =>
        pretraining ??= MaedayPretraining.Run(Recipe, LoadData(), Recipe.Seed, live: true);

    /// <summary>Pictures of masks, reconstructions and maps.</summary>
    public MaedayGallery Gallery() => new(Trial);

    /// <summary>Zero-shot maps and scores.</summary>
    public MaedayZeroShot Detect() => zero ??= MaedayZeroShot.Measure(Trial);

    /// <summary>Zero-shot with one thing changed.</summary>
    public MaedayVariants Vary() => variants ??= MaedayVariants.Measure(Trial, Detect());

    /// <summary>The number of masks and the mask ratio.</summary>
    public MaedaySweeps Sweep() => sweeps ??= MaedaySweeps.Measure(Trial);

    /// <summary>Low-rank tuning on k normal pictures, for every k of which each category has as many.</summary>
    public MaedayFewShot Tune() => few ??= MaedayFewShot.Measure(Trial, Detect());

    /// <summary>The embedding baseline, and the average of both.</summary>
    public MaedayEnsemble Combine() => ensemble ??= MaedayEnsemble.Measure(Tune());

    /// <summary>Measures the other seeds, draws up the claims and writes metrics.json into the run's folder; on real
    /// pictures also the record of the run with its figures.</summary>
    public PaperResult Conclude()
    {
        var measurements = new List<MaedayMeasurement> { MaedayMeasurement.Of(Detect(), Vary(), Tune(), Combine()) };
        foreach (var seed in Seeds.Skip(1))
        {
            using var other = new MaedayExperiment(Recipe with { Seed = seed, Seeds = 1 });
            measurements.Add(MaedayMeasurement.Of(other.Detect(), other.Vary(), other.Tune(), other.Combine()));
        }

        var result = MaedayResult.Of(
            Trial.Recipe, measurements, [LoadData().Source, Pretrain().Source, .. Embedding],
            Pretrain().Network.parameters().First().device.ToString(), Stopwatch.GetElapsedTime(started));
        result.WriteMetrics();
        if (!LoadData().Source.StandIn)
        {
            result.WriteRecord(
                LoadData().Source, (MaedayRecords.Reconstructions, Gallery().Reconstructions()),
                (MaedayRecords.Maps, Gallery().Maps(Detect())), (MaedayRecords.Kinds, Detect().Kinds()),
                (MaedayRecords.FewShot, Tune().Table()), (MaedayRecords.Ensemble, Combine().Table()),
                (MaedayRecords.Claims, result.ClaimTable()));
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ensemble?.Dispose();
        few?.Dispose();
        zero?.Dispose();
        pretraining?.Dispose();
        data?.Dispose();
    }

    private DataUse[] Embedding => Combine().Embedding is { } use ? [use] : [];

    private MaedayTrial Trial => new(Recipe, LoadData(), Pretrain(), Recipe.Seed);

    private IReadOnlyList<long> Seeds => [.. Enumerable.Range(0, Recipe.Seeds).Select(i => Recipe.Seed + i)];

    private sealed record SettingRow(string Setting, string Here, string Paper);
}
