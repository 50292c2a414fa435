using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Torch.Tests;

/// <summary>Initial values, outputs and gradients of every layer against PyTorch's for the same seed.</summary>
public sealed class LayerOracleTests
{
    private static readonly TorchOracle s_oracle = TorchOracle.Read("layers.json");
    private static readonly long[] s_image = [2, 4, 5, 6];

    private static readonly Dictionary<string, (Func<torch.nn.Module> Make, long[] Shape, Func<torch.nn.Module, Tensor, Tensor[]>? Run)> s_layers = new()
    {
        ["Linear"] = (() => Linear(3, 4), [2, 3], null),
        ["Linear without bias"] = (() => Linear(3, 4, hasBias: false), [2, 3], null),
        ["Conv1d"] = (() => Conv1d(4, 2, 3, stride: 2, padding: 1L), [2, 4, 7], null),
        ["Conv2d"] = (() => Conv2d(4, 6, 3, padding: 1L), s_image, null),
        ["Conv2d groups"] = (() => Conv2d(4, 6, (3, 2), stride: (2, 1), padding: (1, 0), dilation: (1, 2), groups: 2, bias: false), s_image, null),
        ["Conv2d same"] = (() => Conv2d(4, 2, 2, padding: Padding.Same), s_image, null),
        ["Conv2d reflect"] = (() => Conv2d(4, 2, 3, padding: 1L, padding_mode: PaddingModes.Reflect), s_image, null),
        ["Conv3d"] = (() => Conv3d(2, 2, 2), [1, 2, 3, 3, 3], null),
        ["ConvTranspose1d"] = (() => ConvTranspose1d(4, 2, 3, stride: 2), [2, 4, 4], null),
        ["ConvTranspose2d"] = (() => ConvTranspose2d(4, 2, 4, stride: 2, padding: 1), [1, 4, 3, 3], null),
        ["BatchNorm1d"] = (() => BatchNorm1d(3), [5, 3], null),
        ["BatchNorm2d"] = (() => BatchNorm2d(4), s_image, null),
        ["LayerNorm"] = (() => LayerNorm([5, 6]), s_image, null),
        ["GroupNorm"] = (() => GroupNorm(2, 4), s_image, null),
        ["InstanceNorm2d"] = (() => InstanceNorm2d(4), s_image, null),
        ["Embedding"] = (() => Embedding(5, 3, padding_idx: 1), [2, 4], null),
        ["LSTM"] = (() => LSTM(3, 2, numLayers: 2, bidirectional: true), [4, 2, 3], (m, x) => Three(((LSTM)m).call(x))),
        ["GRU"] = (() => GRU(3, 2, batchFirst: true), [2, 4, 3], (m, x) => Two(((GRU)m).call(x))),
        ["RNN"] = (() => RNN(3, 2, nonLinearity: NonLinearities.ReLU), [4, 2, 3], (m, x) => Two(((RNN)m).call(x))),
        ["LSTMCell"] = (() => LSTMCell(3, 2), [2, 3], (m, x) => Two(((LSTMCell)m).call(x))),
        ["GRUCell"] = (() => GRUCell(3, 2), [2, 3], (m, x) => [((GRUCell)m).call(x)]),
        ["ReLU"] = (() => ReLU(), [3, 4], null),
        ["ReLU6"] = (() => ReLU6(), [3, 4], null),
        ["LeakyReLU"] = (() => LeakyReLU(0.2), [3, 4], null),
        ["ELU"] = (() => ELU(0.7), [3, 4], null),
        ["GELU"] = (() => GELU(), [3, 4], null),
        ["GELU tanh"] = (() => GELU(TorchSharp.Modules.GELU.Approximate.tanh), [3, 4], null),
        ["SiLU"] = (() => SiLU(), [3, 4], null),
        ["Mish"] = (() => Mish(), [3, 4], null),
        ["Sigmoid"] = (() => Sigmoid(), [3, 4], null),
        ["Tanh"] = (() => Tanh(), [3, 4], null),
        ["Hardswish"] = (() => Hardswish(), [3, 4], null),
        ["Hardsigmoid"] = (() => Hardsigmoid(), [3, 4], null),
        ["Softplus"] = (() => Softplus(2, 1), [3, 4], null),
        ["GLU"] = (() => GLU(), [3, 4], null),
        ["Softmax"] = (() => Softmax(1), [3, 4], null),
        ["LogSoftmax"] = (() => LogSoftmax(1), [3, 4], null),
        ["MaxPool2d"] = (() => MaxPool2d(2), s_image, null),
        ["MaxPool2d overlapping"] = (() => MaxPool2d((3, 2), (1, 2), (1, 0), ceil_mode: true), s_image, null),
        ["AvgPool2d"] = (() => AvgPool2d(2, 1, 1, count_include_pad: false), s_image, null),
        ["AdaptiveAvgPool2d"] = (() => AdaptiveAvgPool2d((2, 3)), s_image, null),
        ["AdaptiveMaxPool2d"] = (() => AdaptiveMaxPool2d([2]), s_image, null),
        ["Dropout"] = (() => Dropout(0.4), [4, 8], null),
        ["Dropout2d"] = (() => Dropout2d(0.4), s_image, null),
        ["AlphaDropout"] = (() => AlphaDropout(0.4), [4, 8], null),
        ["FeatureAlphaDropout"] = (() => FeatureAlphaDropout(0.4), s_image, null),
        ["ChannelShuffle"] = (() => ChannelShuffle(2), s_image, null),
        ["Flatten"] = (() => Flatten(), s_image, null),
        ["PixelShuffle"] = (() => PixelShuffle(2), s_image, null),
        ["Upsample nearest"] = (() => Upsample(scale_factor: [2]), s_image, null),
        ["Upsample bilinear"] = (() => Upsample(size: [7, 4], mode: UpsampleMode.Bilinear, align_corners: false), s_image, null),
        ["Upsample bicubic"] = (() => Upsample(scale_factor: [1.5], mode: UpsampleMode.Bicubic, align_corners: true), s_image, null),
        ["ReflectionPad2d"] = (() => ReflectionPad2d((1, 2, 3, 0)), s_image, null),
        ["ReplicationPad2d"] = (() => ReplicationPad2d(1), s_image, null),
        ["ConstantPad2d"] = (() => ConstantPad2d((1, 0, 0, 2), 3.5), s_image, null),
        ["ZeroPad2d"] = (() => ZeroPad2d(1), s_image, null),
        ["PReLU"] = (() => PReLU(4, 0.3), s_image, null),
        ["SELU"] = (() => SELU(), [3, 4], null),
        ["PixelUnshuffle"] = (() => PixelUnshuffle(2), [1, 2, 4, 6], null),
        ["Unfold"] = (() => Unfold((2, 3), padding: (1, 0), stride: (2, 1)), s_image, null),
        ["Fold"] = (() => Fold(4, 2), [1, 8, 9], null),
        ["LocalResponseNorm"] = (() => LocalResponseNorm(3, 0.5, 0.8, 2), s_image, null),
        ["LocalResponseNorm 1d"] = (() => LocalResponseNorm(2), [2, 4, 3], null),
    };

    public static TheoryData<string> Names => [.. s_oracle.Names];

    [Fact]
    public void Oracle_HasEveryCase() => Assert.Equal(s_oracle.Names.Order(), s_layers.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Layer_SameSeed_GivesPyTorchsNumbers(string name)
    {
        using var scope = NewDisposeScope();
        var expected = s_oracle[name];
        var (make, shape, run) = s_layers[name];
        var indices = name == "Embedding";

        random.manual_seed(TorchOracle.Seed);
        using var layer = make();
        var x = indices ? randint(5, shape) : randn(shape).requires_grad_();
        var outputs = run is null ? [((Module<Tensor, Tensor>)layer).call(x)] : run(layer, x);
        outputs.Select(r => (r * linspace(-1, 1, r.numel()).view(r.shape)).sum()).Aggregate((a, b) => a + b).backward();

        Assert.Equal(expected.GetProperty("state").EnumerateArray().Select(e => e.GetString()), layer.state_dict().Keys);
        foreach (var (key, parameter) in layer.named_parameters())
        {
            TorchOracle.Close(TorchOracle.Numbers(expected.GetProperty("parameters").GetProperty(key)), parameter, $"{name}: {key}", 1e-7);
            TorchOracle.Close(TorchOracle.Numbers(expected.GetProperty("gradients").GetProperty(key)), parameter.grad!, $"{name}: gradient of {key}");
        }
        foreach (var (key, buffer) in layer.named_buffers())
        {
            TorchOracle.Close(TorchOracle.Numbers(expected.GetProperty("buffers").GetProperty(key)), buffer, $"{name}: {key}");
        }
        var results = expected.GetProperty("outputs").EnumerateArray().ToArray();
        Assert.Equal(results.Length, outputs.Length);
        for (var k = 0; k < results.Length; k++) TorchOracle.Close(TorchOracle.Numbers(results[k]), outputs[k], $"{name}: output {k}");
        if (!indices) TorchOracle.Close(TorchOracle.Numbers(expected.GetProperty("inputGradient")), x.grad!, $"{name}: gradient of the input");
    }

    private static Tensor[] Two((Tensor, Tensor) t) => [t.Item1, t.Item2];

    private static Tensor[] Three((Tensor, Tensor, Tensor) t) => [t.Item1, t.Item2, t.Item3];
}
