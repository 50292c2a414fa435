using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Torch.Tests;

/// <summary>Members that few programs use, by what they do.</summary>
public sealed class MemberUseTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Unflatten_IsTheInverseOfFlatten()
    {
        var x = arange(24, float32).reshape(2, 3, 4);
        using var flatten = Flatten();
        using var unflatten = Unflatten(1, [3, 4]);

        Assert.Equal(x, unflatten.call(flatten.call(x)));
        Assert.Equal((1L, 3L), (unflatten.dim, unflatten.unflattened_size[0]));
    }

    [Fact]
    public void ParameterList_Changes_AreTheParametersOfItsOwner()
    {
        using var list = ParameterList(Of(0), Of(1));
        list.extend([Of(2), Of(3)]);
        list.append(Of(4));
        list.Insert(1, Of(5));
        list.RemoveAt(0);

        Assert.Equal([5f, 1, 2, 3, 4], list.parameters().Select(p => p.item<float>()));
        Assert.Equal(["0", "1", "2", "3", "4"], list.named_parameters().Select(p => p.name));
        Assert.Equal(2, list.IndexOf(list[2]));
        Assert.True(list.Remove(list[4]));
        list[0] = Of(6);
        Assert.Equal([6f, 1, 2, 3], list.Select(p => p.item<float>()));
        list.Clear();
        Assert.Empty(list.state_dict());

        static Parameter Of(float value) => new(tensor(value));
    }

    [Fact]
    public void Containers_ExtendInsertAndRemoveAt_KeepKeysInOrder()
    {
        using var list = ModuleList(Linear(1, 1), Linear(1, 2));
        list.extend([Linear(1, 3)]);
        list.RemoveAt(0);
        list.Insert(0, Linear(1, 9));
        Assert.Equal([9L, 2, 3], list.Select(layer => layer.weight.shape[0]));
        Assert.Equal(["0.weight", "0.bias", "1.weight"], list.state_dict().Keys.Take(3));

        using var dict = ParameterDict(("a", new Parameter(ones(1))), ("b", new Parameter(ones(2))));
        dict.RemoveAt(0);
        Assert.Equal(["b"], dict.state_dict().Keys);
    }

    [Fact]
    public void Init_Constants_FillInPlaceAndGiveTheTensorBack()
    {
        var x = empty(2, 3);

        Assert.Same(x, init.zeros_(x));
        Assert.Equal(zeros(2, 3), x);
        Assert.Equal(ones(2, 3), init.ones_(x));
        Assert.Equal(full(2, 3, -1.5f), init.constant_(x, -1.5));
        Assert.Equal(tensor(new[,] { { 1f, 0, 0 }, { 0, 1, 0 } }), init.eye_(x));
        var leaf = Parameter(empty(2));
        init.ones_(leaf);
        Assert.True(leaf.is_leaf && leaf.requires_grad);
        Assert.Throws<ArgumentException>(() => init.eye_(ones(2)));
    }

    [Theory]
    [InlineData(init.NonlinearityType.Linear, 0, 1.0)]
    [InlineData(init.NonlinearityType.ConvTranspose2D, 0, 1.0)]
    [InlineData(init.NonlinearityType.Sigmoid, 0, 1.0)]
    [InlineData(init.NonlinearityType.Tanh, 0, 5.0 / 3)]
    [InlineData(init.NonlinearityType.ReLU, 0, 1.4142135623730951)]
    [InlineData(init.NonlinearityType.LeakyReLU, 0.2, 1.3867504905630728)]
    public void CalculateGain_OfANonlinearity_IsPyTorchs(init.NonlinearityType kind, double param, double gain) =>
        Assert.Equal(gain, init.calculate_gain(kind, param), 1e-12);

    [Fact]
    public void Buffers_AreFoundByTheirPath()
    {
        using var model = Sequential(("norm", BatchNorm1d(3)), ("out", Linear(3, 1)));

        Assert.True(model.has_buffer("norm.running_mean"));
        Assert.False(model.has_buffer("norm.weight") || model.has_buffer("out.running_mean") || model.has_buffer("no.such"));
        Assert.Equal(ones(3), model.get_buffer("norm.running_var"));
        Assert.Null(model.get_buffer("norm.weight"));
    }

    [Fact]
    public void DisposeScope_MoveToOtherAndMarkAsDisposed_ChangeWhoFrees()
    {
        var (first, second) = (NewDisposeScope(), NewDisposeScope());
        var (a, b, c, d) = (ones(1), ones(1), ones(1), ones(1));

        second.MoveToOther(first, a);
        second.MoveToOther(null, b);
        second.MarkAsDisposed(c);
        Assert.Equal((1, 1), (first.DisposablesCount, second.DisposablesCount));
        second.Dispose();
        Assert.Equal([false, false, false, true], new[] { a, b, c, d }.Select(t => t.IsInvalid));
        first.Dispose();
        Assert.Equal([true, false, false], new[] { a, b, c }.Select(t => t.IsInvalid));
        b.Dispose();
        c.Dispose();
    }

    [Fact]
    public void DisposeScope_ListsAndArrays_AreDetachedMovedAndAttached()
    {
        using var outer = NewDisposeScope();
        var made = Enumerable.Range(0, 6).Select(_ => ones(1)).ToArray();
        outer.Detach(made[0], made[1], made[2], made[3]);
        outer.Detach(new List<Tensor> { made[4] });
        Assert.Equal(1, outer.DisposablesCount);

        using (var inner = NewDisposeScope())
        {
            inner.Attach(made[0], made[1], made[2], made[3]);
            inner.Attach(new List<Tensor> { made[4] });
            inner.MoveToOuter(made[0], made[1], made[2], made[3]);
            inner.MoveToOuter(new List<Tensor> { made[4] });
            Assert.Equal(0, inner.DisposablesCount);
        }

        Assert.Equal(6, outer.DisposablesCount);
        outer.DisposeEverything();
        Assert.All(made, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void MaterializeGrads_Off_GivesInvalidGradientsForUnusedResults()
    {
        var x = tensor(new[] { 1.0, 2 }).requires_grad_();
        Pair.Materialize = false;

        Pair.apply(x)[0].sum().backward();

        Assert.Equal([false, true], Pair.Invalid);
        Assert.Equal([1.0, 1], x.grad!.data<double>().ToArray());

        Pair.Materialize = true;
        x.grad = null;
        Pair.apply(x)[0].sum().backward();
        Assert.Equal([false, false], Pair.Invalid);
    }

    [Fact]
    public void AnomalyMode_FindsTheNan_UntilDisposed()
    {
        var x = tensor(new[] { 0.0 }).requires_grad_();
        void Backward() => ((x * 0) / (x * 0)).sum().backward();

        Backward();
        using (autograd.set_detect_anomaly(true))
        {
            Assert.Contains("nan", Assert.ThrowsAny<Exception>(Backward).Message);
            using (autograd.set_detect_anomaly(false)) Backward();
            Assert.ThrowsAny<Exception>(Backward);
            using (autograd.set_detect_anomaly(true, check_nan: false)) Backward();
        }

        Backward();
    }

    [Fact]
    public void Scalars_ConvertToEveryNumber()
    {
        Scalar value = 200.75;

        Assert.Equal(((Half)200.75, (BFloat16)200.75f, (byte)200, (short)200), (
            value.ToHalf(), value.ToBFloat16(), value.ToByte(), value.ToInt16()));
        Assert.Equal((sbyte)-7, ((Scalar)(-7)).ToSByte());
    }

    private sealed class Pair : autograd.MultiTensorFunction<Pair>
    {
        public static bool Materialize { get; set; }

        public static bool[] Invalid { get; private set; } = [];

        public override string Name => nameof(Pair);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.set_materialize_grads(Materialize);
            var x = (Tensor)vars[0];
            return [x * 1, x * 2];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            Invalid = [.. grad_outputs.Select(gradient => gradient is null || gradient.IsInvalid)];
            return [grad_outputs[0].clone()];
        }
    }
}
