using NotebookKit.Train;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Train;

public sealed class SmallPartsTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    [Fact]
    public void All_SameSeed_SameWeightsAndDraws()
    {
        Seed.All(42);
        var first = (Linear(3, 3).weight!.detach().clone(), rand(4));
        Seed.All(42);
        var again = (Linear(3, 3).weight!.detach().clone(), rand(4));
        Seed.All(43);
        var other = rand(4);

        Assert.True(first.Item1.eq(again.Item1).all().ToBoolean());
        Assert.True(first.Item2.eq(again.Item2).all().ToBoolean());
        Assert.False(other.eq(first.Item2).any().ToBoolean());
    }

    [Fact]
    public void With_EqualLosses_TheFirstIsBest()
    {
        var history = new[] { 0.5, 0.3, 0.3, 0.4 }.Aggregate(History.Empty, (h, loss) => h.With(Epoch(loss)));

        Assert.Equal(1, history.BestEpoch);
        Assert.Equal(0.3, history.Best!.ValidationLoss);
        Assert.Null(History.Empty.Best);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Reached_TwoEpochsWithoutABetterOne_DependsOnPatience(int? patience, bool expected)
    {
        var history = new[] { 0.5, 0.3, 0.31, 0.4 }.Aggregate(History.Empty, (h, loss) => h.With(Epoch(loss)));

        Assert.Equal(expected, EarlyStop.Reached(history, patience));
        Assert.False(EarlyStop.Reached(History.Empty, patience));
    }

    [Fact]
    public void Binary_HandExample_GivesCrossEntropyAndRightOnes()
    {
        var logits = tensor(new[] { 0.0, 2.0, -1.0 }, [3, 1]);
        var labels = tensor(new long[] { 1, 1, 1 });

        var expected = (Math.Log(2) + Math.Log(1 + Math.Exp(-2)) + Math.Log(1 + Math.Exp(1))) / 3;
        Assert.Equal(expected, Objective.Binary.Loss(logits, labels).ToDouble(), 1e-12);
        Assert.Equal(expected, Objective.Binary.Loss(logits.squeeze(1), labels).ToDouble(), 1e-12);
        Assert.Equal(1, Objective.Binary.Correct(logits, labels).ToInt64());       // a logit of 0 is no majority for class 1
    }

    [Fact]
    public void Binary_TwoOutputs_PointsToMultiClass()
    {
        var error = Assert.Throws<ShapeException>(() => Objective.Binary.Loss(zeros(4, 2), zeros(4, ScalarType.Int64)));

        Assert.Contains("must be [N, 1], but is [4, 2].", error.Message, StringComparison.Ordinal);
        Assert.Contains("MultiClass", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MultiClass_HandExample_GivesCrossEntropyAndRightOnes()
    {
        var logits = tensor(new[] { 1.0, 0, 0, 0, 0, 3 }, [2, 3]);
        var labels = tensor(new long[] { 0, 1 });

        var expected = (Math.Log(Math.E + 2) - 1 + Math.Log(2 + Math.Exp(3))) / 2;
        Assert.Equal(expected, Objective.MultiClass.Loss(logits, labels).ToDouble(), 1e-12);
        Assert.Equal(1, Objective.MultiClass.Correct(logits, labels).ToInt64());
    }

    [Fact]
    public void Logits_Set_AreThoseOfTheModelInInferenceModeInOrder()
    {
        using var task = new TinyTask(validationImages: 300);               // more than one pass
        using var model = TinyTask.Network(3);
        model.train();

        var logits = Evaluation.Logits(model, task.Validation);

        Assert.True(model.training);
        model.eval();
        var expected = model.call(task.Validation.Images.to(ScalarType.Float32) / 255f);
        Assert.True(logits.allclose(expected, 1e-4, 1e-5));
        Assert.False(logits.requires_grad);
    }

    public void Dispose() => scope.Dispose();

    private static EpochRecord Epoch(double validationLoss) => new(1, 1, 0, 0, validationLoss, 0, 0);
}
