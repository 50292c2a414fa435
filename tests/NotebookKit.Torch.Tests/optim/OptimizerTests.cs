using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Torch.Tests;

public sealed class OptimizerTests
{
    public static TheoryData<string> Kinds => ["SGD", "Adam", "AdamW", "RMSProp", "Adagrad", "Rprop", "NAdam", "RAdam"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Resume_InTheMiddle_GoesOnBitForBit(string kind)
    {
        using var scope = NewDisposeScope();
        using var straight = Network();
        using var straightOptimizer = Make(kind, straight);
        Train(straight, straightOptimizer, 0, 40);

        using var first = Network();
        using var firstOptimizer = Make(kind, first);
        Train(first, firstOptimizer, 0, 20);
        using var model = new MemoryStream();
        using var state = new MemoryStream();
        first.save(model);
        using (var writer = new BinaryWriter(state, System.Text.Encoding.UTF8, leaveOpen: true)) firstOptimizer.save_state_dict(writer);
        model.Position = state.Position = 0;

        random.manual_seed(99);
        using var second = Sequential(Linear(6, 8), Tanh(), Linear(8, 1));
        second.load(model);
        using var secondOptimizer = Make(kind, second, rate: 0.5);                    // the saved rate comes back
        using (var reader = new BinaryReader(state)) secondOptimizer.load_state_dict(reader);
        Train(second, secondOptimizer, 20, 40);

        foreach (var (a, b) in straight.parameters().Zip(second.parameters()))
        {
            Assert.Equal(a.data<float>().ToArray(), b.data<float>().ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void StateDict_LoadedIntoAnother_IsEqualAndItsOwn(string kind)
    {
        using var scope = NewDisposeScope();
        using var first = Network();
        using var firstOptimizer = Make(kind, first);
        Train(first, firstOptimizer, 0, 3);
        using var second = Network();
        using var secondOptimizer = Make(kind, second);

        secondOptimizer.load_state_dict(firstOptimizer.state_dict());
        var pairs = firstOptimizer.state_dict().State.Zip(secondOptimizer.state_dict().State).ToArray();

        Assert.All(pairs, p => Assert.True(p.First.ApproximatelyEquals(p.Second)));
        Train(first, firstOptimizer, 3, 4);
        Assert.All(pairs, p => Assert.False(p.First.ApproximatelyEquals(p.Second)));
    }

    [Fact]
    public void LoadStateDict_OfAnotherKindOrSize_IsRefused()
    {
        using var net = Linear(2, 2);
        using var bare = Linear(2, 2, hasBias: false);
        using var adam = torch.optim.Adam(net.parameters());
        using var sgd = torch.optim.SGD(net.parameters(), 0.1);
        using var small = torch.optim.Adam(bare.parameters());
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        adam.save_state_dict(writer);
        var saved = stream.ToArray();

        Assert.Contains("saved by Adam, but this is SGD", Assert.Throws<ArgumentException>(
            () => sgd.load_state_dict(new BinaryReader(new MemoryStream(saved)))).Message);
        Assert.Contains("2 parameters, but this optimizer has 1 and 1", Assert.Throws<ArgumentException>(
            () => small.load_state_dict(new BinaryReader(new MemoryStream(saved)))).Message);
    }

    [Fact]
    public void ParamGroups_KeepTheirOwnRates_AndFillTheRest()
    {
        using var a = new Parameter(ones([1]));
        using var b = new Parameter(ones([1]));
        using var optimizer = torch.optim.SGD(
            [new SGD.ParamGroup([a], new SGD.Options { LearningRate = 0.5 }), new SGD.ParamGroup { Parameters = [b] }], 0.1, momentum: 0.9);

        Assert.Equal([0.5, 0.1], optimizer.ParamGroups.Select(g => g.LearningRate));
        Assert.Equal([0.5, 0.1], optimizer.ParamGroups.Select(g => g.InitialLearningRate));
        Assert.Equal([0.9, 0.9], optimizer.ParamGroups.Cast<torch.optim.IMomentum>().Select(g => g.Momentum));
        optimizer.Momentum = 0.5;
        Assert.Equal([0.5, 0.5], optimizer.ParamGroups.Cast<torch.optim.IMomentum>().Select(g => g.Momentum));
    }

    [Fact]
    public void Step_ParameterWithoutGradient_StaysAsItIs()
    {
        using var scope = NewDisposeScope();
        using var used = new Parameter(ones([3]));
        using var unused = new Parameter(ones([3]));
        using var optimizer = torch.optim.Adam([used, unused], 0.1, weight_decay: 0.5);
        used.sum().backward();

        optimizer.step();

        Assert.Equal([1f, 1, 1], unused.data<float>().ToArray());
        Assert.Equal(0, ((Adam.State)optimizer.state_dict().State[1]).step);
        Assert.Equal(1, ((Adam.State)optimizer.state_dict().State[0]).step);
    }

    [Fact]
    public void Step_StridedGradient_TakesThePlainWay()
    {
        using var scope = NewDisposeScope();
        var start = randn([4, 3]);
        using var dense = new Parameter(start.clone());
        using var strided = new Parameter(start.clone());
        using var optimizer = torch.optim.Adam([dense, strided], 0.1);
        var gradient = randn([3, 4]);
        dense.grad = gradient.t().contiguous();
        strided.grad = gradient.t();

        optimizer.step();

        Assert.False(strided.grad!.is_contiguous());
        Assert.True(allclose(dense, strided));
        Assert.False(allclose(start, strided));
    }

    [Fact]
    public void Step_Fused_IsSeenByAutograd()
    {
        using var scope = NewDisposeScope();
        using var weight = new Parameter(full([1], 3f));
        using var optimizer = torch.optim.SGD([weight], 0.1);
        var loss = (weight * weight).sum();
        loss.backward(retain_graph: true);

        optimizer.step();

        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => loss.backward());
        Assert.Contains("inplace", error.Message);
    }

    [Fact]
    public void Step_Closure_ReturnsItsLoss()
    {
        using var scope = NewDisposeScope();
        using var weight = new Parameter(full([1], 3f));
        using var optimizer = torch.optim.SGD([weight], 0.5);

        var loss = optimizer.step(() =>
        {
            optimizer.zero_grad();
            var value = weight.square().sum();
            value.backward();
            return value;
        });

        Assert.Equal(9, loss!.ToSingle());
        Assert.Equal(0, weight.ToSingle());
    }

    [Fact]
    public void Optimizer_BadOptions_AreRefusedWithTheirValues()
    {
        using var weight = new Parameter(ones([1]));

        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => torch.optim.SGD([weight], -1)).Message);
        Assert.Contains("1.5", Assert.Throws<ArgumentException>(() => torch.optim.Adam([weight], beta1: 1.5)).Message);
        Assert.Contains("Nesterov", Assert.Throws<ArgumentException>(() => torch.optim.SGD([weight], 0.1, nesterov: true)).Message);
        Assert.Contains("no parameters", Assert.Throws<ArgumentException>(() => torch.optim.Adam(Array.Empty<Parameter>())).Message);
        Assert.Contains("each one once", Assert.Throws<ArgumentException>(() => torch.optim.Adam([weight, weight])).Message);
    }

    [Fact]
    public void TwoHundredSteps_LeaveNoTensorBehind()
    {
        using var net = Sequential(Conv2d(3, 4, 3, padding: 1L), BatchNorm2d(4), ReLU(), MaxPool2d(2), Flatten(), Linear(64, 1));
        using var optimizer = torch.optim.Adam(net.parameters());
        using var loss = BCEWithLogitsLoss();
        using var x = randn([4, 3, 8, 8]);
        using var y = ones([4, 1]);
        long before = 0;

        for (var step = 0; step < 200; step++)
        {
            using (NewDisposeScope())
            {
                optimizer.zero_grad();
                loss.call(net.call(x), y).backward();
                torch.nn.utils.clip_grad_norm_(net.parameters(), 1);
                optimizer.step();
            }
            if (step == 4) before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Sequential Network()
    {
        random.manual_seed(3);
        return Sequential(Linear(6, 8), Tanh(), Linear(8, 1));
    }

    private static OptimizerHelper Make(string kind, Module model, double rate = 0.02) => kind switch
    {
        "SGD" => torch.optim.SGD(model.parameters(), rate, momentum: 0.9),
        "Adam" => torch.optim.Adam(model.parameters(), rate, amsgrad: true),
        "AdamW" => torch.optim.AdamW(model.parameters(), rate, weight_decay: 0.1),
        "RMSProp" => torch.optim.RMSProp(model.parameters(), rate, momentum: 0.5, centered: true),
        "Adagrad" => torch.optim.Adagrad(model.parameters(), rate, lr_decay: 0.1),
        "Rprop" => torch.optim.Rprop(model.parameters(), rate),
        "NAdam" => torch.optim.NAdam(model.parameters(), rate),
        "RAdam" => torch.optim.RAdam(model.parameters(), rate),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such optimizer."),
    };

    private static void Train(Sequential model, torch.optim.Optimizer optimizer, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            using var scope = NewDisposeScope();
            random.manual_seed(1000 + step);
            var (x, y) = (randn([16, 6]), randint(2, [16, 1]).to(ScalarType.Float32));
            optimizer.zero_grad();
            F.binary_cross_entropy_with_logits(model.call(x), y).backward();
            optimizer.step();
        }
    }
}
