using System.Text.Json;
using NotebookKit.Precision;
using NotebookKit.Tests.Provider;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Tests.Precision;

/// <summary>Transformer blocks in a bfloat16 region against PyTorch's autocast (tests/oracles/kit).</summary>
public sealed class AutocastAttentionTests : IDisposable
{
    // Of the largest number: bfloat16 rounds to 1/256, and another processor sums in another order (seen: 0.008).
    private const double OutputShare = 0.01;
    private const double GradientShare = 0.03;

    private static readonly JsonElement s_oracle = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "oracles", "kit", "autocast_attention.json"))).RootElement;

    private static readonly Dictionary<string, (Func<nn.Module> Make, Func<nn.Module, Tensor, Tensor[]> Run)> s_cases =
        new()
        {
            ["attention"] = (() => MultiheadAttention(8, 2), (m, x) => Attend(m, x)),
            ["attention masked"] = (() => MultiheadAttention(8, 2), (m, x) => Attend(m, x, Padding(), Causal())),
            ["layer"] = (() => TransformerEncoderLayer(8, 2, 16, 0),
                (m, x) => [((TransformerEncoderLayer)m).call(x)]),
            ["layer masked"] = (() => TransformerEncoderLayer(8, 2, 16, 0, Activations.GELU),
                (m, x) => [((TransformerEncoderLayer)m).call(x, Causal(), Padding())]),
            ["encoder"] = (() => TransformerEncoder(TransformerEncoderLayer(8, 2, 16, 0), 2),
                (m, x) => [((TransformerEncoder)m).call(x)]),
            ["product"] = (() => new Product(), (m, x) => [((Product)m).call(x)]),
        };

    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string> Names => [.. s_cases.Keys];

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void BFloat16_TransformerBlock_GivesPyTorchsTypesValuesAndGradients(string name)
    {
        using var body = Bodies.Use("door");
        var expected = s_oracle.GetProperty(name);
        manual_seed(7);
        using var module = s_cases[name].Make();
        var x = randn(4, 2, 8);
        var inside = RecordTypes(module);

        Tensor[] outputs;
        using (Autocast.BFloat16()) outputs = s_cases[name].Run(module, x);
        outputs.Select(o => (o * linspace(-1, 1, o.numel()).view(o.shape)).sum()).Aggregate((a, b) => a + b).backward();

        Assert.Equal(Texts(expected.GetProperty("types")), outputs.Select(o => Kind(o)));
        foreach (var part in expected.GetProperty("inside").EnumerateObject())
        {
            Assert.Equal((part.Name, part.Value.GetString()), (part.Name, inside[part.Name]));
        }

        for (var k = 0; k < outputs.Length; k++)
        {
            var values = expected.GetProperty("outputs")[k];
            Assert.InRange(Distance(values, outputs[k]), 0, OutputShare);
            Assert.InRange(Distance(expected.GetProperty("exact")[k], outputs[k]), 5e-4, 0.02);     // not in float32
        }

        Assert.All(module.named_parameters(), p =>
        {
            Assert.Equal([float32, float32], [p.parameter.dtype, p.parameter.grad!.dtype]);
            var gradient = expected.GetProperty("gradients").GetProperty(p.name);
            Assert.InRange(Distance(gradient, p.parameter.grad), 0, GradientShare);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NoRegion_TransformerBlock_StaysInFloat32(string name)
    {
        using var body = Bodies.Use("door");
        manual_seed(7);
        using var module = s_cases[name].Make();
        var x = randn(4, 2, 8);

        var outputs = s_cases[name].Run(module, x);

        for (var k = 0; k < outputs.Length; k++)
        {
            Assert.Equal(ScalarType.Float32, outputs[k].dtype);
            Assert.InRange(Distance(s_oracle.GetProperty(name).GetProperty("exact")[k], outputs[k]), 0, 5e-5);
        }
    }

    // What each part without parts of its own gives, by its name, filled as the module runs.
    private static Dictionary<string, string> RecordTypes(nn.Module module)
    {
        var types = new Dictionary<string, string>();
        foreach (var (name, part) in module.named_modules())
        {
            (part as Module<Tensor, Tensor>)?.register_forward_hook((_, _, output) =>
            {
                types[name] = Kind(output);
                return output;
            });
        }

        return types;
    }

    private static Tensor[] Attend(nn.Module module, Tensor x, Tensor? padding = null, Tensor? mask = null)
    {
        var (output, weights) = ((MultiheadAttention)module).call(x, x, x, padding, true, mask);
        return [output, weights];
    }

    private static Tensor Causal() => ones(4, 4).triu(1).to(ScalarType.Bool);

    private static Tensor Padding() => tensor(new[] { false, false, false, true, false, false, true, true }).view(2, 4);

    private static string Kind(Tensor value) => value.dtype.ToString().ToLowerInvariant();

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(e => e.GetString()!);

    // The largest difference, as a share of the largest expected number.
    private static double Distance(JsonElement expected, Tensor actual)
    {
        double[] numbers = [.. expected.EnumerateArray().Select(e => e.GetDouble())];
        var came = actual.detach().to(float64).reshape(-1).data<double>().ToArray();
        Assert.Equal(numbers.Length, came.Length);
        return numbers.Zip(came, (a, b) => Math.Abs(a - b)).Max() / numbers.Max(Math.Abs);
    }

    // softmax(q k^T / sqrt(D)) v of one linear map.
    private sealed class Product : Module<Tensor, Tensor>
    {
        private readonly Linear qkv = Linear(8, 24);

        public Product()
            : base(nameof(Product)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var parts = qkv.call(input).chunk(3, -1);
            return F.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        }
    }
}
