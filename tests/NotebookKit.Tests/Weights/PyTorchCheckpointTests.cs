using System.Numerics;
using System.Text.Json;
using NotebookKit.Data;
using NotebookKit.Weights;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Weights;

/// <summary>Files that PyTorch 1.13 wrote, against what PyTorch says is in them (tests/oracles/checkpoints).</summary>
public sealed class PyTorchCheckpointTests
{
    [Theory]
    [InlineData("state_dict.pt")]
    [InlineData("views.pt")]
    [InlineData("types.pt")]
    [InlineData("deflated.pt")]
    [InlineData("zip64.pt")]
    [InlineData("training.pt", "state_dict")]
    public void Weights_FileOfPyTorch_HasItsTypesShapesAndValues(string name, params string[] keys)
    {
        using var scope = NewDisposeScope();
        using var oracle = JsonDocument.Parse(Checkpoints.Bytes("expected.json"));
        using var checkpoint = Read(name);

        using var weights = checkpoint.Weights(keys);

        var expected = oracle.RootElement.GetProperty(name);
        Assert.Equal(expected.EnumerateObject().Select(entry => entry.Name), weights.Tensors.Keys);
        foreach (var entry in expected.EnumerateObject())
        {
            var tensor = weights.Tensors[entry.Name];
            Assert.Equal(TypeOf(entry.Value.GetProperty("dtype").GetString()!), tensor.dtype);
            Assert.Equal(Numbers(entry.Value, "shape"), tensor.shape.Select(size => (double)size));
            Assert.Equal(Numbers(entry.Value, "values"), Values(tensor));
        }
    }

    [Fact]
    public void Read_TrainingState_GivesEveryKindOfValue()
    {
        using var checkpoint = Read("training.pt");
        var root = Assert.IsType<OrderedDictionary<object, object?>>(checkpoint.Root);

        Assert.Equal(7L, root["epoch"]);
        Assert.Equal(0.25, root["loss"]);
        Assert.Equal("caf\u00e9", root["name"]);
        Assert.Null(root["none"]);
        Assert.Equal([true, false], Assert.IsType<List<object?>>(root["flags"]));
        Assert.Equal([1L, -2L, 3L, 4L], Assert.IsType<object?[]>(root["pair"]));
        Assert.Equal(BigInteger.Pow(2, 70), root["big"]);
        Assert.Equal(-70000L, root["negative"]);
        Assert.Equal(40000L, root["word"]);
        Assert.Equal(1L << 40, root["long"]);
        Assert.Equal([2L, 3L], Assert.IsType<long[]>(root["shape"]));
        Assert.Equal(ScalarType.BFloat16, root["dtype"]);
        Assert.Equal([2L, 3L], Assert.IsType<Tensor>(root["parameter"], exactMatch: false).shape);

        var optimizer = (OrderedDictionary<object, object?>)root["optimizer"]!;
        var first = (OrderedDictionary<object, object?>)((OrderedDictionary<object, object?>)optimizer["state"]!)[0L]!;
        Assert.Equal(["step", "exp_avg", "exp_avg_sq"], first.Keys);
        var group = (OrderedDictionary<object, object?>)((List<object?>)optimizer["param_groups"]!)[0]!;
        Assert.Equal([0.9, 0.999], Assert.IsType<object?[]>(group["betas"]));
        Assert.Equal([0L, 1L, 2L, 3L], Assert.IsType<List<object?>>(group["params"]));
    }

    [Fact]
    public void Read_TorchScriptProgram_GivesTheValuesOfItsModuleAndRunsNoCode()
    {
        using var empty = Read("script.pt");
        using var one = Read("script_tensor.pt");

        Assert.Equal(true, Assert.IsType<OrderedDictionary<object, object?>>(empty.Root, exactMatch: false)["training"]);
        var values = Assert.IsType<OrderedDictionary<object, object?>>(one.Root, exactMatch: false);
        Assert.Equal([1.5, -2, 0.25, 8], ((Tensor)values["0"]!).data<double>().ToArray());
        Assert.Contains("must hold tensors by name", Assert.Throws<DataException>(() => empty.Weights()).Message);
    }

    [Fact]
    public void Read_ViewsOfOneStorage_ShareItsMemory()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Read("views.pt");
        using var weights = checkpoint.Weights();

        weights.Tensors["base"][2, 1] = tensor(-5f);

        Assert.Equal(-5f, weights.Tensors["row"][1].item<float>());
        Assert.Equal(-5f, weights.Tensors["column"][2].item<float>());
        Assert.Equal(-5f, weights.Tensors["transposed"][1, 2].item<float>());
    }

    [Fact]
    public void Weights_DisposedCheckpoint_LiveOn()
    {
        WeightSet weights;
        using (var checkpoint = Read("views.pt"))
        {
            weights = checkpoint.Weights();
        }

        using (weights)
        {
            Assert.Equal(23f, weights.Tensors["scalar"].item<float>());
        }
    }

    [Fact]
    public void LoadInto_ModuleOfTheSameForm_TakesEverything()
    {
        using var scope = NewDisposeScope();
        var model = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2));
        using var checkpoint = Read("state_dict.pt");
        using var weights = checkpoint.Weights();

        var match = weights.LoadInto(model);

        Assert.Empty(match.Missing);
        Assert.Empty(match.Unexpected);
        Assert.All(model.state_dict(), entry =>
            Assert.True(entry.Value.eq(weights.Tensors[entry.Key]).all().item<bool>()));
    }

    [Fact]
    public void Weights_WrongKeys_SaysWhatIsThere()
    {
        using var training = Read("training.pt");
        using var plain = Read("plain_tensor.pt");

        Assert.Contains("the root must hold tensors by name, but is a dict of 15: 'epoch', 'loss'",
            Assert.Throws<DataException>(() => training.Weights()).Message);
        Assert.Contains("no key 'model' in the root, which is a dict of 15",
            Assert.Throws<DataException>(() => training.Weights("model")).Message);
        Assert.Contains("no key 'x' in 'epoch', which is a Int64",
            Assert.Throws<DataException>(() => training.Weights("epoch", "x")).Message);
        Assert.Contains("but is a Tensor", Assert.Throws<DataException>(() => plain.Weights()).Message);
        Assert.Equal([1.5f, -2f], ((Tensor)plain.Root!).data<float>().ToArray());
    }

    private static PyTorchCheckpoint Read(string name) =>
        PyTorchCheckpoint.Read(Path.Combine(Checkpoints.Folder, name));

    private static IEnumerable<double> Numbers(JsonElement entry, string name) =>
        entry.GetProperty(name).EnumerateArray().Select(number => number.GetDouble());

    private static double[] Values(Tensor value) =>
        value.dtype is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64
        ? [.. value.to(complex128).data<Complex>().ToArray()
            .SelectMany(number => new[] { number.Real, number.Imaginary })]
        : value.to(float64).data<double>().ToArray();

    private static ScalarType TypeOf(string name) => name switch
    {
        "torch.bool" => ScalarType.Bool,
        "torch.uint8" => ScalarType.Byte,
        "torch.int8" => ScalarType.Int8,
        "torch.int16" => ScalarType.Int16,
        "torch.int32" => ScalarType.Int32,
        "torch.int64" => ScalarType.Int64,
        "torch.float16" => ScalarType.Float16,
        "torch.bfloat16" => ScalarType.BFloat16,
        "torch.float32" => ScalarType.Float32,
        "torch.float64" => ScalarType.Float64,
        "torch.complex64" => ScalarType.ComplexFloat32,
        "torch.complex128" => ScalarType.ComplexFloat64,
        _ => throw new ArgumentException(name),
    };
}
