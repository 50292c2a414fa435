using NotebookKit.Models.CounterfactualGan;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Tests.CounterfactualGan;

public sealed class CounterfactualMethodTests
{
    // Specification, section 7: PyTorch 1.13.1 in float64, printed with ten digits.
    private static Tensor Logits => tensor(
        new[,]
        {
            { 0.3386908018, 0.4578807029, 0.5226632899 }, { 0.4485015825, 0.4730087643, 0.4418490928 },
        });

    [Theory]
    [InlineData(ScalarType.Float64, 1e-9)]
    [InlineData(ScalarType.Float32, 1e-5)]
    public void Outputs_OfTheSpecification_GiveItsFakenessAndProbability(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var logits = Logits.to(type);

        Same([0.3611112234, 0.3291287267], CounterfactualMethod.Fakeness(logits), tolerance);
        Same([0.5297622495, 0.5061264888], CounterfactualMethod.ProbabilityDamaged(logits), tolerance);
        Assert.Equal(1.1413442124, F.cross_entropy(logits, tensor([0L, 1L])).ToDouble(), tolerance);
        Assert.Equal([1L, 1L], CounterfactualMethod.PredictedClass(logits).data<long>().ToArray());
    }

    [Fact]
    public void ProbabilityDamaged_IsTheThreeWaySoftmaxRenormalised()
    {
        using var scope = NewDisposeScope();
        var logits = randn([50, 3], ScalarType.Float64) * 4;
        var three = logits.softmax(1);
        var renormalised = three.select(1, 1) / (three.select(1, 0) + three.select(1, 1));

        Assert.InRange(
            (CounterfactualMethod.ProbabilityDamaged(logits) - renormalised).abs().max().ToDouble(), 0, 1e-12);
        Assert.InRange(CounterfactualMethod.SoftmaxUncertainty(logits).max().ToDouble(), 0, 0.5);
    }

    [Fact]
    public void Move_StaysInRange_AndIsTheIdentityWithoutResidual()
    {
        using var scope = NewDisposeScope();
        var x = rand(4, 1, 8, 8) * 1.98 - 0.99;

        Assert.InRange((CounterfactualMethod.Move(x, zeros_like(x)) - x).abs().max().ToDouble(), 0, 1e-6);
        var far = CounterfactualMethod.Move(x, randn(x.shape) * 100);
        Assert.InRange(far.abs().max().ToDouble(), 0, 1);
        Assert.True(CounterfactualMethod.Move(ones(1), ones(1)).isfinite().all().ToBoolean());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Generator_AtTheStart_IsTheIdentity_SoOnlyTheClassTermsAreLeft(int channels)
    {
        using var scope = NewDisposeScope();
        using var game = new CounterfactualGame(CounterfactualRecipe.Smoke, channels, seed: 1);
        var (x, labels) = (rand(6, channels, 16, 16) * 1.9 - 0.95, tensor([0L, 1L, 0L, 1L, 1L, 0L]));

        var made = game.Generator.call(x);
        var judged = game.Discriminator.call(made.Counterfactual);
        var terms = CounterfactualMethod.GeneratorLoss(
            x, labels, made, judged, game.Generator.call(made.Counterfactual));

        Assert.InRange((made.Counterfactual - x).abs().max().ToDouble(), 0, 1e-6);
        Assert.InRange(terms.Identity.ToDouble(), 0, 1e-6);
        Assert.InRange(terms.Cycle!.ToDouble(), 0, 1e-6);
        Assert.Equal(
            F.cross_entropy(game.Discriminator.call(x), 1 - labels).ToDouble(), terms.Adversarial.ToDouble(), 1e-5);
    }

    [Fact]
    public void Total_WeighsEachTerm_AndLeavesOutTheCycleOfTheAblation()
    {
        using var scope = NewDisposeScope();
        var weights = new CounterfactualWeights(Adversarial: 2, Class: 3, Cycle: 5, Identity: 7);
        var terms = new GeneratorTerms(tensor(1.0), tensor(10.0), tensor(100.0), tensor(1000.0));

        Assert.Equal(2 + 30 + 500 + 7000, terms.Total(weights).ToDouble(), 1e-3);
        Assert.Equal(2 + 30 + 7000, (terms with { Cycle = null }).Total(weights).ToDouble(), 1e-3);
    }

    [Fact]
    public void Step_OfOneNetwork_LeavesTheOthersAsTheyWere()
    {
        using var scope = NewDisposeScope();
        using var game = new CounterfactualGame(CounterfactualRecipe.Smoke, channels: 1, seed: 2);
        var (x, labels) = (rand(4, 1, 16, 16) * 1.9 - 0.95, tensor([0L, 1L, 0L, 1L]));
        var made = game.Generator.call(x);

        var (generator, discriminator, plain) = (
            Values(game.Generator), Values(game.Discriminator), Values(game.Plain));
        game.UpdateDiscriminator(x, labels, made.Counterfactual);
        Assert.Equal(generator, Values(game.Generator));
        Assert.NotEqual(discriminator, Values(game.Discriminator));

        discriminator = Values(game.Discriminator);
        game.UpdateGenerator(x, labels, made);
        Assert.Equal(discriminator, Values(game.Discriminator));
        Assert.NotEqual(generator, Values(game.Generator));
        Assert.Equal(plain, Values(game.Plain));
        Assert.All(game.Discriminator.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    private static float[] Values(Module network) =>
        [.. network.parameters().SelectMany(parameter => parameter.detach().flatten().data<float>().ToArray())];

    private static void Same(double[] expected, Tensor actual, double tolerance) => Assert.All(
        expected.Zip(actual.to(ScalarType.Float64).contiguous().data<double>().ToArray()),
        pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
