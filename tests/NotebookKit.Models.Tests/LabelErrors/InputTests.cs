using NotebookKit.Models.LabelErrors;
using Xunit;

namespace NotebookKit.Models.Tests;

using LabelErrors = NotebookKit.Models.LabelErrors.LabelErrors;

/// <summary>Bad input is refused with what must hold, what came and what to do; doubtful input is said.</summary>
public sealed class InputTests
{
    private static readonly double[,] Probs = { { 0.9, 0.1 }, { 0.2, 0.8 }, { 0.6, 0.4 } };

    [Fact]
    public void Find_BadLabels_AreRefused()
    {
        Assert.Contains("givenLabels[2] is -1; labels run from 0 to 1", Refused([0, 1, -1], Probs));
        Assert.Contains("givenLabels[1] is 2; labels run from 0 to 1", Refused([0, 2, 1], Probs));
        Assert.Contains("givenLabels has 2 labels, but predProbs has 3 rows", Refused([0, 1], Probs));
        Assert.Contains("All 3 given labels are class 1", Refused([1, 1, 1], Probs));
        Assert.Contains("givenLabels is empty", Refused([], new double[0, 2]));
    }

    [Fact]
    public void Find_BadProbabilities_AreRefused()
    {
        Assert.Contains("predProbs[1, 0] is NaN", Refused([0, 1, 1], Changed(1, double.NaN, 0.5)));
        Assert.Contains("predProbs[1, 1] is -0.1", Refused([0, 1, 1], Changed(1, 1, -0.1)));
        Assert.Contains("not logits", Refused([0, 1, 1], Changed(1, 5.5, -4.5)));
        Assert.Contains("predProbs[0, 0] is 1.00001", Refused([0, 1, 1], Changed(0, 1.00001, 0)));
        Assert.Contains("PredProbs.NormalizeRows", Refused([0, 1, 1], Changed(0, 1.00001, 0)));
        Assert.Contains("predProbs row 2 sums to 1.3", Refused([0, 1, 1], Changed(2, 0.9, 0.4)));
        Assert.Contains("1 classes", Refused([0], new[,] { { 1.0 } }));
        Assert.Contains("7 values, which is no multiple of its 3 classes",
            Assert.Throws<ArgumentException>(() => LabelErrors.Find([0, 1], new double[7], 3)).Message);
    }

    [Fact]
    public void Find_SeveralBadRows_NamesTheFirstForEveryThreadCount()
    {
        const int rows = 30_000;
        var probs = new double[2 * rows];
        Array.Fill(probs, 0.5);
        probs[2 * 9_001] = double.NaN;
        probs[2 * 25_000] = 7;
        var labels = Enumerable.Range(0, rows).Select(i => i % 2).ToArray();
        foreach (var threads in new[] { 1, 2, 5 })
        {
            var refused = Assert.Throws<ArgumentException>(
                () => LabelErrors.Find(labels, probs, 2, new LabelErrorOptions { Threads = threads }));
            Assert.Contains("predProbs[9001, 0] is NaN", refused.Message);
        }
    }

    [Fact]
    public void Find_Permissions_AcceptWhatTheyName()
    {
        Assert.Empty(LabelErrors.Find(
            [0, 0], new[,] { { 0.9, 0.1 }, { 0.8, 0.2 } }, new LabelErrorOptions { AllowOneClass = true }).Indices);
        Assert.Equal(3, LabelErrors.Find(
            [0, 1, 1], Changed(2, 0.9, 0.4), new LabelErrorOptions { AllowUnnormalized = true }).Examples);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Contains(
            "FracNoise is 0", Assert.Throws<ArgumentException>(() => new LabelErrorOptions { FracNoise = 0 }).Message);
        Assert.Contains("MinExamplesPerClass is -1",
            Assert.Throws<ArgumentException>(() => new LabelErrorOptions { MinExamplesPerClass = -1 }).Message);
        Assert.Contains("threads is -2", Refused([0, 1, 1], Probs, new LabelErrorOptions { Threads = -2 }));
        Assert.Contains("RemovePerClass has 1 numbers, but predProbs has 2",
            Refused([0, 1, 1], Probs, new LabelErrorOptions { RemovePerClass = [1] }));
        Assert.Contains("class 0 has 1 examples, so it lies in 0..1",
            Refused([0, 1, 1], Probs, new LabelErrorOptions { RemovePerClass = [2, 0] }));
        Assert.Contains("Joint has 3 classes, but predProbs has 2",
            Refused([0, 1, 1], Probs, new LabelErrorOptions { Joint = new ConfidentJoint(new long[3, 3]) }));
        Assert.Contains("[2, 3]; a joint is square",
            Assert.Throws<ArgumentException>(() => new ConfidentJoint(new long[2, 3])).Message);
        Assert.Contains("Class 2 has no example", Refused(
            [0, 1, 1], new[,] { { 0.9, 0.1, 0 }, { 0.2, 0.8, 0 }, { 0.6, 0.4, 0 } },
                new LabelErrorOptions { Semantics = Semantics.Release101 }));
    }

    [Fact]
    public void Find_DoubtfulInput_IsSaidInWarnings()
    {
        double[,] perfect = { { 0.9, 0.1, 0 }, { 0.8, 0.2, 0 }, { 0.2, 0.8, 0 } };

        var found = LabelErrors.Find([0, 0, 1], perfect, new LabelErrorOptions());

        Assert.Contains(found.Warnings, w => w.StartsWith("Class 1 has 1 examples and keeps 1"));
        Assert.Contains(found.Warnings, w => w.StartsWith("Class 2 has no example"));
        Assert.Contains(found.Warnings, w => w.Contains("out of sample"));
        var ignored = LabelErrors.Find(
            [0, 0, 1], perfect, new LabelErrorOptions { Filter = LabelFilter.ConfidentLearning, Joint = found.Joint });
        Assert.Contains(ignored.Warnings, w => w.StartsWith("Joint is ignored"));
    }

    [Fact]
    public void RemovePerClass_ByClass_RemovesTheNumbersAsked()
    {
        int[] labels = [0, 0, 0, 0, 1, 1, 1, 1];
        double[,] probs =
        {
            { 0.9, 0.1 }, { 0.4, 0.6 }, { 0.3, 0.7 }, { 0.2, 0.8 }, { 0.1, 0.9 }, { 0.55, 0.45 }, { 0.7, 0.3 },
                { 0.2, 0.8 },
        };

        var found = LabelErrors.Find(
            labels, probs, new LabelErrorOptions { Filter = LabelFilter.PruneByClass, RemovePerClass = [2, 1] });

        Assert.Equal([2, 3, 6], found.Indices);
    }

    private static double[,] Changed(int row, double first, double second)
    {
        var changed = (double[,])Probs.Clone();
        (changed[row, 0], changed[row, 1]) = (first, second);
        return changed;
    }

    private static string Refused(int[] labels, double[,] probs, LabelErrorOptions? options = null) =>
        Assert.Throws<ArgumentException>(() => LabelErrors.Find(labels, probs, options)).Message;
}
