using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>
/// The paper's small CNN: 3x3 convolutions with ReLU and 2x2 max pooling, dense layers with ReLU, one logit.
/// Pictures [N, 3, 32, 32] in [0, 1] to logits [N, 1]; P(REAL) is the logistic function of the logit.
/// </summary>
public sealed class CifakeNetwork : Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Sequential _features;
    private readonly TorchSharp.Modules.Sequential _head;

    /// <summary>Builds a network with He-uniform weights and zero biases, drawn from the default generator.</summary>
    public CifakeNetwork(CifakeTopology topology)
        : base(nameof(CifakeNetwork))
    {
        Topology = topology;
        var features = new List<(string, Module<Tensor, Tensor>)>();
        for (var layer = 1; layer <= topology.Convolutions; layer++)
        {
            features.Add(($"conv{layer}", Conv2d(layer == 1 ? 3 : topology.Filters, topology.Filters, 3, padding: 1)));
            var relu = ReLU();               // out of place: in place would overwrite the tapped activation
            features.Add(($"relu{layer}", relu));
            features.Add(($"pool{layer}", MaxPool2d(2)));
            LastActivation = relu;
        }

        var head = new List<(string, Module<Tensor, Tensor>)> { ("flatten", Flatten()) };
        long width = topology.FlatFeatures;
        for (var layer = 1; layer <= topology.DenseLayers; layer++)
        {
            head.Add(($"dense{layer}", Linear(width, topology.DenseWidth)));
            head.Add(($"relu{layer}", ReLU()));
            width = topology.DenseWidth;
        }

        head.Add(("logit", Linear(width, 1)));
        _features = Sequential(features);
        _head = Sequential(head);
        RegisterComponents();
        Reinitialise();
    }

    /// <summary>The topology that the network was built from.</summary>
    public CifakeTopology Topology { get; }

    /// <summary>
    /// The ReLU after the last convolution, before its pooling: Grad-CAM's layer A, [N, filters, 16, 16] for
    /// the winner.
    /// </summary>
    public Module<Tensor, Tensor> LastActivation { get; } = null!;

    /// <summary>Draws all weights anew: He-uniform for the ReLU layers, zero biases.</summary>
    public void Reinitialise()
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in named_parameters())
        {
            if (name.EndsWith("bias", StringComparison.Ordinal))
            {
                init.zeros_(parameter);
            }
            else
            {
                init.kaiming_uniform_(parameter, nonlinearity: init.NonlinearityType.ReLU);
            }
        }
    }

    /// <summary>Logits of a batch.</summary>
    /// <param name="input">[N, 3, 32, 32], float32 in [0, 1].</param>
    /// <returns>[N, 1]; positive means REAL.</returns>
    public override Tensor forward(Tensor input)
    {
        var x = _features.call(input);                                    // [N, F, 32 >> L, 32 >> L]
        return _head.call(x);                                             // [N, 1]
    }
}
