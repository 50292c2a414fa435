using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Torch.Tests.Programs;

/// <summary>Programs with modules of their own making, in the manner of TorchSharp's documentation: the ways to register a
/// part, to walk over parts, and to give a gradient by hand.</summary>
public sealed class ModuleProgramTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Parts_RegisteredInEveryWay_AreFoundSavedAndMoved()
    {
        torch.random.manual_seed(8);
        using var scope = NewDisposeScope();
        using var model = new Mixed();

        Assert.Equal(
            ["scale", "alone", "named.weight", "named.bias", "added.0.weight", "added.0.bias", "field.weight", "field.bias",
                "list.0.weight", "list.1.weight", "steps", "mean"],
            model.state_dict().Keys);
        Assert.Equal(["named", "added", "field", "list"], model.named_children().Select(child => child.name));
        Assert.Equal(4, model.children().Count());
        Assert.Equal(
            ["named", "added", "added.0", "added.1", "field", "list", "list.0", "list.1"],
            model.named_modules().Select(part => part.name).Where(name => name.Length > 0));
        Assert.Equal(10, model.parameters().Count());
        Assert.Equal(["steps", "passing", "mean"], model.named_buffers().Select(buffer => buffer.name));
        Assert.True(model.has_buffer("mean") && model.has_parameter("scale") && !model.has_buffer("scale"));
        Assert.Same(model.get_parameter("scale"), model.parameters().First());

        model.to(float64);
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(ScalarType.Int64, model.get_buffer("steps")!.dtype);
        model.to(float32);

        var visited = new List<string>();
        model.apply(part =>
        {
            visited.Add(part.GetName());
            if (part is Linear linear) init.constant_(linear.weight, 0.5);
        });
        Assert.Equal("Mixed", visited[^1]);
        Assert.Equal(0.5f, model.get_parameter("field.weight")!.mean().item<float>());

        var x = ones(2, 3);
        var before = model.call(x);
        Assert.Equal(1, model.get_buffer("steps")!.ToInt64());
        model.save(_path);
        using var other = new Mixed();
        other.load(_path);
        Assert.Equal(1, other.get_buffer("steps")!.ToInt64());
        Assert.Equal(before, other.call(x));
    }

    [Fact]
    public void Training_FreezesAPart_AndTwoGroupsHaveTwoRates()
    {
        torch.random.manual_seed(9);
        using var scope = NewDisposeScope();
        using var body = Linear(4, 8);
        using var head = Sequential(ReLU(), Linear(8, 1));
        using var optimizer = optim.SGD(head.parameters(), 0.1);
        optimizer.add_param_group(new SGD.ParamGroup(body.parameters(), new SGD.Options { LearningRate = 0.01 }));
        var (w, v) = (body.weight.clone(), ((Linear)head[1]).weight.clone());
        body.bias!.requires_grad = false;
        var b = body.bias.clone();

        using (var inner = NewDisposeScope())
        {
            head.call(body.call(ones(3, 4))).square().mean().backward();
        }
        var (dw, dv) = (body.weight.grad!, ((Linear)head[1]).weight.grad!);
        optimizer.step();

        Assert.False(dw.IsInvalid || dv.IsInvalid);                                                  // gradients outlive a scope
        Assert.True(body.weight.allclose(w - (0.01 * dw)));
        Assert.True(((Linear)head[1]).weight.allclose(v - (0.1 * dv)));
        Assert.Equal(b, body.bias);
        Assert.Equal([0.1, 0.01], optimizer.ParamGroups.Select(group => group.LearningRate));
    }

    [Fact]
    public void OptimizerState_OutlivesTheScopeOfItsStep()
    {
        torch.random.manual_seed(10);
        using var layer = Linear(3, 1);
        using var twin = Linear(3, 1);
        twin.load_state_dict(layer.state_dict());
        using var scoped = optim.Adam(layer.parameters(), 0.05);
        using var open = optim.Adam(twin.parameters(), 0.05);

        for (var step = 0; step < 5; step++)
        {
            using (var inner = NewDisposeScope()) Step(layer, scoped);
            Step(twin, open);
        }

        Assert.Equal(twin.weight, layer.weight);

        static void Step(Linear layer, Adam optimizer)
        {
            optimizer.zero_grad();
            layer.call(arange(6, float32).reshape(2, 3)).square().mean().backward();
            optimizer.step();
        }
    }

    [Fact]
    public void OwnFunction_OfALinearLayer_HasTheGradientsOfTheBuiltInOne()
    {
        torch.random.manual_seed(11);
        using var scope = NewDisposeScope();
        var (x, w, b) = (rand(5, 3).requires_grad_(), rand(2, 3).requires_grad_(), rand(2).requires_grad_());

        LinearFunction.apply(x, w, b).sin().sum().backward();
        var own = new[] { x, w, b }.Select(t => t.grad!.clone()).ToList();
        foreach (var t in new[] { x, w, b }) t.grad = null;
        functional.linear(x, w, b).sin().sum().backward();

        Assert.All(new[] { x, w, b }.Zip(own), pair => Assert.True(pair.First.grad!.allclose(pair.Second)));
    }

    [Fact]
    public void RecursiveScopes_KeepWhatIsMovedOut()
    {
        using var outer = NewDisposeScope();

        var values = Fibonacci(10);

        Assert.Equal([55f, 34], values.Select(t => t.item<float>()));
        Assert.Equal(2, outer.DisposablesCount);
        var sum = WrappedTensorDisposeScope(() => values[0] + values[1] + 1);
        Assert.Equal(90, sum.ToInt32());
        Assert.Equal(3, outer.DisposablesCount);

        static Tensor[] Fibonacci(int n)
        {
            using var scope = NewDisposeScope();
            if (n == 1)
            {
                var (one, zero) = scope.MoveToOuter(tensor(1f), tensor(0f));
                return [one, zero];
            }
            var last = Fibonacci(n - 1);
            var kept = new[] { last[0] + last[1], last[0] };
            scope.MoveToOuter(kept);
            return kept;
        }
    }

    private sealed class LinearFunction : autograd.SingleTensorFunction<LinearFunction>
    {
        public override string Name => nameof(LinearFunction);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (x, w, b) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
            ctx.save_for_backward([x, w]);
            return x.mm(w.t()) + b.unsqueeze(0);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            return [grad_output.mm(saved[1]), grad_output.t().mm(saved[0]), grad_output.sum([0L])];
        }
    }

    private sealed class Mixed : Module<Tensor, Tensor>
    {
        private readonly Parameter alone = Parameter(zeros(3));
        private readonly Linear field = Linear(3, 3);
        private readonly ModuleList<Linear> list = ModuleList(Linear(3, 3, hasBias: false), Linear(3, 3, hasBias: false));
        private readonly Tensor mean = zeros(3);
        private readonly Module<Tensor, Tensor>[] unseen;

        public Mixed() : base("Mixed")
        {
            register_parameter("scale", new Parameter(ones(3)));
            register_buffer("steps", tensor(0L));
            register_buffer("passing", ones(3), persistent: false);
            register_module("named", Linear(3, 3));
            add_module("added", Sequential(Linear(3, 3), Tanh()));
            RegisterComponents();
            unseen = [field];
        }

        public override Tensor forward(Tensor input)
        {
            get_buffer("steps")!.add_(1);
            var x = unseen[0].call((input - mean) * get_parameter("scale")! + alone);
            foreach (var (_, part) in named_children())
            {
                if (part is Module<Tensor, Tensor> step) x = step.call(x);
            }
            foreach (var layer in list) x = layer.call(x);
            return x;
        }
    }
}
