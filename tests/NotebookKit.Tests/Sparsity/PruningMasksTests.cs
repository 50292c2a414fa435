using System.Text.Json;
using NotebookKit.Sparsity;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Sparsity;

public sealed class PruningMasksTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Sequential model;
    private readonly PruningMasks masks;
    private readonly Tensor x;
    private readonly Tensor y;

    public PruningMasksTests()
    {
        manual_seed(11);
        model = Sequential(Linear(6, 8), Tanh(), Linear(8, 3));
        masks = new PruningMasks(model);
        x = randn(10, 6);
        y = randn(10, 3);
    }

    public static TheoryData<string> Optimizers =>
        ["SGD", "Nesterov", "Adam", "AMSGrad", "AdamW", "NAdam", "RAdam", "Adagrad", "RMSProp", "Rprop"];

    public void Dispose()
    {
        masks.Dispose();
        model.Dispose();
        scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Step_HundredTimes_PrunedWeightsStayZeroAndTheOthersMove(string name)
    {
        using var optimizer = Make(name, model.parameters());
        Train(5, () => optimizer.step());                               // moments of the weights that are pruned next
        using var keep = rand(8, 6) > 0.4;
        masks.Set("0.weight", keep);
        using var before = Weight("0.weight").clone();

        Train(100, () => masks.Step(optimizer));

        using var after = Weight("0.weight").detach().clone();
        Assert.Equal(0, after[keep.logical_not()].count_nonzero().ToInt64());
        Assert.Equal(keep.sum().ToInt64(), (after != before).sum().ToInt64());
    }

    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("RMSProp")]
    public void Step_AgainstPyTorchsPruning_GivesItsWeights(string name)
    {
        var oracle = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "oracles", "kit", "pruning_masks.json"))).RootElement.GetProperty(name);
        using var net = Sequential(Linear(4, 5), Tanh(), Linear(5, 2));
        net.to(float64);
        using (no_grad())
        {
            foreach (var (parameter, values) in net.parameters().Zip(oracle.GetProperty("first").EnumerateArray()))
            {
                parameter.copy_(Values(values, parameter.shape));
            }
        }

        var (inputs, targets) = (Values(oracle.GetProperty("x"), [6, 4]), Values(oracle.GetProperty("y"), [6, 2]));
        using var pruned = new PruningMasks(net);
        foreach (var steps in (int[])[4, 8])
        {
            if (steps == 8)
            {
                pruned.Set("0.weight", Values(oracle.GetProperty("masks")[0], [5, 4]));
                pruned.Set("2.weight", Values(oracle.GetProperty("masks")[1], [2, 5]));
            }

            using var optimizer = MakeAsPyTorch(name, net.parameters());
            for (var k = 0; k < steps; k++)
            {
                optimizer.zero_grad();
                (net.call(inputs) - targets).square().mean().backward();
                pruned.Step(optimizer);
            }
        }

        foreach (var (key, parameter) in net.named_parameters())
        {
            var expected = Values(oracle.GetProperty("last").GetProperty(key), parameter.shape);
            Assert.True(expected.sub(parameter).abs().max().ToDouble() < 1e-12, key);
        }
    }

    [Fact]
    public void Step_WithClosure_MasksTheGradientsThatTheClosureMade()
    {
        masks.Set("0.weight", zeros(8, 6));
        using var optimizer = optim.SGD(model.parameters(), 0.1, weight_decay: 0.1);

        var loss = masks.Step(optimizer, () =>
        {
            optimizer.zero_grad();
            var value = (model.call(x) - y).square().mean();
            value.backward();
            return value;
        });

        Assert.True(loss!.ToDouble() > 0);
        Assert.Equal(0, Weight("0.weight").grad!.count_nonzero().ToInt64());
        Assert.NotEqual(0, Weight("2.weight").grad!.count_nonzero().ToInt64());
        Assert.Equal(0, Weight("0.weight").count_nonzero().ToInt64());
    }

    [Fact]
    public void Sparsity_CountsWhatTheMasksPrune()
    {
        Assert.Equal(0, masks.Sparsity);

        masks.Set("0.weight", arange(48).reshape(8, 6) >= 12);           // 12 of 48
        masks.Set("2.weight", ones(3, 8));                               // 0 of 24

        Assert.Equal(12.0 / 72, masks.Sparsity);
        Assert.Equal(0.25, masks.SparsityOf("0.weight"));
        Assert.Equal(0, masks.SparsityOf("2.bias"));
        Assert.Equal(["0.weight", "2.weight"], masks.Names);
        Assert.Equal(12, (Weight("0.weight") == 0).sum().ToInt64());
    }

    [Fact]
    public void Narrow_PrunesWhatEitherMaskPrunes_SetBringsWeightsBack()
    {
        masks.Set("0.weight", arange(48).reshape(8, 6) >= 12);

        masks.Narrow("0.weight", arange(48).reshape(8, 6) < 40);
        Assert.Equal(20.0 / 48, masks.SparsityOf("0.weight"));

        masks.Set("0.weight", ones(8, 6));
        Assert.Equal(0, masks.SparsityOf("0.weight"));
        Assert.Equal(20, (Weight("0.weight") == 0).sum().ToInt64());      // they start from zero
    }

    [Fact]
    public void Apply_AfterToReplacedTheParameters_StillFindsThem()
    {
        masks.Set("0.weight", zeros(8, 6));
        model.to(float64);
        using (no_grad())
        {
            Weight("0.weight").fill_(2);
        }

        masks.Apply();

        Assert.Equal(ScalarType.Float64, Weight("0.weight").dtype);
        Assert.Equal(0, Weight("0.weight").count_nonzero().ToInt64());
    }

    [Fact]
    public void Remove_LetsTheWeightsGo()
    {
        masks.Set("0.weight", zeros(8, 6));
        using var optimizer = optim.SGD(model.parameters(), 0.1);

        Assert.True(masks.Remove("0.weight"));
        Assert.False(masks.Remove("0.weight"));
        Train(1, () => masks.Step(optimizer));

        Assert.NotEqual(0, Weight("0.weight").count_nonzero().ToInt64());
    }

    [Fact]
    public void Set_WrongNameOrShape_SaysWhatThereIs()
    {
        var name = Assert.Throws<KeyNotFoundException>(() => masks.Set("1.weight", ones(8, 6)));
        Assert.Equal("No parameter '1.weight'. The model has: 0.weight, 0.bias, 2.weight, 2.bias.", name.Message);
        var shape = Assert.Throws<ShapeException>(() => masks.Set("0.weight", ones(6, 8)));
        Assert.Equal("The mask of '0.weight' must be [8, 6], but is [6, 8].", shape.Message);
        Assert.Throws<KeyNotFoundException>(() => masks["0.weight"]);
    }

    [Fact]
    public void Step_LeavesNoTensorBehind()
    {
        masks.Set("0.weight", rand(8, 6) > 0.5);
        using var optimizer = optim.Adam(model.parameters(), 0.01);
        Train(1, () => masks.Step(optimizer));
        var before = Tensor.TotalCount;

        Train(3, () => masks.Step(optimizer));

        Assert.Equal(before, Tensor.TotalCount);
    }

    private static Tensor Values(JsonElement values, long[] shape) =>
        tensor(values.EnumerateArray().Select(v => v.GetDouble()).ToArray()).reshape(shape);

    private static OptimizerHelper Make(string name, IEnumerable<Parameter> parameters) => name switch
    {
        "SGD" => optim.SGD(parameters, 0.05, momentum: 0.9, weight_decay: 0.01),
        "Nesterov" => optim.SGD(parameters, 0.05, momentum: 0.9, nesterov: true),
        "Adam" => optim.Adam(parameters, 0.01, weight_decay: 0.01),
        "AMSGrad" => optim.Adam(parameters, 0.01, amsgrad: true),
        "AdamW" => optim.AdamW(parameters, 0.01, weight_decay: 0.1),
        "NAdam" => optim.NAdam(parameters, 0.01),
        "RAdam" => optim.RAdam(parameters, 0.01),
        "Adagrad" => optim.Adagrad(parameters, 0.05),
        "RMSProp" => optim.RMSProp(parameters, 0.005, momentum: 0.9),
        _ => optim.Rprop(parameters, 0.01),
    };

    private static OptimizerHelper MakeAsPyTorch(string name, IEnumerable<Parameter> parameters) => name switch
    {
        "SGD" => optim.SGD(parameters, 0.05, momentum: 0.9, weight_decay: 0.01, nesterov: true),
        "Adam" => optim.Adam(parameters, 0.02, weight_decay: 0.01),
        "AdamW" => optim.AdamW(parameters, 0.02, weight_decay: 0.1),
        _ => optim.RMSProp(parameters, 0.01, momentum: 0.5),
    };

    private Parameter Weight(string name) => model.get_parameter(name)!;

    private void Train(int steps, Action step)
    {
        for (var k = 0; k < steps; k++)
        {
            using var inner = NewDisposeScope();
            model.zero_grad();
            (model.call(x) - y).square().mean().backward();
            step();
        }
    }
}
