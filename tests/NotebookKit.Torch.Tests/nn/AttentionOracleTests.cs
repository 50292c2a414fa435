using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Torch.Tests;

/// <summary>Attention, transformers, bilinear form and embedding bag: first values, outputs and gradients of PyTorch.</summary>
public sealed class AttentionOracleTests
{
    private static readonly TorchOracle s_oracle = TorchOracle.Read("attention.json");

    private static readonly Dictionary<string, (Func<torch.nn.Module> Make, Func<torch.nn.Module,
        Tensor?[]> Run)> s_cases = new()
    {
        ["self"] = (() => MultiheadAttention(6, 2), m => Attend(m, [[4, 2, 6]])),
        ["cross"] = (() => MultiheadAttention(6, 3, bias: false, kdim: 5, vdim: 4),
            m => Attend(m, [[3, 2, 6], [4, 2, 5], [4, 2, 4]])),
        ["added rows"] = (() => MultiheadAttention(6, 2, add_bias_kv: true, add_zero_attn: true),
            m => Attend(m, [[3, 2, 6], [4, 2, 6], [4, 2, 6]], Padding())),
        ["masked"] = (() => MultiheadAttention(6, 2), m => Attend(m, [[4, 2, 6]], Padding(), attention: Causal())),
        ["dropout"] = (() => MultiheadAttention(6, 2, dropout: 0.3),
            m => Attend(m, [[4, 2, 6]], weights: false, attention: Added())),
        ["layer"] = (() => TransformerEncoderLayer(6, 2, 8), m => [((TransformerEncoderLayer)m).call(randn(4, 2, 6))]),
        ["layer gelu masked"] = (() => TransformerEncoderLayer(6, 2, 8, 0.2, Activations.GELU),
            m => [((TransformerEncoderLayer)m).call(randn(4, 2, 6), Added(), Padding())]),
        ["encoder"] = (() => TransformerEncoder(TransformerEncoderLayer(6, 2, 8), 2),
            m => [((TransformerEncoder)m).call(randn(4, 2, 6), Causal())]),
        ["decoder layer"] = (() => TransformerDecoderLayer(6, 2, 8),
            m => [((TransformerDecoderLayer)m).call(randn(3, 2, 6), randn(4, 2, 6))]),
        ["decoder masked"] = (() => TransformerDecoder(TransformerDecoderLayer(6, 2, 8, 0.2, Activations.GELU), 2),
            m => [((TransformerDecoder)m).call(randn(4, 2, 6), randn(4, 2, 6), Causal(), Added(), null, Padding())]),
        ["transformer"] = (() => Transformer(6, 2, 2, 1, 8), m => [((Transformer)m).call(randn(4, 2, 6), randn(3, 2, 6))]),
        ["transformer masked"] = (() => Transformer(6, 2, 1, 1, 8, 0),
            m => [((Transformer)m).call(randn(4, 2, 6), randn(4, 2, 6), Causal(), Causal(), src_key_padding_mask: Padding())]),
        ["bilinear"] = (() => Bilinear(3, 4, 2), m => [((Bilinear)m).call(randn(5, 3), randn(5, 4))]),
        ["bilinear without bias"] = (() => Bilinear(3, 2, 2, hasBias: false), m => [((Bilinear)m).call(randn(3), randn(2))]),
        ["bag mean"] = (() => EmbeddingBag(5, 3), m => [((EmbeddingBag)m).call(randint(5, [2, 4]))]),
        ["bag offsets"] = (() => EmbeddingBag(5, 3, mode: EmbeddingBagMode.Max, padding_index: 1),
            m => [((EmbeddingBag)m).call(randint(5, [7]), tensor([0L, 3, 3]))]),
        ["bag weighted"] = (() => EmbeddingBag(5, 3, max_norm: 1.0, mode: EmbeddingBagMode.Sum),
            m => [((EmbeddingBag)m).call(randint(5, [7]), tensor([0L, 3, 3]), randn(7))]),
        ["bag last offset"] = (() => EmbeddingBag(5, 3, scale_grad_by_freq: true, include_last_offset: true),
            m => [((EmbeddingBag)m).call(randint(5, [7]), tensor([0L, 3, 3, 7]))]),
    };

    public static TheoryData<string> Names => [.. s_oracle.Names];

    [Fact]
    public void Oracle_HasEveryCase() => Assert.Equal(s_oracle.Names.Order(), s_cases.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Layer_SameSeed_GivesPyTorchsNumbers(string name)
    {
        using var scope = NewDisposeScope();
        var expected = s_oracle[name];
        var (make, run) = s_cases[name];

        random.manual_seed(TorchOracle.Seed);
        using var layer = make();
        var first = layer.named_parameters().ToDictionary(p => p.name, p => p.parameter.detach().clone());
        var outputs = run(layer).OfType<Tensor>().ToArray();
        outputs.Select(r => (r * linspace(-1, 1, r.numel()).view(r.shape)).sum()).Aggregate((a, b) => a + b).backward();

        var keys = expected.GetProperty("state").EnumerateArray().Select(e => e.GetString());
        Assert.Equal(keys, layer.state_dict().Keys);
        var results = expected.GetProperty("outputs").EnumerateArray().ToArray();
        Assert.Equal(results.Length, outputs.Length);
        for (var k = 0; k < results.Length; k++) TorchOracle.Close(TorchOracle.Numbers(results[k]), outputs[k],
            $"{name}: output {k}");
        foreach (var (key, parameter) in layer.named_parameters())
        {
            var values = TorchOracle.Numbers(expected.GetProperty("parameters").GetProperty(key));
            var gradients = TorchOracle.Numbers(expected.GetProperty("gradients").GetProperty(key));
            TorchOracle.Close(values, parameter, $"{name}: {key}", 1e-7);
            TorchOracle.Close(gradients, parameter.grad!, $"{name}: gradient of {key}");
            Assert.Equal(name == "bag weighted", !first[key].allclose(parameter));      // only max_norm changes values
        }
    }

    [Fact]
    public void Encoder_Call_LeavesNoTensorBehind()
    {
        using var layer = TransformerEncoderLayer(6, 2, 8);
        using var encoder = TransformerEncoder(layer, 2);
        using var scope = NewDisposeScope();
        var (x, mask) = (randn(4, 2, 6), Causal());
        var before = scope.DisposablesCount;

        encoder.call(x, mask);

        Assert.Equal(before + 1, scope.DisposablesCount);
    }

    [Fact]
    public void Attention_UnfitShapes_SaysWhatIsNeeded()
    {
        using var attention = MultiheadAttention(6, 2);
        using var x = zeros(4, 2, 5);

        var error = Assert.Throws<ArgumentException>(() => attention.call(x, x, x));
        Assert.Contains("query [L, N, 6]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MultiheadAttention(6, 4));
    }

    [Fact]
    public void EmbeddingBag_FlatInputWithoutOffsets_Throws()
    {
        using var bag = EmbeddingBag(5, 3);
        using var indices = zeros(4, dtype: ScalarType.Int64);

        Assert.Throws<ArgumentException>(() => bag.call(indices));
    }

    private static Tensor?[] Attend(torch.nn.Module module, long[][] shapes, Tensor? padding = null,
        bool weights = true, Tensor? attention = null)
    {
        var inputs = shapes.Select(s => randn(s)).ToArray();
        var (output, mean) = ((MultiheadAttention)module).call(inputs[0], inputs[inputs.Length / 3], inputs[^1],
            padding, weights, attention);
        return [output, mean];
    }

    private static Tensor Padding() => tensor(new[] { false, false, false, true, false, false, true, true }).view(2, 4);

    private static Tensor Causal() => ones(4, 4).triu(1).to(ScalarType.Bool);

    private static Tensor Added() => zeros(4, 4).masked_fill(Causal(), float.NegativeInfinity);
}
