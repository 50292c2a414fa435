using System.Text.Json;
using NotebookKit.Models.Backbones;
using NotebookKit.Models.LayerAdaptivePruning;
using NotebookKit.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Tests.LayerAdaptivePruning;

/// <summary>The oracle files of the paper, made with the published code (its programs in float32, its
/// baselines).</summary>
internal static class PruningOracle
{
    private static readonly string Folder = Path.Combine("..", "layer-adaptive-pruning");

    public static JsonElement Small => Oracle.Read(Path.Combine(Folder, "dp_small.json"));

    public static JsonElement ResNet => Oracle.Read(Path.Combine(Folder, "dp_resnet32.json"));

    public static JsonElement Baselines => Oracle.Read(Path.Combine(Folder, "curves_and_baselines.json"));

    public static JsonElement SmallCase(string name) =>
        Small.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);

    /// <summary>The curves of a small case; both kinds hold the same numbers.</summary>
    public static LayerCurves Curves(JsonElement small)
    {
        var sizes = small.GetProperty("layer_weights").Longs();
        var curves = small.GetProperty("distortion").EnumerateArray().Select(Oracle.Doubles).ToArray();
        return new([.. sizes.Select((_, l) => $"layer {l}")], sizes, curves, curves);
    }

    /// <summary>The stored curves of ResNet-32 on 16 Gaussian images, D = 20.</summary>
    public static LayerCurves ResNetCurves()
    {
        var resnet = ResNet;
        return new(
            [.. resnet.GetProperty("layer_names").EnumerateArray().Select(name => name.GetString()!)],
            resnet.GetProperty("layer_weights").Longs(),
            [.. resnet.GetProperty("distortion_worst_case").EnumerateArray().Select(Oracle.Doubles)],
            [.. resnet.GetProperty("distortion_mean").EnumerateArray().Select(Oracle.Doubles)]);
    }

    /// <summary>ResNet-32 with its published weights, or the test is skipped.</summary>
    public static ResNetCifar ResNet32()
    {
        var network = new ResNetCifar(32);
        using var weights = Safetensors.Read(Oracle.DataFile("weights", "resnet32-cifar10.safetensors"));
        weights.LoadInto(network);
        network.eval();
        return network;
    }

    public static long[] Longs(this JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetInt64())];
}

/// <summary>The tiny network of an oracle: two convolutions with ReLU, the mean over all pixels, a linear
/// layer.</summary>
internal sealed class TinyNetwork : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly Conv2d conv2;
    private readonly Linear fc;

    public TinyNetwork(JsonElement net)
        : base(nameof(TinyNetwork))
    {
        var config = net.GetProperty("config");
        conv1 = Conv2d(At("conv1", 0), At("conv1", 1), At("conv1", 2), padding: 1);
        conv2 = Conv2d(At("conv2", 0), At("conv2", 1), At("conv2", 2), padding: 1, stride: 2);
        fc = Linear(At("fc", 0), At("fc", 1));
        RegisterComponents();
        eval();
        using var guard = no_grad();
        foreach (var (name, parameter) in named_parameters())
        {
            var values = net.GetProperty("params").GetProperty(name).EnumerateArray().Select(v => v.GetSingle());
            parameter.copy_(tensor(values.ToArray()).reshape(parameter.shape));
        }

        long At(string layer, int index) => config.GetProperty(layer)[index].GetInt64();
    }

    public static Tensor Input(JsonElement net) =>
        tensor(net.GetProperty("x").EnumerateArray().Select(v => v.GetSingle()).ToArray())
            .reshape(net.GetProperty("config").GetProperty("input").Longs());

    public override Tensor forward(Tensor input)
    {
        var x = conv2.call(conv1.call(input).relu()).relu();
        return fc.call(x.mean([2, 3]));
    }
}
