using NotebookKit.Gradients;
using NotebookKit.Tests.Provider;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Gradients;

public sealed class GradientHookTests
{
    public static TheoryData<string> BodyNames => Bodies.Names;

    [Theory]
    [MemberData(nameof(BodyNames))]
    public void OnGradient_OfAnInnerTensor_SeesItsGradient(string body)
    {
        using var provider = Bodies.Use(body);
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        var y = x * 3;
        float[] seen = [];
        using var hook = y.OnGradient(g =>
        {
            seen = g.data<float>().ToArray();
            return null;
        });

        (y * y).sum().backward();
        hook.Complete();

        Assert.Equal([6f, 12f], seen);                                    // d(y^2)/dy = 2 y
        Assert.Equal([18f, 36f], x.grad!.data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(BodyNames))]
    public void OnGradient_OfALeaf_ReplacesIt(string body)
    {
        using var provider = Bodies.Use(body);
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        using var hook = x.OnGradient(g => g * 10);

        (x * x).sum().backward();
        hook.Complete();

        Assert.Equal([20f, 40f], x.grad!.data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(BodyNames))]
    public void OnGradient_Disposed_IsNotCalled(string body)
    {
        using var provider = Bodies.Use(body);
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var calls = 0;
        var hook = x.OnGradient(_ =>
        {
            calls++;
            return null;
        });
        hook.Dispose();

        x.sum().backward();
        hook.Complete();

        Assert.Equal(0, calls);
    }

    [Fact]
    public void OnGradient_ReplacingAnInnerGradient_FlowsOnOverTheDoorAndIsRefusedWithoutIt()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        using (Bodies.Use("door"))
        {
            var y = x * 3;
            using var hook = y.OnGradient(g => g * 0);
            y.sum().backward();
            Assert.Equal([0f, 0f], x.grad!.data<float>().ToArray());
        }

        using (Bodies.Use("plain"))
        {
            var y = x * 3;
            using var hook = y.OnGradient(g => g * 0);
            y.sum().backward();
            Assert.Throws<NotSupportedException>(hook.Complete);
        }
    }

    [Theory]
    [MemberData(nameof(BodyNames))]
    public void OnGradient_WithoutGradient_Throws(string body)
    {
        using var provider = Bodies.Use(body);
        using var x = ones(2);

        Assert.Throws<ArgumentException>(() => x.OnGradient(_ => null));
    }
}
