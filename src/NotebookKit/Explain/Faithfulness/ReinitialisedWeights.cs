using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Explain.Faithfulness;

/// <summary>Sanity check (Adebayo et al. 2018): until disposed, the model has random weights instead of its learned ones. An
/// explanation that looks the same then does not show what the network learned.</summary>
/// <remarks>Weights of two or more axes are drawn He-uniform for ReLU; biases become 0; scales and running variances of
/// normalisation 1, running means 0.</remarks>
public sealed class ReinitialisedWeights : IDisposable
{
    private readonly List<(Tensor Target, Tensor Learned)> learned = [];

    /// <summary>Draws new weights in place. Random draws elsewhere are not affected.</summary>
    /// <param name="model">Network to spoil for a while.</param>
    /// <param name="seed">Same seed, same weights.</param>
    public ReinitialisedWeights(Module model, long seed)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var generator = new Generator().manual_seed(seed);
        foreach (var (name, tensor) in model.named_parameters().Select(p => (p.name, (Tensor)p.parameter))
                     .Concat(model.named_buffers()))
        {
            learned.Add((tensor, tensor.detach().clone().DetachFromDisposeScope()));
            Draw(name, tensor, generator);
        }
    }

    /// <summary>Puts the learned weights back, bit for bit.</summary>
    public void Dispose()
    {
        using var noGradients = no_grad();
        foreach (var (target, values) in learned)
        {
            target.copy_(values);
            values.Dispose();
        }
        learned.Clear();
    }

    private static void Draw(string name, Tensor tensor, Generator generator)
    {
        if (!tensor.is_floating_point())
        {
            tensor.zero_();                                                 // counters
        }
        else if (tensor.ndim >= 2)
        {
            var fanIn = tensor.numel() / tensor.shape[0];
            var bound = Math.Sqrt(6.0 / fanIn);                             // He et al. 2015, uniform, gain for ReLU
            tensor.copy_((rand(tensor.shape, tensor.dtype, generator: generator) * 2 - 1) * bound);
        }
        else
        {
            var one = name.EndsWith("weight", StringComparison.Ordinal) || name.EndsWith("running_var", StringComparison.Ordinal);
            tensor.fill_(one ? 1 : 0);
        }
    }
}
