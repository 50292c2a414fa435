using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Explain;

/// <summary>The network of tests/oracles/cifake/generate.py: every weight is fill(shape, a, b, s), so any language can build
/// it. conv 3-4, ReLU, pool, conv 4-5, ReLU (layer A, 5x4x4), pool, dense 20-6, ReLU, dense 6-1.</summary>
internal sealed class OracleNetwork : Module<Tensor, Tensor>
{
    private readonly Sequential body;

    public OracleNetwork(ScalarType dtype)
        : base(nameof(OracleNetwork))
    {
        LayerA = ReLU();
        body = Sequential(
            Conv2d(3, 4, 3, padding: 1), ReLU(), MaxPool2d(2), Conv2d(4, 5, 3, padding: 1), LayerA, MaxPool2d(2),
            Flatten(), Linear(20, 6), ReLU(), Linear(6, 1));
        RegisterComponents();
        this.to(dtype);
        using var noGradients = no_grad();
        Set("body.0", 0.9, 0.1, 0.3);
        Set("body.3", 0.37, 0.5, 0.25);
        Set("body.7", 0.61, 0.2, 0.3);
        Set("body.9", 1.3, 0.4, 0.5);
    }

    public Module<Tensor, Tensor> LayerA { get; }

    /// <summary>[1, 3, 8, 8].</summary>
    public static Tensor Input(ScalarType dtype) => (Fill([1, 3, 8, 8], 0.23, 0.7, 0.5) + 0.5).to(dtype);

    /// <summary>fill(shape)[i] = s * sin(a * i + b), i the row-major index.</summary>
    public static Tensor Fill(long[] shape, double a, double b, double s)
    {
        var count = shape.Aggregate(1L, (x, y) => x * y);
        return tensor(Enumerable.Range(0, (int)count).Select(i => s * Math.Sin(a * i + b)).ToArray()).reshape(shape);
    }

    public override Tensor forward(Tensor input) => body.call(input);

    private void Set(string name, double a, double b, double s)
    {
        foreach (var (key, parameter) in named_parameters())
        {
            if (key == $"{name}.weight")
            {
                parameter.copy_(Fill(parameter.shape, a, b, s));
            }
            else if (key == $"{name}.bias")
            {
                parameter.copy_(Fill(parameter.shape, 0.7, 0.3, 0.05));
            }
        }
    }
}
