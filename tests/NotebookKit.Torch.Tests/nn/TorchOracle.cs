using System.Text.Json;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests;

/// <summary>Expected values that PyTorch wrote (tests/oracles/torch/generate.py), one file per subject.</summary>
internal sealed class TorchOracle
{
    private readonly Dictionary<string, JsonElement> _cases;

    private TorchOracle(Dictionary<string, JsonElement> cases)
    {
        _cases = cases;
    }

    public const long Seed = 7;

    public IEnumerable<string> Names => _cases.Keys;

    public JsonElement this[string name] => _cases[name];

    public static TorchOracle Read(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "oracles", "torch", file);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Equal(Seed, document.RootElement.GetProperty("seed").GetInt64());
        return new(document.RootElement.GetProperty("cases").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone()));
    }

    public static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetDouble())];

    /// <summary>Equal within a share of the largest expected value, which stands for float32's own rounding.</summary>
    public static void Close(double[] expected, Tensor actual, string what, double tolerance = 1e-5)
    {
        using var flat = actual.detach().to(ScalarType.Float64).reshape(-1);
        Close(expected, flat.data<double>().ToArray(), what, tolerance);
    }

    public static void Close(double[] expected, double[] actual, string what, double tolerance = 1e-5)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {expected.Length} numbers expected, {actual.Length} came.");
        var scale = Math.Max(1e-3, expected.Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.True(Math.Abs(expected[k] - actual[k]) <= tolerance * scale,
                $"{what}[{k}]: {expected[k]:r} expected, {actual[k]:r} came.");
        }
    }
}
