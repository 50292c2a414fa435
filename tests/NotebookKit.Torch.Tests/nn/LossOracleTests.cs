using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Torch.Tests;

/// <summary>Losses, functions and initialisers against PyTorch's for the same seed.</summary>
public sealed class LossOracleTests
{
    private static readonly TorchOracle s_losses = TorchOracle.Read("losses.json");
    private static readonly TorchOracle s_functional = TorchOracle.Read("functional.json");
    private static readonly TorchOracle s_init = TorchOracle.Read("init.json");
    private static readonly long[] s_image = [2, 4, 5, 6];

    private static readonly Dictionary<string, (long[][] Shapes, Func<Tensor[], Tensor> Run)> s_functions = new()
    {
        ["normalize"] = ([[3, 4]], t => F.normalize(t[0])),
        ["interpolate area"] = ([s_image], t => F.interpolate(t[0], size: [2, 3], mode: InterpolationMode.Area)),
        ["interpolate bilinear antialias"] = ([s_image], t => F.interpolate(t[0], size: [3, 2], mode: InterpolationMode.Bilinear, antialias: true)),
        ["interpolate nearest-exact"] = ([s_image], t => F.interpolate(t[0], scale_factor: [1.7], mode: InterpolationMode.NearestExact)),
        ["unfold"] = ([s_image], t => F.unfold(t[0], (2, 3), padding: (1, 1))),
        ["fold"] = ([[1, 8, 9]], t => F.fold(t[0], 4, 2)),
        ["grid_sample"] = ([s_image, [2, 3, 3, 2]], t => F.grid_sample(t[0], t[1], align_corners: false)),
        ["affine_grid"] = ([[2, 2, 3]], t => F.affine_grid(t[0], [2, 1, 3, 2])),
        ["cosine_similarity"] = ([[3, 4], [3, 4]], t => F.cosine_similarity(t[0], t[1])),
        ["pairwise_distance"] = ([[3, 4], [3, 4]], t => F.pairwise_distance(t[0], t[1])),
        ["triplet_margin_loss"] = ([[3, 4], [3, 4], [3, 4]], t => F.triplet_margin_loss(t[0], t[1], t[2])),
        ["CosineSimilarity"] = ([[3, 4], [3, 4]], t => CosineSimilarity(0).call(t[0], t[1])),
        ["CosineEmbeddingLoss"] = ([[3, 4], [3, 4]],
            t => CosineEmbeddingLoss(0.1, Reduction.None).call(t[0], t[1], tensor([1L, -1, -1]))),
        ["HingeEmbeddingLoss"] = ([[3, 4]], t => HingeEmbeddingLoss(reduction: Reduction.None).call(t[0], tensor([1L, -1, -1, 1]))),
        ["TripletMarginLoss"] = ([[3, 4], [3, 4], [3, 4]],
            t => TripletMarginLoss(2, 1, swap: true, reduction: Reduction.Sum).call(t[0], t[1], t[2])),
        ["attention"] = ([[2, 3, 4], [2, 5, 4], [2, 5, 6]], t => F.scaled_dot_product_attention(t[0], t[1], t[2])),
        ["attention causal"] = ([[2, 3, 4], [2, 3, 4], [2, 3, 6]], t => F.scaled_dot_product_attention(t[0], t[1], t[2], is_casual: true)),
    };

    private static readonly Dictionary<string, (long[] Shape, Func<Tensor, Tensor> Run)> s_initialisers = new()
    {
        ["uniform_"] = ([4, 6], t => init.uniform_(t, -2, 3)),
        ["normal_"] = ([4, 6], t => init.normal_(t, 1, 2)),
        ["trunc_normal_"] = ([4, 6], t => init.trunc_normal_(t, 0.5, 0.8, -1, 1)),
        ["xavier_uniform_"] = ([4, 3, 2, 2], t => init.xavier_uniform_(t, 1.5)),
        ["xavier_normal_"] = ([4, 6], t => init.xavier_normal_(t)),
        ["kaiming_uniform_"] = ([4, 6], t => init.kaiming_uniform_(t, nonlinearity: init.NonlinearityType.ReLU)),
        ["kaiming_normal_ fan_out"] = ([4, 3, 2, 2], t => init.kaiming_normal_(t, 0.2, init.FanInOut.FanOut)),
        ["orthogonal_ wide"] = ([3, 5], t => init.orthogonal_(t, 2)),
        ["orthogonal_ tall"] = ([5, 3], t => init.orthogonal_(t)),
        ["sparse_"] = ([5, 3], t => init.sparse_(t, 0.3, 1)),
    };

    public static TheoryData<string> LossNames => [.. s_losses.Names];

    public static TheoryData<string> FunctionNames => [.. s_functional.Names];

    public static TheoryData<string> InitNames => [.. s_init.Names];

    [Theory]
    [MemberData(nameof(LossNames))]
    public void Loss_SameSeed_GivesPyTorchsNumbers(string name)
    {
        using var scope = NewDisposeScope();
        var reduction = name.Split(' ')[^1] switch { "none" => Reduction.None, "sum" => Reduction.Sum, _ => Reduction.Mean };
        var weights = tensor(new float[] { 0.5f, 1, 2, 0.25f });
        var kind = name[..name.LastIndexOf(' ')];

        random.manual_seed(TorchOracle.Seed);
        var x = randn([5, 4]).requires_grad_();
        var y = kind switch
        {
            _ when kind.StartsWith("BCE", StringComparison.Ordinal) => randint(2, [5, 4]).to(ScalarType.Float32),
            _ when kind.StartsWith("Cross", StringComparison.OrdinalIgnoreCase) || kind == "NLLLoss" => randint(4, [5]),
            _ => randn([5, 4]),
        };
        var value = kind switch
        {
            "BCEWithLogitsLoss" => BCEWithLogitsLoss(reduction: reduction).call(x, y),
            "BCEWithLogitsLoss weighted" => BCEWithLogitsLoss(weights, reduction, weights).call(x, y),
            "BCELoss" => BCELoss(reduction: reduction).call(x.sigmoid(), y),
            "CrossEntropyLoss" => CrossEntropyLoss(reduction: reduction).call(x, y),
            "CrossEntropyLoss weighted" => CrossEntropyLoss(weights, ignore_index: 2, reduction: reduction).call(x, y),
            "cross_entropy smoothed" => F.cross_entropy(x, y, reduction: reduction, label_smoothing: 0.1),
            "NLLLoss" => NLLLoss(weights, reduction).call(F.log_softmax(x, 1), y),
            "MSELoss" => MSELoss(reduction).call(x, y),
            "L1Loss" => L1Loss(reduction).call(x, y),
            "SmoothL1Loss" => SmoothL1Loss(reduction, beta: 0.5).call(x, y),
            "HuberLoss" => HuberLoss(0.5, reduction).call(x, y),
            "KLDivLoss" => KLDivLoss(reduction: reduction).call(F.log_softmax(x, 1), F.log_softmax(y, 1)),
            _ => throw new InvalidOperationException($"No loss for the case '{kind}'."),
        };
        value.sum().backward();

        TorchOracle.Close(TorchOracle.Numbers(s_losses[name].GetProperty("value")), value, name);
        TorchOracle.Close(TorchOracle.Numbers(s_losses[name].GetProperty("gradient")), x.grad!, $"gradient of {name}");
    }

    [Theory]
    [MemberData(nameof(FunctionNames))]
    public void Function_SameSeed_GivesPyTorchsNumbers(string name)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(TorchOracle.Seed);
        var (shapes, run) = s_functions[name];

        var result = run([.. shapes.Select(s => randn(s))]);

        TorchOracle.Close(TorchOracle.Numbers(s_functional[name]), result, name);
    }

    [Theory]
    [MemberData(nameof(InitNames))]
    public void Init_SameSeed_GivesPyTorchsNumbers(string name)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(TorchOracle.Seed);
        var (shape, run) = s_initialisers[name];
        var target = empty(shape);

        var result = run(target);

        Assert.Same(target, result);
        TorchOracle.Close(TorchOracle.Numbers(s_init[name]), result, name, 1e-6);
    }

    [Fact]
    public void FanIn_OfAVector_IsRefusedWithItsShape()
    {
        using var vector = zeros([3]);

        var error = Assert.Throws<ArgumentException>(() => init.kaiming_uniform_(vector));

        Assert.Contains("[3]", error.Message);
    }
}
