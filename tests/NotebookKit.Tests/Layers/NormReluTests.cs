using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Tests.Provider;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Layers;

/// <summary>The one operator against the three that it stands for.</summary>
public sealed class NormReluTests
{
    public static TheoryData<string, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, bool>();
            foreach (var body in new[] { "door", "plain" })
            {
                foreach (var width in new[] { 1, 5, 16, 40, 64 })                // below, at and past 16 channels at once
                {
                    cases.Add(body, width, true);
                    cases.Add(body, width, false);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NormRelu_HasValuesGradientsAndStatisticsOfTheThree(string body, int width, bool added)
    {
        using var scope = NewDisposeScope();
        using var use = Bodies.Use(body);
        var (one, three) = (new Case(width, added, float32), new Case(width, added, float32));
        for (var step = 0; step < 2; step++)                                      // the running statistics move twice
        {
            one.Step((norm, x, residual) => norm.NormRelu(x, residual));
            three.Step((norm, x, residual) => Three(norm, x, residual));
        }

        one.AssertClose(three, 2e-5);
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(40, false)]
    public void NormRelu_OfBFloat16_IsAsCloseToFloat32AsTheThree(int width, bool added)
    {
        using var scope = NewDisposeScope();
        var (one, three) = (new Case(width, added, bfloat16), new Case(width, added, bfloat16));
        var exact = new Case(width, added, float32);
        one.Step((norm, x, residual) => norm.NormRelu(x, residual));
        three.Step((norm, x, residual) => Three(norm, x, residual));
        exact.Step((norm, x, residual) => Three(norm, x, residual));

        Assert.Equal(bfloat16, one.Output.dtype);
        foreach (var (ours, theirs) in one.Errors(exact).Zip(three.Errors(exact)))
        {
            Assert.InRange(ours, 0, (1.05 * theirs) + 1e-3);
        }
    }

    [Fact]
    public void NormRelu_IsTheSameForEveryNumberOfThreads()
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        var runs = new List<Case>();
        try
        {
            foreach (var count in new[] { 1, 2, 3 })
            {
                set_num_threads(count);
                runs.Add(new Case(24, added: true, float32, side: 40));
                runs[^1].Step((norm, x, residual) => norm.NormRelu(x, residual));
            }
        }
        finally
        {
            set_num_threads(threads);
        }

        runs[0].AssertClose(runs[1], 0);
        runs[0].AssertClose(runs[2], 0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NormRelu_OfAFrozenLayer_HasTheValuesOfTheThree(string body, int width, bool added)
    {
        using var scope = NewDisposeScope();
        using var use = Bodies.Use(body);
        manual_seed(8);
        var norm = nn.BatchNorm2d(width);
        norm.call(randn(6, width, 5, 5) * 2 + 3);                                 // moves the running statistics
        norm.eval();
        var x = (randn(2, width, 5, 5) * 2 + 3).ToChannelsLast();
        var residual = added ? randn(2, width, 5, 5).ToChannelsLast() : null;
        var mean = norm.running_mean!.clone();
        using (no_grad())
        {
            Assert.True(allclose(norm.NormRelu(x, residual), Three(norm, x, residual), 1e-5, 1e-5));
            var single = x.narrow(0, 0, 1).narrow(2, 0, 1).narrow(3, 0, 1);         // one number a channel suffices
            Assert.True(allclose(norm.NormRelu(single), Three(norm, single, null), 1e-5, 1e-5));
        }

        Assert.True(norm.running_mean.eq(mean).all().item<bool>());
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
        norm.NormRelu(x, residual).sum().backward();                              // with gradients it is the three
        Assert.NotNull(norm.weight.grad);
    }

    [Fact]
    public void NormRelu_FarFromZero_LosesNoVariance()
    {
        using var scope = NewDisposeScope();
        var norm = nn.BatchNorm2d(16);
        var x = (randn(8, 16, 20, 20) + 1000).ToChannelsLast();
        norm.NormRelu(x);

        var expected = x.to(float64).transpose(0, 1).reshape(16, -1).var(1);
        Assert.True(((norm.running_var!.to(float64) - 0.9) / 0.1 - expected).abs().max().item<double>() < 1e-3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NormRelu_CanBeDifferentiatedTwice(bool added)
    {
        using var scope = NewDisposeScope();
        var (one, three) = (new Case(16, added, float32), new Case(16, added, float32));
        one.SecondOrder((norm, x, residual) => norm.NormRelu(x, residual));
        three.SecondOrder((norm, x, residual) => Three(norm, x, residual));

        one.AssertClose(three, 2e-4);
    }

    [Fact]
    public void NormRelu_WhereTheOperatorIsNotMadeForIt_IsTheThree()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var images = randn(3, 6, 4, 4);
        Check("usual order in memory", nn.BatchNorm2d(6), images);
        Check("no parameters", nn.BatchNorm2d(6, affine: false), images.ToChannelsLast());
        Check("no statistics", nn.BatchNorm2d(6, track_running_stats: false), images.ToChannelsLast());
        Check("float64", nn.BatchNorm2d(6, dtype: float64), images.to(float64).ToChannelsLast());
        var evaluated = nn.BatchNorm2d(6);
        evaluated.eval();
        Check("evaluation", evaluated, images.ToChannelsLast());

        static void Check(string what, BatchNorm2d norm, Tensor x)
        {
            var expected = norm.call(x).relu();
            Assert.True(allclose(norm.NormRelu(x), expected, 1e-5, 1e-6), what);
        }
    }

    [Fact]
    public void NormRelu_OfALayerWithAHook_CallsIt()
    {
        using var scope = NewDisposeScope();
        var norm = nn.BatchNorm2d(4);
        var calls = 0;
        norm.register_forward_hook((_, _, output) =>
        {
            calls++;
            return output;
        });
        norm.NormRelu(randn(2, 4, 3, 3).ToChannelsLast());

        Assert.Equal(1, calls);
    }

    [Fact]
    public void NormRelu_LetsNaNPass_AndCountsBatches()
    {
        using var scope = NewDisposeScope();
        var norm = nn.BatchNorm2d(16);
        var x = randn(2, 16, 4, 4);
        x[1, 7, 2, 3] = tensor(float.NaN);
        var y = norm.NormRelu(x.ToChannelsLast());

        Assert.True(y[TensorIndex.Colon, 7].isnan().all().item<bool>());
        Assert.False(y[TensorIndex.Colon, 6].isnan().any().item<bool>());
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void NormRelu_SeesAnInputThatChangedBeforeBackward()
    {
        using var scope = NewDisposeScope();
        var norm = nn.BatchNorm2d(4);
        var x = randn(2, 4, 3, 3).ToChannelsLast();
        var y = norm.NormRelu(x);
        x.add_(1);

        Assert.ThrowsAny<Exception>(() => y.sum().backward());
    }

    private static Tensor Three(BatchNorm2d norm, Tensor x, Tensor? residual) =>
        (residual is null ? norm.call(x) : norm.call(x) + residual).relu();

    // The same numbers for each instance.
    private sealed class Case
    {
        private readonly BatchNorm2d norm;
        private readonly Tensor x;
        private readonly Tensor? residual;
        private readonly Tensor weights;

        public Case(int width, bool added, ScalarType type, int side = 7)
        {
            manual_seed(17);
            norm = nn.BatchNorm2d(width);
            using (no_grad())
            {
                norm.weight.uniform_(-1, 1);
                norm.bias!.uniform_(-1, 1);
            }

            x = (randn(6, width, side, side) * 2 + 3).to(type).ToChannelsLast().detach().requires_grad_();
            residual = added ? randn(6, width, side, side).to(type).ToChannelsLast().detach().requires_grad_() : null;
            weights = randn(6, width, side, side).to(type);
            Output = x;
        }

        public Tensor Output { get; private set; }

        private IEnumerable<Tensor> Leaves =>
            new[] { x, residual, norm.weight, norm.bias }.Where(leaf => leaf is not null).Select(leaf => leaf!);

        public void Step(Func<BatchNorm2d, Tensor, Tensor?, Tensor> operation)
        {
            Output = operation(norm, x, residual);
            (Output * weights).sum().backward();
        }

        // The gradient of a gradient's squared length, as a gradient penalty takes it.
        public void SecondOrder(Func<BatchNorm2d, Tensor, Tensor?, Tensor> operation)
        {
            Output = operation(norm, x, residual);
            var first = autograd.grad([(Output * weights).pow(2).sum()], [x], create_graph: true)[0];
            first.pow(2).sum().backward();
        }

        // Root of the mean square error of the output and of the gradients of x and residual: those of scale and shift
        // are sums in which one sign near zero counts more than all rounding.
        public IEnumerable<double> Errors(Case exact) =>
            Leaves.SkipLast(2).Zip(exact.Leaves).Select(pair => (Ours: pair.First.grad!, Exact: pair.Second.grad!))
                .Prepend((Output, exact.Output))
                .Select(pair => (pair.Item1.to(float64) - pair.Item2.to(float64)).pow(2).mean().sqrt().item<double>());

        public void AssertClose(Case other, double tolerance)
        {
            Close("output", Output, other.Output, tolerance);
            Close("running mean", norm.running_mean!, other.norm.running_mean!, tolerance);
            Close("running variance", norm.running_var!, other.norm.running_var!, tolerance);
            foreach (var (leaf, twin) in Leaves.Zip(other.Leaves))
            {
                Close("gradient", leaf.grad!, twin.grad!, tolerance);
            }
        }

        private static void Close(string what, Tensor ours, Tensor theirs, double tolerance)
        {
            var apart = (ours - theirs).abs().max().to(float64).item<double>();
            var size = Math.Max(1, theirs.abs().max().to(float64).item<double>());
            Assert.True(apart <= tolerance * size, $"{what}: {apart} apart where values reach {size}");
        }
    }
}
