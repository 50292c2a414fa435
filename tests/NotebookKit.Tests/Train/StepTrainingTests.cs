using System.Text;
using NotebookKit.Data;
using NotebookKit.Train;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Train;

/// <summary>Two networks that pull at each other, as in a GAN: one step moves both, with noise and dropout.</summary>
public sealed class StepTrainingTests : IDisposable
{
    private readonly TinyTask task = new();
    private readonly string folder = Directory.CreateTempSubdirectory("steps").FullName;

    private string CheckpointPath => Path.Combine(folder, "state.checkpoint");

    [Theory]
    [InlineData(1)]
    [InlineData(10)]        // where a state is kept
    [InlineData(17)]
    public void Run_InterruptedAndResumed_EqualsOneRunBitForBit(int interruptAfter)
    {
        using var whole = new Pair(1);
        var expected = whole.Training(Options() with { CheckpointPath = null }).Run(whole.Step(task));

        StepHistory first;
        using (var host = new TestHost())
        using (var stopped = new Pair(1))
        {
            var step = stopped.Step(task);
            first = stopped.Training(Options()).Run(k =>
            {
                if (k + 1 == interruptAfter)
                {
                    host.Interrupt();
                }

                return step(k);
            });
            Assert.Contains("go on with Resume = true", host.Texts[^1], StringComparison.Ordinal);
        }

        // other weights: all must come from the file
        using var resumed = new Pair(99);
        var history = resumed.Training(Options() with { Resume = true }).Run(resumed.Step(task));

        Assert.True(first.Interrupted);
        Assert.Equal(interruptAfter, first.Steps);
        Assert.Equal(24, history.Steps);
        Assert.Equal(expected.Of("left loss"), history.Of("left loss"));
        Assert.Equal(expected.Of("right loss"), history.Of("right loss"));
        Assert.Equal(whole.Weights(), resumed.Weights());
        Assert.Equal(whole.Diary.ToString(), resumed.Diary.ToString());
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameAndAnotherSeedAnother()
    {
        using var one = new Pair(1);
        using var same = new Pair(1);
        using var other = new Pair(1);
        one.Training(Options()).Run(one.Step(task));
        same.Training(Options()).Run(same.Step(task));
        other.Training(Options() with { Seed = 6 }).Run(other.Step(task));

        Assert.Equal(one.Weights(), same.Weights());
        Assert.NotEqual(one.Weights(), other.Weights());
    }

    [Theory]
    [InlineData(13, 10)]
    [InlineData(4, 0)]
    public void Run_LossNotFinite_NamesTermAndStepAndGivesTheLastGoodStateBack(int badStep, int goodStep)
    {
        using var good = new Pair(1);
        if (goodStep > 0)
        {
            good.Training(Options() with { Steps = goodStep, CheckpointPath = null }).Run(good.Step(task));
        }

        using var pair = new Pair(1);
        var step = pair.Step(task);
        var error = Assert.Throws<TrainingDivergedException>(() => pair.Training(Options()).Run(k =>
        {
            var losses = step(k);
            return k + 1 == badStep ? [losses[0], losses[1] * double.NaN] : losses;
        }));

        Assert.Equal(badStep, error.Step);
        Assert.Contains(
            $"right loss is NaN at step {badStep}. The networks have their values of step {goodStep} again.",
                error.Message,
            StringComparison.Ordinal);
        Assert.Equal(good.Weights(), pair.Weights());
        Assert.Equal(goodStep > 0, File.Exists(CheckpointPath));
    }

    [Fact]
    public void Run_AnotherTrainingsCheckpoint_IsRefused()
    {
        using var pair = new Pair(1);
        pair.Training(Options()).Run(pair.Step(task));

        var error = Assert.Throws<InvalidOperationException>(
            () => pair.Training(Options() with { Seed = 8, Resume = true }).Run(pair.Step(task)));

        Assert.Equal(
            $"{CheckpointPath}: to resume, seed must be 5 as in the checkpoint, but is 8. "
            + "Use the same options, or delete the checkpoint to train from the start.", error.Message);
    }

    [Fact]
    public void Run_StepWithTooFewLosses_IsRefused()
    {
        using var pair = new Pair(1);

        var error = Assert.Throws<ArgumentException>(() => pair.Training(Options()).Run(_ => [zeros(1)]));

        Assert.Equal("A step must return one loss for each of left loss, right loss, but returned 1.", error.Message);
    }

    [Fact]
    public void Of_UnknownTerm_SaysWhichThereAre()
    {
        var error = Assert.Throws<ArgumentException>(() => new StepHistory(["a", "b"], [[1f, 2f]]).Of("c"));

        Assert.Equal("No term 'c' in this training. It has: a, b.", error.Message);
    }

    [Fact]
    public void Run_ManySteps_LeavesNoTensorBehind()
    {
        using var pair = new Pair(1);
        var training = pair.Training(Options());
        training.Run(pair.Step(task));
        var before = DisposeScopeStatisticsNow();
        pair.Training(Options()).Run(pair.Step(task));

        Assert.Equal(before, DisposeScopeStatisticsNow());

        static long DisposeScopeStatisticsNow() => TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
    }

    public void Dispose()
    {
        task.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private StepOptions Options() => new()
    {
        Steps = 24, Terms = ["left loss", "right loss"], Seed = 5, KeepEvery = 10, CheckpointPath = CheckpointPath,
    };

    /// <summary>What a checkpoint keeps besides weights: here the numbers of the steps done.</summary>
    private sealed class StepDiary : IResumable
    {
        private string text = "";

        public void Add(int step) => text += $"{step} ";

        public byte[] Save() => Encoding.ASCII.GetBytes(text);

        public void Load(byte[] state) => text = Encoding.ASCII.GetString(state);

        public override string ToString() => text;
    }

    private sealed class Pair : IDisposable
    {
        private readonly Sequential left;
        private readonly Sequential right;
        private readonly OptimizerHelper leftOptimizer;
        private readonly OptimizerHelper rightOptimizer;

        public Pair(long seed)
        {
            (left, right) = (TinyTask.Network(seed), TinyTask.Network(seed + 1));
            leftOptimizer = optim.Adam(left.parameters(), 1e-2, 0.5, 0.999);
            rightOptimizer = optim.SGD(right.parameters(), 1e-2, 0.9);
        }

        public StepDiary Diary { get; } = new();

        public StepTraining Training(StepOptions options) => new(
            new Dictionary<string, Module> { ["left"] = left, ["right"] = right },
            new Dictionary<string, OptimizerHelper> { ["left"] = leftOptimizer, ["right"] = rightOptimizer },
            options with { Also = new Dictionary<string, IResumable> { ["diary"] = Diary } });

        public Func<int, IReadOnlyList<Tensor>> Step(TinyTask task)
        {
            var stream = new BatchSequence(task.Train, 16, 5);
            return k =>
            {
                Diary.Add(k);
                var images = stream.At(k).Images;
                var noise = rand_like(images);
                return [Move(left, leftOptimizer, images, noise), Move(right, rightOptimizer, noise, images)];
            };
        }

        public float[] Weights() => [.. TinyTask.Weights(left), .. TinyTask.Weights(right)];

        public void Dispose()
        {
            leftOptimizer.Dispose();
            rightOptimizer.Dispose();
            left.Dispose();
            right.Dispose();
        }

        private static Tensor Move(Sequential network, OptimizerHelper optimizer, Tensor towards, Tensor from)
        {
            optimizer.zero_grad();
            var loss = network.call(from).mean() - network.call(towards).sigmoid().mean();
            loss.backward();
            optimizer.step();
            return loss;
        }
    }
}
