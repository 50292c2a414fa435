using System.Text.Json;

namespace NotebookKit.Tests.Explain;

/// <summary>Expected values of tests/oracles/cifake/saliency.json, computed by PyTorch 1.13.1 in float64.</summary>
internal static class SaliencyOracle
{
    private static readonly JsonElement Root = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "oracles", "cifake", "saliency.json"))).RootElement;

    public static double[] Values(string name) => Array(Root.GetProperty(name));

    public static (double[] Probability, double Auc) Curve(string name) =>
        (Array(Root.GetProperty(name).GetProperty("probability")), Root.GetProperty(name).GetProperty("auc").GetDouble());

    public static (double[] Raw, double[] Resized, double[] Scaled) Map(string method, int sign)
    {
        var map = Root.GetProperty("maps").EnumerateArray().Single(m =>
            m.GetProperty("method").GetString() == method && m.GetProperty("sign").GetInt32() == sign);
        return (Array(map.GetProperty("raw")), Array(map.GetProperty("resized")), Array(map.GetProperty("scaled")));
    }

    private static double[] Array(JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetDouble())];
}
