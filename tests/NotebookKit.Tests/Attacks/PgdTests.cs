using NotebookKit.Attacks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Tests.Attacks;

public sealed class PgdTests
{
    private static readonly PgdOptions Box = new()
    {
        Epsilon = 8 / 255.0, StepSize = 2 / 255.0, RandomStart = false,
    };

    [Theory]
    [InlineData(ScalarType.Float64, 1e-9)]
    [InlineData(ScalarType.Float32, 1e-5)]
    public void Model_OfTheSpecification_GivesItsLogitsAndLosses(ScalarType type, double tolerance)
    {
        using var oracle = new AttackOracle(type);
        var logits = oracle.Model.call(oracle.Images);

        double[] expected = [0.3386908018, 0.4578807029, 0.5226632899, 0.4485015825, 0.4730087643, 0.4418490928];
        Assert.All(
            expected.Zip(logits.to(ScalarType.Float64).data<double>().ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, tolerance));
        Assert.Equal(1.1413442124, AttackLosses.AllLogits(logits, oracle.Labels).mean().ToDouble(), tolerance);
        Assert.Equal(0.7177427615, AttackLosses.FirstTwoLogits(logits, oracle.Labels).mean().ToDouble(), tolerance);
    }

    [Theory]
    [InlineData(1, false, 69.7064755932, 1.1476897538)]
    [InlineData(5, false, 69.6752493791, 1.1654121155)]
    [InlineData(1, true, 69.7376468200, 0.7235916013)]
    [InlineData(5, true, 69.8206922578, 0.7393254271)]
    public void Attack_OfTheSpecification_GivesItsSumAndLoss(int steps, bool firstTwo, double sum, double loss)
    {
        AttackLoss driven = firstTwo ? AttackLosses.FirstTwoLogits : AttackLosses.AllLogits;
        foreach (var (type, tolerance) in new[] { (ScalarType.Float64, 1e-9), (ScalarType.Float32, 1e-5) })
        {
            using var oracle = new AttackOracle(type);
            var attacked = Pgd.Attack(oracle.Model, oracle.Images, oracle.Labels, driven, Box with { Steps = steps });

            var reached = driven(oracle.Model.call(attacked), oracle.Labels).mean().ToDouble();
            Assert.Equal(sum, attacked.sum(ScalarType.Float64).ToDouble(), sum * tolerance);
            Assert.Equal(loss, reached, tolerance);
            Assert.InRange((attacked - oracle.Images).abs().max().ToDouble(), 0, 8 / 255.0 + 1e-7);
        }
    }

    [Fact]
    public void Attack_FiveSteps_ReachesTheEdgeOfTheBox()
    {
        using var oracle = new AttackOracle();
        var attacked = Pgd.Attack(oracle.Model, oracle.Images, oracle.Labels, AttackLosses.AllLogits, Box with { Steps = 5 });

        Assert.Equal(0.0313725490, (attacked - oracle.Images).abs().max().ToDouble(), 1e-9);
    }

    [Fact]
    public void Attack_NoStep_ReturnsTheInput()
    {
        using var oracle = new AttackOracle();
        var attacked = Pgd.Attack(oracle.Model, oracle.Images, oracle.Labels, AttackLosses.AllLogits, Box with { Steps = 0 });

        Assert.Equal(0, (attacked - oracle.Images).abs().max().ToDouble());
    }

    [Fact]
    public void Attack_LinearModel_RaisesTheLossByEpsilonTimesTheWeights()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(Flatten(), Linear(12, 1).to(ScalarType.Float64));
        var images = rand([3, 1, 3, 4], ScalarType.Float64);
        var options = new PgdOptions
        {
            Epsilon = 0.3, StepSize = 0.3, Steps = 1, RandomStart = false, Low = -10, High = 10,
        };

        var attacked = Pgd.Attack(model, images, zeros(3, ScalarType.Int64), Raw, options);

        var rise = model.call(attacked) - model.call(images);                                   // [3, 1]
        var expected = 0.3 * model.parameters().First().abs().sum().ToDouble();
        Assert.All(rise.data<double>().ToArray(), value => Assert.Equal(expected, value, 1e-12));

        static Tensor Raw(Tensor logits, Tensor labels) => logits.squeeze(1);
    }

    [Theory]
    [InlineData(0.05, 3, 2)]
    [InlineData(0.4, 7, 1)]
    public void Attack_RandomStarts_StayInBoxAndRange_AndMoreRestartsAreNotWeaker(double epsilon, int steps, int restarts)
    {
        using var oracle = new AttackOracle();
        var options = new PgdOptions { Epsilon = epsilon, Steps = steps, Restarts = restarts, Seed = 5 };

        var few = Pgd.Attack(oracle.Model, oracle.Images, oracle.Labels, AttackLosses.AllLogits, options);
        var many = Pgd.Attack(
            oracle.Model, oracle.Images, oracle.Labels, AttackLosses.AllLogits, options with { Restarts = restarts + 3 });

        foreach (var attacked in new[] { few, many })
        {
            Assert.InRange((attacked - oracle.Images).abs().max().ToDouble(), 0, epsilon + 1e-12);
            Assert.InRange(attacked.min().ToDouble(), 0, 1);
            Assert.InRange(attacked.max().ToDouble(), 0, 1);
        }

        // the first restart is the same draw, so per image the loss cannot fall
        var gain = Loss(many) - Loss(few);
        Assert.True(gain.min().ToDouble() >= -1e-12);

        Tensor Loss(Tensor x) => AttackLosses.AllLogits(oracle.Model.call(x), oracle.Labels);
    }

    [Fact]
    public void Attack_SameSeed_SameImages_AndTheDefaultGeneratorIsNotTouched()
    {
        using var oracle = new AttackOracle();
        var options = new PgdOptions { Epsilon = 0.1, Seed = 3 };
        manual_seed(1);
        var before = rand(4);
        manual_seed(1);
        var first = Attack(options);
        var after = rand(4);

        Assert.Equal(0, (before - after).abs().max().ToDouble());
        Assert.Equal(0, (first - Attack(options)).abs().max().ToDouble());
        Assert.NotEqual(0, (first - Attack(options with { Seed = 4 })).abs().max().ToDouble());

        Tensor Attack(PgdOptions o) => Pgd.Attack(
            oracle.Model, oracle.Images, oracle.Labels, AttackLosses.FirstTwoLogits, o);
    }

    [Fact]
    public void Attack_LeavesNoTensorAndNoGradientBehind()
    {
        using var oracle = new AttackOracle();
        oracle.Model.train();
        Attack().Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Attack().Dispose();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.All(oracle.Model.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.True(oracle.Model.training);

        Tensor Attack() => Pgd.Attack(
            oracle.Model, oracle.Images, oracle.Labels, AttackLosses.AllLogits,
            new PgdOptions { Epsilon = 0.1, Steps = 2, Restarts = 2 });
    }

    [Fact]
    public void LookingReal_IsTheTwoClassLossMinusTheLogOddsOfFake()
    {
        using var oracle = new AttackOracle();
        var logits = oracle.Model.call(oracle.Images);
        var fake = F.softmax(logits, 1).select(1, 2);
        var expected = AttackLosses.FirstTwoLogits(logits, oracle.Labels) - 2 * (fake / (1 - fake)).log();

        var difference = AttackLosses.LookingReal(2)(logits, oracle.Labels) - expected;

        Assert.InRange(difference.abs().max().ToDouble(), 0, 1e-12);
    }

    [Fact]
    public void Attack_BadInput_SaysWhatMustHold()
    {
        using var oracle = new AttackOracle();

        Assert.Contains("[0, 1]", Assert.Throws<ArgumentException>(() => Pgd.Attack(
            oracle.Model, oracle.Images * 3, oracle.Labels, AttackLosses.AllLogits, Box)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Pgd.Attack(
            oracle.Model, oracle.Images, oracle.Labels.narrow(0, 0, 1), AttackLosses.AllLogits, Box));
        Assert.Throws<ArgumentException>(() => Box with { Epsilon = -1 });
        Assert.Throws<ArgumentException>(() => Box with { Restarts = 0 });
    }
}
