using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Maeday;

/// <summary>
/// LoRA (Hu et al. 2022, section 4.1): the weights stay as they are, and each of some linear layers adds
/// (alpha / r) B A x to its output, A random and B zero at the start. MAEDAY does not say which layers: here qkv, the
/// attention's output and both layers of the MLP in every block of encoder and decoder.
/// </summary>
/// <remarks>The network computes with the adaptation as long as it is attached, and its own parameters want no
/// gradients. Disposing takes it off and gives them back.</remarks>
public sealed class LowRankAdaptation : Module
{
    private static readonly string[] Adapted = [".attn.qkv", ".attn.proj", ".mlp.fc1", ".mlp.fc2"];

    private readonly Module network;
    private readonly List<Adapter> adapters = [];
    private readonly double scale;
    private bool attached = true;

    /// <summary>Attaches an adaptation; A is drawn from the default generator of the CPU, whatever the
    /// device.</summary>
    /// <param name="network">A transformer with blocks of timm's names.</param>
    /// <param name="rank">r, 1 or more.</param>
    /// <param name="alpha">Null takes r: the factor is 1.</param>
    /// <exception cref="ArgumentException">No rank, or no layer of those names.</exception>
    public LowRankAdaptation(Module network, int rank, double? alpha = null)
        : base(nameof(LowRankAdaptation))
    {
        if (rank < 1)
        {
            throw new ArgumentException($"rank is {rank}; a low-rank adaptation needs 1 or more.");
        }

        this.network = network;
        scale = (alpha ?? rank) / rank;
        foreach (var (name, module) in network.named_modules())
        {
            if (module is Linear layer && Adapted.Any(part => name.EndsWith(part, StringComparison.Ordinal)))
            {
                adapters.Add(Attach(name.Replace('.', '_'), layer, rank));
            }
        }

        if (adapters.Count == 0)
        {
            throw new ArgumentException(
                $"'{network.GetName()}' must have layers named {string.Join(", ", Adapted)}, but has none.");
        }

        Want(gradients: false);
    }

    /// <summary>Number of adapted layers.</summary>
    public int Layers => adapters.Count;

    /// <summary>Adds (alpha / r) B A to the weights for good and takes the adaptation off: the outputs stay, and cost
    /// no more than before.</summary>
    /// <exception cref="InvalidOperationException">It is merged or disposed already.</exception>
    public void Merge()
    {
        if (!attached)
        {
            throw new InvalidOperationException("An adaptation is merged once, while it is attached; this one is not.");
        }

        using (no_grad())
        using (NewDisposeScope())
        {
            foreach (var adapter in adapters)
            {
                adapter.Layer.weight.add_(adapter.B.matmul(adapter.A) * scale);
            }
        }

        Detach();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && attached)
        {
            Detach();
        }

        base.Dispose(disposing);
    }

    private Adapter Attach(string name, Linear layer, int rank)
    {
        var weight = layer.weight;                                        // [out, in]
        using var drawn = empty(rank, weight.shape[1]);
        init.kaiming_uniform_(drawn, Math.Sqrt(5));
        var a = Parameter(drawn.to(weight.device, copy: true));
        var b = Parameter(zeros(weight.shape[0], rank, device: weight.device));
        register_parameter($"{name}_A", a);
        register_parameter($"{name}_B", b);
        var hook = layer.register_forward_hook(
            (_, input, output) => output + (input.matmul(a.t()).matmul(b.t()) * scale));
        return new(layer, a, b, hook.remove);
    }

    private void Detach()
    {
        adapters.ForEach(adapter => adapter.Remove());
        Want(gradients: true);
        attached = false;
    }

    private void Want(bool gradients)
    {
        foreach (var parameter in network.parameters())
        {
            parameter.requires_grad_(gradients);
        }
    }

    private sealed record Adapter(Linear Layer, Parameter A, Parameter B, Action Remove);
}
