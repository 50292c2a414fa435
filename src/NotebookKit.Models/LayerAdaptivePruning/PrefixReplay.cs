using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// Runs a network again from one of its layers on, with the outputs of everything before it kept from a first
/// pass. Works on any network by hooks: a module that ended before the layer began gets a single image in place of the
/// batch, and its kept output is put in place of what it makes of it. The values are those of a whole pass, bit for
/// bit.
/// </summary>
internal sealed class PrefixReplay : IDisposable
{
    private readonly Module<Tensor, Tensor> model;
    private readonly List<Action> unhook = [];
    private readonly Dictionary<Module, Call> calls = [];
    private int clock;
    private int start = int.MaxValue;                                      // replay: when the layer began
    private int inside;                                                    // replay: depth within skipped modules
    private bool copies;

    /// <summary>Hooks a network; disposing takes the hooks off.</summary>
    public PrefixReplay(Module<Tensor, Tensor> model)
    {
        this.model = model;
        foreach (var module in model.modules().OfType<Module<Tensor, Tensor>>())
        {
            var before = module.register_forward_pre_hook(Enter);
            var after = module.register_forward_hook(Leave);
            unhook.AddRange([before.remove, after.remove]);
        }
    }

    /// <summary>The whole pass; keeps the outputs of all modules.</summary>
    /// <param name="input">[n, ...].</param>
    /// <returns>[n, K], owned by the caller's scope.</returns>
    public Tensor Record(Tensor input)
    {
        Forget();
        (clock, start) = (0, int.MaxValue);
        return model.call(input);
    }

    /// <summary>True when a layer ran in the recorded pass.</summary>
    public bool Ran(Module layer) => calls.ContainsKey(layer);

    /// <summary>Begins to run from a layer on. A network that changes its activations in place would spoil what is
    /// kept; that shows when the unpruned pass no longer gives the recorded output, and then copies are handed
    /// out.</summary>
    /// <param name="layer">A layer that ran.</param>
    /// <param name="copy">Hand out copies of what is kept.</param>
    public void StartAt(Module layer, bool copy) => (start, copies) = (calls[layer].Begin, copy);

    /// <summary>A pass from the layer on.</summary>
    /// <param name="input">The same images as recorded.</param>
    /// <returns>[n, K], owned by the caller's scope.</returns>
    public Tensor Run(Tensor input)
    {
        inside = 0;
        return model.call(input);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        unhook.ForEach(remove => remove());
        Forget();
    }

    private bool Replaying => start != int.MaxValue;

    private bool Skipped(Module module) => calls.TryGetValue(module, out var call) && call.Times == 1
        && call.End < start;

    private Tensor Enter(Module<Tensor, Tensor> module, Tensor input)
    {
        if (!Replaying)
        {
            var call = calls.TryGetValue(module, out var earlier) ? earlier : calls[module] = new(clock);
            call.Times++;
            clock++;
            return input;
        }

        return Skipped(module) && inside++ == 0 ? input.narrow(0, 0, 1) : input;
    }

    private Tensor Leave(Module<Tensor, Tensor> module, Tensor input, Tensor output)
    {
        if (!Replaying)
        {
            calls[module].Keep(output, clock++);
            return output;
        }

        if (!Skipped(module) || --inside > 0)
        {
            return output;
        }

        var kept = calls[module].Output!;
        return copies ? kept.clone() : kept.alias();
    }

    private void Forget()
    {
        foreach (var call in calls.Values)
        {
            call.Output?.Dispose();
        }

        calls.Clear();
    }

    /// <summary>When a module ran in the recorded pass, and what came out.</summary>
    private sealed class Call(int begin)
    {
        public int Begin { get; } = begin;

        public int End { get; private set; }

        public int Times { get; set; }

        public Tensor? Output { get; private set; }

        // A module that runs twice cannot be told apart by its hooks; it is never skipped and keeps nothing.
        public void Keep(Tensor output, int end)
        {
            Output?.Dispose();
            Output = Times == 1 ? output.detach().clone().DetachFromDisposeScope() : null;
            End = end;
        }
    }
}
