using NotebookKit.Models.Backbones;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Benchmarks.Gpu;

/// <summary>ResNet-20 on one batch of random pictures, as often as asked.</summary>
internal sealed class Training : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly ResNetCifar model = new(20);
    private readonly optim.Optimizer optimizer;
    private readonly Tensor images;
    private readonly Tensor labels;

    /// <summary>Builds the network on a device.</summary>
    public Training(Device device, int batchSize)
    {
        model.to(device);
        optimizer = optim.SGD(model.parameters(), 0.05, momentum: 0.9);
        images = rand(batchSize, 3, 32, 32, device: device);
        labels = (arange(batchSize, dtype: int64) % 10).to(device);
    }

    /// <summary>Forward, loss, backward, optimizer.</summary>
    public void Step()
    {
        using var inner = NewDisposeScope();
        optimizer.zero_grad();
        nn.functional.cross_entropy(model.call(images), labels).backward();
        optimizer.step();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
        scope.Dispose();
    }
}
