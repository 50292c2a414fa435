using NotebookKit.Show;
using NotebookKit.Train;
using Xunit;

namespace NotebookKit.Tests.Show;

public class StepChartTests
{
    [Fact]
    public void Draw_Terms_ShowsTheMeanOfTheLastSteps()
    {
        // The last four of 0, 1, 2, ... 9 have the mean 7.5; with one step there is nothing to average.
        var figure = StepChart.Draw(History(10), "Losses.", ["generator"], window: 4);

        var lines = figure.Text.Split('\n');
        Assert.EndsWith("7.5", lines[^1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("1\t", StringComparison.Ordinal)
            && line.EndsWith("\t0", StringComparison.Ordinal));
    }

    [Fact]
    public void Draw_ManySteps_StaysSmallAndEndsWithTheLast()
    {
        var (few, many) = (
            StepChart.Draw(History(200), "Losses.", window: 1), StepChart.Draw(History(50_000), "Losses.", window: 1));

        Assert.True(many.Svg!.Length < 1.2 * few.Svg!.Length, $"{many.Svg.Length} characters against {few.Svg.Length}");
        Assert.Contains("\n50000\t49999\t", many.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_NoStepYet_SaysSo() =>
        Assert.Contains("no step is done yet", StepChart.Draw(History(0), "Losses.").Text, StringComparison.Ordinal);

    [Fact]
    public void Draw_Interrupted_SaysWhere()
    {
        var bundle = StepChart.Draw(History(10) with { Interrupted = true }, "Losses.").ToBundle();

        Assert.Contains(
            "Stopped by the user after step 10.", (string)bundle.Data["text/plain"], StringComparison.Ordinal);
    }

    private static StepHistory History(int steps) => new(
        ["generator", "discriminator"], [.. Enumerable.Range(0, steps).Select(i => new float[] { i, -i })]);
}
