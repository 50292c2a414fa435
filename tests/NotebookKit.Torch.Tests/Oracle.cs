using System.Text.Json;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests;

/// <summary>Values that PyTorch gave, stored in tests/oracles/torch beside the script that made them.</summary>
internal sealed class Oracle
{
    private readonly JsonElement _cases;

    internal Oracle(string file) => _cases = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "oracles", "torch", file))).RootElement;

    internal IEnumerable<string> Names =>
        _cases.EnumerateObject().Where(c => c.Value.ValueKind == JsonValueKind.Object).Select(c => c.Name);

    /// <summary>Compares type, shape and values; reals within 1e-12 (float64) or 1e-6 (float32), all else exactly.</summary>
    internal void Check(string name, Tensor actual, double? tolerance = null)
    {
        var expected = _cases.GetProperty(name);
        using var real = actual.is_complex() ? actual.view_as_real() : actual.alias();
        var type = expected.GetProperty("dtype").GetString();
        Assert.Equal(type, NameOf(real.dtype));
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64()), real.shape);
        using var wide = real.to(float64);
        var values = wide.data<double>().ToArray();
        var wanted = expected.GetProperty("values").EnumerateArray().Select(n => n.GetDouble()).ToArray();
        Assert.Equal(wanted.Length, values.Length);
        var bound = tolerance ?? (type == "float64" ? 1e-12 : type == "float32" ? 1e-6 : 0);
        for (var k = 0; k < wanted.Length; k++)
        {
            Assert.True(
                Math.Abs(wanted[k] - values[k]) <= bound * Math.Max(1, Math.Abs(wanted[k])),
                $"{name}[{k}] is {values[k]:R}, PyTorch gives {wanted[k]:R}.");
        }
    }

    private static string NameOf(ScalarType type) => type switch
    {
        ScalarType.Byte => "uint8",
        _ => type.ToString().ToLowerInvariant(),
    };
}
