using NotebookKit.Models.Bagan;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Tests.Bagan;

/// <summary>The game of step 3: resume bit for bit, and BAGAN-GP's losses against hand calculation.</summary>
public sealed class AdversarialGameTests : IDisposable
{
    private static readonly BaganRecipe Recipe =
        BaganRecipe.Smoke with { TrainPerClass = 8, TestPerClass = 4, Kept = 4, AdversarialSteps = 5, LookEvery = 2 };

    private readonly RunFolder folder = new();

    [Theory]
    [InlineData(Verdict.OneOutput)]
    [InlineData(Verdict.TwoHeads)]
    [InlineData(Verdict.Critic)]
    public void Train_StoppedAndResumed_EqualsOneRunBitForBit(Verdict verdict)
    {
        using var whole = Train(Recipe, null);

        var path = folder["game.checkpoint"];
        Train(Recipe with { AdversarialSteps = 3 }, path).Dispose();
        using var resumed = Train(Recipe with { Resume = true }, path);

        Assert.Equal(whole.History!.Rows, resumed.History!.Rows);
        Assert.Equal(whole.Selection!.Looks, resumed.Selection!.Looks);
        Assert.Equal(Weights.Of(whole.Generator), Weights.Of(resumed.Generator));
        Assert.Equal(whole.Film!.Save(), resumed.Film!.Save());
        Assert.Equal(Weights.Of((nn.Module)whole.Latents), Weights.Of((nn.Module)resumed.Latents));

        ConditionalGan Train(BaganRecipe recipe, string? checkpoint)
        {
            NotebookKit.Train.Seed.All(4);
            using var data = BaganData.Load(recipe, 17, 2);
            var generator = new BaganGenerator(recipe.Architecture);
            using var discriminator = new BaganTrunk(recipe.Architecture, verdict == Verdict.Critic ? 10 : 11);
            var latents = new EmbeddedNoise(10, recipe.Architecture.Latent);
            using var film = randn(2, recipe.Architecture.Latent);
            return new AdversarialTraining(
                recipe, data.Train, 10, verdict, pictures => (pictures.mean().ToDouble(), 0), 2).Train(
                "one", generator, discriminator, latents, 0.5, new(["a", "b"], film),
                new StageOptions("one", 4, checkpoint));
        }
    }

    [Theory]
    [InlineData(Verdict.OneOutput)]
    [InlineData(Verdict.TwoHeads)]
    [InlineData(Verdict.Critic)]
    public void Steps_OfOneNetwork_LeaveEveryParameterOfTheOtherBitForBit(Verdict verdict)
    {
        using var scope = NewDisposeScope();
        NotebookKit.Train.Seed.All(4);
        using var generator = new BaganGenerator(Recipe.Architecture);
        using var discriminator = new BaganTrunk(Recipe.Architecture, verdict == Verdict.Critic ? 10 : 11);
        using var latents = new EmbeddedNoise(10, Recipe.Architecture.Latent);
        using var game = new AdversarialGame(
            Recipe, 10, verdict, LabelSampler.Uniform(10), generator, discriminator, latents);
        var (real, labels) = (rand(4, 1, 16, 16), tensor([0L, 3, 3, 9]));

        // Twice in turn, since the second step could apply what the first one left.
        for (var round = 0; round < 2; round++)
        {
            var (g, d, z) = (Weights.Of(generator), Weights.Of(discriminator), Weights.Of(latents));
            game.DiscriminatorStep(real, labels);
            Assert.Equal(g, Weights.Of(generator));
            Assert.Equal(z, Weights.Of(latents));
            Assert.NotEqual(d, Weights.Of(discriminator));

            d = Weights.Of(discriminator);
            float[][] gradients = [.. Gradients()];
            game.GeneratorStep(4);
            Assert.Equal(d, Weights.Of(discriminator));
            Assert.Equal(gradients, Gradients());
            Assert.NotEqual(g, Weights.Of(generator));
            Assert.NotEqual(z, Weights.Of(latents));
        }

        IEnumerable<float[]> Gradients() => discriminator.parameters().Select(
            parameter => parameter.grad!.flatten().data<float>().ToArray());
    }

    [Fact]
    public void GradientPenalty_OfALinearCritic_IsTheDistanceOfItsWeightsNormFromOne()
    {
        using var scope = NewDisposeScope();
        using var critic = Sequential(("flatten", Flatten()), ("score", Linear(4, 3, dtype: ScalarType.Float64)));
        var weights = ((Linear)critic.children().Last()).weight!;
        var (real, fake) = (randn(5, 1, 2, 2, float64), randn(5, 1, 2, 2, float64));
        var labels = tensor([0L, 1, 2, 2, 1]);

        var penalty = BaganMethod.GradientPenalty(critic, real, fake, labels, lambda: 10);
        penalty.backward();

        // The gradient of a linear score is its row of weights, wherever the picture lies.
        var norms = weights.detach().norm(1).index_select(0, labels);
        Assert.Equal(10 * (norms - 1).square().mean().ToDouble(), penalty.ToDouble(), 1e-9);
        var counts = tensor([1.0, 2, 2]).unsqueeze(1);
        var norm = weights.detach().norm(1).unsqueeze(1);
        var expected = 10 * 2 * (norm - 1) * weights.detach() / norm * counts / 5;
        Assert.True(expected.allclose(weights.grad!, rtol: 0, atol: 1e-9));
    }

    [Fact]
    public void GradientPenalty_ThroughTheTrunk_HasTheSlopeThatFiniteDifferencesHave()
    {
        using var scope = NewDisposeScope();
        NotebookKit.Train.Seed.All(5);
        using var critic = (BaganTrunk)new BaganTrunk(BaganArchitecture.Small, 10).to(ScalarType.Float64);
        critic.eval();                                                    // dropout would be drawn anew
        var (real, fake) = (rand([3, 1, 16, 16], float64), rand([3, 1, 16, 16], float64));
        var labels = tensor([0L, 4, 9]);

        Penalty().backward();

        foreach (var name in new[] { "convolutions.conv1.weight", "convolutions.conv3.weight", "head.weight" })
        {
            var parameter = critic.named_parameters().Single(p => p.name == name).parameter;
            var direction = randn(parameter.shape, float64);
            var slope = (parameter.grad! * direction).sum().ToDouble();
            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, slope, 1e-5 * Math.Max(1, Math.Abs(slope)));

            double At(double step)
            {
                using (no_grad())
                {
                    parameter.add_(direction, alpha: step);
                }

                var value = Penalty().ToDouble();
                using (no_grad())
                {
                    parameter.add_(direction, alpha: -step);
                }

                return value;
            }
        }

        Tensor Penalty()
        {
            NotebookKit.Train.Seed.All(6);                                // the same places between real and fake
            return BaganMethod.GradientPenalty(critic, real, fake, labels);
        }
    }

    [Fact]
    public void CriticLoss_TakesTheScoresOfTheClassesAskedFor()
    {
        using var scope = NewDisposeScope();
        var scores = tensor([1.0, 2, 3, 4, 5, 6]).reshape(2, 3);

        Assert.Equal([2.0, 4.0], BaganMethod.Score(scores, tensor([1L, 0])).data<double>().ToArray());
        Assert.Equal(
            (3.0 + 1.0) / 2 - 5.0,
            BaganMethod.CriticLoss(tensor([4.0, 6.0]), tensor([3.0, 3.0]), tensor([0.0, 2.0])).ToDouble());
    }

    [Fact]
    public void BaganGp_InTheStory_MultipliesLatentsByClassVectorsAndStandsInTheTables()
    {
        var recipe = Recipe with
        {
            GradientPenalty = true, AutoencoderSteps = 3, AdversarialSteps = 2, LookCount = 8, ClassifierSteps = 3,
        };
        using var study = new BaganStudy(recipe, 17, 2, story: true);

        Assert.Equal(2, study.BaganGp.History!.Steps);
        Assert.Contains(study.Quality, row => row.Generator == "BAGAN-GP" && double.IsFinite(row.SsimCouples));
        Assert.Contains(study.Balanced, row => row.Balancing == "BAGAN-GP");

        using var scope = NewDisposeScope();
        using var supervised = BaganAutoencoder.Train(
            study.Data.Train, recipe, new StageOptions("supervised", 17), supervised: true);
        using var plain = supervised with { ClassVectors = null };
        var vectors = supervised.ClassVectors!.weight!.index_select(0, study.Data.Train.Labels);
        Assert.True((plain.Encode(study.Data.Train) * vectors).allclose(supervised.Encode(study.Data.Train)));
    }

    public void Dispose() => folder.Dispose();
}
