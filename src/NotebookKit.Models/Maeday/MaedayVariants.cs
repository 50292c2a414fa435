using NotebookKit.Show;

namespace NotebookKit.Models.Maeday;

/// <summary>Zero-shot detection with one thing changed.</summary>
/// <param name="Trial">Surfaces and network.</param>
/// <param name="Standard">As the recipe has it.</param>
/// <param name="AllPixels">Errors of all pixels.</param>
/// <param name="OneMask">N = 1.</param>
/// <param name="Stratified">Stratified masks.</param>
/// <param name="Untrained">A network with its first weights.</param>
public sealed record MaedayVariants(
    MaedayTrial Trial, DetectionScore Standard, DetectionScore AllPixels, DetectionScore OneMask,
        DetectionScore Stratified,
    DetectionScore Untrained)
{
    /// <summary>Measures the variants.</summary>
    /// <param name="trial">Surfaces and network.</param>
    /// <param name="zero">The standard.</param>
    public static MaedayVariants Measure(MaedayTrial trial, MaedayZeroShot zero)
    {
        var plan = trial.Recipe.Plan;
        var shape = trial.Pretraining.Network.Encoder;
        using var untrained = MaedayNetwork.New(trial.Recipe with { Encoder = shape }, shape.Channels, trial.Seed + 1);
        return new(
            trial, zero.Mean, trial.MeanScore(region: ErrorRegion.All), trial.MeanScore(plan with { Count = 1 }),
            trial.MeanScore(plan with { Design = MaskDesign.Stratified }), trial.MeanScore(network: untrained));
    }

    /// <summary>The variants as a table.</summary>
    public Figure Table() => Show.Table.Draw(
        new[]
        {
            Row($"standard: removed patches, {Trial.Recipe.Masks} masks", Standard),
                Row("errors of all pixels", AllPixels),
            Row("one mask", OneMask), Row("stratified masks", Stratified), Row("untrained network", Untrained),
        },
        "What matters in zero-shot detection: one thing changed in each row, mean over categories and draws of the "
        + "masks.",
        formats: new Dictionary<string, string>
        {
            ["ImageAUROC"] = "0.000", ["PixelAUROC"] = "0.000", ["AUPRO"] = "0.000",
        }).On(Trial.Data.Source);

    private static VariantRow Row(string name, DetectionScore score) =>
        new(name, score.ImageAuroc, score.PixelAuroc, score.Aupro);

    private sealed record VariantRow(string Variant, double ImageAUROC, double PixelAUROC, double AUPRO);
}
