using NotebookKit.Cost;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Cost;

public sealed class ModelCostTests
{
    [Fact]
    public void Of_ConvolutionsAndLinear_CountsEachByItsShapes()
    {
        using var model = Sequential(
            ("wide", Conv2d(3, 8, 3, stride: 2, padding: 1L)), ("norm", BatchNorm2d(8)), ("relu", ReLU()),
            ("depth", Conv2d(8, 8, 5, padding: 2L, groups: 8, bias: false)),
            ("up", ConvTranspose2d(8, 4, 2, stride: 2)),
            ("flat", Flatten()), ("out", Linear(4 * 16 * 16, 10)));
        model.train();

        var cost = ModelCost.Of(model, 2, 3, 16, 16);

        Assert.Equal(["wide", "norm", "depth", "up", "out"], cost.Layers.Select(layer => layer.Name));
        Assert.Equal(
            ["Conv2d", "BatchNorm2d", "Conv2d", "ConvTranspose2d", "Linear"], cost.Layers.Select(layer => layer.Kind));
        Assert.Equal([2L, 3, 16, 16], cost.Layers[0].InputShape);
        Assert.Equal([2L, 8, 8, 8], cost.Layers[0].OutputShape);
        Assert.Equal([(27 * 8) + 8L, 16, 200, (8 * 4 * 4) + 4, 10_250], cost.Layers.Select(layer => layer.Parameters));
        Assert.Equal(                                                     // two images: kernel x inputs x outputs
            [2 * 27 * 8 * 64L, 0, 2 * 25 * 8 * 64, 2 * 8 * 4 * 4 * 64, 2 * 10_240],
            cost.Layers.Select(layer => layer.Macs));
        Assert.Equal(model.parameters().Sum(parameter => parameter.numel()), cost.Parameters);
        Assert.Equal(cost.Layers.Sum(layer => layer.Macs), cost.Macs);
        Assert.Equal(2 * cost.Macs, cost.Flops);
        Assert.Equal(2 * cost.Layers[0].Macs, cost.Layers[0].Flops);
        Assert.True(model.training);
    }

    [Fact]
    public void Of_SameLayerTwice_AddsItsCallsAndCountsItsParametersOnce()
    {
        var shared = Linear(6, 6, hasBias: false);
        using var model = Sequential(("first", shared), ("again", shared));

        var layer = Assert.Single(ModelCost.Of(model, 1, 6).Layers);

        Assert.Equal(("first", 36L, 72L), (layer.Name, layer.Parameters, layer.Macs));
    }

    [Fact]
    public void Of_CountedTwice_LeavesNoHookBehind()
    {
        using var model = Sequential(("out", Linear(6, 2)));

        Assert.Equal(ModelCost.Of(model, 1, 6).Macs, ModelCost.Of(model, 1, 6).Macs);
        Assert.Equal(0, ModelCost.Of(model, () => { }).Macs);
    }

    [Fact]
    public void Of_Attention_CountsProjectionsAndBothProducts()
    {
        using var scope = NewDisposeScope();
        using var attention = MultiheadAttention(8, 2);
        var (query, memory) = (rand(5, 3, 8), rand(7, 3, 8));

        var layer = Assert.Single(ModelCost.Of(attention, () => attention.call(query, memory, memory)).Layers);

        const long Projections = 3 * ((5 + 7 + 7 + 5) * 8 * 8);
        Assert.Equal(Projections + (2 * 3 * 5 * 7 * 8), layer.Macs);
        Assert.Equal((4 * 64) + 24 + 8, layer.Parameters);
        Assert.Equal([5L, 3, 8], layer.OutputShape);
    }

    [Fact]
    public void Of_LayerWithItsOwnProduct_AddsWhatItSays()
    {
        using var model = new Gram();

        var cost = ModelCost.Of(model, 4, 6);

        Assert.Equal([("", 6L, 96L), ("inner", 36, 144)],
            cost.Layers.Select(layer => (layer.Name, layer.Parameters, layer.Macs)));
    }

    [Fact]
    public void Of_UnknownLayerWithWeights_IsRefused()
    {
        using var model = LSTM(4, 4);
        using var input = rand(2, 1, 4);

        var error = Assert.Throws<NotSupportedException>(() => ModelCost.Of(model, () => model.call(input, null)));

        Assert.Contains("(LSTM) are not known", error.Message, StringComparison.Ordinal);
    }

    // x W, then times its own transpose: [N, 6] to [N, N].
    private sealed class Gram : Module<Tensor, Tensor>, IOwnMacs
    {
        private readonly TorchSharp.Modules.Linear inner = Linear(6, 6, hasBias: false);
        private readonly TorchSharp.Modules.Parameter scale = Parameter(ones(6));

        public Gram()
            : base(nameof(Gram)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var x = inner.call(input) * scale;                            // [N, 6]
            return x.mm(x.t());                                           // [N, N]
        }

        public long OwnMacs(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape) =>
            inputShape[0] * inputShape[1] * outputShape[1];
    }
}
