using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests;

/// <summary>Custom functions against the same formula left to autograd.</summary>
public sealed class FunctionTests
{
    [Fact]
    public void Single_Gradients_AreThoseOfTheFormula()
    {
        using var scope = NewDisposeScope();
        var (x, w) = (Values(2, 3, 0), Values(4, 3, 7));

        Product.apply(x, "no tensor", w).square().sum().backward();
        var (dx, dw) = (x.grad!.clone(), w.grad!.clone());
        (x.grad, w.grad) = (null, null);
        x.mm(w.t()).square().sum().backward();

        Assert.True(dx.allclose(x.grad!));
        Assert.True(dw.allclose(w.grad!));
    }

    [Fact]
    public void Single_SavedOutput_GivesSecondDerivatives()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 0.5, -1, 2 }).requires_grad_();

        var y = Exponential.apply(x);
        var first = autograd.grad([y.sum()], [x], create_graph: true)[0];
        var second = autograd.grad([first.sum()], [x])[0];

        Assert.True(first.allclose(x.exp()));
        Assert.True(second.allclose(x.exp()));
    }

    [Fact]
    public void Multi_UnusedResult_ComesAsZeros()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2 }).requires_grad_();

        var parts = SumAndDifference.apply(x, 3L);
        Assert.False(parts[2].requires_grad);
        parts[0].sum().backward();

        Assert.Equal([3.0, 3], x.grad!.data<double>().ToArray());
    }

    [Fact]
    public void InPlace_Input_KeepsItsGradient()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2 }).requires_grad_();

        var doubled = DoubleInPlace.apply(x * 1);
        doubled.sum().backward();

        Assert.Equal([2.0, 4], doubled.data<double>().ToArray());
        Assert.Equal([2.0, 2], x.grad!.data<double>().ToArray());
    }

    [Fact]
    public void NoGradient_Apply_RecordsNothing()
    {
        using var scope = NewDisposeScope();
        var (x, w) = (ones(2, 3), ones(4, 3).requires_grad_());

        Assert.False(Product.apply(x, "", x).requires_grad);
        using (no_grad()) Assert.False(Product.apply(x, "", w).requires_grad);
    }

    [Fact]
    public void Backward_Twice_SaysSo()
    {
        using var scope = NewDisposeScope();
        var y = Exponential.apply(tensor(1.0).requires_grad_());
        y.backward();

        var error = Assert.Throws<ExternalException>(y.backward);
        Assert.Contains("second time", error.Message);
    }

    [Fact]
    public void Backward_Throwing_ReachesTheCaller()
    {
        using var scope = NewDisposeScope();
        var y = Failing.apply(tensor(1.0).requires_grad_());

        Assert.Equal("from backward", Assert.Throws<InvalidOperationException>(y.backward).Message);
    }

    [Fact]
    public void Backward_WrongCount_SaysHowMany()
    {
        using var scope = NewDisposeScope();
        var y = TooFew.apply(tensor(1.0).requires_grad_(), 2, 3);

        var error = Assert.Throws<InvalidOperationException>(y.backward);
        Assert.Contains("3 gradients", error.Message);
    }

    [Fact]
    public void Graph_Gone_FreesWhatWasSaved()
    {
        var weak = Abandoned();
        for (var k = 0; k < 10 && weak.IsAlive; k++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(weak.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Abandoned()
    {
        using var scope = NewDisposeScope();
        var data = new object();
        Exponential.Data = data;
        Exponential.apply(tensor(1.0).requires_grad_());
        Exponential.Data = null;
        return new(data);
    }

    private static Tensor Values(long rows, long columns, int start) =>
        (arange(rows * columns, dtype: float64) + start).sin().reshape(rows, columns).requires_grad_();

    private sealed class Product : autograd.SingleTensorFunction<Product>
    {
        public override string Name => nameof(Product);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (x, w) = ((Tensor)vars[0], (Tensor)vars[2]);
            ctx.save_for_backward([x, w]);
            return x.mm(w.t());
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            return [grad_output.mm(saved[1]), null!, grad_output.t().mm(saved[0])];
        }
    }

    private sealed class Exponential : autograd.SingleTensorFunction<Exponential>
    {
        public static object? Data { get; set; }

        public override string Name => nameof(Exponential);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var y = ((Tensor)vars[0]).exp();
            ctx.save_for_backward([y]);
            if (Data is { } data) ctx.save_data("data", data);
            return y;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * ctx.get_saved_variables()[0]];
    }

    private sealed class SumAndDifference : autograd.MultiTensorFunction<SumAndDifference>
    {
        public override string Name => nameof(SumAndDifference);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (x, factor) = ((Tensor)vars[0], (long)vars[1]);
            var sign = x.sign();
            ctx.save_data("factor", factor);
            ctx.mark_non_differentiable([sign]);
            return [x * factor, x - factor, sign];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            Assert.Equal([0.0, 0], grad_outputs[1].data<double>().ToArray());
            return [(grad_outputs[0] * (long)ctx.get_data("factor")) + grad_outputs[1], null!];
        }
    }

    private sealed class DoubleInPlace : autograd.SingleTensorFunction<DoubleInPlace>
    {
        public override string Name => nameof(DoubleInPlace);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = ((Tensor)vars[0]).mul_(2);
            ctx.mark_dirty([x]);
            return x;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * 2];
    }

    private sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]) * 2;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            throw new InvalidOperationException("from backward");
    }

    private sealed class TooFew : autograd.SingleTensorFunction<TooFew>
    {
        public override string Name => nameof(TooFew);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]) * 2;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output];
    }
}
