using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Tensors;

/// <summary>What is drawn after a seed, against PyTorch 1.13 (tests/oracles/torch/draws.py).</summary>
public sealed class RandomOracleTests
{
    private static readonly Oracle s_oracle = new("draws.json");

    [Fact]
    public void RandomNumbers_SameSeed_ArePyTorchs()
    {
        using var scope = NewDisposeScope();
        manual_seed(1234);
        s_oracle.Check("rand", rand(5), 0);
        s_oracle.Check("randn", randn(40), 0);
        s_oracle.Check("randperm", randperm(10));
        s_oracle.Check("randint", randint(0, 100, [6L]));
        s_oracle.Check("normal_", empty(20, dtype: float64).normal_(2, 3), 0);
        s_oracle.Check("uniform_", empty(7).uniform_(-1, 1), 0);
        s_oracle.Check("bernoulli", bernoulli(full(12, 0.4)));
        s_oracle.Check("multinomial", multinomial(tensor(new[] { 0.1f, 0.2f, 0.7f }), 8, true));
        s_oracle.Check("exponential_", empty(4).exponential_(1.5), 0);
        s_oracle.Check("cauchy_", empty(4).cauchy_(0.5, 2));
        s_oracle.Check("geometric_", empty(6).geometric_(0.3));
        s_oracle.Check("log_normal_", empty(4).log_normal_(0.5, 0.25));
        s_oracle.Check("random_", empty(6, dtype: int64).random_(3, 12));
        s_oracle.Check("bernoulli_", empty(6).bernoulli_(0.3));
        s_oracle.Check("bernoulli_tensor", empty(3).bernoulli_(tensor(new[] { 0.1f, 0.5f, 0.9f })));
        s_oracle.Check("normal", normal(tensor(new[] { 1f, 2f }), tensor(new[] { 0.5f, 3f })));
        s_oracle.Check("normal_numbers", normal(2, 3, [3]));
        s_oracle.Check("poisson", poisson(tensor(new[] { 0.5f, 4f, 20f })));
        s_oracle.Check("rand_like", rand_like(zeros(3, dtype: float64)));
        s_oracle.Check("randn_like", zeros(3).randn_like());
        s_oracle.Check("randint_like", randint_like(zeros(5, dtype: int64), 2, 9));
        s_oracle.Check("dropout", nn.functional.dropout(ones(10), 0.4, true));
        s_oracle.Check("dropout2d", nn.functional.dropout2d(ones(1, 6, 1, 2), 0.4, true));
        using var own = new Generator(99);
        s_oracle.Check("rand_own", rand(4, generator: own), 0);
        s_oracle.Check("randn_own", randn(3, generator: own), 0);
    }

    [Fact]
    public void State_SetBack_RepeatsTheDraws()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        Assert.Equal(5, initial_seed());
        var state = get_rng_state();
        var first = rand(4).data<float>().ToArray();
        set_rng_state(state);
        Assert.Equal(first, rand(4).data<float>().ToArray());

        Assert.NotEqual(seed(), seed());
    }
}
