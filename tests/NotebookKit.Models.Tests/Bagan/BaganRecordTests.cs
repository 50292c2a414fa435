using NotebookKit.Data;
using NotebookKit.Models.Bagan;
using NotebookKit.Runs;
using Xunit;

namespace NotebookKit.Models.Tests.Bagan;

/// <summary>The stored runs on real pictures say what was run, on what, and what came of it.</summary>
public sealed class BaganRecordTests
{
    private const string Real = "SSIM of couples, real";

    [Fact]
    public void Mnist_IsTwoMinorityClassesOfTheRealDigits()
    {
        if (BaganRecords.Mnist.Run is not { } run)
        {
            Assert.Skip("This build has no stored run.");
            return;
        }

        RequireWhole(run, Mnist.Id, "-p data=mnist");
        Assert.Contains("minority classes 2, 5", run.Figure(BaganRecords.Claims).Caption, StringComparison.Ordinal);
        Assert.DoesNotContain("BAGAN-GP", run.Figure(BaganRecords.Quality).Text, StringComparison.Ordinal);
        Assert.InRange(Of(run, Real), 0.1, 0.4);         // the paper's figure 8 has .306 over all classes
    }

    [Fact]
    public void FashionMnist_HasTheSuccessorBesideTheOthers()
    {
        if (BaganRecords.FashionMnist.Run is not { } run)
        {
            Assert.Skip("This build has no stored run.");
            return;
        }

        RequireWhole(run, FashionMnist.Id, "-p data=fashion-mnist");
        Assert.Contains("-p gradientPenalty=true", run.Command, StringComparison.Ordinal);
        Assert.Contains("BAGAN-GP", run.Figure(BaganRecords.Samples).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Undertrained_IsOfTheDigits_AndShowsAClassThatBaganHarms()
    {
        if (BaganRecords.Undertrained.Run is not { } run)
        {
            Assert.Skip("This build has no stored run.");
            return;
        }

        Assert.Equal(("segment-digits", true), (run.Data.Id, run.Data.StandIn));
        Assert.Contains(
            "-p kept=8 -p noise=0.3 -p autoencoderSteps=500 -p adversarialSteps=500", run.Command,
            StringComparison.Ordinal);
        var rows = run.Figure(BaganRecords.OverSeeds).Text.Split('\n');
        Assert.Contains(
            rows, row => row.StartsWith("BAGAN", StringComparison.Ordinal)
                && row.Contains("5: -", StringComparison.Ordinal));
        Assert.All(run.Metrics.Claims, claim => Assert.False(claim.Asserted));
    }

    private static void RequireWhole(RecordedRun run, string data, string command)
    {
        Assert.Equal((data, false), (run.Data.Id, run.Data.StandIn));
        Assert.Contains(command, run.Command, StringComparison.Ordinal);
        Assert.Equal("small", run.Metrics.Mode);
        Assert.InRange(run.ProcessorSeconds, 60, 3_600);
        Assert.All(run.Metrics.Claims, claim => Assert.False(claim.Asserted));
        Assert.InRange(Of(run, "generated minority pictures of the right class, BAGAN"), 0, 1);
        Assert.InRange(Of(run, "minority test accuracy gained by BAGAN"), -1, 1);
        foreach (var name in new[]
        {
            BaganRecords.Samples, BaganRecords.Quality, BaganRecords.Tradeoff, BaganRecords.Classification,
            BaganRecords.Claims,
        })
        {
            Assert.NotEmpty(run.Figure(name).ToBundle().Text);
        }

        foreach (var generator in new[] { BaganStudy.InitialName, "BAGAN", "ACGAN", "GAN of the minority" })
        {
            Assert.Contains(generator, run.Figure(BaganRecords.Quality).Text, StringComparison.Ordinal);
        }
    }

    private static double Of(RecordedRun run, string claim) =>
        run.Metrics.Claims.Single(one => one.Name == claim).Here!.Value;
}
