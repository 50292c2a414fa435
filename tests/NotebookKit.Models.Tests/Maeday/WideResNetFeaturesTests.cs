using System.Text.Json;
using NotebookKit.Data;
using NotebookKit.Models.Backbones;
using NotebookKit.Models.Maeday;
using NotebookKit.Models.Tests.Backbones;
using NotebookKit.Weights;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Maeday;

/// <summary>PatchCore against torchvision's wide_resnet50_2 (tests/oracles/backbones/patchcore.py), filled by
/// name.</summary>
public sealed class WideResNetFeaturesTests : IDisposable
{
    private static readonly DataUse Filled = new("embedding", "", "filled by name", StandIn: true);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("wide-");

    [Fact]
    public void FilledByName_NamesFeaturesAndMap_AreThoseOfTorchvision()
    {
        using var scope = NewDisposeScope();
        var oracle = Oracle();
        var network = new ResNet(50, factor: 2);
        var shapes = network.state_dict().Where(entry => !BackboneOracle.IsCounter(entry.Key))
            .ToDictionary(entry => entry.Key, entry => entry.Value.shape);
        Assert.Equal(oracle.GetProperty("parameters").GetInt64(), network.parameters().Sum(p => p.numel()));
        Assert.Equal(68_883_240, network.parameters().Sum(p => p.numel()));
        Assert.Equal(
            oracle.GetProperty("shapes").EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal),
            shapes.Keys.Order(StringComparer.Ordinal));
        Assert.All(oracle.GetProperty("shapes").EnumerateObject(), entry => Assert.Equal(
            entry.Value.EnumerateArray().Select(size => size.GetInt64()), shapes[entry.Name]));
        BackboneOracle.Fill(network);
        using var features = new WideResNetFeatures(network, PixelScale.ImageNet, 64, Filled);
        var images = BackboneOracle.Picture(2, 3, 64, 64);

        var found = features.Of(images);

        var expected = oracle.GetProperty("features");
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), found.shape);
        Assert.Equal(1, found.to(float64).sum().item<double>() / expected.GetProperty("sum").GetDouble(), 1e-4);
        var values = found.flatten().data<float>().ToArray();
        var step = expected.GetProperty("step").GetInt32();
        foreach (var (value, i) in expected.GetProperty("values").EnumerateArray().Select((v, i) => (v.GetDouble(), i)))
        {
            Assert.Equal(value, values[i * step], 1e-4 * (1 + Math.Abs(value)));
        }

        using var memory = PatchMemory.Fit(features, images.narrow(0, 0, 1), sigma: 4);
        var map = memory.Maps(images.narrow(0, 1, 1));
        var heat = oracle.GetProperty("map");
        Assert.Equal(64, memory.Count);
        Assert.Equal(1, map.to(float64).sum().item<double>() / heat.GetProperty("sum").GetDouble(), 1e-4);
        Assert.Equal(1, map.max().item<float>() / heat.GetProperty("max").GetDouble(), 1e-4);
        Assert.Equal(1, map[0, 10, 20].item<float>() / heat.GetProperty("at_10_20").GetDouble(), 1e-4);
    }

    [Fact]
    public void Coreset_IsTheGreedyChoiceOverAllPairs()
    {
        using var scope = NewDisposeScope();
        var chosen = Oracle().GetProperty("coreset").EnumerateArray().Select(place => place.GetInt64()).ToArray();
        var points = tensor(BackboneOracle.Uniform("points", 120), [40, 3]);

        Assert.True(PatchMemory.Coreset(points, chosen.Length).eq(points[tensor(chosen)]).all().item<bool>());
    }

    // A smaller network of the same class: the file is 45 MB in place of 275.
    [Fact]
    public void Weights_OfAFile_AreLoadedByName_WithOrWithoutTheLastLayer()
    {
        using var scope = NewDisposeScope();
        using var saved = new ResNet(18, classes: 3);
        using var loaded = new ResNet(18, classes: 5);
        var path = Path.Combine(folder.FullName, "resnet18.safetensors");
        Safetensors.Write(path, saved.state_dict());

        TrunkWeights.Load(loaded, "ResNet-18", "fc", path);

        Assert.All(
            saved.state_dict().Where(entry => !entry.Key.StartsWith("fc.", StringComparison.Ordinal)),
            entry => Assert.True(entry.Value.eq(loaded.state_dict()[entry.Key]).all().item<bool>()));
        Safetensors.Write(path, saved.state_dict().Where(entry => entry.Key != "layer2.0.bn1.bias")
            .ToDictionary(entry => entry.Key, entry => entry.Value));
        var message = Assert.Throws<DataException>(
            () => TrunkWeights.Load(loaded, "ResNet-18", "fc", path)).Message;
        Assert.Contains("weights of ResNet-18", message, StringComparison.Ordinal);
        Assert.Contains("lacks [layer2.0.bn1.bias]", message, StringComparison.Ordinal);
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["bn1.bias"] = zeros(32) });
        Assert.Contains(
            "'bn1.bias' is [32] in place of [64]", Assert.Throws<DataException>(
                () => TrunkWeights.Load(loaded, "ResNet-18", "fc", path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnotherNetworkOrNoFile_SaysSo()
    {
        using var other = nn.Linear(2, 2);
        var path = Path.Combine(folder.FullName, "other.safetensors");
        Safetensors.Write(path, other.state_dict());

        var message = Assert.Throws<DataException>(
            () => WideResNetFeatures.Load(path, PixelScale.ImageNet, CPU)).Message;

        Assert.Contains("under torchvision's names", message, StringComparison.Ordinal);
        Assert.Contains("conv1.weight", message, StringComparison.Ordinal);
        Assert.Contains("missing", Assert.Throws<DataException>(() => WideResNetFeatures.Load(
            Path.Combine(folder.FullName, "none.pth"), PixelScale.ImageNet, CPU)).Message, StringComparison.Ordinal);
        using var experiment = new MaedayExperiment(MaedayRecipe.Smoke with { Embedding = "none.pth" });
        Assert.Contains("no file 'none.pth'", Assert.Throws<DataException>(experiment.LoadData).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void SmallGreyPictures_AreEnlargedAndSpreadOverThreeChannels()
    {
        using var scope = NewDisposeScope();
        using var features = new WideResNetFeatures(
            new ResNet(18), PixelScale.Photographs, 64, Filled);      // its stages have 128 and 256 channels
        var grey = rand(2, 1, 32, 32);

        var found = features.Of(grey);

        Assert.Equal([2L, 128 + 256, 8, 8], found.shape);
        Assert.True(
            (features.Of(grey.expand(-1, 3, -1, -1)) - found).abs().max().item<float>()
            < 1e-4 * found.abs().max().item<float>());
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static JsonElement Oracle() => JsonDocument.Parse(File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "oracles", "backbones", "patchcore.json"))).RootElement;
}
