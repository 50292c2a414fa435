using NotebookKit.Train;
using Xunit;

namespace NotebookKit.Tests.Train;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 0.853553390593274)]                                   // (1 + cos(pi / 4)) / 2
    [InlineData(0.5, 0.5)]
    [InlineData(1, 0)]
    public void Cosine_FallsFromOneToZero(double done, double factor) => Assert.Equal(factor, Schedule.Cosine(done), 1e-12);

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(0.1, 0.55)]
    [InlineData(0.2, 1)]
    [InlineData(0.6, 0.5)]
    [InlineData(1, 0)]
    public void OneCycle_RisesLinearlyThenFalls(double done, double factor) =>
        Assert.Equal(factor, Schedule.OneCycle(rise: 0.2, start: 0.1)(done), 1e-12);

    [Fact]
    public void OneCycle_ParametersOutsideTheirRange_AreRefused()
    {
        Assert.Contains("rise", Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.OneCycle(rise: 1)).Message);
        Assert.Contains("start", Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.OneCycle(start: 0)).Message);
    }

    [Fact]
    public void Fit_WithASchedule_AsksForTheShareOfEveryStep_AndUsesTheFactor()
    {
        using var task = new TinyTask();
        using var model = TinyTask.Network(1);
        var before = TinyTask.Weights(model);
        var asked = new List<double>();

        new Trainer().Fit(model, task.Train, task.Validation, TinyTask.Options(epochs: 2) with
        {
            Schedule = done =>
            {
                asked.Add(done);
                return 0;
            },
        });

        Assert.Equal(Enumerable.Range(0, 12).Select(step => step / 12.0), asked);       // 96 images in batches of 16, twice
        Assert.Equal(before, TinyTask.Weights(model));                                  // a rate of 0 moves nothing
    }

    [Fact]
    public void Fit_ResumedWithASchedule_EndsAsIfItHadNeverStopped()
    {
        using var task = new TinyTask();
        using var folder = new TemporaryFolder();
        using var whole = TinyTask.Network(1);
        using var halves = TinyTask.Network(1);
        var options = TinyTask.Options() with { Schedule = Schedule.OneCycle() };
        var path = folder["state.nk"];

        new Trainer().Fit(whole, task.Train, task.Validation, options);
        using (var host = new TestHost())
        {
            var steps = 0;
            new Trainer().Fit(halves, task.Train, task.Validation, options with
            {
                CheckpointPath = path,
                Objective = TinyTask.Hooked(() =>
                {
                    if (++steps == 13)
                    {
                        host.Interrupt();
                    }
                }),
            });
        }

        new Trainer().Fit(halves, task.Train, task.Validation, options with { CheckpointPath = path, Resume = true });

        Assert.Equal(TinyTask.Weights(whole), TinyTask.Weights(halves));
    }
}
