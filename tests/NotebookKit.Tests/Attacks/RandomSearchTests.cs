using NotebookKit.Attacks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Attacks;

public sealed class RandomSearchTests
{
    private static readonly PgdOptions Options = new() { Epsilon = 0.1, Seed = 2 };

    [Fact]
    public void Attack_MoreQueries_StayInTheBoxAndNeverLoseLoss()
    {
        using var oracle = new AttackOracle();
        var losses = new[] { 1, 10, 200 }.Select(queries =>
        {
            var attacked = RandomSearch.Attack(
                oracle.Model, oracle.Images, oracle.Labels, AttackLosses.AllLogits, Options, queries);
            Assert.InRange((attacked - oracle.Images).abs().max().ToDouble(), 0, 0.1 + 1e-12);
            Assert.InRange(attacked.min().ToDouble(), 0, 1);
            Assert.InRange(attacked.max().ToDouble(), 0, 1);
            return AttackLosses.AllLogits(oracle.Model.call(attacked), oracle.Labels).mean().ToDouble();
        }).ToArray();

        Assert.True(losses[0] < losses[2]);
        Assert.True(losses[2] > AttackLosses.AllLogits(oracle.Model.call(oracle.Images), oracle.Labels).mean().ToDouble());
    }

    [Fact]
    public void Attack_CountsItsQueries_AndIsWeakerThanTheGradientOnASmoothModel()
    {
        using var oracle = new AttackOracle();
        var calls = 0;
        using var hook = new Counter(oracle.Model, () => calls++);

        var search = RandomSearch.Attack(
            oracle.Model, oracle.Images, oracle.Labels, AttackLosses.AllLogits, Options, queries: 37);

        Assert.Equal(37, calls);
        var gradient = Pgd.Attack(
            oracle.Model, oracle.Images, oracle.Labels, AttackLosses.AllLogits, Options with { Steps = 40, Restarts = 3 });
        Assert.True(Loss(gradient) >= Loss(search));

        double Loss(Tensor x) => AttackLosses.AllLogits(oracle.Model.call(x), oracle.Labels).mean().ToDouble();
    }

    [Fact]
    public void Attack_NoBudget_SaysSo()
    {
        using var oracle = new AttackOracle();

        Assert.Throws<ArgumentException>(() => RandomSearch.Attack(
            oracle.Model, oracle.Images, oracle.Labels, AttackLosses.AllLogits, Options, queries: 0));
    }

    private sealed class Counter(nn.Module<Tensor, Tensor> model, Action count) : IDisposable
    {
        private readonly nn.HookableModule<Func<nn.Module<Tensor, Tensor>, Tensor, Tensor>,
            Func<nn.Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>.HookRemover hook =
            model.register_forward_hook((_, _, output) =>
            {
                count();
                return output;
            });

        public void Dispose() => hook.remove();
    }
}
