using System.Runtime.InteropServices;
using NotebookKit.Torch.Door;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Door;

public sealed class GradientHookTests
{
    [Fact]
    public void Hook_ReturningNull_SeesAndKeepsTheGradient()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        float[] seen = [];
        using var hook = new GradientHook(x, g =>
        {
            seen = g.data<float>().ToArray();
            return null;
        });
        (x * x).sum().backward();
        Assert.Equal([2f, 4f], seen);
        Assert.Equal([2f, 4f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Hook_ReturningATensor_ReplacesTheGradient()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        using var hook = new GradientHook(x, g => g * 10);
        (x * x).sum().backward();
        Assert.Equal([20f, 40f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Hook_Removed_IsNotCalled()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var calls = 0;
        var hook = new GradientHook(x, _ =>
        {
            calls++;
            return null;
        });
        hook.Dispose();
        hook.Dispose();
        x.sum().backward();
        Assert.Equal(0, calls);
    }

    [Fact]
    public void Hook_Throwing_SurfacesItsOwnException_AndTheNextBackwardWorks()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var hook = new GradientHook(x, _ => throw new TimeoutException("from the hook"));
        Assert.Equal("from the hook", Assert.Throws<TimeoutException>(() => x.sum().backward()).Message);
        hook.Dispose();
        x.sum().backward();
        Assert.Equal([1f, 1f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Hook_OnATensorWithoutGradient_IsRefused()
    {
        using var x = ones(2);
        var error = Assert.Throws<ExternalException>(() => new GradientHook(x, g => g));
        Assert.Contains("register_hook", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hook_OfADeadTensor_FreesItsDelegate()
    {
        var target = Hooked();
        for (var k = 0; k < 20 && target.IsAlive; k++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(target.IsAlive);
    }

    private static WeakReference Hooked()
    {
        var witness = new object();
        var x = ones(2, requires_grad: true);
        _ = new GradientHook(x, g =>
        {
            GC.KeepAlive(witness);
            return g;
        });
        x.sum().backward();
        x.Dispose();
        return new WeakReference(witness);
    }
}
