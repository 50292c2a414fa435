using NotebookKit.Models.Backbones;
using NotebookKit.Models.Bagan;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Bagan;

/// <summary>The trainings around the game, stopped in the middle and resumed: bit for bit as without the stop. The file
/// holds weights, optimizer, generators and place.</summary>
public sealed class BaganResumeTests : IDisposable
{
    private static readonly BaganRecipe Recipe = BaganRecipe.Smoke with
    {
        TrainPerClass = 8, TestPerClass = 4, Kept = 4, AutoencoderSteps = 5, ClassifierSteps = 5,
        ClassifierBatchSize = 8,
    };

    private readonly RunFolder folder = new();
    private readonly BaganData data = BaganData.Load(Recipe, 17, 2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Autoencoder_StoppedAndResumed_EqualsOneRunBitForBit(bool supervised)
    {
        using var whole = Train(Recipe, null);

        var path = folder["autoencoder.checkpoint"];
        Train(Recipe with { AutoencoderSteps = 2 }, path).Dispose();
        using var resumed = Train(Recipe with { Resume = true }, path);

        Assert.Equal(whole.History.Rows, resumed.History.Rows);
        Assert.Equal(Weights.Of(whole.Encoder), Weights.Of(resumed.Encoder));
        Assert.Equal(Weights.Of(whole.Decoder), Weights.Of(resumed.Decoder));
        Assert.Equal(supervised, resumed.ClassVectors is not null);
        if (supervised)
        {
            Assert.Equal(Weights.Of(whole.ClassVectors!), Weights.Of(resumed.ClassVectors!));
        }

        BaganAutoencoder Train(BaganRecipe recipe, string? checkpoint) => BaganAutoencoder.Train(
            data.Train, recipe, new StageOptions("one", 4, checkpoint), supervised);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Classifier_StoppedAndResumed_EqualsOneRunBitForBit(bool mirror)
    {
        using var whole = Train(Recipe, null);

        var path = folder["classifier.checkpoint"];
        Train(Recipe with { ClassifierSteps = 2 }, path).Dispose();
        using var resumed = Train(Recipe with { Resume = true }, path);

        Assert.Equal(Weights.Of(whole), Weights.Of(resumed));

        nn.Module<Tensor, Tensor> Train(BaganRecipe recipe, string? checkpoint) =>
            BaganClassification.Train(data.Train, recipe, 4, mirror, checkpoint);
    }

    [Fact]
    public void Study_ResumedWithMoreSteps_TakesUpNoTrainingThatCameAfterFewer()
    {
        folder.Enter();
        var few = Recipe with { AdversarialSteps = 2, LookEvery = 1, LookCount = 8 };
        var more = few with { AutoencoderSteps = 6, AdversarialSteps = 3 };
        using var fresh = new BaganStudy(more, 17, 2, story: false);
        var expected = (fresh.Quality, fresh.Balanced.Select(row => row.Accuracy).ToArray());
        foreach (var file in Directory.EnumerateFiles(folder[""]))
        {
            File.Delete(file);
        }

        using (var first = new BaganStudy(few, 17, 2, story: false))
        {
            _ = (first.Quality, first.Balanced);
        }

        using var resumed = new BaganStudy(more with { Resume = true }, 17, 2, story: false);

        Assert.Equal(expected.Quality, resumed.Quality);
        Assert.Equal(expected.Item2, resumed.Balanced.Select(row => row.Accuracy));
    }

    [Fact]
    public void Classifier_OfTheFullMode_IsResNet18OnGreyPictures()
    {
        using var scope = NewDisposeScope();
        using var published = new ResNet(18, BackboneForm.Cifar, 10);
        using var classifier = BaganClassification.Train(
            data.Train, Recipe with { ResNetClassifier = BaganRecipe.Full.ResNetClassifier, ClassifierSteps = 1 }, 4);

        Assert.IsType<BaganResNet>(classifier);
        Assert.Equal(published.parameters().Sum(p => p.numel()), classifier.parameters().Sum(p => p.numel()));
        Assert.Equal([2, 10], classifier.call(rand(2, 1, 16, 16)).shape);
    }

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }
}
