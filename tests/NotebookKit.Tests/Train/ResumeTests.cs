using NotebookKit.Data;
using NotebookKit.Train;
using Xunit;

namespace NotebookKit.Tests.Train;

public sealed class ResumeTests : IDisposable
{
    private readonly TinyTask task = new();
    private Augmentation? augmentation;
    private readonly string folder = Directory.CreateTempSubdirectory("train").FullName;

    private string CheckpointPath => Path.Combine(folder, "state.checkpoint");

    [Theory]
    [InlineData(6, false, false)]         // at the end of an epoch
    [InlineData(9, false, false)]         // in the middle of one
    [InlineData(12, false, false)]
    [InlineData(1, false, false)]
    [InlineData(9, true, false)]
    [InlineData(9, true, true)]
    [InlineData(12, true, true)]
    public void Fit_InterruptedAndResumed_EqualsOneRunBitForBit(int interruptAfter, bool augments, bool prefetches)
    {
        augmentation = augments ? Augmentation.None.Crop(2).Flip().Cutout(3).Colour(0.2, 0.2, 0) : null;
        var (expected, expectedWeights) = Whole(TinyTask.Options() with { Augmentation = augmentation });

        var first = Interrupted(interruptAfter, prefetches);
        using var model = TinyTask.Network(99);                             // other weights: all must come from the file
        var history = new Trainer().Fit(
            model, task.Train, task.Validation, Options() with { Resume = true, Prefetches = prefetches });

        Assert.True(first.Interrupted);
        Assert.False(history.Interrupted);
        Assert.Equal(expected.BestEpoch, history.BestEpoch);
        Assert.Equal(TrainerTests.WithoutTime(expected), TrainerTests.WithoutTime(history));
        Assert.Equal(expectedWeights, TinyTask.Weights(model));
    }

    [Fact]
    public void Fit_Interrupted_KeepsFinishedEpochsBestWeightsAndSaysHowToGoOn()
    {
        using var host = new TestHost();
        using var model = TinyTask.Network(1);
        var steps = 0;
        var options = Options() with
        {
            Objective = TinyTask.Hooked(() =>
            {
                if (++steps == 15)
                {
                    host.Interrupt();
                }
            }),
        };

        var history = new Trainer().Fit(model, task.Train, task.Validation, options);

        Assert.Equal(2, history.Epochs.Count);
        Assert.Equal(15, steps);
        Assert.Contains($"interrupted; saved to {CheckpointPath}, go on with Resume = true", host.Texts[^1], StringComparison.Ordinal);
        var saved = Checkpoint.Read(CheckpointPath).State;
        Assert.Equal((15, 3), (saved.Step, saved.Position));
        using var best = TinyTask.Network(2);
        Checkpoint.Read(CheckpointPath).LoadBest(best);
        Assert.Equal(TinyTask.Weights(best), TinyTask.Weights(model));
    }

    [Fact]
    public void Fit_Augmented_LearnsOtherwise()
    {
        var (_, plain) = Whole();
        var (_, augmented) = Whole(TinyTask.Options() with { Augmentation = Augmentation.None.Crop(2) });

        Assert.NotEqual(plain, augmented);
    }

    [Fact]
    public void Fit_ResumeOfAFinishedTraining_TrainsNoStep()
    {
        var (expected, weights) = Whole(Options());
        using var model = TinyTask.Network(8);
        var steps = 0;

        var history = new Trainer().Fit(
            model, task.Train, task.Validation, Options() with { Resume = true, Objective = TinyTask.Hooked(() => steps++) });

        Assert.Equal(0, steps);
        Assert.Equal(expected.Epochs, history.Epochs);
        Assert.Equal(weights, TinyTask.Weights(model));
    }

    [Fact]
    public void Fit_ResumeWithoutFile_TrainsFromTheStart()
    {
        var (expected, weights) = Whole();
        var (history, again) = Whole(Options() with { Resume = true });

        Assert.Equal(TrainerTests.WithoutTime(expected), TrainerTests.WithoutTime(history));
        Assert.Equal(weights, again);
    }

    [Fact]
    public void Fit_ResumeWithOtherOptions_NamesWhatDiffers()
    {
        Whole(Options());
        using var model = TinyTask.Network(1);

        var error = Assert.Throws<InvalidOperationException>(() => new Trainer().Fit(
            model, task.Train, task.Validation, Options() with { Resume = true, BatchSize = 32 }));

        Assert.Contains("BatchSize must be 16 as in the checkpoint, but is 32.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    [InlineData(0.0)]
    public void Read_FileCutShort_SaysSo(double share)
    {
        Whole(Options());
        var bytes = File.ReadAllBytes(CheckpointPath);
        File.WriteAllBytes(CheckpointPath, bytes[..(int)(bytes.Length * share)]);

        var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Read(CheckpointPath));

        Assert.Contains("no whole checkpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OneByteChanged_SaysSo()
    {
        Whole(Options());
        var bytes = File.ReadAllBytes(CheckpointPath);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(CheckpointPath, bytes);

        Assert.Throws<InvalidDataException>(() => Checkpoint.Read(CheckpointPath));
    }

    [Fact]
    public void Fit_CheckpointCannotBeWritten_SaysWhichFileAndKeepsTheFormerOne()
    {
        using var model = TinyTask.Network(1);
        var blocked = Path.Combine(folder, "file");
        File.WriteAllText(blocked, "not a folder");

        var error = Assert.ThrowsAny<IOException>(() => new Trainer().Fit(
            model, task.Train, task.Validation, Options() with { CheckpointPath = Path.Combine(blocked, "state") }));

        Assert.Contains(blocked, error.Message, StringComparison.Ordinal);
        Assert.Equal("not a folder", File.ReadAllText(blocked));
    }

    public void Dispose()
    {
        task.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private TrainOptions Options() =>
        TinyTask.Options() with { CheckpointPath = CheckpointPath, Augmentation = augmentation };

    private (History, float[]) Whole(TrainOptions? options = null)
    {
        using var model = TinyTask.Network(1);
        var history = new Trainer().Fit(model, task.Train, task.Validation, options ?? TinyTask.Options());
        return (history, TinyTask.Weights(model));
    }

    private History Interrupted(int after, bool prefetches = false)
    {
        using var host = new TestHost();
        using var model = TinyTask.Network(1);
        var steps = 0;
        var objective = TinyTask.Hooked(() =>
        {
            if (++steps == after)
            {
                host.Interrupt();
            }
        });
        return new Trainer().Fit(model, task.Train, task.Validation, Options() with { Objective = objective, Prefetches = prefetches });
    }
}
