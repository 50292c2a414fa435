using NotebookKit.Models.CounterfactualGan;
using Xunit;

namespace NotebookKit.Models.Tests.CounterfactualGan;

/// <summary>The trainings beside the game can be stopped and gone on with, too.</summary>
public sealed class ComparisonResumeTests : IDisposable
{
    private static readonly CounterfactualRecipe Tiny = CounterfactualRecipe.Smoke with
    {
        TrainCount = 40, AdversarialSteps = 5, SupervisedSteps = 4, AblationSteps = 4, IdentityWeights = [0],
    };

    private readonly RunFolder folder = new();
    private readonly CounterfactualData data = CounterfactualData.Load(Tiny, seed: 3);

    [Fact]
    public void Supervised_StoppedAndResumed_EqualsOneRunBitForBit()
    {
        using var whole = ComparisonNetworks.TrainSupervised(data, Tiny, seed: 3);

        folder.Enter();
        ComparisonNetworks.TrainSupervised(data, Tiny with { SupervisedSteps = 2 }, seed: 3).Dispose();
        using var resumed = ComparisonNetworks.TrainSupervised(data, Tiny with { Resume = true }, seed: 3);

        Assert.Equal(Weights.Of(whole), Weights.Of(resumed));
    }

    [Fact]
    public void Adversarial_InterruptedAndResumed_EqualsOneRunBitForBit()
    {
        using var whole = ComparisonNetworks.TrainAdversarially(data, Tiny, seed: 3);

        folder.Enter();
        using (new AttackedHost(afterAttacks: 3))
        {
            Assert.Throws<OperationCanceledException>(
                () => ComparisonNetworks.TrainAdversarially(data, Tiny, seed: 3));
        }

        using var other = ComparisonNetworks.TrainAdversarially(
            data, Tiny with { Resume = true, AdversarialSteps = 3 }, seed: 3);
        using var resumed = ComparisonNetworks.TrainAdversarially(data, Tiny with { Resume = true }, seed: 3);

        Assert.NotEqual(Weights.Of(whole), Weights.Of(other));               // three steps were kept
        Assert.Equal(Weights.Of(whole), Weights.Of(resumed));
    }

    [Fact]
    public void Ablations_StoppedAndResumed_MeasureTheSame()
    {
        var whole = CounterfactualAblation.Run(data, Tiny, seed: 3);

        folder.Enter();
        CounterfactualAblation.Run(data, Tiny with { AblationSteps = 2 }, seed: 3);
        var resumed = CounterfactualAblation.Run(data, Tiny with { Resume = true }, seed: 3);

        Assert.Equal(whole.Rows, resumed.Rows);
    }

    [Fact]
    public void Ablations_TakeTheirBaseFromTheGameItself_AndMeasureTheSame()
    {
        var recipe = Tiny with { IdentityWeights = [5] };
        using var whole = CounterfactualTraining.Run(data, recipe, seed: 3);
        using var early = whole.AtEarly(recipe, data.Channels, seed: 3);

        var trained = CounterfactualAblation.Run(data, recipe, seed: 3);
        var taken = CounterfactualAblation.Run(data, recipe, seed: 3, whole);

        Assert.Equal(4, early!.History.Steps);
        Assert.NotEqual(Weights.Of(whole.Generator), Weights.Of(early.Generator));
        Assert.Equal(trained.Rows, taken.Rows);
    }

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    // Interrupts while the attack of a step runs: each attack asks the host once whether it should stop.
    private sealed class AttackedHost(int afterAttacks) : InterruptingHost
    {
        private int asked = -1;                                           // the training itself asks first

        public override CancellationToken Cancellation
        {
            get
            {
                if (++asked == afterAttacks)
                {
                    Interrupt();
                    return CancellationToken.None;
                }

                return base.Cancellation;
            }
        }
    }
}
