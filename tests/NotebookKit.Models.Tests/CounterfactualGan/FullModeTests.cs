using NotebookKit.Explain;
using NotebookKit.Models.Backbones;
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

    private static readonly CounterfactualRecipe Full = CounterfactualRecipe.Full with
    {
        Side = Side, BatchSize = 4, Device = CPU,
    };

    [Theory]
    [InlineData("")]
    [InlineData("swin-t")]
    public void Networks_OfGreyPictures_HaveTheShapesOfTheSmallOnes_AndGBeginsAsTheIdentity(string backend)
    {
        using var scope = NewDisposeScope();
        using var game = new CounterfactualGame(Full.WithBackend(backend), channels: 1, seed: 1);
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
    public void Step_OfSwinT_MovesItsWeights_AndGradCamExplainsItsStages()
    {
        using var scope = NewDisposeScope();
        using var game = new CounterfactualGame(Full.WithBackend("swin-t"), channels: 3, seed: 2);
        var (x, labels) = (rand(2, 3, Side, Side) * 1.9 - 0.95, tensor([0L, 1L]));
        var (discriminator, generator) = (Weights.Of(game.Discriminator), Weights.Of(game.Generator));

        var terms = game.Step(x, labels);

        Assert.All(terms, term => Assert.True(float.IsFinite(term.ToSingle())));
        Assert.NotEqual(discriminator, Weights.Of(game.Discriminator));
        Assert.NotEqual(generator, Weights.Of(game.Generator));
        foreach (var layer in new[] { game.Plain.FineActivation, game.Plain.LastActivation })
        {
            var maps = new GradCam(game.Plain, layer).Explain(x, labels).Maps;
            Assert.Equal([2, Side, Side], maps.shape);
            Assert.True(maps.isfinite().all().ToBoolean());
        }
    }

    [Fact]
    public void Generator_OnATrunk_RefusesSidesThatItCannotDoubleBack()
    {
        using var scope = NewDisposeScope();
        using var generator = new CounterfactualGenerator(channels: 1, Full);

        var error = Assert.Throws<ShapeException>(() => generator.call(zeros(1, 1, 64, 48)));

        Assert.Contains("multiples of 32, but input is [1, 1, 64, 48]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Epochs_OfFullMode_CountTheTrainingPictures()
    {
        Assert.Equal(125_000, CounterfactualRecipe.Full.StepsOn(40_000));
        Assert.Equal(5_000, CounterfactualRecipe.Full.StepsOn(1_600));
        Assert.Equal(1, CounterfactualRecipe.Full.StepsOn(0));
        Assert.Equal(600, CounterfactualRecipe.Small.StepsOn(40_000));
    }

    [Fact]
    public void AdversarialBound_IsSmallerOnAsphalt_UnlessItIsGiven()
    {
        var asphalt = CounterfactualRecipe.Small with { Data = CrackPatches.Name };

        Assert.Equal(0.08, CounterfactualRecipe.Small.AdversarialBound);
        Assert.Equal(0.02, asphalt.AdversarialBound);
        Assert.Equal(0.05, (asphalt with { AdversarialEpsilon = 0.05 }).AdversarialBound);
    }

    [Fact]
    public void Backend_UnknownName_IsRefusedWithTheNames()
    {
        var error = Assert.Throws<ArgumentException>(() => CounterfactualRecipe.Full.WithBackend("resnet152"));

        Assert.Contains("No backend 'resnet152'", error.Message, StringComparison.Ordinal);
        Assert.Contains("small, resnet18, resnet34, resnet50, swin-t", error.Message, StringComparison.Ordinal);
        Assert.Equal(CounterfactualBackend.ResNet18, CounterfactualRecipe.Full.WithBackend("").Backend);
        Assert.Equal(CounterfactualBackend.SwinT, CounterfactualRecipe.Small.WithBackend("swin-t").Backend);
        Assert.All(
            Enum.GetValues<CounterfactualBackend>(),
            backend => Assert.Equal(backend, CounterfactualBackends.Parse(backend.Name())));
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
    public void TrunkWeights_OfSwinT_AreTaken_ButForTheHead()
    {
        using var scope = NewDisposeScope();
        var folder = Directory.CreateTempSubdirectory("trunk-").FullName;
        var file = Path.Combine(folder, "swin_t.safetensors");
        using var published = new SwinTransformer(SwinShape.Tiny);
        NotebookKit.Weights.Safetensors.Write(file, published.state_dict());

        using var trunk = new SwinTrunk(outputs: 3, file);

        var (expected, taken) = (published.state_dict(), trunk.state_dict());
        Assert.Equal(expected.Keys.Select(name => $"network.{name}").Order(), taken.Keys.Order());
        Assert.All(
            expected.Where(entry => !entry.Key.StartsWith("head.", StringComparison.Ordinal)),
            entry => Assert.True(entry.Value.eq(taken[$"network.{entry.Key}"]).all().ToBoolean()));
        Assert.Equal([3, 768], taken["network.head.weight"].shape);
        var error = Assert.Throws<Data.DataException>(() => new ResNetTrunk(18, 3, file));
        Assert.Contains("lacks [conv1.weight, bn1.weight", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
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
