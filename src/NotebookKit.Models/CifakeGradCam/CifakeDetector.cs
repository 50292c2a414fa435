using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Metrics;
using NotebookKit.Show;
using NotebookKit.Train;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>A trained network with what it says about the test pictures.</summary>
/// <param name="Network">The network with the weights of its best epoch.</param>
/// <param name="History">How it was trained.</param>
/// <param name="ProbabilityReal">[N], P(REAL) of every test picture.</param>
/// <param name="Labels">[N], 1 = REAL, 0 = FAKE.</param>
/// <param name="Data">What it was measured on.</param>
public sealed record CifakeDetector(
    CifakeNetwork Network, History History, double[] ProbabilityReal, long[] Labels, DataUse Data) : IDisposable
{
    /// <summary>[N], verdicts at one half.</summary>
    public long[] Verdicts { get; } = CifakeMethod.Verdicts(ProbabilityReal);

    /// <summary>Share of right verdicts in [0, 1].</summary>
    public double Accuracy => Metrics.Accuracy.Of(Verdicts, Labels);

    /// <summary>Area under the ROC curve, REAL positive.</summary>
    public double Auroc => Metrics.Auroc.Of(ProbabilityReal, Labels);

    /// <summary>Precision, recall and F1, REAL positive as in the published figures.</summary>
    public ClassificationReport Report => ClassificationReport.Of(Verdicts, Labels, RealOrFake.Real);

    /// <summary>Trains a network of a topology and measures it on the test pictures.</summary>
    /// <param name="topology">What to build.</param>
    /// <param name="data">Training, validation and test pictures.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="options">How to train.</param>
    public static CifakeDetector Train(
        CifakeTopology topology, CifakeData data, Device device, TrainOptions options)
    {
        Seed.All(options.Seed);
        var network = new CifakeNetwork(topology).to(device);
        var history = new Trainer().Fit(network, data.Train, data.Validation, options);
        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();    // an interrupted training is not measured
        return new(
            network, history, CifakeMethod.ProbabilityReal(network, data.Test), data.Test.Labels.data<long>().ToArray(),
            data.Source);
    }

    /// <summary>Counts of the four kinds of verdict.</summary>
    public Figure Confusion() => HeatMap.Draw(
        ConfusionMatrix.Of(Verdicts, Labels, 2), RealOrFake.Classes,
        $"Verdicts on {Labels.Length:N0} test pictures: accuracy {Accuracy:P2}, precision {Report.Precision:P2}, "
        + $"recall {Report.Recall:P2}, F1 {Report.F1:P2} (REAL positive).")
        .WithNote($"Measured on {Data.Id}.");

    /// <summary>The ROC curve with its area.</summary>
    public Figure Roc()
    {
        var points = RocCurve.Of(ProbabilityReal, Labels);
        return LineChart.Draw(
            [new("detector", [.. points.Select(p => p.FalsePositiveRate)],
                [.. points.Select(p => p.TruePositiveRate)])],
            "share of fakes called REAL", "share of photographs called REAL",
            $"ROC curve: AUROC {Auroc:0.0000}.", diagonal: true)
            .WithNote($"Measured on {Data.Id}.");
    }

    /// <summary>Reliability diagram, 15 bins.</summary>
    public Figure Reliability() => ReliabilityChart.Draw(
        Calibration.OfBinary(ProbabilityReal, Labels), "Is a stated confidence right as often as it says?")
        .WithNote($"Measured on {Data.Id}.");

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
