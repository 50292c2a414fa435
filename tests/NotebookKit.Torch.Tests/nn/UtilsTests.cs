using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Torch.Tests;

public sealed class UtilsTests
{
    [Fact]
    public void ClipGradNorm_ScalesToTheLimit_AndReturnsTheNormBefore()
    {
        using var scope = NewDisposeScope();
        using var a = new Parameter(zeros([1]));
        using var b = new Parameter(zeros([1]));
        (a.grad, b.grad) = (full([1], 3f), full([1], 4f));

        var norm = torch.nn.utils.clip_grad_norm_([a, b], 1);

        Assert.Equal(5, norm, 6);
        Assert.Equal(0.6f, a.grad!.ToSingle(), 5);
        Assert.Equal(0.8f, b.grad!.ToSingle(), 5);
        Assert.Equal(1, torch.nn.utils.clip_grad_norm_([a, b], 2), 5);
        Assert.Equal(0.6f, a.grad!.ToSingle(), 5);
    }

    [Fact]
    public void ClipGradValue_CutsBothSides()
    {
        using var scope = NewDisposeScope();
        using var a = new Parameter(zeros([3]));
        a.grad = tensor(new float[] { -3, 0.5f, 2 });

        torch.nn.utils.clip_grad_value_([a], 1);

        Assert.Equal([-1f, 0.5f, 1], a.grad!.data<float>().ToArray());
    }

    [Fact]
    public void VectorToParameters_TakesBackWhatParametersToVectorGave()
    {
        using var scope = NewDisposeScope();
        using var net = Linear(3, 2);
        var vector = torch.nn.utils.parameters_to_vector(net.parameters());
        var doubled = vector.detach() * 2;
        var bias = net.bias!.detach().clone();

        torch.nn.utils.vector_to_parameters(doubled, net.parameters());

        Assert.Equal([8L], vector.shape);
        Assert.Equal((bias * 2).data<float>().ToArray(), net.bias!.data<float>().ToArray());
        Assert.Contains("8 elements", Assert.Throws<ArgumentException>(
            () => torch.nn.utils.vector_to_parameters(zeros([7]), net.parameters())).Message);
    }

    [Fact]
    public void FuseConvBn_GivesTheSameOutput()
    {
        using var scope = NewDisposeScope();
        using var conv = Conv2d(3, 4, 3);
        using var norm = BatchNorm2d(4);
        norm.call(conv.call(randn([8, 3, 6, 6])));                                      // moves the running statistics
        init.uniform_(norm.weight, 0.5, 2);
        init.normal_(norm.bias!);
        norm.eval();
        var x = randn([2, 3, 6, 6]);
        var expected = norm.call(conv.call(x));

        var (weight, bias) = torch.nn.utils.fuse_conv_bn_weights(
            conv.weight, conv.bias, norm.running_mean!, norm.running_var!, norm.eps, norm.weight, norm.bias);

        Assert.True(allclose(expected, functional.conv2d(x, weight, bias), 1e-4, 1e-5));
    }
}
