using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Tensors;

public sealed class AutogradTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Backward_AccumulatesInLeaves()
    {
        var x = tensor(new[] { 1f, 2f, 3f }, requires_grad: true);
        Assert.Null(x.grad);
        (x * x).sum().backward();
        (x * x).sum().backward();
        Assert.Equal([4f, 8f, 12f], x.grad!.data<float>().ToArray());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_OfGrad_IsTheSecondDerivative()
    {
        var x = tensor(3.0, requires_grad: true);
        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        var second = autograd.grad([first], [x])[0];
        Assert.Equal(27.0, first.item<double>());
        Assert.Equal(18.0, second.item<double>());
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_OfUnusedInput_IsNullOrRefused()
    {
        var x = ones(2, requires_grad: true);
        var y = ones(2, requires_grad: true);
        var grads = autograd.grad([(x * 2).sum()], [x, y], allow_unused: true);
        Assert.Equal([2f, 2f], grads[0].data<float>().ToArray());
        Assert.Null(grads[1]);
        var error = Assert.Throws<ExternalException>(() => autograd.grad([(x * 2).sum()], [x, y]));
        Assert.StartsWith("autograd.grad: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_WithWeights_UsesThem()
    {
        var x = ones(2, requires_grad: true);
        (x * 3).backward([tensor(new[] { 1f, 10f })]);
        Assert.Equal([3f, 30f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Backward_Twice_NeedsRetainGraph()
    {
        var x = ones(2, requires_grad: true);
        var loss = x.pow(2).sum();
        loss.backward(retain_graph: true);
        loss.backward();
        var error = Assert.Throws<ExternalException>(loss.backward);
        Assert.Contains("second time", error.Message, StringComparison.Ordinal);
        Assert.Equal([4f, 4f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Backward_ToGivenInputs_LeavesOthersAlone()
    {
        var x = ones(2, requires_grad: true);
        var y = ones(2, requires_grad: true);
        (x * y).sum().backward(inputs: [x]);
        Assert.NotNull(x.grad);
        Assert.Null(y.grad);
    }

    [Fact]
    public void Backward_AfterIntermediatesDied_StillWorks()
    {
        var x = ones(4, requires_grad: true);
        Tensor loss;
        using (var inner = NewDisposeScope())
        {
            loss = ((x * 2).exp() + 1).log().sum().MoveToOuterDisposeScope();
        }

        loss.backward();
        var expected = 2 * MathF.Exp(2) / (1 + MathF.Exp(2));
        Assert.All(x.grad!.data<float>().ToArray(), g => Assert.Equal(expected, g, 1e-6f));
    }

    [Fact]
    public void RetainGrad_KeepsTheGradientOfAnInnerTensor()
    {
        var x = ones(2, requires_grad: true);
        var y = x * 2;
        Assert.True(x.is_leaf);
        Assert.False(y.is_leaf);
        y.retain_grad();
        (y * y).sum().backward();
        Assert.Equal([4f, 4f], y.grad!.data<float>().ToArray());
    }

    [Fact]
    public void NoGrad_Nested_RestoresWhatWas()
    {
        var x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }

            Assert.False(is_grad_enabled());
        }

        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void NoGrad_OnOneThread_LeavesOthersRecording()
    {
        using (no_grad())
        {
            var other = true;
            var thread = new Thread(() => other = is_grad_enabled());
            thread.Start();
            thread.Join();
            Assert.True(other);
            Assert.False(is_grad_enabled());
        }
    }

    [Fact]
    public void GradScope_LeftOnAnotherThread_IsRefused()
    {
        var scope = no_grad();
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(scope.Dispose));
        thread.Start();
        thread.Join();
        Assert.IsType<InvalidOperationException>(error);
        scope.Dispose();
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void InferenceMode_MakesTensorsThatMayNotBeRecorded()
    {
        var x = ones(2, requires_grad: true);
        Tensor y;
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            y = ones(2);
        }

        Assert.False(is_inference_mode_enabled());
        Assert.Throws<ExternalException>(() => x.mul(y).sum());
    }

    [Fact]
    public void Anomaly_InBackward_IsFound()
    {
        var x = zeros(1, requires_grad: true);
        using (autograd.detect_anomaly())
        {
            var error = Assert.Throws<ExternalException>(() => (x.sqrt() * 0).sum().backward());
            Assert.Contains("nan", error.Message, StringComparison.OrdinalIgnoreCase);
        }

        (x.sqrt() * 0).sum().backward();
        Assert.True(float.IsNaN(x.grad!.item<float>()));
    }

    [Fact]
    public void Detach_CutsTheGraph_AndSharesStorage()
    {
        var x = ones(2, requires_grad: true);
        var y = x.detach();
        Assert.False(y.requires_grad);
        y[0] = 5f;
        Assert.Equal(5f, x[0].ToSingle());
    }

    [Fact]
    public void RequiresGrad_OnIntegers_IsRefused()
    {
        var x = arange(3);
        Assert.Throws<ExternalException>(() => x.requires_grad_());
    }
}
