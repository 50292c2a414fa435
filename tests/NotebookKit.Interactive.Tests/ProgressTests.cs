using Xunit;

namespace NotebookKit.Interactive.Tests;

public sealed class ProgressTests : IDisposable
{
    private readonly RecordingHost host = new();
    private readonly FakeClock clock = new();

    [Fact]
    public void Report_BeforeASecondPassed_TimeLeftIsUnknown()
    {
        using var progress = Progress.Start("Training", 100, "step", clock);
        clock.AdvanceSeconds(0.5);
        progress.Report(10);

        Assert.Equal("Training: 0/100 step (0 %), -- left", host.Displays.Single().Bundle.Text);
        Assert.Equal("Training: 10/100 step (10 %), -- left", host.Updates.Single().Bundle.Text);
    }

    [Fact]
    public void Report_SteadySpeed_TimeLeftIsWorkOverSpeed()
    {
        using var progress = Progress.Start("Training", 100, "step", clock);
        for (var second = 1; second <= 4; second++)
        {
            clock.AdvanceSeconds(1);
            progress.Report(second, "loss 0.31");
        }

        // 96 steps are left at 1 step a second
        Assert.Equal("Training: 4/100 step (4 %), 1.0 step/s, 1:36 left, loss 0.31", host.Updates[^1].Bundle.Text);
    }

    [Fact]
    public void Report_SpeedChanged_TimeLeftComesFromTheLast30Seconds()
    {
        using var progress = Progress.Start("Training", 10_000, "step", clock);
        for (var second = 1; second <= 60; second++)
        {
            clock.AdvanceSeconds(1);
            progress.Report(100 * second);          // 100 a second for a minute: 6,000
        }

        for (var second = 1; second <= 31; second++)
        {
            clock.AdvanceSeconds(1);
            progress.Report(6_000 + second);        // then 1 a second
        }

        Assert.Contains("1.0 step/s, 1:06:09 left", host.Updates[^1].Bundle.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_Standstill_SaysUnknownInsteadOfNever()
    {
        using var progress = Progress.Start("Training", 100, "step", clock);
        clock.AdvanceSeconds(10);
        progress.Report(0);

        Assert.EndsWith("-- left", host.Updates[^1].Bundle.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_ThousandTimesInASecond_ShowsAtMostFour()
    {
        using var progress = Progress.Start("Training", 1000, "step", clock);
        for (var i = 1; i <= 1000; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            progress.Report(i);
        }

        Assert.InRange(host.Updates.Count, 3, 4);
    }

    [Fact]
    public void Dispose_WorkDone_LeavesTotalTimeUnderTheSameId()
    {
        var progress = Progress.Start("Training", 2, "epoch", clock);
        clock.AdvanceSeconds(75);
        progress.Report(2);
        progress.Dispose();
        progress.Dispose();     // twice is once

        var (id, bundle) = host.Updates[^1];
        Assert.Equal("Training: 2 epoch in 1:15", bundle.Text);
        Assert.Equal(host.Displays.Single().Id, id);
        Assert.Equal(2, host.Updates.Count);
        Assert.Equal(new ProgressState(2, 2, true, bundle.Text), ProgressState.Of(bundle));
    }

    [Fact]
    public void Dispose_WorkCutShort_SaysWhereItStopped()
    {
        var progress = Progress.Start("Training", 100, "step", clock);
        clock.AdvanceSeconds(3);
        progress.Report(40);
        progress.Dispose();

        Assert.Equal("Training: stopped at 40/100 step in 3.0 s", host.Updates[^1].Bundle.Text);
    }

    [Fact]
    public void Html_HostileTitle_IsEncoded()
    {
        using var progress = Progress.Start("<script>\"x\"", 1, "step", clock);

        var html = (string)host.Displays.Single().Bundle.Data[MimeTypes.Html];
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;&quot;x&quot;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_NegativeTotal_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Progress.Start("Training", -1));

    public void Dispose() => host.Dispose();
}
