using NotebookKit.Explain;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Explain;

public sealed class SaliencyConditionTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    [Fact]
    public void Explain_NoPositiveEvidence_MapIsZeroAndFlagged()
    {
        var layer = ReLU();
        var linear = Linear(2, 1);
        var model = Sequential(Conv2d(3, 2, 3, padding: 1), layer, AdaptiveAvgPool2d(1), Flatten(), linear);
        using (no_grad())
        {
            linear.weight!.fill_(-1);
        }

        using var maps = new GradCam(model, layer).Explain(rand(2, 3, 8, 8), ones(2, ScalarType.Int64));

        Assert.Equal(2, maps.EmptyCount);
        Assert.Equal(0, maps.Maps.abs().sum().ToSingle());
    }

    [Fact]
    public void Explain_WithoutClasses_ExplainsThePredictedOnes()
    {
        using var model = new OracleNetwork(ScalarType.Float64);
        var images = rand([40, 3, 8, 8], ScalarType.Float64);

        using var maps = new GradCam(model, model.LayerA).Explain(images);

        Assert.True(maps.Classes.eq((model.call(images).squeeze(1) > 0).to(ScalarType.Int64)).all().ToBoolean());
    }

    [Fact]
    public void Explain_Dropout_IsOffAndTheModeComesBackPerModule()
    {
        var layer = ReLU();
        var frozen = BatchNorm2d(4);
        var dropout = Dropout(0.5);
        var model = Sequential(Conv2d(3, 4, 3, padding: 1), frozen, layer, dropout, Flatten(), Linear(256, 2));
        model.train();
        frozen.eval();
        var before = frozen.running_mean!.clone();
        var images = rand(3, 3, 8, 8);

        using var first = new GradCam(model, layer).Explain(images);
        using var second = new GradCam(model, layer).Explain(images);

        Assert.True(first.Maps.allclose(second.Maps));
        Assert.True(model.training && dropout.training);
        Assert.False(frozen.training);
        Assert.True(frozen.running_mean!.allclose(before));
    }

    [Fact]
    public void Explain_Parameters_GetNoGradient()
    {
        using var model = new OracleNetwork(ScalarType.Float64);

        using var maps = new GradCam(model, model.LayerA).Explain(OracleNetwork.Input(ScalarType.Float64));

        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Explain_FrozenParameters_GivesTheSameMap()
    {
        using var model = new OracleNetwork(ScalarType.Float64);
        using var expected = new GradCam(model, model.LayerA).Explain(OracleNetwork.Input(ScalarType.Float64));
        foreach (var parameter in model.parameters())
        {
            parameter.requires_grad_(false);
        }

        using var maps = new GradCam(model, model.LayerA).Explain(OracleNetwork.Input(ScalarType.Float64));

        Assert.True(maps.Raw.allclose(expected.Raw, 0, 0));
    }

    [Fact]
    public void Explain_InsideNoGrad_WorksAllTheSame()
    {
        using var model = new OracleNetwork(ScalarType.Float64);
        using var noGradients = no_grad();

        using var maps = new GradCam(model, model.LayerA).Explain(OracleNetwork.Input(ScalarType.Float64));

        Assert.Equal(0, maps.EmptyCount);
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void LayerTap_InPlaceReluAfterTheLayer_KeepsTheActivation()
    {
        var convolution = Conv2d(3, 4, 3, padding: 1);
        var model = Sequential(convolution, ReLU(inplace: true), Flatten(), Linear(256, 1));
        var images = rand(2, 3, 8, 8);
        using var tap = new LayerTap(convolution);

        var logits = model.call(images);
        var gradient = tap.GradientOf(logits.sum());

        Assert.True(tap.Activation.allclose(convolution.forward(images)));
        Assert.True((tap.Activation < 0).any().ToBoolean(), "the values before the ReLU");
        Assert.True((gradient * (tap.Activation < 0)).abs().sum().ToSingle() == 0, "no gradient passes where the ReLU is shut");
    }

    [Fact]
    public void Explain_LayerOfAnotherModel_SaysThatItNeverRan()
    {
        using var model = new OracleNetwork(ScalarType.Float32);

        var error = Assert.Throws<InvalidOperationException>(() => new GradCam(model, ReLU()).Explain(rand(1, 3, 8, 8)));

        Assert.Contains("never ran", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_LayerUsedTwice_SaysHowOften()
    {
        var layer = ReLU();
        var model = Sequential(Conv2d(3, 4, 3, padding: 1), layer, Conv2d(4, 4, 3, padding: 1), layer, Flatten(), Linear(256, 1));

        var error = Assert.Throws<InvalidOperationException>(() => new GradCam(model, layer).Explain(rand(1, 3, 8, 8)));

        Assert.Contains("ran 2 times", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_DenseLayer_NamesTheShape()
    {
        var layer = ReLU();
        var model = Sequential(Flatten(), Linear(192, 5), layer, Linear(5, 1));

        var error = Assert.Throws<ShapeException>(() => new GradCam(model, layer).Explain(rand(2, 3, 8, 8)));

        Assert.StartsWith("the layer's output must be [N, C, h, w], but is [2, 5].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_ClassesOfAnotherLength_NamesBoth()
    {
        using var model = new OracleNetwork(ScalarType.Float32);

        var error = Assert.Throws<ShapeException>(
            () => new GradCam(model, model.LayerA).Explain(rand(2, 3, 8, 8), ones(3, ScalarType.Int64)));

        Assert.Contains("classes must be [2], but is [3].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_ManyTimes_LeavesNoTensorBehind()
    {
        using var model = new OracleNetwork(ScalarType.Float32);
        var images = rand(4, 3, 8, 8);
        foreach (var name in Methods.Names)
        {
            Methods.Create(name, model, model.LayerA).Explain(images).Dispose();
        }
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 10; i++)
        {
            foreach (var name in Methods.Names)
            {
                Methods.Create(name, model, model.LayerA).Explain(images).Dispose();
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void LogitDifference_TwoOutputs_IsTheScoreOfTheEquivalentOneLogit()
    {
        var logits = tensor(new double[] { 1, 3, 2, -1 }, [2, 2]);
        var classes = tensor(new long[] { 1, 1 });

        var difference = Scores.LogitDifference(logits, classes);
        var single = Scores.OneLogit(tensor(new double[] { 2, -3 }), classes);

        Assert.True(difference.allclose(single));
        Assert.True(Scores.Probability(logits, classes).allclose(single.sigmoid()));
    }

    public void Dispose() => scope.Dispose();
}
