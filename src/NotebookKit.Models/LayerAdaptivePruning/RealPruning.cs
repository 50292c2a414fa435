using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using NotebookKit.Show;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// The published ResNet-32 on the real test set of CIFAR-10, as a run leaves it in <see cref="FileName"/>. One such run
/// is stored as <c>notebooks/results/cifar10/05-layer-adaptive-pruning.json</c>, so that its figures are there without
/// pictures and weights.
/// </summary>
/// <param name="Command">The command that measures it again; it wants the pictures and weights of the data
/// bundle.</param>
/// <param name="ProcessorSeconds">Processor time of the run up to here, both threads together.</param>
/// <param name="Cut">What was made smaller than in the paper.</param>
/// <param name="Data">The test pictures.</param>
/// <param name="Environment">Machine and software.</param>
/// <param name="Measured">All schemes in one shot, and the rounds.</param>
public sealed record RealPruning(
    string Command, double ProcessorSeconds, IReadOnlyList<string> Cut, DataUse Data, RunEnvironment Environment,
    LayerAdaptiveMeasurement Measured)
{
    /// <summary>Name of the file in the output folder of a run.</summary>
    public const string FileName = "real-data.json";

    private const string StoredName = "05-layer-adaptive-pruning.cifar10.json";
    private static readonly Lazy<RealPruning?> Record = new(ReadStored);

    /// <summary>The stored run; null where this build was made without the record.</summary>
    public static RealPruning? Stored => Record.Value;

    /// <summary>Accuracy against sparsity in one shot.</summary>
    public Figure Accuracy() => Told(LayerAdaptiveFigures.Accuracy([Measured], retrained: false));

    /// <summary>The rounds: what each left, before and after training on.</summary>
    public Figure Rounds() => Told(LayerAdaptiveFigures.RoundTable(Measured.Rounds));

    /// <summary>Accuracy against FLOPs left beside the published rows.</summary>
    public Figure Pareto() => Told(LayerAdaptiveFigures.Pareto(
        Measured.OneShot, Measured.Rounds,
        $"ResNet-32 on the real test set (dense: {Measured.DenseAccuracy:P2}): accuracy against FLOPs left, beside the "
        + "paper's networks after hundreds of thousands of training steps.",
        published: true));

    /// <summary>The record of a run.</summary>
    /// <param name="recipe">Every number of the run.</param>
    /// <param name="measured">What it measured.</param>
    /// <param name="data">The test pictures.</param>
    /// <param name="processorSeconds">Processor time so far.</param>
    internal static RealPruning Of(
        LayerAdaptiveRecipe recipe, LayerAdaptiveMeasurement measured, DataUse data, double processorSeconds) => new(
            $"./nk run {LayerAdaptivePaper.Notebook} -p data=cifar10 -p mode={recipe.Mode} -p seed={recipe.Seed}",
            Math.Round(processorSeconds),
            [
                $"{recipe.TestCount:N0} test pictures (paper: 10,000)",
                $"{recipe.Calibration:N0} calibration pictures, D = {recipe.Intervals} (paper: 1,024 and 100)",
                $"{recipe.Rounds} rounds of {recipe.RoundSteps:N0} steps on 20,000 training pictures, not augmented "
                + "(paper: 20 rounds of 80,000 on 50,000, augmented)",
                $"before training on, a round is measured on {recipe.QuickTest ?? recipe.TestCount:N0} test pictures",
            ],
            data, RunEnvironment.Capture(recipe.Device.ToString()), measured);

    /// <summary>Writes the record into the folder of the run; does nothing outside a run.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal void Write()
    {
        if (RunContext.Current.OutputDirectory is { } folder)
        {
            AtomicFile.Write(Path.Combine(folder, FileName), RunJson.ToBytes(this));
        }
    }

    private Figure Told(Figure figure) => figure.On(Data)
        .WithNote($"Run: {Command} ({ProcessorSeconds / 60:0.0} minutes of processor time, libtorch "
                  + $"{Environment.Libtorch}). Smaller than in the paper: {string.Join("; ", Cut)}.");

    private static RealPruning? ReadStored()
    {
        using var stream = typeof(RealPruning).Assembly.GetManifestResourceStream(StoredName);
        if (stream is null)
        {
            return null;
        }

        using var content = new MemoryStream();
        stream.CopyTo(content);
        return RunJson.Parse<RealPruning>(content.ToArray(), StoredName);
    }
}
