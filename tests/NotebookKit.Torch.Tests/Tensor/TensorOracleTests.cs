using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.TensorIndex;

namespace NotebookKit.Torch.Tests.Tensors;

// The calls of tests/oracles/torch/tensor_ops.py, one by one: value, type and shape as PyTorch 1.13 gives them.
public sealed class TensorOracleTests
{
    private static readonly Oracle s_oracle = new("tensor_ops.json");
    private static readonly Dictionary<string, Func<Tensor>> s_calls = Calls();

    public static TheoryData<string> Names => [.. s_oracle.Names.Where(n => !s_random.Contains(n))];

    private static readonly string[] s_random =
    [
        "rand", "randn", "randperm", "randint", "normal_", "uniform_", "bernoulli", "multinomial", "exponential_",
        "rand_own", "randn_own",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Operator_OnStoredInput_GivesPyTorchsValues(string name)
    {
        using var scope = NewDisposeScope();
        Assert.True(s_calls.TryGetValue(name, out var call), $"tensor_ops.py has the case {name}, this test has not.");
        s_oracle.Check(name, call!());
    }

    [Fact]
    public void RandomNumbers_SameSeed_ArePyTorchs()
    {
        using var scope = NewDisposeScope();
        manual_seed(1234);
        s_oracle.Check("rand", rand(5), 0);
        s_oracle.Check("randn", randn(40), 0);
        s_oracle.Check("randperm", randperm(10));
        s_oracle.Check("randint", randint(0, 100, [6L]));
        s_oracle.Check("normal_", empty(20, dtype: float64).normal_(2, 3), 0);
        s_oracle.Check("uniform_", empty(7).uniform_(-1, 1), 0);
        s_oracle.Check("bernoulli", bernoulli(full(12, 0.4)));
        s_oracle.Check("multinomial", multinomial(tensor(new[] { 0.1f, 0.2f, 0.7f }), 8, true));
        s_oracle.Check("exponential_", empty(4).exponential_(1.5), 0);
        using var own = new Generator(99);
        s_oracle.Check("rand_own", rand(4, generator: own), 0);
        s_oracle.Check("randn_own", randn(3, generator: own), 0);
    }

    private static Tensor Base(params long[] shape)
    {
        var k = arange(shape.TotalSize(), dtype: float64);
        return (((k * 0.37) - 1.9).sin() * 2 + (k * 0.01)).reshape(shape);
    }

    private static Tensor X => Base(2, 3, 4);

    private static Tensor M => Base(3, 3);

    private static Tensor V => Base(4);

    private static Tensor P => X.abs() + 0.5;

    private static Tensor I => tensor(new long[,] { { 2, 0, 1 }, { 1, 1, 0 } });

    private static Tensor Shifted => M + (3 * eye(3, dtype: float64));

    private static Dictionary<string, Func<Tensor>> Calls() => new(StringComparer.Ordinal)
    {
        ["abs"] = () => X.abs(), ["acos_in"] = () => (X / 5).acos(), ["asin_in"] = () => (X / 5).asin(), ["atan"] = () => X.atan(),
        ["ceil"] = () => X.ceil(), ["cos"] = () => X.cos(), ["cosh"] = () => X.cosh(), ["erf"] = () => X.erf(), ["exp"] = () => X.exp(),
        ["expm1"] = () => X.expm1(), ["floor"] = () => X.floor(), ["frac"] = () => X.frac(), ["neg"] = () => -X, ["relu"] = () => X.relu(),
        ["sigmoid"] = () => X.sigmoid(), ["sign"] = () => X.sign(), ["sin"] = () => X.sin(), ["sinh"] = () => X.sinh(),
        ["square"] = () => X.square(), ["tan"] = () => X.tan(), ["tanh"] = () => X.tanh(), ["trunc"] = () => X.trunc(),
        ["silu"] = () => X.silu(), ["selu"] = () => X.selu(), ["mish"] = () => X.mish(), ["hardswish"] = () => X.hardswish(),
        ["hardsigmoid"] = () => X.hardsigmoid(), ["relu6"] = () => X.relu6(), ["erfinv_in"] = () => (X / 5).erfinv(),
        ["round"] = () => X.round(), ["softplus"] = () => X.softplus(), ["gelu"] = () => X.gelu(),
        ["log"] = () => P.log(), ["log10"] = () => P.log10(), ["log1p"] = () => P.log1p(), ["log2"] = () => P.log2(),
        ["sqrt"] = () => P.sqrt(), ["rsqrt"] = () => P.rsqrt(), ["reciprocal"] = () => P.reciprocal(),
        ["lgamma"] = () => P.lgamma(), ["digamma"] = () => P.digamma(),
        ["add"] = () => X + V, ["add_alpha"] = () => add(X, V, 2.5), ["sub"] = () => X - V, ["rsub"] = () => 3 - X, ["mul"] = () => X * V,
        ["div"] = () => X / P, ["rdiv"] = () => 2 / P, ["div_floor"] = () => X.div(P, RoundingMode.floor),
        ["div_trunc"] = () => X.div(P, RoundingMode.trunc), ["remainder"] = () => X % 0.7, ["fmod"] = () => X.fmod(0.7),
        ["pow"] = () => P.pow(2.5), ["pow_tensor"] = () => P.pow(V), ["atan2"] = () => X.atan2(P), ["clamp"] = () => X.clamp(-0.5, 1),
        ["clamp_min"] = () => X.clamp(min: 0.25), ["lerp"] = () => lerp(X, P, tensor(0.3)),
        ["addcmul"] = () => X.addcmul(P, X, 0.5), ["addcdiv"] = () => X.addcdiv(X, P, 0.5), ["where"] = () => where(X > 0, X, P),
        ["logical"] = () => (X > 0) & (P < 1.5), ["eq"] = () => X.round() == 1,
        ["sum"] = () => X.sum(), ["sum_dims"] = () => X.sum([0, 2]), ["sum_keep"] = () => X.sum(1, keepdim: true), ["mean"] = () => X.mean(),
        ["mean_dims"] = () => X.mean([1, 2]), ["prod"] = () => P.prod(2), ["std"] = () => X.std(),
        ["std_dim"] = () => X.std((0, 2), unbiased: false), ["var"] = () => X.var(1), ["max_dim"] = () => X.max(1).values,
        ["max_dim_index"] = () => X.max(1).indexes, ["amin"] = () => X.amin(0, 1), ["argmax"] = () => X.argmax(),
        ["argmin_dim"] = () => X.argmin(2), ["norm"] = () => X.norm(), ["norm_dim"] = () => X.norm(2, p: 1f),
        ["logsumexp"] = () => X.logsumexp(2), ["cumsum"] = () => X.cumsum(1), ["cumprod"] = () => P.cumprod(2),
        ["cummax"] = () => X.cummax(2).values, ["median"] = () => X.median(),
        ["quantile"] = () => X.flatten().quantile(tensor(new[] { 0.1, 0.5, 0.9 })), ["kthvalue"] = () => X.kthvalue(2, 1).values,
        ["topk"] = () => X.topk(2).values, ["topk_index"] = () => X.topk(2).indexes, ["sort"] = () => X.sort(2, descending: true).Values,
        ["argsort"] = () => X.argsort(1), ["all"] = () => (X > -1).all(2), ["any"] = () => (X > 1.5).any(0),
        ["count_nonzero"] = () => X.round().count_nonzero([1]), ["softmax"] = () => X.softmax(2), ["log_softmax"] = () => X.log_softmax(1),
        ["unique"] = () => X.round().unique().output, ["bincount"] = () => tensor(new long[] { 1, 3, 3, 0 }).bincount(null),
        ["histc"] = () => X.histc(5, -2, 2), ["diff"] = () => X.diff(),
        ["searchsorted"] = () => searchsorted(tensor(new[] { 0.0, 1.0, 2.0 }), V), ["trapezoid"] = () => trapezoid(V, 0.5),
        ["permute"] = () => X.permute(2, 0, 1), ["transpose_reshape"] = () => X.transpose(0, 2).reshape(6, 4), ["flip"] = () => X.flip(0, 2),
        ["roll"] = () => X.roll((1, -1), (1, 2)), ["rot90"] = () => M.rot90(), ["tril"] = () => M.tril(-1), ["triu"] = () => M.triu(1),
        ["diagonal"] = () => X.diagonal(1, 1, 2), ["diag"] = () => V.diag(), ["unfold"] = () => V.unfold(0, 2, 1),
        ["repeat"] = () => M.repeat(2, 1), ["repeat_interleave"] = () => V.repeat_interleave(2), ["cat"] = () => cat([X, P], 1),
        ["stack"] = () => stack([M, M.T], 2), ["meshgrid"] = () => meshgrid([V, V[..2]], "ij")[1],
        ["gather"] = () => M.gather(1, tensor(new long[,] { { 2, 0, 1 }, { 1, 1, 0 }, { 0, 0, 0 } })),
        ["scatter"] = () => zeros(2, 3, dtype: float64).scatter(1, I, Base(2, 3)),
        ["scatter_add"] = () => ones(2, 3, dtype: float64).scatter_add(1, I, Base(2, 3)),
        ["index_select"] = () => X.index_select(2, tensor(new long[] { 3, 0 })), ["masked_fill"] = () => X.masked_fill(X > 1, -7),
        ["masked_select"] = () => X.masked_select(X > 1), ["take"] = () => X.take(tensor(new long[] { 0, 23, 5 })),
        ["nonzero"] = () => (M > 0.5).nonzero(), ["matmul"] = () => X.matmul(Base(4, 2)), ["mm"] = () => M.mm(M),
        ["bmm"] = () => X.bmm(X.transpose(1, 2)), ["outer"] = () => V.outer(V),
        ["baddbmm"] = () => ones(2, 3, 3, dtype: float64).baddbmm(X, X.transpose(1, 2), beta: 0.5f, alpha: 2),
        ["einsum"] = () => einsum("bij,kj->bik", X, Base(5, 4)), ["tensordot"] = () => tensordot(X, Base(3, 4, 2)),
        ["cdist"] = () => cdist(M, M + 1), ["inverse"] = () => linalg.inv(Shifted), ["det"] = () => linalg.det(M),
        ["eigh"] = () => linalg.eigh(M + M.T).eigvals, ["svd"] = () => linalg.svd(X).S,
        ["solve"] = () => linalg.solve(Shifted, Base(3, 2)), ["qr"] = () => linalg.qr(M).R.abs(), ["pinv"] = () => linalg.pinv(X[0]),
        ["vector_norm"] = () => linalg.vector_norm(X, 3, [1]), ["fft2"] = () => fft.fft2(X), ["ifft2"] = () => fft.ifft2(X),
        ["rfft2"] = () => fft.rfft2(X, norm: FFTNormType.Ortho), ["irfft2"] = () => fft.irfft2(fft.rfft2(X)),
        ["fftfreq"] = () => fft.fftfreq(6, 0.5), ["fftshift"] = () => fft.fftshift(V),
        ["index_mixed"] = () => X[Colon, TensorIndex.Tensor(tensor(new long[] { 0, 2 })), 1],
        ["index_slice"] = () => X[TensorIndex.Ellipsis, 1..^1, TensorIndex.None, Slice(step: 2)],
        ["index_two"] = () => X[tensor(new long[] { 0, 1 }), tensor(new long[] { 2, 0 })],
        ["float32_sum"] = () => Base(1000).to(float32).sum(),
    };
}
