using NotebookKit.Models.CounterfactualGan;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.CounterfactualGan;

/// <summary>The large networks of full mode, on pictures that a test can afford.</summary>
public sealed class FullModeTests
{
    private const int Side = 64;

    private static readonly CounterfactualRecipe Full = CounterfactualRecipe.Full with { Side = Side, BatchSize = 4 };

    [Fact]
    public void Networks_OfGreyPictures_HaveTheShapesOfTheSmallOnes_AndGBeginsAsTheIdentity()
    {
        using var scope = NewDisposeScope();
        using var game = new CounterfactualGame(Full, channels: 1, seed: 1);
        var x = rand(2, 1, Side, Side) * 1.9 - 0.95;

        using var noGradients = no_grad();
        var made = game.Generator.call(x);

        Assert.Equal([2, 1, Side, Side], made.Counterfactual.shape);
        Assert.Equal([2, 2], made.Logits.shape);
        Assert.InRange((made.Counterfactual - x).abs().max().ToDouble(), 0, 1e-6);
        Assert.Equal([2, 3], game.Discriminator.call(x).shape);
        Assert.Equal([2, 2], game.Plain.call(x).shape);
    }

    [Fact]
    public void Step_MovesWeights_AndLeavesTheStatisticsOfTheNormsAlone()
    {
        using var scope = NewDisposeScope();
        using var game = new CounterfactualGame(Full, channels: 3, seed: 2);
        var (x, labels) = (rand(4, 3, Side, Side) * 1.9 - 0.95, tensor([0L, 1L, 0L, 1L]));
        var (weights, buffers) = (Weights.Of(game.Discriminator), Buffers());

        var terms = game.Step(x, labels);

        Assert.All(terms, term => Assert.True(float.IsFinite(term.ToSingle())));
        Assert.NotEqual(weights, Weights.Of(game.Discriminator));
        Assert.Equal(buffers, Buffers());
        Assert.All(
            game.Discriminator.modules().OfType<BatchNorm2d>(), norm => Assert.False(norm.training));
        Assert.IsType<AdamW>(game.Optimizers["generator"]);
        Assert.Equal(1e-4, game.Optimizers["discriminator"].ParamGroups.Single().LearningRate);

        float[] Buffers() => [.. game.Discriminator.buffers().SelectMany(
            buffer => buffer.to(ScalarType.Float32).flatten().data<float>().ToArray())];
    }

    [Fact]
    public void Rates_RiseOverTheWarmUp_AndFallToZero()
    {
        using var game = new CounterfactualGame(
            CounterfactualRecipe.Smoke with { WarmUpSteps = 4, LearningRate = 0.8 }, channels: 1, seed: 3);
        var recipe = CounterfactualRecipe.Smoke with { WarmUpSteps = 4 };

        Assert.Equal(0.2, At(0), 1e-9);
        Assert.Equal(0.8, At(3), 1e-9);
        Assert.Equal(0.8, At(4), 1e-9);
        Assert.Equal(0.4, At(12), 1e-9);                                  // half of the way down
        Assert.InRange(At(19), 0, 0.02);

        double At(int step)
        {
            CounterfactualGame.SetRates(game.Optimizers.Values, recipe, step, steps: 20);
            return game.Optimizers["generator"].ParamGroups.Single().LearningRate;
        }
    }

    [Fact]
    public void Batches_OfFullMode_AreChangedAtRandom_ButTheSameForTheSameStep()
    {
        using var data = CounterfactualData.Load(CounterfactualRecipe.Smoke, seed: 4);
        var recipe = CounterfactualRecipe.Smoke;
        using var plain = new BalancedBatches(data.Train, recipe, seed: 4);
        using var changed = new BalancedBatches(data.Train, recipe with { Augments = true }, seed: 4);
        using var scope = NewDisposeScope();

        var images = changed.At(3).Images;

        Assert.Equal(images.data<float>().ToArray(), changed.At(3).Images.data<float>().ToArray());
        Assert.NotEqual(images.data<float>().ToArray(), plain.At(3).Images.data<float>().ToArray());
        Assert.InRange(images.abs().max().ToDouble(), 0, 1);
    }

    [Fact]
    public void TrunkWeights_OfAnotherNetwork_AreRefusedByName()
    {
        using var scope = NewDisposeScope();
        var file = Path.Combine(Directory.CreateTempSubdirectory("trunk-").FullName, "other.safetensors");
        NotebookKit.Weights.Safetensors.Write(
            file, new Dictionary<string, Tensor> { ["conv1.weight"] = zeros(64, 3, 7, 7) });

        var error = Assert.Throws<Data.DataException>(() => new ResNetTrunk(18, 3, file));

        Assert.Contains("ResNet-18", error.Message, StringComparison.Ordinal);
        Assert.Contains("bn1.weight", error.Message, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }
}
