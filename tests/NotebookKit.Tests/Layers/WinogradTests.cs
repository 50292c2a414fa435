using System.Runtime.Intrinsics.X86;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Precision;
using NotebookKit.Tests.Provider;
using NotebookKit.Torch.Door;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Layers;

/// <summary>Minimal filtering against the convolution that it stands for.</summary>
public sealed class WinogradTests
{
    // Pictures, their height and width, channels in and out.
    public static TheoryData<int, int, int, int, int> Shapes => new()
    {
        { 1, 32, 32, 16, 16 },                                             // one picture
        { 8, 8, 8, 16, 32 },                                               // widths of one, two and four registers
        { 8, 8, 8, 64, 64 },
        { 3, 13, 15, 32, 48 },                                             // tiles over the edge, three registers
        { 6, 9, 11, 64, 16 },
        { 2, 3, 130, 16, 80 },                                             // a row of tiles that is a block of its own
        { 40, 4, 4, 32, 16 },                                              // one tile a picture
    };

    private static bool WideProcessor =>
        Avx512F.IsSupported && Avx512BW.IsSupported && Avx512CD.IsSupported && Avx512DQ.IsSupported;

    // The root of the mean square error of a direct sum in float32 is 1.5e-7 to 6e-7 of the values, of minimal
    // filtering 4e-7 to 1.2e-6 (benchmarks/README.md). The bound leaves room for another processor.
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Winograd_HasValuesAndGradientsOfTheConvolution(
        int count, int height, int width, int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        foreach (var body in Bodies.Names)
        {
            using var use = Bodies.Use(body.Data);
            var ours = new Case(count, height, width, inputs, outputs);
            var exact = ours.Exactly();
            ours.Step((layer, x) => layer.Winograd(x));
            exact.Step((layer, x) => layer.call(x));

            ours.AssertClose(exact, 4e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Operator_IsTakenOnAProcessorMadeForIt(int count, int height, int width, int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        var layer = nn.Conv2d(inputs, outputs, 3, padding: 1, bias: false);
        var pictures = randn(count, inputs, height, width).ToChannelsLast();

        Assert.Equal(WideProcessor, WinogradConv.Apply(layer, pictures) is not null);
    }

    [Fact]
    public void Winograd_IsTheSameForEveryNumberOfThreads()
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        var runs = new List<Case>();
        try
        {
            foreach (var number in new[] { 1, 2, 3 })
            {
                set_num_threads(number);
                runs.Add(new Case(20, 14, 18, 32, 16));
                runs[^1].Step((layer, x) => layer.Winograd(x));
            }
        }
        finally
        {
            set_num_threads(threads);
        }

        runs[0].AssertClose(runs[1], 0);
        runs[0].AssertClose(runs[2], 0);
    }

    [Fact]
    public void Winograd_TakesAGradientInAnotherOrder_AndOnlyWhatIsWanted()
    {
        using var scope = NewDisposeScope();
        var whole = new Case(8, 8, 8, 16, 16);
        whole.Step((layer, x) => layer.Winograd(x).contiguous());
        var frozen = new Case(8, 8, 8, 16, 16);
        frozen.Layer.weight.requires_grad = false;
        frozen.Step((layer, x) => layer.Winograd(x));
        var first = new Case(8, 8, 8, 16, 16);
        first.Step((layer, x) => layer.Winograd(x.detach()));

        Assert.Null(frozen.Layer.weight.grad);
        Assert.Null(first.Input.grad);
        Assert.True(frozen.Input.grad!.eq(whole.Input.grad!).all().item<bool>());
        Assert.True(first.Layer.weight.grad!.eq(whole.Layer.weight.grad!).all().item<bool>());
    }

    [Fact]
    public void Winograd_CanBeDifferentiatedTwice()
    {
        using var scope = NewDisposeScope();
        var ours = new Case(8, 8, 8, 16, 16);
        var exact = ours.Exactly();
        ours.SecondOrder((layer, x) => layer.Winograd(x));
        exact.SecondOrder((layer, x) => layer.call(x));

        ours.AssertClose(exact, 1e-5);
    }

    [Fact]
    public void Winograd_WhereTheOperatorIsNotMadeForIt_IsTheLayer()
    {
        using var scope = NewDisposeScope();
        var pictures = randn(8, 16, 8, 8).ToChannelsLast();
        var plain = nn.Conv2d(16, 16, 3, padding: 1, bias: false);
        Assert.Equal(WideProcessor, WinogradConv.Apply(plain, pictures) is not null);
        Check("usual order in memory", plain, pictures.contiguous());
        Check("one small picture", plain, pictures[..1]);
        Check("tiles mostly outside", plain, pictures[.., .., ..5, ..5].ToChannelsLast());
        Check("step of 2", nn.Conv2d(16, 16, 3, stride: 2, padding: 1, bias: false), pictures);
        Check("no border", nn.Conv2d(16, 16, 3, bias: false), pictures);
        Check("wider border", nn.Conv2d(16, 16, 3, padding: 2, bias: false), pictures);
        Check("mirrored", nn.Conv2d(16, 16, 3, padding: 1, padding_mode: PaddingModes.Reflect, bias: false), pictures);
        Check("spaced window", nn.Conv2d(16, 16, 3, padding: 1, dilation: 2, bias: false), pictures);
        Check("groups", nn.Conv2d(16, 16, 3, padding: 1, groups: 2, bias: false), pictures);
        Check("bias", nn.Conv2d(16, 16, 3, padding: 1), pictures);
        Check("5x5", nn.Conv2d(16, 16, 5, padding: 1, bias: false), pictures);
        Check("17 channels out", nn.Conv2d(16, 17, 3, padding: 1, bias: false), pictures);
        var exact = nn.Conv2d(16, 16, 3, padding: 1, bias: false, dtype: float64);
        Check("float64", exact, pictures.to(float64).ToChannelsLast());
        var evaluated = nn.Conv2d(16, 16, 3, padding: 1, bias: false);
        evaluated.eval();
        Check("evaluation with gradients", evaluated, pictures);
        using (no_grad())
        {
            Assert.Equal(WideProcessor, WinogradConv.Apply(evaluated, pictures) is not null);
        }

        static void Check(string what, Conv2d layer, Tensor x)
        {
            Assert.True(WinogradConv.Apply(layer, x) is null, what);
            Assert.True(layer.Winograd(x).eq(layer.call(x)).all().item<bool>(), what);
        }
    }

    [Fact]
    public void Winograd_OfALayerWithAHook_CallsIt()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Conv2d(16, 16, 3, padding: 1, bias: false);
        var calls = 0;
        layer.register_forward_hook((_, _, output) =>
        {
            calls++;
            return output;
        });
        layer.Winograd(randn(8, 16, 8, 8).ToChannelsLast());

        Assert.Equal(1, calls);
    }

    [Fact]
    public void Winograd_InABFloat16Region_ComputesInIt()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Conv2d(16, 16, 3, padding: 1, bias: false);
        using var region = Autocast.BFloat16();

        Assert.Equal(bfloat16, layer.Winograd(randn(8, 16, 8, 8).ToChannelsLast()).dtype);
    }

    [Fact]
    public void Winograd_LetsNaNPass_ToItsTilesAlone()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Conv2d(16, 16, 3, padding: 1, bias: false);
        var x = randn(8, 16, 8, 8);
        x[3, 7, 1, 1] = tensor(float.NaN);
        var y = layer.Winograd(x.ToChannelsLast());

        Assert.True(y[3][.., ..3, ..3].isnan().all().item<bool>());             // the nine pixels that see it
        Assert.False(y[3][.., 4..].isnan().any().item<bool>());
        Assert.False(y[3][.., .., 4..].isnan().any().item<bool>());
        Assert.Equal(y[3].isnan().sum().item<long>(), y.isnan().sum().item<long>());
    }

    [Fact]
    public void Winograd_SeesAnInputThatChangedBeforeBackward()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Conv2d(16, 16, 3, padding: 1, bias: false);
        var x = randn(8, 16, 8, 8).ToChannelsLast();
        var y = layer.Winograd(x);
        x.add_(1);

        Assert.ThrowsAny<Exception>(() => y.sum().backward());
    }

    // The same numbers for each instance.
    private sealed class Case
    {
        private readonly Tensor weights;

        public Case(int count, int height, int width, int inputs, int outputs)
        {
            manual_seed(17);
            Layer = nn.Conv2d(inputs, outputs, 3, padding: 1, bias: false);
            Input = randn(count, inputs, height, width).ToChannelsLast().requires_grad_();
            weights = randn(count, outputs, height, width).ToChannelsLast();
            Output = Input;
        }

        private Case(Case other)
        {
            var (inputs, outputs) = (other.Layer.in_channels, other.Layer.out_channels);
            Layer = nn.Conv2d(inputs, outputs, 3, padding: 1, bias: false, dtype: float64);
            using (no_grad())
            {
                Layer.weight.copy_(other.Layer.weight);
            }

            Input = other.Input.detach().to(float64).requires_grad_();
            weights = other.weights.to(float64);
            Output = Input;
        }

        public Conv2d Layer { get; }

        public Tensor Input { get; }

        public Tensor Output { get; private set; }

        /// <summary>The same in float64.</summary>
        public Case Exactly() => new(this);

        public void Step(Func<Conv2d, Tensor, Tensor> operation)
        {
            Output = operation(Layer, Input);
            (Output * weights).sum().backward();
        }

        // The gradient of a gradient's squared length, as a gradient penalty takes it.
        public void SecondOrder(Func<Conv2d, Tensor, Tensor> operation)
        {
            Output = operation(Layer, Input);
            var first = autograd.grad([(Output * weights).pow(2).sum()], [Input], create_graph: true)[0];
            first.pow(2).sum().backward();
        }

        public void AssertClose(Case other, double tolerance)
        {
            Close("output", Output, other.Output, tolerance);
            Close("gradient of the pictures", Input.grad!, other.Input.grad!, tolerance);
            Close("gradient of the filters", Layer.weight.grad!, other.Layer.weight.grad!, tolerance);
        }

        private static void Close(string what, Tensor ours, Tensor theirs, double tolerance)
        {
            var apart = (ours.to(float64) - theirs.to(float64)).norm().item<double>();
            var size = theirs.to(float64).norm().item<double>();
            Assert.True(apart <= tolerance * size, $"{what}: {apart / size} of its size apart, not {tolerance}");
        }
    }
}
