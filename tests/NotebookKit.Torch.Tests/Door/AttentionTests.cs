using NotebookKit.Torch.Door;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Torch.Tests.Door;

/// <summary>The operator for attention beside its definition in libtorch's operators.</summary>
public sealed class AttentionTests
{
    public static TheoryData<long[], long[], long[]> Sizes { get; } = new()
    {
        { [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1] },
        { [48, 4, 17, 12], [48, 4, 17, 12], [48, 4, 17, 12] },                   // several threads
        { [2, 4, 65, 8], [2, 4, 65, 8], [2, 4, 65, 8] },
        { [2, 3, 16, 64], [2, 3, 32, 64], [2, 3, 32, 16] },                      // whole vectors, other keys
        { [1, 2, 50, 33], [1, 2, 7, 33], [1, 2, 7, 21] },
        { [1, 2, 512, 128], [1, 2, 512, 128], [1, 2, 512, 128] },                // the largest
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ValuesAndGradients_AreThoseOfTheDefinition(long[] q, long[] k, long[] v)
    {
        Tensor[] inputs = [randn(q), randn(k), randn(v)];
        Assert.NotNull(Attention.Apply(inputs[0], inputs[1], inputs[2], 0.5));
        AssertNear(inputs, F.scaled_dot_product_attention(inputs[0], inputs[1], inputs[2]), Definition(inputs));
        var ours = Gradients(t => F.scaled_dot_product_attention(t[0], t[1], t[2]), inputs);
        var theirs = Gradients(Definition, inputs);
        foreach (var (mine, expected) in ours.Zip(theirs))
        {
            AssertNear(inputs, mine, expected);
        }
    }

    [Fact]
    public void HeadsOfOneProjection_AreReadWhereTheyLie()
    {
        var joint = randn([5, 17, 3, 4, 12]);                                     // [N, L, 3, H, D]
        var parts = joint.permute(2, 0, 3, 1, 4).unbind();
        var mixed = Attention.Apply(parts[0], parts[1], parts[2], 1 / Math.Sqrt(12));
        Assert.NotNull(mixed);
        Assert.True(mixed.transpose(1, 2).is_contiguous());
        AssertNear(parts, mixed, Definition(parts));
    }

    [Fact]
    public void LargeScores_DoNotOverflow()
    {
        Tensor[] inputs = [randn(1, 2, 20, 8) * 1e4, randn(1, 2, 20, 8), randn(1, 2, 20, 8)];
        AssertNear(inputs, F.scaled_dot_product_attention(inputs[0], inputs[1], inputs[2]), Definition(inputs));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void NanAndInfinity_ReachTheRowsThatLibtorchSays(float value)
    {
        Tensor[] inputs = [randn(1, 1, 18, 8), randn(1, 1, 18, 8), randn(1, 1, 18, 8)];
        inputs[0][0, 0, 3, 2] = tensor(value);
        var (ours, theirs) = (F.scaled_dot_product_attention(inputs[0], inputs[1], inputs[2]), Definition(inputs));
        Assert.Equal(theirs.isnan().data<bool>().ToArray(), ours.contiguous().isnan().data<bool>().ToArray());
        Assert.True(ours.isnan().any().item<bool>());
    }

    [Fact]
    public void SecondDerivative_IsThatOfTheDefinition()
    {
        Tensor[] inputs = [randn(1, 2, 5, 3), randn(1, 2, 6, 3), randn(1, 2, 6, 4)];
        AssertNear(inputs, Second(t => F.scaled_dot_product_attention(t[0], t[1], t[2])), Second(Definition));

        Tensor Second(Func<Tensor[], Tensor> attention)
        {
            var leaves = inputs.Select(t => t.clone().requires_grad_()).ToArray();
            var first = autograd.grad([attention(leaves).square().sum()], leaves, create_graph: true);
            return autograd.grad([first.Select(g => g.square().sum()).Aggregate((a, b) => a + b)], leaves)[1];
        }
    }

    [Fact]
    public void SameInput_SameBitsWhateverTheThreads()
    {
        var before = get_num_threads();
        Tensor[] inputs = [randn(64, 4, 33, 16), randn(64, 4, 33, 16), randn(64, 4, 33, 16)];
        try
        {
            set_num_threads(1);
            var one = Gradients(t => F.scaled_dot_product_attention(t[0], t[1], t[2]), inputs);
            set_num_threads(2);
            var two = Gradients(t => F.scaled_dot_product_attention(t[0], t[1], t[2]), inputs);
            Assert.All(one.Zip(two), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void OtherInputs_AreLeftToLibtorch()
    {
        var q = randn(1, 2, 5, 8);
        Assert.Null(Attention.Apply(q.to(float64), q.to(float64), q.to(float64), 1));
        Assert.Null(Attention.Apply(q[0], q[0], q[0], 1));
        Assert.Null(Attention.Apply(q, q, randn(1, 2, 6, 8), 1));
        Assert.Null(Attention.Apply(q.transpose(2, 3), q.transpose(2, 3), q.transpose(2, 3), 1));
        var long513 = randn(1, 1, 513, 8);
        Assert.Null(Attention.Apply(long513, long513, long513, 1));
        Tensor[] inputs = [q.to(float64), q.to(float64), q.to(float64)];
        Assert.True(F.scaled_dot_product_attention(inputs[0], inputs[1], inputs[2]).sub(Definition(inputs)).abs().max().item<double>() < 1e-12);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(
            () => F.scaled_dot_product_attention(q, randn(1, 2, 5, 7), q));
    }

    private static Tensor Definition(Tensor[] t) =>
        softmax(t[0].matmul(t[1].transpose(-2, -1)).div(Math.Sqrt(t[0].shape[^1])), -1).matmul(t[2]);

    private static Tensor[] Gradients(Func<Tensor[], Tensor> attention, Tensor[] inputs)
    {
        var leaves = inputs.Select(t => t.clone().requires_grad_()).ToArray();
        var y = attention(leaves);
        y.backward([arange(1, y.numel() + 1, float32).sin().reshape(y.shape)]);
        return [.. leaves.Select(t => t.grad!)];
    }

    // Within float32's rounding of the same sums: measured against float64, the two are equally far from it.
    private static void AssertNear(Tensor[] inputs, Tensor ours, Tensor theirs)
    {
        Assert.Equal(theirs.shape, ours.shape);
        var scale = Math.Max(1, theirs.abs().max().item<float>());
        var apart = ours.sub(theirs).abs().max().item<float>() / scale;
        Assert.True(apart < 2e-5, $"{apart:E1} apart for [{string.Join(", ", inputs[0].shape)}]");
    }
}
