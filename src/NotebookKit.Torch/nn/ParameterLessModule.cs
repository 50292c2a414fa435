namespace TorchSharp;

/// <summary>Base of layers that have nothing to train and no state.</summary>
public abstract class ParameterLessModule<T, TResult> : torch.nn.Module<T, TResult>
{
    /// <summary>Passes the name on.</summary>
    protected ParameterLessModule(string name) : base(name) { }
}
