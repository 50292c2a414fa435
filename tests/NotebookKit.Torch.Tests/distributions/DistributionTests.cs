using TorchSharp;
using static TorchSharp.torch;
using D = TorchSharp.torch.distributions;

namespace NotebookKit.Torch.Tests;

/// <summary>Distributions against PyTorch's for the same seed, and their handling of generators, batches and
/// memory.</summary>
public sealed class DistributionTests
{
    private static readonly TorchOracle s_oracle = TorchOracle.Read("distributions.json");

    private static readonly Dictionary<string, Func<Tensor, D.Distribution>> s_distributions = new()
    {
        ["Normal"] = p => D.Normal(p, 1 + p),
        ["Uniform"] = p => D.Uniform(p - 1, p * p + 2),
        ["Bernoulli"] = p => D.Bernoulli(p),
        ["Bernoulli logits"] = p => D.Bernoulli(logits: p - 0.5),
        ["Binomial"] = p => D.Binomial(tensor(6), p),
        ["Binomial logits"] = p => D.Binomial(tensor(6), logits: p - 0.5),
        ["Categorical"] = p => D.Categorical(p),
        ["Categorical logits"] = p => D.Categorical(logits: p * 3),
        ["Multinomial"] = p => D.Multinomial(5, p),
        ["Multinomial logits"] = p => D.Multinomial(5, logits: p * 3),
    };

    public static TheoryData<string> Names => [.. s_oracle.Names];

    [Fact]
    public void Oracle_HasEveryCase() => Assert.Equal(s_oracle.Names.Order(), s_distributions.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Distribution_SameSeed_GivesPyTorchsNumbers(string name)
    {
        using var scope = NewDisposeScope();
        var expected = s_oracle[name];
        random.manual_seed(TorchOracle.Seed);
        var p = rand(2, 4).requires_grad_();
        using var distribution = s_distributions[name](p);

        var sample = distribution.sample(3);
        var logProb = distribution.log_prob(sample);
        var entropy = distribution.entropy();
        (logProb.sum() + entropy.sum()).backward();

        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()), sample.shape);
        Check("sample", sample);
        Check("log_prob", logProb, 2e-6);
        Check("entropy", entropy, 2e-6);
        Check("gradient", p.grad!);
        if (name.StartsWith("Categorical", StringComparison.Ordinal))
        {
            Assert.True(distribution.mean.isnan().all().ToBoolean() && distribution.variance.isnan().all().ToBoolean());
            return;
        }
        Check("mean", distribution.mean);
        Check("variance", distribution.variance);
        TorchOracle.Close([.. TorchOracle.Numbers(expected.GetProperty("variance")).Select(Math.Sqrt)], distribution.stddev, "stddev");

        void Check(string what, Tensor actual, double tolerance = 1e-5) =>
            TorchOracle.Close(TorchOracle.Numbers(expected.GetProperty(what)), actual, $"{name}: {what}", tolerance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Expand_LargerBatch_KeepsDensitiesAndEntropy(string name)
    {
        using var scope = NewDisposeScope();
        using var distribution = s_distributions[name](rand(2, 4));
        var sample = distribution.sample();
        var batch = distribution.entropy().shape;
        using var expanded = distribution.expand(new Size([3, .. batch]));

        Assert.Equal([5, 3, .. sample.shape], expanded.sample(5).shape);
        Assert.True(expanded.log_prob(sample).allclose(distribution.log_prob(sample)));
        Assert.True(expanded.entropy().allclose(distribution.entropy().expand([3, .. batch])));
        Assert.Throws<ArgumentException>(() => distribution.expand(new Size([3, .. batch]), expanded));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sample_OwnGenerator_LeavesTheDefaultOneAloneAndRepeats(string name)
    {
        using var scope = NewDisposeScope();
        var p = rand(2, 4);
        using var generator = new Generator(3);
        using var distribution = name.Split(' ') switch
        {
            ["Normal"] => (D.Distribution)D.Normal(p, 1 + p, generator),
            ["Uniform"] => D.Uniform(p, p + 1, generator),
            ["Bernoulli", ..] => D.Bernoulli(p, generator: generator),
            ["Binomial", ..] => D.Binomial(tensor(6), p, generator: generator),
            ["Categorical", ..] => D.Categorical(p, generator: generator),
            _ => D.Multinomial(5, p, generator: generator),
        };
        var state = get_rng_state();

        var first = distribution.sample(20);
        var second = distribution.sample(20);
        generator.manual_seed(3);

        Assert.True(first.allclose(distribution.sample(20)));
        Assert.False(first.allclose(second));
        Assert.True(state.Equals(get_rng_state()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Distribution_UsedAndDisposed_LeavesOnlyResults(string name)
    {
        using var scope = NewDisposeScope();
        using var p = rand(2, 4);
        using var distribution = s_distributions[name](p);
        using var sample = distribution.sample(2);
        var before = scope.DisposablesCount;

        using (distribution.log_prob(sample))
        using (distribution.entropy())
        using (distribution.rsample(2))
        {
            Assert.Equal(before + 3, scope.DisposablesCount);
        }
    }

    [Fact]
    public void Rsample_Normal_GivesGradientsToBothParameters()
    {
        using var scope = NewDisposeScope();
        var loc = zeros(3).requires_grad_();
        var scale = ones(3).requires_grad_();
        using var normal = D.Normal(loc, scale);

        var draw = normal.rsample();
        draw.sum().backward();

        Assert.Equal([1f, 1, 1], loc.grad!.data<float>().ToArray());
        Assert.True(scale.grad!.allclose(draw.detach()));
        Assert.False(normal.sample().requires_grad);
    }

    [Fact]
    public void Factory_NeitherOrBoth_SaysSo()
    {
        using var p = rand(3);

        Assert.Contains("neither", Assert.Throws<ArgumentException>(() => D.Bernoulli((Tensor?)null)).Message, StringComparison.Ordinal);
        Assert.Contains("both", Assert.Throws<ArgumentException>(() => D.Categorical(p, p)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scalars_GiveTheirTypeAndKnownMoments()
    {
        using var scope = NewDisposeScope();
        using var normal = D.Normal(2.0, 3.0);
        using var coin = D.Bernoulli(0.25f, null);
        using var dice = D.Categorical(6);

        Assert.Equal(ScalarType.Float64, normal.sample(2).dtype);
        Assert.Equal(9.0, normal.variance.ToDouble(), 12);
        Assert.Equal(0.1875, coin.variance.ToDouble(), 6);
        Assert.Equal(Math.Log(6), dice.entropy().ToDouble(), 5);
    }
}
