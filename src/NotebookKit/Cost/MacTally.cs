using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Cost;

/// <summary>Watches the layers of a network by forward hooks until disposed.</summary>
internal sealed class MacTally : IDisposable
{
    private readonly List<Entry> entries = [];

    public MacTally(Module model)
    {
        var modules = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        var parameters = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        string? inside = null;                                            // a layer whose children count with it
        foreach (var (name, module) in model.named_modules().Prepend(("", model)))
        {
            if ((inside is not null && name.StartsWith(inside, StringComparison.Ordinal)) || !modules.Add(module))
            {
                continue;
            }

            var whole = module is MultiheadAttention;
            inside = !whole ? null : name.Length == 0 ? "" : $"{name}.";
            var entry = new Entry(
                name, module, module.parameters(recurse: whole).Where(parameters.Add).Sum(value => value.numel()));
            entry.Watch();
            entries.Add(entry);
        }
    }

    /// <summary>What was seen so far.</summary>
    public IReadOnlyList<LayerCost> Layers() =>
        [.. entries.Where(entry => entry.Parameters > 0 || entry.Macs > 0).Select(entry => entry.Cost)];

    public void Dispose() => entries.ForEach(entry => entry.Unwatch());

    private sealed class Entry(string name, Module module, long parameters)
    {
        private Action? unwatch;
        private long[]? inputShape;
        private long[] outputShape = [];

        public long Parameters => parameters;

        public long Macs { get; private set; }

        public LayerCost Cost => new(name, module.GetType().Name, inputShape ?? [], outputShape, parameters, Macs);

        public void Watch()
        {
            if (module is MultiheadAttention attention)
            {
                unwatch = attention.register_forward_hook((_, query, key, _, _, _, _, output) =>
                {
                    Add(query.shape, output.Item1.shape, Attention(query, key));
                    return output;
                }).remove;
            }
            else if (module is Module<Tensor, Tensor> layer)
            {
                unwatch = layer.register_forward_hook((_, input, output) =>
                {
                    Add(input.shape, output.shape, Multiplications(input, output));
                    return output;
                }).remove;
            }
            else
            {
                RequireNoMatrix();
            }
        }

        public void Unwatch() => unwatch?.Invoke();

        private void Add(long[] input, long[] output, long macs)
        {
            (inputShape, outputShape) = inputShape is null ? (input, output) : (inputShape, outputShape);
            Macs += macs;
        }

        private long Multiplications(Tensor input, Tensor output)
        {
            switch (module)
            {
                case Convolution { transposed: true } spread:             // each input meets its column of the kernel
                    return input.numel() * (spread.weight.numel() / spread.in_channels);
                case Convolution gather:                                  // each output meets its row of the kernel
                    return output.numel() * (gather.weight.numel() / gather.out_channels);
                case Linear linear:
                    return output.numel() * linear.weight.shape[1];
                case IOwnMacs own:
                    return own.OwnMacs(input.shape, output.shape);
                default:
                    RequireNoMatrix();
                    return 0;
            }
        }

        // Vaswani et al. 2017, section 3.2.2: four projections, then queries by keys and weights by values.
        private long Attention(Tensor query, Tensor key)
        {
            var (length, batch, width) = (query.shape[0], query.shape[1], query.shape[2]);
            var keys = key.shape[0];
            var projections = module.named_parameters()
                .Where(entry => entry.name.EndsWith("proj_weight", StringComparison.Ordinal)
                    || entry.name.EndsWith("proj.weight", StringComparison.Ordinal))
                .Sum(entry => batch * entry.name switch
                {
                    "in_proj_weight" => ((length + (2 * keys)) * width * width),
                    "k_proj_weight" or "v_proj_weight" => keys * entry.parameter.numel(),
                    _ => length * entry.parameter.numel(),
                });
            return projections + (2 * batch * length * keys * width);
        }

        // A layer of the binding that has weights, but is none of the kinds above: counting it as free would be wrong.
        private void RequireNoMatrix()
        {
            if (module.GetType().Assembly == typeof(Linear).Assembly && module is not TorchSharp.Modules.Embedding
                && module.parameters(recurse: false).Any(parameter => parameter.dim() > 1))
            {
                throw new NotSupportedException(
                    $"The multiply-accumulates of layer '{name}' ({module.GetType().Name}) are not known; put it " +
                    $"into a module of its own that implements {nameof(IOwnMacs)}.");
            }
        }
    }
}
