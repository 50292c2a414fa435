using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// Runs a network again from one of its layers on, with the outputs of everything before it kept from a first
/// pass. Works on any network by hooks: a module that ended before the layer began gets a single image in place of the
/// batch, and its kept output is put in place of what it makes of it. From the layer on no module has a hook, so that
/// what a network does quicker without them (<see cref="Layers.NormReluExtensions"/>) stays quick.
/// </summary>
internal sealed class PrefixReplay(Module<Tensor, Tensor> model) : IDisposable
{
    private readonly List<Action> unhook = [];
    private readonly Dictionary<Module, Call> calls = [];

    /// <summary>The whole pass; keeps the outputs of all modules.</summary>
    /// <param name="input">[n, ...].</param>
    /// <returns>[n, K], owned by the caller's scope.</returns>
    public Tensor Record(Tensor input)
    {
        Dispose();
        var clock = 0;
        foreach (var module in model.modules().OfType<Module<Tensor, Tensor>>())
        {
            Hook(
                module,
                given =>
                {
                    (calls.TryGetValue(module, out var call) ? call : calls[module] = new(clock)).Times++;
                    clock++;
                    return given;
                },
                output =>
                {
                    calls[module].Keep(output, clock++);
                    return output;
                });
        }

        var logits = model.call(input);
        Unhook();
        return logits;
    }

    /// <summary>True when a layer ran in the recorded pass.</summary>
    public bool Ran(Module layer) => calls.ContainsKey(layer);

    /// <summary>Begins to run from a layer on. A network that changes its activations in place would spoil what is
    /// kept; that shows when the unpruned pass no longer gives the output that it gave at first, and then copies are
    /// handed out.</summary>
    /// <param name="layer">A layer that ran.</param>
    /// <param name="copy">Hand out copies of what is kept.</param>
    public void StartAt(Module layer, bool copy)
    {
        Unhook();
        var start = calls[layer].Begin;
        var outer = 0;                                                     // when the module around the next ones ended
        foreach (var (module, call) in calls.Where(c => c.Value.Times == 1 && c.Value.End < start)
            .OrderBy(c => c.Value.Begin))
        {
            if (call.Begin >= outer)
            {
                var kept = call.Output!;
                Hook(
                    (Module<Tensor, Tensor>)module, input => input.narrow(0, 0, 1),
                    _ => copy ? kept.clone() : kept.alias());
                outer = call.End;
            }
        }
    }

    /// <summary>A pass from the layer on.</summary>
    /// <param name="input">The same images as recorded.</param>
    /// <returns>[n, K], owned by the caller's scope.</returns>
    public Tensor Run(Tensor input) => model.call(input);

    /// <inheritdoc/>
    public void Dispose()
    {
        Unhook();
        foreach (var call in calls.Values)
        {
            call.Output?.Dispose();
        }

        calls.Clear();
    }

    private void Hook(Module<Tensor, Tensor> module, Func<Tensor, Tensor> before, Func<Tensor, Tensor> after)
    {
        unhook.Add(module.register_forward_pre_hook((_, input) => before(input)).remove);
        unhook.Add(module.register_forward_hook((_, _, output) => after(output)).remove);
    }

    private void Unhook()
    {
        unhook.ForEach(remove => remove());
        unhook.Clear();
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
