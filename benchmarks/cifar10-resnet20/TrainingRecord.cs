using System.Globalization;
using System.Text;
using System.Text.Json;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using NotebookKit.Show;
using NotebookKit.Train;

namespace NotebookKit.Benchmarks.Cifar10;

/// <summary>What a run leaves behind: the numbers (record.json), the curve (curve.svg) and the table (curve.md).</summary>
/// <param name="Command">What was run.</param>
/// <param name="Recipe">The settings, in words.</param>
/// <param name="Data">The data, with its hash.</param>
/// <param name="TestAccuracy">Share of the test images, in [0, 1], with the weights of the best epoch; null when
/// the run was stopped.</param>
/// <param name="History">Epochs.</param>
/// <param name="Environment">Machine and software.</param>
internal sealed record TrainingRecord(
    string Command, string Recipe, DataUse Data, double? TestAccuracy, History History, RunEnvironment Environment)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the three files, each aside and then renamed.</summary>
    public void Write(string folder)
    {
        AtomicFile.Write(Path.Combine(folder, "record.json"), JsonSerializer.Serialize(this, Json) + "\n");
        var figure = LossChart.Draw(History, $"ResNet-20 on CIFAR-10: {Recipe}");
        if (figure.Svg is { } svg)
        {
            AtomicFile.Write(Path.Combine(folder, "curve.svg"), svg + "\n");
        }

        AtomicFile.Write(Path.Combine(folder, "curve.md"), Table());
    }

    /// <summary>One row per epoch.</summary>
    public string Table()
    {
        var text = new StringBuilder("| epoch | steps | train loss | train accuracy | validation loss | validation accuracy | s |\n"
            + "| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var e in History.Epochs)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {e.Epoch}{(e == History.Best ? " (best)" : "")} | {e.Step} | {e.TrainLoss:F4} | {e.TrainAccuracy:P2} | ")
                .Append(CultureInfo.InvariantCulture, $"{e.ValidationLoss:F4} | {e.ValidationAccuracy:P2} | {e.Seconds:F0} |\n");
        }

        return text.ToString();
    }
}
