using NotebookKit.Models.LabelErrors;
using Xunit;

namespace NotebookKit.Models.Tests;

/// <summary>Benchmark stability on a test set small enough to count by hand.</summary>
public sealed class StabilityTests
{
    // 10 examples, true class 0; examples 8 and 9 are given 1 by mistake, example 7 has no single right label.
    private static readonly int[] Given = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
    private static readonly int[] Corrected = [0, 0, 0, 0, 0, 0, 0, -1, 0, 0];
    private static readonly (string, int[])[] Models =
    [
        ("large: repeats the errors", [0, 0, 0, 0, 0, 0, 0, 0, 1, 1]),
        ("small: misses two, sees the errors", [0, 0, 0, 0, 0, 1, 1, 0, 0, 0]),
    ];

    [Fact]
    public void Of_TwoModels_MeasuresBothParts()
    {
        var stability = BenchmarkStability.Of(Given, Corrected, Models);

        Assert.Equal([8, 9], stability.Errors);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], stability.Clean);
        Assert.Equal(new ModelAccuracy(Models[0].Item1, 1, 0, 1), stability.Models[0]);
        Assert.Equal(new ModelAccuracy(Models[1].Item1, 5 / 7.0, 1, 0), stability.Models[1]);
        Assert.Equal(2 / 9.0, stability.Prevalence, 1e-15);
        Assert.Equal(
            [new RankChange(Models[0].Item1, 1, 2), new RankChange(Models[1].Item1, 2, 1)], stability.RankChanges());
    }

    [Fact]
    public void Crossing_TwoModels_IsWhereTheExpectationsMeet()
    {
        var stability = BenchmarkStability.Of(Given, Corrected, Models);

        var crossing = Assert.Single(NoisePrevalence.Crossings(stability.Models, 2, 7));

        // (a_i - a_j) / ((a_i - a_j) - (c_i - c_j)) = 2/9
        Assert.Equal(2 / 7.0 / ((2 / 7.0) + 1), crossing.Prevalence, 1e-12);
        Assert.Equal(
            NoisePrevalence.Corrected(stability.Models[0], crossing.Prevalence),
                NoisePrevalence.Corrected(stability.Models[1], crossing.Prevalence), 1e-12);
        Assert.Equal(0, crossing.RemovedShare, 1e-12);
        Assert.Null(NoisePrevalence.Crossing(stability.Models[0], stability.Models[0]));
    }

    [Fact]
    public void RandomRemovals_HalfPrevalence_KeepTwoRightLabels()
    {
        var stability = BenchmarkStability.Of(Given, Corrected, Models);

        var accuracies = stability.RandomRemovals(0.5, removals: 200, seed: 3);

        // 2 of 4, whatever is removed
        Assert.All(Enumerable.Range(0, 200), r => Assert.Equal(0.5, accuracies[r, 0]));
        Assert.All(Enumerable.Range(0, 200), r => Assert.Contains(accuracies[r, 1], new[] { 0.5, 0.75, 1.0 }));
        // expected 1/2 5/7 + 1/2 = 0.857
        Assert.InRange(Enumerable.Range(0, 200).Average(r => accuracies[r, 1]), 0.83, 0.88);
        Assert.Equal(accuracies, stability.RandomRemovals(0.5, 200, seed: 3));
        Assert.NotEqual(accuracies, stability.RandomRemovals(0.5, 200, seed: 4));
        // not only where both misses stay: 1/21
        Assert.InRange(stability.ReversedShare(0, 1, 0.5, removals: 200), 0.9, 1);
    }

    [Fact]
    public void Bootstrap_OneOfTwoRight_SpansEverything()
    {
        var stability = BenchmarkStability.Of(Given, Corrected, [("half", [0, 0, 0, 0, 0, 0, 0, 0, 0, 1])]);

        var interval = stability.Bootstrap(0);

        Assert.Equal((0.5, 0.0, 1.0), (interval.Mean, interval.Low!.Value, interval.High!.Value));
    }

    [Fact]
    public void BadInput_Anywhere_IsRefusedWithWhatToDo()
    {
        var stability = BenchmarkStability.Of(Given, Corrected, Models);

        Assert.Contains("it lies in [0.2222, 1]",
            Assert.Throws<ArgumentException>(() => stability.RandomRemovals(0.1, 10, 1)).Message);
        Assert.Contains("'short' has 1 predictions for 10", Assert.Throws<ArgumentException>(
            () => BenchmarkStability.Of(Given, Corrected, [("short", [0])])).Message);
        Assert.Contains("0 labels are corrected",
            Assert.Throws<ArgumentException>(() => BenchmarkStability.Of(Given, Given, Models)).Message);
        Assert.Contains("prevalence is 1.5",
            Assert.Throws<ArgumentException>(() => NoisePrevalence.Corrected(stability.Models[0], 1.5)).Message);
    }
}
