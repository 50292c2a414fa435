using NotebookKit.Models.CounterfactualGan;
using Xunit;

namespace NotebookKit.Models.Tests.CounterfactualGan;

/// <summary>Where the errors begin: on the grid of bounds, between two of them, and nowhere.</summary>
public sealed class FirstErrorsTests
{
    private static readonly double[] Grid = [0, 0.02, 0.04, 0.06];

    [Fact]
    public void OnGrid_IsTheFirstBoundWithThreePerCent()
    {
        var first = FirstErrors.OnGrid(Grid, [Of(0), Of(2), Of(3), Of(60)]);

        Assert.True(first.Found);
        Assert.Equal(0.04, first.Epsilon);
        Assert.Equal("eps 0.04", first.Text);
    }

    [Fact]
    public void Between_TriesTheBoundsBelowThatOfTheGrid_AndStopsAtTheFirst()
    {
        var tried = new List<double>();

        var first = FirstErrors.Between(Grid, [Of(0), Of(2), Of(40), Of(60)], epsilon =>
        {
            tried.Add(epsilon);
            return Of(epsilon < 0.0299 ? 2 : 5);
        });

        Assert.Equal([0.025, 0.03], tried);
        Assert.Equal((0.03, 0.05), (first.Epsilon, first.Verdicts.ErrorRate));
    }

    [Fact]
    public void Between_FindsNothingBelow_KeepsThatOfTheGrid()
    {
        var first = FirstErrors.Between(Grid, [Of(0), Of(2), Of(40), Of(60)], _ => Of(1));

        Assert.Equal((0.04, 0.4), (first.Epsilon, first.Verdicts.ErrorRate));
    }

    [Fact]
    public void Between_WrongWithoutAnyAttack_TriesNothing()
    {
        var first = FirstErrors.Between(
            Grid, [Of(10), Of(20), Of(40), Of(60)], _ => throw new InvalidOperationException());

        Assert.Equal(0, first.Epsilon);
    }

    [Fact]
    public void NoBoundTurnsEnough_IsSaid_AndHasNoAuroc()
    {
        Verdicts[] verdicts = [Of(0), Of(0), Of(1), Of(2)];

        foreach (var first in new[]
        {
            FirstErrors.OnGrid(Grid, verdicts),
            FirstErrors.Between(Grid, verdicts, _ => throw new InvalidOperationException()),
        })
        {
            Assert.False(first.Found);
            Assert.Equal(double.NaN, first.Auroc);
            Assert.Equal("eps 0.06, the largest one, for no bound turns 3 % of the predictions", first.Text);
        }
    }

    [Fact]
    public void Auroc_IsThatOfFakenessForTheErrors()
    {
        Assert.Equal(1, new FirstErrors(0.1, Of(4)).Auroc);                  // the wrong ones look the most fake
        Assert.Equal(double.NaN, new FirstErrors(0.1, Of(100)).Auroc);       // all are wrong
    }

    // 100 predictions, the first of them wrong and the more fake the earlier.
    private static Verdicts Of(int wrong) => new(
        new long[100], [.. Enumerable.Range(0, 100).Select(i => i < wrong ? 1L : 0L)], new double[100],
        [.. Enumerable.Range(0, 100).Select(i => 1 - i / 100.0)]);
}
