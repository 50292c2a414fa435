using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Torch.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void StateDict_Order_IsOwnParametersThenChildrenThenBuffers()
    {
        using var net = new Net();

        Assert.Equal(
            ["w", "fc1.weight", "fc1.bias", "renamed.weight", "norm.weight", "norm.bias", "buf", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked"],
            net.state_dict().Keys);
        Assert.Equal(["w", "fc1.weight", "fc1.bias", "renamed.weight", "norm.weight", "norm.bias"], net.named_parameters().Select(p => p.name));
        Assert.Equal(["fc1", "renamed", "norm"], net.named_children().Select(c => c.name));
    }

    [Fact]
    public void RegisterComponents_SecondCall_ChangesNothing()
    {
        using var net = new Net();
        var before = net.state_dict().Keys.ToArray();

        net.RegisterAgain();

        Assert.Equal(before, net.state_dict().Keys);
    }

    [Fact]
    public void RegisterComponents_BaseClassPrivateFields_AreSeen()
    {
        using var net = new Derived();

        Assert.Equal(["own.weight", "_hidden.weight"], net.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void RegisterModule_TakenOrDottedName_IsRefused()
    {
        using var net = new Net();
        using var other = Linear(1, 1);

        Assert.Contains("already has a child 'fc1'", Assert.Throws<ArgumentException>(() => net.register_module("fc1", other)).Message);
        Assert.Contains("'a.b'", Assert.Throws<ArgumentException>(() => net.register_module("a.b", other)).Message);
    }

    [Fact]
    public void TrainAndEval_ReachAllDescendants()
    {
        using var net = Sequential(Sequential(Dropout(0.5)), BatchNorm2d(2));

        net.eval();
        Assert.All(net.modules().Append(net), m => Assert.False(m.training));
        net.train();
        Assert.All(net.modules().Append(net), m => Assert.True(m.training));
    }

    [Fact]
    public void Apply_ChildrenFirst()
    {
        using var net = Sequential(("a", Linear(1, 1)), ("b", Sequential(ReLU())));
        var seen = new List<string>();

        net.apply(m => seen.Add(m.GetName()));

        Assert.Equal(["Linear", "ReLU", "Sequential", "Sequential"], seen);
    }

    [Fact]
    public void To_OtherType_ReplacesParametersInFieldsAndKeepsGradientsAndTies()
    {
        using var net = new Tied();
        using (var sum = net.first.weight.sum()) sum.backward();
        var before = net.first.weight;

        var same = net.to(ScalarType.Float64);

        Assert.Same(net, same);
        Assert.True(before.IsInvalid);
        Assert.Equal(ScalarType.Float64, net.first.weight.dtype);
        Assert.Same(net.first.weight, net.second.weight);
        Assert.Same(net.free, net.get_parameter("free"));
        Assert.Equal(ScalarType.Float64, net.free.dtype);
        using var gradient = net.first.weight.grad;
        Assert.Equal(ScalarType.Float64, gradient!.dtype);
        Assert.Single(net.parameters(), p => ReferenceEquals(p, net.first.weight));
    }

    [Fact]
    public void To_SameType_KeepsParameterObjects()
    {
        using var net = Linear(2, 2);
        var before = net.weight;

        net.to(ScalarType.Float32).to(CPU);

        Assert.Same(before, net.weight);
    }

    [Fact]
    public void To_IntegerType_IsRefused()
    {
        using var net = Linear(2, 2);

        Assert.Throws<ArgumentException>(() => net.to(ScalarType.Int64));
    }

    [Fact]
    public void Parameters_MadeInAScope_OutliveIt()
    {
        Linear net;
        using (NewDisposeScope())
        {
            net = Linear(2, 2);
        }

        Assert.False(net.weight.IsInvalid);
        var weight = net.weight;
        net.Dispose();
        Assert.True(weight.IsInvalid);
    }

    [Fact]
    public void ZeroGrad_DropsOrZeroes()
    {
        using var scope = NewDisposeScope();
        using var net = Linear(2, 1);
        net.call(ones([1, 2])).sum().backward();

        net.zero_grad(set_to_none: false);
        Assert.Equal(0, net.weight.grad!.abs().sum().ToSingle());
        net.zero_grad();
        Assert.Null(net.weight.grad);
    }

    [Fact]
    public void LoadStateDict_OtherNames_AreNamedOrReported()
    {
        using var scope = NewDisposeScope();
        using var net = Linear(2, 1);
        var state = new Dictionary<string, Tensor> { ["weight"] = full([1, 2], 3f), ["extra"] = ones([1]) };

        var error = Assert.Throws<InvalidOperationException>(() => net.load_state_dict(state));
        var (missing, unexpected) = net.load_state_dict(state, strict: false);

        Assert.Contains("missing [bias], unexpected [extra]", error.Message);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["extra"], unexpected);
        Assert.Equal([3f, 3f], net.weight.data<float>().ToArray());
    }

    [Fact]
    public void Sequential_FreesWhatPassesBetween_ButNotTheInput()
    {
        using var first = Linear(2, 2);
        using var net = Sequential(first, Identity(), ReLU());
        Tensor? between = null;
        first.register_forward_hook((_, _, output) => between = output);
        using var x = ones([1, 2]);

        using var y = net.call(x);

        Assert.True(between!.IsInvalid);
        Assert.False(x.IsInvalid);
        Assert.False(y.IsInvalid);
    }

    [Fact]
    public void Sequential_Slice_SharesModulesAndNames()
    {
        using var net = Sequential(("a", Linear(1, 1)), ("b", ReLU()), ("c", Linear(1, 1)));

        var tail = net[1..];

        Assert.Equal(["b", "c"], tail.named_children().Select(c => c.name));
        Assert.Same(net[2], tail[1]);
    }

    [Fact]
    public void ModuleListAndDict_NameTheirChildren()
    {
        using var list = ModuleList(Linear(1, 1), Linear(1, 2));
        list.Insert(0, Linear(1, 3));
        using var dict = ModuleDict(("x", Linear(1, 1)), ("y", Linear(1, 2)));
        dict.Remove("x");

        Assert.Equal([3L, 1, 2], list.Select(l => l.out_features));
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "2.weight", "2.bias"], list.state_dict().Keys);
        Assert.Equal(["y.weight", "y.bias"], dict.state_dict().Keys);
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Parameter w = Parameter(zeros([2]));
        private readonly Tensor buf = zeros([3]);
        private readonly Linear fc1 = Linear(2, 2);
        [ComponentName(Name = "renamed")]
        private readonly Linear fc2 = Linear(2, 2, hasBias: false);
        private readonly BatchNorm1d norm = BatchNorm1d(2);
        private readonly Linear? absent;
        private readonly List<Linear> unseen = [Linear(1, 1)];

        public Net() : base("Net")
        {
            absent = null;
            RegisterComponents();
        }

        public void RegisterAgain() => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            norm.call(fc2.call(fc1.call(input + w))) + buf.sum() + (absent is null ? unseen.Count : 0);
    }

    private class Base : Module<Tensor, Tensor>
    {
        private readonly Linear _hidden = Linear(1, 1, hasBias: false);

        protected Base() : base("Base") { }

        public override Tensor forward(Tensor input) => _hidden.call(input);
    }

    private sealed class Derived : Base
    {
        private readonly Linear own = Linear(1, 1, hasBias: false);

        public Derived()
        {
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => own.call(base.forward(input));
    }

    private sealed class Tied : Module<Tensor, Tensor>
    {
        public readonly Linear first = Linear(2, 2, hasBias: false);
        public readonly Linear second;
        public Parameter free = Parameter(ones([2]));

        public Tied() : base("Tied")
        {
            second = Linear(first.weight);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => second.call(first.call(input)) * free;
    }
}
