using static TorchSharp.torch.nn;

namespace NotebookKit.Train;

/// <summary>Puts a model into inference mode (dropout off, batch norm frozen) until disposed, then gives each of its modules
/// back the mode that it had. Gradients are not touched.</summary>
public sealed class InferenceMode : IDisposable
{
    private readonly List<(Module Module, bool Training)> before;

    /// <summary>Switches the model to inference mode.</summary>
    public InferenceMode(Module model)
    {
        before = [(model, model.training), .. model.modules().Select(m => (m, m.training))];
        model.eval();
    }

    /// <summary>Restores the modes, parents before children, because a module's mode is passed down to its children.</summary>
    public void Dispose()
    {
        foreach (var (module, training) in before)
        {
            module.train(training);
        }
    }
}
