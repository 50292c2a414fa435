using NotebookKit.Memory;
using NotebookKit.Models.Backbones;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Benchmarks;

/// <summary>A network, its optimizer and its loss, as pytorch_side.py has them.</summary>
internal abstract class TrainingTask : IDisposable
{
    public abstract Module Model { get; }

    public OptimizerHelper Optimizer { get; private set; } = null!;

    public static TrainingTask Of(string network) => network switch
    {
        "cifake" => new Cifake(),
        "lenet5" => new LeNet5(),
        "resnet20" => new ResNet20(),
        "vit-mae" => new VitMae(),
        _ => throw new ArgumentException($"network must be cifake, lenet5, resnet20 or vit-mae, but is {network}."),
    };

    /// <summary>Loss of one batch, a scalar.</summary>
    public abstract Tensor Loss(Tensor[] batch);

    /// <summary>Called once the model has its first values.</summary>
    public void Begin(Tensor[][] batches)
    {
        Prepare(batches);
        Optimizer = MakeOptimizer();
    }

    public void Dispose()
    {
        Optimizer?.Dispose();
        Model.Dispose();
    }

    protected abstract OptimizerHelper MakeOptimizer();

    protected virtual void Prepare(Tensor[][] batches)
    {
    }

    /// <summary>Model and images with the channels last in memory.</summary>
    protected void ChannelsLast(Tensor[][] batches)
    {
        Model.WithChannelsLast();
        foreach (var batch in batches) batch[0] = batch[0].ToChannelsLast();
    }

    private sealed class Cifake : TrainingTask
    {
        private readonly Sequential net = Sequential(
            Conv2d(3, 32, 3, padding: 1L), ReLU(), MaxPool2d(2),
            Conv2d(32, 32, 3, padding: 1L), ReLU(), MaxPool2d(2),
            Flatten(), Linear(2048, 64), ReLU(), Linear(64, 1));

        public override Module Model => net;

        public override Tensor Loss(Tensor[] batch) => F.binary_cross_entropy_with_logits(net.call(batch[0]), batch[1]);

        protected override OptimizerHelper MakeOptimizer() => optim.Adam(net.parameters());
    }

    private sealed class LeNet5 : TrainingTask
    {
        private readonly Sequential net = Sequential(
            Conv2d(1, 6, 5, padding: 2L), ReLU(), MaxPool2d(2),
            Conv2d(6, 16, 5), ReLU(), MaxPool2d(2),
            Flatten(), Linear(400, 120), ReLU(), Linear(120, 84), ReLU(), Linear(84, 10));

        public override Module Model => net;

        public override Tensor Loss(Tensor[] batch) => F.cross_entropy(net.call(batch[0]), batch[1]);

        protected override OptimizerHelper MakeOptimizer() => optim.SGD(net.parameters(), 0.01, momentum: 0.9);
    }

    private sealed class ResNet20 : TrainingTask
    {
        private readonly ResNetCifar net = new(20);

        public override Module Model => net;

        public override Tensor Loss(Tensor[] batch) => F.cross_entropy(net.call(batch[0]), batch[1]);

        protected override void Prepare(Tensor[][] batches) => ChannelsLast(batches);

        protected override OptimizerHelper MakeOptimizer() =>
            optim.SGD(net.parameters(), 0.01, momentum: 0.9, weight_decay: 1e-4);
    }

    private sealed class VitMae : TrainingTask
    {
        private readonly MaskedAutoencoder net = new();

        public override Module Model => net;

        public override Tensor Loss(Tensor[] batch) => net.call(batch[0], batch[1], batch[2]);

        protected override OptimizerHelper MakeOptimizer() => optim.AdamW(net.parameters(), 1.5e-4, weight_decay: 0.05);
    }
}
