using System.Text;
using System.Text.Json;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Tests.Backbones;

/// <summary>The filling of tests/oracles/backbones/generate.py, and what it and swin.py stored.</summary>
internal static class BackboneOracle
{
    private static readonly Lazy<JsonDocument> Document = new(() => Read("backbones.json"));
    private static readonly Lazy<JsonDocument> Torchvision = new(() => Read("swin.json"));

    public static JsonElement Case(string name) => Torchvision.Value.RootElement.TryGetProperty(name, out var found)
        ? found
        : Document.Value.RootElement.GetProperty(name);

    /// <summary>Fills every entry of the state dict from its name and the index.</summary>
    public static void Fill(Module network)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, value) in network.state_dict().Where(entry => entry.Value.is_floating_point()))
        {
            var isWeight = name.EndsWith("weight", StringComparison.Ordinal);
            var neutral = name.EndsWith("running_var", StringComparison.Ordinal) || (isWeight && value.dim() == 1);
            var (offset, scale) = neutral ? (1.0, 0.2)
                : isWeight ? (0.0, Math.Sqrt(6.0 / (value.numel() / value.shape[0])))
                : (0.0, 0.1);
            using var filled = tensor(Uniform(name, value.numel(), offset, scale), value.shape);
            value.copy_(filled);
        }
    }

    public static bool IsCounter(string name) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    public static Tensor Picture(params long[] shape) =>
        tensor(Uniform("input", shape.Aggregate(1L, (a, b) => a * b)), shape);

    /// <summary>offset + scale x u with u in [-1, 1): a mixture of the name's hash (FNV-1a) and the index.</summary>
    public static float[] Uniform(string name, long count, double offset = 0, double scale = 1)
    {
        var start = Encoding.UTF8.GetBytes(name).Aggregate(0x811C9DC5, (hash, letter) => (hash ^ letter) * 0x01000193);
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            var x = ((uint)i * 0x9E3779B9) + start;
            x = (x ^ (x >> 16)) * 0x85EBCA6B;
            x = (x ^ (x >> 13)) * 0xC2B2AE35;
            x ^= x >> 16;
            values[i] = (float)(offset + (scale * ((x / 2147483648.0) - 1)));
        }

        return values;
    }

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "oracles", "backbones", name)));
}
